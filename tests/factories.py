"""Data for tests, made in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from yinju.index.library import Library
from yinju.index.types import Article, Draft
from yinju.rag.types import Citation, Evidence, Verdict


def a_draft(text: str, identity: str = "memory:one", **fields: object) -> Draft:
    """A draft as a reader would give it."""
    return Draft(identity=identity, raw=text, where=identity, **fields)  # type: ignore[arg-type]


def an_article(text: str, identity: str = "memory:one", **fields: object) -> Article:
    """An article as the library stores it."""
    return Article(identity=identity, text=text, **{"language": "en", **fields})  # type: ignore[arg-type]


def evidence_for(article: Article, quote: str, number: int = 1, **fields: Any) -> Evidence:
    """Evidence for a quote that stands in the article; as strong as its score says."""
    start = article.text.index(quote)
    values = {"score": 1.0, "cosine": 0.8, "coverage": 0.5, "named": 0.0, "missing": 0.0, **fields}
    values.setdefault("strength", values["score"])
    return Evidence(number, article, start, start + len(quote), article.language, **values)


def a_citation(article: Article, quote: str, marker: int = 1, verdict: Verdict = Verdict.UNCHECKED) -> Citation:
    """A citation of a quote that stands in the article."""
    start = article.text.index(quote)
    return Citation(
        marker, article.id, article.title, article.url, article.published, article.language,
        start, start + len(quote), quote, "", "", article.sha256, verdict,
    )  # fmt: skip


def library_of(folder: Path, encoder: object, *texts: str) -> Library:
    """A new library with these texts as articles, taken as they are."""
    library = Library.open(folder, encoder, create=True)  # type: ignore[arg-type]
    library.add([a_draft(text, f"memory:{i}") for i, text in enumerate(texts)], clean=False)
    return library
