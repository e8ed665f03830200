"""Progress on standard error: a bar with pace and time left in a terminal, else a line now and then."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from yinju.index.types import Draft, OnProgress, Unreadable

if TYPE_CHECKING:
    from rich.console import Console

_EVERY = 15.0  # seconds between lines where there is no terminal
_RECENT = 30.0  # seconds that the pace is taken from: what did not change flies by and says nothing of the rest

Show = Callable[[str, int, int], None]
"""Called with what is done, how many of it, and how many there are."""

Drafts = Iterable[Draft | Unreadable]


@contextmanager
def progressing(console: Console) -> Iterator[Show]:
    """Give a function that shows progress: a bar with the time left in a terminal, else a line now and then."""
    if console.is_terminal:
        with _bar(console) as bar:
            yield lambda what, done, total: bar(what, done, total, "")
    else:
        lines = _Lines(console)
        yield lambda what, done, total: lines(what, done, total, "")


@contextmanager
def adding(console: Console, total: int | None) -> Iterator[tuple[Callable[[Drafts], Drafts], OnProgress]]:
    """Show articles and characters a second while articles are added, and the time left where the total is known.

    Gives two functions: one that the drafts pass through, and one to be told how many are done.
    """
    pace, sizes = Pace(), deque[int]()

    def counted(drafts: Drafts) -> Drafts:
        for draft in drafts:
            sizes.append(len(draft.raw) if isinstance(draft, Draft) else 0)
            yield draft

    def show_to(show: Callable[[str, int, int | None, str], None]) -> OnProgress:
        def advance(articles: int) -> None:
            pace.advance(articles, sum(sizes.popleft() for _ in range(min(articles, len(sizes)))))
            show("adding", pace.articles, total, pace.words())

        return advance

    if console.is_terminal:
        with _bar(console) as bar:
            yield counted, show_to(bar)
    else:
        yield counted, show_to(_Lines(console))


class Pace:
    """How fast articles have gone in lately."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.articles = self._characters = 0
        self._steps: deque[tuple[float, int, int]] = deque([(clock(), 0, 0)])

    def advance(self, articles: int, characters: int) -> None:
        """Note what has just been done."""
        self.articles += articles
        self._characters += characters
        now = self._clock()
        self._steps.append((now, self.articles, self._characters))
        while len(self._steps) > 2 and now - self._steps[0][0] > _RECENT:
            self._steps.popleft()

    def left(self, total: int) -> float | None:
        """Return the seconds that the rest takes at this pace, None while there is none to tell it from."""
        (begun, articles, _), (now, *_) = self._steps[0], self._steps[-1]
        done = self.articles - articles
        return (now - begun) / done * max(0, total - self.articles) if done else None

    def words(self) -> str:
        """Say the pace of the last half minute."""
        (begun, articles, characters), (now, *_) = self._steps[0], self._steps[-1]
        seconds = max(now - begun, 1e-3)
        return (
            f"{(self.articles - articles) / seconds:,.1f} articles/s, "
            f"{(self._characters - characters) / seconds:,.0f} characters/s"
        )


@contextmanager
def _bar(console: Console) -> Iterator[Callable[[str, int, int | None, str], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, speed_estimate_period=_RECENT) as bars:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int | None, pace: str) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total, pace=pace)
            whole = None if total is None else max(total, done)  # files may have come since they were counted
            bars.update(tasks[what], completed=done, total=whole, pace=pace)

        yield show


class _Lines:
    """Progress as lines: what is done, of how many, the pace, and the seconds left at the recent one."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._steps: dict[str, deque[tuple[float, int]]] = {}
        self._shown = time.monotonic()

    def __call__(self, what: str, done: int, total: int | None, pace: str) -> None:
        now = time.monotonic()
        steps = self._steps.setdefault(what, deque())
        steps.append((now, done))
        while len(steps) > 2 and now - steps[0][0] > _RECENT:
            steps.popleft()
        begun, first = steps[0]
        if now - self._shown < _EVERY or done == first:
            return
        self._shown = now
        told = [pace] if pace else []
        if total is not None and done <= total:
            told.append(f"{(now - begun) / (done - first) * (total - done):.0f} s left")
        of = f" of {total}" if total is not None and done <= total else ""
        text = f"{what}: {done}{of}{', ' if told else ''}{', '.join(told)}"
        self._console.print(text, markup=False, style="dim", soft_wrap=True)
