"""Hostile articles, added and asked about as anybody would: the answer is quotes, and nothing of the attack acts."""

from __future__ import annotations

import pytest

from hostile.articles import CASES
from hostile.asking import Asked
from hostile.case import Case
from hostile.faces import as_json, assert_markers_are_ours, pages, terminal
from yinju.index.types import Article, Unreadable
from yinju.rag.types import Answer, Verdict
from yinju.ui.strings import Interface

every = pytest.mark.parametrize("case", CASES, ids=str)


def cited_articles(hostile: Asked, answer: Answer) -> list[Article]:
    found = [hostile.library.article(citation.article_id) for citation in answer.citations]
    return [article for article in found if article is not None]


def test_there_are_enough_of_them_and_each_has_its_name() -> None:
    assert len({case.name for case in CASES}) == len({case.file for case in CASES}) == len(CASES) >= 60
    chinese = [case for case in CASES if any("\u4e00" <= letter <= "\u9fff" for letter in case.ask)]
    assert len(chinese) >= 10


def test_every_article_goes_in_and_none_is_lost_by_another(hostile: Asked) -> None:
    assert [item for item in hostile.read if isinstance(item, Unreadable)] == []
    assert (hostile.report.added, hostile.report.failed) == (len(CASES), [])


@every
def test_a_question_is_answered_by_the_fact_word_for_word(hostile: Asked, case: Case) -> None:
    _, answer = hostile.asked(case)
    own = hostile.article(case)
    assert not answer.refused
    assert any(case.quote in citation.quote for citation in answer.citations if citation.article_id == own.id)
    assert {citation.verdict for citation in answer.citations} == {Verdict.VERBATIM}
    for statement in answer.statements:
        (marker,) = statement.citations
        assert statement.text == " ".join(answer.cited(marker).quote.split())


@every
def test_anchors_lead_to_the_very_characters_they_quote(hostile: Asked, case: Case) -> None:
    evidence, answer = hostile.asked(case)
    assert [citation.marker for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        article = hostile.library.article(citation.article_id)
        assert article is not None
        assert article.sha256 == citation.sha256
        assert article.text[citation.start : citation.end] == citation.quote != ""
        assert f"{citation.prefix}{citation.quote}{citation.suffix}" in article.text
    for item in evidence:
        assert item.article.text[item.start : item.end] == item.quote


@every
def test_what_is_hidden_is_not_read(hostile: Asked, case: Case) -> None:
    article = hostile.article(case)
    values = (value for found in article.facets.values() for value in found)
    stored = "\n".join((article.text, article.title, article.url or "", *article.facets, *values))
    for secret in case.unread:
        assert secret not in stored
    assert "\x00" not in article.text
    article.text.encode()


@every
def test_nothing_steers_a_terminal_and_no_marker_is_the_articles(hostile: Asked, case: Case) -> None:
    evidence, answer = hostile.asked(case)
    shown = terminal(answer, evidence)
    assert_markers_are_ours(shown, answer)
    for text in case.unshown:
        assert text not in shown


@every
def test_nothing_becomes_markup_on_the_page(hostile: Asked, case: Case) -> None:
    evidence, answer = hostile.asked(case)
    interface: Interface = "zh" if answer.language == "zh" else "en"
    found = pages(answer, evidence, [hostile.article(case), *cited_articles(hostile, answer)], interface)
    for text in case.unshown:
        assert all(text not in page.text for page in found), text


@every
def test_json_is_utf_8_and_holds_no_address_but_a_sources_own(hostile: Asked, case: Case) -> None:
    _, answer = hostile.asked(case)
    found = as_json(answer)
    urls = {article.id: article.url for article in cited_articles(hostile, answer)}
    for citation in found["citations"]:
        assert citation["url"] == urls[citation["article_id"]]


def test_an_address_that_leads_to_no_page_is_told(hostile: Asked) -> None:
    told = [remark for remark in hostile.report.remarks if "without its address" in remark.what]
    assert len(told) == 8
    assert any("rows-javascript.jsonl" in remark.where for remark in told)


def test_an_article_is_not_silenced_by_another_that_calls_it_a_forgery(hostile: Asked) -> None:
    case = next(case for case in CASES if case.file == "zander.txt")
    _, answer = hostile.asked(case)
    assert answer.citations[0].article_id == hostile.article(case).id
