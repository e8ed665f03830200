"""What readers say of replies is kept, whatever becomes of the conversation, the process or the disk."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from yinju.index.errors import FeedbackPutAside, LibraryBusy, LibraryMissing, LibraryOutdated, UsageError
from yinju.rag import feedback as feedbacks
from yinju.rag.feedback import FILE, Feedback, FeedbackFile, Kind, Noted, noted
from yinju.rag.types import Verdict

REPLY = {"question": "谁？", "answer": "Ada. [1]", "citations": [{"marker": 1}]}
HOSTILE = "'); DROP TABLE feedback; --\x00\u202e<b>\ud83d 六百"


def said(kind: Kind = Kind.UP, exchange: int = 1, **fields: Any) -> Feedback:
    """Feedback of a reader without a name."""
    return Feedback(**{"owner": "", "conversation": "c1", "exchange": exchange, "kind": kind, "reply": REPLY, **fields})


@pytest.fixture
def file(tmp_path: Path) -> FeedbackFile:
    return FeedbackFile(tmp_path)


# kept, replaced, withdrawn


def test_before_anything_was_said_nothing_is_known_and_no_file_is_made(file: FeedbackFile) -> None:
    assert file.all() == file.of("", "c1") == []
    assert not file.withdraw("", "c1", 1)
    assert not file.path.exists()


@pytest.mark.parametrize(
    "feedback",
    [
        said(Kind.UP),
        said(Kind.DOWN),
        said(Kind.DOWN, refuse=True),
        said(Kind.DOWN, expected=("600", "六百"), owner="ada", given="2026-01-02T03:04:05Z"),
        said(Kind.CITATION, marker=3),
        said(Kind.CITATION, marker=3, verdict=Verdict.CONTRADICTED),
    ],
)
def test_what_is_kept_comes_back_as_it_was(file: FeedbackFile, feedback: Feedback) -> None:
    file.set(feedback)
    assert file.all() == file.of(feedback.owner, "c1") == [feedback]


def test_hostile_text_is_kept_as_text(file: FeedbackFile) -> None:
    feedback = said(Kind.DOWN, expected=(HOSTILE,), reply={"answer": HOSTILE})
    file.set(feedback)
    assert file.all() == [feedback]


def test_a_second_thought_takes_the_place_of_the_first(file: FeedbackFile) -> None:
    for feedback in (said(Kind.UP), said(Kind.DOWN), said(Kind.DOWN, expected=("600",))):
        file.set(feedback)
    assert [(item.kind, item.expected) for item in file.all()] == [(Kind.DOWN, ("600",))]


def test_a_reply_and_each_of_its_citations_are_spoken_of_apart(file: FeedbackFile) -> None:
    for feedback in (
        said(Kind.CITATION, marker=2),
        said(Kind.DOWN),
        said(Kind.CITATION, marker=1, verdict=Verdict.PARTIAL),
    ):
        file.set(feedback)
    assert [item.marker for item in file.of("", "c1")] == [None, 1, 2]
    assert file.withdraw("", "c1", 1)
    assert not file.withdraw("", "c1", 1)
    assert [item.marker for item in file.of("", "c1")] == [1, 2]
    assert file.withdraw("", "c1", 1, marker=2)
    assert [item.marker for item in file.of("", "c1")] == [1]


def test_readers_and_conversations_do_not_touch_each_other(file: FeedbackFile) -> None:
    for owner, conversation in (("ada", "c1"), ("bo", "c1"), ("ada", "c2")):
        file.set(said(owner=owner, conversation=conversation))
    file.withdraw("ada", "c1", 1)
    assert file.of("ada", "c1") == []
    assert len(file.of("bo", "c1")) == len(file.of("ada", "c2")) == 1


def test_all_feedback_comes_in_the_order_it_was_given(file: FeedbackFile) -> None:
    for exchange, given in ((1, "2026-03-01T00:00:00Z"), (2, "2026-01-01T00:00:00Z"), (3, "2026-02-01T00:00:00Z")):
        file.set(said(exchange=exchange, given=given))
    assert [item.exchange for item in file.all()] == [2, 3, 1]


def test_what_is_withdrawn_is_gone_from_the_file(file: FeedbackFile) -> None:
    file.set(said(Kind.DOWN, expected=("a-secret-of-mine",)))
    assert b"a-secret-of-mine" in file.path.read_bytes()
    file.withdraw("", "c1", 1)
    assert b"a-secret-of-mine" not in file.path.read_bytes()


# what a page shows


def test_what_is_known_of_each_exchange_is_told_by_its_number() -> None:
    feedback = [
        said(Kind.UP, 1),
        said(Kind.CITATION, 1, marker=2),
        said(Kind.CITATION, 1, marker=1),
        said(Kind.DOWN, 3),
        said(Kind.CITATION, 4, marker=1),
    ]
    assert noted(feedback) == {
        1: Noted(Kind.UP, frozenset({1, 2})),
        3: Noted(Kind.DOWN),
        4: Noted(None, frozenset({1})),
    }
    assert noted(reversed(feedback)) == noted(feedback)
    assert noted([]) == {}


# what makes no sense


@pytest.mark.parametrize(
    ("kind", "fields", "says"),
    [
        (Kind.CITATION, {}, "names its marker"),
        (Kind.DOWN, {"marker": 1}, "names its marker"),
        (Kind.UP, {"expected": ("x",)}, "only for a wrong reply"),
        (Kind.CITATION, {"marker": 1, "refuse": True}, "only for a wrong reply"),
        (Kind.DOWN, {"verdict": Verdict.PARTIAL}, "only a citation"),
        (Kind.DOWN, {"expected": ("x",), "refuse": True}, "either an answer or a refusal"),
    ],
)
def test_feedback_that_contradicts_itself_is_refused(kind: Kind, fields: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        said(kind, **fields)


# many at once, and what can happen to a file


def test_many_threads_lose_nothing(file: FeedbackFile) -> None:
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: (file.set(said(exchange=n)), file.of("", "c1")), range(1, 61)))
    assert [item.exchange for item in file.of("", "c1")] == list(range(1, 61))


def test_several_processes_begin_the_same_file_and_lose_nothing(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from yinju.rag.feedback import Feedback, FeedbackFile, Kind\n"
        "for n in range(1, 11): FeedbackFile(Path('.')).set(Feedback(sys.argv[1], 'c', n, Kind.UP, {}))\n"
    )
    started = [subprocess.Popen([sys.executable, "-c", program, name], cwd=tmp_path) for name in "abc"]
    assert [process.wait(60) for process in started] == [0, 0, 0]
    assert len(FeedbackFile(tmp_path).all()) == 30


def test_a_change_that_was_cut_short_is_undone_by_whoever_comes_next(tmp_path: Path, file: FeedbackFile) -> None:
    file.set(said())
    program = (
        "import os, sqlite3\n"
        f"connection = sqlite3.connect({FILE!r}, isolation_level=None)\n"
        "connection.execute('PRAGMA cache_size = 1'); connection.execute('BEGIN')\n"
        "connection.executemany(\"INSERT INTO feedback VALUES ('x', 'c', ?, 0, 'up', NULL, '[]', 0, ?, '')\","
        " [(n, '\"' + 'x' * 5000 + '\"') for n in range(200)])\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False)
    assert (tmp_path / f"{FILE}-journal").exists()
    assert [item.owner for item in file.all()] == [""]


def test_a_damaged_file_is_put_aside_under_a_name_that_says_so(file: FeedbackFile) -> None:
    for use in (file.all, lambda: file.set(said())):
        file.path.write_bytes(b"not a database, but long enough to be taken for one" * 50)
        with pytest.raises(FeedbackPutAside, match=rf"{FILE} is damaged \(.+\); it is kept as {FILE}.damaged-") as told:
            use()
        assert told.value.phrase == "begun"
        assert (file.path.parent / str(told.value.values["aside"])).read_bytes().startswith(b"not a database")
        assert not file.path.exists()
    file.set(said())
    assert len(file.all()) == 1


def test_what_can_be_read_of_a_damaged_file_is_saved(file: FeedbackFile) -> None:
    given = [said(Kind.DOWN, number, expected=("600", "六百"), reply={"answer": "x" * 900}) for number in range(1, 80)]
    given.append(said(Kind.CITATION, 1, marker=2, verdict=Verdict.PARTIAL))
    for item in given:
        file.set(item)
    content = file.path.read_bytes()
    at = 6 * 4096
    file.path.write_bytes(content[:at] + b"\xee" * 2 * 4096 + content[at + 2 * 4096 :])
    with pytest.raises(FeedbackPutAside, match=r"what can be read of it is saved \(\d+\)") as told:
        file.all()
    saved = file.all()
    assert len(saved) == told.value.values["count"]
    assert 60 < len(saved) < len(given)
    assert all(item in given for item in saved)


@pytest.mark.parametrize("column", ["reply", "expected"])
def test_a_row_that_is_not_what_was_kept_is_damage_too(file: FeedbackFile, column: str) -> None:
    file.set(said())
    file.set(said(exchange=2))
    with sqlite3.connect(file.path) as connection:
        connection.execute(f"UPDATE feedback SET {column} = '{{torn' WHERE exchange = 1")
    connection.close()
    with pytest.raises(FeedbackPutAside, match="is damaged"):
        file.all()
    assert [item.exchange for item in file.all()] == [2]


@pytest.mark.parametrize("change", ["kind = 'shrug'", "verdict = 'perhaps'", "marker = 3", "refuse = 1"])
def test_a_row_that_says_what_is_not_known_is_left_in_its_place_and_the_others_are_read(
    file: FeedbackFile, change: str
) -> None:
    for number in range(1, 80):
        file.set(said(exchange=number, reply={"answer": "x" * 900}))
    with closing(sqlite3.connect(file.path)) as connection, connection:
        connection.execute(f"UPDATE feedback SET {change} WHERE exchange = 1")
    assert [item.exchange for item in file.all()] == list(range(2, 80))
    assert [item.exchange for item in file.of("", "c1")][:1] == [2]
    file.set(said(exchange=80))
    assert len(file.all()) == 79

    def rows() -> list[object]:
        with closing(sqlite3.connect(file.path)) as connection:
            return connection.execute("SELECT * FROM feedback WHERE exchange = 1").fetchall()

    before = rows()
    assert len(before) == 1
    content = file.path.read_bytes()
    at = len(content) - 4096
    file.path.write_bytes(content[:at] + b"\xee" * 4096)
    with pytest.raises(FeedbackPutAside):
        file.all()
    assert rows() == before, "and saved with the rest where the file is damaged"


def test_a_file_of_a_newer_program_is_left_alone(file: FeedbackFile) -> None:
    file.set(said())
    with sqlite3.connect(file.path) as connection:
        connection.execute("PRAGMA user_version = 9")
    for use in (file.all, lambda: file.set(said())):
        with pytest.raises(LibraryOutdated, match="made by a newer Yinju"):
            use()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    gone = FeedbackFile(tmp_path / "gone")
    assert gone.all() == []
    with pytest.raises(LibraryMissing, match=f"{gone.path} is not there"):
        gone.set(said())


def test_a_writer_who_does_not_end_is_not_waited_for_without_end(
    file: FeedbackFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.set(said())
    monkeypatch.setattr(feedbacks, "_WAIT", 0.1)
    other = sqlite3.connect(file.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryBusy):
        file.set(said(Kind.DOWN))
    assert [item.kind for item in file.all()] == [Kind.UP]
    other.close()


def test_the_reply_is_kept_whole(file: FeedbackFile) -> None:
    file.set(said())
    assert json.dumps(file.all()[0].reply, ensure_ascii=False) == json.dumps(REPLY, ensure_ascii=False)
