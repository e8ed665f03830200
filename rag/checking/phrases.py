"""Reasons and summaries of a check in words: Chinese for Chinese answers, English for all others."""

from __future__ import annotations

_PHRASES = {
    "question": ("a question states nothing", "问句没有陈述事实"),
    "opinion": ("an opinion, not a fact that an article could state", "这是看法，不是文章能证实的事实"),
    "talk": ("talk around the answer, nothing is stated", "客套或过渡的话，没有陈述事实"),
    "opens": ("it only opens what follows", "只是引出下文"),
    "little": ("there is too little in it to check", "内容太少，无从核对"),
    "row": ("a row of a table is not read as a sentence", "表格中的一行，不按句子核对"),
    "long": ("it is longer than what is checked as one sentence", "句子过长，未作核对"),
    "judging": (
        "it weighs rather than states, and no article says it",
        "这是评价而非陈述，文章里没有这种说法",
    ),
    "empty": ("there is no article to check it against", "没有可供核对的文章"),
    "invented": ("no article says this", "没有文章这样说"),
    "nearest": ("the nearest sentence is about something else", "最接近的句子说的是别的事"),
    "pronoun": ("it is not said who or what “{word}” is", "没有说明“{word}”指谁或指什么"),
    "across": (
        "too much of it is not found across the two languages",
        "两种语言之间，有太多内容找不到对应",
    ),
    "disagree": ("another source says otherwise: {why}", "另有来源说法不同：{why}"),
    "does not": ("{marker} “{title}” does not say this", "{marker}《{title}》没有这样说"),
    "says otherwise": ("{marker} “{title}” says otherwise: {why}", "{marker}《{title}》的说法不同：{why}"),
    "does not fully": ("{marker} “{title}” does not bear it out: {why}", "{marker}《{title}》不足以支持：{why}"),
    "but does": ("“{title}” does", "这样说的是《{title}》"),
    "nowhere": (
        "{marker} leads nowhere: the answer does not say what it stands for",
        "{marker}没有去处：回答没有说明它指什么",
    ),
    "absent": (
        "{marker} leads to “{title}”, which is not among the articles, so it was not looked into",
        "{marker}指向“{title}”，不在这些文章之中，因此没有核对",
    ),
    "missing": ("it carries no citation", "没有标注来源"),
}

_SUMMARY = {
    "supported": ("{n} supported", "{n}句有据"),
    "missing": ("{n} supported but without a citation", "{n}句有据但没有标注来源"),
    "wrong": ("{n} supported but citing a wrong source", "{n}句有据但引错了来源"),
    "nowhere": ("{n} supported but with a citation that leads nowhere", "{n}句有据但引用没有去处"),
    "partial": ("{n} partly supported", "{n}句部分有据"),
    "contradicted": ("{n} contradicted", "{n}句与原文矛盾"),
    "unsupported": ("{n} not supported by any source", "{n}句没有来源支持"),
    "unchecked": ("{n} unchecked", "{n}句未核实"),
}


def say(key: str, language: str, **values: str) -> str:
    """Return a reason in a language, with values put in."""
    return _PHRASES[key][language == "zh"].format(**{name: _short(value) for name, value in values.items()})


def counted(key: str, language: str, number: int) -> str:
    """Return how many sentences have an outcome, in words."""
    return _SUMMARY[key][language == "zh"].format(n=number)


def _short(text: str, most: int = 160) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
