"""One question from a cold start: `yinju ask` over the samples, and the stock chain over the same articles."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial

from yinju.eval.bench import chain
from yinju.eval.bench.articles import Corpus
from yinju.eval.bench.timing import ratios, rounds, seconds
from yinju.eval.bench.types import Bench, Goal, Outcome, Row, Unmeasured

QUESTIONS = ("虹桥分论坛的开幕环节由谁主持？", "Who is the chairman of Trinity Innovation Fund?")


def measure(bench: Bench) -> Outcome:
    """Start both programs in turns; the first start of each, which fills the disk's cache, does not count."""
    library = bench.folder / "samples"
    command = [sys.executable, "-m", "yinju.ui", "ask"]
    run = partial(subprocess.run, cwd=bench.folder, capture_output=True, check=True, env=_environment(bench))
    # without a library named, `ask` fills the default one with the samples
    for question in QUESTIONS:
        run([*command, question])
    (bench.folder / ".yinju").rename(library)
    named = [*command, "--library", str(library)]
    sides: dict[str, Callable[[int], float]] = {
        f"yinju ask, {language}": partial(_seconds, lambda question: run([*named, question]), question)
        for language, question in zip(("zh", "en"), QUESTIONS, strict=True)
    }
    why = ""
    try:
        index = bench.folder / "stock-samples"
        articles = Corpus.read(None)
        path = articles.write(bench.folder / "samples.jsonl", 0, len(articles.lines))
        with chain.started(bench) as stock:
            stock.do("add", path=str(path), chunk=400, folder=str(index))
        chain.ask(bench, index, QUESTIONS[0])
        sides["stock chain"] = partial(_seconds, partial(chain.ask, bench, index), QUESTIONS[0])
    except Unmeasured as reason:
        why = str(reason)
    taken = rounds(sides, bench.plan.runs)
    chinese, english, other = (taken.get(name, []) for name in ("yinju ask, zh", "yinju ask, en", "stock chain"))
    own = [max(pair) for pair in zip(chinese, english, strict=True)]
    return Outcome(
        (
            Row("`yinju ask` to the printed answer, sample library, Chinese question", tuple(chinese), "s", Goal(1.0, most=True)),
            Row("… English question", tuple(english), "s", Goal(1.0, most=True)),
            Row("the stock chain, one question over the same articles", tuple(other), "s", why=why),
            Row("`yinju ask` against the stock chain, the slower question", ratios(other, own[: len(other)]), "×", Goal(12), why),
        ),
        {f"{name}, s": values for name, values in taken.items()},
        (f"{bench.plan.runs} rounds, every program once a round in turning order, each in a new process; one start of each before, which also keeps the compiled modules.",),
    )  # fmt: skip


def _seconds(ask: Callable[[str], object], question: str, _: int) -> float:
    return seconds(lambda: ask(question))


def _environment(bench: Bench) -> dict[str, str]:
    # an installed program keeps its compiled modules, as the chain's packages do
    left_out = ("YINJU_LIBRARY", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**environment, "YINJU_ENCODER": bench.settings.encoder, "YINJU_CACHE": str(bench.settings.cache)}
