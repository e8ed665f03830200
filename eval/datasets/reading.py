"""Reading sets: every question with its own passages, as in RGB (Chen et al. 2023) and NoMIRACL (Thakur et al. 2023)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yinju.eval.datasets.lines import Line, aliases, digest, lines, turns, unique
from yinju.eval.types import Document, Query


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """Queries that are answered from their own documents alone."""

    name: str
    digest: str
    path: Path
    queries: tuple[Query, ...]

    @classmethod
    def read(cls, path: Path) -> ReadingSet:
        """Read a file. Raises DatasetInvalid."""
        queries, seen = [], dict[str, str]()
        for line in lines(path):
            query = _query(line)
            unique(seen, query.id, line)
            queries.append(query)
        return cls(path.stem, digest([path]), path, tuple(queries))


def _query(line: Line) -> Query:
    id_, text = line.id("id"), line.text("question")
    documents = [_document(line, item) for item in line.list("passages")]
    if not documents:
        raise line.wrong("the question has no passages; a reading question brings its own")
    known = {document.id for document in documents}
    if len(known) < len(documents):
        raise line.wrong("two of its passages have the same id")
    # gold passages may come grouped by the part of the answer they hold
    named = [id_ for item in line.list("gold_passages") for id_ in (item if isinstance(item, list) else [item])]
    gold = [str(id_) for id_ in named]
    if unknown := [id_ for id_ in gold if id_ not in known]:
        raise line.wrong(f"“gold_passages” names {unknown[0]!r}, which is none of its passages")
    row = line.row
    return Query(
        id=id_,
        text=text,
        language=str(row.get("language") or "und"),
        cluster=str(row.get("topic") or " ".join(text.casefold().split())),
        answerable=line.flag("answerable", True),
        parts=aliases(line, "answers"),
        wrong=aliases(line, "wrong_answers"),
        conflict=line.flag("conflict", False),
        relevant=dict.fromkeys(gold, 1),
        slices=tuple(str(row[name]) for name in ("task", "noise") if row.get(name) is not None),
        history=turns(line),
        documents=tuple(documents),
    )


def _document(line: Line, item: Any) -> Document:
    if not isinstance(item, dict) or "id" not in item or not isinstance(item.get("text"), str):
        raise line.wrong("“passages” has to hold objects with “id” and “text”")
    return Document(str(item["id"]), item["text"], str(item.get("title") or ""))
