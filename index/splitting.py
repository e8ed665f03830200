"""An article's passages as they are stored: spans, languages, terms and the keys of their vectors."""

from __future__ import annotations

from yinju.index.context import in_context
from yinju.index.encoders.remembering import text_key
from yinju.index.lexical import counted
from yinju.index.passages import passages
from yinju.index.tables import ArticleRow, PassageRow
from yinju.index.text.language import UNKNOWN, identify
from yinju.index.text.terms import terms
from yinju.index.types import Article


def passage_rows(article: Article) -> tuple[PassageRow, ...]:
    """Split an article; the same text, title and language give the same rows each time."""
    title_terms = terms(article.title)
    rows = []
    for passage in passages(article.text, article.language):
        text = article.text[passage.start : passage.end]
        own = identify(text)
        hashes, counts = counted(terms(text) + title_terms)
        rows.append(
            PassageRow(
                start=passage.start,
                end=passage.end,
                language=article.language if own == UNKNOWN or not _other_script(own, article.language) else own,
                key=text_key(text),
                terms=hashes.tobytes(),
                counts=counts.tobytes(),
                sentences=tuple(
                    (start, end, text_key(in_context(article.title, article.text, start, end)))
                    for start, end in passage.sentences
                ),
            )
        )
    return tuple(rows)


def texts(row: ArticleRow) -> dict[str, str]:
    """Return every text of an article that is encoded, by key."""
    title, text = row.article.title, row.article.text
    found: dict[str, str] = {}
    for passage in row.passages:
        found[passage.key] = text[passage.start : passage.end]
        found.update((key, in_context(title, text, start, end)) for start, end, key in passage.sentences)
    return found


def _other_script(one: str, other: str) -> bool:
    """Say whether a passage left its article's language for sure: between Chinese or Japanese and the rest."""
    east_asian = {"zh", "ja", "ko"}
    return one != other and bool({one, other} & east_asian)
