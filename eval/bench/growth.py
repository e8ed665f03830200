"""How the time of a question grows with the library: one of usual size, one ten times as large."""

from __future__ import annotations

from yinju.eval.bench import news
from yinju.eval.bench.kept import Kept, kept
from yinju.eval.bench.questions import questions
from yinju.eval.bench.synthetic import SyntheticEncoder, articles
from yinju.eval.bench.timing import quantile, ratios, seconds, stopwatch, turned
from yinju.eval.bench.types import FULL_GROWTH, FULL_SIZE, Bench, Goal, Outcome, Row
from yinju.rag.pipeline import Yinju

_SHARE = 3  # of the questions, one in so many is asked: the larger library takes its time
_GOAL = Goal(3, most=True)


def measure(bench: Bench) -> Outcome:
    """Ask the same questions of both libraries, question by question in turns."""
    small, large = bench.plan.size, bench.plan.size * bench.plan.growth
    engines: dict[int, Yinju] = {}
    opened: dict[int, float] = {}
    asked = questions(bench.corpus, bench.plan.questions, bench.plan.seed)[::_SHARE]
    for size in (small, large):
        engine = engines[size] = news.engine(bench, library(bench, size).folder)
        opened[size] = seconds(lambda engine=engine: engine.ask(asked[0]))  # type: ignore[misc]  # bound at once
        engine.ask(asked[-1])
        engine.library.upkeep.settle()
    runs = [_run(engines, turned(asked, run * 7)) for run in range(bench.plan.runs)]

    def each(size: int, share: float) -> list[float]:
        return [quantile(taken[size], share) for taken in runs]

    full = bench.plan.size >= FULL_SIZE and bench.plan.growth >= FULL_GROWTH
    why = "" if full else f"{small:,} → {large:,} articles; the goal is for {FULL_SIZE:,} → {FULL_SIZE * FULL_GROWTH:,}"
    rows = [Row(f"one question of {size:,} articles: p50", tuple(each(size, 0.5)), "ms") for size in (small, large)]
    rows += [
        Row(f"{small:,} → {large:,} articles, p50", ratios(each(large, 0.5), each(small, 0.5)), "×", _GOAL, why),
        Row("… p95", ratios(each(large, 0.95), each(small, 0.95)), "×"),
        *(Row(f"first question of {size:,} articles, the library being opened", (opened[size],), "s") for size in (small, large)),
    ]  # fmt: skip
    raw = {f"{size}, ms, run {number}": taken[size] for number, taken in enumerate(runs, 1) for size in taken}
    note = (
        f"{len(asked)} questions, {len(runs)} times, both libraries in turns. Articles of shuffled sentences, synthetic vectors; "
        "the question is encoded by the real encoder."
    )
    return Outcome(tuple(rows), raw, (note,))


def library(bench: Bench, size: int) -> Kept:
    """Return a synthetic library of a size, made when it is not there."""
    return kept(bench, "synthetic", lambda _: articles(bench.corpus, size, bench.plan.seed), SyntheticEncoder, size)


def _run(engines: dict[int, Yinju], asked: list[str]) -> dict[int, list[float]]:
    taken: dict[int, list[float]] = {size: [] for size in engines}
    for number, question in enumerate(asked):
        for size in turned(list(engines), number):
            engine = engines[size]
            taken[size].append(1000 * stopwatch(lambda: engine.ask(question)))  # noqa: B023 - run before the next turn
    return taken
