"""The library view as HTML: the list, what it can be narrowed to, additions, and what the library holds."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from factories import an_article
from parsed import Page, parsed
from yinju.index import errors
from yinju.index.errors import LibraryBusy, LibraryDamaged, LibraryFull, LibraryMissing, LibraryReadOnly, YinjuError
from yinju.index.holdings import Holdings
from yinju.index.listing import PAGE, UNDATED, Counts, Entry, Wanted
from yinju.index.repairing import Repair
from yinju.index.types import AddReport, Remark, Unreadable
from yinju.index.verifying import Fault, Kind
from yinju.ui.html.additions import Addition, drop_zone, progress
from yinju.ui.html.holdings import Verified, size, state
from yinju.ui.html.library import Listed, listing, reading, when
from yinju.ui.html.look import Look
from yinju.ui.html.refusals import refusal
from yinju.ui.html.troubles import trouble
from yinju.ui.strings import Interface, say

NOW = datetime(2024, 5, 6, 12, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"
INTERFACES: tuple[Interface, ...] = ("en", "zh")
ROOT = Path(__file__).resolve().parents[2]


def an_entry(number: int = 1, **fields: object) -> Entry:
    known = {
        "id": f"{number:016x}",
        "identity": f"/news/{number}.md",
        "title": f"Title {number}",
        "url": None,
        "published": "2023-05-06",
        "language": "en",
        "facets": {},
        "added": "2024-05-06 11:30:00",
    }
    return Entry(**{**known, **fields})  # type: ignore[arg-type]


def a_list(*entries: Entry, **fields: object) -> Listed:
    total = len(entries)
    known = {"counts": Counts(total, {"en": total}, {"2023": total}), "lately": [1, 2, 3], "held": total, "now": NOW}
    return Listed(entries, **{**known, **fields})  # type: ignore[arg-type]


def page_of(shown: Listed, look: Look | None = None, interface: Interface = "en") -> Page:
    return parsed(listing(shown, look or Look(), interface))


def leads(page: Page, name: str) -> Look:
    """The look that the element of an id leads to."""
    (attributes,) = [attributes for _, attributes in page.elements if attributes.get("id") == name]
    assert attributes["data-on"] == "apply"
    return Look.read(str(attributes["data-look"]))


def test_a_row_says_title_source_date_language_facets_and_when_it_came() -> None:
    entry = an_entry(url="https://example.org/a", facets={"topic": ("rivers",), "行业": ("人工智能", "rivers")})
    text = page_of(a_list(entry)).text
    for said in ("Title 1", "example.org", "2023-05-06", "English", "rivers", "人工智能", "30 min ago"):
        assert said in text
    assert text.count("rivers") == 1


def test_a_row_without_title_date_or_folder_has_words_for_it() -> None:
    text = page_of(a_list(an_entry(identity="a.md", title="", published=None, language="xx"))).text
    for said in ("a.md", "undated", "dropped on this page", "xx"):
        assert said in text


def test_a_click_on_a_title_opens_the_article_and_nothing_else_changes() -> None:
    look = Look(Wanted(search="river", language="en", year="2023", sort="title", turned=True), page=3)
    page = page_of(a_list(an_entry(7)), look)
    assert leads(page, f"yj-a-{7:016x}") == replace(look, article=f"{7:016x}")


def test_choosing_a_language_or_a_year_keeps_the_search_and_begins_at_the_first_page() -> None:
    look = Look(Wanted(search="river", sort="title"), page=3)
    page = page_of(a_list(an_entry(), counts=Counts(9, {"en": 5, "zh": 4}, {"2023": 5, UNDATED: 4})), look)
    assert leads(page, "yj-language-zh") == Look(Wanted(search="river", language="zh", sort="title"))
    assert leads(page, "yj-year-2023") == Look(Wanted(search="river", year="2023", sort="title"))
    assert leads(page, "yj-year-none") == Look(Wanted(search="river", year=UNDATED, sort="title"))
    chosen = page_of(a_list(an_entry()), Look(Wanted(language="en", year="2023")))
    assert leads(chosen, "yj-language-en") == Look(Wanted(year="2023")), "a second click takes it back"
    assert leads(chosen, "yj-year-2023") == Look(Wanted(language="en"))
    pressed = [a["id"] for _, a in chosen.elements if a.get("aria-pressed") == "true"]
    assert pressed == ["yj-language-en", "yj-year-2023", "yj-sort-added"]


def test_choosing_what_changed_lately_puts_the_latest_first() -> None:
    page = page_of(a_list(an_entry()), Look(Wanted(sort="title", turned=True)))
    assert leads(page, "yj-hours-24") == Look(hours=24)
    assert leads(page_of(a_list(an_entry()), Look(hours=24)), "yj-hours-24") == Look()
    nothing = page_of(a_list(an_entry(), lately=[0, 0, 5]))
    spans = [a["id"] for _, a in nothing.elements if str(a.get("id")).startswith("yj-hours-")]
    assert spans == ["yj-hours-168"], "nowhere else is anything to be found"


def test_a_second_click_on_an_order_turns_it_round() -> None:
    page = page_of(a_list(an_entry()), Look(Wanted(sort="title")))
    assert leads(page, "yj-sort-title") == Look(Wanted(sort="title", turned=True))
    assert leads(page, "yj-sort-date") == Look(Wanted(sort="date"))
    assert "Title ↑" in page.text
    assert "Added ↓" in page_of(a_list(an_entry())).text
    assert "Added ↑" in page_of(a_list(an_entry()), Look(Wanted(turned=True))).text


def test_many_years_are_behind_a_click() -> None:
    years = {str(year): 1 for year in range(2024, 1990, -1)}
    page = page_of(a_list(an_entry(), counts=Counts(34, {"en": 34}, years)))
    assert "22 more" in page.text
    assert [tag for tag, _ in page.elements].count("details") == 1


def test_pages_lead_to_their_neighbours_and_both_ends() -> None:
    total = 20 * PAGE - 1
    entries = [an_entry(i) for i in range(PAGE)]
    page = page_of(a_list(*entries, counts=Counts(total, {}, {})), Look(page=10))
    numbers = [a["id"] for _, a in page.elements if str(a.get("id", "")).startswith("yj-page-")]
    assert numbers == [f"yj-page-{number}" for number in (1, 8, 9, 10, 11, 12, 20)]
    assert leads(page, "yj-page-20") == Look(page=20, focus="top")
    assert f"{9 * PAGE + 1}–{10 * PAGE} of {total}" in page.text.replace(",", "")
    assert [a["id"] for _, a in page.elements if a.get("aria-current") == "page"] == ["yj-page-10"]
    assert not page_of(a_list(an_entry())).of("yj-lib-pages"), "one page needs no numbers"


@pytest.mark.parametrize("interface", INTERFACES)
def test_an_empty_library_and_an_empty_search_have_words_of_their_own(interface: Interface) -> None:
    assert say("library_empty", interface) in page_of(a_list(held=0), interface=interface).text
    nothing = page_of(a_list(held=5), Look(Wanted(search="nowhere")), interface)
    assert say("library_nothing", interface) in nothing.text
    assert [a["data-on"] for _, a in nothing.elements if a.get("id") == "yj-clear-search"] == ["expand"]


@pytest.mark.parametrize("interface", INTERFACES)
def test_what_was_removed_can_be_brought_back(interface: Interface) -> None:
    one = page_of(a_list(an_entry(), removed=["River"]), interface=interface)
    assert say("library_removed_one", interface, title="River") in one.text
    assert say("library_restore_until", interface) in one.text, "it says how long"
    assert [a["data-on"] for a in one.of("yj-lib-go") if a.get("id") == "yj-restore"] == ["retry"]
    assert [a["data-on"] for a in one.of("yj-lib-close")] == ["collapse"]
    many = page_of(a_list(removed=["a", "b", "c"], held=0), interface=interface)
    assert say("library_removed", interface, count=3) in many.text, "also when nothing is left"


def test_the_keyboard_goes_on_where_it_was() -> None:
    def focused(focus: str = "") -> list[str | None]:
        page = page_of(a_list(an_entry(7), removed=["x"]), Look(focus=focus))
        return [a.get("id") for _, a in page.elements if a.get("data-focus")]

    assert focused(f"{7:016x}") == [f"yj-a-{7:016x}"]
    assert focused("top") == ["yj-list-top"]
    assert focused("restore") == ["yj-restore"]
    assert focused() == []


def test_an_article_is_read_with_its_facets_a_way_back_and_a_way_to_remove_it() -> None:
    found = an_article("One.\nTwo.", title="River", published="2023-05-06", facets={"topic": ("otters", "delta")})
    page = parsed(
        reading(found, "2024-05-06 09:00:00", Look(Wanted(search="river"), page=3, article=found.id), NOW, "en")
    )
    for said in ("River", "One.", "2023-05-06", "topic: otters, delta", "3 h ago", "Back to the list"):
        assert said in page.text
    assert [a["data-ids"] for _, a in page.elements if a.get("data-on") == "delete"] == [found.id]
    assert [a["data-on"] for a in page.of("yj-back")] == ["undo"]
    (around,) = page.of("yj-lib-reading")
    assert Look.read(str(around["data-back"])) == Look(Wanted(search="river"), page=3, focus=found.id)
    assert not [a for _, a in page.elements if a.get("id") == "yj-cited"]


@pytest.mark.parametrize("interface", INTERFACES)
def test_an_article_that_is_gone_is_said_to_be(interface: Interface) -> None:
    page = parsed(reading(None, "", Look(), NOW, interface))
    assert say("gone", interface) in page.text
    assert page.of("yj-back")


def test_hostile_titles_names_and_facets_stay_text() -> None:
    entry = an_entry(title=HOSTILE, identity=f"{HOSTILE}/a.md", facets={HOSTILE: (HOSTILE,)}, published=HOSTILE, language=HOSTILE, added=HOSTILE)  # fmt: skip
    shown = a_list(entry, counts=Counts(1, {HOSTILE: 1}, {HOSTILE: 1}), removed=[HOSTILE])
    report = AddReport(
        unreadable=[Unreadable(HOSTILE, HOSTILE)], remarks=[Remark(HOSTILE, HOSTILE)], stored=["x"], added=1
    )
    addition = Addition(1, 1, "done", 1, 1, report=report, refused=(Unreadable(HOSTILE, HOSTILE),), stored=(entry,))
    failed = Addition(2, 1, "failed", error=YinjuError(HOSTILE))
    found = an_article(HOSTILE, title=HOSTILE, facets={HOSTILE: (HOSTILE,)}, published=HOSTILE, url=HOSTILE)
    for rendered in (
        listing(shown, Look(Wanted(search=HOSTILE, language=HOSTILE, year=HOSTILE)), "en"),
        reading(found, HOSTILE, Look(Wanted(search=HOSTILE)), NOW, "en"),
        progress([addition, failed], [], HOSTILE, "en"),
        state(replace(HELD, encoder=HOSTILE, folder=Path(HOSTILE)), HOSTILE, Verified(trouble=HOSTILE), "en"),
    ):
        page = parsed(rendered)
        assert not {"script", "img"} & {tag for tag, _ in page.elements}
        assert not [a for _, a in page.elements if "onerror" in a]
        assert "alert(1)" in page.text


# where a look leads


@pytest.mark.parametrize(
    "look",
    [
        Look(),
        Look(Wanted(search="a&b=c 中文 %", language="zh", year="2023", sort="title", turned=True), 24, 7, "0" * 16),
        Look(focus="top"),
        Look(focus="restore"),
        Look(page=2, focus="1" * 16),
        Look(Wanted(year=UNDATED)),
        Look(Wanted(sort="date")),
    ],
)
def test_a_look_survives_the_browser(look: Look) -> None:
    assert Look.read(str(look)) == look


@pytest.mark.parametrize(
    "text",
    ["", "nonsense", "page=-1", "page=99999999999999999999", "page=²", "sort=; DROP TABLE articles", "hours=7x", "article=../x", "article=top", "focus=<b>", "\x00", "=&=&"],
)  # fmt: skip
def test_nonsense_from_a_browser_is_a_look_at_everything(text: str) -> None:
    look = Look.read(text)
    assert look.wanted == Wanted()
    assert look.article == ""
    assert 1 <= look.page <= 1_000_000


def test_a_new_search_begins_at_the_first_page_and_the_same_one_stays_where_it_is() -> None:
    look = Look(Wanted(search="river"), page=4, article="0" * 16)
    assert look.searching("river") == look
    assert look.searching("delta") == Look(Wanted(search="delta"))


def test_what_is_wanted_lately_counts_from_now() -> None:
    assert Look(hours=24).at(NOW).since == "2024-05-05 12:00:00"
    assert Look().at(NOW).since == ""


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2024-05-06 11:59:40", "just now"),
        ("2024-05-06 12:00:30", "just now"),
        ("2024-05-06 11:15:00", "45 min ago"),
        ("2024-05-05 13:00:00", "23 h ago"),
        ("2024-04-01 12:00:00", "2024-04-01"),
        ("nonsense", "nonsense"),
    ],
)
def test_moments_are_told_as_people_tell_them(moment: str, said: str) -> None:
    assert when(moment, NOW, "en") == said


# adding


@pytest.mark.parametrize("interface", INTERFACES)
def test_the_drop_zone_says_what_is_taken_and_how_large_it_may_be(interface: Interface) -> None:
    page = parsed(drop_zone(64, 2000, interface))
    for said in (".pdf", ".zip", ".jsonl", "64 MB", say("library_files", interface)):
        assert said in page.text
    (zone,) = page.of("yj-lib-drop")
    assert (zone["data-largest"], zone["data-most"]) == ("64", "2000")
    assert {"{done}", "{total}"} <= set(re.findall(r"\{\w+\}", str(zone["data-sending"])))


def test_a_running_addition_tells_its_count_and_the_time_left() -> None:
    page = parsed(progress([Addition(1, 200, "running", 40, 200, 80.0)], [], "/library", "en"))
    assert "Adding: 40 of 200, about 80 s left" in page.text
    (bar,) = page.of("yj-lib-bar")
    assert (bar["aria-valuenow"], bar["aria-valuemax"]) == ("40", "200")
    assert page.of("yj-lib-bar-4")
    assert [a["data-on"] for _, a in page.elements if a.get("data-addition") == "1"] == ["undo"]
    later = parsed(progress([Addition(1, 200, "running", 40, 200, 600.0)], [], "/library", "en"))
    assert "about 10 min left" in later.text
    unknown = parsed(progress([Addition(1, 200, "running", 0, 200)], [], "/library", "en"))
    assert "left" not in unknown.text


def test_an_addition_that_ended_lists_what_went_in_and_why_the_rest_did_not() -> None:
    report = AddReport(
        2, 1, 5, [Unreadable("b.pdf", "damaged"), Unreadable("c.png", "unknown", ignored=True)], stored=["a"] * 3
    )
    addition = Addition(3, 9, "done", 9, 9, None, report, (Unreadable("big.txt", "large"),), (an_entry(1), an_entry(2)))
    page = parsed(progress([addition], [], "/library", "en"))
    assert "2 added · 1 updated · 5 already there, unchanged · 2 not added" in page.text
    assert "and 1 more" in page.text
    for name, why in (("b.pdf", "damaged"), ("big.txt", "large"), ("c.png", "unknown")):
        assert re.search(rf"{name}\s*{why}", page.text)
    assert [Look.read(str(a["data-look"])) for a in page.of("yj-lib-title")] == [
        Look(article=f"{n:016x}") for n in (1, 2)
    ]
    assert [a["data-on"] for a in page.of("yj-lib-close")] == ["delete"]


def test_a_thousand_refusals_are_shown_a_few_at_once_and_none_is_counted_twice() -> None:
    refused = [Unreadable(f"{i}.txt", "empty; nothing to add") for i in range(1000)]
    page = parsed(
        progress([Addition(1, 1000, "done", 1000, 1000, None, AddReport(unreadable=refused))], [], "/l", "en")
    )
    assert "1,000 not added" in page.text
    assert "and 980 more" in page.text
    assert page.text.count("empty; nothing to add") == 500


@pytest.mark.parametrize("interface", INTERFACES)
def test_a_failed_addition_says_why_and_what_stays(interface: Interface) -> None:
    addition = Addition(1, 9, "failed", 4, 9, error=LibraryFull("no space"))
    text = parsed(progress([addition], [], "/library", interface)).text
    assert say("trouble_full", interface, folder="/library") in text
    assert say("library_add_again", interface, done=4) in text
    unknown = parsed(progress([replace(addition, error=None)], [], "/library", interface)).text
    assert say("library_failed", interface) in unknown


def test_what_others_add_is_one_line() -> None:
    page = parsed(progress([], [Addition(1, 3, "running", 1, 300)], "/library", "en"))
    assert page.text == "Somebody else is adding articles: 300"


def test_stopping_and_stopped_are_told() -> None:
    assert "what has gone in stays" in parsed(progress([Addition(1, 9, "stopping", 4, 9)], [], "/l", "en")).text
    stopped = parsed(progress([Addition(1, 9, "stopped", 4, 9, None, AddReport(4))], [], "/l", "en")).text
    assert "Stopped. 4 added" in stopped


# what the library holds

HELD = Holdings(Path("/library"), 1234, 5678, 91011, "multilingual-e5-small", 45_600_000, 0)


@pytest.mark.parametrize("interface", INTERFACES)
def test_the_state_is_told_in_words(interface: Interface) -> None:
    page = parsed(state(HELD, "the engine", None, interface))
    for said in ("1,234", "5,678", "91,011", "multilingual-e5-small", "46 MB", "the engine", "/library"):
        assert said in page.text
    assert say("library_state_no_index", interface) in page.text
    assert "7.9 MB" in parsed(state(replace(HELD, index_bytes=7_890_000), "", None, interface)).text
    assert [a["data-on"] for _, a in page.elements if a.get("id") == "yj-verify"] == ["submit"]


@pytest.mark.parametrize("interface", INTERFACES)
def test_what_verifying_found_is_told_in_words(interface: Interface) -> None:
    running = parsed(state(HELD, "", Verified(7), interface))
    assert say("library_verifying", interface, seconds=7) in running.text
    assert [a.get("disabled") for _, a in running.elements if a.get("id") == "yj-verify"] == [""]
    well = parsed(state(HELD, "", Verified(9, Repair(Path("/l"), [], articles=14)), interface))
    assert say("library_well", interface, count=14, seconds=9) in well.text
    kinds: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
    faults = [Fault(kind, "x", "y") for kind in kinds] + [Fault("article", "z", "y")]
    unwell = parsed(state(HELD, "", Verified(9, Repair(Path("/l"), faults, faults)), interface))
    for kind in kinds:
        assert say(f"library_fault_{kind}", interface, count=2 if kind == "article" else 1) in unwell.text
    assert "yinju repair --library /l" in unwell.text


@pytest.mark.parametrize(
    ("count", "said"), [(0, "1 kB"), (45_000, "45 kB"), (1_500_000, "1.5 MB"), (45_600_000, "46 MB")]
)
def test_sizes_are_told_in_the_unit_people_read(count: int, said: str) -> None:
    assert size(count) == said


# what is wrong


@pytest.mark.parametrize("interface", INTERFACES)
def test_every_trouble_of_a_library_has_a_sentence_that_names_the_folder(interface: Interface) -> None:
    said = {
        trouble(error, "/my/library", interface)
        for error in (
            LibraryMissing("x"), LibraryReadOnly("x"), LibraryFull("x"), LibraryBusy("x"),
            LibraryDamaged(Path("/my/library/catalogue.sqlite"), "malformed"), errors.NotALibrary("x"),
            errors.LibraryOutdated("x"), errors.EncoderMismatch("x"), errors.EncoderUnavailable("x"),
        )
    }  # fmt: skip
    assert len(said) == 9
    assert all("/my/library" in sentence for sentence in said)


def test_any_other_error_says_what_it_is_inside_a_sentence() -> None:
    assert trouble(YinjuError("the port is taken"), "/l", "zh") == "出了点问题（the port is taken）。请再试一次。"


def literals(path: Path) -> list[str]:
    """The sentences that a reader's source gives as reasons, `{}` standing for what is put in."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    joined = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for node in joined for part in node.values}
    whole = [
        "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values) for node in joined
    ]
    alone = [node.value for node in nodes if isinstance(node, ast.Constant) and id(node) not in inside]
    return whole + [text for text in alone if isinstance(text, str)]


