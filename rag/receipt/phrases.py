"""What became of a receipt, in words: Chinese for Chinese answers, English for all others."""

from __future__ import annotations

from yinju.rag.receipt.types import Rechecked

_PHRASES = {
    "verified": ("the quote stands in the source, word for word", "引文一字不差地在原处"),
    "other id": (
        "the quote stands in the very same text, now “{title}” under another id",
        "引文一字不差地在同一文本中，现在编号不同（《{title}》）",
    ),
    "moved": (
        "source changed; the quote still stands in it, at characters {place}",
        "来源已改动；引文仍在其中，第{place}个字符",
    ),
    "lost": ("source changed; the quote no longer stands in it", "来源已改动；其中已没有这段引文"),
    "gone": ("the source is no longer there", "来源已不在"),
    "broken": (
        "the source has not changed, and the quote does not stand at this place: the receipt is wrong",
        "来源没有改动，但引文不在所记的位置：凭证有误",
    ),
    "intact": ("the receipt is as it was made", "凭证与开具时一致"),
    "edited": (
        "the receipt was edited after it was made: its content does not match its hash",
        "凭证在开具之后被改动过：内容与其哈希值不符",
    ),
    "none": ("it cites nothing", "其中没有引用"),
}
_STATES = {
    "verified": ("{n} verified", "{n}处核实"),
    "moved": ("{n} where the source changed and the quote was found again", "{n}处来源已改动但引文仍在"),
    "lost": ("{n} where the source changed and the quote is gone", "{n}处来源已改动且引文不见"),
    "gone": ("{n} whose source is gone", "{n}处来源已不在"),
    "broken": ("{n} that never stood there", "{n}处引文不在原处"),
}


def say(key: str, language: str, **values: str) -> str:
    """Return a reason in a language, with values put in."""
    return _PHRASES[key][language == "zh"].format(**values)


def summary(found: Rechecked, language: str | None = None) -> str:
    """Return "3 citations: 2 verified, 1 whose source is gone." in a language, the answer's own unless told."""
    chinese = (language or found.receipt.language) == "zh"
    number = len(found.citations)
    parts = [_STATES[state.value][chinese].format(n=count) for state, count in found.counts.items() if count]
    if not parts:
        return say("none", "zh" if chinese else "en")
    if chinese:
        return f"共{number}处引用：{'，'.join(parts)}。"
    return f"{number} citation{'s' if number != 1 else ''}: {', '.join(parts)}."
