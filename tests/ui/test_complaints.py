"""What readers say of answers on the page is kept at once, made more exact by a form, and can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from factories import a_citation, an_article
from parsed import parsed as read
from yinju.eval.stored_complaints import gather
from yinju.index.errors import LibraryMissing, UsageError
from yinju.rag.feedback import Feedback, FeedbackFile, Kind, Noted
from yinju.rag.types import Answer, Statement, Verdict
from yinju.ui.app.complaints import Complaints, reply_of
from yinju.ui.html.answer import Shown
from yinju.ui.html.answer import answer as answer_page
from yinju.ui.html.feedback import heading, kept, problem, verdicts
from yinju.ui.strings import STRINGS, Interface, say

HOSTILE = "<script>alert(1)</script>\u202e {number}"
CRANES = an_article("The port has 600 cranes.", "memory:port")


def answered(question: str = "How many?") -> Shown:
    citation = a_citation(CRANES, CRANES.text, 1, Verdict.VERBATIM)
    statements = (Statement(CRANES.text, (1,)),)
    return Shown(question, answer=Answer(question, "en", "600 [1]", False, None, "quotes", statements, (citation,)))


TURNS = [answered("Where?"), Shown("broken", error="x"), answered()]


@pytest.fixture
def complaints(tmp_path: Path) -> Complaints:
    return Complaints(tmp_path, "ada", "c1")


def pressed(event: str, turns: list[Shown], number: int, noted: Noted, which: int = 0) -> dict[str, str]:
    """The data of a button as the page has it."""
    page = read(answer_page(turns[number - 1], "en", number, noted))
    buttons = [b for b in page.of("yj-tool") if b.get("data-on") == event]
    return {name.removeprefix("data-"): str(value) for name, value in buttons[which].items() if "data-" in name}


# pressing


def test_praise_is_kept_and_asks_nothing(complaints: Complaints) -> None:
    assert complaints.press(pressed("like", TURNS, 1, Noted()), TURNS) is None
    assert complaints.noted() == {1: Noted(Kind.UP)}


def test_a_wrong_answer_is_kept_at_once_and_can_be_made_more_exact(complaints: Complaints, tmp_path: Path) -> None:
    said = complaints.press(pressed("like", TURNS, 3, Noted(), 1), TURNS)
    assert said is not None
    assert FeedbackFile(tmp_path).all() == [said]
    assert (said.owner, said.conversation, said.exchange, said.kind) == ("ada", "c1", 3, Kind.DOWN)
    assert said.reply["question"] == "How many?"
    assert said.reply["history"] == [{"question": "Where?", "answer": "600 [1]"}]


def test_the_same_button_pressed_again_takes_it_back(complaints: Complaints) -> None:
    for event, which in (("like", 0), ("like", 1), ("edit", 0)):
        complaints.press(pressed(event, TURNS, 1, Noted(), which), TURNS)
        noted = complaints.noted()[1]
        assert noted != Noted()
        assert complaints.press(pressed(event, TURNS, 1, noted, which), TURNS) is None
        assert complaints.noted() == {}


def test_a_doubt_about_a_citation_stands_beside_the_thumb(complaints: Complaints) -> None:
    complaints.press(pressed("like", TURNS, 1, Noted()), TURNS)
    said = complaints.press(pressed("edit", TURNS, 1, Noted()), TURNS)
    assert said is not None
    assert (said.kind, said.marker) == (Kind.CITATION, 1)
    assert complaints.noted() == {1: Noted(Kind.UP, frozenset({1}))}


@pytest.mark.parametrize("number", [0, 2, 4])
def test_of_an_answer_that_is_not_there_nothing_is_kept(complaints: Complaints, number: int) -> None:
    assert complaints.press({"on": "like", "exchange": str(number), "value": "down"}, TURNS) is None
    assert complaints.noted() == {}
    assert reply_of(TURNS, number) is None


def test_another_reader_and_another_conversation_see_nothing_of_it(complaints: Complaints, tmp_path: Path) -> None:
    complaints.press(pressed("like", TURNS, 1, Noted()), TURNS)
    assert Complaints(tmp_path, "bo", "c1").noted() == Complaints(tmp_path, "ada", "c2").noted() == {}


def test_where_nothing_can_be_kept_it_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing):
        Complaints(tmp_path / "gone", "", "c").press(pressed("like", TURNS, 1, Noted()), TURNS)


# the form


def test_what_would_be_right_is_kept_line_by_line(complaints: Complaints) -> None:
    complaints.press(pressed("like", TURNS, 3, Noted(), 1), TURNS)
    complaints.keep(3, None, f" 600 \n\n{HOSTILE}\n", False, None, "en")
    said = complaints.find(3, None)
    assert said is not None
    assert said.expected == ("600", HOSTILE)
    complaints.keep(3, None, "", True, None, "en")
    assert (again := complaints.find(3, None)) is not None
    assert (again.expected, again.refuse) == ((), True)
    assert again.reply == said.reply


def test_a_citation_is_given_the_verdict_it_deserves(complaints: Complaints) -> None:
    complaints.press(pressed("edit", TURNS, 3, Noted()), TURNS)
    for verdict in (Verdict.PARTIAL, None):
        complaints.keep(3, 1, "", False, verdict, "en")
        assert (said := complaints.find(3, 1)) is not None
        assert said.verdict == verdict


@pytest.mark.parametrize("interface", STRINGS)
def test_an_answer_and_a_refusal_at_once_cannot_be_right(complaints: Complaints, interface: Interface) -> None:
    complaints.press(pressed("like", TURNS, 1, Noted(), 1), TURNS)
    with pytest.raises(UsageError, match=say("feedback_both", interface)):
        complaints.keep(1, None, "600", True, None, interface)
    assert (said := complaints.find(1, None)) is not None
    assert said.expected == ()


def test_what_was_taken_back_meanwhile_stays_so(complaints: Complaints) -> None:
    complaints.keep(1, None, "600", False, None, "en")
    assert complaints.noted() == {}


def test_what_the_form_keeps_becomes_lines_of_datasets(complaints: Complaints, tmp_path: Path) -> None:
    complaints.press(pressed("like", TURNS, 3, Noted(), 1), TURNS)
    complaints.press(pressed("edit", TURNS, 3, Noted()), TURNS)
    articles = {CRANES.id: CRANES}
    assert len(gather(FeedbackFile(tmp_path).all(), articles.get).left_out) == 2
    complaints.keep(3, None, "600", False, None, "en")
    complaints.keep(3, 1, "", False, Verdict.UNSUPPORTED, "en")
    found = gather(FeedbackFile(tmp_path).all(), articles.get)
    assert found.left_out == ()
    assert [line["answers"] for line in found.answers] == [["600"]]
    assert [line["expected"] for line in found.verdicts] == ["unsupported"]
    assert found.answers[0]["history"][0]["question"] == "Where?"


# its words


def feedback(kind: Kind, question: str = "How many?", quote: str = "A quote.", marker: int | None = None) -> Feedback:
    return Feedback("", "c", 1, kind, {"question": question, "citations": [{"marker": 1, "quote": quote}]}, marker)


@pytest.mark.parametrize("interface", STRINGS)
def test_the_form_says_what_it_is_about(interface: Interface) -> None:
    whole = read(heading(feedback(Kind.DOWN), interface)).text
    assert say("feedback_wrong", interface) in whole
    assert "How many?" in whole
    citation = read(heading(feedback(Kind.CITATION, marker=1), interface)).text
    assert say("feedback_wrong_citation", interface, number=1) in citation
    assert "A quote." in citation
    assert "A quote." not in read(heading(feedback(Kind.CITATION, marker=2), interface)).text


def test_hostile_text_in_the_form_is_text_and_short() -> None:
    for source in (
        heading(feedback(Kind.DOWN, HOSTILE * 50), "en"),
        heading(feedback(Kind.CITATION, quote=HOSTILE * 50, marker=1), "en"),
        problem(HOSTILE),
    ):
        page = read(source)
        assert {tag for tag, _ in page.elements} <= {"h3", "p"}
        assert "<script>alert(1)</script>" in page.text
        assert "\u202e" not in source
        assert len(page.text) < 500


@pytest.mark.parametrize("interface", STRINGS)
def test_every_verdict_that_can_be_deserved_can_be_chosen(interface: Interface) -> None:
    choices = verdicts(interface)
    assert [value for _, value in choices] == [v.value for v in Verdict if v is not Verdict.UNCHECKED]
    assert len({label for label, _ in choices}) == 5


@pytest.mark.parametrize("interface", STRINGS)
def test_what_was_kept_is_thanked_for(interface: Interface) -> None:
    assert say("feedback_kept", interface) in read(kept(interface)).text
