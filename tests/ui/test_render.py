"""Answers and articles as JSON and as terminal text."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from factories import a_citation, an_article
from yinju.index.types import Hit
from yinju.rag.types import Answer, Elsewhere, Statement, Verdict
from yinju.ui.render import answer_json, answer_text, article_json, json_text

QUOTE = "浦东有600多家企业。"
ARTICLE = an_article(
    f"{QUOTE}机器人谷将建成。", title="浦东", url="https://example.org/a", published="2021-07-13", language="zh",
    facets={"行业": ("人工智能", "制造业")},
)  # fmt: skip
ANSWER = Answer(
    question="How many?", language="en", answer=f"{QUOTE} [1]", refused=False, reason=None, compose="quotes",
    statements=(Statement(QUOTE, (1,)),),
    citations=(replace(a_citation(ARTICLE, QUOTE, 1, Verdict.VERBATIM), reasons=("its own sentence",), suffix="机"),),
    hits=(Hit(ARTICLE.id, 0, 19, "zh", 0.712345678, 1),),
    timings_ms={"search": 9.5, "total": 17.0}, models={"encoder": "multilingual-e5-small", "llm": None},
)  # fmt: skip
REFUSAL = replace(ANSWER, answer="No.", refused=True, reason="Nothing mentions it.", statements=(), citations=())


def test_an_answer_is_the_object_that_the_contract_promises() -> None:
    assert answer_json(ANSWER) == {
        "question": "How many?",
        "language": "en",
        "answer": "浦东有600多家企业。 [1]",
        "refused": False,
        "reason": None,
        "compose": "quotes",
        "statements": [{"text": QUOTE, "citations": (1,)}],
        "citations": [
            {
                "marker": 1,
                "article_id": ARTICLE.id,
                "title": "浦东",
                "url": "https://example.org/a",
                "published": "2021-07-13",
                "language": "zh",
                "start": 0,
                "end": 11,
                "quote": QUOTE,
                "prefix": "",
                "suffix": "机",
                "sha256": ARTICLE.sha256,
                "verdict": "verbatim",
                "reasons": ("its own sentence",),
            }
        ],
        "conflicts": [],
        "hits": [{"article_id": ARTICLE.id, "start": 0, "end": 19, "score": 0.7123, "rank": 1}],
        "timings_ms": {"search": 9.5, "total": 17.0},
        "models": {"encoder": "multilingual-e5-small", "llm": None},
    }


def test_the_keys_stand_in_the_order_of_the_contract() -> None:
    assert " ".join(answer_json(ANSWER)) == (
        "question language answer refused reason compose statements citations conflicts hits timings_ms models"
    )
    assert " ".join(answer_json(ANSWER)["citations"][0]) == (
        "marker article_id title url published language start end quote prefix suffix sha256 verdict reasons"
    )
    assert list(answer_json(REFUSAL)) == list(answer_json(ANSWER))


@pytest.mark.parametrize("verdict", Verdict)
def test_json_holds_nothing_but_plain_values(verdict: Verdict) -> None:
    answer = replace(ANSWER, citations=(replace(ANSWER.citations[0], verdict=verdict),))
    back = json.loads(json.dumps(answer_json(answer), ensure_ascii=False))
    assert back["statements"] == [{"text": QUOTE, "citations": [1]}]
    assert back["citations"][0]["verdict"] == verdict.value
    assert back["citations"][0]["reasons"] == ["its own sentence"]


def test_a_refusal_keeps_its_hits_and_its_reason() -> None:
    refusal = json.loads(json.dumps(answer_json(REFUSAL)))
    assert (refusal["refused"], refusal["reason"]) == (True, "Nothing mentions it.")
    assert (refusal["statements"], refusal["citations"]) == ([], [])
    assert len(refusal["hits"]) == 1


def test_an_article_is_the_object_that_the_contract_promises() -> None:
    shown = article_json(ARTICLE, text=True)
    assert list(shown) == ["id", "title", "url", "published", "language", "facets", "sha256", "text"]
    assert json.loads(json.dumps(shown)) == {
        "id": ARTICLE.id,
        "title": "浦东",
        "url": "https://example.org/a",
        "published": "2021-07-13",
        "language": "zh",
        "facets": {"行业": ["人工智能", "制造业"]},
        "sha256": ARTICLE.sha256,
        "text": ARTICLE.text,
    }


def test_a_listed_article_is_the_same_without_its_text() -> None:
    shown = article_json(ARTICLE, text=True)
    del shown["text"]
    assert article_json(ARTICLE, text=False) == shown


def test_the_offsets_in_json_find_the_quote_in_the_text_in_json() -> None:
    citation = json.loads(json.dumps(answer_json(ANSWER)))["citations"][0]
    text = json.loads(json.dumps(article_json(ARTICLE, text=True)))["text"]
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_in_a_terminal_statements_come_first_and_then_where_their_markers_lead() -> None:
    assert answer_text(ANSWER).plain.splitlines() == [
        f"{QUOTE} [1]",
        "",
        "[1] verbatim  浦东 · 2021-07-13 · zh · https://example.org/a",
        f"    {ARTICLE.id}, characters 0–11",
    ]


def test_in_a_terminal_values_that_disagree_stand_together_with_their_dates() -> None:
    other = an_article("浦东有500多家企业。", "memory:two", title="另一篇", published="2019-01-02", language="zh")
    values = [{"text": "600多家", "citation": 1}, {"text": "500\x1b[2J多家", "citation": 2}]
    disputed = replace(
        ANSWER,
        citations=(*ANSWER.citations, a_citation(other, other.text, 2)),
        conflicts=({"about": "浦东有…企业。", "values": values},),
    )
    lines = answer_text(disputed).plain.splitlines()
    at = lines.index("Sources disagree: 浦东有…企业。")
    assert lines[at + 1 : at + 4] == [
        "  · 500␛[2J多家 [2]  另一篇 · 2019-01-02",
        "  · 600多家 [1]  浦东 · 2021-07-13",
        "",
    ]
    assert "来源说法不一：浦东有…企业。" in answer_text(replace(disputed, language="zh")).plain


def test_in_a_terminal_what_is_unknown_of_a_source_is_left_out() -> None:
    bare = replace(ANSWER, citations=(replace(ANSWER.citations[0], url=None, published=None),))
    assert "[1] verbatim  浦东 · zh\n" in answer_text(bare).plain


def test_in_a_terminal_a_refusal_is_its_sentence_and_its_reason() -> None:
    assert answer_text(REFUSAL).plain == "No. Nothing mentions it."


def test_in_a_terminal_an_answer_tells_why_it_is_made_of_quotes() -> None:
    noted = replace(ANSWER, reason="No language model is set up.")
    assert answer_text(noted).plain.splitlines()[1] == "No language model is set up."


@pytest.mark.parametrize("text", ["[bold]loud[/bold]", "[/] [link=x]", "a\\[b]"])
def test_in_a_terminal_brackets_in_a_text_are_no_markup(text: str) -> None:
    answer = replace(ANSWER, statements=(Statement(text, (1,)),), citations=(replace(ANSWER.citations[0], title=text),))
    assert answer_text(answer).plain.count(text) == 2


ALSO = tuple(Elsewhere(f"{n:016x}", f"Reprint\x1b[2J {n}", None, n, n + 11, "0" * 64) for n in (1, 2))


def test_the_other_places_of_a_sentence_are_listed_with_their_anchors() -> None:
    (found,) = answer_json(replace(ANSWER, citations=(replace(ANSWER.citations[0], also=ALSO),)))["citations"]
    assert json.loads(json.dumps(found["also"])) == [
        {
            "article_id": f"{n:016x}",
            "title": f"Reprint\x1b[2J {n}",
            "url": None,
            "start": n,
            "end": n + 11,
            "sha256": "0" * 64,
        }
        for n in (1, 2)
    ]


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "also in: Reprint␛[2J 1, Reprint␛[2J 2"), ("zh", "另见：Reprint␛[2J 1、Reprint␛[2J 2")],
)
def test_a_terminal_names_them_in_one_line(language: str, line: str) -> None:
    text = answer_text(replace(ANSWER, language=language, citations=(replace(ANSWER.citations[0], also=ALSO),)))
    assert text.plain.splitlines()[-1].strip() == line
    assert "also in" not in answer_text(ANSWER).plain


def test_a_terminal_shows_the_markers_of_a_text_as_none() -> None:
    text = "As [2] says【3】 [^4]."
    answer = replace(
        ANSWER, statements=(Statement(text, (1,)),), citations=(replace(ANSWER.citations[0], title="[5] T"),)
    )
    assert answer_text(answer).plain.splitlines()[0] == "As (2) says(3) (4). [1]"
    assert "[1] verbatim  (5) T · " in answer_text(answer).plain


def test_a_title_or_an_address_begins_no_line_of_its_own_in_a_terminal() -> None:
    attack = replace(ANSWER.citations[0], title="T\n[2] verbatim", url="https://example.org/\u2028[3]\r[4]")
    lines = answer_text(replace(ANSWER, citations=(attack,))).plain.split("\n")
    assert len(lines) == len(answer_text(ANSWER).plain.split("\n"))


def test_json_is_equal_in_value_and_spells_out_what_nobody_sees() -> None:
    value = {"a": "é中 \x1b[2J\x9b\u202e\u200b\U000e0041\u2028", "b": "می\u200cخواهم"}
    text = json_text(value)
    assert json.loads(text) == value
    assert "é中" in text
    assert "\\u202e\\u200b\\udb40\\udc41\\u2028" in text
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u202e]", text)


def test_half_a_character_is_none_in_json() -> None:
    assert json.loads(json_text("a\ud800b").encode()) == "a\ufffdb"


def test_the_short_answer_is_set_off_where_it_stands_in_json_and_in_a_terminal() -> None:
    statement = Statement("It has [2] 600 firms.", (1,), marked=(11, 14))
    answer = replace(ANSWER, statements=(statement,))
    assert answer_json(answer)["statements"] == [{"text": statement.text, "citations": (1,), "marked": (11, 14)}]
    shown = answer_text(answer)
    assert shown.plain.startswith("It has (2) 600 firms. [1]")
    assert [part for part, style in shown.parts if style == "bold"] == ["600"]
