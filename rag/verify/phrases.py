"""Reasons in words, in the claim's language; Chinese for Chinese, English for all others."""

from __future__ import annotations

_PHRASES = {
    "verbatim": ("every sentence stands in the source word for word", "每一句都与原文一字不差"),
    "said": (
        "the source has these words between quotation marks: it tells that they are said",
        "原文里这句话在引号之内，只说明有人这样说",
    ),
    "nothing": ("there is nothing to compare", "没有可以比较的内容"),
    "amount": ("the source says {stated}, the answer {claimed}", "原文说{stated}，回答说{claimed}"),
    "no amount": ("the source does not give {claimed}", "原文没有{claimed}"),
    "unit": (
        "the source says {stated}, the answer {claimed}: not the same unit",
        "原文说{stated}，回答说{claimed}，单位不同",
    ),
    "date": ("the source says {stated}, the answer {claimed}", "原文的时间是{stated}，回答说{claimed}"),
    "no date": ("the source does not mention {claimed}", "原文没有提到{claimed}"),
    "date detail": (
        "the source says less exactly when: it does not give {claimed} in full",
        "原文没有说得这么具体：{claimed}",
    ),
    "name": ("the source names {stated}, the answer {claimed}", "原文说的是{stated}，回答说的是{claimed}"),
    "no name": ("the source does not mention {claimed}", "原文没有提到{claimed}"),
    "elsewhere": (
        "the source says this of {stated}; {claimed} stands elsewhere in it",
        "原文此处说的是{stated}，{claimed}出现在别处",
    ),
    "opposite": ("the source says “{stated}”, the answer “{claimed}”", "原文说“{stated}”，回答说“{claimed}”"),
    "denied": (
        "the answer denies what the source does not deny: “{claimed}”",
        "回答否定了原文没有否定的事：“{claimed}”",
    ),
    "not denied": ("the source denies it (“{stated}”), the answer does not", "原文是否定的（“{stated}”），回答却不是"),
    "roles": ("the source has it the other way round: “{stated}”", "原文的主客体相反：“{stated}”"),
    "plan": (
        "the source speaks of a plan (“{stated}”), the answer of something done",
        "原文说的是计划（“{stated}”），回答说成已经完成",
    ),
    "words": ("not found in the source: {claimed}", "原文中没有找到：{claimed}"),
    "pronoun": ("it is not said who or what “{claimed}” is", "没有说明“{claimed}”指谁或指什么"),
    "foreign": (
        "the source is in a language whose words are not compared; numbers, dates and names were",
        "原文语言的词句无法比较，只核对了数字、日期和名称",
    ),
    "across": ("there is too little in it to compare across the two languages", "两种语言之间可比较的内容太少"),
    "unrelated": ("nothing of it is in the source", "原文中没有与此有关的内容"),
    "supported": ("the source says so: “{stated}”", "原文有依据：“{stated}”"),
    "some": ("part of it is in the source: “{stated}”", "其中一部分原文有依据：“{stated}”"),
}


def say(key: str, chinese: bool, stated: str = "", claimed: str = "") -> str:
    """Return a reason with what the source and the claim say put in."""
    return _PHRASES[key][chinese].format(stated=_short(stated), claimed=_short(claimed))


def _short(text: str, most: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
