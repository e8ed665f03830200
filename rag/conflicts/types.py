"""The nouns of a disagreement: Conflict, and the Values that sources state instead of each other."""

from __future__ import annotations

from typing import NamedTuple

from yinju.rag.types import Evidence


class Value(NamedTuple):
    """What a source states, as its sentence writes it, and that sentence."""

    text: str
    evidence: Evidence


class Conflict(NamedTuple):
    """Values that cannot all be true of one thing, the best evidence first; `about` names the thing."""

    about: str
    values: tuple[Value, ...]
