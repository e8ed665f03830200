"""Cells as named plain arrays and back: what an index file holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yinju.index.lexical import Lexical
from yinju.index.snapshot import Cell, cell_of
from yinju.index.vectors import FaissVectors

Arrays = dict[str, NDArray[Any]]


def packed(cells: Mapping[str, Cell]) -> Arrays:
    """Return the arrays of all cells, named `language/…`."""
    arrays: Arrays = {}
    for language, cell in cells.items():
        own = {
            "ids": cell.ids,
            "articles": np.array(cell.articles, np.bytes_),
            "spans": cell.spans,
            "counts": np.diff(cell.offsets),
            "sentence_spans": cell.sentence_spans,
            "lexical/terms": cell.lexical.terms,
            "lexical/starts": cell.lexical.starts,
            "lexical/rows": cell.lexical.rows,
            "lexical/counts": cell.lexical.counts,
            "lexical/lengths": cell.lexical.lengths,
            **{f"passages/{name}": array for name, array in cell.passages.arrays().items()},
            **{f"sentences/{name}": array for name, array in cell.sentences.arrays().items()},
        }
        arrays |= {f"{language}/{name}": array for name, array in own.items()}
    return arrays


def unpacked(arrays: Arrays) -> dict[str, Cell]:
    """Return the cells of `packed` arrays. Raises ValueError when these do not belong together."""
    cells: dict[str, Cell] = {}
    for language in sorted({name.split("/")[0] for name in arrays}):
        own = {name.split("/", 1)[1]: array for name, array in arrays.items() if name.startswith(f"{language}/")}
        try:
            cell = _cell(language, own)
        except KeyError as error:
            raise ValueError(f"it lacks {language}/{error.args[0]}") from error
        sizes = {len(cell.ids), len(cell.articles), len(cell.spans), len(own["counts"]), cell.passages.size}
        sentences = {cell.sentences.size, len(cell.sentence_spans), int(cell.offsets[-1])}
        if len({*sizes, cell.lexical.size}) != 1 or len(sentences) != 1:
            raise ValueError(f"its parts ({language}) are of different sizes")
        cells[language] = cell
    return cells


def _cell(language: str, arrays: Arrays) -> Cell:
    def under(part: str) -> Arrays:
        return {name.removeprefix(part): array for name, array in arrays.items() if name.startswith(part)}

    return cell_of(
        language,
        arrays["ids"],
        tuple(arrays["articles"].astype(np.str_).tolist()),
        arrays["spans"],
        arrays["counts"],
        arrays["sentence_spans"],
        FaissVectors.of(under("passages/")),
        FaissVectors.of(under("sentences/")),
        Lexical(**under("lexical/")),
    )