def test_every_reason_that_a_reader_gives_has_its_chinese() -> None:
    sources = [
        *(ROOT / "index" / "read").glob("*.py"),
        ROOT / "index" / "adding.py",
        ROOT / "ui" / "app" / "receiving.py",
    ]
    advice = re.compile(r"[a-z})\"'`] ?(;|,) (nothing|split|fetch|save|mend|check|run|zip|make|pack|quote|convert|put|remove|name|unpack|rename|leave|shorten|left|move|not) ?")  # fmt: skip
    said = {text for path in sources for text in literals(path) if advice.search(text)}
    reasons = {
        text
        for text in said
        if " " in text.strip() and "\n" not in text and not text.endswith((".", "check the spelling"))
    }
    assert len(reasons) > 40
    missing = [text for text in reasons if all(refusal(text.replace("{}", put), "zh") == text.replace("{}", put) for put in ("7", ""))]  # fmt: skip
    assert missing == []


def test_a_reason_keeps_its_figures_in_chinese() -> None:
    assert refusal("5,000,001 characters, more than the 5,000,000 of an article; split it", "zh").count("5,000,00") == 2
    assert refusal("took longer than 30 s to read; split it, or save it again with another program", "zh").startswith(
        "读取超过 30 秒"
    )
    assert refusal("empty; nothing to add", "en") == "empty; nothing to add"
    assert refusal("something nobody foresaw {x}", "zh") == "something nobody foresaw {x}"
