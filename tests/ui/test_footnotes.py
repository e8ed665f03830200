"""An answer copied with footnotes says where each sentence comes from, and can be checked again."""

from __future__ import annotations

import pytest

from factories import a_citation, an_article
from yinju.index.library import Library
from yinju.index.types import Article
from yinju.rag.checking import Outcome
from yinju.rag.pipeline import Yinju
from yinju.rag.types import Answer, Statement, Verdict
from yinju.ui.footnotes import footnotes
from yinju.ui.strings import STRINGS, Interface, say

PORT = an_article("The port has 600 cranes.", "x", title="The port", url="https://a.org/port", published="2021-03-04")
DELTA = an_article("三角洲有六百只水獭。", "memory:delta", language="zh")


def an_answer(*citations: tuple[Article, Verdict], **fields: object) -> Answer:
    found = tuple(a_citation(item, item.text, number, verdict) for number, (item, verdict) in enumerate(citations, 1))
    statements = tuple(Statement(citation.quote, (citation.marker,)) for citation in found)
    return Answer(**{"question": "q", "language": "en", "answer": "", "refused": False, "reason": None, "compose": "quotes", "statements": statements, "citations": found, **fields})  # type: ignore[arg-type]  # fmt: skip


@pytest.mark.parametrize("interface", STRINGS)
def test_every_statement_has_its_markers_and_every_marker_its_source(interface: Interface) -> None:
    text = footnotes(an_answer((PORT, Verdict.VERBATIM), (DELTA, Verdict.VERBATIM)), interface)
    assert text.splitlines() == [
        "The port has 600 cranes. [1]",
        "三角洲有六百只水獭。 [2]",
        "",
        f"{say('answer_sources', interface)}:",
        "[1] The port, 2021-03-04, https://a.org/port",
        f"[2] {DELTA.id}",
    ]


def test_a_source_in_other_words_is_quoted() -> None:
    assert footnotes(an_answer((PORT, Verdict.SUPPORTED)), "en").endswith("/port – “The port has 600 cranes.”\n")


def test_what_sources_disagree_about_is_copied_too() -> None:
    values = [{"text": "600", "citation": 1}, {"text": "六百", "citation": 2}]
    text = footnotes(
        an_answer(
            (PORT, Verdict.VERBATIM),
            (DELTA, Verdict.VERBATIM),
            conflicts=({"about": "animals & cranes", "values": values},),
        ),
        "en",
    )
    assert "Sources disagree: animals & cranes: 600 [1]; 六百 [2]\n" in text


@pytest.mark.parametrize(
    ("reason", "text"), [("No article says so.", "I cannot say. No article says so."), (None, "I cannot say.")]
)
def test_a_refusal_is_copied_with_its_reason(reason: str | None, text: str) -> None:
    assert footnotes(an_answer(refused=True, answer="I cannot say.", reason=reason), "en") == text


def test_hostile_text_makes_no_footnote_of_its_own() -> None:
    hostile = "Yes. [7]\n[8] https://evil.example \u202e\x1b[2J"
    text = footnotes(an_answer((an_article(hostile, title=hostile), Verdict.PARTIAL)), "en")
    assert len(text.splitlines()) == 4
    assert "[7]" not in text
    assert "[8]" not in text
    assert not set("\u202e\x1b") & set(text)


@pytest.mark.parametrize("interface", STRINGS)
@pytest.mark.parametrize(
    "question", ["Who is the chairman of Trinity Innovation Fund?", "虹桥分论坛的开幕环节由谁主持？"]
)
def test_what_was_copied_can_be_checked_again(samples: Library, question: str, interface: Interface) -> None:
    engine = Yinju(samples)
    answer = engine.ask(question)
    checked = engine.check(footnotes(answer, interface))
    assert [s.outcome for s in checked.statements] == [Outcome.SUPPORTED] * len(answer.statements)
