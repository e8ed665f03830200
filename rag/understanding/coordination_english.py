"""Names in an English question, joined by and or by or, and the words it asks with."""

from __future__ import annotations

import re

from yinju.index.text.patterns import Late
from yinju.rag.verify.gazetteer import gazetteer

WORD = r"(?:who|whom|whose|what|which|when|where|why|how)"
ASKS = rf"\b{WORD}\b"
"""The words that ask."""

AUXILIARY = "is|was|are|were|did|do|does|has|have|had|will|would|can|could"
NAME = r"(?:[“\"][^”\"]+[”\"]|(?:the |The )?[A-ZÀ-Þ0-9][\w'’.&-]*(?: (?:(?:of|de|von|van|the|for|&|du|la|al) (?:the )?)?[A-ZÀ-Þ0-9][\w'’.&-]*)*)"
"""A name as English writes it: a run of capitals, perhaps with small words inside, or a title in quotation marks."""

_name = Late(NAME)
AND = Late(rf"(?P<one>{NAME}(?:, {NAME})*)(?:,)? and (?P<other>{NAME})")
OR = Late(rf"(?P<one>{NAME}(?:, {NAME})*)(?:,)? or (?P<other>{NAME})")


def is_question(text: str) -> bool:
    """Tell whether a text begins with a word that asks, or a verb that does."""
    return bool(
        re.match(
            rf"(?:(?:and|but|also|in|at|on|by|for|from|to|since) )*(?:{WORD}\b|(?:{AUXILIARY})\b)",
            text,
            re.IGNORECASE,
        )
    )


def has_name(text: str) -> bool:
    """Say whether an English question names somebody or something, but for the capital it opens with."""
    return bool(named(text))


def named(text: str) -> list[str]:
    """Return the runs of capitals in an English question, without the word it opens with."""
    opening = re.match(r"(?:(?:and|in|on|at|by|for|from|to|since|of) )*\w+", text, re.IGNORECASE)
    found = [m.group() for m in _name.finditer(text, opening.end() if opening else 0)]
    return [name for name in found if not re.fullmatch(r"[\d,.]+|I|(?:the )?\d+\w*", name)]


def joined(text: str, pattern: Late) -> tuple[str, tuple[str, ...], str] | None:
    """Return what stands before names joined by and or by or, they, and what stands behind them."""
    opening = re.match(
        rf"(?:(?:in|on|at|by|for|from|to|of) )?(?:{WORD}|{AUXILIARY})\b(?: (?:year|day|{AUXILIARY})\b)*\s*",
        text,
        re.IGNORECASE,
    )
    match = pattern.search(text, opening.end() if opening else 0)
    if not match:
        return None
    items = (*re.split(rf", (?={NAME})", match["one"]), match["other"])
    if match.group().removeprefix("the ").removeprefix("The ").lower() in gazetteer().english:
        return None  # Bosnia and Herzegovina
    return text[: match.start()], items, text[match.end() :]
