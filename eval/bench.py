"""Speed and size, measured: `python -m yinju.eval.bench [CORPUS.jsonl] [--articles N]` prints a table and a JSON line.

Without a corpus the sample articles are used. Every figure names its unit; times are of this machine at this
moment, so compare ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from yinju.index.encoders.bundled import BundledEncoder
from yinju.index.encoders.profile import calibration
from yinju.index.encoders.types import Encoder, Role, Vectors
from yinju.index.library import Library
from yinju.index.read.paths import read_paths
from yinju.index.types import Draft, Unreadable
from yinju.rag import bootstrap, settings
from yinju.rag.pipeline import Yinju

_RUNS = 5


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="yinju.eval.bench")
    parser.add_argument("corpus", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=300)
    chosen = parser.parse_args()
    figures = {**_cold_start(), **_library(chosen.corpus, chosen.articles)}
    print("| measure | figure |\n|---|---|")
    for name, figure in figures.items():
        print(f"| {name} | {figure} |")
    print(f"\n{signature(chosen.corpus)}")
    print(json.dumps(figures, ensure_ascii=False), file=sys.stderr)


def signature(corpus: Path | None) -> str:
    """Return the line that says what was measured, with what, on what."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    data = corpus.parent.name if corpus else "samples"
    return f"yinju {version('yinju')} {commit or 'no commit'} · data {data} · {os.cpu_count()} cores · Python {sys.version.split()[0]}"


def _cold_start() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "yinju.ui", "ask"]
        questions = ["虹桥分论坛的开幕环节由谁主持？", "Who is the chairman of Trinity Innovation Fund?"]
        subprocess.run([*command, questions[0]], cwd=folder, capture_output=True, check=True)
        seconds = [
            _seconds(partial(subprocess.run, [*command, question], cwd=folder, capture_output=True, check=True))
            for question in questions
            for _ in range(_RUNS)
        ]
    return {"`yinju ask` from a cold start to the printed answer, sample library, s": _spread(seconds)}


def _library(corpus: Path | None, most: int) -> dict[str, str]:
    configured = settings.read()
    encoder = bootstrap.encoder(configured, bulk=True)
    counting = _Counting(encoder)
    drafts = list(islice(_drafts(corpus), most))
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "library", counting, create=True)
        first = _seconds(lambda: library.add(drafts))
        again = _seconds(lambda: library.add(drafts))
        bare = _seconds(lambda: encoder.encode(counting.texts, "passage"))
        tokens = sum(BundledEncoder().count_tokens(text) for text in counting.texts)
        engine = Yinju(Library.open(Path(folder) / "library", BundledEncoder()))
        asked, alone = _questions(engine)
        engine_name = type(encoder).__name__.removesuffix("Encoder").lower()
        return {
            f"adding {len(drafts)} articles ({engine_name} engine), articles/s": f"{len(drafts) / first:.1f}",
            "… tokens/s, passages and sentences encoded": f"{tokens / first:,.0f}",
            "… share of the bare encoder's speed on the same texts": f"{bare / first:.2f}",
            "adding them again, unchanged, s": f"{again:.2f} ({first / again:,.0f} × faster)",
            "one question, all stages, quotes, ms (p50 / p95)": f"{asked[0]:.0f} / {asked[1]:.0f}",
            "… encoding the question alone, ms (p50)": f"{alone:.0f}",
            "memory of this process at its peak, MB": f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}",
        }


def _questions(engine: Yinju) -> tuple[tuple[float, float], float]:
    questions = [text for language in ("en", "zh") for text in calibration()[language]["questions"]]
    engine.ask(questions[0])
    engine.ask(questions[-1])
    whole = sorted(_seconds(partial(engine.ask, question)) * 1000 for question in questions)
    alone = [_seconds(partial(engine.library.encoder.encode, [question], "question")) * 1000 for question in questions]
    return (statistics.median(whole), whole[int(0.95 * len(whole))]), statistics.median(alone)


def _drafts(corpus: Path | None) -> Iterator[Draft | Unreadable]:
    yield from read_paths([corpus]) if corpus else bootstrap.samples()


class _Counting:
    """Another encoder that keeps the texts it was given."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self.texts = encoder, list[str]()
        self.model, self.dimensions = encoder.model, encoder.dimensions

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        self.texts += texts
        return self._encoder.encode(texts, role)


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _spread(seconds: list[float]) -> str:
    return f"{min(seconds):.2f} – {statistics.median(seconds):.2f} – {max(seconds):.2f} (min – median – max of {len(seconds)})"


if __name__ == "__main__":
    main()
