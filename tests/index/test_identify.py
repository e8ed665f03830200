"""Drafts made into articles."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import a_draft
from yinju.index.identify import article, title_of
from yinju.index.text.scripts import tokens

PROPERTY = settings(max_examples=60, deadline=None, database=None)
BODY = "The central bank raised its rate by a quarter of a point on Friday."


@pytest.mark.parametrize(("declared", "language"), [("en-GB", "en"), ("zh_Hans", "zh"), (" FR ", "fr"), ("de", "de")])
def test_a_declared_language_counts_without_its_region(declared: str, language: str) -> None:
    assert article(a_draft(BODY, language=declared)).language == language


@pytest.mark.parametrize("declared", [None, "", "und", " "])
def test_an_undeclared_language_is_found_in_the_text(declared: str | None) -> None:
    assert article(a_draft("论坛在上海举行。", language=declared)).language == "zh"


def test_the_day_in_the_metadata_goes_before_the_day_in_the_text() -> None:
    assert article(a_draft(f"2021-07-13\n\n{BODY}", published="March 4, 2022")).published == "2022-03-04"


def test_a_day_stated_at_the_top_is_the_articles_even_when_its_line_is_cleaned_away() -> None:
    made = article(a_draft(f"Rates rise in the capital\n\nUpdated: 2021-07-13\n\n{BODY}"))
    assert made.published == "2021-07-13"
    assert "2021-07-13" not in made.text


def test_an_article_without_a_day_has_none() -> None:
    assert article(a_draft(BODY)).published is None


def test_metadata_that_is_no_day_is_not_kept_as_one() -> None:
    assert article(a_draft(BODY, published="last spring")).published is None


def test_a_given_title_is_mended_and_set_on_one_line() -> None:
    assert article(a_draft(BODY, title=" Itâ€™s  the\n rate ")).title == "It’s the rate"


def test_without_a_title_the_headline_is_the_title() -> None:
    assert article(a_draft(f"Rates rise in the capital\n\n{BODY}")).title == "Rates rise in the capital"


def test_url_identity_and_facets_are_carried_over() -> None:
    draft = a_draft(BODY, "https://example.org/a", url="https://example.org/a", facets={"topic": ("banks",)})
    made = article(draft)
    assert (made.identity, made.url, made.facets) == (draft.identity, draft.url, draft.facets)


@pytest.mark.parametrize(
    "text",
    [" two  spaces \n", "Share\nShare\n", "\r\nItâ€™s\ttabbed", "e\u0301 ﬁ \u200b", "2021-07-13\n\nNews of the day"],
)
def test_a_text_taken_as_it_is_keeps_every_code_point(text: str) -> None:
    made = article(a_draft(text), clean=False)
    assert (made.text, made.title, made.published) == (text, "", None)


@PROPERTY
@given(st.text(max_size=80))
def test_any_text_taken_as_it_is_keeps_every_code_point(text: str) -> None:
    assert article(a_draft(text), clean=False).text == text


def test_a_text_that_opens_with_a_sentence_is_called_after_that_sentence() -> None:
    assert title_of(f"Markets hardly moved. {BODY}\n{BODY}") == "Markets hardly moved"
    assert title_of("论坛在上海举行，嘉宾出席并致辞。艾伦也出席了论坛。") == "论坛在上海举行，嘉宾出席并致辞"


@pytest.mark.parametrize("text", ["word " * 100, "字" * 200, f"{'very ' * 60}long sentence."])
def test_a_long_first_sentence_is_shortened_and_says_so(text: str) -> None:
    title = title_of(text)
    assert title.endswith("…")
    assert text.startswith(title.rstrip("… "))


def test_words_are_not_cut_in_two_for_a_title() -> None:
    text = "Participants of the forum discussed " + "digitalisation " * 20
    assert set(title_of(text).rstrip(" …").split()) <= set(text.split())


@PROPERTY
@given(st.text(max_size=400))
def test_any_text_has_a_title_of_one_short_line(text: str) -> None:
    title = title_of(text)
    assert "\n" not in title
    assert tokens(title) <= 45
