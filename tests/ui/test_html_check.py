"""A checked answer and a receipt as HTML: nothing lost, nothing from outside as markup, and every outcome in words."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import a_citation, an_article
from parsed import parsed as read
from yinju.index.errors import AnswerRefused, LibraryMissing, ReceiptBroken
from yinju.rag.checking import CheckedAnswer, CheckedStatement, Fault, GivenCitation, Outcome
from yinju.rag.receipt import Receipt, Rechecked, RecheckedCitation, State
from yinju.rag.types import Statement, Verdict
from yinju.ui.html.check import PROBLEMS, Refusal, Shown, result, status
from yinju.ui.html.reasons import reasons
from yinju.ui.strings import STRINGS, Interface, say

ATTACK = (
    """"><script>alert(1)</script><img src=x onerror='alert(2)'>' onmouseover='alert(3)' </span></section>&lt;b&gt;"""
)
QUOTE = "There are now over 600 AI companies."
ARTICLE = an_article(f"Pudong is in Shanghai. {QUOTE}", title="Pudong grows", published="2021-07-13")
TEXT = "# Title\n\nOne otter [1]. Two otters.\n\n- Three\notters [2].\n\n## Sources\n1. Pudong grows\n"


def a_statement(text: str, of: str, outcome: Outcome = Outcome.SUPPORTED, **fields: object) -> CheckedStatement:
    """A statement that stands in a text."""
    start = of.index(text)
    values = {"verdict": Verdict.SUPPORTED, "reasons": ("the source says so",), **fields}
    return CheckedStatement(" ".join(text.split()), start, start + len(text), "en", outcome, **values)  # type: ignore[arg-type]


def checked(**fields: object) -> CheckedAnswer:
    """An answer of three sentences: supported, contradicted, wrongly cited."""
    statements = (
        a_statement("One otter [1].", TEXT, quote=a_citation(ARTICLE, QUOTE), citations=(GivenCitation("[1]", "Pudong grows", ARTICLE.id, "Pudong grows", verdict=Verdict.VERBATIM),)),
        a_statement("Two otters.", TEXT, Outcome.CONTRADICTED, reasons=("the source says 600",), quote=a_citation(ARTICLE, QUOTE)),
        a_statement("Three\notters [2].", TEXT, Outcome.WRONG, reasons=("the source says so", "[2] does not say this"), quote=a_citation(ARTICLE, QUOTE), citations=(GivenCitation("[2]", "Elsewhere", "e" * 16, "Elsewhere", fault=Fault.WRONG, reasons=("[2] does not say this",)),)),
    )  # fmt: skip
    return replace(CheckedAnswer(TEXT, "en", statements), **fields)  # type: ignore[arg-type]


def a_receipt(*states: State, intact: bool = True, now: str | None = None) -> Rechecked:
    """A receipt whose citations came to these states."""
    citations = tuple(a_citation(ARTICLE, QUOTE, number) for number in range(1, len(states) + 1))
    statements = tuple(Statement(f"Said {citation.marker}.", (citation.marker,)) for citation in citations)
    receipt = Receipt({}, intact, "2026-01-02T03:04:05Z", "0.1.0", "How many?", "en", "Said.", statements, citations)
    return Rechecked(
        receipt,
        tuple(
            RecheckedCitation(citation, state, f"because {state}", None if state is State.GONE else ARTICLE.id, 0, 6, now)
            for citation, state in zip(citations, states, strict=True)
        ),
    )  # fmt: skip


def everything(poison: str, interface: Interface) -> list[str]:
    """Every page there is, with a text in every place that text can come from."""
    article = an_article(f"{poison}\n{QUOTE}", poison, title=poison, url=poison, published=poison, language=poison)
    quote = replace(a_citation(article, article.text), reasons=(poison,), sha256=poison)
    text = f"{poison}\n{poison}\n{poison}"
    given_ = tuple(
        GivenCitation(poison, poison, found, poison, poison, fault, reasons=(poison,))
        for found in (None, poison)
        for fault in (None, *Fault)
    )
    statements = tuple(
        CheckedStatement(poison, at, at + len(poison), poison, outcome, Verdict.SUPPORTED, (poison,) * 2, quote, given_, quote)
        for outcome, at in zip((Outcome.SUPPORTED, Outcome.CONTRADICTED), (0, len(poison) + 1), strict=True)
    )  # fmt: skip
    answer = CheckedAnswer(text, poison, statements)
    found = a_receipt(*State, now=poison)
    receipt = replace(
        found.receipt, created=poison, version=poison, question=poison, statements=(Statement(poison, (1, 2, 3, 4, 5)),)
    )
    items = tuple(replace(item, citation=replace(quote, marker=1), reason=poison) for item in found.citations)
    return [
        result(Shown(checked=answer), interface),
        reasons(answer, interface),
        result(Shown(rechecked=Rechecked(receipt, items)), interface),
        status(Shown(refusal=Refusal(LibraryMissing("4711"), "", poison)), interface),
        status(Shown(refusal=Refusal(ReceiptBroken(poison, "field", key=poison), poison)), interface),
    ]


