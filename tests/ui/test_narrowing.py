"""The filter of the page: what there is to choose, what was chosen, and what that means in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from factories import a_draft, library_of
from fakes import FakeEncoder
from yinju.index.errors import UsageError
from yinju.index.library import Library
from yinju.index.types import Filter
from yinju.ui.app import narrowing
from yinju.ui.app.narrowing import Chosen, Narrowing, told, wanted
from yinju.ui.strings import STRINGS, Interface, say

TEXT = "Otters live in the delta."
HOSTILE = "<img src=x>\u202e\n" * 20


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = library_of(tmp_path, FakeEncoder())
    library.add(
        [
            a_draft(TEXT, "https://a.org/1", url="https://a.org/1", language="zh", facets={"行业": ("制造业",)}),
            a_draft(TEXT, "https://a.org/2", url="https://a.org/2", language="en", facets={"a=b": ("c",)}),
            a_draft(TEXT, "news/1.txt", language="de", facets={"topic": (HOSTILE,)}),
        ],
        clean=False,
    )
    return library


# what there is


def test_languages_stand_by_their_names_in_the_language_of_the_page(library: Library) -> None:
    assert Narrowing(library).languages("en") == [("Chinese", "zh"), ("English", "en"), ("German", "de")]
    assert dict(Narrowing(library).languages("zh")) == {"中文": "zh", "英语": "en", "德语": "de"}


def test_a_chosen_language_stays_though_its_last_article_has_gone(library: Library) -> None:
    assert ("French", "fr") in Narrowing(library).languages("en", ["fr", "en"])
    assert len(Narrowing(library).languages("en", ["fr", "en"])) == 4


def test_facets_stand_as_name_and_value_and_choose_themselves(library: Library) -> None:
    facets = dict(Narrowing(library).facets())
    assert facets["行业: 制造业"] == "行业=制造业"
    assert wanted(Chosen(facets=list(facets.values())), "en").facets[0] in {("行业", "制造业"), ("topic", HOSTILE)}
    assert not any(key.startswith("a=b") for key in facets), "what no filter can say is not offered"


def test_hostile_values_are_short_lines_with_nothing_unseen(library: Library) -> None:
    labels = [label for label, _ in (*Narrowing(library).facets(), *Narrowing(library).sources())]
    assert any("<img src=x>" in label for label in labels)
    for label in labels:
        assert len(label) <= 61
        assert not set("\u202e\n") & set(label)


def test_sources_are_hosts_and_folders(library: Library) -> None:
    assert Narrowing(library).sources() == [("a.org", "a.org"), ("news", "news")]


def test_values_are_looked_up_again_only_after_a_change(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    real = narrowing.present
    monkeypatch.setattr(narrowing, "present", lambda connection: asked.append(1) or real(connection))
    filters = Narrowing(library)
    for _ in range(3):
        filters.languages("en")
        filters.facets()
    assert len(asked) == 1
    library.add([a_draft(TEXT, "x.txt", language="fr")], clean=False)
    assert ("French", "fr") in filters.languages("en")
    assert len(asked) == 2


# what was chosen


def test_nothing_chosen_admits_everything() -> None:
    for nothing in (Chosen(), Chosen([], "", "", [], []), Chosen(None, " ", None, None, None)):
        assert wanted(nothing, "en") == Filter()
        assert nothing.limits == 0


def test_every_field_limits() -> None:
    chosen = Chosen(
        ["zh", "und"], " 2021-01-01 ", "20240501", ["行业=制造业", "topic: otters", "主题：水獭"], ["a.org"]
    )
    assert chosen.limits == 5
    assert wanted(chosen, "en") == Filter(
        ("zh", "und"), "2021-01-01", "2024-05-01",
        (("行业", "制造业"), ("topic", "otters"), ("主题", "水獭")), sources=("a.org",),
    )  # fmt: skip


@pytest.mark.parametrize("interface", STRINGS)
@pytest.mark.parametrize(
    ("fields", "name", "values"),
    [
        ({"since": "yesterday"}, "filter_bad_day", {"day": "yesterday"}),
        ({"until": "2021-02-30"}, "filter_bad_day", {"day": "2021-02-30"}),
        (
            {"since": "2024-01-02", "until": "2024-01-01"},
            "filter_bad_order",
            {"since": "2024-01-02", "until": "2024-01-01"},
        ),
        ({"facets": ["otters"]}, "filter_bad_facet", {"facet": "otters"}),
        ({"facets": [": otters"]}, "filter_bad_facet", {"facet": ": otters"}),
    ],
)
def test_what_cannot_be_is_said_in_the_language_of_the_page(
    interface: Interface, fields: dict[str, Any], name: str, values: dict[str, str]
) -> None:
    for use in (wanted, told):
        with pytest.raises(UsageError) as error:
            use(Chosen(**fields), interface)
        assert str(error.value) == say(name, interface, **values)


@pytest.mark.parametrize("interface", STRINGS)
def test_anything_else_that_is_wrong_is_said_too(interface: Interface) -> None:
    for fields in ({"sources": ["  "]}, {"facets": ["=x"]}, {"languages": ["english"]}):
        with pytest.raises(UsageError) as error:
            wanted(Chosen(**fields), interface)
        assert str(error.value).startswith(say("filter_bad", interface, why=""))


def test_a_hostile_day_is_shown_as_text() -> None:
    with pytest.raises(UsageError) as error:
        wanted(Chosen(since=HOSTILE), "en")
    assert "\u202e" not in str(error.value)
    assert "\n" not in str(error.value)


# in words


@pytest.mark.parametrize(
    ("chosen", "interface", "sentence"),
    [
        (Chosen(), "en", "Questions are asked of all articles."),
        (Chosen(), "zh", "在全部文章中查找。"),
        (Chosen(["zh", "en"]), "en", "Only of articles in Chinese or English."),
        (Chosen(["zh", "en"]), "zh", "只在这些文章中查找：语言为中文或英语。"),
        (
            Chosen(None, "2021-01-01", ""),
            "en",
            "Only of articles from 2021-01-01 on. Articles without a date are left out.",
        ),
        (Chosen(None, "", "2021-01-01"), "zh", "只在这些文章中查找：日期不晚于 2021-01-01。没有日期的文章不在其中。"),
        (
            Chosen(["zh"], "2021-01-01", "2021-12-31", ["a=b", "c=d"], ["a.org", "news"]),
            "en",
            "Only of articles in Chinese, from 2021-01-01 to 2021-12-31, with a: b and c: d, from a.org or news. "
            "Articles without a date are left out.",
        ),
    ],
)
def test_a_filter_is_told_in_a_sentence(chosen: Chosen, interface: Interface, sentence: str) -> None:
    assert told(chosen, interface) == sentence
