"""Articles in: prepared, encoded and stored, one transaction a batch.

What did not change is recognised by its digest and costs one look-up. A text that any article already holds
is never encoded again. After a crash the library holds every batch that was committed, and the next `add`
of the same paths completes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from yinju.index.catalogue import Catalogue
from yinju.index.encoders.types import Encoder
from yinju.index.errors import EncoderMismatch
from yinju.index.identify import article as identified
from yinju.index.splitting import passage_rows
from yinju.index.tables import ArticleRow, digests, known_keys, meta, put, set_meta
from yinju.index.types import AddReport, Draft, OnProgress, Remark, Unreadable, article_id

# some seconds of encoding: what a kill can cost, and a step of progress
_BATCH_ARTICLES, _BATCH_CHARACTERS = 200, 10_000
_ENCODE_AT_ONCE = 32


def add(
    catalogue: Catalogue,
    encoder: Encoder,
    drafts: Iterable[Draft | Unreadable],
    *,
    clean: bool = True,
    progress: OnProgress = lambda _: None,
) -> AddReport:
    """Add drafts to a library, replacing older versions of the same articles. Raises LibraryError."""
    _claim(catalogue, encoder)
    report = AddReport()
    seen: dict[str, str] = {}
    for batch in _batches(drafts):
        fresh: list[ArticleRow] = []
        readable = [item for item in batch if isinstance(item, Draft)]
        report.unreadable += [item for item in batch if isinstance(item, Unreadable)]
        rows = [(draft.where, _Prepared(draft, clean)) for draft in readable]
        with catalogue.reading() as connection:
            stored = digests(connection, [row.id for _, row in rows])
        for where, prepared in rows:
            if prepared.id in seen:
                report.unreadable.append(
                    Unreadable(
                        where, f"same address or id as {seen[prepared.id]}, which was kept; remove one of the two"
                    )
                )
                continue
            if stored.get(prepared.id) == prepared.digest:
                report.unchanged += 1
                seen[prepared.id] = where
                continue
            row = prepared.row()
            if not row.passages:
                report.unreadable.append(Unreadable(where, "no article text left after cleaning; nothing to add"))
                continue
            if prepared.undated(row):
                report.remarks.append(Remark(where, f"added without a date: {prepared.published!r} names no day"))
            seen[prepared.id] = where
            report.updated += prepared.id in stored
            report.added += prepared.id not in stored
            fresh.append(row)
        _store(catalogue, encoder, fresh)
        progress(len(batch))
    return report


_half = re.compile("[\ud800-\udfff]")  # half characters cannot be stored; offsets stay as they were


class _Prepared:
    """A draft on its way in: its id and digest first, everything that costs time only when it is needed."""

    def __init__(self, draft: Draft, clean: bool) -> None:
        self._draft = replace(draft, raw=_half.sub("\ufffd", draft.raw), title=_half.sub("\ufffd", draft.title))
        self._clean = clean
        self.id = article_id(draft.identity)
        self.published = (draft.published or "").strip()
        self.digest = f"{draft.digest}{'' if clean else '-as-is'}"

    def undated(self, row: ArticleRow) -> bool:
        """Say whether the draft gives a date that no calendar has, or none to the day."""
        return bool(self.published) and row.article.published is None

    def row(self) -> ArticleRow:
        article = identified(self._draft, clean=self._clean)
        raw = self._draft.raw if self._draft.raw != article.text else None
        return ArticleRow(article, self.digest, raw, passage_rows(article))


def _batches(drafts: Iterable[Draft | Unreadable]) -> Iterator[list[Draft | Unreadable]]:
    batch: list[Draft | Unreadable] = []
    size = 0
    for draft in drafts:
        batch.append(draft)
        size += len(draft.raw) if isinstance(draft, Draft) else 0
        if len(batch) >= _BATCH_ARTICLES or size >= _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _claim(catalogue: Catalogue, encoder: Encoder) -> None:
    """Note the encoder in a new library; refuse to mix vectors of two."""
    with catalogue.reading() as connection:
        owner = meta(connection, "encoder")
    if owner is None:
        with catalogue.writing() as connection:
            owner = meta(connection, "encoder")  # another process may have come first
            if owner is None:
                set_meta(connection, "encoder", encoder.model)
                set_meta(connection, "dimensions", encoder.dimensions)
    if owner not in (None, encoder.model):
        raise EncoderMismatch.between(catalogue.folder, str(owner), encoder.model)


def _store(catalogue: Catalogue, encoder: Encoder, rows: list[ArticleRow]) -> None:
    if not rows:
        return
    texts = {
        key: row.article.text[start:end]
        for row in rows
        for passage in row.passages
        for start, end, key in ((passage.start, passage.end, passage.key), *passage.sentences)
    }
    with catalogue.reading() as connection:
        known = known_keys(connection, list(texts))
    missing = sorted((key for key in texts if key not in known), key=lambda key: len(texts[key]))
    vectors: dict[str, bytes] = {}
    for at in range(0, len(missing), _ENCODE_AT_ONCE):
        keys = missing[at : at + _ENCODE_AT_ONCE]
        for key, vector in zip(keys, encoder.encode([texts[key] for key in keys], "passage"), strict=True):
            vectors[key] = vector.astype(np.float16).tobytes()
    with catalogue.writing() as connection:
        gone = known - known_keys(connection, list(known))  # another writer removed their last article meanwhile
        for key, vector in zip(gone, encoder.encode([texts[key] for key in gone], "passage"), strict=True):
            vectors[key] = vector.astype(np.float16).tobytes()
        put(connection, rows, vectors, encoder.model)
