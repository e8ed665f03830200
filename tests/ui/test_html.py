"""The page's HTML: what it shows, and that nothing from outside becomes markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factories import a_citation, an_article, evidence_for
from parsed import parsed as read
from yinju.index.types import Article
from yinju.rag.conversations.types import place_of
from yinju.rag.types import Answer, Citation, Elsewhere, Evidence, Statement, Verdict
from yinju.ui.html.article import article as article_page
from yinju.ui.html.chat import Shown, conversation, panel
from yinju.ui.strings import EXAMPLES, STRINGS, Interface, say

ATTACK = (
    """"><script>alert(1)</script><img src=x onerror='alert(2)'>' onmouseover='alert(3)' </mark></button>&lt;b&gt;"""
)
TAGS = {"div", "h2", "h3", "p", "ul", "li", "button", "span", "article", "mark", "br", "details", "summary"}
ATTRIBUTES = {
    "class", "dir", "id", "role", "lang", "title", "tabindex", "aria-label", "aria-live",
    "aria-pressed", "aria-describedby", "aria-hidden", "open",
    "data-ask", "data-article", "data-start", "data-end", "data-sha256", "data-on",
    "data-exchange", "data-marker", "data-value", "data-unfiltered",
}  # fmt: skip
QUOTE = "There are now over 600 AI companies."
TEXT = f"Pudong is in Shanghai. {QUOTE} A robot valley will follow."


def an_answer(article: Article, *citations: Citation, **fields: object) -> Answer:
    """An answer with one statement a citation."""
    values = {
        "question": "How many?", "language": "en", "answer": "", "refused": False, "reason": None, "compose": "quotes",
        "statements": tuple(Statement(citation.quote, (citation.marker,)) for citation in citations),
        "citations": citations, "timings_ms": {"total": 17.4}, **fields,
    }  # fmt: skip
    return Answer(**values)  # type: ignore[arg-type]


def a_refusal(**fields: object) -> Answer:
    """A refusal."""
    return an_answer(an_article(TEXT), **{"answer": "No.", "refused": True, "reason": "Nothing mentions it.", **fields})


def evidence(count: int, text: str = TEXT) -> tuple[Evidence, ...]:
    """Evidence from articles of their own, each titled by its number."""
    articles = [an_article(text, f"memory:{number}", title=f"Title {number}") for number in range(1, count + 1)]
    return tuple(evidence_for(article, QUOTE, number) for number, article in enumerate(articles, 1))


def everything(poison: str, interface: Interface) -> list[str]:
    """Every page there is, with a text in every place that text can come from."""
    article = Article(poison, f"{poison}\n{QUOTE}\n{poison}", poison, poison, poison, poison)
    quoted = [a_citation(article, article.text, number, verdict) for number, verdict in enumerate(Verdict, 1)]
    foreign = replace(quoted[0], article_id=poison, title=poison, sha256=poison, language=poison, reasons=(poison,))
    other = (Elsewhere(poison, poison, poison, 0, 3, poison),)
    found = (evidence_for(article, article.text), replace(evidence_for(article, QUOTE, 2), language=poison, also=other))
    said = (Statement(poison, (1,)),)
    disputed = {"about": poison, "values": [{"text": poison, "citation": marker} for marker in (1, 2)]}
    return [
        conversation([], interface, [poison]),
        *(
            conversation([turn], interface) + panel(turn, interface)
            for turn in (
                Shown(poison),
                Shown(poison, found),
                Shown(poison, found, said),
                Shown(poison, tuple(map(place_of, found)), said),
                Shown(poison, error=poison),
                Shown(poison, found, said, an_answer(article, *quoted, reason=poison, answer=poison)),
                Shown(poison, found, said, an_answer(article, foreign, *quoted[1:])),
                Shown(poison, found, (), a_refusal(reason=poison, answer=poison)),
                Shown(poison, found, (), a_refusal(reason=poison, answer=poison), filtered=True),
                Shown(poison, found, said, an_answer(article, *quoted, conflicts=(disputed,))),
            )
        ),
        article_page(article, 0, len(article.text), article.sha256, interface),
        article_page(article, 0, 3, poison, interface),
    ]


# nothing from outside becomes markup


@pytest.mark.parametrize("interface", STRINGS)
def test_text_from_outside_adds_no_element_and_no_attribute(interface: Interface) -> None:
    for source in everything(ATTACK, interface):
        page = read(source)
        assert {tag for tag, _ in page.elements} <= TAGS
        assert {name for _, attributes in page.elements for name in attributes} <= ATTRIBUTES
        assert "<script" not in source
        assert "alert(1)" in unescape(source)


