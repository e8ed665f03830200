"""Datasets in three formats: corpus, reading, claims."""

from __future__ import annotations

from pathlib import Path

from yinju.eval.datasets.claims import ClaimSet
from yinju.eval.datasets.corpus import CorpusSet
from yinju.eval.datasets.lines import lines
from yinju.eval.datasets.reading import ReadingSet
from yinju.eval.errors import DatasetInvalid
from yinju.index.errors import UsageError

__all__ = ["ClaimSet", "CorpusSet", "Dataset", "ReadingSet", "open_dataset", "scorable"]

Dataset = CorpusSet | ReadingSet | ClaimSet


def open_dataset(path: Path) -> Dataset:
    """Return the dataset at a path: a folder is a corpus set, a file tells its format by its first line.

    Raises UsageError when nothing is there, DatasetInvalid when it is none of the three formats.
    """
    if path.is_dir():
        return CorpusSet.read(path)
    if not path.is_file():
        raise UsageError(f"{path}: no such dataset; name a folder (corpus set) or a .jsonl file (reading or claims)")
    first = next(lines(path), None)
    if first is None:
        raise DatasetInvalid(f"{path} is empty; a dataset has one JSON object on each line")
    if "claim" in first.row:
        return ClaimSet.read(path)
    if "passages" in first.row:
        return ReadingSet.read(path)
    raise DatasetInvalid(
        f"{first.where}: has neither “passages” (reading set) nor “claim” (claim set); a corpus set is named by its folder"
    )


def scorable(folder: Path) -> list[Path]:
    """Return the datasets below a folder that have questions, sorted; others (corpora, training data) are passed over."""
    found = {path.parent for path in folder.rglob("queries.jsonl") if (path.parent / "corpus.jsonl").is_file()}
    for path in folder.rglob("*.jsonl"):
        if not {path.parent, *path.parents} & found and (first := _first(path)) and first & {"claim", "passages"}:
            found.add(path)
    return sorted(found)


def _first(path: Path) -> set[str]:
    try:
        first = next(lines(path), None)
    except DatasetInvalid:
        return {"claim"}  # broken sets are named when they are opened, not passed over
    return set(first.row) if first else set()
