"""Citations: anchors that last, and the verdicts on what cites them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import a_citation, an_article, evidence_for
from yinju.index.types import Article
from yinju.rag.citations import CONTEXT, cite
from yinju.rag.types import Citation, Evidence, Statement, Verdict
from yinju.rag.verify.quotes import verify

QUOTE = "There are now over 600 AI companies in Pudong."
ARTICLE = an_article(f"Pudong is in Shanghai. {QUOTE} A robot valley will follow.")

SCRIPTS = {
    "en": "Pudong has grown. Six hundred firms are there. More will come.",
    "zh": "浦东在发展。那里有六百多家企业。𠮷祥的未来。",
    "ja": "浦東は成長した。企業は六百社ある。これからも増える。",
    "ko": "푸둥은 성장했다. 기업은 육백 개다. 더 늘 것이다.",
    "ru": "Пудун вырос. Там шестьсот фирм. Будет больше.",
    "ar": "نمت بودونغ. هناك ستمئة شركة. سيأتي المزيد.",
    "hi": "पुडोंग बढ़ा है। वहाँ छह सौ कंपनियाँ हैं। और आएँगी।",
    "th": "ผู่ตงเติบโต มีหกร้อยบริษัท จะมีมากขึ้น",
    "he": "פודונג גדלה. יש שם שש מאות חברות. יבואו עוד.",
    "emoji": "It grew 🚀. 👩‍👩‍👧 came e\u0301 too. 🇨🇳 More.",
}


def judged(statement: str, citation: Citation | None = None, articles: tuple[Article, ...] = (ARTICLE,)) -> Citation:
    """The citation of QUOTE after a statement citing it was checked."""
    known = {article.id: article for article in articles}
    (checked,) = verify([Statement(statement, (1,))], [citation or a_citation(ARTICLE, QUOTE)], known.get)
    return checked


def test_a_citation_holds_everything_that_finds_the_sentence_again() -> None:
    article = an_article(ARTICLE.text, title="Pudong", url="https://example.org/a", published="2021-07-13")
    (citation,) = cite([evidence_for(article, QUOTE, 4)])
    assert citation == Citation(
        marker=4,
        article_id=article.id,
        title="Pudong",
        url="https://example.org/a",
        published="2021-07-13",
        language="en",
        start=23,
        end=23 + len(QUOTE),
        quote=QUOTE,
        prefix="Pudong is in Shanghai. ",
        suffix=" A robot valley will follow.",
        sha256=article.sha256,
    )


def test_a_fresh_citation_claims_nothing_yet() -> None:
    (citation,) = cite([evidence_for(ARTICLE, QUOTE)])
    assert citation.verdict is Verdict.UNCHECKED
    assert citation.reasons == ()


def test_prefix_and_suffix_stop_at_the_ends_of_the_text() -> None:
    article = an_article("Only this.")
    (citation,) = cite([evidence_for(article, "Only this.")])
    assert (citation.prefix, citation.suffix) == ("", "")


def test_prefix_and_suffix_are_no_longer_than_needed() -> None:
    article = an_article(f"{'a' * 99} middle {'b' * 99}")
    (citation,) = cite([evidence_for(article, "middle")])
    assert citation.prefix == "a" * (CONTEXT - 1) + " "
    assert citation.suffix == " " + "b" * (CONTEXT - 1)


@settings(deadline=None)
@given(st.sampled_from(sorted(SCRIPTS)), st.integers(0, 60), st.integers(1, 60))
def test_an_anchor_resolves_in_every_script(script: str, start: int, length: int) -> None:
    text = SCRIPTS[script]
    start = min(start, len(text) - 1)
    end = min(start + length, len(text))
    article = an_article(text, language=script)
    (citation,) = cite([Evidence(1, article, start, end, script, 1.0, 0.8, 0.5, 0.0, 0.0)])
    assert article.text[citation.start : citation.end] == citation.quote
    assert citation.prefix + citation.quote + citation.suffix in article.text
    (checked,) = verify([Statement(text[start:end], (1,))], [citation], {article.id: article}.get)
    assert checked.verdict is Verdict.VERBATIM


def test_a_statement_that_repeats_the_sentence_is_verbatim_and_says_where_it_stands() -> None:
    checked = judged(QUOTE)
    assert checked.verdict is Verdict.VERBATIM
    assert f"characters 23–{23 + len(QUOTE)}" in checked.reasons[0]


@pytest.mark.parametrize("statement", [QUOTE.upper(), QUOTE.rstrip("."), QUOTE.replace(" ", "  "), f"“{QUOTE}”"])
def test_case_spaces_and_surrounding_marks_do_not_make_other_words(statement: str) -> None:
    assert judged(statement).verdict is Verdict.VERBATIM


@pytest.mark.parametrize(
    ("statement", "verdict"),
    [
        ("More than six hundred AI firms work in Pudong.", Verdict.SUPPORTED),
        ("浦东现有600多家人工智能企业。", Verdict.SUPPORTED),
        ("There are now over 500 AI companies in Pudong.", Verdict.CONTRADICTED),
        ("There are not over 600 AI companies in Pudong.", Verdict.CONTRADICTED),
        (f"{QUOTE} They employ many people.", Verdict.PARTIAL),
    ],
)
def test_a_statement_in_other_words_is_judged_against_the_quote(statement: str, verdict: Verdict) -> None:
    assert judged(statement).verdict is verdict


def test_a_wrong_figure_is_named_beside_the_right_one() -> None:
    assert judged("There are now over 500 AI companies in Pudong.").reasons == (
        "the source says over 600 AI companies, the answer over 500 AI companies",
    )
    assert judged("浦东现有500多家人工智能企业。").reasons[0].startswith("原文说over 600 AI companies，回答说500多家")


def test_one_wrong_statement_is_enough_to_spoil_a_shared_citation() -> None:
    statements = [Statement(QUOTE, (1,)), Statement("Pudong has over 900 AI companies.", (1,))]
    (checked,) = verify(statements, [a_citation(ARTICLE, QUOTE)], {ARTICLE.id: ARTICLE}.get)
    assert checked.verdict is Verdict.CONTRADICTED


def test_a_statement_may_rest_on_two_quotes_together() -> None:
    other = "A robot valley will follow."
    statements = [Statement("Pudong has over 600 AI companies, and a robot valley will follow.", (1, 2))]
    citations = [a_citation(ARTICLE, QUOTE, 1), a_citation(ARTICLE, other, 2)]
    checked = verify(statements, citations, {ARTICLE.id: ARTICLE}.get)
    assert [c.verdict for c in checked] == [Verdict.SUPPORTED, Verdict.SUPPORTED]


def test_a_pronoun_may_mean_what_an_earlier_statement_names() -> None:
    alone = judged("It now has over 600 AI companies.")
    assert alone.verdict is Verdict.UNCHECKED
    statements = [Statement("Pudong is in Shanghai.", ()), Statement("It now has over 600 AI companies.", (1,))]
    (checked,) = verify(statements, [a_citation(ARTICLE, QUOTE)], {ARTICLE.id: ARTICLE}.get)
    assert checked.verdict is Verdict.SUPPORTED


def test_a_citation_is_judged_only_by_the_statements_that_carry_its_marker() -> None:
    other = "A robot valley will follow."
    statements = [Statement(QUOTE, (1,)), Statement("Oslo has a new tram.", (2,))]
    citations = [a_citation(ARTICLE, QUOTE, 1), a_citation(ARTICLE, other, 2)]
    checked = verify(statements, citations, {ARTICLE.id: ARTICLE}.get)
    assert [(c.marker, c.verdict) for c in checked] == [(1, Verdict.VERBATIM), (2, Verdict.UNSUPPORTED)]


def test_a_citation_of_an_article_that_is_gone_is_unsupported() -> None:
    checked = judged(QUOTE, articles=())
    assert checked.verdict is Verdict.UNSUPPORTED
    assert "no longer in the library" in checked.reasons[0]


def test_a_source_that_changed_is_said_to_have_changed_and_not_called_verbatim() -> None:
    checked = judged(QUOTE, articles=(replace(ARTICLE, text=f"{ARTICLE.text} Corrected."),))
    assert checked.verdict is Verdict.UNCHECKED
    assert "changed" in checked.reasons[0]


@pytest.mark.parametrize(("start", "end"), [(1, 0), (-1, 0), (0, 1), (0, -1), (1_000, 1_000)])
def test_offsets_that_miss_the_quote_by_one_character_or_more_are_unsupported(start: int, end: int) -> None:
    good = a_citation(ARTICLE, QUOTE)
    checked = judged(QUOTE, replace(good, start=good.start + start, end=good.end + end))
    assert checked.verdict is Verdict.UNSUPPORTED
    assert "does not stand at the cited place" in checked.reasons[0]


def test_an_invented_quote_is_unsupported_even_when_the_statement_repeats_it() -> None:
    invented = QUOTE.replace("600", "900")
    checked = judged(invented, replace(a_citation(ARTICLE, QUOTE), quote=invented))
    assert checked.verdict is Verdict.UNSUPPORTED


def test_a_verdict_changes_nothing_else_in_a_citation() -> None:
    before = a_citation(ARTICLE, QUOTE)
    assert replace(judged("Other words."), verdict=before.verdict, reasons=before.reasons) == before
