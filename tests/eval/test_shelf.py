"""The runs in a folder: told from their files alone, whole or not, and from the journals of those under way."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from yinju.eval import journal, shelf
from yinju.eval.journal import Journal
from yinju.eval.order import Order
from yinju.eval.setup import Setup
from yinju.eval.shelf import State

SIGNATURE = {"commit": "abc", "dataset": "news@123", "compose": "quotes", "seed": 0}
ORDER = Order(Path("/sets/news"), 7, Setup(without=("lexical",), seed=2))


def figure(mean: float, n: int) -> dict[str, float]:
    return {"mean": mean, "low": 0.0, "high": 1.0, "n": n}


def finished(folder: Path, day: float = 1_000.0, measures: dict[str, Any] | None = None) -> Path:
    """A finished run whose metrics were written at a moment."""
    folder.mkdir(parents=True)
    given = {"R@1": {"all": figure(0.5, 9), "en": figure(0.1, 4)}} if measures is None else measures
    path = folder / "metrics.json"
    path.write_text(json.dumps({"signature": SIGNATURE, "measures": given}), "utf-8")
    os.utime(path, (day, day))
    return folder


def begun(folder: Path, entries: int, order: Order | None = ORDER) -> Journal:
    """The journal of a run that has done some questions; it is held until it is closed."""
    found = Journal(folder, {"signature": SIGNATURE, "program": "p"}, order.line() if order else None)
    for number in range(entries):
        found.add({"id": f"q{number}"})
    return found


def test_a_finished_run_tells_its_set_its_day_and_its_figures_over_all_questions(tmp_path: Path) -> None:
    (run,) = shelf.runs(finished(tmp_path / "a").parent)
    assert (run.state, run.dataset, run.signature["commit"]) == (State.FINISHED, "news", "abc")
    assert run.day == datetime.fromtimestamp(1_000.0)
    assert run.figures == {"R@1": 0.5}
    assert run.count == 9


def test_the_latest_run_comes_first_and_other_folders_are_passed_over(tmp_path: Path) -> None:
    finished(tmp_path / "old", 1_000.0)
    finished(tmp_path / "new", 3_000.0)
    finished(tmp_path / "middle", 2_000.0)
    (tmp_path / "empty").mkdir()
    (tmp_path / "metrics.json").write_text("{}")
    assert [run.folder.name for run in shelf.runs(tmp_path)] == ["new", "middle", "old"]


def test_a_folder_that_is_not_there_holds_no_runs(tmp_path: Path) -> None:
    assert shelf.runs(tmp_path / "nowhere") == ()
    assert shelf.kept(tmp_path / "nowhere") is None


def test_a_run_that_is_stopped_tells_how_far_it_came_and_how_it_goes_on(tmp_path: Path) -> None:
    begun(tmp_path / "a", 3).close()
    (run,) = shelf.runs(tmp_path)
    assert (run.state, run.done, run.count, run.dataset) == (State.STOPPED, 3, 7, "news")
    assert run.order == ORDER


def test_a_run_is_under_way_as_long_as_its_journal_is_held(tmp_path: Path) -> None:
    writing = begun(tmp_path / "a", 2)
    assert shelf.runs(tmp_path)[0].state is State.RUNNING
    writing.add({"id": "q9"})
    assert shelf.runs(tmp_path)[0].done == 3
    writing.close()
    assert shelf.runs(tmp_path)[0].state is State.STOPPED


def test_looking_at_a_journal_does_not_keep_its_run_from_going_on(tmp_path: Path) -> None:
    begun(tmp_path / "a", 2).close()
    before = (tmp_path / "a" / journal.FILE).read_bytes()
    for _ in range(3):
        shelf.runs(tmp_path)
    assert (tmp_path / "a" / journal.FILE).read_bytes() == before
    again = begun(tmp_path / "a", 0)
    assert list(again.done) == ["q0", "q1"]
    again.close()


def test_a_finished_run_that_is_run_again_counts_as_not_finished(tmp_path: Path) -> None:
    finished(tmp_path / "a")
    begun(tmp_path / "a", 1).close()
    assert shelf.runs(tmp_path)[0].state is State.STOPPED


def test_the_journal_of_an_earlier_version_has_no_order(tmp_path: Path) -> None:
    begun(tmp_path / "a", 4, None).close()
    (run,) = shelf.runs(tmp_path)
    assert (run.state, run.order, run.done, run.count) == (State.STOPPED, None, 4, 0)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"measures": {}}',
        '{"signature": {}, "measures": {"R@1": {"all": {"mean": null, "n": 1}}}}',
    ],
)
def test_metrics_that_cannot_be_read_make_a_damaged_run_with_the_reason(tmp_path: Path, content: str) -> None:
    finished(tmp_path / "good", 1.0)
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "metrics.json").write_text(content)
    bad, good = shelf.runs(tmp_path)
    assert (bad.state, good.state) == (State.DAMAGED, State.FINISHED)
    assert "metrics.json" in bad.why


def test_a_journal_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"\x00\x00", b"[1]\n", b'"x"\n')):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / journal.FILE).write_bytes(content)
    assert shelf.runs(tmp_path) == ()


def test_what_was_read_is_kept_until_the_file_changes(tmp_path: Path) -> None:
    folder = finished(tmp_path / "a")
    first = shelf.kept(folder)
    assert shelf.kept(folder) is first
    path = folder / "metrics.json"
    path.write_text(path.read_text().replace("0.5", "0.25"))
    second = shelf.kept(folder)
    assert second is not None
    assert second.figures == {"R@1": 0.25}


def test_a_run_without_figures_is_finished_all_the_same(tmp_path: Path) -> None:
    (run,) = shelf.runs(finished(tmp_path / "a", measures={}).parent)
    assert (run.state, run.count, run.figures) == (State.FINISHED, 0, {})


# orders


def test_an_order_comes_back_from_its_line() -> None:
    for order in (ORDER, Order(Path("/数据/集.jsonl"), 0, Setup())):
        assert Order.read(json.loads(json.dumps(order.line()))) == order


@pytest.mark.parametrize(
    "line",
    [None, 3, "x", [], {}, {"dataset": "d", "total": 3}, {**ORDER.line(), "total": None}, {**ORDER.line(), "setup": {}},
     {**ORDER.line(), "setup": {"compose": "quotes", "without": ["magic"], "seed": 0}}],
)  # fmt: skip
def test_what_is_no_order_is_none(line: Any) -> None:
    assert Order.read(line) is None
