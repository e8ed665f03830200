"""Evidence: the sentences that bear on a question."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import a_draft, library_of
from fakes import FakeEncoder
from yinju.index.library import Library
from yinju.rag.evidence import DEPTH, choose
from yinju.rag.scoring import coverage
from yinju.rag.types import Evidence
from yinju.rag.understand import understand

FREQUENCY = {"a": 1.0, "b": 2.0, "c": 5.0}


def found(library: Library, text: str) -> list[Evidence]:
    """The evidence for a question in a library."""
    question = understand(text)
    with library.view() as view:
        return choose(question, view.search(question.search_text, language=question.language), view)


@pytest.mark.parametrize(
    ("wanted", "held", "expected"),
    [
        ("abc", "abc", 1.0),
        ("abc", "ac", 6 / 8),
        ("abc", "b", 2 / 8),
        ("ab", "bc", 2 / 3),
        ("abc", "", 0.0),
        ("", "abc", 0.0),
        ("xy", "xy", 0.0),
    ],
)
def test_coverage_is_the_share_of_the_wanted_weight(wanted: str, held: str, expected: float) -> None:
    assert coverage(set(wanted), set(held), FREQUENCY) == pytest.approx(expected)


@settings(deadline=None)
@given(st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")), st.sampled_from("abcd"))
def test_coverage_stays_in_range_and_never_falls_when_more_is_held(wanted: set[str], held: set[str], one: str) -> None:
    less, more = coverage(wanted, held, FREQUENCY), coverage(wanted, held | {one}, FREQUENCY)
    assert 0 <= less <= more <= 1


@pytest.mark.parametrize("text", ["How many AI companies are there in Pudong?", "六位嘉宾作了什么报告？"])
def test_evidence_is_numbered_from_one_with_scores_that_fall(samples: Library, text: str) -> None:
    evidence = found(samples, text)
    assert [item.number for item in evidence] == list(range(1, DEPTH + 1))
    assert all(first.score >= second.score for first, second in pairwise(evidence))


def test_evidence_is_whole_sentences_of_stored_articles(samples: Library) -> None:
    for item in found(samples, "Who is the chairman of Trinity Innovation Fund?"):
        stored = samples.article(item.article.id)
        assert stored is not None
        assert stored.text[item.start : item.end] == item.quote
        assert item.quote == item.quote.strip() != ""


def test_every_part_of_a_score_is_a_share(samples: Library) -> None:
    for item in found(samples, "What did 熊继军 say in Hongqiao in 2023?"):
        assert -1 <= item.cosine <= 1
        assert all(0 <= share <= 1 for share in (item.coverage, item.named, item.missing))


def test_no_sentence_comes_twice_though_many_articles_hold_it(tmp_path: Path) -> None:
    shared = "The robot valley lies in Zhangjiang."
    library = library_of(
        tmp_path, FakeEncoder(), *(f"{shared} Report {word} was short." for word in ("one", "two", "three"))
    )
    quotes = [item.quote for item in found(library, "Where does the robot valley lie?")]
    assert quotes[0] == shared
    assert len(quotes) == len(set(quotes)) == 4


@pytest.mark.parametrize(
    "text", ["Who is the chairman of Trinity Innovation Fund?", "谁是Trinity Innovation Fund的董事长？"]
)
def test_both_languages_of_a_mixed_library_give_evidence(samples: Library, text: str) -> None:
    best = found(samples, text)[:2]
    assert {item.language for item in best} == {"en", "zh"}
    assert all("Gao Daming" in item.quote for item in best)


def test_a_sentence_with_a_number_comes_first_when_a_number_is_asked_for(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), "Robots work in the many halls. Robots work in the 600 halls.")
    assert found(library, "How many halls are there?")[0].quote == "Robots work in the 600 halls."
    assert found(library, "Which halls have robots?")[0].quote == "Robots work in the many halls."


def test_a_sentence_that_only_repeats_the_title_comes_after_one_that_says_something(tmp_path: Path) -> None:
    text = "The valley of the robots opens.\nThe valley of the robots opens on Monday."
    plain, titled = library_of(tmp_path / "plain", FakeEncoder()), library_of(tmp_path / "titled", FakeEncoder())
    plain.add([a_draft(text, title="Another title")])
    titled.add([a_draft(text, title="The valley of the robots opens.")])
    question = "Where is the valley of the robots?"
    assert found(plain, question)[0].quote == "The valley of the robots opens."
    assert found(titled, question)[0].quote == "The valley of the robots opens on Monday."


def test_a_passage_that_lacks_the_name_asked_for_is_known_to_lack_it(tmp_path: Path) -> None:
    with_it, without = "The forum in Pudong was held by the city.", "The forum in Hongqiao was held by the state."
    library = library_of(tmp_path, FakeEncoder(), without, with_it)
    items = {item.quote: item for item in found(library, "Who held the forum in Pudong?")}
    assert (items[with_it].missing, items[with_it].named) == (0.0, 1.0)
    assert (items[without].missing, items[without].named) == (1.0, 0.0)
    assert items[with_it].number == 1


def test_an_empty_library_gives_no_evidence(tmp_path: Path) -> None:
    assert found(library_of(tmp_path, FakeEncoder()), "Who held a forum?") == []
