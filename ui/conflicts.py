"""What sources disagree about, as rows that every face shows side by side: value, where it stands, when it was published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from yinju.rag.types import Answer, Citation
from yinju.ui.strings import Interface, say


class Side(NamedTuple):
    """One of the values, the citation that states it, and what stands beside it: the source and its date."""

    value: str
    citation: Citation
    source: str


class Disagreement(NamedTuple):
    """A heading and two or more sides, the oldest statement first, those without a date last."""

    heading: str
    sides: tuple[Side, ...]


def disagreements(answer: Answer, interface: Interface) -> Iterator[Disagreement]:
    """Yield what an answer holds as disputed. None is preferred: they stand in the order of their dates."""
    for conflict in answer.conflicts:
        sides = [_side(str(value["text"]), answer.cited(value["citation"]), interface) for value in conflict["values"]]
        sides.sort(key=lambda side: (side.citation.published is None, side.citation.published or ""))
        yield Disagreement(say("disagree", interface, about=" ".join(str(conflict["about"]).split())), tuple(sides))


def _side(value: str, citation: Citation, interface: Interface) -> Side:
    when = citation.published or say("undated", interface)
    return Side(" ".join(value.split()), citation, " · ".join(filter(None, (citation.title, when))))
