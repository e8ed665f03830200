"""How much of a sentence another text holds, in any of the languages that are read: whether it is about the same."""

from __future__ import annotations

from collections.abc import Sequence

from yinju.rag.verify.matching import agrees
from yinju.rag.verify.names import Name
from yinju.rag.verify.presence import presence
from yinju.rag.verify.sentence import Sentence
from yinju.rag.verify.sounds import Presence
from yinju.rag.verify.words import Word
from yinju.rag.verify.words_check import alike

_THING = 2.0  # words that a name, an amount or a date counts for


def likeness(claimed: Sequence[Sentence], stated: Sequence[Sentence]) -> float:
    """Return which share (0 to 1) of the words, names, amounts and dates of a sentence a text holds.

    A word is held by itself, by one akin to it or by one of its sense, a name by any of its forms.
    """
    held = total = 0.0
    words = [word for sentence in stated for word in sentence.words if not word.filler]
    for sentence in claimed:
        for weight, found in _things(sentence, stated, words):
            total += weight
            held += weight * found
    return held / total if total else 0.0


def _things(claimed: Sentence, stated: Sequence[Sentence], words: Sequence[Word]) -> list[tuple[float, float]]:
    """Return for each thing in a sentence its weight and how far it is held."""
    amounts = [quantity for sentence in stated for quantity in sentence.quantities]
    dates = [date for sentence in stated for date in sentence.dates]
    found = [(1.0, float(any(alike(own, word) for word in words))) for own in claimed.content]
    found += [(_THING, float(any(_shows(name, claimed, other) for other in stated))) for name in claimed.names]
    found += [(_THING, float(any(agrees(own, other) for other in amounts))) for own in claimed.quantities]
    for own in claimed.dates:
        fields = own.fields.items()
        shares = [len(fields & date.fields.items()) / len(fields) for date in dates] if fields else []
        found.append((_THING, max(shares, default=0.0)))
    return found


def _shows(name: Name, claimed: Sentence, other: Sentence) -> bool:
    return presence(name, other.text, other.chinese, claimed.chinese) is Presence.FOUND
