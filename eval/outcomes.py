"""How a question of a run went, in one word, and which went worse than which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from yinju.rag.types import Verdict

Line = Mapping[str, Any]
"""A line of questions.jsonl."""

_SUPPORTS = {Verdict.VERBATIM, Verdict.SUPPORTED}


class Outcome(StrEnum):
    """What became of a question or a claim; the order is from bad to good."""

    FAILED = "failed"
    """It could not be asked."""
    WRONG = "wrong"
    """The reply does not hold what is expected."""
    ANSWERED = "answered"
    """It was answered although nothing answers it."""
    ONE_SIDED = "one-sided"
    """The sources disagree, and the reply does not show it."""
    REFUSED = "refused"
    """It was refused although something answers it."""
    MISSED = "missed"
    """An unsupported claim was taken for supported."""
    ALARM = "alarm"
    """A supported claim was objected to."""
    UNCHECKED = "unchecked"
    """A claim was not judged."""
    UNJUDGED = "unjudged"
    """It was answered, and the dataset does not say what is right."""
    DECLINED = "declined"
    """It was refused, and rightly."""
    RIGHT = "right"
    """The reply, or the verdict, is as expected."""

    @property
    def bad(self) -> bool:
        """Whether it should have gone otherwise."""
        return self not in GOOD


GOOD = frozenset({Outcome.RIGHT, Outcome.DECLINED, Outcome.UNJUDGED})
_PLACE = {outcome: place for place, outcome in enumerate(Outcome)}


def outcome(line: Line) -> Outcome:
    """Return how a question or a claim of a run went. Raises KeyError for a line that is none."""
    if line["error"]:
        return Outcome.FAILED
    return _claim(line) if "supported" in line["expected"] else _query(line)


def _claim(line: Line) -> Outcome:
    supported, verdict = line["expected"]["supported"], line["answer"]
    if verdict == Verdict.UNCHECKED:
        return Outcome.UNCHECKED
    if (verdict in _SUPPORTS) is supported:
        return Outcome.RIGHT
    return Outcome.ALARM if supported else Outcome.MISSED


def _query(line: Line) -> Outcome:
    wanted = line["expected"]
    if not wanted["answerable"]:
        return Outcome.DECLINED if line["refused"] else Outcome.ANSWERED
    if line["refused"]:
        return Outcome.REFUSED
    if wanted["conflict"]:
        shown = line["scores"].get("conflict shown", {}).get("all", [0.0])
        return Outcome.RIGHT if shown[0] >= 0.5 else Outcome.ONE_SIDED
    if not wanted["parts"]:
        return Outcome.UNJUDGED
    return Outcome.WRONG if line["risk"] > 0 else Outcome.RIGHT


def badness(line: Line) -> tuple[int, float]:
    """Return what lines are sorted by, the worst first: how they went, among the bad the surest, among the good the least sure."""
    found = outcome(line)
    if "supported" in line["expected"]:
        return _PLACE[found], abs(line["score"] - line["expected"]["supported"]) * (-1 if found.bad else 1)
    return _PLACE[found], line["probability"] * (-1 if found.bad else 1)
