"""Answers made of quotes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factories import an_article, evidence_for
from yinju.rag.compose.quotes import MOST, compose, statements
from yinju.rag.types import Evidence

ENGLISH = an_article(
    "Pudong has over 600 companies. A robot valley is planned.\nMedical care\nis in focus. Tea is green."
)
CHINESE = an_article("浦东有600多家企业。", "memory:zh", language="zh")
FIRST, SECOND = "Pudong has over 600 companies.", "A robot valley is planned."


def quotes(chosen: tuple[Evidence, ...]) -> list[str]:
    """The quotes of evidence."""
    return [item.quote for item in chosen]


def test_no_evidence_makes_no_answer() -> None:
    assert compose([]) == ()


def test_the_best_sentence_is_always_quoted() -> None:
    for score in (5.0, 0.1, 0.0, -1.0):
        assert quotes(compose([evidence_for(ENGLISH, FIRST, score=score)])) == [FIRST]


@pytest.mark.parametrize(("score", "count"), [(0.51, 2), (0.49, 1)])
def test_a_further_sentence_has_to_be_nearly_as_good_as_the_best(score: float, count: int) -> None:
    found = [evidence_for(ENGLISH, FIRST, 1, score=1.0), evidence_for(ENGLISH, SECOND, 2, score=score)]
    assert len(compose(found)) == count


def test_everything_after_a_sentence_that_is_too_weak_is_weaker_and_left_out() -> None:
    scores = (1.0, 0.45, 0.4)
    found = [
        evidence_for(ENGLISH, quote, number, score=score)
        for number, (quote, score) in enumerate(zip((FIRST, SECOND, "Tea is green."), scores, strict=True), 1)
    ]
    assert quotes(compose(found)) == [FIRST]


def test_an_answer_has_at_most_two_quotes_of_a_language_and_three_in_all() -> None:
    pieces = (FIRST, SECOND, "Medical care\nis in focus.", "Tea is green.")
    found = [evidence_for(ENGLISH, quote, number) for number, quote in enumerate(pieces, 1)]
    assert quotes(compose(found)) == [FIRST, SECOND]
    others = [
        evidence_for(CHINESE, CHINESE.text, 5),
        evidence_for(an_article("茶是绿的。", "memory:t", language="fr"), "茶是绿的。", 6),
    ]
    assert quotes(compose(found + others)) == [FIRST, SECOND, CHINESE.text]
    assert MOST == 3


def test_a_sentence_that_says_the_same_in_the_same_language_is_not_quoted_again() -> None:
    again = an_article("In Pudong, there has been over 600 companies!", "memory:again")
    copy = an_article("PUDONG has over 600 companies", "memory:copy")
    found = [evidence_for(ENGLISH, FIRST, 1), evidence_for(copy, copy.text, 2), evidence_for(again, again.text, 3)]
    assert quotes(compose(found)) == [FIRST]


def test_a_skipped_repetition_does_not_take_the_place_of_what_comes_after_it() -> None:
    copy = an_article("PUDONG has over 600 companies", "memory:copy")
    found = [evidence_for(ENGLISH, FIRST, 1), evidence_for(copy, copy.text, 2), evidence_for(ENGLISH, SECOND, 3)]
    assert quotes(compose(found)) == [FIRST, SECOND]


def test_the_same_in_another_language_is_quoted_too() -> None:
    mixed = an_article(FIRST, "memory:zh-copy", language="zh")
    assert len(compose([evidence_for(ENGLISH, FIRST, 1), evidence_for(mixed, FIRST, 2)])) == 2
    assert len(compose([evidence_for(ENGLISH, FIRST, 1), evidence_for(CHINESE, CHINESE.text, 2)])) == 2


def test_sentences_too_short_to_compare_are_no_repetition() -> None:
    short = an_article("是。否。", language="zh")
    assert quotes(compose([evidence_for(short, "是。", 1), evidence_for(short, "否。", 2)])) == ["是。", "否。"]


def test_every_quote_becomes_one_statement_with_its_own_marker() -> None:
    chosen = [evidence_for(ENGLISH, FIRST, 1), evidence_for(ENGLISH, SECOND, 2)]
    assert [(s.text, s.citations) for s in statements(chosen)] == [(FIRST, (1,)), (SECOND, (2,))]


def test_a_line_break_inside_a_quote_is_a_space_in_the_statement_and_stays_in_the_quote() -> None:
    item = evidence_for(ENGLISH, "Medical care\nis in focus.")
    (statement,) = statements([item])
    assert statement.text == "Medical care is in focus."
    assert item.quote == "Medical care\nis in focus."


def test_composing_changes_no_evidence() -> None:
    item = evidence_for(ENGLISH, FIRST, 7)
    assert compose([item]) in ((item,), (replace(item, number=1),))


def test_another_short_answer_goes_before_the_same_once_more() -> None:
    found = [
        evidence_for(ENGLISH, FIRST, 1, score=1.0, answers=("600 company",)),
        evidence_for(ENGLISH, SECOND, 2, score=0.8, answers=("600 company",)),
        evidence_for(ENGLISH, "Tea is green.", 3, score=0.7, answers=("500 company",)),
    ]
    assert quotes(compose(found)) == [FIRST, "Tea is green."]


def test_a_sentence_without_a_short_answer_is_not_quoted_beside_one_that_gives_it() -> None:
    first = evidence_for(ENGLISH, FIRST, 1, score=1.0, answers=("600 company",))
    without = evidence_for(ENGLISH, SECOND, 2, score=0.99)
    other = evidence_for(CHINESE, CHINESE.text, 3, score=0.99)
    assert quotes(compose([first, without])) == [FIRST]
    assert quotes(compose([first, without, other])) == [FIRST, CHINESE.text], "in another language words tell less"
    assert quotes(compose([without, first])) == [SECOND, FIRST]


def test_every_part_of_a_question_is_quoted_for_before_any_is_twice() -> None:
    pieces = ((FIRST, 0, 1.0), (SECOND, 0, 0.95), ("Tea is green.", 1, 0.3), ("Medical care\nis in focus.", 1, 0.29))
    found = [
        evidence_for(ENGLISH, quote, number, score=score, part=part)
        for number, (quote, part, score) in enumerate(pieces, 1)
    ]
    assert quotes(compose(found)) == [FIRST, "Tea is green.", SECOND]


def test_sources_that_disagree_in_a_figure_are_both_quoted() -> None:
    one = an_article("Pudong now has more than 600 AI companies.", "memory:a")
    other = an_article("Pudong now has more than 500 AI companies.", "memory:b")
    found = [evidence_for(one, one.text, 1, score=1.0), evidence_for(other, other.text, 2, score=0.99)]
    assert len(compose(found)) == 2
