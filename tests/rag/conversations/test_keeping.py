"""Where conversations are kept: in their folder whenever it takes them, elsewhere meanwhile, and nothing is moved for a lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from fakes import Clock
from yinju.index.errors import ConversationMissing, KeptLater, NotKept, PutAside
from yinju.index.types import Filter
from yinju.rag.conversations import file
from yinju.rag.conversations.file import FILE, File
from yinju.rag.conversations.keeping import Keeping
from yinju.rag.conversations.store import Conversations
from yinju.rag.types import Answer

ALL = Filter()


@contextmanager
def unwritable(folder: Path | None) -> Iterator[None]:
    """Let SQLite refuse to write in a folder, as it does where permissions are missing; None stands for every folder."""
    transaction = File._transaction

    @contextmanager
    def refusing(file: File) -> Iterator[sqlite3.Connection]:
        if folder in (None, file.path.parent):
            raise sqlite3.OperationalError("attempt to write a readonly database")
        with transaction(file) as connection:
            yield connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(File, "_transaction", refusing)
        yield


def reply(question: str, text: str) -> Answer:
    return Answer(question, "en", text, False, None, "quotes")


def questions(keeping: Keeping, id: str) -> list[str]:
    return [exchange.question for exchange in keeping.store("", id).read(id).exchanges]


def titles(keeping: Keeping) -> list[str]:
    return [entry.conversation.title for entry in keeping.listing("").entries]


def test_a_folder_that_takes_conversations_has_them(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    id, number = keeping.begin("How many?", "", "", ALL)
    assert (number, questions(Keeping(tmp_path), id), keeping.elsewhere) == (1, ["How many?"], None)


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_question_is_written_once_and_its_answer_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, goes_on: bool
) -> None:
    keeping, writing = Keeping(tmp_path), File.writing
    id = keeping.begin("How many?", "", "", ALL)[0] if goes_on else ""
    written = list[Path]()
    monkeypatch.setattr(File, "writing", lambda file: written.append(file.path) or writing(file))
    id, number = keeping.begin("And where?", id, "", ALL)
    keeping.settle(id, number, "", lambda store, number: store.finish(id, number, reply("And where?", "there")))
    assert written == [tmp_path / FILE] * 2


def test_another_program_that_writes_is_told_and_nothing_is_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yinju.rag.conversations.file._WAIT", 0.1)
    keeping = Keeping(tmp_path)
    id, _ = keeping.begin("How many?", "", "", ALL)
    writer = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    for ask in (id, ""):
        with pytest.raises(KeptLater):
            keeping.begin("And where?", ask, "", ALL)
    with pytest.raises(KeptLater):
        keeping.settle(id, 1, "", lambda store, number: store.stop(id, number))
    assert keeping.elsewhere is None
    assert titles(keeping) == ["How many?"]
    writer.close()
    assert keeping.begin("And where?", id, "", ALL) == (id, 2)


def test_what_is_asked_while_nothing_can_be_written_goes_on_elsewhere_and_comes_home(tmp_path: Path) -> None:
    keeping, chinese = Keeping(tmp_path), Filter(languages=("zh",))
    old, first = keeping.begin("How many?", "", "", chinese)
    keeping.settle(old, first, "", lambda store, number: store.finish(old, number, reply("How many?", "9")))
    with unwritable(tmp_path):
        assert keeping.begin("And where?", old, "", ALL) == (old, 2)
        assert questions(keeping, old) == ["How many?", "And where?"]
        new, _ = keeping.begin("Who?", "", "", ALL)
        assert keeping.elsewhere is not None
        assert keeping.elsewhere.phrase == "refused"
        assert titles(keeping) == ["Who?", "How many?"]
        assert [turn.question for turn in keeping.store("", old).history(old)] == ["How many?"]
        assert questions(Keeping(tmp_path), old) == ["How many?"]
    keeping.begin("Again?", "", "", ALL)
    assert keeping.elsewhere is None
    keeping.settle(old, 2, "", lambda store, number: store.finish(old, number, reply("And where?", "there")))
    after = Keeping(tmp_path)
    assert titles(after) == ["How many?", "Again?", "Who?"]
    assert questions(after, new) == ["Who?"]
    exchanges = after.store("", old).read(old).exchanges
    assert [(one.question, one.answer and one.answer.answer, one.wanted) for one in exchanges] == [
        ("How many?", "9", chinese),
        ("And where?", "there", ALL),
    ]


def test_a_question_that_was_asked_elsewhere_takes_no_other_ones_number(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    id, _ = keeping.begin("How many?", "", "", ALL)
    with unwritable(tmp_path):
        keeping.begin("And where?", id, "", ALL)
    Conversations(tmp_path).append(id, "And when?")
    keeping.begin("And why?", id, "", ALL)
    assert questions(keeping, id) == ["How many?", "And when?", "And where?", "And why?"]


def test_an_answer_on_its_way_reaches_its_question_though_that_has_another_number_now(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    id, _ = keeping.begin("How many?", "", "", ALL)
    with unwritable(tmp_path):
        _, where = keeping.begin("And where?", id, "", ALL)
        _, who = keeping.begin("And who?", id, "", ALL)
    Conversations(tmp_path).append(id, "And when?")  # another server's
    _, why = keeping.begin("And why?", id, "", ALL)
    with unwritable(tmp_path):  # and away once more
        keeping.settle(id, why, "", lambda store, number: store.finish(id, number, reply("", "And why?")))
    keeping.begin("And now?", id, "", ALL)
    for number, text in ((where, "And where?"), (who, "And who?")):
        keeping.settle(id, number, "", lambda store, number, text=text: store.finish(id, number, reply("", text)))
    found = Conversations(tmp_path).read(id).exchanges
    assert {one.question: one.answer.answer if one.answer else None for one in found} == {
        "How many?": None, "And when?": None, "And where?": "And where?", "And who?": "And who?", "And why?": "And why?",
        "And now?": None,
    }  # fmt: skip


def test_what_is_deleted_elsewhere_is_deleted_however_long_it_takes_to_come_home(tmp_path: Path) -> None:
    clock = Clock()
    keeping = Keeping(tmp_path, clock)
    id, _ = keeping.begin("How many?", "", "", ALL)
    keeping.begin("Who?", "", "", ALL)
    with unwritable(tmp_path):
        keeping.begin("And where?", id, "", ALL)
        keeping.store("", id).remove(id)
        clock.now += timedelta(days=3)
        keeping.begin("Why?", "", "", ALL)
        assert titles(keeping) == ["Why?", "Who?"]
    keeping.begin("And now?", "", "", ALL)
    assert titles(keeping) == ["And now?", "Why?", "Who?"]
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("SELECT 1 FROM exchanges WHERE conversation = ?", (id,)).fetchone() is None


@pytest.mark.parametrize("asked", [False, True])
def test_what_another_server_deleted_meanwhile_stays_deleted_unless_it_was_asked_in_later(
    tmp_path: Path, asked: bool
) -> None:
    clock = Clock()
    keeping, other = Keeping(tmp_path, clock), Conversations(tmp_path, now=clock)
    id, _ = keeping.begin("How many?", "", "", ALL)
    with unwritable(tmp_path):
        _, where = keeping.begin("And where?", id, "", ALL)
    other.remove(id)
    with unwritable(tmp_path):  # an answer is no question
        keeping.settle(id, where, "", lambda store, number: store.finish(id, number, reply("", "There.")))
        keeping.begin("And why?", id if asked else "", "", ALL)
    keeping.begin("And now?", "", "", ALL)
    assert ("How many?" in titles(keeping)) == asked


@pytest.mark.parametrize("asked", [False, True])
def test_what_was_deleted_elsewhere_stays_deleted_unless_another_server_asked_in_it_later(
    tmp_path: Path, asked: bool
) -> None:
    clock = Clock()
    keeping, other = Keeping(tmp_path, clock), Conversations(tmp_path, now=clock)
    id, first = keeping.begin("How many?", "", "", ALL)
    with unwritable(tmp_path):
        keeping.begin("And where?", id, "", ALL)
        keeping.store("", id).remove(id)
    other.finish(id, first, reply("", "Forty."))  # an answer is no question
    if asked:
        other.append(id, "And why?")
    keeping.begin("And now?", "", "", ALL)
    assert ("How many?" in titles(keeping)) == asked


def test_an_answer_whose_folder_takes_no_more_is_kept_elsewhere(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    id, number = keeping.begin("How many?", "", "ada", ALL)
    with unwritable(tmp_path):
        keeping.settle(id, number, "ada", lambda store, number: store.finish(id, number, reply("How many?", "9")))
        (exchange,) = keeping.store("ada", id).read(id).exchanges
        assert exchange.answer is not None
        with pytest.raises(ConversationMissing):
            keeping.store("bob", id).read(id)
    keeping.begin("Who?", "", "bob", ALL)
    (exchange,) = Conversations(tmp_path, "ada").read(id).exchanges
    assert exchange.answer is not None


def test_a_damaged_file_is_told_once_it_is_met_and_what_was_asked_goes_on(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    keeping.begin("How many?", "", "", ALL)
    assert keeping.damaged is None
    (tmp_path / FILE).write_bytes(b"rubbish" * 1_000)
    (tmp_path / f"{FILE}-wal").unlink(missing_ok=True)
    keeping.begin("Still there?", "", "", ALL)
    assert titles(keeping) == ["Still there?"]
    assert keeping.damaged is not None
    assert keeping.damaged.phrase == "begun"
    assert keeping.elsewhere is None


def test_where_no_folder_takes_a_question_that_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("yinju.rag.conversations.keeping.TemporaryDirectory", none)
    Keeping(tmp_path).begin("How many?", "", "", ALL)
    with unwritable(tmp_path), pytest.raises(NotKept, match="readonly"):
        Keeping(tmp_path).begin("And where?", "", "", ALL)


def test_where_even_a_temporary_folder_is_full_what_was_kept_is_still_there(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    id, _ = keeping.begin("How many?", "", "", ALL)
    with unwritable(None):
        with pytest.raises(NotKept):
            keeping.begin("And where?", id, "", ALL)
        assert questions(keeping, id) == ["How many?"]
        assert titles(keeping) == ["How many?"]


def test_an_answer_that_reached_home_meanwhile_stays_when_a_conversation_comes_home(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    id, number = keeping.begin("How many?", "", "", ALL)
    with unwritable(tmp_path):
        keeping.begin("And where?", id, "", ALL)
    Conversations(tmp_path).finish(id, number, reply("How many?", "Forty."))
    keeping.begin("And why?", id, "", ALL)
    first = keeping.store("", id).read(id).exchanges[0]
    assert first.answer is not None
    assert first.answer.answer == "Forty."


def test_a_question_waits_for_others_no_longer_than_for_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping = Keeping(tmp_path)
    keeping.begin("How many?", "", "", ALL)
    monkeypatch.setattr(file, "_WAIT", 0.1)
    with file._turns, pytest.raises(KeptLater):
        keeping.begin("And where?", "", "", ALL)
    assert keeping.begin("And where?", "", "", ALL)[1] == 1


def test_that_the_file_was_renamed_by_somebody_else_takes_the_place_of_nothing_that_says_more(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    errors = {phrase: PutAside("4711", phrase, file=tmp_path / FILE) for phrase in ("renamed", "saved", "begun")}

    def met(phrase: str) -> PutAside | None:
        found = [errors[phrase]]

        def act() -> None:
            if found:
                raise found.pop()

        keeping.tried(act)
        return keeping.damaged

    assert [met(phrase) for phrase in ("renamed", "saved", "renamed", "begun")] == [
        errors[phrase] for phrase in ("renamed", "saved", "saved", "begun")
    ]
