"""The list of conversations as HTML, and kept exchanges in the chat."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from html import unescape

import pytest

from factories import a_citation, an_article, evidence_for
from parsed import parsed
from yinju.rag.conversations.types import Conversation, Entry, Exchange, Listing, place_of
from yinju.rag.types import Answer, Statement
from yinju.ui.html.chat import Shown, conversation, panel
from yinju.ui.html.conversations import conversations, shown
from yinju.ui.strings import STRINGS, Interface, say

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
ATTACK = """"><script>alert(1)</script><img src=x onerror='alert(2)'>' onmouseover='alert(3)' </button>&lt;b&gt;"""
TAGS = {"div", "h3", "ul", "li", "p", "button", "span"}
ATTRIBUTES = {
    "class", "dir", "role", "title", "aria-label", "aria-current", "data-on", "data-talk", "data-rename", "data-label",
}  # fmt: skip


def an_entry(title: str = "How many otters?", ago: float = 0, matched: str | None = None, **fields: str) -> Entry:
    changed = NOW - timedelta(days=ago)
    values = {"id": title, "title": title, "created": changed, "changed": changed, **fields}
    return Entry(Conversation(**values), matched)  # type: ignore[arg-type]


def listed(*entries: Entry, interface: Interface = "en", more: bool = False, **fields: object) -> str:
    return conversations(Listing(entries, more), interface, NOW, **fields)  # type: ignore[arg-type]


