"""Where articles come from, and what a filter can choose among."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import a_draft, library_of
from fakes import FakeEncoder
from yinju.index import sources, tables
from yinju.index.library import Library
from yinju.index.schema import SCHEMA
from yinju.index.sources import Present, host, present, source, within
from yinju.index.types import Filter

TEXT = "Otters live in the delta."


@pytest.mark.parametrize(
    ("url", "identity", "expected"),
    [
        ("https://www.Example.org/a/b?c#d", "https://www.Example.org/a/b?c#d", "www.example.org"),
        ("http://user:secret@example.org:8080/a", "x", "example.org"),
        ("https://例子.中国/新闻", "x", "例子.中国"),
        ("http://[2001:db8::1]:80/a", "x", "[2001:db8::1]"),
        ("example.org/a", "x", "example.org"),
        ("localhost:8000/a", "x", "localhost"),
        ("https://example.org?q=/a", "x", "example.org"),
        ("doi:10.1000/182", "doi:10.1000/182", "doi"),
        ("urn:isbn:1", "urn:isbn:1", "urn"),
        ("https:///nowhere", "news/a.txt", "news"),
        (None, "/data/news/a.txt", "/data/news"),
        (None, "news/2024/a.txt", "news/2024"),
        (None, "a.txt", "."),
        (None, "/a.txt", "/"),
        (None, "news/rows.csv#12", "news"),
        (None, "news/rows.csv#12/3", "news"),
        (None, "news.zip!inner/a.txt", "news.zip!inner"),
        (None, "sample:01.md", "sample"),
        (None, "", "."),
    ],
)
def test_an_article_comes_from_its_host_or_its_folder(url: str | None, identity: str, expected: str) -> None:
    assert source(url, identity) == expected


@given(st.text(), st.text())
def test_every_article_comes_from_somewhere(url: str, identity: str) -> None:
    found = source(url, identity)
    assert found
    assert within([found])(url, identity)
    assert not within([])(url, identity)
    assert "/" not in host(url)


@pytest.mark.parametrize(
    ("wanted", "identity", "admitted"),
    [
        ("news", "news/a.txt", True),
        ("news/", "news/a.txt", True),
        ("NEWS", "news/a.txt", True),
        ("news", "news/2024/05/a.txt", True),
        ("news/2024", "news/a.txt", False),
        ("news", "newsroom/a.txt", False),
        ("news", "old/news/a.txt", False),
        ("/", "/data/a.txt", True),
    ],
)
def test_a_folder_admits_what_lies_in_it_and_beneath(wanted: str, identity: str, admitted: bool) -> None:
    assert within([wanted])(None, identity) is admitted


def test_a_host_admits_neither_its_neighbours_nor_files_of_its_name() -> None:
    admits = within(["example.org", "other.net"])
    assert admits("https://example.org/a", "x")
    assert admits("https://OTHER.net", "x")
    assert not admits("https://www.example.org/a", "x")
    assert not admits("https://example.org.evil.com/a", "x")


# in a library


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = library_of(tmp_path, FakeEncoder(), TEXT)
    library.add(
        [
            a_draft(TEXT, "https://a.org/1", url="https://a.org/1", language="de", facets={"topic": ("b", "c")}),
            a_draft(TEXT, "https://a.org/2", url="https://a.org/2", language="en", facets={"topic": ("b",)}),
            a_draft(TEXT, "news/x.txt", language="en", facets={"行业": ("<b>'\"",)}),
        ],
        clean=False,
    )
    return library


def ids(library: Library, wanted: Filter) -> int:
    with library.catalogue.reading() as connection:
        return len(tables.matching(connection, wanted))


def test_a_filter_admits_articles_of_any_of_its_sources(library: Library) -> None:
    assert ids(library, Filter(sources=("a.org",))) == 2
    assert ids(library, Filter(sources=("a.org", "NEWS"))) == 3
    assert ids(library, Filter(sources=("a.org",), languages=("de",))) == 1
    assert ids(library, Filter(sources=("nowhere.org",))) == 0
    assert ids(library, Filter(sources=("' OR 1 --",))) == 0


def test_a_filter_of_sources_alone_is_one() -> None:
    assert Filter(sources=("a.org",))
    assert not Filter()


def test_without_sources_nothing_is_looked_up(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "within", lambda _: pytest.fail("looked up"))
    assert ids(library, Filter(languages=("en",))) == 3


def test_what_is_there_can_be_chosen_the_most_frequent_first(library: Library) -> None:
    with library.catalogue.reading() as connection:
        found = present(connection)
    assert found.languages == ("de", "en")
    assert found.sources == ("a.org", "memory", "news")
    assert found.facets == (("topic", "b"), ("topic", "c"), ("行业", "<b>'\""))
    assert found.whole


def test_an_empty_library_has_nothing_to_choose() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    assert present(connection) == Present()


def test_of_a_large_library_only_a_part_is_counted_and_it_says_so(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_SAMPLED", 3)
    with library.catalogue.reading() as connection:
        found = present(connection)
    assert not found.whole
    assert len(found.sources) <= 3
    assert len(found.languages) == 2, "languages are all there"


@pytest.mark.parametrize("most", ["sources", "facets"])
def test_a_list_that_nobody_would_read_is_cut(library: Library, monkeypatch: pytest.MonkeyPatch, most: str) -> None:
    monkeypatch.setattr(sources, "_LISTED", 2)
    with library.catalogue.reading() as connection:
        found = present(connection)
    assert len(getattr(found, most)) == 2
    assert not found.whole


def many(count: int) -> sqlite3.Connection:
    """A catalogue with as many articles and nothing else, each as long as a short news item."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA)
    connection.executemany(
        "INSERT INTO articles (id, identity, digest, sha256, title, url, published, language, facets, text) "
        "VALUES (?, ?, '', '', ?, ?, '2024-01-01', ?, ?, ?)",
        (
            (
                f"{number * 2654435761 % 2**32:08x}", f"https://site{number % 60}.com/{number}", "新闻" * 9,
                f"https://site{number % 60}.com/{number}", ("zh", "en")[number % 2],
                f'{{"关键词": ["词{number % 4_000}", "词{number % 90}"]}}', TEXT * 20,
            )
            for number in range(count)
        ),
    )  # fmt: skip
    return connection


def test_fifty_thousand_articles_are_looked_over_at_once() -> None:
    connection = many(50_000)
    begin = time.process_time()
    found = present(connection)
    took = time.process_time() - begin
    assert len(found.sources) == 60
    assert found.languages == ("en", "zh")
    assert took < 0.1, f"{took * 1e3:.0f} ms; 50 ms on a quiet machine"
