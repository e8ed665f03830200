"""Receipts: written, sealed, read back with suspicion, and checked against sources that are as they were or not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from factories import a_citation, an_article
from yinju.index.errors import ReceiptBroken
from yinju.index.types import Article
from yinju.rag.receipt import Shelf, State, dumps, loads, of_answer, recheck
from yinju.rag.receipt.phrases import summary
from yinju.rag.receipt.writing import seal
from yinju.rag.types import Answer, Origin, Statement, Verdict

QUOTE = "The delta is home to forty otters."
ARTICLE = an_article(
    f"Otters are back.\n{QUOTE} They eat fish.", "https://a.org/otters", title="Otters", url="https://a.org/otters"
)
CITATION = replace(
    a_citation(ARTICLE, QUOTE, 1, Verdict.VERBATIM),
    prefix="Otters are back.\n",
    suffix=" They eat fish.",
    reasons=("own",),
)
ANSWER = Answer(
    question="How many?", language="en", answer=f"{QUOTE} [1]", refused=False, reason=None, compose="quotes",
    statements=(Statement(QUOTE, (1,), Origin.REPAIRED),), citations=(CITATION,), models={"encoder": "e5", "llm": None},
)  # fmt: skip
MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CONTENT = of_answer(ANSWER, MADE)


def changed(text: str, identity: str = "https://a.org/otters") -> Article:
    return an_article(text, identity, title="Otters", url="https://a.org/otters")


def state_of(*articles: Article, content: dict[str, Any] = CONTENT) -> tuple[State, str]:
    (found,) = recheck(loads(dumps(content), "r.json"), Shelf.of(articles)).citations
    return found.state, found.reason


def test_a_receipt_speaks_the_terms_of_web_annotations() -> None:
    (item,) = CONTENT["items"]
    assert CONTENT["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (item["type"], item["motivation"]) == ("Annotation", "linking")
    assert item["body"] == [{"type": "TextualBody", "value": QUOTE}]
    assert item["target"]["source"] == "https://a.org/otters"
    assert item["target"]["sha256"] == ARTICLE.sha256
    assert item["target"]["selector"] == [
        {"type": "TextQuoteSelector", "exact": QUOTE, "prefix": "Otters are back.\n", "suffix": " They eat fish."},
        {"type": "TextPositionSelector", "start": CITATION.start, "end": CITATION.end},
    ]
    assert (CONTENT["question"], CONTENT["created"], item["verdict"]) == (
        "How many?",
        "2026-01-02T03:04:05Z",
        "verbatim",
    )
    assert CONTENT["generator"]["models"] == {"encoder": "e5", "llm": None}


def test_what_is_written_is_read_back() -> None:
    receipt = loads(dumps(CONTENT), "r.json")
    assert receipt.intact
    assert (receipt.question, receipt.answer, receipt.statements) == (ANSWER.question, ANSWER.answer, ANSWER.statements)
    assert receipt.citations == (CITATION,)


def test_a_receipt_that_another_program_laid_out_anew_is_as_it_was() -> None:
    assert loads(json.dumps(CONTENT, sort_keys=True), "r.json").intact


@pytest.mark.parametrize(
    "edit",
    [
        lambda c: c.update(answer="The delta is home to ninety otters. [1]"),
        lambda c: c["statements"][0].update(text="Ninety otters."),
        lambda c: c["items"][0].update(verdict="supported"),
        lambda c: c["items"][0]["target"].update(title="Herons"),
        lambda c: c.update(note="added"),
        lambda c: c.pop("conflicts"),
        lambda c: c.update(sha256="0" * 64),
        lambda c: c.pop("sha256"),
    ],
)
def test_any_edit_of_a_receipt_shows(edit: Callable[[dict[str, Any]], object]) -> None:
    content = copy.deepcopy(CONTENT)
    edit(content)
    receipt = loads(dumps(content), "r.json")
    assert not receipt.intact
    assert not recheck(receipt, Shelf.of([ARTICLE])).holds


def test_a_quote_in_the_same_text_is_verified() -> None:
    assert state_of(ARTICLE)[0] is State.VERIFIED
    assert recheck(loads(dumps(CONTENT), "r"), Shelf.of([ARTICLE])).holds


def test_the_same_text_under_another_id_is_verified_and_said() -> None:
    state, reason = state_of(replace(ARTICLE, identity="/elsewhere/otters.txt"))
    assert state is State.VERIFIED
    assert "another id" in reason


def test_a_changed_source_that_still_has_the_quote_is_said_to_have_changed() -> None:
    state, reason = state_of(changed(f"News. Otters are back.\n{QUOTE} They eat fish and crabs."))
    assert state is State.MOVED
    assert "source changed" in reason
    assert "characters 23–57" in reason


def test_of_several_places_the_one_with_the_old_surroundings_is_found() -> None:
    text = f"{QUOTE} Long ago.\nHerons say so. Otters are back.\n{QUOTE} They eat crabs.\n{QUOTE} The end."
    (found,) = recheck(loads(dumps(CONTENT), "r"), Shelf.of([changed(text)])).citations
    assert found.start is not None
    assert text[: found.start].endswith("Otters are back.\n")
    assert text[found.start : found.end] == QUOTE


def test_a_quote_whose_lines_are_cut_otherwise_is_found_again() -> None:
    assert state_of(changed("Otters are back. The delta is home\nto forty otters."))[0] is State.MOVED


def test_a_changed_source_without_the_quote_is_lost_and_shows_what_stands_there_now() -> None:
    article = changed("Otters are back.\nThe delta is home to thirty otters. They eat fish.")
    (found,) = recheck(loads(dumps(CONTENT), "r"), Shelf.of([article])).citations
    assert found.state is State.LOST
    assert "source changed" in found.reason
    assert "thirty otters" in (found.now or "")


@pytest.mark.parametrize(
    "said",
    ["The delta is home to forty thousand otters.", "The delta was home to otters.", "It is home to forty otters!"],
)
def test_what_stands_there_now_is_shown_in_whole_sentences(said: str) -> None:
    article = changed(f"Otters are back. {said} They eat fish.\nThe delta is wide.")
    (found,) = recheck(loads(dumps(CONTENT), "r"), Shelf.of([article])).citations
    assert found.now == said


def test_a_source_that_is_not_there_is_gone() -> None:
    assert state_of() == (State.GONE, "the source is no longer there")
    stranger = an_article("Another text about otters of another river.", "/x.txt", title="Otters")
    assert state_of(stranger)[0] is State.GONE, "a title alone is no source"


def test_an_anchor_that_never_held_is_told_from_a_changed_source() -> None:
    content = copy.deepcopy(CONTENT)
    content["items"][0]["target"]["selector"][1].update(start=0, end=5)
    content["sha256"] = seal(content)
    assert state_of(ARTICLE, content=content)[0] is State.BROKEN


def test_it_is_summed_up_in_both_languages() -> None:
    found = recheck(loads(dumps(CONTENT), "r"), Shelf.of([ARTICLE]))
    assert summary(found) == "1 citation: 1 verified."
    assert summary(found, "zh") == "共1处引用：1处核实。"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", r"not valid JSON \(line 1"),
        ("[" * 100_000, "no receipt"),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "no receipt"),
        ('{"x": 1' + "0" * 10_000 + "}", "no receipt"),
        ("[]", "no receipt"),
        ("{}", "no receipt"),
        ('{"receipt": "1"}', "“receipt” in the receipt has to be a whole number"),
        ('{"receipt": true}', "has to be a whole number"),
        ('{"receipt": 2}', "reads format 1; update Yinju"),
        ('{"receipt": 1}', "“generator” in the receipt has to be an object"),
    ],
)
def test_a_broken_file_is_told_with_the_place_and_what_to_do(text: str, says: str) -> None:
    with pytest.raises(ReceiptBroken, match=says):
        loads(text, "r.json")


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def edit(content: Any) -> None:
        for key in path[:-1]:
            content = content[key]
        content[path[-1]] = to

    return edit


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (_set("answer", to=7), "“answer” in the receipt has to be a text"),
        (_set("question", to=[]), "“question” in the receipt has to be a text"),
        (_set("statements", to={}), "“statements” in the receipt has to be a list"),
        (_set("statements", to=["x"]), "number 1 of “statements” is no object"),
        (
            _set("statements", 0, "citations", to=["1"]),
            "“citations” in number 1 of “statements” has to be whole numbers",
        ),
        (_set("statements", 0, "origin", to=["x"]), "“origin” in number 1 of “statements” has to be one of quoted"),
        (_set("items", to=None), "“items” in the receipt has to be a list"),
        (_set("items", 0, "target", to="x"), "“target” in number 1 of “items” has to be an object"),
        (_set("items", 0, "target", "selector", to=[1, None]), "“TextQuoteSelector” in “target” of number 1"),
        (_set("items", 0, "target", "selector", 1, "start", to=-1), "“start” in “target” .* at least 0 and less than"),
        (_set("items", 0, "target", "selector", 1, "end", to=1.5), "“end” in “target” .* a whole number"),
        (_set("items", 0, "target", "sha256", to=None), "“sha256” in “target”"),
        (_set("items", 0, "verdict", to="true"), "“verdict” in number 1 of “items” .* one of verbatim"),
        (_set("items", 0, "reasons", to=[1]), "“reasons” in number 1 of “items” has to be texts"),
        (_set("statements", to=[{}] * 10_001), "10,001 “statements”, at most 10,000 are read"),
    ],
)
def test_a_wrong_type_anywhere_is_named(edit: Callable[[dict[str, Any]], None], says: str) -> None:
    content = copy.deepcopy(CONTENT)
    edit(content)
    with pytest.raises(ReceiptBroken, match=says):
        loads(json.dumps(content), "r.json")