# nothing from outside becomes markup


@pytest.mark.parametrize("interface", STRINGS)
def test_text_from_outside_adds_no_element_and_no_attribute(interface: Interface) -> None:
    for plain, attacked in zip(everything("plain", interface), everything(ATTACK, interface), strict=True):
        assert "<script" not in attacked
        shapes = [
            [(tag, sorted(attributes)) for tag, attributes in read(source).elements] for source in (plain, attacked)
        ]
        assert shapes[0] == shapes[1]
        assert "alert(1)" in read(attacked).text


@given(st.text(alphabet="<>&\"'`*[]()# ab\n\t;.ü天", min_size=1, max_size=80), st.data())
def test_the_text_comes_back_whole_and_in_its_order_wherever_its_sentences_are(text: str, data: st.DataObject) -> None:
    places = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(places[::2], places[1::2], strict=False))
    statements = tuple(
        CheckedStatement(text[start:end], start, end, "en", Outcome.SUPPORTED, Verdict.SUPPORTED)
        for start, end in spans
        if start < end
    )
    page = result(Shown(checked=CheckedAnswer(text, "en", statements)), "en")
    if not statements:
        assert page == ""
        return
    whole = page[page.index("yj-checked") :]
    words = read(f'<i class="{re.sub("<span class=.yj-outcome.*?</span></span></span>", "</span>", whole)}').text
    assert words.replace("\n", " ") == text.replace("\n", " ")


# a checked answer


def test_paragraphs_stay_and_a_line_that_breaks_inside_a_sentence_does_not() -> None:
    page = result(Shown(checked=checked()), "en")
    assert "# Title\n\n" in page
    assert "Three otters [2]." in page
    assert "\n\n## Sources\n1. Pudong grows\n" in page


@pytest.mark.parametrize("interface", STRINGS)
@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_is_a_sign_and_a_word_and_no_colour_alone(outcome: Outcome, interface: Interface) -> None:
    answer = CheckedAnswer("Otters swim.", "en", (a_statement("Otters swim.", "Otters swim.", outcome),))
    page = read(result(Shown(checked=answer), interface))
    (sentence,) = page.of("yj-sentence")
    assert sentence["data-outcome"] == outcome.value
    assert ("data-problem" in sentence) == (outcome in PROBLEMS)
    shown = page.text.split("Otters swim.")[-1]
    assert len(shown.split()[0]) == 1, "the sign"
    assert len(shown.split()) > 1, "and the word"
    assert say(f"outcome_{outcome.value}", interface) in read(reasons(answer, interface)).text


@pytest.mark.parametrize("interface", STRINGS)
def test_outcomes_that_look_alike_differ_in_their_words(interface: Interface) -> None:
    statements = tuple(a_statement("Otters swim.", "Otters swim.", outcome) for outcome in Outcome)
    words = {
        read(result(Shown(checked=CheckedAnswer("Otters swim.", "en", (one,))), interface)).text.split("Otters swim.")[-1]
        for one in statements
    }  # fmt: skip
    assert len(words) == len(Outcome)


def test_a_sentence_can_be_reached_by_key_and_leads_to_its_reasons() -> None:
    sentences = read(result(Shown(checked=checked()), "en")).of("yj-sentence")
    sections = read(reasons(checked(), "en")).of("yj-reasons")
    assert [(s["role"], s["tabindex"], s["aria-expanded"]) for s in sentences] == [("button", "0", "false")] * 3
    assert [s["aria-controls"] for s in sentences] == [s["id"] for s in sections]
    assert all("hidden" in section for section in sections)


@pytest.mark.parametrize("interface", STRINGS)
def test_counts_filter_and_problems_come_first(interface: Interface) -> None:
    page = read(result(Shown(checked=checked()), interface))
    assert [button["data-only"] for button in page.of("yj-filter")] == [
        "", "wrong nowhere partial contradicted unsupported", "supported", "wrong", "contradicted",
    ]  # fmt: skip
    assert [button["aria-pressed"] for button in page.of("yj-filter")] == ["true", *["false"] * 4]
    for name, count in (("check_all", 3), ("check_problems", 2)):
        assert say(name, interface, count=count) in page.text
    assert [button["data-step"] for button in page.of("yj-step")] == ["-1", "1"]


