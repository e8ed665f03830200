"""What readers said was wrong, gathered from a library's feedback into lines of datasets."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from yinju.eval.complaints import Articles, append_all, read_reply, wrong_answer, wrong_verdict
from yinju.index.errors import UsageError
from yinju.rag.feedback import Feedback, Kind

_LONGEST = 60  # characters of a question by which it is named


class Gathered(NamedTuple):
    """Lines of a reading set and of a claim set, and in words what became none."""

    answers: tuple[dict[str, Any], ...]
    verdicts: tuple[dict[str, Any], ...]
    left_out: tuple[str, ...]


class Stored(NamedTuple):
    """A line that stands in a dataset now, where, and whether it was not there before."""

    id: str
    path: Path
    new: bool


def gather(feedback: Iterable[Feedback], articles: Articles) -> Gathered:
    """Return what complaints make: praise makes nothing, and a complaint that is open or cannot be replayed is told."""
    answers: list[dict[str, Any]] = []
    verdicts: list[dict[str, Any]] = []
    left_out: list[str] = []
    for item in feedback:
        if item.kind is Kind.UP:
            continue
        try:
            line = _line(item, articles)
        except UsageError as why:
            left_out.append(f"{_called(item)}: {why}")
            continue
        (verdicts if item.kind is Kind.CITATION else answers).append(line)
    return Gathered(tuple(answers), tuple(verdicts), tuple(left_out))


def store(gathered: Gathered, path: Path) -> list[Stored]:
    """Add answers to a dataset, and verdicts to the one beside it: a dataset holds lines of one kind.

    Raises UsageError and DatasetInvalid as `complaints.append` does; storing again adds nothing twice.
    """
    stored = []
    for found, place in ((gathered.answers, path), (gathered.verdicts, claims_beside(path))):
        if found:
            new = append_all(found, place)
            stored += [Stored(line["id"], place, is_new) for line, is_new in zip(found, new, strict=True)]
    return stored


def claims_beside(path: Path) -> Path:
    """Return the claim set that goes with a reading set."""
    return path.with_name(f"{path.stem}-claims{path.suffix}")


def _line(item: Feedback, articles: Articles) -> dict[str, Any]:
    reply = read_reply(json.dumps(item.reply), "what was kept of it")
    if item.marker is not None:
        if item.verdict is None:
            raise UsageError(f"it is not said which verdict citation [{item.marker}] deserves")
        return wrong_verdict(reply, item.marker, item.verdict, articles)
    if not item.expected and not item.refuse:
        raise UsageError("it is not said what a right answer holds, nor that it should have been a refusal")
    return wrong_answer(reply, item.expected, articles)


def _called(item: Feedback) -> str:
    question = " ".join(str(item.reply.get("question", "")).split())
    shown = question if len(question) <= _LONGEST else f"{question[:_LONGEST]}…"
    return f"“{shown}” ({item.given[:10]}, exchange {item.exchange} of {item.conversation})"
