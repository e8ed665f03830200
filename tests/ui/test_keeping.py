"""The chat's conversations: kept while all is well, and answered all the same when nothing can be kept."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from factories import a_citation, an_article, evidence_for
from parsed import parsed
from yinju.rag.conversations.file import FILE
from yinju.rag.conversations.schema import FORMAT
from yinju.rag.types import Answer, Statement, Turn
from yinju.ui.app.keeping import Asked, Keeping
from yinju.ui.html.chat import Shown
from yinju.ui.strings import STRINGS, Interface, say

ARTICLE = an_article("The delta is home to forty otters.", title="Otters")
EVIDENCE = (evidence_for(ARTICLE, ARTICLE.text),)


def an_answer(question: str) -> Answer:
    citation = a_citation(ARTICLE, ARTICLE.text)
    return Answer(question, "en", "Forty. [1]", False, None, "quotes", (Statement("Forty.", (1,)),), (citation,))


def answered(question: str) -> Shown:
    return Shown(question, EVIDENCE, answer=an_answer(question))


def asked(folder: Path, *questions: str, owner: str = "") -> str:
    talk = ""
    for question in questions:
        known = Keeping(folder, owner, "en").ask(talk, question)
        Keeping(folder, owner, "en").settle(known, answered(question))
        talk = known.talk
    return talk


@pytest.fixture
def keeping(tmp_path: Path) -> Keeping:
    return Keeping(tmp_path, "", "en")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder whose conversations a newer version wrote: nothing can be read or kept there."""
    asked(tmp_path, "How many?")
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()
    return tmp_path


def titles(keeping: Keeping, **fields: str) -> list[str]:
    return [button["title"] or "" for button in parsed(keeping.listed(**fields)).of("yj-talk-open")]  # type: ignore[arg-type]


def test_a_first_question_begins_a_conversation_and_the_next_goes_on_with_it(keeping: Keeping) -> None:
    first = keeping.ask("", "How many?")
    assert (first.number, first.history) == (1, ())
    keeping.settle(first, answered("How many?"))
    second = keeping.ask(first.talk, "And where?")
    assert second == Asked(first.talk, 2, (Turn("How many?", "Forty. [1]"),))
    assert titles(keeping) == ["How many?"]
    assert keeping.trouble is None


def test_a_conversation_is_shown_again_as_it_was(keeping: Keeping, tmp_path: Path) -> None:
    talk = asked(tmp_path, "How many?", "And where?")
    turns = keeping.turns(talk)
    assert turns is not None
    assert [(turn.question, turn.answer) for turn in turns] == [(q, an_answer(q)) for q in ("How many?", "And where?")]
    assert [[place.quote for place in turn.evidence] for turn in turns] == [[ARTICLE.text]] * 2
    assert keeping.turns("") is keeping.turns("0" * 32) is None
    assert keeping.trouble is None


@pytest.mark.parametrize("interface", STRINGS)
def test_a_question_that_was_stopped_or_failed_says_so_afterwards(tmp_path: Path, interface: Interface) -> None:
    keeping = Keeping(tmp_path, "", interface)
    stopped = keeping.ask("", "first?")
    keeping.settle(stopped, Shown("first?", EVIDENCE))
    failed = keeping.ask(stopped.talk, "second?")
    keeping.settle(failed, Shown("second?", error="The model is gone."))
    turns = keeping.turns(stopped.talk)
    assert turns is not None
    assert [turn.error for turn in turns] == [say("conversations_stopped", interface), "The model is gone."]
    assert len(turns[0].evidence) == 1


def test_a_question_in_a_conversation_that_has_gone_begins_a_new_one(keeping: Keeping) -> None:
    known = keeping.ask("0" * 32, "And where?", [answered("How many?")])
    assert known.number == 1
    assert known.talk != "0" * 32
    assert known.history == (Turn("How many?", "Forty. [1]"),)
    assert titles(keeping) == ["And where?"]


def test_a_conversation_is_renamed_deleted_and_restored(keeping: Keeping, tmp_path: Path) -> None:
    talk = asked(tmp_path, "How many?")
    keeping.rename(talk, "Otters")
    assert titles(keeping) == ["Otters"]
    deleted = keeping.delete(talk)
    assert deleted is not None
    page = parsed(keeping.listed(deleted=deleted))
    assert page.of("yj-talk-open") == []
    (undo,) = page.of("yj-talks-undo")
    keeping.restore(undo["data-talk"] or "")
    assert titles(keeping, current=talk) == ["Otters"]


