"""The result of a check as a report in Markdown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from factories import a_citation, an_article
from parsed import parsed
from yinju.rag.checking import CheckedAnswer, CheckedStatement, GivenCitation, Outcome
from yinju.rag.receipt import Receipt, Rechecked, RecheckedCitation, State
from yinju.rag.types import Verdict
from yinju.ui.report_check import check_report, recheck_report
from yinju.ui.strings import STRINGS, Interface, say

ARTICLE = an_article("Forty otters swim in the delta.", title="Otters", published="2021-07-13")
QUOTE = a_citation(ARTICLE, ARTICLE.text)
STATEMENT = CheckedStatement(
    "Ninety otters swim.", 0, 19, "en", Outcome.CONTRADICTED, Verdict.CONTRADICTED,
    ("the source says forty",), QUOTE, (GivenCitation("[1]", "Otters"),),
)  # fmt: skip
ANSWER = CheckedAnswer("Ninety otters swim. [1]", "en", (STATEMENT,))


def shown(report: str) -> str:
    """What a reader of the report sees."""
    return parsed(MarkdownIt().render(report)).text


@pytest.mark.parametrize("interface", STRINGS)
def test_each_sentence_has_its_outcome_its_reasons_and_its_quote(interface: Interface) -> None:
    text = shown(check_report(ANSWER, interface))
    wanted = [
        say("check_report", interface), f"1. {say('outcome_contradicted', interface)}", "Ninety otters swim. [1]",
        "the source says forty", ARTICLE.text, "Otters · 2021-07-13 · en",
    ]  # fmt: skip
    assert [text.index(part) for part in wanted] == sorted(text.index(part) for part in wanted)


def test_a_check_that_was_stopped_says_so() -> None:
    assert say("check_stopped", "en", done=1, all=10) in check_report(replace(ANSWER, left=9), "en")


def test_another_source_that_says_otherwise_is_quoted_too() -> None:
    other = replace(QUOTE, title="Herons")
    assert "Herons" in check_report(replace(ANSWER, statements=(replace(STATEMENT, against=other),)), "en")


@pytest.mark.parametrize("interface", STRINGS)
def test_a_receipt_says_what_became_of_each_citation(interface: Interface) -> None:
    receipt = Receipt({}, False, "2026-01-02T03:04:05Z", "0.1.0", "How many?", "en", "Forty.", (), (QUOTE,))
    item = RecheckedCitation(QUOTE, State.LOST, "it changed", ARTICLE.id, now="Thirty otters")
    text = shown(recheck_report(Rechecked(receipt, (item,)), interface))
    assert f"[1] {say('check_state_lost', interface)}" in text
    for part in ("2026-01-02", "How many?", "it changed", ARTICLE.text, "Thirty otters"):
        assert part in text
    assert ("edited" if interface == "en" else "改动过") in text


@given(st.text(alphabet="<>&\"'`*_[]()#!|~\\{}+-.=$^1 abc天\n", min_size=1, max_size=40))
def test_text_from_outside_is_shown_as_it_is_and_is_no_markup(text: str) -> None:
    said = " ".join(text.split())
    statement = replace(STATEMENT, text=text, reasons=(text,), quote=replace(QUOTE, quote=text, title=text))
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(
        check_report(replace(ANSWER, statements=(statement,)), "en")
    )  # fmt: skip
    page = parsed(html)
    assert {tag for tag, _ in page.elements} <= {"h1", "h2", "p", "ul", "li", "blockquote"}
    assert page.text.count(said) >= (4 if said else 0)
