"""Sources that disagree: values of one thing set side by side, and nothing where sources only seem to."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from factories import an_article, evidence_for
from yinju.index.text.terms import terms
from yinju.index.types import Hit, Place, Sentence
from yinju.rag.compose import quotes
from yinju.rag.conflicts.finding import conflicts
from yinju.rag.conflicts.quoting import told, with_both_sides
from yinju.rag.conflicts.sides import MOST
from yinju.rag.conflicts.types import Conflict
from yinju.rag.types import Evidence
from yinju.rag.understand import understand

CASES = [json.loads(line) for line in (Path(__file__).parent / "conflicts.jsonl").read_text("utf-8").splitlines()]
"""Questions of our own with sources that disagree about them, or look as if they did, and the kind of each case."""

QUESTION = "How many households live in Rivermouth?"
FEWER = "Rivermouth has 3,400 households, most of which live on fishing."
MORE = "Rivermouth has 4,300 households, most of which live on fishing."


def a_source(question: str, text: str, number: int, **fields: Any) -> Evidence:
    """A sentence that is an article of its own, with the shares of the question's words and names that it holds."""
    asked, held = understand(question), set(terms(text))
    named = [not name.terms.isdisjoint(held) for name in asked.names]
    return evidence_for(
        an_article(text, f"memory:{number}", language=asked.language, **fields),
        text,
        number,
        score=1 - 0.01 * number,
        coverage=len(asked.terms & held) / len(asked.terms),
        named=sum(named) / len(named) if named else 0.0,
    )


def found(question: str, *sources: str | Evidence, hits: tuple[Hit, ...] = ()) -> tuple[Conflict, ...]:
    """What sentences, best first, disagree about."""
    evidence = [s if isinstance(s, Evidence) else a_source(question, s, n) for n, s in enumerate(sources, 1)]
    articles = {item.article.id: item.article for item in evidence}
    return conflicts(understand(question), evidence, hits or tuple(map(a_hit, evidence)), articles.__getitem__)


def a_hit(item: Evidence, *copies: Place) -> Hit:
    """A passage of one sentence."""
    sentence = Sentence(item.article.id, item.start, item.end, item.cosine)
    return Hit(
        item.article.id, item.start, item.end, item.language, 1.0, item.number, sentences=(sentence,), copies=copies
    )


def texts(conflict: Conflict) -> list[str]:
    """The values of a conflict."""
    return [value.text for value in conflict.values]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']} {case['kind']}")
def test_sources_that_disagree_are_told_from_those_that_only_seem_to(case: dict[str, Any]) -> None:
    disputed = found(case["question"], *case["sources"])
    assert bool(disputed) is case["conflict"]
    if "values" in case:
        assert texts(disputed[0]) == case["values"]


def test_every_value_stands_in_its_sentence_and_the_best_evidence_comes_first() -> None:
    (conflict,) = found(QUESTION, MORE, FEWER)
    assert texts(conflict) == ["4,300 households", "3,400 households"]
    assert [value.evidence.quote for value in conflict.values] == [MORE, FEWER]
    assert conflict.about == "Rivermouth has …, most of which live on fishing."


def test_no_evidence_and_a_single_source_disagree_with_nobody() -> None:
    assert conflicts(understand(QUESTION), [], [], {}.__getitem__) == ()
    assert found(QUESTION, MORE) == ()


def test_an_article_does_not_disagree_with_itself() -> None:
    article = an_article(f"{MORE} {FEWER}")
    both = [evidence_for(article, quote, n) for n, quote in enumerate((MORE, FEWER), 1)]
    assert found(QUESTION, *both) == ()


def test_what_most_sources_say_does_not_silence_the_one_that_says_otherwise() -> None:
    (conflict,) = found(QUESTION, MORE, *(f"{start} {MORE}" for start in ("Yes:", "So:", "Now:")), FEWER)
    assert texts(conflict) == ["4,300 households", "3,400 households"]


