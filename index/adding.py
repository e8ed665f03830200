"""Articles in: prepared, encoded and stored, one transaction a batch.

    read, clean, split ──(ahead)──▶ encode ──(ahead)──▶ store

Each stage works in a thread of its own, a batch or two ahead of the next: while one batch is stored, the next is
being encoded (outside Python's lock) and the one after it read. What is stored is the same however the threads take turns.

What did not change is recognised by its digest and costs one look-up. A text that any article already holds
is never encoded again. After a crash the library holds every batch that was committed, and the next `add`
of the same paths completes it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import closing

from yinju.index.ahead import ahead
from yinju.index.arriving import Prepared
from yinju.index.catalogue import Catalogue
from yinju.index.encoders.types import Encoder
from yinju.index.encoding import Encoding, Vectors
from yinju.index.errors import EncoderMismatch
from yinju.index.tables import ArticleRow, digests, meta, put, set_meta
from yinju.index.types import AddReport, Draft, OnProgress, Remark, Unreadable

# some seconds of encoding: what a kill can cost, and a step of progress
_BATCH_ARTICLES, _BATCH_CHARACTERS = 200, 10_000


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
    report, stop = AddReport(), threading.Event()
    encoding = Encoding(catalogue, encoder, stop)
    with (
        closing(ahead(_fresh(catalogue, drafts, clean), stop)) as fresh,
        closing(ahead(encoding.encoded(fresh), stop)) as encoded,
    ):
        for (count, found, rows), vectors in encoded:
            if rows:
                _store(catalogue, encoding, rows, vectors)
            report.added += found.added
            report.updated += found.updated
            report.unchanged += found.unchanged
            report.unreadable += found.unreadable
            report.remarks += found.remarks
            report.stored += found.stored
            progress(count)
            del rows, vectors  # not while the next batch is waited for
    return report


Batch = tuple[int, AddReport, list[ArticleRow]]
"""How many drafts, what became of them, and the articles that are new or changed."""


def _fresh(catalogue: Catalogue, drafts: Iterable[Draft | Unreadable], clean: bool) -> Iterator[Batch]:
    """Prepare what is new or changed, batch by batch."""
    seen: dict[str, str] = {}
    for batch in _batches(drafts):
        report, rows = AddReport(), list[ArticleRow]()
        report.unreadable += [item for item in batch if isinstance(item, Unreadable)]
        arrived = [(draft.where, Prepared(draft, clean)) for draft in batch if isinstance(draft, Draft)]
        with catalogue.reading() as connection:
            stored = digests(connection, [prepared.id for _, prepared in arrived])
        for where, prepared in arrived:
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
            if prepared.unaddressed(row):
                report.remarks.append(Remark(where, f"added without its address: {prepared.url!r} leads to no page"))
            seen[prepared.id] = where
            report.updated += prepared.id in stored
            report.added += prepared.id not in stored
            report.stored.append(prepared.id)
            rows.append(row)
        yield len(batch), report, rows


def _batches(drafts: Iterable[Draft | Unreadable]) -> Iterator[list[Draft | Unreadable]]:
    """Gather drafts until they are enough for a transaction."""
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


def _store(catalogue: Catalogue, encoding: Encoding, rows: list[ArticleRow], vectors: Vectors) -> None:
    with catalogue.writing() as connection:
        # another writer may have removed the last article of a known text meanwhile
        put(connection, rows, {**vectors, **encoding.missing(connection, rows, vectors)}, encoding.model)
