"""What a stopped run leaves: every question whose line is whole is done, the next start goes on behind it."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from yinju.eval import journal as journals
from yinju.eval.errors import RunInvalid
from yinju.eval.journal import FILE, Journal, look

RUNNING = {"signature": {"dataset": "d@1", "seed": 0}, "program": "abc"}
TEXTS = ("one line", "two\nlines\r\nor\u2028four", "三角洲 𠮷", '{"id": "q9"}\n')


def an_entry(number: int) -> dict[str, Any]:
    return {"id": f"q{number}", "line": {"answer": TEXTS[number % len(TEXTS)]}, "run": {"d 1": 0.1 + number}}


def a_journal(folder: Path, entries: int = 3) -> Path:
    """A journal as a killed run leaves it."""
    journal = Journal(folder, RUNNING)
    for number in range(entries):
        journal.add(an_entry(number))
    journal.close()
    return folder / FILE


def done(folder: Path, running: dict[str, Any] = RUNNING) -> list[str]:
    """The questions that a run started now would not ask again."""
    journal = Journal(folder, running)
    journal.close()
    return list(journal.done)


def test_a_new_journal_says_in_its_first_line_what_is_run(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "deep" / "out", RUNNING)
    assert journal.done == {}
    assert json.loads((tmp_path / "deep" / "out" / FILE).read_text("utf-8")) == RUNNING


def test_what_was_added_is_on_disk_at_once(tmp_path: Path) -> None:
    journal = Journal(tmp_path, RUNNING)
    journal.add(an_entry(0))
    assert [json.loads(line) for line in (tmp_path / FILE).read_bytes().split(b"\n")[:-1]] == [RUNNING, an_entry(0)]
    assert journal.done == {"q0": an_entry(0)}


def test_the_same_run_goes_on_after_its_whole_lines(tmp_path: Path) -> None:
    path = a_journal(tmp_path, 4)
    journal = Journal(tmp_path, RUNNING)
    assert journal.done == {f"q{number}": an_entry(number) for number in range(4)}
    assert list(journal.done) == ["q0", "q1", "q2", "q3"]
    journal.add(an_entry(4))
    journal.close()
    assert path.read_bytes() == a_journal(tmp_path / "uninterrupted", 5).read_bytes()


def test_wherever_a_kill_cuts_the_file_one_question_is_lost_at_most(tmp_path: Path) -> None:
    content = a_journal(tmp_path).read_bytes()
    for cut in range(len(content) + 1):
        (tmp_path / FILE).write_bytes(content[:cut])
        whole = content[:cut].count(b"\n")  # lines hold no line feed of their own
        journal = Journal(tmp_path, RUNNING)
        assert list(journal.done) == [f"q{number}" for number in range(max(0, whole - 1))]
        for number in range(max(0, whole - 1), 3):
            journal.add(an_entry(number))
        journal.close()
        assert (tmp_path / FILE).read_bytes() == content


def test_what_follows_a_line_that_cannot_be_read_is_done_again(tmp_path: Path) -> None:
    path = a_journal(tmp_path, 4)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], b"\x00\x00\x00\n", *lines[3:]]))
    assert done(tmp_path) == ["q0"]


@pytest.mark.parametrize(
    "running",
    [
        {**RUNNING, "program": "abd"},
        {**RUNNING, "signature": {"dataset": "d@2", "seed": 0}},
        {**RUNNING, "signature": {"dataset": "d@1", "seed": 1}},
        {**RUNNING, "more": 1},
    ],
)
def test_another_run_begins_anew(tmp_path: Path, running: dict[str, Any]) -> None:
    path = a_journal(tmp_path)
    journal = Journal(tmp_path, running)
    assert journal.done == {}
    journal.close()
    assert json.loads(path.read_text("utf-8")) == running


def test_what_only_json_makes_different_is_the_same_run(tmp_path: Path) -> None:
    journal = Journal(tmp_path, {"without": ("lexical", "balance")})
    journal.add(an_entry(0))
    journal.close()
    assert done(tmp_path, {"without": ["lexical", "balance"]}) == ["q0"]


def test_a_file_that_is_no_journal_is_written_over(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\n\n")
    journal = Journal(tmp_path, RUNNING)
    assert journal.done == {}
    journal.add(an_entry(0))
    journal.close()
    assert done(tmp_path) == ["q0"]


def test_a_finished_run_leaves_no_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path, RUNNING)
    journal.add(an_entry(0))
    journal.finish()
    assert list(tmp_path.iterdir()) == []
    assert done(tmp_path) == []


def test_a_closed_journal_stays(tmp_path: Path) -> None:
    path = a_journal(tmp_path, 1)
    assert path.is_file()


def test_a_folder_that_another_run_writes_to_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "_WAIT", 0.1)
    first = Journal(tmp_path, RUNNING)
    first.add(an_entry(0))
    with pytest.raises(RunInvalid, match=r"another run is writing to .+; wait for it, or name another folder"):
        Journal(tmp_path, RUNNING)
    with pytest.raises(RunInvalid):
        Journal(tmp_path, {"another": "run"})
    first.add(an_entry(1))
    first.close()
    assert done(tmp_path) == ["q0", "q1"]


@pytest.mark.parametrize("ends", ["close", "finish"])
def test_a_run_that_is_just_ending_is_waited_for(tmp_path: Path, ends: str) -> None:
    first = Journal(tmp_path, RUNNING)
    first.add(an_entry(0))
    timer = threading.Timer(0.15, getattr(first, ends))
    timer.start()
    second = Journal(tmp_path, RUNNING)
    timer.join()
    assert list(second.done) == (["q0"] if ends == "close" else [])
    second.add(an_entry(1))
    assert (tmp_path / FILE).is_file(), "what is done from now on is on disk"
    second.finish()
    assert list(tmp_path.iterdir()) == []


def test_the_order_stands_beside_what_is_run_and_decides_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path, RUNNING, {"dataset": "/one"})
    journal.add(an_entry(0))
    journal.close()
    begun = look(tmp_path)
    assert begun is not None
    assert (begun.running, begun.done, begun.held) == ({**RUNNING, "order": {"dataset": "/one"}}, 1, False)
    again = Journal(tmp_path, RUNNING, {"dataset": "/moved"})
    assert list(again.done) == ["q0"]
    assert look(tmp_path) == begun._replace(held=True)
    again.close()
    assert done(tmp_path) == ["q0"], "a start without an order goes on with it too"


def test_where_nothing_is_under_way_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    assert look(tmp_path) is None
    journal = Journal(tmp_path, RUNNING)
    journal.finish()
    assert look(tmp_path) is None
