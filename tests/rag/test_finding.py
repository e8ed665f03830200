"""What is found for a question in parts."""

from __future__ import annotations

from typing import Any

import pytest

from factories import an_article, evidence_for
from yinju.index.fusion import Ranking
from yinju.rag import finding
from yinju.rag.answerability import Decision
from yinju.rag.clock import Clock
from yinju.rag.finding import Found
from yinju.rag.types import Question
from yinju.rag.understand import understand

ARTICLE = an_article("The dam was built in 1936. It is 70 metres high.")
QUESTION = "When was the dam built and how high is it?"


def found(*probabilities: float, monkeypatch: pytest.MonkeyPatch) -> Found:
    """Look for a question whose two parts are answered with these probabilities."""
    question = understand(QUESTION)
    quotes = ("The dam was built in 1936.", "It is 70 metres high.")
    shown = {
        part.text: Found(
            (),
            (evidence_for(ARTICLE, quote),),
            Decision(probability >= 0.5, probability, None if probability >= 0.5 else "It is not said."),
        )
        for part, quote, probability in zip(question.parts, quotes, probabilities, strict=True)
    }
    whole = Found((), (), Decision(False, 0.1, "Nothing is said."))

    def look(asked: Question, *_: Any) -> Found:
        return shown.get(asked.text, whole)

    monkeypatch.setattr(finding, "_find", look)
    return finding.find(question, None, None, Ranking(), Clock())  # type: ignore[arg-type]


def test_a_part_beside_an_answered_one_needs_less_to_be_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    both = found(0.9, 0.4, monkeypatch=monkeypatch)
    assert [(item.part, item.quote) for item in both.evidence] == [
        (0, "The dam was built in 1936."),
        (1, "It is 70 metres high."),
    ]
    assert both.decision == Decision(True, 0.9, None)


def test_a_part_of_which_nothing_is_said_stays_unanswered(monkeypatch: pytest.MonkeyPatch) -> None:
    one = found(0.9, 0.2, monkeypatch=monkeypatch)
    assert [item.part for item in one.evidence] == [0]
    assert one.decision.answerable
    assert "It is not said." in (one.decision.reason or "")


def test_two_parts_that_are_hardly_answered_are_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(0.4, 0.4, monkeypatch=monkeypatch).decision == Decision(False, 0.1, "Nothing is said.")