def test_what_another_tab_has_deleted_is_no_trouble(keeping: Keeping) -> None:
    assert keeping.delete("0" * 32) is None
    keeping.rename("0" * 32, "x")
    keeping.restore("0" * 32)
    keeping.settle(Asked("0" * 32, 1, ()), answered("How many?"))
    assert keeping.trouble is None


def test_conversations_are_searched_and_paged(keeping: Keeping, tmp_path: Path) -> None:
    for number in range(3):
        asked(tmp_path, f"Otter {number}?")
    assert titles(keeping, words="otter 1") == ["Otter 1?"]
    page = parsed(keeping.listed(limit=2))
    assert len(page.of("yj-talk-open")) == 2
    assert len(page.of("yj-talks-older")) == 1


def test_users_do_not_see_each_other(tmp_path: Path) -> None:
    talk = asked(tmp_path, "How many?", owner="ada")
    bob = Keeping(tmp_path, "bob", "en")
    assert titles(bob) == []
    assert bob.turns(talk) is bob.delete(talk) is None
    assert bob.transcript(talk).exchanges == ()
    assert titles(Keeping(tmp_path, "ada", "en")) == ["How many?"]


def test_a_conversation_is_exported_as_it_is_kept(keeping: Keeping, tmp_path: Path) -> None:
    talk = asked(tmp_path, "How many?")
    keeping.rename(talk, "Otters")
    found = keeping.transcript(talk, [answered("something else?")])
    assert (found.conversation.title, [e.question for e in found.exchanges]) == ("Otters", ["How many?"])


# nothing can be kept


@pytest.mark.parametrize("interface", STRINGS)
def test_where_nothing_can_be_kept_a_question_is_asked_all_the_same_and_the_list_says_why(
    broken: Path, interface: Interface
) -> None:
    keeping = Keeping(broken, "", interface)
    known = keeping.ask("", "And where?", [answered("How many?")])
    assert (known.number, known.history) == (None, (Turn("How many?", "Forty. [1]"),))
    keeping.settle(known, answered("And where?"))
    text = parsed(keeping.listed()).text
    assert text == keeping.trouble
    assert text.startswith(say("conversations_trouble", interface, why="|").split("|")[0])
    assert "update Yinju" in text


def test_every_use_of_what_cannot_be_read_says_why_and_fails_nowhere(broken: Path) -> None:
    for use in (
        lambda keeping: keeping.turns("x"), lambda keeping: keeping.delete("x"), lambda keeping: keeping.rename("x", "y"),
        lambda keeping: keeping.restore("x"), lambda keeping: keeping.settle(Asked("x", 1, ()), answered("q")),
    ):  # fmt: skip
        keeping = Keeping(broken, "", "en")
        assert use(keeping) is None
        assert "newer Yinju" in (keeping.trouble or "")


def test_what_is_shown_is_exported_where_nothing_can_be_kept(broken: Path) -> None:
    found = Keeping(broken, "", "en").transcript("", [answered("How many?"), Shown("Lost?", error="It broke.")])
    assert found.conversation.title == "How many?"
    assert [(e.number, e.question, e.error) for e in found.exchanges] == [
        (1, "How many?", None),
        (2, "Lost?", "It broke."),
    ]
    assert found.exchanges[0].evidence[0].quote == ARTICLE.text


def test_a_damaged_file_is_told_and_the_question_is_kept_in_a_new_one(keeping: Keeping, tmp_path: Path) -> None:
    talk = asked(tmp_path, "How many?")
    (tmp_path / FILE).write_bytes(b"x" * 300)
    known = keeping.ask(talk, "And where?", [answered("How many?")])
    assert known.number == 1
    assert known.history == (Turn("How many?", "Forty. [1]"),)
    assert (keeping.trouble or "").startswith("Earlier conversations cannot be shown: ")
    assert titles(keeping) == ["And where?"]
    assert list(tmp_path.glob(f"{FILE}.damaged-*"))


def test_a_damaged_file_met_by_the_list_is_told_there(keeping: Keeping, tmp_path: Path) -> None:
    asked(tmp_path, "How many?")
    (tmp_path / FILE).write_bytes(b"")
    assert "is damaged" in parsed(keeping.listed()).text
    assert parsed(Keeping(tmp_path, "", "en").listed()).text == say("conversations_empty", "en")
