"""One question of a warm library: all stages, against encoding alone, the stock chain's bare search, and the limit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from yinju.eval.bench import chain, news
from yinju.eval.bench.questions import questions
from yinju.eval.bench.timing import quantile, ratios, stopwatch, turned
from yinju.eval.bench.types import Bench, Goal, Outcome, Row, Unmeasured
from yinju.index.encoders.types import Vectors
from yinju.rag import bootstrap
from yinju.rag.pipeline import Yinju

ASK, ENCODE, STOCK, PRODUCT = "all stages", "encoding alone", "stock chain's search", "matrix product"


def measure(bench: Bench) -> Outcome:
    """Ask every question once a run, every side in turns, question by question."""
    engine = news.engine(bench, news.library(bench).folder)
    encoder = bootstrap.encoder(bench.settings)
    asked = questions(bench.corpus, bench.plan.questions, bench.plan.seed)
    for question in asked[:4]:
        engine.ask(question)  # opens the library and loads dictionaries
    engine.library.upkeep.settle()
    passages, sentences = stored(engine)
    matrix = np.concatenate([passages, sentences])
    sides: dict[str, Callable[[str], float]] = {
        ASK: lambda question: stopwatch(lambda: engine.ask(question)),
        ENCODE: lambda question: stopwatch(lambda: encoder.encode([question], "question")),
        PRODUCT: lambda question: stopwatch(lambda: matrix @ matrix[0]),
    }
    why = ""
    with ExitStack() as stack:
        try:
            stock = stack.enter_context(chain.started(bench))
            stock.do("hold", vectors=str(_save(bench.folder / "vectors.npy", passages)))
            for question in asked[:4]:
                stock.do("search", question=question)
            sides[STOCK] = lambda question: float(stock.do("search", question=question)["seconds"])
        except Unmeasured as reason:
            why = str(reason)
        runs = [_run(sides, turned(asked, run * 7)) for run in range(bench.plan.runs)]
    return Outcome(
        _rows(bench, runs, why),
        {f"{side}, ms, run {number}": taken[side] for number, taken in enumerate(runs, 1) for side in taken},
        (
            f"{len(asked)} questions, Chinese and English, asked {len(runs)} times, question by question in turning order; "
            f"{bench.size:,} articles, {len(passages):,} passages, {len(sentences):,} sentences. "
            "The stock chain's index holds our passages' vectors: as many and as long as its own would be.",
        ),
    )


def stored(engine: Yinju) -> tuple[Vectors, Vectors]:
    """Return the vectors of all passages and of all sentences of a library."""
    with engine.library.view() as view:
        cells = list(view.snapshot.cells.values())
        passages = [cell.passages.vectors(np.arange(cell.passages.size)) for cell in cells]
        sentences = [cell.sentences.vectors(np.arange(cell.sentences.size)) for cell in cells]
    return np.concatenate(passages), np.concatenate(sentences)


def _run(sides: Mapping[str, Callable[[str], float]], asked: Sequence[str]) -> dict[str, list[float]]:
    """Return the milliseconds of every side over all questions, in one order of the questions."""
    taken: dict[str, list[float]] = {side: [] for side in sides}
    for number, question in enumerate(asked):
        for side in turned(list(sides), number):
            taken[side].append(sides[side](question) * 1000)
    return taken


def _rows(bench: Bench, runs: Sequence[Mapping[str, Sequence[float]]], why: str) -> tuple[Row, ...]:
    def each(side: str, share: float = 0.5) -> list[float]:
        return [quantile(taken[side], share) for taken in runs if side in taken]

    own, small = each(ASK), news.not_full(bench)
    stock = each(STOCK)
    return (
        Row("one question, all stages, quotes: p50", tuple(own), "ms"),
        Row("… p95", tuple(each(ASK, 0.95)), "ms", Goal(120, most=True), small),
        Row("encoding the question alone, bundled engine: p50", tuple(each(ENCODE)), "ms"),
        Row("all stages against encoding alone, p50", ratios(own, each(ENCODE)), "×", Goal(4, most=True), small),
        Row("the stock chain's bare search: p50", tuple(stock), "ms", why=why),
        Row("all stages against the stock chain's bare search, p50", ratios(own[: len(stock)], stock), "×", Goal(1, most=True), why or small),
        Row("brute-force matrix product over all vectors: p50", tuple(each(PRODUCT)), "ms"),
        Row("all stages against the matrix product, p50", ratios(own, each(PRODUCT)), "×"),
    )  # fmt: skip


def _save(path: Path, vectors: Vectors) -> Path:
    np.save(path, vectors, allow_pickle=False)
    return path
