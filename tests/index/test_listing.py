"""The list of articles: searched, filtered, sorted, cut into pages and counted."""

from __future__ import annotations

import json
import random
import sqlite3
from pathlib import Path

import pytest

from factories import an_article
from fake_encoder import FakeEncoder
from yinju.index import listing, tables
from yinju.index.catalogue import FILE, Catalogue
from yinju.index.library import Library
from yinju.index.listing import SORTS, UNDATED, Wanted, counted, listed
from yinju.index.tables import ArticleRow


def catalogue_of(folder: Path, *articles: dict[str, object], added: list[str] | None = None) -> Catalogue:
    """A catalogue with these articles and nothing derived from them, one day after the other unless told."""
    catalogue = Catalogue.create(folder)
    rows = [
        ArticleRow(
            an_article("Text.", str(fields.pop("identity", f"memory:{i}")), **fields),
            f"digest {i}",
            None,
            (),
            added[i] if added else f"2024-01-{i + 1:02} 12:00:00",
        )
        for i, fields in enumerate(articles)
    ]
    with catalogue.writing() as connection:
        tables.put(connection, rows, {}, "fake")
    return catalogue


def titles(catalogue: Catalogue, wanted: Wanted = Wanted(), page: int = 1, size: int = listing.PAGE) -> list[str]:  # noqa: B008
    with catalogue.reading() as connection:
        return [entry.title for entry in listed(connection, wanted, page, size)]


def counts(catalogue: Catalogue, wanted: Wanted = Wanted()) -> listing.Counts:  # noqa: B008
    with catalogue.reading() as connection:
        return counted(connection, wanted)


def test_an_entry_says_what_an_article_is_without_its_text(tmp_path: Path) -> None:
    fields = {"title": "Otters", "url": "https://www.example.org/a", "published": "2023-05-06", "language": "en"}
    catalogue = catalogue_of(tmp_path, {**fields, "facets": {"topic": ("rivers", "otters")}})
    with catalogue.reading() as connection:
        (entry,) = listed(connection, Wanted())
    assert entry.title == "Otters"
    assert entry.facets == {"topic": ("rivers", "otters")}
    assert (entry.published, entry.language, entry.added) == ("2023-05-06", "en", "2024-01-01 12:00:00")
    assert entry.source == "www.example.org"


def test_a_search_finds_words_in_titles_and_sources_whatever_their_case(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path,
        {"title": "Otters of the Delta"},
        {"title": "Élan vital"},
        {"title": "人工智能產業"},
        {"title": "Nothing", "url": "https://otters.example.org/x"},
        {"title": "Nobody", "identity": "/home/ada/otters/b.md"},
    )
    assert set(titles(catalogue, Wanted(search="OTTERS"))) == {"Otters of the Delta", "Nothing", "Nobody"}
    assert titles(catalogue, Wanted(search="delta otters")) == ["Otters of the Delta"]
    assert titles(catalogue, Wanted(search="otters absent")) == []
    assert titles(catalogue, Wanted(search="élan")) == titles(catalogue, Wanted(search="ÉLAN")) == ["Élan vital"]
    assert titles(catalogue, Wanted(search="产业")) == titles(catalogue, Wanted(search="產業")) == ["人工智能產業"]


def test_what_is_searched_for_is_text_and_never_a_pattern(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path, {"title": "100% sure"}, {"title": "1000 sure"}, {"title": "a_b"}, {"title": "axb"}
    )
    assert titles(catalogue, Wanted(search="100%")) == ["100% sure"]
    assert titles(catalogue, Wanted(search="a_b")) == ["a_b"]
    assert titles(catalogue, Wanted(search="\\")) == []
    assert titles(catalogue, Wanted(search="' OR 1=1 --")) == []
    assert titles(catalogue, Wanted(search="x" * 100_000)) == []


def test_titles_are_sorted_as_people_do(tmp_path: Path) -> None:
    names = ["zebra", "Éclair", "apple", "“Banana”", "北京", "安徽", "上海", "中国", "2024 report"]
    catalogue = catalogue_of(tmp_path, *({"title": name} for name in names))
    expected = ["2024 report", "安徽", "apple", "“Banana”", "北京", "Éclair", "上海", "zebra", "中国"]
    assert titles(catalogue, Wanted(sort="title")) == expected
    assert titles(catalogue, Wanted(sort="title", turned=True)) == expected[::-1]


def test_dates_run_from_the_latest_and_what_has_none_stands_last_both_ways(tmp_path: Path) -> None:
    days = ["2020-01-01", None, "2023-01-01", "2021-01-01"]
    catalogue = catalogue_of(tmp_path, *({"title": str(day), "published": day} for day in days))
    assert titles(catalogue, Wanted(sort="date")) == ["2023-01-01", "2021-01-01", "2020-01-01", "None"]
    assert titles(catalogue, Wanted(sort="date", turned=True)) == ["2020-01-01", "2021-01-01", "2023-01-01", "None"]


def test_what_came_last_stands_first_and_languages_stand_together(tmp_path: Path) -> None:
    articles = [
        {"title": title, "language": code} for title, code in (("a", "zh"), ("b", "en"), ("c", "zh"), ("d", "de"))
    ]
    catalogue = catalogue_of(tmp_path, *articles)
    assert titles(catalogue) == ["d", "c", "b", "a"]
    assert titles(catalogue, Wanted(turned=True)) == ["a", "b", "c", "d"]
    assert titles(catalogue, Wanted(sort="language")) == ["d", "b", "c", "a"]


