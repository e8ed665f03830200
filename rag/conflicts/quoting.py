"""Conflicts in an answer: which further sentences it quotes for them, and how they are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from yinju.rag.conflicts.types import Conflict
from yinju.rag.types import Evidence


def with_both_sides(chosen: Sequence[Evidence], found: Sequence[Conflict]) -> tuple[Evidence, ...]:
    """Return the chosen evidence and a sentence for every disputed value that it lacks, numbered on."""
    sides = list(chosen)
    for conflict in found:
        for value in conflict.values:
            if _place(value.evidence) not in map(_place, sides):
                last = max((item.number for item in sides), default=0)
                sides.append(replace(value.evidence, number=last + 1))
    return tuple(sides)


def told(found: Sequence[Conflict], cited: Sequence[Evidence]) -> tuple[Mapping[str, Any], ...]:
    """Return conflicts as an answer holds them: each value with the marker of the sentence that states it."""
    markers = {_place(item): item.number for item in cited}
    return tuple(
        {
            "about": conflict.about,
            "values": [{"text": value.text, "citation": markers[_place(value.evidence)]} for value in conflict.values],
        }
        for conflict in found
    )


def _place(item: Evidence) -> tuple[str, int, int]:
    return item.article.id, item.start, item.end
