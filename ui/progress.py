"""Progress on standard error: a bar with the time left in a terminal, else a line now and then."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console

_EVERY = 15.0  # seconds between lines where there is no terminal

Show = Callable[[str, int, int], None]
"""Called with what is done, how many of it, and how many there are."""


@contextmanager
def progressing(console: Console) -> Iterator[Show]:
    """Give a function that shows progress: a bar with the time left in a terminal, else a line now and then."""
    if console.is_terminal:
        with _bar(console) as bar:
            yield bar
    else:
        yield _Lines(console)


@contextmanager
def _bar(console: Console) -> Iterator[Show]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield show


class _Lines:
    """Progress as lines: what is done, of how many, and the seconds left at this pace."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._begun: dict[str, tuple[float, int]] = {}
        self._shown = time.monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        begun, first = self._begun.setdefault(what, (now, done))
        if now - self._shown < _EVERY or done == first:
            return
        self._shown = now
        left = (now - begun) / (done - first) * (total - done)
        self._console.print(f"{what}: {done} of {total}, {left:.0f} s left", markup=False, style="dim", soft_wrap=True)
