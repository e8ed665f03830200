"""Queries asked: the reply as a line of answers.jsonl, the run, and what it cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Protocol

from yinju.eval.types import Query
from yinju.eval.workspace import Workspace
from yinju.index.fusion import Ranking
from yinju.index.types import article_id
from yinju.rag.compose.llm import Writer
from yinju.rag.pipeline import Answered, Compose, EvidenceFound, Yinju
from yinju.rag.types import Answer, Evidence
from yinju.rag.understand import understand

RUN_DEPTH = 100
"""Articles in a run, if the library has as many."""

_PASSAGES = 128  # passages that are searched first for them


class Asked(NamedTuple):
    """A line of answers.jsonl, the run (document id → score, best first) and milliseconds a stage."""

    line: dict[str, Any]
    run: dict[str, float]
    milliseconds: Mapping[str, float]


class Asker(Protocol):
    """Asks the queries of one dataset as a person would."""

    def ask(self, query: Query) -> Asked:
        """Ask one query. Whatever goes wrong is raised."""
        ...


class LibraryAsker:
    """Asks one library that holds all documents of a corpus set, and makes runs."""

    def __init__(self, engine: Yinju, compose: Compose, documents: Iterable[str]) -> None:
        self._engine, self._compose = engine, compose
        self._documents = {article_id(document): document for document in documents}

    def ask(self, query: Query) -> Asked:
        """Ask the library."""
        answer, evidence = _asked(query, self._engine, self._compose)
        run = _run(query, self._engine, answer, self._documents)
        return Asked(_line(query, answer, evidence, self._documents), run, answer.timings_ms)


class ReadingAsker:
    """Asks each query of a reading set over a library of its own documents alone."""

    def __init__(self, workspace: Workspace, compose: Compose, writer: Writer | None, ranking: Ranking) -> None:
        self._workspace, self._compose, self._writer, self._ranking = workspace, compose, writer, ranking

    def ask(self, query: Query) -> Asked:
        """Ask the query's own documents."""
        documents = {article_id(document.id): document.id for document in query.documents}
        with self._workspace.small_library(query.documents) as library:
            answer, evidence = _asked(query, Yinju(library, self._writer, self._ranking), self._compose)
        return Asked(_line(query, answer, evidence, documents), {}, answer.timings_ms)


def _asked(query: Query, engine: Yinju, compose: Compose) -> tuple[Answer, Sequence[Evidence]]:
    evidence: Sequence[Evidence] = ()
    for event in engine.stream(query.text, history=query.history, compose=compose):
        if isinstance(event, EvidenceFound):
            evidence = event.evidence
        elif isinstance(event, Answered):
            return event.answer, evidence
    raise AssertionError("a stream ends with an answer")


def failed(query: Query, error: Exception) -> dict[str, Any]:
    """Return the line of a query that could not be asked: it counts as wrong, and says why."""
    empty: dict[str, Any] = {"statements": [], "citations": [], "conflicts": [], "evidence": []}
    reply = {"id": query.id, "answer": "", "refused": False, "conflict": False, "probability": 0.0}
    return {**reply, **empty, "error": f"{type(error).__name__}: {error}"}


def _line(query: Query, answer: Answer, evidence: Sequence[Evidence], documents: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": query.id,
        # without markers, which stand in the statements: [1] is not to be taken for an answer
        "answer": answer.answer if answer.refused else " ".join(statement.text for statement in answer.statements),
        "refused": answer.refused,
        "conflict": bool(answer.conflicts),
        "probability": round(answer.probability, 6),
        "statements": [{"text": s.text, "citations": list(s.citations)} for s in answer.statements],
        "citations": [
            {
                "marker": citation.marker,
                "doc": documents[citation.article_id],
                "start": citation.start,
                "end": citation.end,
                "quote": citation.quote,
                "verdict": citation.verdict.value,
            }
            for citation in answer.citations
        ],
        "conflicts": [dict(conflict) for conflict in answer.conflicts],
        "evidence": [{"doc": item.article.identity, "start": item.start, "end": item.end} for item in evidence],
    }


def _run(query: Query, engine: Yinju, answer: Answer, documents: Mapping[str, str]) -> dict[str, float]:
    """Return the articles in the order the answer's search found them, reprints too, then those a deeper one finds."""
    question = understand(query.text, query.history)
    wanted, passages = min(RUN_DEPTH, len(documents)), _PASSAGES
    while True:
        with engine.library.view() as view:
            deeper = view.search(
                question.search_text,
                language=question.language,
                depth=passages,
                with_sentences=0,
                ranking=replace(engine.ranking, grouped=False),
            )
        run: dict[str, float] = {}
        for hit in (*answer.hits, *deeper):
            for found in (hit.article_id, *(copy.article_id for copy in hit.copies)):
                run.setdefault(documents[found], hit.score)
        if len(run) >= wanted or len(deeper) < passages:
            return run
        passages *= 2
