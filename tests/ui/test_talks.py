"""The chat's conversations: kept while all is well, and answered all the same when nothing can be kept."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from factories import a_citation, an_article, evidence_for
from parsed import parsed
from yinju.index.errors import ConversationMissing
from yinju.rag.conversations.file import FILE
from yinju.rag.conversations.schema import FORMAT
from yinju.rag.types import Answer, Statement, Turn
from yinju.ui.app.talks import Asker, Talks
from yinju.ui.html.chat import Shown
from yinju.ui.strings import STRINGS, Interface

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


def test_where_nothing_can_be_kept_the_chat_goes_on_as_long_as_the_server_runs(talks: Talks, tmp_path: Path) -> None:
    asked(talks, "How many?")
    with sqlite3.connect(tmp_path / FILE) as connection:  # a newer version has been here
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()
    talk = asked(talks, "Still there?")
    assert [turn.question for turn in talks.turns(talk, READER)] == ["Still there?"]
    (note,) = parsed(talks.listed(READER, talk)).of("yj-talks-note")
    assert note["role"] == "status"


def test_a_damaged_file_is_put_aside_and_a_new_one_is_begun(talks: Talks, tmp_path: Path) -> None:
    asked(talks, "How many?")
    (tmp_path / FILE).write_bytes(b"rubbish" * 1_000)
    talk = asked(talks, "Still there?")
    assert [turn.question for turn in Talks(tmp_path).turns(talk, READER)] == ["Still there?"]
    assert any(path.name.startswith(FILE) and path.name != FILE for path in tmp_path.iterdir())
