"""Answers kept as JSON: every one comes back as it was, and what is no answer is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import a_citation, an_article, evidence_for
from yinju.index.types import Hit, Place, Sentence
from yinju.rag.conversations.stored import (
    answer_of,
    answer_text,
    places_of,
    places_text,
    statements_of,
    statements_text,
)
from yinju.rag.conversations.types import EvidencePlace, place_of
from yinju.rag.types import Answer, Citation, Elsewhere, Statement

PLAIN: Mapping[Any, st.SearchStrategy[Any]] = {float: st.floats(allow_nan=False), int: st.integers(0, 2**53)}


def all_of(kind: type[Any], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any value of a type: all of its fields, those that somebody adds one day too."""
    hints = get_type_hints(kind)
    rest = {
        name: PLAIN[hint] if hint in PLAIN else st.from_type(hint) for name, hint in hints.items() if name not in given
    }
    assert set(given) | set(rest) == {field.name for field in fields(kind)}
    return st.builds(kind, **given, **rest)


def many(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(one, max_size=3).map(tuple)


elsewhere = all_of(Elsewhere)
citations = many(all_of(Citation, also=many(elsewhere)))
places = many(all_of(EvidencePlace, also=many(elsewhere)))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    cited = draw(citations)
    known = [citation.marker for citation in cited]
    markers = st.sampled_from(known or [0])
    side = st.fixed_dictionaries({"text": st.text(), "citation": markers})
    conflict = st.fixed_dictionaries(
        {"about": st.text(), "values": st.lists(side, max_size=3) if known else st.just([])}
    )
    hit = all_of(Hit, sentences=many(all_of(Sentence, score=PLAIN[float])), copies=many(all_of(Place)))
    answer: Answer = draw(
        all_of(
            Answer,
            citations=st.just(cited),
            statements=many(all_of(Statement, citations=many(markers) if known else st.just(()))),
            conflicts=many(conflict),
            hits=many(hit),
            timings_ms=st.dictionaries(st.text(), PLAIN[float], max_size=3),
            models=st.dictionaries(st.text(), st.none() | st.text(), max_size=3),
        )
    )
    return answer


@settings(deadline=None)
@given(answers())
def test_an_answer_comes_back_as_it_was(answer: Answer) -> None:
    again = answer_of(answer_text(answer))
    assert again == answer
    assert repr(again) == repr(answer)  # a string is equal to a Verdict, 1 to 1.0 and True


@settings(deadline=None)
@given(many(all_of(Statement, citations=many(st.integers(0, 99)))))
def test_statements_come_back_as_they_were(written: tuple[Statement, ...]) -> None:
    again = statements_of(statements_text(written))
    assert repr(again) == repr(written)


@settings(deadline=None)
@given(places)
def test_places_come_back_as_they_were(kept: tuple[EvidencePlace, ...]) -> None:
    again = places_of(places_text(kept))
    assert again == kept
    assert repr(again) == repr(kept)


ARTICLE = an_article("The delta is home to forty otters.", title="Otters")
ANSWER = Answer(
    "How many?", "en", "Forty. [1]", False, None, "quotes", (Statement("Forty.", (1,)),),
    (a_citation(ARTICLE, ARTICLE.text),), ({"about": "otters", "values": [{"text": "40", "citation": 1}]},),
)  # fmt: skip


def test_a_place_holds_what_is_shown_of_its_evidence_without_the_article() -> None:
    article = an_article("One.\nTwo otters.", title="T", url="https://a.org", published="2021-07-13", pages=(0, 5))
    other = Elsewhere("x", "X", None, 0, 3, "0" * 64)
    evidence = evidence_for(article, "Two otters.", 3, also=(other,))
    place = place_of(evidence)
    assert (place.article_id, place.start, place.end, place.quote) == (article.id, 5, 16, "Two otters.")
    assert (place.number, place.page, place.also, place.sha256) == (3, 2, (other,), article.sha256)
    assert (place.title, place.url, place.published, place.language) == ("T", "https://a.org", "2021-07-13", "en")
    assert place_of(place) is place
    assert not any(article is getattr(place, field.name) for field in fields(place))


def test_half_a_character_becomes_a_question_mark() -> None:
    """A browser may send one; no file takes it."""
    assert answer_of(answer_text(replace(ANSWER, question="a\ud800b"))).question == "a?b"


def test_fields_that_an_older_version_did_not_know_have_their_usual_values() -> None:
    content = json.loads(answer_text(ANSWER))
    del content["probability"], content["statements"][0]["marked"], content["citations"][0]["also"]
    assert answer_of(json.dumps(content)) == ANSWER


def test_fields_of_a_later_version_are_passed_over() -> None:
    content = json.loads(answer_text(ANSWER))
    assert answer_of(json.dumps({**content, "mood": "good"})) == ANSWER


def put(*path: str | int, value: Any) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        for step in path[:-1]:
            content = content[step]
        content[path[-1]] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        put("question", value=None), put("refused", value="no"), put("refused", value=1), put("compose", value="magic"),
        put("statements", value={}), put("statements", 0, "citations", value=["1"]), put("statements", 0, "origin", value="?"),
        put("citations", 0, "start", value="0"), put("citations", 0, "verdict", value="true"), put("citations", 0, "sha256", value=3),
        put("citations", value=[]), put("statements", 0, "citations", 0, value=2), put("conflicts", 0, value={}),
        put("conflicts", 0, "values", 0, "citation", value=9), put("conflicts", 0, "values", 0, "citation", value="1"),
        put("conflicts", 0, "values", 0, value=3), put("conflicts", 0, "about", value=None), put("conflicts", 0, "values", value=None),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused(change: Callable[[Any], None]) -> None:
    content = json.loads(answer_text(ANSWER))
    change(content)
    with pytest.raises(ValueError, match=r"."):
        answer_of(json.dumps(content))


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"question":', "[" * 100_000, "\x00", '"answer"'])
def test_what_is_no_json_of_an_answer_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        answer_of(text)
    if text != "[]":
        for read in (places_of, statements_of):
            with pytest.raises(ValueError, match=r"."):
                read(text)
