"""The few sentences that the engine itself says, in the question's language where we write it, else in English."""

from __future__ import annotations

_PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "refusal": "The articles do not answer this question.",
        "missing": "No article mentions {names}.",
        "nearest": "No sentence in the articles states this; the nearest passages are listed.",
        "apart": "No article mentions {names} together.",
        "period": "No article that mentions {names} mentions {asked}.",
        "other_period": "No article that mentions {names} mentions {asked}; the nearest sentences speak of {found}.",
        "silent_article": "One article mentions {names}, but no sentence was found that says {what}.",
        "silent_articles": "Several articles mention {names}, but no sentence was found that says {what}.",
        "asks_who": "who",
        "asks_when": "when",
        "asks_where": "where",
        "asks_count": "how many",
        "asks_amount": "how much",
        "asks_money": "how much money",
        "asks_percent": "what share",
        "asks_why": "why",
        "asks_how": "how",
        "asks_title": "what the title is",
        "empty": "The library holds no articles yet.",
        "filtered": "No article matches the chosen filters.",
        "no_model": "No language model is set up, so the answer is made of quotes.",
        "model_failed": "The language model did not answer usefully ({why}), so the answer is made of quotes.",
        "year": "{year}",
        "and": " and ",
    },
    "zh": {
        "refusal": "这些文章没有回答这个问题。",
        "missing": "没有文章提到{names}。",
        "nearest": "文章里没有一句话说明这一点，下面列出最接近的段落。",
        "apart": "没有一篇文章同时提到{names}。",
        "period": "提到{names}的文章都没有提到{asked}。",
        "other_period": "提到{names}的文章都没有提到{asked}；最接近的句子说的是{found}。",
        "silent_article": "有一篇文章提到{names}，但没有找到说明{what}的句子。",
        "silent_articles": "有几篇文章提到{names}，但没有找到说明{what}的句子。",
        "asks_who": "是谁",
        "asks_when": "是什么时候",
        "asks_where": "在哪里",
        "asks_count": "有多少",
        "asks_amount": "是多少",
        "asks_money": "多少钱",
        "asks_percent": "占多少",
        "asks_why": "为什么",
        "asks_how": "如何",
        "asks_title": "题目是什么",
        "empty": "资料库里还没有文章。",
        "filtered": "没有文章符合所选的条件。",
        "no_model": "没有设置语言模型，因此回答由原文引句组成。",
        "model_failed": "语言模型没有给出可用的回答（{why}），因此回答由原文引句组成。",
        "year": "{year}年",
        "and": "和",
    },
}


def phrase(name: str, language: str, **values: str) -> str:
    """Return a sentence in a language."""
    return _PHRASES.get(language, _PHRASES["en"])[name].format(**values)
