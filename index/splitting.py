"""An article's passages as they are stored: spans, languages, terms and the keys of their vectors."""

from __future__ import annotations

from yinju.index.encoders.remembering import text_key
from yinju.index.lexical import counted
from yinju.index.passages import passages
from yinju.index.tables import PassageRow
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
                key=text_key(embedded(article, passage.start, passage.end)),
                terms=hashes.tobytes(),
                counts=counts.tobytes(),
                sentences=tuple((s.start, s.end, text_key(article.text[s.start : s.end])) for s in passage.sentences),
            )
        )
    return tuple(rows)


def embedded(article: Article, start: int, end: int) -> str:
    """Return the text that the encoder reads for a passage; its vector is kept under this text's key."""
    return article.text[start:end]


def _other_script(one: str, other: str) -> bool:
    """Say whether a passage left its article's language for sure: between Chinese or Japanese and the rest."""
    east_asian = {"zh", "ja", "ko"}
    return one != other and bool({one, other} & east_asian)
