"""A run: every query of a dataset asked, every answer scored, into one folder.

While it lasts, its journal holds what is done; at the end the files of the contract are written from the
journal, and scored from those files, so that anybody can score them again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from yinju.eval import answering, cost, runs, scoring
from yinju.eval.answering import Asker, LibraryAsker, ReadingAsker
from yinju.eval.datasets import ClaimSet, CorpusSet, Dataset, ReadingSet
from yinju.eval.journal import Journal
from yinju.eval.order import Order
from yinju.eval.setup import Setup
from yinju.eval.signature import program
from yinju.eval.types import Query
from yinju.eval.workspace import Workspace
from yinju.rag import models
from yinju.rag.compose.llm import Writer
from yinju.rag.pipeline import Yinju
from yinju.rag.settings import Settings
from yinju.rag.types import Verdict
from yinju.rag.verify.claims import judge

Progress = Callable[[str, int, int], None]
"""Called with what is done, how many of it, and how many there are."""

_SUPPORTED = (Verdict.VERBATIM, Verdict.SUPPORTED)


def run(
    dataset: Dataset,
    out: Path,
    setup: Setup,
    settings: Settings,
    tell: Callable[[str], None] = lambda _: None,
    progress: Progress = lambda *_: None,
    *,
    cold: bool = True,
) -> runs.Run:
    """Run a dataset into a folder, going on where an earlier start of the same run was stopped. Raises YinjuError.

    `cold` is whether cold starts are timed too, which takes a while and is worth nothing on a busy machine.
    """
    begun = time.perf_counter()
    if isinstance(dataset, ClaimSet):
        timings = _claims(dataset, out, setup, progress)
    else:
        timings = _queries(dataset, out, setup, settings, tell, progress, cold)
    seconds = round(time.perf_counter() - begun, 1)
    runs.write_json(out / runs.TIMINGS, {**timings, **cost.machine(), "seconds": seconds})
    return runs.Run.read(out)


def _claims(dataset: ClaimSet, out: Path, setup: Setup, progress: Progress) -> dict[str, Any]:
    signature = setup.signature(f"{dataset.name}@{dataset.digest}", "none", None)
    milliseconds = []
    with _journal(out, signature, Order.of(dataset, setup)) as journal:
        for number, claim in enumerate(dataset.claims, 1):
            if claim.id not in journal.done:
                begin = time.perf_counter()
                found = judge(claim.text, claim.evidence)
                milliseconds.append((time.perf_counter() - begin) * 1000)
                line = {
                    "id": claim.id,
                    "predicted": "supported" if found.verdict in _SUPPORTED else "unsupported",
                    "verdict": found.verdict.value,
                    "score": round(found.score, 6),
                    "reasons": list(found.reasons),
                }
                journal.add({"id": claim.id, "line": line})
            progress("claims", number, len(dataset.claims))
        runs.write_lines(out / runs.VERDICTS, (journal.done[claim.id]["line"] for claim in dataset.claims))
        scoring.score_claims(dataset, out, signature, setup.seed)
    return {"milliseconds": {"verify": cost.spread(milliseconds)}} if milliseconds else {}


def _queries(
    dataset: CorpusSet | ReadingSet,
    out: Path,
    setup: Setup,
    settings: Settings,
    tell: Callable[[str], None],
    progress: Progress,
    cold: bool,
) -> dict[str, Any]:
    workspace = Workspace.open(settings, dataset, tell, centred=setup.centred)
    writer = models.writer(settings) if setup.compose == "llm" else None
    signature = setup.signature(f"{dataset.name}@{dataset.digest}", workspace.engine, writer.model if writer else None)
    with _journal(out, signature, Order.of(dataset, setup)) as journal:
        asker = _asker(dataset, workspace, setup, writer, progress)
        for number, query in enumerate(dataset.queries, 1):
            if query.id not in journal.done:
                journal.add(_asked(query, asker))
            progress("questions", number, len(dataset.queries))
        entries = [journal.done[query.id] for query in dataset.queries]
        if isinstance(dataset, CorpusSet):
            runs.write_run(out / runs.RUN, ((entry["id"], entry["run"]) for entry in entries))
        runs.write_lines(out / runs.ANSWERS, (entry["line"] for entry in entries))
        scoring.score_queries(dataset, out, signature, setup.seed)
    for entry in entries:
        if error := entry["line"].get("error"):
            tell(f"question {entry['id']} failed and counts as wrong: {error}")
    timings = cost.stages(entry["ms"] for entry in entries)
    if writer:
        timings["tokens_written"] = cost.tokens(entry["line"]["answer"] for entry in entries)
    if cold and isinstance(dataset, CorpusSet):
        place = workspace.place(dataset)
        timings["cold_start_seconds"] = cost.cold_start(place, dataset.queries[0].text, settings)
    return timings


def _asker(
    dataset: CorpusSet | ReadingSet, workspace: Workspace, setup: Setup, writer: Writer | None, progress: Progress
) -> Asker:
    if isinstance(dataset, ReadingSet):
        return ReadingAsker(workspace, setup.compose, writer, setup.ranking)
    added = 0

    def show(more: int) -> None:
        nonlocal added
        added += more
        progress("articles", added, len(dataset.languages))

    library = workspace.library(dataset, show)
    return LibraryAsker(Yinju(library, writer, setup.ranking), setup.compose, dataset.languages)


def _asked(query: Query, asker: Asker) -> dict[str, Any]:
    """Return the journal's entry of a query."""
    try:
        asked = asker.ask(query)
    except Exception as error:  # noqa: BLE001  one failing question never ends a run, and is listed
        return {"id": query.id, "line": answering.failed(query, error), "run": {}, "ms": {}}
    return {"id": query.id, "line": asked.line, "run": asked.run, "ms": dict(asked.milliseconds)}


@contextmanager
def _journal(out: Path, signature: Mapping[str, Any], order: Order) -> Iterator[Journal]:
    running = {"signature": dict(signature), "program": program("index", "rag", "eval")}
    journal = Journal(out, running, order.line())
    try:
        yield journal
    except BaseException:
        journal.close()
        raise
    journal.finish()
