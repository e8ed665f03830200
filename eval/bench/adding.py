"""Adding articles: against the stock chain, against the bare encoder, and again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from yinju.eval.bench import chain
from yinju.eval.bench.articles import portions
from yinju.eval.bench.machine import THREADS
from yinju.eval.bench.timing import ratios, rounds, seconds
from yinju.eval.bench.types import Bench, Goal, Outcome, Row, Unmeasured
from yinju.index.encoders.bundled import MODEL, BundledEncoder
from yinju.index.encoders.types import MEANS, Encoder, Role, Vectors
from yinju.index.library import Library
from yinju.index.read.paths import read_paths
from yinju.rag import bootstrap


class Way(NamedTuple):
    """A setting in which articles are added: its name, the encoder's where it is not the usual one, and its goal.

    The goal is how many times the stock chain's articles a second it is to reach.
    """

    name: str
    encoder: str
    goal: float


# another setting is another line here
WAYS = (Way("yinju add", "", 0.85), Way("yinju add --fast", f"{MODEL}{MEANS}", 1.6))


class Portion(NamedTuple):
    """The articles of one run, and what a way of adding has encoded of them."""

    path: Path
    articles: int
    texts: Sequence[str]
    tokens: int


def measure(bench: Bench) -> Outcome:
    """Add portions of the articles in turns: each way, the bare encoder over the same texts, the stock chain."""
    files = portions(bench.corpus, bench.plan.articles, bench.plan.runs, bench.folder)
    counter = _token_counter(bench)
    shares = [_portion(bench, file, counter) for file in files]
    encoders = {way.name: _encoder(bench, way) for way in WAYS}
    encoder = encoders[WAYS[0].name]
    for each in encoders.values():
        each.encode(shares[0].texts[:4], "passage")  # loads the graph
    again: dict[str, list[float]] = {way.name: [] for way in WAYS}
    sides: dict[str, Callable[[int], float]] = {
        way.name: partial(_added, bench, encoders[way.name], way, shares, again[way.name]) for way in WAYS
    }
    sides["bare encoder"] = lambda run: seconds(lambda: encoder.encode(shares[run].texts, "passage"))
    notes = [_plan(shares, encoder)]
    with ExitStack() as stack:
        why = ""
        try:
            stock = stack.enter_context(chain.started(bench))
            mean, fitted = _fit(bench, stock)
            notes.append(
                f"Mean passage: {mean:.0f} characters here, {fitted['mean']:.0f} in the stock chain (chunks of {fitted['chunk']}, no overlap)."
            )
            sides["stock chain"] = lambda run: _stock(stock, bench, shares[run], int(fitted["chunk"]))
        except Unmeasured as reason:
            why = str(reason)
        taken = rounds(sides, bench.plan.runs)
    raw = {f"{name}, s": values for name, values in taken.items()}
    raw |= {f"{name}, again, s": values for name, values in again.items()}
    raw |= {"articles": [share.articles for share in shares], "tokens": [share.tokens for share in shares]}
    rows = [row for way in WAYS for row in _rows(way, taken, again[way.name], shares, why)]
    return Outcome(tuple(rows), raw, tuple(notes))


def _rows(
    way: Way, taken: dict[str, list[float]], again: list[float], shares: Sequence[Portion], why: str
) -> list[Row]:
    own, stock = taken[way.name], taken.get("stock chain", [])
    articles = [share.articles for share in shares]
    tokens = [share.tokens for share in shares]
    rows = [
        Row(f"`{way.name}`, passages and sentences encoded", ratios(articles, own), "articles/s"),
        Row("the stock chain, passages encoded", ratios(articles[: len(stock)], stock), "articles/s", why=why),
        Row(f"`{way.name}` against the stock chain, articles/s", ratios(stock, own[: len(stock)]), "×", Goal(way.goal), why),
        Row(f"again, unchanged: `{way.name}` against its first time", ratios(own, again), "×", Goal(100)),
    ]  # fmt: skip
    if way is WAYS[0]:
        bare = taken["bare encoder"]
        rows[1:1] = [
            Row(f"… tokens/s of `{way.name}`", ratios(tokens, own), "tokens/s"),
            Row("… tokens/s of the bare encoder on the same texts", ratios(tokens, bare), "tokens/s"),
            Row(f"`{way.name}` against the bare encoder, tokens/s", ratios(bare, own), "×", Goal(0.85)),
        ]
    return rows


def _added(bench: Bench, encoder: Encoder, way: Way, shares: Sequence[Portion], again: list[float], run: int) -> float:
    folder = bench.folder / f"{way.name.replace(' ', '-')}-{run}"
    library = Library.open(folder, encoder, create=True)
    taken = seconds(lambda: library.add(read_paths([shares[run].path])))
    again.append(seconds(lambda: library.add(read_paths([shares[run].path]))))
    return taken


def _encoder(bench: Bench, way: Way) -> Encoder:
    return bootstrap.encoder(replace(bench.settings, encoder=way.encoder or bench.settings.encoder), bulk=True)


def _stock(stock: chain.Chain, bench: Bench, share: Portion, chunk: int) -> float:
    return float(stock.do("add", path=str(share.path), chunk=chunk, folder=str(bench.folder / "stock"))["seconds"])


def _fit(bench: Bench, stock: chain.Chain) -> tuple[float, dict[str, float]]:
    """Let the stock chain's chunks be as long on average as our passages of the same articles."""
    whole = bench.corpus.write(bench.folder / "whole.jsonl", 0, bench.plan.articles)
    library = Library.open(bench.folder / "whole", _Listening(), create=True)
    library.add(read_paths([whole]))
    with library.view() as view:
        lengths = np.concatenate([cell.spans[:, 1] - cell.spans[:, 0] for cell in view.snapshot.cells.values()])
    mean = float(lengths.mean())
    return mean, stock.do("fit", path=str(whole), mean=mean)


def _portion(bench: Bench, file: Path, tokens: Callable[[str], int]) -> Portion:
    listening = _Listening()
    report = Library.open(bench.folder / f"heard-{file.stem}", listening, create=True).add(read_paths([file]))
    # in the best order for the bare encoder: texts of one length together
    texts = sorted(listening.texts, key=len)
    return Portion(file, report.added, texts, sum(map(tokens, texts)))


def _token_counter(bench: Bench) -> Callable[[str], int]:
    """Tokens as the bundled model counts them; characters stand for them with another encoder."""
    return BundledEncoder().count_tokens if bench.settings.encoder == MODEL else len


def _plan(shares: Sequence[Portion], encoder: Encoder) -> str:
    engine = type(encoder).__name__.removesuffix("Encoder").lower()
    return (
        f"{len(shares)} rounds of {shares[0].articles} articles ({sum(share.articles for share in shares)} in all), each side once a "
        f"round, the order turned by one every round; models loaded and warm; {engine} engine; {THREADS} threads on every side."
    )


class _Listening:
    """Stands for the encoder to hear which texts an addition encodes; its vectors are of no use."""

    def __init__(self) -> None:
        self.model, self.dimensions, self.texts = MODEL, 384, list[str]()

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        self.texts += texts
        return np.full((len(texts), self.dimensions), self.dimensions**-0.5, np.float32)
