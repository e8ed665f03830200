"""The few sentences that the engine itself says, in the question's language where we write it, else in English."""

from __future__ import annotations

_PHRASES: dict[str, dict[str, str]] = {
    "en": {
        "refusal": "The articles do not answer this question.",
        "missing": "No article mentions {names}.",
        "nearest": "No sentence in the articles states this; the nearest passages are listed.",
        "empty": "The library holds no articles yet.",
        "filtered": "No article matches the chosen filters.",
        "no_model": "No language model is set up, so the answer is made of quotes.",
        "model_failed": "The language model did not answer usefully ({why}), so the answer is made of quotes.",
        "and": " and ",
    },
    "zh": {
        "refusal": "这些文章没有回答这个问题。",
        "missing": "没有文章提到{names}。",
        "nearest": "文章里没有一句话说明这一点，下面列出最接近的段落。",
        "empty": "资料库里还没有文章。",
        "filtered": "没有文章符合所选的条件。",
        "no_model": "没有设置语言模型，因此回答由原文引句组成。",
        "model_failed": "语言模型没有给出可用的回答（{why}），因此回答由原文引句组成。",
        "and": "和",
    },
}


def phrase(name: str, language: str, **values: str) -> str:
    """Return a sentence in a language."""
    return _PHRASES.get(language, _PHRASES["en"])[name].format(**values)
