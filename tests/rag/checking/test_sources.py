"""Which article a reference means."""

from __future__ import annotations

import pytest

from yinju.index.types import Head
from yinju.rag.checking.sources import Sources
from yinju.rag.checking.types import Reference

HEADS = [
    Head("594d05727d96c7e5", "https://news.example.org/a/otters?id=7", "Otters of the delta", "https://news.example.org/a/otters?id=7"),
    Head("8d89c477e151065e", "/home/x/浦东.md", "浦东的人工智能企业", None),
    Head("c7e284032edf8cfb", "sample:03-herons-en.md", "Herons", "http://www.b.org/herons/"),
    Head("aaaaaaaaaaaaaaaa", "/home/x/delta.txt", "Otters of the delta and their fish", None),
]  # fmt: skip
SOURCES = Sources(HEADS)


@pytest.mark.parametrize(
    ("text", "url", "found"),
    [
        ("article 594d05727d96c7e5, characters 1–9", None, 0),
        ("", "http://www.news.example.org/a/otters/?utm_source=x&id=7#part", 0),
        ("", "https://news.example.org/a/otters?id=8", None),
        ("“Otters of the Delta”", None, 0),
        ("Example News, Otters of the delta (2021)", None, 0),
        ("Otters of the delta and their fish", None, 3),
        ("verbatim  Otters of the Delta · en", None, 0),
        ("Oters of the delta", None, 0),
        ("《浦東的人工智能企業》，2021", None, 1),
        ("浦东.md", None, 1),
        ("03-herons-en", None, 2),
        ("", "https://b.org/herons", 2),
        ("see ./delta.txt", None, 3),
        ("", "docs/delta.txt", 3),
        ("Herons", None, 2),
        ("A book that speaks of Herons and otters", None, None),
        ("The ministry's report", None, None),
        ("", "https://elsewhere.org/otters-of-the-delta", None),
        ("", "http://[broken", None),
        ("", None, None),
    ],
)
def test_a_reference_leads_to_its_article_or_nowhere(text: str, url: str | None, found: int | None) -> None:
    assert SOURCES.find(Reference(text, url)) == (None if found is None else HEADS[found].id)