def test_the_summary_is_in_the_language_of_the_page_whatever_the_answer_is_in() -> None:
    assert "3 sentences: 1 supported, " in read(result(Shown(checked=checked(language="zh")), "en")).text
    assert "共3句：1句有据，" in read(result(Shown(checked=checked()), "zh")).text


@pytest.mark.parametrize("interface", STRINGS)
def test_an_answer_without_a_problem_says_so_and_has_no_way_to_one(interface: Interface) -> None:
    fine = checked(statements=checked().statements[:1])
    page = read(result(Shown(checked=fine), interface))
    assert say("check_fine", interface) in page.text
    assert page.of("yj-step") == []
    assert len(page.of("yj-filter")) == 2


@pytest.mark.parametrize(("running", "files"), [(True, 0), (False, 3)])
def test_files_are_offered_of_what_is_finished(running: bool, files: int) -> None:
    assert len(read(result(Shown(checked=checked(), running=running), "en")).of("yj-save")) == files


def test_one_text_is_told_from_the_next_while_it_grows_and_in_any_language() -> None:
    def of(answer: CheckedAnswer, interface: Interface = "en") -> str | None:
        (bar,) = read(result(Shown(checked=answer), interface)).of("yj-tally")
        return bar["data-of"]

    assert of(checked()) == of(checked(statements=checked().statements[:1], left=2)) == of(checked(), "zh")
    assert of(checked()) != of(checked(text=f"{TEXT} "))


@pytest.mark.parametrize("interface", STRINGS)
def test_before_anything_is_checked_the_view_says_what_it_is_for(interface: Interface) -> None:
    page = read(result(Shown(), interface))
    assert say("check_welcome", interface) in page.text
    assert [tag for tag, _ in page.elements].count("li") == 3
    assert reasons(None, interface) == ""


# why


def sections(answer: CheckedAnswer, interface: Interface = "en") -> list[str]:
    """The text of each section."""
    return [read(part).text for part in reasons(answer, interface).split("<section")[1:]]


def test_a_quote_opens_its_article_at_its_place() -> None:
    quoted = read(reasons(checked(), "en")).of("yj-card")
    assert len(quoted) == 3
    assert {card["data-on"] for card in quoted} == {"select"}
    assert ARTICLE.text[int(quoted[0]["data-start"] or "") : int(quoted[0]["data-end"] or "")] == QUOTE
    assert quoted[0]["data-sha256"] == ARTICLE.sha256
    assert "Pudong grows · 2021-07-13 · en" in sections(checked())[0]


def test_reasons_are_told_once_those_of_a_citation_with_it() -> None:
    true, false, wrong = sections(checked())
    assert "the source says so" not in true, "its quote is shown"
    assert "the source says 600" in false
    assert wrong.count("[2] does not say this") == 1


@pytest.mark.parametrize("interface", STRINGS)
def test_missing_wrong_nowhere_and_absent_citations_are_told_apart(interface: Interface) -> None:
    words = [
        say("check_not_cited", interface),
        *(say(f"check_fault_{fault.value}", interface) for fault in Fault),
    ]
    assert len(set(words)) == 4
    carried = [(), *((GivenCitation("[1]", "X", fault=fault, reasons=("why",)),) for fault in Fault)]
    for word, citations in zip(words, carried, strict=True):
        answer = checked(statements=(replace(checked().statements[0], citations=citations),))
        (section,) = sections(answer, interface)
        assert [other for other in words if other in section] == [word]


def test_what_another_source_says_otherwise_stands_there_too() -> None:
    other = replace(a_citation(ARTICLE, "Pudong is in Shanghai."), title="Another paper")
    answer = checked(statements=(replace(checked().statements[0], against=other),))
    (section,) = sections(answer)
    assert section.index(say("check_quote_other", "en")) < section.index("Another paper")


@pytest.mark.parametrize(
    ("outcome", "heading"),
    [(Outcome.MISSING, "supports"), (Outcome.CONTRADICTED, "against"), (Outcome.UNSUPPORTED, "near")],
)
def test_a_quote_is_called_what_it_is(outcome: Outcome, heading: str) -> None:
    (section,) = sections(checked(statements=(replace(checked().statements[0], outcome=outcome),)), "zh")
    assert say(f"check_quote_{heading}", "zh") in section