@pytest.mark.parametrize("interface", STRINGS)
def test_text_from_outside_leaves_the_structure_of_the_page_as_it_is(interface: Interface) -> None:
    for plain, attacked in zip(everything("plain", interface), everything(ATTACK, interface), strict=True):
        tags = [(tag, sorted(attributes)) for tag, attributes in read(plain).elements if tag != "br"]
        assert [(tag, sorted(attributes)) for tag, attributes in read(attacked).elements if tag != "br"] == tags


@settings(deadline=None, max_examples=50)
@given(st.text(alphabet="<>&\"'`=/ ab\n;#", min_size=1, max_size=30))
def test_any_text_is_shown_as_it_was_written(text: str) -> None:
    turn = Shown(text, error=text)
    assert read(conversation([turn], "en")).text == text * 2
    ((_, attributes), *_) = [item for item in read(conversation([], "en", [text])).elements if item[0] == "button"]
    assert attributes["data-ask"] == text


def test_a_text_in_an_attribute_is_whole() -> None:
    article = Article("memory:one", "A <loud> one.", language="""She said "yes" & 'no' <loud>.""")
    turn = Shown("q", answer=an_answer(article, a_citation(article, article.text)))
    (quote,) = read(conversation([turn], "en")).of("yj-verbatim-quote")
    assert quote["lang"] == article.language


def test_braces_in_a_text_are_no_placeholders() -> None:
    turn = Shown("{milliseconds} {0.__class__}", error="{number}")
    assert read(conversation([turn], "zh")).text == "{milliseconds} {0.__class__}{number}"


# a conversation


def test_a_page_without_questions_offers_the_examples() -> None:
    page = read(conversation([], "en"))
    assert [attributes["data-ask"] for attributes in page.of("yj-example")] == list(EXAMPLES)
    assert say("tagline", "en") in page.text


def test_without_examples_there_is_no_heading_for_them() -> None:
    assert say("examples", "en") not in conversation([], "en", [])


def test_questions_stand_in_the_order_they_were_asked() -> None:
    page = read(conversation([Shown("first?"), Shown("second?")], "en"))
    assert page.text.index("first?") < page.text.index("second?")


@pytest.mark.parametrize("interface", STRINGS)
def test_a_question_on_its_way_says_that_it_is_searched(interface: Interface) -> None:
    assert say("searching", interface) in read(conversation([Shown("q")], interface)).text


def test_statements_are_shown_as_they_are_written_without_markers_yet() -> None:
    page = read(conversation([Shown("q", statements=(Statement("Half an answer.", (1,)),))], "en"))
    assert "Half an answer." in page.text
    assert page.of("yj-marker") == []
    assert say("searching", "en") not in page.text


def test_an_error_is_announced_in_place_of_an_answer() -> None:
    page = read(conversation([Shown("q", statements=(Statement("Half.", (1,)),), error="It broke.")], "en"))
    assert [attributes["role"] for attributes in page.of("yj-error")] == ["alert"]
    assert page.text == "qIt broke."


@pytest.mark.parametrize("interface", STRINGS)
@pytest.mark.parametrize("verdict", Verdict)
def test_a_marker_shows_its_verdict_to_the_eye_and_to_a_screen_reader(verdict: Verdict, interface: Interface) -> None:
    article = an_article(TEXT)
    turn = Shown("q", answer=an_answer(article, a_citation(article, QUOTE, 3, verdict)))
    page = read(conversation([turn], interface))
    (marker,) = page.of("yj-marker")
    assert (marker["class"] or "").split() == ["yj-marker", f"yj-{verdict.value}"]
    assert say(verdict.value, interface) in (marker["aria-label"] or "")
    assert f"[3]{say(verdict.value, interface)}" in page.text


def test_a_marker_leads_to_its_sentence() -> None:
    article = an_article(TEXT)
    turn = Shown("q", answer=an_answer(article, a_citation(article, QUOTE)))
    (marker,) = read(conversation([turn], "en")).of("yj-marker")
    assert marker["data-article"] == article.id
    assert article.text[int(marker["data-start"] or "") : int(marker["data-end"] or "")] == QUOTE
    assert marker["data-sha256"] == article.sha256


def test_a_statement_with_two_citations_has_two_markers_in_order() -> None:
    article = an_article(TEXT)
    citations = (a_citation(article, QUOTE, 1), a_citation(article, "A robot valley will follow.", 2))
    answer = an_answer(article, *citations, statements=(Statement("Both.", (2, 1)),))
    page = read(conversation([Shown("q", answer=answer)], "en"))
    assert re.findall(r"\[\d\]", page.text) == ["[2]", "[1]"]


