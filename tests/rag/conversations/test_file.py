"""The file of conversations in trouble: killed, full, read-only, of another version, damaged. The chat goes on."""

from __future__ import annotations

import os
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from yinju.index.errors import ConversationMissing, KeptLater, NotKept, PutAside, YinjuError
from yinju.index.types import Filter
from yinju.rag.aside import identity
from yinju.rag.conversations import mishaps, schema
from yinju.rag.conversations.file import FILE
from yinju.rag.conversations.store import Conversations
from yinju.rag.conversations.stored import answer_text
from yinju.rag.types import Answer

ASKER = """
import sys
from pathlib import Path
from yinju.rag.conversations.store import Conversations
from yinju.rag.types import Answer
talks = Conversations(Path(sys.argv[1]))
conversation = talks.begin()
print("begun", conversation, flush=True)
while True:
    number = talks.append(conversation, "why? " * 50)
    print("asked", number, flush=True)
    talks.finish(conversation, number, Answer("why?", "en", f"because {number} " * 500, False, None, "quotes"))
    print("answered", number, flush=True)
"""


def asked(folder: Path, question: str = "How many otters?") -> str:
    talks = Conversations(folder)
    conversation = talks.begin()
    talks.append(conversation, question)
    return conversation


def titles(folder: Path) -> list[str]:
    return [entry.conversation.title for entry in Conversations(folder).listing().entries]


def closed(folder: Path) -> Path:
    """The file with its log written back into it."""
    connection = sqlite3.connect(folder / FILE)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return folder / FILE


# killed


