"""Corpus sets, in the layout of BEIR (Thakur et al. 2021): corpus.jsonl, queries.jsonl, qrels.tsv."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from yinju.eval.datasets.lines import Line, aliases, digest, lines, turns, unique
from yinju.eval.errors import DatasetInvalid
from yinju.eval.types import Document, GoldSpan, Query

_grade = re.compile("-?[0-9]+")
_FILES = ("corpus.jsonl", "queries.jsonl", "qrels.tsv")


@dataclass(frozen=True, slots=True)
class CorpusSet:
    """Documents to search and queries about them; `languages` are the documents' by id, their texts are streamed."""

    name: str
    digest: str
    path: Path
    queries: tuple[Query, ...]
    languages: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> CorpusSet:
        """Read the queries of a folder and check that they fit its documents. Raises DatasetInvalid."""
        if not (path / "corpus.jsonl").is_file():
            raise DatasetInvalid(f"{path} is no corpus set: it has no corpus.jsonl")
        if not (path / "queries.jsonl").is_file():
            raise DatasetInvalid(f"{path} has no queries.jsonl: a corpus without questions can be added, not scored")
        seen: dict[str, str] = {}
        lengths, languages = {}, {}
        for line, document in _documents(path):
            id_ = unique(seen, document.id, line)
            lengths[id_], languages[id_] = len(document.text), document.language or "und"
        qrels = _qrels(path / "qrels.tsv", lengths) if (path / "qrels.tsv").is_file() else {}
        clusters = _clusters(qrels)
        queries, seen = [], {}
        for line in lines(path / "queries.jsonl"):
            query = _query(line, lengths, qrels, clusters)
            unique(seen, query.id, line)
            queries.append(query)
        if not queries:
            raise DatasetInvalid(f"{path / 'queries.jsonl'} has no questions; there is nothing to score")
        if unknown := sorted(set(qrels) - set(seen)):
            raise DatasetInvalid(
                f"{path / 'qrels.tsv'}: judges the query {unknown[0]!r}, which queries.jsonl does not have"
            )
        files = [path / name for name in _FILES if (path / name).is_file()]
        return cls(path.resolve().name, digest(files), path, tuple(queries), languages)

    def documents(self) -> Iterator[Document]:
        """Yield the documents in the order of the file."""
        return (document for _, document in _documents(self.path))


def _documents(path: Path) -> Iterator[tuple[Line, Document]]:
    for line in lines(path / "corpus.jsonl"):
        metadata = line.row.get("metadata") or {}
        if not isinstance(metadata, dict):
            raise line.wrong("“metadata” has to be an object")
        text, title = line.row.get("text"), line.row.get("title") or ""
        if not isinstance(text, str) or not isinstance(title, str):
            raise line.wrong("“text” and “title” have to be strings")
        language, published = metadata.get("language"), metadata.get("published")
        yield (
            line,
            Document(
                line.id("_id"),
                text,
                title,
                str(language) if language else None,
                str(published) if published else None,
            ),
        )


def _query(
    line: Line, lengths: Mapping[str, int], qrels: Mapping[str, dict[str, int]], clusters: Mapping[str, str]
) -> Query:
    id_, text = line.id("_id"), line.text("text")
    row = line.row.get("metadata") or {}
    if not isinstance(row, dict):
        raise line.wrong("“metadata” has to be an object")
    metadata = Line(line.where, row)
    # answers of a corpus query are one answer in several languages; what needs all of several has parts
    alternatives = tuple(alias for item in aliases(metadata, "answers") for alias in item)
    parts = aliases(metadata, "parts") or ((alternatives,) if alternatives else ())
    relevant = qrels.get(id_, {})
    return Query(
        id=id_,
        text=text,
        language=str(row.get("language") or "und"),
        cluster=clusters.get(next(iter(relevant), ""), id_),
        answerable=metadata.flag("answerable", True),
        parts=parts,
        conflict=metadata.flag("conflict", False),
        relevant=relevant,
        gold=tuple(_gold(metadata, item, lengths) for item in metadata.list("evidence")),
        slices=(str(row["task"]),) if row.get("task") else (),
        history=turns(metadata),
    )


def _gold(line: Line, item: object, lengths: Mapping[str, int]) -> GoldSpan:
    if not isinstance(item, dict):
        raise line.wrong("“evidence” has to hold objects with “doc”, “start” and “end”")
    doc, start, end = str(item.get("doc")), item.get("start"), item.get("end")
    if doc not in lengths:
        raise line.wrong(f"“evidence” names the document {doc!r}, which corpus.jsonl does not have")
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= lengths[doc]:
        raise line.wrong(f"“evidence” in {doc!r} from {start} to {end} lies outside its {lengths[doc]} characters")
    return GoldSpan(doc, start, end)


def _qrels(path: Path, documents: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Read the relevance judgements; those of 0 are judged, not relevant, and left out."""
    qrels: dict[str, dict[str, int]] = {}
    judged: set[tuple[str, str]] = set()
    try:
        content = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DatasetInvalid(f"{path}: not UTF-8 ({error}); save it as UTF-8") from error
    for number, text in enumerate(content.splitlines(), 1):
        where, fields = f"{path}:{number}", text.split("\t")
        if not text.strip() or (number == 1 and fields[-1].strip() in ("score", "relevance")):
            continue
        if len(fields) != 3 or not _grade.fullmatch(fields[2].strip()):
            raise DatasetInvalid(f"{where}: not “query-id, corpus-id, score” with tabs between: {text[:80]!r}")
        query, document, grade = fields[0], fields[1], int(fields[2])
        if document not in documents:
            raise DatasetInvalid(f"{where}: judges the document {document!r}, which corpus.jsonl does not have")
        if (query, document) in judged:
            raise DatasetInvalid(f"{where}: judges {document!r} for {query!r} a second time")
        judged.add((query, document))
        qrels.setdefault(query, {})
        if grade > 0:
            qrels[query][document] = grade
    return qrels


def _clusters(qrels: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """Join documents that are relevant to one query: document → the first document of its group."""
    parent: dict[str, str] = {}

    def root(document: str) -> str:
        while parent.setdefault(document, document) != document:
            parent[document] = document = parent[parent[document]]
        return document

    for relevant in qrels.values():
        first, *others = sorted(relevant) or [""]
        for other in others:
            a, b = sorted((root(first), root(other)))
            parent[b] = a
    return {document: root(document) for relevant in qrels.values() for document in relevant}