def test_an_answer_says_why_it_is_made_of_quotes_and_how_long_it_took() -> None:
    article = an_article(TEXT)
    answer = an_answer(article, a_citation(article, QUOTE), reason="No language model is set up.")
    page = read(conversation([Shown("q", answer=answer)], "en"))
    assert "No language model is set up." in page.text
    assert "17 ms" in page.text


@pytest.mark.parametrize(("interface", "undated"), [("en", "undated"), ("zh", "日期不详")])
def test_what_sources_disagree_about_stands_side_by_side_by_date(interface: Interface, undated: str) -> None:
    articles = [
        an_article(f"{n} firms.", f"memory:{n}", title=f"Paper {n}", published=day)
        for n, day in ((600, None), (500, "2024-05-01"), (400, "2021-07-13"))
    ]
    citations = [a_citation(item, item.text, marker) for marker, item in enumerate(articles, 1)]
    values = [{"text": item.text[:3], "citation": marker} for marker, item in enumerate(articles, 1)]
    answer = an_answer(articles[0], *citations, conflicts=({"about": "<b>… firms</b>", "values": values},))
    page = read(conversation([Shown("q", answer=answer)], interface))
    assert len(page.of("yj-conflict")) == 1
    assert len(page.of("yj-side")) == 3
    assert len(page.of("yj-marker")) == 6
    shown = page.text[page.text.index(say("disagree", interface, about="<b>… firms</b>")) :]
    sides = ["2021-07-13400 [", "Paper 400", "2024-05-01500 [", "Paper 500", f"{undated}600 [", "Paper 600"]
    assert [shown.index(side) for side in sides] == sorted(shown.index(side) for side in sides)


def test_a_refusal_shows_its_sentence_and_its_reason() -> None:
    page = read(conversation([Shown("q", evidence(2), answer=a_refusal())], "en"))
    assert len(page.of("yj-refusal")) == 1
    assert "No." in page.text
    assert "Nothing mentions it." in page.text
    assert page.of("yj-marker") == []


# the panel beside it


@pytest.mark.parametrize("turn", [None, Shown("q")])
def test_a_panel_without_evidence_says_what_it_is_for(turn: Shown | None) -> None:
    page = read(panel(turn, "zh"))
    assert say("evidence_empty", "zh") in page.text
    assert page.of("yj-card") == []


def test_evidence_is_shown_before_there_is_an_answer() -> None:
    page = read(panel(Shown("q", evidence(2)), "en"))
    assert [card["data-article"] for card in page.of("yj-card")] == [item.article.id for item in evidence(2)]
    assert page.of("yj-cited") == []
    assert page.text.startswith(say("evidence", "en"))


def test_the_cards_of_what_is_cited_come_first_in_the_order_of_their_markers() -> None:
    found = evidence(5)
    citations = (a_citation(found[3].article, QUOTE, 1), a_citation(found[1].article, QUOTE, 2))
    page = read(panel(Shown("q", found, answer=an_answer(found[0].article, *citations)), "en"))
    assert re.findall(r"Title \d", page.text) == ["Title 4", "Title 2", "Title 1", "Title 3", "Title 5"]
    assert [card["data-article"] for card in page.of("yj-cited")] == [found[3].article.id, found[1].article.id]
    assert len(page.of("yj-number")) == 2


def test_ten_markers_are_ordered_by_number_and_not_by_letter() -> None:
    found = evidence(3)
    citations = (a_citation(found[0].article, QUOTE, 10), a_citation(found[2].article, QUOTE, 9))
    page = read(panel(Shown("q", found, answer=an_answer(found[0].article, *citations)), "en"))
    assert re.findall(r"Title \d", page.text) == ["Title 3", "Title 1", "Title 2"]


@pytest.mark.parametrize("interface", STRINGS)
def test_a_refusal_lists_the_nearest_sentences_under_that_name(interface: Interface) -> None:
    page = read(panel(Shown("q", evidence(3), answer=a_refusal()), interface))
    assert page.text.startswith(say("nearest", interface))
    assert page.text.count(QUOTE) == 3
    assert page.of("yj-cited") == []


def test_the_panel_stays_short() -> None:
    assert len(read(panel(Shown("q", evidence(10)), "en")).of("yj-card")) == 6


def test_a_card_leads_to_its_sentence_and_names_its_source() -> None:
    article = an_article(TEXT, title="Pudong grows", published="2021-07-13")
    page = read(panel(Shown("q", (evidence_for(article, QUOTE),)), "en"))
    (card,) = page.of("yj-card")
    assert article.text[int(card["data-start"] or "") : int(card["data-end"] or "")] == QUOTE
    assert "Pudong grows · 2021-07-13 · en" in page.text


