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
        "model_refused": "The language model found no answer in the evidence; these are the sentences nearest to the question.",
        "model_silent": "The language model wrote nothing that can be used, so the answer is made of quotes.",
        "model_foreign": "The language model answered in another language, so the answer is made of quotes.",
        "model_unfounded": "The evidence does not bear out what the language model wrote, so the answer is made of quotes.",
        "left_out": "Of what the language model wrote, the evidence does not bear out all: {what}.",
        "replaced": "the source's own words stand for {count}",
        "dropped": "{count} left out",
        "sentence": "one sentence",
        "sentences": "{count} sentences",
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
        "model_refused": "语言模型认为证据中没有答案，下面是与问题最接近的句子。",
        "model_silent": "语言模型没有写出可用的内容，因此回答由原文引句组成。",
        "model_foreign": "语言模型没有用提问的语言回答，因此回答由原文引句组成。",
        "model_unfounded": "语言模型写的内容在证据中找不到依据，因此回答由原文引句组成。",
        "left_out": "语言模型写的内容并非全部有据：{what}。",
        "replaced": "{count}换成了原文",
        "dropped": "{count}没有采用",
        "sentence": "1句",
        "sentences": "{count}句",
        "and": "和",
    },
}


def phrase(name: str, language: str, **values: str) -> str:
    """Return a sentence in a language."""
    return _PHRASES.get(language, _PHRASES["en"])[name].format(**values)