def test_filters_narrow_the_list(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path,
        {"title": "a", "language": "en", "published": "2020-05-01"},
        {"title": "b", "language": "zh", "published": "2020-06-01"},
        {"title": "c", "language": "en", "published": "2021-01-01"},
        {"title": "d", "language": "en"},
    )
    assert titles(catalogue, Wanted(language="en")) == ["d", "c", "a"]
    assert titles(catalogue, Wanted(language="en", year="2020")) == ["a"]
    assert titles(catalogue, Wanted(year=UNDATED)) == ["d"]
    assert titles(catalogue, Wanted(since="2024-01-03 00:00:00")) == ["d", "c"]


def test_counts_tell_what_another_choice_would_find(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path,
        {"title": "red a", "language": "en", "published": "2020-05-01"},
        {"title": "red b", "language": "zh", "published": "2020-06-01"},
        {"title": "red c", "language": "en", "published": "2021-01-01"},
        {"title": "blue d", "language": "en"},
    )
    everything = counts(catalogue)
    assert everything.total == 4
    assert dict(everything.languages) == {"en": 3, "zh": 1}
    assert list(everything.languages) == ["en", "zh"], "the most first"
    assert list(everything.years.items()) == [("2021", 1), ("2020", 2), (UNDATED, 1)], "the latest first, undated last"
    narrowed = counts(catalogue, Wanted(search="red", language="en", year="2021"))
    assert narrowed.total == 1
    assert dict(narrowed.languages) == {"en": 1}
    assert dict(narrowed.years) == {"2021": 1, "2020": 1}
    nothing = counts(catalogue, Wanted(search="green", language="zh"))
    assert (nothing.total, dict(nothing.languages), dict(nothing.years)) == (0, {}, {})


def test_a_choice_that_finds_nothing_any_more_can_still_be_taken_back(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path,
        {"title": "a", "language": "en", "published": "2020-05-01"},
        {"title": "b", "language": "zh", "published": "2021-06-01"},
    )
    found = counts(catalogue, Wanted(language="en", year="2021"))
    assert found.total == 0
    assert dict(found.languages) == {"zh": 1, "en": 0}
    assert dict(found.years) == {"2020": 1, "2021": 0}


@pytest.mark.parametrize("sort", SORTS)
def test_pages_hold_every_article_once(tmp_path: Path, sort: listing.Sort) -> None:
    draw = random.Random(3)
    articles = [
        {
            "title": draw.choice("ab中"),
            "language": draw.choice(["en", "zh"]),
            "published": draw.choice([None, "2020-01-01"]),
        }
        for _ in range(30)
    ]
    catalogue = catalogue_of(tmp_path, *articles, added=["2024-01-01 00:00:00"] * 30)
    for turned in (False, True):
        found: list[str] = []
        for page in range(1, 6):
            with catalogue.reading() as connection:
                found += [entry.id for entry in listed(connection, Wanted(sort=sort, turned=turned), page, 7)]
        assert len(found) == len(set(found)) == 30
        assert titles(catalogue, Wanted(sort=sort, turned=turned), 6, 7) == []


def test_what_changed_lately_is_counted(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, {"title": "a"}, {"title": "b"}, {"title": "c"})
    with catalogue.reading() as connection:
        moments = ["2024-01-03 12:00:00", "2024-01-02 12:00:00", "2030-01-01 00:00:00"]
        assert listing.changed_since(connection, Wanted(since="2030-01-01 00:00:00"), moments) == [1, 2, 0]
        assert listing.changed_since(connection, Wanted(search="b"), moments) == [0, 1, 0]


def test_entries_come_in_the_order_of_their_ids_without_those_that_are_gone(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, {"title": "a"}, {"title": "b"})
    with catalogue.reading() as connection:
        ids = [entry.id for entry in listed(connection, Wanted())]
        found = listing.entries(connection, [ids[1], "0" * 16, ids[0]])
    assert [entry.title for entry in found] == ["a", "b"]


def test_facets_that_cannot_be_read_cost_no_list(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, {"title": "a"}, {"title": "b"})
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE articles SET facets = ? WHERE title = 'a'", ("{broken",))
        connection.execute("UPDATE articles SET facets = ? WHERE title = 'b'", (json.dumps(["no", "facets"]),))
    connection.close()
    assert titles(catalogue) == ["b", "a"]


def test_lists_and_counts_are_read_from_an_index_without_texts(tmp_path: Path) -> None:
    with catalogue_of(tmp_path, {"title": "a"}).reading() as connection:
        connection.create_function("sound", 1, str)
        for query in (
            "SELECT id FROM articles WHERE title LIKE '%a%' OR url LIKE '%a%' OR identity LIKE '%a%' ORDER BY sound(title) LIMIT 50",
            "SELECT id FROM articles ORDER BY added DESC, id LIMIT 50",
            "SELECT language, coalesce(substr(published, 1, 4), ''), count(*) FROM articles GROUP BY 1, 2",
            "SELECT count(*) FROM articles WHERE added >= '2024'",
            "SELECT count(*) FROM articles",
        ):
            (plan, *_) = connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
            assert "COVERING INDEX articles_listed" in plan[3], query


def test_an_older_library_is_listed_as_it_is_and_gets_the_index_with_its_next_change(tmp_path: Path) -> None:
    library = Library.open(tmp_path, FakeEncoder(), create=True)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("DROP INDEX articles_listed")
    connection.close()
    catalogue = Catalogue(tmp_path)
    assert titles(catalogue) == []
    library.remove(["0" * 16])
    with catalogue.reading() as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")]
    assert "articles_listed" in names