@pytest.mark.parametrize("interface", STRINGS)
def test_evidence_that_was_kept_without_its_articles_is_shown_as_it_was(interface: Interface) -> None:
    article = an_article(TEXT, title="Pudong grows", published="2021-07-13", pages=(0, 23))
    other = Elsewhere("other", "Reprint", None, 4, 9, "0" * 64)
    found = (evidence_for(article, QUOTE, also=(other,)), evidence_for(article, "A robot valley will follow.", 2))
    places = tuple(map(place_of, found))
    for answer in (None, an_answer(article, a_citation(article, QUOTE, 2)), a_refusal()):
        assert panel(Shown("q", places, answer=answer), interface) == panel(Shown("q", found, answer=answer), interface)
    assert say("page", interface, number=2) in panel(Shown("q", places), interface)


# an article


def marked(source: str) -> Sequence[str]:
    """The marked spans, as text."""
    return [unescape(span).replace("<br>", "\n") for span in re.findall(r"<mark[^>]*>(.*?)</mark>", source, re.DOTALL)]


@pytest.mark.parametrize("quote", [QUOTE, "Pudong is in Shanghai.", "A robot valley will follow."])
def test_the_cited_sentence_alone_is_marked_in_its_article(quote: str) -> None:
    found = an_article(TEXT, title="Pudong")
    start = TEXT.index(quote)
    source = article_page(found, start, start + len(quote), found.sha256, "en")
    assert marked(source) == [quote]
    assert TEXT in read(source).text


@pytest.mark.parametrize("before", ["𠮷𠮷", "🚀 <b>", "e\u0301", "עברית ", "ไทย\n\n"])
def test_the_mark_counts_code_points(before: str) -> None:
    found = an_article(f"{before}{QUOTE}\nMore.")
    source = article_page(found, len(before), len(before) + len(QUOTE), found.sha256, "en")
    assert marked(source) == [QUOTE]


def test_a_sentence_over_two_lines_is_marked_whole() -> None:
    found = an_article("First.\nOver two\nlines.\nLast.")
    source = article_page(found, 7, 22, found.sha256, "en")
    assert marked(source) == ["Over two\nlines."]
    assert "\n" not in source


@pytest.mark.parametrize("interface", STRINGS)
def test_an_article_that_is_gone_is_said_to_be_gone(interface: Interface) -> None:
    page = read(article_page(None, 0, 5, "abc", interface))
    assert say("gone", interface) in page.text
    assert len(page.of("yj-back")) == 1


@pytest.mark.parametrize("interface", STRINGS)
def test_an_article_that_changed_says_so_and_marks_nothing(interface: Interface) -> None:
    found = an_article(TEXT)
    source = article_page(found, 0, 5, "0" * 64, interface)
    assert say("changed", interface) in read(source).text
    assert marked(source) == []
    assert TEXT in read(source).text


def test_an_article_that_did_not_change_says_nothing_of_the_kind() -> None:
    found = an_article(TEXT)
    assert say("changed", "en") not in article_page(found, 0, 5, found.sha256, "en")


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (9, 5), (0, len(TEXT) + 1), (0, 0)])
def test_a_place_that_is_not_in_the_text_marks_nothing_and_shows_the_article(start: int, end: int) -> None:
    found = an_article(TEXT)
    source = article_page(found, start, end, found.sha256, "en")
    assert marked(source) == []
    assert TEXT in read(source).text


def test_an_article_shows_its_title_day_language_and_address() -> None:
    found = an_article(TEXT, title="Pudong grows", published="2021-07-13", url="https://example.org/?a=1&b=2")
    page = read(article_page(found, 0, 5, found.sha256, "en"))
    assert "Pudong grows2021-07-13 · en · https://example.org/?a=1&b=2" in page.text
    assert {"lang": "en"} in [attributes for tag, attributes in page.elements if tag == "article"]


@pytest.mark.parametrize(("interface", "label"), [("en", "also in: "), ("zh", "另见：")])
def test_a_card_names_the_other_places_of_its_sentence_and_opens_them(interface: Interface, label: str) -> None:
    also = (Elsewhere("a" * 16, "Reprint", None, 3, 9, "b" * 64), Elsewhere("c" * 16, "", None, 0, 6, "d" * 64))
    (item,) = evidence(1)
    page = read(panel(Shown("?", (replace(item, also=also),)), interface))
    assert [place["data-article"] for place in page.of("yj-other")] == ["a" * 16, "c" * 16]
    assert [(place["data-start"], place["data-end"]) for place in page.of("yj-other")] == [("3", "9"), ("0", "6")]
    assert page.of("yj-other")[0]["data-sha256"] == "b" * 64
    assert f"{label}Reprint{'c' * 16}" in page.text
    assert not read(panel(Shown("?", (item,)), interface)).of("yj-also")
