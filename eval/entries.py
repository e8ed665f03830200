"""A run's questions to be looked through: the worst first, found by words, a page at a time, each with its verdicts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from yinju.eval.errors import RunInvalid
from yinju.eval.outcomes import Outcome, badness, outcome
from yinju.eval.runs import ANSWERS, METRICS, QUESTIONS, VERDICTS, Run

PAGE = 20
"""Questions on a page."""

_KEPT = 3  # runs that are kept read, up to 140 MB each: two that are compared, and one more


class Entry(NamedTuple):
    """A question with how it went: its line of questions.jsonl, and that of answers.jsonl or verdicts.jsonl."""

    line: Mapping[str, Any]
    outcome: Outcome
    reply: Mapping[str, Any]


class Page(NamedTuple):
    """Some of the questions that were looked for; numbers of pages begin at 1, `found` counts all that fit."""

    entries: tuple[Entry, ...]
    number: int
    pages: int
    found: int


@dataclass(frozen=True, eq=False)
class Opened:
    """A run with its questions from the worst to the best, and their replies by id."""

    run: Run
    order: tuple[tuple[Outcome, Mapping[str, Any]], ...]
    replies: Mapping[str, Mapping[str, Any]]

    @cached_property
    def counts(self) -> Mapping[Outcome, int]:
        """How many questions went how, the worst first."""
        return Counter(how for how, _ in self.order)

    @cached_property
    def _words(self) -> tuple[str, ...]:
        """What each question is found by."""
        return tuple(_findable(line) for _, line in self.order)

    def page(self, number: int = 1, wanted: str = "", outcomes: Collection[Outcome] = ()) -> Page:
        """Return a page of the questions in which every one of the wanted words stands, of some outcomes if any are named.

        A number beyond the pages gives the last one.
        """
        words = wanted.casefold().split()
        found = [
            (how, line)
            for (how, line), text in zip(self.order, self._words, strict=True)
            if (not outcomes or how in outcomes) and all(word in text for word in words)
        ]
        pages = max(1, -(-len(found) // PAGE))
        number = min(max(1, number), pages)
        shown = found[(number - 1) * PAGE : number * PAGE]
        entries = tuple(Entry(line, how, self.replies.get(line["id"], {})) for how, line in shown)
        return Page(entries, number, pages, len(found))


def opened(folder: Path) -> Opened:
    """Return a finished run to be looked through; what was read is kept until its files change. Raises RunInvalid."""
    return _opened(folder, tuple(_changed(folder / name) for name in (METRICS, QUESTIONS, ANSWERS, VERDICTS)))


def _changed(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=_KEPT)
def _opened(folder: Path, changed: tuple[tuple[int, int], ...]) -> Opened:
    run = Run.read(folder)
    try:
        ordered = sorted(run.questions, key=badness)
        order = tuple((outcome(line), line) for line in ordered)
        found = Opened(run, order, _replies(folder))
        found._words  # noqa: B018  a line without what is looked for is found out now, not while somebody reads
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RunInvalid(f"{folder} is no whole run ({type(error).__name__}: {error}); run it again") from error
    return found


def _replies(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Return the replies, or verdicts, by the question's id; none where the file was not kept."""
    path = next((folder / name for name in (ANSWERS, VERDICTS) if (folder / name).is_file()), None)
    if path is None:
        return {}
    with path.open(encoding="utf-8") as stream:
        return {line["id"]: line for line in map(json.loads, stream)}


def _findable(line: Mapping[str, Any]) -> str:
    parts = [alias for part in line["expected"].get("parts", ()) for alias in part]
    return "\n".join([line["id"], line["question"], line["answer"], *parts]).casefold()
