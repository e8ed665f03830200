"""The chat's conversations: kept while all is well, and answered all the same when nothing can be kept."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from factories import a_citation, an_article, evidence_for
from parsed import parsed
from yinju.index.errors import ConversationMissing, FeedbackPutAside, NotKept
from yinju.rag.conversations.file import FILE, File
from yinju.rag.conversations.schema import FORMAT
from yinju.rag.types import Answer, Statement, Turn
from yinju.ui.app.talks import Asker, Talks
from yinju.ui.html.chat import Shown
from yinju.ui.strings import STRINGS, Interface, say

ARTICLE = an_article("The delta is home to forty otters.", title="Otters")
EVIDENCE = (evidence_for(ARTICLE, ARTICLE.text),)
READER = Asker("", "en")


def an_answer(question: str) -> Answer:
    citation = a_citation(ARTICLE, ARTICLE.text)
    return Answer(question, "en", "Forty. [1]", False, None, "quotes", (Statement("Forty.", (1,)),), (citation,))


def asked(talks: Talks, *questions: str, asker: Asker = READER) -> str:
    talk = ""
    for question in questions:
        talk, number = talks.begin(question, talk, asker)
        talks.end(talk, number, Shown(question, EVIDENCE, answer=an_answer(question)), asker)
    return talk


@pytest.fixture
def talks(tmp_path: Path) -> Talks:
    return Talks(tmp_path)


def titles(talks: Talks, asker: Asker = READER) -> list[str]:
    return [button["title"] or "" for button in parsed(talks.listed(asker, "")).of("yj-talk-open")]


def test_a_first_question_begins_a_conversation_and_the_next_goes_on_with_it(talks: Talks) -> None:
    talk = asked(talks, "How many?")
    same, number = talks.begin("And where?", talk, READER)
    assert (same, number) == (talk, 2)
    assert talks.store(READER).history(talk, before=2) == [Turn("How many?", "Forty. [1]")]
    assert titles(talks) == ["How many?"]


def test_a_conversation_is_shown_again_as_it_was(talks: Talks, tmp_path: Path) -> None:
    talk = asked(talks, "How many?", "And where?")
    turns = Talks(tmp_path).turns(talk, READER)
    assert [(turn.question, turn.answer) for turn in turns] == [(q, an_answer(q)) for q in ("How many?", "And where?")]
    assert [[place.quote for place in turn.places()] for turn in turns] == [[ARTICLE.text]] * 2
    assert [turn.question for turn in talks.turns(talk, READER, before=2)] == ["How many?"]
    with pytest.raises(ConversationMissing):
        talks.turns("0" * 32, READER)


@pytest.mark.parametrize("interface", STRINGS)
def test_a_question_that_was_stopped_or_failed_says_so_afterwards(talks: Talks, interface: Interface) -> None:
    asker = Asker("", interface)
    talk, first = talks.begin("first?", "", asker)
    with talks.running(talk, first):
        assert talks.turns(talk, asker)[0].error is None
        talks.stop(talk, first, asker)
    talk, second = talks.begin("second?", talk, asker)
    talks.end(talk, second, Shown("second?", error="The model is gone."), asker)
    stopped, failed = talks.turns(talk, asker)
    assert (stopped.stopped, stopped.error, failed.stopped, failed.error) == (True, None, False, "The model is gone.")


def test_an_answer_that_was_stopped_is_kept_as_far_as_it_was_written(talks: Talks) -> None:
    talk, number = talks.begin("How many?", "", READER)
    talks.stop(talk, number, READER)
    talks.end(talk, number, Shown("How many?", EVIDENCE, (Statement("Forty.", (1,)),), filtered=True), READER)
    (turn,) = talks.turns(talk, READER)
    assert (turn.stopped, turn.filtered, turn.statements) == (True, True, (Statement("Forty.", (1,)),))
    assert [place.quote for place in turn.places()] == [ARTICLE.text]


def test_a_question_in_a_conversation_that_has_gone_begins_a_new_one(talks: Talks) -> None:
    talk, number = talks.begin("And where?", "0" * 32, READER)
    assert number == 1
    assert talk != "0" * 32


def test_a_conversation_is_renamed_deleted_and_restored(talks: Talks) -> None:
    talk = asked(talks, "How many?")
    talks.rename(talk, "Otters", READER)
    assert titles(talks) == ["Otters"]
    gone = talks.remove(talk, READER)
    assert gone is not None
    (undo,) = parsed(talks.listed(READER, "", deleted=gone)).of("yj-talks-undo")
    assert titles(talks) == []
    talks.restore(undo["data-talk"] or "", READER)
    assert titles(talks) == ["Otters"]
    assert talks.remove("0" * 32, READER) is None


def test_nobody_sees_anothers_conversations(talks: Talks) -> None:
    talk = asked(talks, "How many?", asker=Asker("ada", "en"))
    assert titles(talks, Asker("bob", "en")) == []
    with pytest.raises(ConversationMissing):
        talks.turns(talk, Asker("bob", "en"))


@contextmanager
def of_a_newer_version(folder: Path) -> Iterator[None]:
    """Let a newer version have been here: the conversations can be neither read nor written."""
    for version in (FORMAT + 1, FORMAT):
        with closing(sqlite3.connect(folder / FILE)) as connection:
            connection.execute(f"PRAGMA user_version = {version}")
        if version > FORMAT:
            yield


@pytest.mark.parametrize(("interface", "said"), [("en", "last as long as Yinju runs"), ("zh", "只保留到引据停止运行")])
def test_where_nothing_can_be_kept_the_chat_goes_on_as_long_as_the_server_runs(
    talks: Talks, tmp_path: Path, interface: Interface, said: str
) -> None:
    asker = Asker("", interface)
    old = asked(talks, "How many?", asker=asker)
    with of_a_newer_version(tmp_path):
        talk = asked(talks, "Still there?", asker=asker)
        assert [turn.question for turn in talks.turns(talk, asker)] == ["Still there?"]
        listed = talks.listed(asker, talk)
        (status,) = parsed(listed).of("yj-talks-note")
        assert status["role"] == "status"
        assert said in parsed(listed).text
        assert str(tmp_path / FILE) in parsed(listed).text
        with pytest.raises(NotKept):
            talks.remove(old, asker)
        assert talks.rename(old, "Otters", asker) == talks.told(the_error(tmp_path), asker)
    asked(talks, "And now?", asker=asker)
    assert parsed(talks.listed(asker, "")).of("yj-talks-note") == []
    assert sorted(titles(Talks(tmp_path), asker)) == ["And now?", "How many?", "Still there?"]


def the_error(folder: Path) -> NotKept:
    return NotKept("4711", "newer", file=folder / FILE)


@pytest.mark.parametrize(("interface", "said"), [("en", "was damaged"), ("zh", "已损坏")])
def test_a_damaged_file_is_put_aside_and_that_is_said(
    talks: Talks, tmp_path: Path, interface: Interface, said: str
) -> None:
    asker = Asker("", interface)
    asked(talks, "How many?")
    (tmp_path / FILE).write_bytes(b"rubbish" * 1_000)
    assert said in parsed(talks.listed(asker, "")).text, "once it is met, and without a question"
    asked(talks, "Still there?")
    assert titles(Talks(tmp_path)) == ["Still there?"]
    assert len(list(tmp_path.glob(f"{FILE}.damaged-*"))) == 1


def test_an_answer_that_another_program_keeps_from_being_kept_is_kept_when_it_is_done(
    talks: Talks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yinju.rag.conversations.file._WAIT", 0.05)
    talk, number = talks.begin("How many?", "", READER)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        talks.end(talk, number, Shown("How many?", EVIDENCE, answer=an_answer("How many?")), READER)
        assert talks.turns(talk, READER)[0].answer is None
    for _ in range(100):
        if talks.turns(talk, READER)[0].answer is not None:
            break
        time.sleep(0.05)
    assert talks.turns(talk, READER)[0].answer == an_answer("How many?")
    assert titles(talks) == ["How many?"]


@pytest.mark.parametrize("seen", ["before", "after"])
def test_a_question_on_its_way_is_known_and_stopped_whatever_number_it_has(
    talks: Talks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen: str
) -> None:
    talk, transaction = asked(talks, "How many?"), File._transaction

    def refusing(file: File) -> AbstractContextManager[sqlite3.Connection]:
        if file.path.parent == tmp_path:
            raise sqlite3.OperationalError("attempt to write a readonly database")
        return transaction(file)

    with monkeypatch.context() as patch:
        patch.setattr(File, "_transaction", refusing)
        _, number = talks.begin("And where?", talk, READER)
    talks.store(READER).append(talk, "And when?")  # another server's, as it were
    with talks.running(talk, number):
        talks.begin("Who?", "", READER)  # which takes the other home
        _, other, own = talks.turns(talk, READER)
        assert (other.question, own, other.error is None) == ("And when?", Shown("And where?"), False)
        talks.stop(talk, number if seen == "before" else number + 1, READER)
        _, other, own = talks.turns(talk, READER)
        assert (own.question, own.stopped, other.stopped) == ("And where?", True, False)


@pytest.mark.parametrize("interface", STRINGS)
def test_that_a_file_was_renamed_is_told_unless_more_is_known_of_it(
    talks: Talks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interface: Interface
) -> None:
    def told() -> str:
        return parsed(talks.listed(Asker("", interface), "")).text

    def saved(count: int) -> FeedbackPutAside:
        return FeedbackPutAside("4711", "saved", file=file, aside=f"aside-{count}", count=count)

    file = tmp_path / "feedback.sqlite"
    renamed = FeedbackPutAside("4711", "renamed", file=file)
    talks.tell(renamed)
    assert say("trouble_feedback_renamed", interface, file=file) in told()
    for count in (7, 8):
        talks.tell(saved(count))
        talks.tell(renamed)
        assert f"aside-{count}" in told(), "the newest of those that say more"
        assert say("trouble_feedback_renamed", interface, file=file) not in told()
    monkeypatch.setattr("yinju.ui.app.talks.LATELY", 0.0)
    talks.tell(renamed)
    monkeypatch.undo()
    assert say("trouble_feedback_renamed", interface, file=file) in told(), "what was known is old by now"
