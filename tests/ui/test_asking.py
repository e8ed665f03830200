"""What the chat does with a question, without Gradio: when it is asked once more, and when something is in its way."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from factories import a_citation, a_draft, an_article, evidence_for, library_of
from fakes import FakeEncoder
from parsed import parsed
from yinju.index.types import Filter
from yinju.rag.conversations.file import FILE
from yinju.rag.events import Answered, Event, EvidenceFound, StatementWritten
from yinju.rag.feedback import FeedbackFile
from yinju.rag.pipeline import Yinju
from yinju.rag.types import Answer, Compose, Statement
from yinju.ui.app.asking import Chat, Frame
from yinju.ui.app.talks import Asker, Talks
from yinju.ui.strings import STRINGS, Interface

READER = Asker("", "en")
ALL, ENGLISH, CHINESE = Filter(), Filter(languages=("en",)), Filter(languages=("zh",))
QUESTION = "How many otters live in the delta?"


@pytest.fixture
def talks(tmp_path: Path) -> Talks:
    return Talks(tmp_path)


@pytest.fixture
def chat(tmp_path: Path, talks: Talks) -> Chat:
    library = library_of(tmp_path, FakeEncoder())
    library.add([a_draft("Forty otters live in the delta.", "https://a.org/1", language="en")], clean=False)
    return Chat(Yinju(library), talks, FeedbackFile(tmp_path))


def last(frames: object) -> tuple[str, str]:
    """The conversation's id, and what was shown of it at the end."""
    found: list[Frame] = list(frames)  # type: ignore[call-overload]
    return found[-1].id, [frame.talk for frame in found if frame.talk][-1] or ""


def wanted(talks: Talks, id: str) -> list[Filter | None]:
    return [exchange.wanted for exchange in talks.store(READER, id).read(id).exchanges]


def test_what_is_asked_once_more_is_asked_of_the_same_articles(chat: Chat, talks: Talks, tmp_path: Path) -> None:
    id, _ = last(chat.ask(QUESTION, "", READER, CHINESE, "quotes"))
    last(chat.again(id, 1, READER, lambda: pytest.fail("its own filter is known"), "quotes"))
    last(chat.everywhere(id, 1, READER, "quotes"))
    last(chat.again(id, 3, READER, lambda: ENGLISH, "quotes"))
    assert wanted(talks, id) == [CHINESE, CHINESE, ALL, ALL]
    with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:  # as an older version kept it
        connection.execute("UPDATE exchanges SET wanted = ''")
    last(chat.again(id, 1, READER, lambda: ENGLISH, "quotes"))
    assert wanted(talks, id) == [None] * 4 + [ENGLISH]
    assert [turn.question for turn in chat.turns(id, READER)] == [QUESTION] * 5


def test_a_question_that_is_gone_is_not_asked_once_more(chat: Chat) -> None:
    for frames in (chat.again("0" * 32, 1, READER, lambda: ALL, "quotes"), chat.everywhere("", 1, READER, "quotes")):
        id, talk = last(frames)
        assert id == ""
        assert parsed(talk).of("yj-example")


@pytest.mark.parametrize("interface", STRINGS)
def test_while_another_program_writes_the_conversation_stays_and_the_question_can_be_asked_again(
    chat: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interface: Interface
) -> None:
    asker = Asker("", interface)
    monkeypatch.setattr("yinju.rag.conversations.file._WAIT", 0.05)
    id, _ = last(chat.ask(QUESTION, "", asker, ALL, "quotes"))
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        same, talk = last(chat.ask("And <b>where</b>?", id, asker, ALL, "quotes"))
    page = parsed(talk)
    assert same == id
    assert len(page.of("yj-question")) == 2
    assert {"en": "Another program is writing", "zh": "另一个程序正在写入"}[interface] in page.text
    assert page.of("yj-retry")[-1]["data-ask"] == "And <b>where</b>?"
    id, talk = last(chat.ask("And <b>where</b>?", id, asker, ALL, "quotes"))
    assert len(parsed(talk).of("yj-question")) == 2
    assert not parsed(talk).of("yj-error")


@pytest.mark.parametrize(("interface", "said"), [("en", "at most 2,000 are read"), ("zh", "最多读取 2,000 个")])
def test_why_a_question_is_not_answered_is_said_in_the_language_of_the_page(
    chat: Chat, interface: Interface, said: str
) -> None:
    asker = Asker("", interface)
    id, talk = last(chat.ask("why " * 1_000, "", asker, ALL, "quotes"))
    assert said in parsed(talk).text
    assert said in parsed(chat.show(id, asker).talk or "").text


@pytest.mark.parametrize(("interface", "said"), [("en", "is not there any more"), ("zh", "已不在原处")])
def test_a_library_that_is_gone_is_told_instead_of_its_article(
    chat: Chat, tmp_path: Path, interface: Interface, said: str
) -> None:
    shutil.rmtree(tmp_path)
    opened = parsed(chat.open({"article": "0123456789abcdef"}, Asker("", interface)))
    assert said in opened.text
    assert opened.of("yj-back")


def test_a_damaged_file_of_feedback_is_told_above_the_list(chat: Chat, talks: Talks, tmp_path: Path) -> None:
    id, _ = last(chat.ask(QUESTION, "", READER, ALL, "quotes"))
    (tmp_path / "feedback.sqlite").write_bytes(b"no database at all, but long enough" * 90)
    chat.show(id, READER)
    assert "feedback.sqlite was damaged" in parsed(talks.listed(READER, id)).text
    assert "feedback.sqlite 已损坏" in parsed(talks.listed(Asker("", "zh"), id)).text


class Scripted:
    """An engine that says what it is told to."""

    def __init__(self, *events: Event) -> None:
        self._events = events

    def stream(self, question: str, **_: object) -> Iterator[Event]:
        yield from self._events


@pytest.mark.parametrize(("compose", "seen"), [("quotes", [0, 0, 2]), ("llm", [0, 0, 1, 2, 2])])
def test_quotes_are_shown_in_one_step_and_what_a_model_writes_as_it_is_written(
    talks: Talks, tmp_path: Path, compose: Compose, seen: list[int]
) -> None:
    article = an_article("Forty otters live in the delta. They eat fish.", title="Otters")
    quotes = ("Forty otters live in the delta.", "They eat fish.")
    evidence = tuple(evidence_for(article, quote, number) for number, quote in enumerate(quotes, 1))
    statements = tuple(Statement(quote, (number,)) for number, quote in enumerate(quotes, 1))
    citations = tuple(a_citation(article, quote, number) for number, quote in enumerate(quotes, 1))
    answer = Answer(QUESTION, "en", " ".join(quotes), False, None, compose, statements, citations)
    engine: Any = Scripted(EvidenceFound(evidence), *map(StatementWritten, statements), Answered(answer))
    frames = list(Chat(engine, talks, FeedbackFile(tmp_path)).ask(QUESTION, "", READER, ALL, compose))
    assert [len(parsed(frame.talk).of("yj-said")) for frame in frames if frame.talk] == seen
    assert [frame.talk is None for frame in frames] == [False] * len(seen) + [True], "the list alone comes after it"
    assert len(parsed(frames[-2].talk or "").of("yj-took")) == 1
