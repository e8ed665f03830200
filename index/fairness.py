"""The first page of a merged list: no language fills it alone, each keeps some places there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from yinju.index.snapshot import Cell

Placed = tuple[Cell, int, float]
"""A passage in its place: cell, row, score."""

_PAGE = 10  # passages on the first page; each language keeps places there, the others together half of it


def first_page(merged: Sequence[Placed]) -> list[Placed]:
    """Return a list that falls with the best of every language moved up onto the first page.

    The scores fall on the page and again after it. Of more languages than can keep a place, those keep one whose
    best passages are the best.
    """
    seen = Counter[str]()
    ranks = []  # of each passage among its language
    for cell, _, _ in merged:
        ranks.append(seen[cell.language])
        seen[cell.language] += 1
    keeping = list(seen)[: 1 + _PAGE // 2]
    kept = _PAGE // 2 // max(len(keeping) - 1, 1)
    room = _PAGE - sum(min(kept, seen[language]) for language in keeping)
    page, rest = [], []
    for item, rank in zip(merged, ranks, strict=True):
        if rank < kept and item[0].language in keeping:
            page.append(item)
        elif room > 0:
            page.append(item)
            room -= 1
        else:
            rest.append(item)
    return [*page, *rest]
