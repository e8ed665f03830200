"""How long each stage of a question takes."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

Item = TypeVar("Item")

STAGES = ("understand", "search", "evidence", "compose", "verify")


class Clock:
    """Milliseconds a stage, in order; waiting for the reader of a stream counts for no stage but the total."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._stages = dict.fromkeys(STAGES, 0.0)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Count the time inside for a stage."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            self._stages[stage] += time.perf_counter() - begin

    def each(self, stage: str, items: Generator[Item]) -> Generator[Item]:
        """Give items on, each being waited for on a stage's time; closing this closes them."""
        with closing(items):
            while True:
                with self(stage):
                    try:
                        item = next(items)
                    except StopIteration:
                        return
                yield item

    def milliseconds(self) -> dict[str, float]:
        """Return what each stage took so far, and the total."""
        stages = {**self._stages, "total": time.perf_counter() - self._start}
        return {stage: round(seconds * 1000, 1) for stage, seconds in stages.items()}