@pytest.mark.parametrize("after", [0.0, 0.07, 0.31])
def test_a_process_killed_while_it_writes_loses_nothing_that_it_said_was_kept(tmp_path: Path, after: float) -> None:
    process = subprocess.Popen([sys.executable, "-c", ASKER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(3)]
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    said += process.stdout.read().splitlines()
    process.wait()
    words = [line.split() for line in said]
    (conversation,) = [word for kind, word in words if kind == "begun"]
    questions, answers = ([int(word) for kind, word in words if kind == kept] for kept in ("asked", "answered"))
    talks = Conversations(tmp_path)
    exchanges = talks.read(conversation).exchanges
    assert [exchange.number for exchange in exchanges] == list(range(1, len(exchanges) + 1))
    assert len(questions) <= len(exchanges) <= len(questions) + 1
    kept = [exchange.number for exchange in exchanges if exchange.answer is not None]
    assert kept in (answers, [*answers, len(answers) + 1])
    assert not any(exchange.unreadable for exchange in exchanges)
    # and it goes on
    assert talks.append(conversation, "And now?") == len(exchanges) + 1
    connection = sqlite3.connect(tmp_path / FILE)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_a_process_killed_while_it_makes_the_file_leaves_none_that_is_half_made(tmp_path: Path) -> None:
    program = "import os, signal; from yinju.rag.conversations import making; "
    program += "making.os.link = lambda *_: os.kill(os.getpid(), signal.SIGKILL); "
    program += "from yinju.rag.conversations.store import Conversations; from pathlib import Path; "
    program += f"Conversations(Path({str(tmp_path)!r})).begin()"
    result = subprocess.run([sys.executable, "-c", program], check=False)
    assert result.returncode == -signal.SIGKILL
    assert not (tmp_path / FILE).exists()
    asked(tmp_path)
    assert titles(tmp_path) == ["How many otters?"]


# no room, no permission, no patience


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_told_and_what_was_kept_before_is_there(tmp_path: Path) -> None:
    conversation = asked(tmp_path)
    closed(tmp_path)
    talks = Conversations(tmp_path)
    with room_for(16_384), pytest.raises(NotKept, match="free some space, what was kept before is safe"):
        talks.append(conversation, "x" * 20_000)
    assert len(talks.read(conversation).exchanges) == 1
    assert talks.append(conversation, "x" * 20_000) == 2


def test_a_full_disk_takes_no_file_that_is_half_made(tmp_path: Path) -> None:
    with room_for(4_096), pytest.raises(NotKept, match="free some space"):
        asked(tmp_path)
    assert titles(tmp_path) == []
    asked(tmp_path)
    assert titles(tmp_path) == ["How many otters?"]


@pytest.fixture
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with conversations in which this process may write nothing, though root runs the tests."""
    folder = tmp_path_factory.mktemp("locked")
    asked(folder)
    above = [parent for parent in folder.parents if parent.stat().st_uid == os.geteuid() and len(parent.parts) > 2]
    modes = {path: path.stat().st_mode for path in above}
    for path in above:
        path.chmod(modes[path] | 0o055)
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65_534)
    try:
        yield folder
    finally:
        if user == 0:
            os.seteuid(0)
        folder.chmod(0o755)
        for path, mode in modes.items():
            path.chmod(mode)


def test_in_a_read_only_folder_what_is_there_is_read_and_nothing_is_kept(locked: Path) -> None:
    assert titles(locked) == ["How many otters?"]
    talks = Conversations(locked)
    (entry,) = talks.listing().entries
    assert talks.history(entry.conversation.id) == []
    with pytest.raises(NotKept, match=r"cannot be written to .*check the permissions"):
        talks.append(entry.conversation.id, "more?")
    with pytest.raises(NotKept, match="check the permissions"):
        talks.begin()
    assert len(talks.read(entry.conversation.id).exchanges) == 1


def test_a_folder_in_which_nothing_can_be_made_is_told(tmp_path: Path) -> None:
    for folder in (tmp_path / "gone", Path("/proc")):
        assert titles(folder) == []
        with pytest.raises(NotKept, match="check the permissions"):
            asked(folder)


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotKept, match="cannot be"):
        asked(tmp_path / "file")


def test_somebody_who_writes_all_the_time_is_not_waited_for_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yinju.rag.conversations.file._WAIT", 0.1)
    conversation = asked(tmp_path)
    writer = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(KeptLater, match=r"another program writes to .*try again"):
            Conversations(tmp_path).append(conversation, "more?")
        assert titles(tmp_path) == ["How many otters?"]
    finally:
        writer.close()
    assert Conversations(tmp_path).append(conversation, "more?") == 2


def test_what_is_told_is_an_error_that_every_face_shows() -> None:
    assert issubclass(PutAside, NotKept)
    assert issubclass(NotKept, YinjuError)


# versions


SCHEMA_1 = """
PRAGMA application_id = 0x594A5443; PRAGMA user_version = 1; PRAGMA journal_mode = WAL;
CREATE TABLE conversations (
  id TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, title TEXT, folded TEXT NOT NULL DEFAULT '',
  created TEXT NOT NULL, changed TEXT NOT NULL, removed TEXT
);
CREATE TABLE exchanges (
  conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE, number INTEGER NOT NULL,
  asked TEXT NOT NULL, question TEXT NOT NULL, folded TEXT NOT NULL, error TEXT,
  evidence TEXT NOT NULL DEFAULT '[]', answer TEXT,
  PRIMARY KEY (conversation, number)
);
CREATE VIEW titled AS SELECT *, (SELECT question FROM exchanges WHERE conversation = conversations.id AND number = 1) AS first
  FROM conversations;
CREATE INDEX conversations_newest ON conversations(owner, changed);
"""
DAY = "2026-01-01T00:00:00.000000+00:00"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Conversations as format 1 kept them."""
    connection = sqlite3.connect(tmp_path / FILE)
    connection.executescript(SCHEMA_1)
    connection.execute("INSERT INTO conversations (id, owner, created, changed) VALUES ('old', '', ?, ?)", (DAY, DAY))
    answer = answer_text(Answer("How many otters?", "en", "Forty.", False, None, "quotes"))
    for number, kept in ((1, answer), (2, None)):
        connection.execute(
            "INSERT INTO exchanges (conversation, number, asked, question, folded, answer) VALUES ('old', ?, ?, ?, ?, ?)",
            (number, DAY, "How many otters?", "how many otters?", kept),
        )
    connection.commit()
    connection.close()
    return tmp_path


def shape(folder: Path) -> list[object]:
    """Every table and view with its columns, and the file's format."""
    connection = sqlite3.connect(folder / FILE)
    tables = [
        connection.execute(f"PRAGMA table_info({name})").fetchall() for name in ("conversations", "exchanges", "titled")
    ]
    version = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return [*tables, version]


@pytest.mark.parametrize("use", [titles, lambda folder: Conversations(folder).append("old", "more?")])
def test_a_file_of_an_older_version_is_brought_to_the_present_one(
    old: Path, tmp_path_factory: pytest.TempPathFactory, use: Callable[[Path], object]
) -> None:
    use(old)
    new = tmp_path_factory.mktemp("new")
    asked(new)
    assert shape(old) == shape(new)
    first, second, *_ = Conversations(old).read("old").exchanges
    assert (first.question, first.answer and first.answer.answer) == ("How many otters?", "Forty.")
    assert (second.answer, second.error, second.stopped, second.statements) == (None, None, False, ())
    Conversations(old).stop("old", 2)
    assert Conversations(old).read("old").exchanges[1].stopped


def test_many_that_open_a_file_of_an_older_version_change_it_once(old: Path) -> None:
    start, found = threading.Barrier(8), list[list[str]]()

    def look() -> None:
        start.wait()
        found.append(titles(old))

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["How many otters?"]] * 8


