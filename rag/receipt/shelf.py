"""Where a receipt's sources are looked for: by id, by the hash of their text, by what they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from yinju.index import tables
from yinju.index.catalogue import Catalogue
from yinju.index.types import Article, Head
from yinju.rag.checking.sources import Sources
from yinju.rag.checking.types import Reference
from yinju.rag.types import Citation


class Shelf:
    """Articles that can be found without an encoder."""

    def __init__(
        self,
        heads: Sequence[Head],
        article: Callable[[str], Article | None],
        with_text: Callable[[str], Article | None],
    ) -> None:
        """`article` finds one by id, `with_text` by the SHA-256 of its text."""
        self._heads, self._sources = heads, Sources(heads)
        self._article, self._with_text = article, with_text

    @classmethod
    def of(cls, articles: Sequence[Article]) -> Shelf:
        """Return a shelf of articles in memory."""
        by_id = {article.id: article for article in articles}
        by_text = {article.sha256: article for article in articles}
        heads = [Head(article.id, article.identity, article.title, article.url) for article in articles]
        return cls(heads, by_id.get, by_text.get)

    def find(self, citation: Citation) -> Article | None:
        """Return the article that a citation is of: the very text before any other, then the id, address or title."""
        own = self._article(citation.article_id)
        if own is not None and own.sha256 == citation.sha256:
            return own
        same = self._with_text(citation.sha256)
        if same is not None or own is not None:
            return same or own
        named = self._sources.find(Reference(citation.title, citation.url))
        return self._article(named) if named else None


@contextmanager
def shelf_of(catalogue: Catalogue) -> Iterator[Shelf]:
    """Give a library's articles as a shelf, all of one committed state."""
    with catalogue.reading() as connection:
        yield Shelf(
            tables.heads(connection),
            lambda article_id: tables.article(connection, article_id),
            lambda sha256: next(tables.articles(connection, "WHERE sha256 = ?", (sha256,)), None),
        )