# how far it has come


@pytest.mark.parametrize("interface", STRINGS)
def test_a_long_check_says_how_far_it_is(interface: Interface) -> None:
    assert say("check_reading", interface) in status(Shown(running=True), interface)
    page = read(status(Shown(checked=checked(left=37), running=True), interface))
    ((_, bar),) = [item for item in page.elements if item[0] == "progress"]
    assert (bar["value"], bar["max"]) == ("3", "40")
    assert say("check_progress", interface, done=3, all=40, problems=2) in page.text


@pytest.mark.parametrize("interface", STRINGS)
def test_a_check_that_was_stopped_says_where(interface: Interface) -> None:
    page = read(status(Shown(checked=checked(left=37)), interface))
    assert page.text == say("check_stopped", interface, done=3, all=40)


def test_a_finished_check_has_nothing_more_to_say() -> None:
    assert status(Shown(checked=checked()), "en") == ""


@pytest.mark.parametrize("interface", STRINGS)
def test_a_refusal_is_announced_and_names_the_file(interface: Interface) -> None:
    error = AnswerRefused("too long", "long", count="100,001", most="100,000")
    page = read(status(Shown(refusal=Refusal(error, "essay.md")), interface))
    assert [attributes["role"] for attributes in page.of("yj-error")] == ["alert"]
    assert "essay.md" in page.text
    assert "100,001" in page.text
    assert "too long" not in page.text, "it is said in the words of the page"


@pytest.mark.parametrize(("interface", "said"), [("en", "is not there any more"), ("zh", "已不在原处")])
def test_an_error_of_the_library_is_said_in_the_words_of_the_page(interface: Interface, said: str) -> None:
    page = read(status(Shown(refusal=Refusal(LibraryMissing("no library"), "essay.md", "/articles")), interface))
    assert said in page.text
    assert "/articles" in page.text
    assert "essay.md" not in page.text, "the file has no part in it"


# a receipt


@pytest.mark.parametrize("interface", STRINGS)
@pytest.mark.parametrize("state", State)
def test_what_became_of_a_citation_is_a_sign_and_a_word(state: State, interface: Interface) -> None:
    page = read(result(Shown(rechecked=a_receipt(state)), interface))
    (item,) = page.of("yj-anchor")
    assert item["data-outcome"] == state.value
    assert ("data-problem" in item) == (state not in (State.VERIFIED, State.MOVED))
    assert say(f"check_state_{state.value}", interface) in page.text
    assert f"because {state}" in page.text
    assert QUOTE in page.text
    assert "Said 1." in page.text


def test_states_have_different_words() -> None:
    for interface in STRINGS:
        assert len({say(f"check_state_{state.value}", interface) for state in State}) == len(State)


def test_a_citation_opens_its_article_as_it_is_now_unless_it_is_gone() -> None:
    page = read(result(Shown(rechecked=a_receipt(State.MOVED, State.GONE, State.LOST, now="650 companies")), "en"))
    moved, lost = page.of("yj-way")
    assert (moved["data-article"], moved["data-start"], moved["data-end"]) == (ARTICLE.id, "0", "6")
    assert "data-sha256" not in moved
    assert lost["data-now"] == "650 companies"


@pytest.mark.parametrize(("intact", "word"), [(True, "as it was made"), (False, "was edited")])
def test_a_receipt_says_whether_it_was_edited(intact: bool, word: str) -> None:
    page = read(result(Shown(rechecked=a_receipt(State.VERIFIED, intact=intact)), "en"))
    assert word in page.text
    assert "2026-01-02" in page.text
    assert "How many?" in page.text


@pytest.mark.parametrize("interface", STRINGS)
def test_what_stands_there_now_is_shown_beside_the_old_quote(interface: Interface) -> None:
    page = read(result(Shown(rechecked=a_receipt(State.LOST, now="650 companies")), interface)).text
    then, now = say("check_receipt_then", interface), say("check_receipt_now", interface)
    assert page.index(then) < page.index(QUOTE) < page.index(now) < page.index("650 companies")


def test_a_receipt_is_not_written_again() -> None:
    page = read(result(Shown(rechecked=a_receipt(State.VERIFIED)), "en"))
    assert [button["data-save"] for button in page.of("yj-save")] == ["json", "markdown"]


def test_a_receipt_that_cites_nothing_is_shown_as_one() -> None:
    page = read(result(Shown(rechecked=a_receipt()), "en"))
    assert "it cites nothing" in page.text
    assert page.of("yj-anchor") == []
