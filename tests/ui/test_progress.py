"""Progress while articles are added: pace and time left, and no guess where the total is not known."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from factories import a_draft
from yinju.index.types import Draft, Unreadable
from yinju.ui import progress
from yinju.ui.progress import Pace, adding


def lines_of(monkeypatch: pytest.MonkeyPatch, total: int | None, steps: list[int], seconds: float) -> list[str]:
    now = [0.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(Pace.__init__, "__defaults__", (lambda: now[0],))
    written = io.StringIO()
    items: list[Draft | Unreadable] = [a_draft("x" * 100, f"memory:{i}") for i in range(sum(steps))]
    with adding(Console(file=written, width=200), total) as (counted, advance):
        assert list(counted(items)) == items
        for step in steps:
            now[0] += seconds
            advance(step)
    return written.getvalue().splitlines()


def test_a_line_tells_how_many_are_done_how_fast_and_how_long_it_will_take(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = lines_of(monkeypatch, 100, [10, 10, 10, 10], 10.0)
    assert lines == [
        "adding: 20 of 100, 1.0 articles/s, 100 characters/s, 80 s left",
        "adding: 40 of 100, 1.0 articles/s, 100 characters/s, 60 s left",
    ]


def test_without_a_total_and_with_one_that_proved_wrong_no_time_is_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    for total in (None, 5):
        lines = lines_of(monkeypatch, total, [10, 10], 10.0)
        assert lines == ["adding: 20, 1.0 articles/s, 100 characters/s"]


def test_the_pace_is_that_of_late_whatever_flew_by_before() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    pace.advance(10_000, 0)  # unchanged, in no time
    for _ in range(8):
        now[0] += 10
        pace.advance(20, 8_000)
    assert pace.words() == "2.0 articles/s, 800 characters/s"


def test_the_time_left_follows_from_the_pace_and_is_not_guessed_without_one() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    assert pace.left(100) is None
    now[0] = 10.0
    pace.advance(20, 0)
    assert pace.left(100) == 40.0
    assert pace.left(10) == 0.0, "more than were counted"


def test_a_terminal_gets_a_bar_with_the_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    console = Console(file=written, force_terminal=True, width=160)
    with adding(console, 2) as (counted, advance):
        list(counted([a_draft("x", "memory:1")]))
        advance(1)
        advance(2)  # more than were counted
    assert "articles/s" in written.getvalue()