def test_a_step_that_fails_leaves_the_older_version_whole(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM exchanges")
        raise sqlite3.OperationalError("no such column: colour")

    monkeypatch.setattr(schema, "STEPS", {1: half})
    with pytest.raises(NotKept, match=r"format 1, this Yinju uses 3 and could not change it"):
        titles(old)
    monkeypatch.undo()
    assert titles(old) == ["How many otters?"]


def test_a_file_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    conversation = asked(tmp_path)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute(f"PRAGMA user_version = {schema.FORMAT + 1}")
    connection.close()
    before = closed(tmp_path).read_bytes()
    for use in (lambda: titles(tmp_path), lambda: Conversations(tmp_path).append(conversation, "more?")):
        with pytest.raises(NotKept, match=rf"format {schema.FORMAT + 1}, made by a newer Yinju.*update Yinju"):
            use()
    assert (tmp_path / FILE).read_bytes() == before


def test_a_file_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("CREATE TABLE conversations (id)")
    connection.close()
    for use in (titles, asked):
        with pytest.raises(NotKept, match="was not made by Yinju; move it elsewhere"):
            use(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


# damaged


def overwritten(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 20_000 + content[20_100:])


def shortened(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:300])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def replaced(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 1_000)


DAMAGES = [overwritten, shortened, emptied, replaced]


@pytest.mark.parametrize("use", [titles, asked])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_told_and_put_aside_and_the_next_is_begun(
    tmp_path: Path, damage: object, use: object
) -> None:
    asked(tmp_path)
    file = closed(tmp_path)
    damage(file)
    damaged = file.read_bytes()
    with pytest.raises(PutAside, match=r"is damaged .* it is kept as conversations.sqlite.damaged-") as told:
        use(tmp_path)
    called = re.search(r"kept as (\S+),", str(told.value))
    assert called is not None
    assert (told.value.phrase, told.value.values["aside"]) == ("begun", called[1])
    assert (tmp_path / called[1]).read_bytes() == damaged
    assert titles(tmp_path) == []
    asked(tmp_path, "What now?")
    assert titles(tmp_path) == ["What now?"]
    assert (tmp_path / called[1]).read_bytes() == damaged


def test_a_page_that_is_damaged_in_the_middle_is_met_when_it_is_read(tmp_path: Path) -> None:
    conversation = asked(tmp_path)
    talks = Conversations(tmp_path)
    for _ in range(200):
        talks.append(conversation, "why? " * 100)
    content = closed(tmp_path).read_bytes()
    (tmp_path / FILE).write_bytes(content[:8_192] + b"\x0d\xff" * ((len(content) - 8_192) // 2))
    with pytest.raises(PutAside):
        talks.read(conversation)
    assert titles(tmp_path) == []


def test_the_log_goes_with_its_file_and_is_not_taken_for_that_of_the_next(tmp_path: Path) -> None:
    asked(tmp_path)
    log = tmp_path / f"{FILE}-wal"
    held = sqlite3.connect(tmp_path / FILE)  # keeps the log from being written back
    held.execute("SELECT * FROM conversations").fetchall()
    asked(tmp_path)
    logged = log.read_bytes()
    assert logged
    os.truncate(tmp_path / FILE, 10)
    with pytest.raises(PutAside):
        titles(tmp_path)
    held.close()
    (aside,) = tmp_path.glob(f"{FILE}.damaged-*-wal")
    assert aside.read_bytes() == logged
    assert titles(tmp_path) == ["How many otters?"] * 2, "the log has both"


def test_a_log_without_its_file_is_put_aside(tmp_path: Path) -> None:
    asked(tmp_path)
    held = sqlite3.connect(tmp_path / FILE)
    held.execute("SELECT * FROM conversations").fetchall()
    asked(tmp_path)
    (tmp_path / FILE).unlink()
    with pytest.raises(PutAside, match="it has gone, and only its log"):
        titles(tmp_path)
    held.close()
    asked(tmp_path, "What now?")
    assert titles(tmp_path) == ["What now?", "How many otters?", "How many otters?"]


def test_of_many_that_meet_a_damaged_file_one_puts_it_aside_and_none_the_new_one(tmp_path: Path) -> None:
    asked(tmp_path)
    emptied(closed(tmp_path))
    start, told = threading.Barrier(16), list[str]()

    def ask(number: int) -> None:
        start.wait()
        for _ in range(20):
            try:
                asked(tmp_path, str(number))
            except PutAside as error:
                told.append(str(error))
            else:
                return

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told
    assert sorted(titles(tmp_path), key=int) == [str(number) for number in range(16)]
    assert len([path for path in tmp_path.glob(f"{FILE}.damaged-*") if not path.name.endswith("-wal")]) == 1


def test_a_damaged_file_that_cannot_be_put_aside_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(tmp_path)
    emptied(closed(tmp_path))

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(NotKept, match=r"cannot be put aside .*; move it elsewhere") as told:
        titles(tmp_path)
    assert not isinstance(told.value, PutAside)


def test_two_files_damaged_in_one_second_are_both_kept(tmp_path: Path) -> None:
    for _ in range(3):
        asked(tmp_path)
        emptied(closed(tmp_path))
        with pytest.raises(PutAside):
            titles(tmp_path)
    assert len(list(tmp_path.glob(f"{FILE}.damaged-*"))) == 3


# saved


def many(folder: Path, conversations: int = 12, questions: int = 12) -> dict[str, list[str]]:
    """Conversations that fill many pages; returns the questions of each."""
    known = {}
    for talk in range(conversations):
        owner = Conversations(folder, "ada" if talk % 3 == 0 else "bob")
        id = owner.begin()
        known[id] = [f"{talk}: why {number}? {'otters ' * 40}".strip() for number in range(questions)]
        for question in known[id]:
            number = owner.append(id, question, Filter(languages=("zh",)))
            if number % 2:
                owner.finish(id, number, Answer(question, "en", f"because {'of it ' * 900}", False, None, "quotes"))
    return known


def read_all(folder: Path, known: Iterable[str]) -> None:
    for id in known:
        for owner in ("ada", "bob"):
            with suppress(ConversationMissing):
                Conversations(folder, owner).read(id)


def found(folder: Path) -> dict[str, dict[str, list[str]]]:
    """The questions of each conversation by owner, "…" for those that are lost."""
    result: dict[str, dict[str, list[str]]] = {}
    for owner in ("ada", "bob", ""):
        talks = Conversations(folder, owner)
        result[owner] = {
            entry.conversation.id: [exchange.question for exchange in talks.read(entry.conversation.id).exchanges]
            for entry in talks.listing(limit=100).entries
        }
    return result


def test_of_a_damaged_file_what_can_be_read_is_saved_and_stays_its_owners(tmp_path: Path) -> None:
    known = many(tmp_path)
    whole = found(tmp_path)
    file = closed(tmp_path)
    content = file.read_bytes()
    assert len(content) > 60 * 4096
    file.write_bytes(content[: 30 * 4096] + b"\xee" * 5 * 4096 + content[35 * 4096 :])
    damaged = file.read_bytes()
    with pytest.raises(PutAside, match=r"is damaged .*, and what can be read .*, \d+ conversations, is saved") as told:
        read_all(tmp_path, known)
    assert told.value.phrase == "saved"
    assert (tmp_path / str(told.value.values["aside"])).read_bytes() == damaged
    saved = found(tmp_path)
    assert sum(map(len, saved.values())) == told.value.values["count"] == len(known)
    read = 0
    for owner, talks in saved.items():
        assert talks.keys() == whole[owner].keys(), "nobody sees another's"
        for id, questions in talks.items():
            assert all(one in (asked, "…") for one, asked in zip(questions, known[id], strict=False))
            read += len(questions) - questions.count("…")
    assert 12 * 12 - 24 <= read < 12 * 12
    some = next(iter(saved["ada"]))
    exchanges = Conversations(tmp_path, "ada").read(some).exchanges
    assert [exchange.number for exchange in exchanges] == list(range(1, len(exchanges) + 1))
    lost = [
        exchange
        for owner in ("ada", "bob")
        for id in saved[owner]
        for exchange in Conversations(tmp_path, owner).read(id).exchanges
        if exchange.question == "…"
    ]
    assert lost
    assert all(exchange.unreadable for exchange in lost)
    kept = [exchange for exchange in exchanges if exchange.question != "…"]
    assert all(exchange.wanted == Filter(languages=("zh",)) for exchange in kept)
    assert any(exchange.answer is not None for exchange in kept)
    connection = sqlite3.connect(tmp_path / FILE)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    assert not [path.name for path in tmp_path.iterdir() if ".saved" in path.name]


def test_conversations_whose_own_rows_are_lost_are_known_by_the_index(tmp_path: Path) -> None:
    known = many(tmp_path, conversations=3, questions=3)
    whole = found(tmp_path)
    file = closed(tmp_path)
    connection = sqlite3.connect(file)
    (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'conversations'").fetchone()
    connection.close()
    content = file.read_bytes()
    file.write_bytes(content[: (root - 1) * 4096] + b"\xee" * 4096 + content[root * 4096 :])
    with pytest.raises(PutAside):
        Conversations(tmp_path, "ada").read(next(iter(known)))
    assert found(tmp_path) == whole


def test_a_file_that_another_program_begins_meanwhile_takes_in_what_was_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(tmp_path)
    closed(tmp_path)
    file, new, link = tmp_path / FILE, tmp_path / "new", os.link
    (tmp_path / "other").mkdir()
    asked(tmp_path / "other", "And seals?")

    def late(source: Path, target: Path) -> None:
        link(closed(tmp_path / "other"), target)
        link(source, target)

    monkeypatch.setattr("yinju.rag.aside.os.link", late)
    with pytest.raises(PutAside, match="it has gone"):
        raise mishaps.put_aside(file, "it has gone", identity(file))
    monkeypatch.undo()
    assert sorted(titles(tmp_path)) == ["And seals?", "How many otters?"]
    assert not new.exists()


def test_what_cannot_be_saved_for_want_of_room_stays_in_the_damaged_file(tmp_path: Path) -> None:
    asked(tmp_path)
    held = sqlite3.connect(tmp_path / FILE)
    held.execute("SELECT * FROM conversations").fetchall()
    asked(tmp_path)
    os.truncate(tmp_path / FILE, 10)
    with room_for(4_096), pytest.raises(PutAside, match="a new file is begun"):
        titles(tmp_path)
    held.close()
    assert len(list(tmp_path.glob(f"{FILE}.damaged-*-wal"))) == 1
    assert not [path.name for path in tmp_path.iterdir() if ".saved" in path.name]
    assert titles(tmp_path) == []
