"""Names and amounts of a claim that the evidence has, but says of something else than the claim does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yinju.rag.verify.alignment import Items, beside, items, share
from yinju.rag.verify.finding import Finding, Ground, Level
from yinju.rag.verify.gazetteer import gazetteer
from yinju.rag.verify.matching import agrees
from yinju.rag.verify.names import Name
from yinju.rag.verify.names_check import kind_of
from yinju.rag.verify.phrases import say
from yinju.rag.verify.presence import presence
from yinju.rag.verify.quantity import COUNT, ORDINAL, Quantity
from yinju.rag.verify.sentence import Sentence
from yinju.rag.verify.sounds import Presence

_FEWEST = 3  # other things that a claim has to say, or any sentence is about the same
_SAME = 0.65  # of those other things that the sentence that says them has to hold …
_OTHER = 0.45  # … and that no sentence with the name or the amount may hold


def check_elsewhere(claimed: Sentence, ground: Ground) -> Iterator[Finding]:
    """Yield a finding for every name and amount in whose place the sentence about the same has another of its kind.

    Only of long evidence: in a few sentences all is about the same. A name or an amount that is nowhere in the
    evidence is left to the checks of names and amounts.
    """
    if not ground.wide:
        return
    for own in _known(claimed):
        other = _in_its_place(own, claimed, ground)
        if other is not None:
            said = say("elsewhere", claimed.chinese, other.text, own.text)
            # both names may be right: who speaks for a company, a town and its country, two sentences put together
            level = Level.AGAINST if isinstance(own, Quantity) else Level.MISSING
            yield Finding(level, "elsewhere", own.start, said)


def _known(sentence: Sentence) -> Iterator[Name | Quantity]:
    """Yield the names and amounts of a known kind: of any others nothing tells whose place they could take."""
    yield from (name for name in sentence.names if kind_of(name))
    yield from (quantity for quantity in sentence.quantities if quantity.unit not in (COUNT, ORDINAL))


def _in_its_place(own: Name | Quantity, claimed: Sentence, ground: Ground) -> Name | Quantity | None:
    rest = beside(claimed, own.start, own.end)
    if len(rest) < _FEWEST:
        return None
    about = max(ground.every, key=lambda sentence: share(rest, items(sentence)))
    if share(rest, items(about)) < _SAME or _holds(about, own, claimed):
        return None
    holding = [sentence for sentence in ground.every if _holds(sentence, own, claimed)]
    if not holding or _most(rest, holding) > _OTHER:
        return None
    others: list[Name | Quantity] = [*about.names, *about.quantities]
    return next((other for other in others if _replaces(other, own, claimed, about)), None)


def _most(rest: Items, sentences: Sequence[Sentence]) -> float:
    return max(share(rest, items(sentence)) for sentence in sentences)


def _holds(sentence: Sentence, own: Name | Quantity, claimed: Sentence) -> bool:
    if isinstance(own, Quantity):
        return any(agrees(own, other) for other in sentence.quantities)
    return presence(own, sentence.text, sentence.chinese, claimed.chinese) is Presence.FOUND


def _parts(name: Name) -> frozenset[str]:
    """Return the parts of the list that a name stands in, or its kind where it does not: a town takes no country's place."""
    return frozenset(gazetteer().entries[number].kind for number in name.entries) or frozenset((kind_of(name),))


def _replaces(other: Name | Quantity, own: Name | Quantity, claimed: Sentence, about: Sentence) -> bool:
    """Tell whether something of the evidence is of the kind of what a claim has, and not in the claim itself."""
    if isinstance(own, Quantity) and isinstance(other, Quantity):
        return own.unit == other.unit and not any(agrees(one, other) for one in claimed.quantities)
    if isinstance(own, Name) and isinstance(other, Name):
        missing = presence(other, claimed.text, claimed.chinese, about.chinese) is Presence.MISSING
        return missing and bool(_parts(own) & _parts(other))
    return False