def test_values_are_told_once_each_and_no_more_than_are_read_at_a_glance() -> None:
    others = [MORE.replace("4,300", f"{n},100") for n in range(1, 8)]
    (conflict,) = found(QUESTION, *others, *(f"Yes: {other}" for other in others))
    assert len(conflict.values) == MOST
    assert len(set(texts(conflict))) == MOST


def test_copies_that_differ_are_heard_though_other_sentences_lead() -> None:
    best = a_source(QUESTION, "Rivermouth is a village of fishermen on the western coast.", 1)
    low = [replace(a_source(QUESTION, text, n), score=0.3) for n, text in enumerate((MORE, FEWER), 2)]
    (conflict,) = found(QUESTION, best, *low)
    assert texts(conflict) == ["4,300 households", "3,400 households"]


def test_a_value_that_is_exchanged_in_two_places_is_told_before_one_in_a_single_place() -> None:
    question = "What do we know of the ferry?"
    pairs = [
        (
            "The ferry Heron leaves at the old pier every morning.",
            "The ferry Gull leaves at the old pier every morning.",
        ),
        ("Every captain of the Heron has to live in the town.", "Every captain of the Gull has to live in the town."),
        ("The town by the pier was founded by Anna Reyes.", "The town by the pier was founded by Hugh Mallory."),
    ]
    (conflict,) = found(question, *(text for pair in reversed(pairs) for text in pair))
    assert sorted(texts(conflict)) == ["Gull", "Heron"]


def test_a_reprint_that_words_the_sentence_otherwise_is_heard() -> None:
    own = a_source(QUESTION, MORE, 1)
    reprint = an_article(f"{FEWER} It lies by the sea.", "memory:reprint")
    hit = a_hit(own, Place(reprint.id, 0, len(reprint.text)))
    articles = {own.article.id: own.article, reprint.id: reprint}
    (conflict,) = conflicts(understand(QUESTION), [own], [hit], articles.__getitem__)
    assert [(value.evidence.article.id, value.evidence.quote) for value in conflict.values] == [
        (own.article.id, MORE),
        (reprint.id, FEWER),
    ]


def test_both_sides_are_quoted_with_markers_of_their_own() -> None:
    disputed = found(QUESTION, MORE, FEWER)
    chosen = tuple(replace(item, number=1) for item in quotes.compose([disputed[0].values[0].evidence]))
    cited = with_both_sides(chosen, disputed)
    assert [(item.number, item.quote) for item in cited] == [(1, MORE), (2, FEWER)]
    assert told(disputed, cited) == (
        {
            "about": "Rivermouth has …, most of which live on fishing.",
            "values": [{"text": "4,300 households", "citation": 1}, {"text": "3,400 households", "citation": 2}],
        },
    )


def test_without_a_dispute_nothing_is_added_to_the_quotes() -> None:
    chosen = (a_source(QUESTION, MORE, 1),)
    assert with_both_sides(chosen, ()) == chosen
    assert told((), chosen) == ()


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("隧道有多少公里？", "隧道的投资为70亿元，去年通车。", "隧道的投资为79亿元，去年通车。"),
        ("展览隔多久办一次？", "展览的参观者从350人增加到600人。", "展览的参观者从350人增加到500人。"),
        (
            "How many tonnes did the mine ship?",
            "The mine cost $70 million to open.",
            "The mine cost $79 million to open.",
        ),
    ],
)
def test_an_amount_in_another_unit_than_was_asked_for_is_not_disputed(question: str, one: str, other: str) -> None:
    assert found(question, one, other) == ()


def test_ten_sentences_are_compared_in_milliseconds() -> None:
    sources = [a_source(QUESTION, f"{text} Note {n}.", n) for n, text in enumerate([MORE, FEWER] * 5, 1)]
    found(QUESTION, *sources)  # lists of names are read once
    best = min(_seconds(sources) for _ in range(5))
    assert best < 0.05  # 3 ms on a quiet machine


def _seconds(sources: list[Evidence]) -> float:
    start = time.perf_counter()
    found(QUESTION, *sources)
    return time.perf_counter() - start