def headings(source: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<h3>(.*?)</h3>", source)]


# the list


def test_conversations_stand_under_the_days_they_were_last_used_on() -> None:
    entries = [an_entry(str(ago), ago) for ago in (0, 0.3, 1, 2, 7, 8, 100)]
    source = listed(*entries)
    assert headings(source) == ["Today", "Yesterday", "Previous 7 days", "Earlier"]
    assert re.sub(r"\s+", " ", parsed(source).text) == (
        "Today0✎×0.3✎×Yesterday1✎×Previous 7 days28 Mar✎×73 Mar✎×Earlier82 Mar✎×10030 Nov 2025✎×"
    )


def test_days_are_written_as_in_chinese() -> None:
    text = parsed(listed(an_entry("甲", 5), an_entry("乙", 100), interface="zh")).text
    assert text == "过去 7 天甲3月5日✎×更早乙2025年11月30日✎×"


def test_a_day_is_that_of_the_readers_zone() -> None:
    late = an_entry(ago=(NOW - datetime(2026, 3, 9, 20, tzinfo=UTC)) / timedelta(days=1))
    assert headings(listed(late)) == ["Yesterday"]
    shanghai = NOW.astimezone(timezone(timedelta(hours=8)))
    assert headings(conversations(Listing((late,)), "en", shanghai)) == ["Today"]


def test_what_a_clock_calls_the_future_is_today() -> None:
    assert headings(listed(an_entry(ago=-3))) == ["Today"]


def test_a_conversation_is_opened_renamed_and_deleted_by_its_id() -> None:
    page = parsed(listed(an_entry(id="abc"), an_entry("Second", id="def")))
    buttons = [{k: v for k, v in a.items() if k.startswith("data-")} for tag, a in page.elements if tag == "button"]
    assert buttons == [
        step
        for talk in ("abc", "def")
        for step in (
            {"data-on": "select", "data-talk": talk},
            {"data-rename": talk, "data-label": "Title of the conversation"},
            {"data-on": "delete", "data-talk": talk},
        )
    ]


@pytest.mark.parametrize("interface", STRINGS)
def test_every_button_says_what_it_does_and_to_which_conversation(interface: Interface) -> None:
    page = parsed(listed(an_entry("Otters"), interface=interface))
    labels = [a.get("aria-label") for a in page.of("yj-talk-tool")]
    assert labels == [say(f"conversations_{name}", interface, title="Otters") for name in ("rename", "delete")]
    (whole,) = page.of("yj-talks")
    assert (whole["role"], whole["aria-label"]) == ("navigation", say("conversations", interface))


def test_the_open_conversation_alone_is_marked() -> None:
    page = parsed(listed(an_entry(id="abc"), an_entry(id="def"), current="def"))
    assert [(a["data-talk"], a.get("aria-current")) for a in page.of("yj-talk-open")] == [
        ("abc", None),
        ("def", "true"),
    ]
    assert "aria-current" not in listed(an_entry(id="abc"))


def test_a_question_that_was_found_stands_below_its_title() -> None:
    page = parsed(listed(an_entry("Otters", matched="And in\nthe delta?"), an_entry("Delta"), words="delta"))
    assert len(page.of("yj-talk-matched")) == 1
    assert "OttersAnd in the delta?" in page.text


@pytest.mark.parametrize("interface", STRINGS)
def test_a_list_without_conversations_says_what_it_is_for_and_one_without_finds_what_was_sought(
    interface: Interface,
) -> None:
    assert parsed(listed(interface=interface)).text == say("conversations_empty", interface)
    assert parsed(listed(interface=interface, words=" ")).text == say("conversations_empty", interface)
    assert parsed(listed(interface=interface, words="{otters}")).text == say(
        "conversations_none", interface, words="{otters}"
    )


def test_older_conversations_are_offered_where_there_are_any() -> None:
    assert len(parsed(listed(an_entry(), more=True)).of("yj-talks-older")) == 1
    assert parsed(listed(an_entry(), more=True)).of("yj-talks-older")[0]["data-on"] == "expand"
    assert "yj-talks-older" not in listed(an_entry())


@pytest.mark.parametrize("interface", STRINGS)
def test_a_deleted_conversation_is_offered_back(interface: Interface) -> None:
    page = parsed(listed(interface=interface, deleted=an_entry("Otters", id="abc").conversation))
    (undo,) = page.of("yj-talks-undo")
    assert (undo["data-on"], undo["data-talk"]) == ("undo", "abc")
    assert say("conversations_deleted", interface, title="Otters") in page.text
    assert [a["role"] for a in page.of("yj-talks-deleted")] == ["status"]


def test_trouble_is_told_in_place_of_what_the_list_is_for() -> None:
    page = parsed(listed(note="The disk is full."))
    assert page.text == "The disk is full."
    assert [a["role"] for a in page.of("yj-talks-note")] == ["status"]
    assert "How many" in parsed(listed(an_entry(), note="The disk is full.")).text


@pytest.mark.parametrize("interface", STRINGS)
def test_a_title_of_which_nothing_is_to_be_seen_has_a_name(interface: Interface) -> None:
    assert say("conversations_untitled", interface) in parsed(listed(an_entry("\u200b"), interface=interface)).text


@pytest.mark.parametrize("interface", STRINGS)
def test_no_text_becomes_markup(interface: Interface) -> None:
    def page(text: str) -> str:
        entry = an_entry(text, 30, text, id=text)
        return listed(
            entry, interface=interface, more=True, current=text, words=text, deleted=entry.conversation, note=text
        ) + listed(interface=interface, words=text)  # fmt: skip

    attacked, plain = parsed(page(ATTACK)), parsed(page("plain"))
    assert {tag for tag, _ in attacked.elements} <= TAGS
    assert {name for _, attributes in attacked.elements for name in attributes} <= ATTRIBUTES
    assert [(tag, sorted(a)) for tag, a in attacked.elements] == [(tag, sorted(a)) for tag, a in plain.elements]
    assert attacked.of("yj-talk-open")[0]["data-talk"] == ATTACK
    assert attacked.text.count("<script>alert(1)</script>") == 5


# kept exchanges in the chat


ARTICLE = an_article("The delta is home to forty otters.", title="Otters")
ANSWER = Answer(
    "q", "en", "…", False, None, "quotes", (Statement(ARTICLE.text, (1,)),), (a_citation(ARTICLE, ARTICLE.text),)
)


def test_a_kept_exchange_looks_as_it_did() -> None:
    evidence = (evidence_for(ARTICLE, ARTICLE.text),)
    live = Shown("How many?", evidence, answer=ANSWER)
    kept = shown(Exchange(1, "How many?", NOW, ANSWER, evidence=tuple(map(place_of, evidence))), "en")
    assert conversation([kept], "en") == conversation([live], "en")
    assert panel(kept, "en") == panel(live, "en")


@pytest.mark.parametrize("interface", STRINGS)
@pytest.mark.parametrize("unreadable", [True, False])
def test_a_kept_question_without_an_answer_does_not_look_as_if_it_were_searched(
    interface: Interface, unreadable: bool
) -> None:
    page = parsed(conversation([shown(Exchange(1, "q?", NOW, unreadable=unreadable), interface)], interface))
    assert say("conversations_unreadable" if unreadable else "conversations_unanswered", interface) in page.text
    assert say("searching", interface) not in page.text


@pytest.mark.parametrize("interface", STRINGS)
def test_an_answer_that_was_stopped_is_shown_as_far_as_it_was_written(interface: Interface) -> None:
    written = (Statement(ARTICLE.text, (1,)),)
    for statements, note in ((written, "answer_stopped"), ((), "answer_stopped_early")):
        kept = shown(Exchange(1, "q?", NOW, statements=statements, stopped=True), interface)
        assert kept == Shown("q?", statements=statements, stopped=True)
        page = parsed(conversation([kept], interface))
        assert say(note, interface) in page.text
        assert (ARTICLE.text in page.text) == bool(statements)


def test_a_kept_exchange_knows_that_it_was_filtered() -> None:
    assert shown(Exchange(1, "q?", NOW, ANSWER, filtered=True), "en").filtered


def test_why_a_kept_question_was_not_answered_is_shown_as_it_was() -> None:
    assert shown(Exchange(1, "q?", NOW, error="The disk is gone."), "en").error == "The disk is gone."
