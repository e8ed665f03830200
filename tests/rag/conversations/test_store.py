"""Kept conversations: begun, gone on with, listed, searched, renamed, deleted and restored, each by its owner alone."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from factories import a_citation, an_article, evidence_for
from fakes import Clock
from yinju.index.errors import ConversationMissing, NotKept
from yinju.rag.conversations.file import FILE
from yinju.rag.conversations.store import Conversations
from yinju.rag.conversations.types import place_of
from yinju.rag.types import Answer, Elsewhere, Origin, Statement, Turn, Verdict

ARTICLE = an_article("The delta is home to forty otters. They eat fish.", title="Otters", published="2021-07-13")
QUOTE = "The delta is home to forty otters."
EVIDENCE = (evidence_for(ARTICLE, QUOTE, also=(Elsewhere("b", "Copy", None, 0, 3, "0" * 64),)),)


def an_answer(question: str = "How many?", text: str = f"{QUOTE} [1]") -> Answer:
    citation = a_citation(ARTICLE, QUOTE, 1, Verdict.VERBATIM)
    return Answer(question, "en", text, False, None, "quotes", (Statement(QUOTE, (1,)),), (citation,))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def talks(tmp_path: Path, clock: Clock) -> Conversations:
    return Conversations(tmp_path, now=clock)


def asked(talks: Conversations, *questions: str) -> str:
    """A conversation in which questions were asked and answered."""
    conversation = talks.begin()
    for question in questions:
        talks.finish(conversation, talks.append(conversation, question), an_answer(question), EVIDENCE)
    return conversation


def titles(talks: Conversations, words: str = "", limit: int = 30) -> list[str]:
    return [entry.conversation.title for entry in talks.listing(words, limit).entries]


# what is asked is there after a restart


def test_a_conversation_is_read_again_as_it_was(talks: Conversations, tmp_path: Path) -> None:
    conversation = asked(talks, "How many otters?", "And where?")
    found, exchanges = Conversations(tmp_path).read(conversation)
    assert (found.id, found.title, found.owner) == (conversation, "How many otters?", "")
    assert [(e.number, e.question, e.error) for e in exchanges] == [
        (1, "How many otters?", None),
        (2, "And where?", None),
    ]
    assert [e.answer for e in exchanges] == [an_answer("How many otters?"), an_answer("And where?")]
    assert [e.evidence for e in exchanges] == [(place_of(EVIDENCE[0]),)] * 2
    assert found.created < exchanges[0].asked < exchanges[1].asked < found.changed


def test_nothing_is_made_before_something_is_asked(talks: Conversations, tmp_path: Path) -> None:
    assert talks.listing() == ((), False)
    with pytest.raises(ConversationMissing, match="begin a new one"):
        talks.read("0" * 32)
    assert list(tmp_path.iterdir()) == []


def test_an_id_cannot_be_guessed(talks: Conversations) -> None:
    ids = {talks.begin() for _ in range(20)}
    assert len(ids) == 20
    assert all(re.fullmatch("[0-9a-f]{32}", conversation) for conversation in ids)


def test_a_question_is_kept_before_it_is_answered(talks: Conversations) -> None:
    conversation = talks.begin()
    number = talks.append(conversation, "How many otters?")
    (exchange,) = talks.read(conversation).exchanges
    assert (exchange.number, exchange.question, exchange.answer, exchange.error) == (
        number,
        "How many otters?",
        None,
        None,
    )
    assert not exchange.unreadable
    assert titles(talks) == ["How many otters?"]


def test_why_a_question_was_not_answered_is_kept_with_its_evidence(talks: Conversations) -> None:
    conversation = talks.begin()
    talks.fail(conversation, talks.append(conversation, "How many?"), "The disk is gone.", EVIDENCE)
    (exchange,) = talks.read(conversation).exchanges
    assert (exchange.answer, exchange.error, exchange.evidence) == (None, "The disk is gone.", (place_of(EVIDENCE[0]),))


def test_an_answer_that_was_stopped_keeps_what_was_written_of_it(talks: Conversations) -> None:
    conversation, written = talks.begin(), (Statement("Forty.", (1,), Origin.WRITTEN),)
    number = talks.append(conversation, "How many?")
    talks.stop(conversation, number)
    talks.stop(conversation, number, written, EVIDENCE, filtered=True)
    talks.stop(conversation, number)
    (exchange,) = talks.read(conversation).exchanges
    assert (exchange.stopped, exchange.statements, exchange.filtered) == (True, written, True)
    assert (exchange.answer, exchange.error, exchange.evidence) == (None, None, (place_of(EVIDENCE[0]),))
    assert talks.history(conversation) == []


@pytest.mark.parametrize("filtered", [True, False])
def test_whether_a_question_was_asked_of_some_articles_only_is_kept(talks: Conversations, filtered: bool) -> None:
    conversation = talks.begin()
    talks.finish(conversation, talks.append(conversation, "a?"), an_answer(), filtered=filtered)
    talks.fail(conversation, talks.append(conversation, "b?"), "No.", filtered=filtered)
    talks.stop(conversation, talks.append(conversation, "c?"), filtered=filtered)
    assert [exchange.filtered for exchange in talks.read(conversation).exchanges] == [filtered] * 3


def test_an_answer_counts_for_more_than_a_reason_and_that_for_more_than_a_stop(talks: Conversations) -> None:
    conversation = talks.begin()
    number = talks.append(conversation, "How many?")

    def now() -> tuple[bool, str | None, bool]:
        (exchange,) = talks.read(conversation).exchanges
        return exchange.stopped, exchange.error, exchange.answer is not None

    talks.stop(conversation, number)
    assert now() == (True, None, False)
    talks.fail(conversation, number, "It broke.")
    assert now() == (False, "It broke.", False)
    talks.stop(conversation, number)
    assert now() == (False, "It broke.", False)
    talks.finish(conversation, number, an_answer())
    assert now() == (False, None, True)
    talks.stop(conversation, number)
    talks.fail(conversation, number, "It broke.")
    assert now() == (False, None, True)


def test_an_answer_that_comes_after_all_takes_the_place_of_the_reason(talks: Conversations) -> None:
    conversation = talks.begin()
    number = talks.append(conversation, "How many?")
    talks.fail(conversation, number, "Stopped.")
    talks.finish(conversation, number, an_answer(), EVIDENCE)
    (exchange,) = talks.read(conversation).exchanges
    assert (exchange.answer, exchange.error) == (an_answer(), None)


def test_an_answer_that_is_there_is_not_lost_to_a_reason(talks: Conversations) -> None:
    conversation = asked(talks, "How many?")
    talks.fail(conversation, 1, "Stopped.")
    (exchange,) = talks.read(conversation).exchanges
    assert (exchange.answer, exchange.error) == (an_answer("How many?"), None)
    assert len(exchange.evidence) == 1


def test_an_answer_is_of_a_question_that_was_asked(talks: Conversations) -> None:
    conversation = asked(talks, "How many?")
    for number in (0, 2):
        with pytest.raises(ConversationMissing):
            talks.finish(conversation, number, an_answer())
        with pytest.raises(ConversationMissing):
            talks.fail(conversation, number, "Stopped.")
        with pytest.raises(ConversationMissing):
            talks.stop(conversation, number)


def test_what_somebody_wrote_over_an_answer_is_told_and_the_rest_is_shown(talks: Conversations, tmp_path: Path) -> None:
    conversation = asked(talks, "first?", "second?")
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE exchanges SET answer = '{}' WHERE number = 1")
    connection.close()
    first, second = talks.read(conversation).exchanges
    assert (first.stopped, first.error) == (False, None)
    assert (first.question, first.answer, first.unreadable) == ("first?", None, True)
    assert (second.answer, second.unreadable) == (an_answer("second?"), False)
    assert talks.history(conversation) == [Turn("second?", f"{QUOTE} [1]")]


# what a question may refer to


def test_the_history_is_what_was_asked_and_answered_in_order(talks: Conversations) -> None:
    conversation = asked(talks, "first?", "second?")
    talks.fail(conversation, talks.append(conversation, "third?"), "Stopped.")
    number = talks.append(conversation, "fourth?")
    assert talks.history(conversation, number) == [Turn("first?", f"{QUOTE} [1]"), Turn("second?", f"{QUOTE} [1]")]
    assert talks.history(conversation, 2) == [Turn("first?", f"{QUOTE} [1]")]
    talks.finish(conversation, number, an_answer("fourth?", "Four."))
    assert talks.history(conversation)[-1] == Turn("fourth?", "Four.")


def test_the_history_of_a_long_conversation_is_its_end(talks: Conversations) -> None:
    conversation = talks.begin()
    for number in range(1, 31):
        talks.append(conversation, f"{number}?")
        talks.finish(conversation, number, an_answer())
    assert [turn.question for turn in talks.history(conversation)] == [f"{number}?" for number in range(11, 31)]


# the list


def test_the_list_begins_with_what_was_asked_last(talks: Conversations) -> None:
    first, _ = asked(talks, "first?"), asked(talks, "second?")
    assert titles(talks) == ["second?", "first?"]
    talks.append(first, "more?")
    assert titles(talks) == ["first?", "second?"]


def test_the_list_has_pages(talks: Conversations) -> None:
    for number in range(5):
        asked(talks, f"{number}?")
    assert titles(talks, limit=2) == ["4?", "3?"]
    assert talks.listing(limit=4).more
    assert not talks.listing(limit=5).more
    assert titles(talks, limit=9) == ["4?", "3?", "2?", "1?", "0?"]


def test_a_conversation_in_which_nothing_was_asked_is_not_listed(talks: Conversations) -> None:
    talks.begin()
    assert titles(talks) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("otters", ["How many otters?"]),
        ("OTTER delta", ["How many otters?"]),
        ("otters wolves", []),
        ("虹橋 主持", ["虹桥论坛由谁主持？"]),
        ("cafe", ["Où est le café ?"]),
        ("ＣＡＦÉ", ["Où est le café ?"]),
        ("100%", ["Is it 100% sure?"]),
        ("%", ["Is it 100% sure?"]),
        ("_", []),
        ("' OR 1 --", []),
        ("  ", ["Is it 100% sure?", "Où est le café ?", "虹桥论坛由谁主持？", "How many otters?"]),
    ],
)
def test_conversations_are_found_by_words_of_all_their_questions(
    talks: Conversations, words: str, expected: list[str]
) -> None:
    asked(talks, "How many otters?", "Do they live in the delta?")
    for question in ("虹桥论坛由谁主持？", "Où est le café ?", "Is it 100% sure?"):
        asked(talks, question)
    assert titles(talks, words) == expected


def test_what_was_found_is_shown_unless_the_title_shows_it(talks: Conversations) -> None:
    asked(talks, "How many otters?", "Where is the north delta?", "And in the delta of the south?")
    found = {words: talks.listing(words).entries[0].matched for words in ("", "otters", "delta", "delta south")}
    assert found == {
        "": None,
        "otters": None,
        "delta": "Where is the north delta?",
        "delta south": "And in the delta of the south?",
    }


def test_a_title_that_was_given_is_searched_too_and_so_is_the_first_question(talks: Conversations) -> None:
    conversation = asked(talks, "How many otters?")
    talks.rename(conversation, "My Wölfe")
    assert titles(talks, "wolfe") == ["My Wölfe"]
    assert talks.listing("otters").entries[0].matched == "How many otters?"


# titles


def test_a_conversation_has_the_name_it_was_given_until_it_is_taken_away(talks: Conversations) -> None:
    conversation = asked(talks, "How many otters?", "Where?")
    before = talks.read(conversation).conversation
    talks.rename(conversation, "  My\notters [1]  ")
    assert talks.read(conversation).conversation == replace(before, title="My otters (1)")
    talks.append(conversation, "When?")
    assert titles(talks) == ["My otters (1)"]
    talks.rename(conversation, " \u200b ")
    assert titles(talks) == ["How many otters?"]


def test_renaming_does_not_move_a_conversation_in_the_list(talks: Conversations) -> None:
    first, _ = asked(talks, "first?"), asked(talks, "second?")
    talks.rename(first, "renamed")
    assert titles(talks) == ["second?", "renamed"]


# deleting


def test_what_is_deleted_is_gone_from_every_view_and_can_be_restored_whole(talks: Conversations) -> None:
    first, second = asked(talks, "first?", "more?"), asked(talks, "second?")
    before = talks.read(first)
    talks.remove(first)
    assert titles(talks) == ["second?"]
    assert titles(talks, "first") == []
    for use in (talks.read, talks.history, talks.remove, lambda conversation: talks.rename(conversation, "x")):
        with pytest.raises(ConversationMissing, match="deleted"):
            use(first)
    talks.restore(first)
    assert talks.read(first) == before
    assert titles(talks) == ["second?", "first?"]
    talks.restore(second)
    assert titles(talks) == ["second?", "first?"]


def test_an_answer_on_its_way_reaches_a_deleted_conversation_without_restoring_it(talks: Conversations) -> None:
    conversation = asked(talks, "first?")
    number = talks.append(conversation, "second?")
    talks.remove(conversation)
    talks.finish(conversation, number, an_answer("second?"))
    assert titles(talks) == []
    talks.restore(conversation)
    assert talks.read(conversation).exchanges[1].answer == an_answer("second?")


def test_a_question_from_another_tab_restores_a_deleted_conversation(talks: Conversations) -> None:
    conversation = asked(talks, "first?")
    talks.remove(conversation)
    assert talks.append(conversation, "second?") == 2
    assert titles(talks) == ["first?"]


@pytest.mark.parametrize("do", [Conversations.begin, lambda talks: talks.remove(asked(talks, "another?"))])
def test_after_a_day_what_was_deleted_leaves_no_trace(
    talks: Conversations, tmp_path: Path, clock: Clock, do: Callable[[Conversations], object]
) -> None:
    conversation = asked(talks, "Where is the Xanadu treasure?")
    talks.remove(conversation)
    clock.now += timedelta(hours=23)
    talks.begin()
    talks.restore(conversation)
    talks.remove(conversation)
    clock.now += timedelta(hours=25)
    do(talks)
    for use in (talks.restore, lambda conversation: talks.append(conversation, "x"), lambda c: talks.fail(c, 1, "x")):
        with pytest.raises(ConversationMissing):
            use(conversation)
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert connection.execute("SELECT count(*) FROM exchanges WHERE conversation = ?", (conversation,)).fetchone() == (
        0,
    )
    connection.close()
    assert b"Xanadu" not in (tmp_path / FILE).read_bytes()


def test_a_question_is_kept_in_its_conversation_or_begins_a_new_one(talks: Conversations, tmp_path: Path) -> None:
    first, number = talks.ask("first?")
    assert (number, talks.ask("second?", first)) == (1, (first, 2))
    assert [exchange.question for exchange in talks.read(first).exchanges] == ["first?", "second?"]
    talks.remove(first)
    assert talks.ask("third?", first) == (first, 3), "and restores it"
    for gone, whose in (("0" * 32, talks), (first, Conversations(tmp_path, "bob"))):
        new, number = whose.ask("first?", gone)
        assert number == 1
        assert new not in ("", gone, first)


def test_a_first_question_that_cannot_be_kept_leaves_no_conversation_without_one(
    talks: Conversations, tmp_path: Path
) -> None:
    asked(talks, "How many?")
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON exchanges BEGIN SELECT RAISE(ABORT, 'no room'); END")
        with pytest.raises(NotKept, match="no room"):
            talks.ask("And where?")
        assert connection.execute("SELECT count(*) FROM conversations").fetchone() == (1,)


def test_a_conversation_in_which_nothing_was_asked_does_not_stay(talks: Conversations, clock: Clock) -> None:
    empty = talks.begin()
    talks.read(empty)
    clock.now += timedelta(days=2)
    talks.begin()
    with pytest.raises(ConversationMissing):
        talks.read(empty)


# owners


USES: list[Callable[[Conversations, str], object]] = [
    *(Conversations.read, Conversations.history, Conversations.remove, Conversations.restore),
    lambda talks, conversation: talks.rename(conversation, "x"),
    lambda talks, conversation: talks.append(conversation, "x"),
    lambda talks, conversation: talks.finish(conversation, 1, an_answer("x")),
    lambda talks, conversation: talks.fail(conversation, 1, "x"),
    lambda talks, conversation: talks.stop(conversation, 1),
]


def test_one_user_never_sees_or_changes_what_is_anothers(tmp_path: Path, clock: Clock) -> None:
    ada, bob = Conversations(tmp_path, "ada", clock), Conversations(tmp_path, "bob", clock)
    conversation = asked(ada, "How many otters?")
    before = ada.read(conversation)
    assert before.conversation.owner == "ada"
    for other in (bob, Conversations(tmp_path, "", clock), Conversations(tmp_path, "ada'", clock)):
        assert other.listing() == ((), False)
        assert other.listing("otters") == ((), False)
        for use in USES:
            with pytest.raises(ConversationMissing):
                use(other, conversation)
    assert ada.read(conversation) == before


# many at once


def test_two_tabs_on_one_conversation_see_each_others_questions(tmp_path: Path) -> None:
    one, two = Conversations(tmp_path), Conversations(tmp_path)
    conversation = one.begin()
    numbers = [one.append(conversation, "a"), two.append(conversation, "b"), one.append(conversation, "c")]
    two.finish(conversation, numbers[1], an_answer("b"))
    one.finish(conversation, numbers[0], an_answer("a"))
    assert numbers == [1, 2, 3]
    for talks in (one, two):
        assert [(e.question, e.answer is not None) for e in talks.read(conversation).exchanges] == [
            ("a", True), ("b", True), ("c", False),
        ]  # fmt: skip


def test_thirty_two_threads_ask_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    talks = Conversations(tmp_path)
    shared, wrong, rounds = talks.begin(), list[BaseException](), 2
    start = threading.Barrier(32)

    def ask(thread: int) -> None:
        try:
            start.wait()
            for turn in range(rounds):
                question = f"{thread}-{turn}"
                number = talks.append(shared, question)
                talks.finish(shared, number, an_answer(question), EVIDENCE)
                talks.listing()
        except BaseException as error:  # noqa: BLE001 -- told below, in the thread of the test
            wrong.append(error)

    threads = [threading.Thread(target=ask, args=(thread,)) for thread in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    exchanges = talks.read(shared).exchanges
    assert [exchange.number for exchange in exchanges] == list(range(1, 32 * rounds + 1))
    assert {exchange.question for exchange in exchanges} == {f"{t}-{n}" for t in range(32) for n in range(rounds)}
    assert all(exchange.answer == an_answer(exchange.question) for exchange in exchanges)


def test_the_first_questions_of_many_threads_make_one_file(tmp_path: Path) -> None:
    start = threading.Barrier(16)

    def ask(number: int) -> None:
        start.wait()
        talks = Conversations(tmp_path)
        talks.append(talks.begin(), str(number))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(titles(Conversations(tmp_path)), key=int) == [str(number) for number in range(16)]
    assert not list(tmp_path.glob("*.new"))


# hostile text


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE exchanges; --", "<script>alert(1)</script>", "\x00nul\x00", "half \ud800 a", "\u202eelttit", "🚀" * 500,
        "x" * 50_000, "{}", '["', "%s {0}", "\u200b",
    ],
)  # fmt: skip
def test_any_text_can_be_asked_and_be_a_title_and_a_name(tmp_path: Path, text: str) -> None:
    talks = Conversations(tmp_path, text)
    conversation = talks.begin()
    talks.fail(conversation, talks.append(conversation, text), text)
    talks.rename(conversation, text)
    talks.listing(text)
    found, (exchange,) = talks.read(conversation)
    kept = text.replace("\ud800", "?")
    assert exchange.question == kept[:20_000]
    assert exchange.error == kept
    assert "\n" not in found.title
    assert len(found.title) <= 200
    assert len(talks.listing().entries) == 1
    with pytest.raises(ConversationMissing):
        talks.read(text)
