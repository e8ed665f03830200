"""Questions that lean on the conversation, made to stand alone without a model.

“And in 2022?” is the last question with its year exchanged, 那上海呢？ with its name exchanged, “他还说了什么？”
has the name it means put in. What names its own subject is left as it is, and so are other languages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from yinju.index.text.language import UNKNOWN, identify
from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN
from yinju.rag.types import Turn
from yinju.rag.understanding.words import names

if TYPE_CHECKING:
    from yinju.rag.understanding.exchange import Context

REMEMBERED = 8
"""Turns of a conversation that a question is read with."""

_has_han = re.compile(f"[{HAN}]")
_goes_on = Late(r"(?:and|but|so)\b(?:\W+\w+){1,7}\W*$|(?:那么|还有|另外|此外|然后).{1,16}$", re.IGNORECASE)
_MOST_ANSWER = 600  # characters of an answer in which a name may be what is meant


def standalone(text: str, history: Sequence[Turn], today: date) -> str:
    """Return a question without need of the conversation: itself, when it stands alone or nothing came before it."""
    if not history:
        return text
    from yinju.rag.understanding.exchange import Context  # loaded when a conversation has begun

    before: Context | None = None
    for turn in history[-REMEMBERED:]:
        before = Context(_alone(turn.question, before, today), turn.answer[:_MOST_ANSWER], today)
    return _alone(text, before, today)


def _alone(text: str, before: Context | None, today: date) -> str:
    if before is None:
        return text
    from yinju.rag.understanding import follow_ups_chinese, follow_ups_english

    if _has_han.search(text):
        return follow_ups_chinese.completed(text, before) or _together(text, before)
    if text.isascii() and identify(text) in ("en", UNKNOWN):
        return follow_ups_english.completed(text, before) or _together(text, before)
    return text


def _together(text: str, before: Context) -> str:
    """Return a short question that begins with “and” and names nothing behind the one it goes on from."""
    goes_on = _goes_on.match(text) and not names(text, "zh" if _has_han.search(text) else "en")
    return f"{before.question} {text}" if goes_on else text
