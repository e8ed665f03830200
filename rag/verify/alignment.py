"""Which sentences of the evidence a sentence is about: those that share its words, names and values, in any language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from yinju.rag.verify.sentence import Sentence

_WORD, _SENSE, _VALUE, _NAME = 1.0, 0.8, 2.0, 2.0
_KEPT = 0.55  # of the best sentence's share that another one must have to be about the same
_MOST = 3

Items = dict[str, float]
"""What a stretch of text holds, with weights: words, senses, names and values in forms that languages share."""


@lru_cache(maxsize=1 << 13)
def items(sentence: Sentence, start: int = 0, end: int = 1 << 30) -> Items:
    """Return what stands in a stretch of a sentence."""
    found: Items = {}
    for word in sentence.words:
        if not word.filler and start <= word.start < end:
            found[f"w{word.key}"] = _WORD
            found.update({f"s{sense}": _SENSE for sense in word.senses})
    for name in sentence.names:
        if start <= name.start < end:
            found[f"n{name.text.lower()}"] = _NAME
            found.update({f"e{entry}": _NAME for entry in name.entries})
    for quantity in sentence.quantities:
        if start <= quantity.start < end:
            found[f"q{quantity.value.normalize()}"] = _VALUE
    for date in sentence.dates:
        if start <= date.start < end:
            found.update({f"d{name}{value}": _VALUE / 2 for name, value in date.fields.items()})
    return found


def beside(sentence: Sentence, start: int, end: int) -> Items:
    """Return what a sentence says besides what stands in a stretch of it."""
    taken = items(sentence, start, end)
    return {item: weight for item, weight in items(sentence).items() if item not in taken}


def share(claimed: Items, stated: Items) -> float:
    """Return how much of what a claim holds a text holds, 0 to 1; for a word its sense does as well."""
    total = sum(claimed.values())
    return sum(weight for item, weight in claimed.items() if item in stated) / total if total else 0.0


def aligned(claimed: Sentence, evidence: Sequence[Sentence]) -> tuple[list[Sentence], float]:
    """Return the sentences that a claim is about, best first, and the best one's share of what the claim holds."""
    own = items(claimed)
    ranked = sorted(((share(own, items(sentence)), -n) for n, sentence in enumerate(evidence)), reverse=True)
    if not ranked or ranked[0][0] == 0:
        return [], 0.0
    best = ranked[0][0]
    return [evidence[-n] for value, n in ranked[:_MOST] if value >= _KEPT * best], best


def clause_of(claimed: Sentence, place: int, evidence: Sequence[Sentence]) -> tuple[Sentence, tuple[int, int]] | None:
    """Return the clause of the evidence that shares most with the claim's clause at a place."""
    own = items(claimed, *clause_at(claimed, place))
    values = {item for item in own if item[0] == "q"}
    best, chosen = 0.0, None
    for sentence in evidence:
        for span in sentence.clauses:
            stated = items(sentence, *span)
            found = share(own, stated) + bool(values & stated.keys())  # what rose is said beside how much it rose
            if found > best:
                best, chosen = found, (sentence, span)
    return chosen


def about(claimed: Sentence, place: int, stated: Sentence, where: int) -> float:
    """Return how much of a claim's clause the clause of a sentence holds, each named by a place in it; 0 to 1."""
    return share(items(claimed, *clause_at(claimed, place)), items(stated, *clause_at(stated, where)))


def clause_at(sentence: Sentence, place: int) -> tuple[int, int]:
    """Return the span of the clause in which a place lies."""
    return next((span for span in sentence.clauses if span[0] <= place < span[1]), (0, len(sentence.text)))
