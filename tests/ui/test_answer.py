"""One answer on the page: from the search to the verified whole, with its pointers, its tools and what helps."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from factories import a_citation, an_article, evidence_for
from parsed import Page
from parsed import parsed as read
from yinju.rag.conversations.types import place_of
from yinju.rag.feedback import Kind, Noted
from yinju.rag.types import Answer, Origin, Statement, Verdict
from yinju.ui.html.answer import Shown, answer
from yinju.ui.html.base import safe
from yinju.ui.html.chat import conversation
from yinju.ui.strings import STRINGS, Interface, say

CRANES, OTTERS = "The port has 600 cranes.", "三角洲有六百只水獭。"
PORT = an_article(f"{CRANES} It opened in 1995.", "memory:port", title="The port", published="2021-03-04")
DELTA = an_article(OTTERS, "memory:delta", title="三角洲", language="zh")
FIRST = a_citation(PORT, CRANES, 1, Verdict.VERBATIM)
SECOND = a_citation(DELTA, OTTERS, 2, Verdict.SUPPORTED)
FOUND = (evidence_for(PORT, CRANES), evidence_for(DELTA, OTTERS, 2))


def replied(**fields: Any) -> Answer:
    """An answer of two quotes in two languages."""
    values: dict[str, Any] = {
        "question": "How many?", "language": "en", "answer": "", "refused": False, "reason": None, "compose": "quotes",
        "statements": (Statement(CRANES, (1,), marked=(13, 16)), Statement(OTTERS, (2,))), "citations": (FIRST, SECOND),
        "timings_ms": {"total": 12.0}, **fields,
    }  # fmt: skip
    return Answer(**values)


def refused(**fields: Any) -> Answer:
    return replied(answer="No answer.", refused=True, reason="No article says.", statements=(), citations=(), **fields)


def shown(turn: Shown, interface: Interface = "en", number: int = 1, noted: Noted | None = None) -> Page:
    """The page of one answer, as it passes the list of what may stand there."""
    return read(safe(answer(turn, interface, number, noted or Noted())))


def whole(interface: Interface = "en", number: int = 1, noted: Noted | None = None, **fields: Any) -> Page:
    return shown(Shown("q", FOUND, answer=replied(**fields)), interface, number, noted)


# what is said


def test_every_quote_is_in_the_language_of_its_source() -> None:
    page = whole()
    assert [quote["lang"] for quote in page.of("yj-verbatim-quote")] == ["en", "zh"]
    assert {quote["dir"] for quote in page.of("yj-said")} == {"auto"}


def test_what_a_model_wrote_is_no_quote() -> None:
    page = whole(statements=(Statement("It has many.", (1,), Origin.WRITTEN),))
    assert len(page.of("yj-said")) == 1
    assert page.of("yj-verbatim-quote") == []


def test_the_short_answer_is_marked_inside_its_sentence() -> None:
    source = answer(Shown("q", answer=replied()), "en")
    assert re.findall("<mark>(.*?)</mark>", source) == ["600"]
    assert "The port has <mark>600</mark> cranes." in source


def test_why_an_answer_is_made_of_quotes_is_a_note() -> None:
    page = whole(reason="No language model is set up.")
    assert len(page.of("yj-note")) == 1
    assert whole().of("yj-note") == []


# pointers


@pytest.mark.parametrize(("interface", "language"), [("en", "Chinese"), ("zh", "中文")])
def test_a_marker_is_described_by_its_quote_source_day_and_language(interface: Interface, language: str) -> None:
    source = answer(Shown("q", answer=replied()), interface)
    page = read(source)
    markers, popovers = page.of("yj-marker"), page.of("yj-popover")
    assert [marker["aria-describedby"] for marker in markers] == [popover["id"] for popover in popovers]
    assert {popover["role"] for popover in popovers} == {"tooltip"}
    first, second = (read(part).text for part in source.split('class="yj-popover"')[1:])
    assert CRANES in first
    assert "The port · 2021-03-04" in first
    assert OTTERS in second
    assert f"{say('undated', interface)} · {language}" in second


def test_a_source_with_pages_names_the_page() -> None:
    assert "The port · page 7 · 2021-03-04" in whole(citations=(replace(FIRST, page=7), SECOND)).text


def test_reasons_are_told_but_for_what_everybody_sees() -> None:
    citations = (replace(FIRST, reasons=("its own",)), replace(SECOND, reasons=("六百 is 600", "names agree")))
    page = whole(citations=citations)
    assert "its own" not in page.text
    assert "六百 is 600" in page.text
    assert len(page.of("yj-reason")) == 2


def test_no_two_popovers_of_a_page_have_one_name() -> None:
    twice = replied(
        statements=(Statement(CRANES, (1, 2)), Statement(OTTERS, (2, 1))),
        conflicts=({"about": "cranes", "values": [{"text": "600", "citation": 1}, {"text": "六百", "citation": 2}]},),
    )
    page = read(conversation([Shown("q", answer=twice), Shown("q", answer=twice)], "en"))
    names = [popover["id"] for popover in page.of("yj-popover")]
    assert len(names) == len(set(names)) == 12


def test_a_quote_that_looks_like_a_marker_or_like_markup_is_text() -> None:
    quote = "See [3] <img src=x onerror=alert(1)> \u202e now."
    article = an_article(quote, title="[9] <b>T</b>")
    page = shown(Shown("q", answer=replied(statements=(Statement(quote, (1,)),), citations=(a_citation(article, quote),))))  # fmt: skip
    assert re.findall(r"\[\d\]", page.text) == ["[1]"]
    assert "<img src=x onerror=alert(1)>" in page.text
    assert "img" not in {tag for tag, _ in page.elements}
    assert "\u202e" not in page.text


# while it is on its way


@pytest.mark.parametrize("interface", STRINGS)
def test_a_marker_that_is_not_verified_yet_is_as_wide_as_it_will_be(interface: Interface) -> None:
    statements = (Statement(CRANES, (1,)), Statement("六百。", (2,), Origin.WRITTEN))
    on_its_way, done = shown(Shown("q", FOUND, statements), interface), whole(interface, statements=statements)
    assert on_its_way.of("yj-marker") == []
    assert len(on_its_way.of("yj-coming")) == len(done.of("yj-marker")) == 2
    assert f"[1]{say('verbatim', interface)}" in on_its_way.text
    assert f"[2]{say('supported', interface)}" in on_its_way.text
    assert {badge["aria-hidden"] for badge in on_its_way.of("yj-badge")} == {"true"}
    assert say("answer_checking", interface, number=2) in {marker["aria-label"] for marker in on_its_way.of("yj-coming")}  # fmt: skip


def test_statements_stand_where_they_will_stand_when_they_are_verified() -> None:
    statements = (Statement(CRANES, (1,)), Statement(OTTERS, (2,)))
    on_its_way, done = shown(Shown("q", FOUND, statements)), whole(statements=statements)
    assert on_its_way.of("yj-said") == done.of("yj-said")
    assert len(on_its_way.of("yj-tools")) == len(done.of("yj-tools")) == 1


def test_a_quote_has_the_language_of_its_source_before_it_is_verified_also_where_evidence_was_kept() -> None:
    places = tuple(place_of(item) for item in FOUND)
    page = shown(Shown("q", places, (Statement(OTTERS, (2,)),)))
    assert [quote["lang"] for quote in page.of("yj-said")] == ["zh"]


@pytest.mark.parametrize("turn", [Shown("q"), Shown("q", FOUND), Shown("q", FOUND, (Statement(CRANES, (1,)),))])
def test_what_is_on_its_way_can_be_stopped_and_nothing_else(turn: Shown) -> None:
    page = shown(turn, number=4)
    assert [(b["data-on"], b["data-exchange"]) for b in page.of("yj-tool")] == [("stop", "4")]


def test_what_failed_can_be_asked_again() -> None:
    page = shown(Shown("q", FOUND, (Statement(CRANES, (1,)),), error="It broke."), number=3)
    assert page.text == "It broke."
    assert [(b["data-on"], b["data-exchange"]) for b in page.of("yj-tool")] == [("retry", "3")]


# a refusal


@pytest.mark.parametrize("interface", STRINGS)
def test_a_refusal_says_what_is_missing_names_the_nearest_and_what_can_be_tried(interface: Interface) -> None:
    page = shown(Shown("q", FOUND, answer=refused()), interface)
    assert "No answer." in page.text
    assert "No article says." in page.text
    assert [near["data-article"] for near in page.of("yj-near")] == [PORT.id, DELTA.id]
    assert "The port · 2021-03-04" in page.text
    for name in ("answer_help_words", "answer_help_parts", "answer_help_add"):
        assert say(name, interface) in page.text


def test_a_nearest_passage_leads_to_its_sentence() -> None:
    near = shown(Shown("q", FOUND[:1], answer=refused())).of("yj-near")[0]
    assert near["data-on"] == "select"
    assert PORT.text[int(near["data-start"] or "") : int(near["data-end"] or "")] == CRANES
    assert near["data-sha256"] == PORT.sha256


def test_only_the_three_nearest_are_named() -> None:
    assert len(shown(Shown("q", FOUND * 3, answer=refused())).of("yj-near")) == 3


@pytest.mark.parametrize("interface", STRINGS)
def test_where_a_filter_left_articles_out_it_can_be_left_out_itself(interface: Interface) -> None:
    page = shown(Shown("q", FOUND, answer=refused(), filtered=True), interface, number=5)
    (button,) = page.of("yj-plain")
    assert (button["data-on"], button["data-exchange"], button["data-unfiltered"]) == ("retry", "5", "1")
    assert say("answer_unfiltered", interface) in page.text
    assert shown(Shown("q", FOUND, answer=refused()), interface).of("yj-plain") == []


def test_without_any_passage_only_what_can_help_then_is_said() -> None:
    empty = shown(Shown("q", answer=refused()))
    assert empty.of("yj-near") == []
    assert say("nearest", "en") not in empty.text
    assert say("answer_help_add", "en") in empty.text
    assert say("answer_help_words", "en") not in empty.text
    filtered = shown(Shown("q", answer=refused(), filtered=True))
    assert say("answer_help_add", "en") not in filtered.text
    assert len(filtered.of("yj-plain")) == 1


def test_a_refusal_can_be_praised_and_found_wrong_but_has_no_citation_to_doubt() -> None:
    page = shown(Shown("q", FOUND, answer=refused()), number=2)
    assert [b["data-on"] for b in page.of("yj-tool")] == ["copy", "download", "like", "like", "retry"]
    assert page.of("yj-doubts") == []


# tools


@pytest.mark.parametrize("interface", STRINGS)
def test_every_tool_tells_its_exchange_and_has_a_name(interface: Interface) -> None:
    page = whole(interface, number=7)
    tools = [button for button in page.of("yj-tool") if "data-on" in button]
    assert [tool["data-on"] for tool in tools] == ["copy", "download", "like", "like", "retry", "edit", "edit"]
    assert {tool["data-exchange"] for tool in tools} == {"7"}
    assert [tool.get("data-value") for tool in tools if tool["data-on"] == "like"] == ["up", "down"]
    assert [tool["data-marker"] for tool in tools if tool["data-on"] == "edit"] == ["1", "2"]
    assert all(tool.get("aria-label") or tool.get("title") for tool in tools)
    assert "12" in page.text


def test_nothing_is_pressed_before_anybody_said_anything() -> None:
    page = whole()
    assert {b["aria-pressed"] for b in page.of("yj-tool") if "aria-pressed" in b} == {"false"}
    assert "open" not in page.of("yj-doubts")[0]


@pytest.mark.parametrize(("rating", "values"), [(Kind.UP, ["none", "down"]), (Kind.DOWN, ["up", "none"])])
def test_a_kept_thumb_is_pressed_and_takes_itself_back(rating: Kind, values: list[str]) -> None:
    likes = [button for button in whole(noted=Noted(rating)).of("yj-tool") if button.get("data-on") == "like"]
    assert [like["data-value"] for like in likes] == values
    assert [like["aria-pressed"] for like in likes] == [str(value == "none").lower() for value in values]
    (pressed,) = [like for like in likes if like["aria-pressed"] == "true"]
    assert "take it back" in (pressed["aria-label"] or "")


def test_a_citation_that_was_found_wrong_stays_in_sight() -> None:
    page = whole(noted=Noted(None, frozenset({2})))
    assert "open" in page.of("yj-doubts")[0]
    assert [b["aria-pressed"] for b in page.of("yj-doubt")] == ["false", "true"]


def test_what_readers_said_stands_at_its_own_exchange() -> None:
    turns = [Shown("one", answer=replied()), Shown("two", answer=replied())]
    page = read(conversation(turns, "en", noted={2: Noted(Kind.DOWN)}))
    pressed = [b for b in page.of("yj-tool") if b.get("aria-pressed") == "true"]
    assert [(b["data-exchange"], b["data-value"]) for b in pressed] == [("2", "none")]


# sources that disagree


@pytest.mark.parametrize(("interface", "undated"), [("en", "undated"), ("zh", "日期不详")])
def test_each_side_of_a_disagreement_has_its_day_value_marker_and_source(interface: Interface, undated: str) -> None:
    values = [{"text": "六百", "citation": 2}, {"text": "600", "citation": 1}]
    page = whole(interface, conflicts=({"about": "cranes", "values": values},))
    assert len(page.of("yj-side")) == len(page.of("yj-day")) == 2
    told = page.text[page.text.index(say("disagree", interface, about="cranes")) :]
    assert told.index("2021-03-04600 [1]") < told.index(f"{undated}六百 [2]")


@pytest.mark.parametrize("interface", STRINGS)
def test_an_answer_that_was_stopped_says_so_and_can_be_asked_again(interface: Interface) -> None:
    page = read(answer(Shown("q", statements=(Statement("Half an answer.", (1,)),), stopped=True), interface, 3))
    assert "Half an answer." in page.text
    assert say("answer_stopped", interface) in page.text
    assert page.of("yj-stop") == []
    assert [button["data-exchange"] for button in page.of("yj-retry")] == ["3"]
