"""The library that questions are asked of: the corpus's first articles, added as `yinju add` adds them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from yinju.eval.bench.kept import Kept, kept
from yinju.eval.bench.timing import seconds
from yinju.eval.bench.types import FULL_SIZE, Bench, Goal, Outcome, Row
from yinju.index.encoders.serving import ServingEncoder
from yinju.index.library import Library
from yinju.index.read.paths import read_paths
from yinju.index.types import Draft, Unreadable
from yinju.rag import bootstrap
from yinju.rag.pipeline import Yinju


def library(bench: Bench) -> Kept:
    """Return the library, made when it is not there."""

    def drafts(path: Path) -> Iterator[Draft | Unreadable]:
        return read_paths([bench.corpus.write(path, 0, bench.size)])

    return kept(bench, "news", drafts, partial(bootstrap.encoder, bench.settings, bulk=True), bench.size)


def engine(bench: Bench, folder: Path) -> Yinju:
    """Return an engine over a library, wired as `yinju chat` wires it and settled."""
    made = bootstrap.yinju(replace(bench.settings, library=folder, llm_model=None), serving=True)
    if isinstance(made.library.encoder, ServingEncoder):
        made.library.encoder.settle()
    return made


def not_full(bench: Bench) -> str:
    """Say why figures of this library cannot be held against the goals; nothing when they can."""
    return "" if bench.size >= FULL_SIZE else f"{bench.size:,} articles; the goal is for {FULL_SIZE:,}"


def measure(bench: Bench) -> Outcome:
    """Say how long the library took, and add everything again."""
    made = library(bench)
    making = made.making
    encoder = bootstrap.encoder(bench.settings, bulk=True)
    opened = Library.open(made.folder, encoder)
    again = [seconds(lambda: opened.add(read_paths([made.articles]))) for _ in range(bench.plan.runs)]
    when = "in this run" if making.now else "earlier and kept"
    return Outcome(
        (
            Row(f"adding all {bench.size:,} articles of {bench.corpus.name}", (bench.size / making.seconds,), "articles/s"),
            Row("adding all of them again, unchanged", tuple(again), "s"),
            Row("… against the first time", tuple(making.seconds / value for value in again), "×", Goal(100), not_full(bench)),
        ),
        {"made, s": [making.seconds], "sittings": [making.sittings], "again, s": again},
        (f"The library was made {when}, in {making.seconds:,.0f} s and {making.sittings} sitting(s), at commit {making.commit}.",),
    )  # fmt: skip
