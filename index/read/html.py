"""Web pages: the article in the page, through trafilatura."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from yinju.index.read.pruning import prune
from yinju.index.types import Draft, Unreadable


def read_html(path: Path, text: str) -> Iterator[Draft | Unreadable]:
    """Yield the main text of a page with its title, address and date, without what it hides; say so when it has none."""
    import trafilatura  # loads lxml and a date parser: only for those who add pages

    tree = trafilatura.load_html(text)
    if tree is not None:
        prune(tree)
    page = tree is not None and trafilatura.bare_extraction(
        tree, with_metadata=True, include_comments=False, include_tables=True
    )
    if not page or not (page.text or "").strip():
        yield Unreadable(str(path), "no article text found in this page; save the page again after it has loaded")
        return
    yield Draft(
        identity=page.url or str(path),
        raw=page.text,
        where=str(path),
        title=page.title or "",
        url=page.url,
        published=page.date,
        language=page.language,
        facets={"source": (page.sitename,)} if page.sitename else {},
    )
