"""`python -m yinju.eval.written DATA --out DIR`: what a language model writes, against the quotes, on the same questions.

A model takes seconds a question, so it is asked a sample: questions of RGB's noise sets, each at one of three shares of
noise, drawn by a fixed seed. The model is the one in the environment.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from yinju.eval import experiment, readme
from yinju.eval.datasets import open_dataset
from yinju.eval.runs import METRICS, Run, read_lines, write_lines
from yinju.eval.setup import Setup
from yinju.eval.signature import line
from yinju.rag import settings

_QUESTIONS = {"zh": 12, "en": 10}  # at each share of noise
_NOISE = (0.4, 0.8, 1.0)
_SEED = 11
_MEASURES = (
    ("containment accuracy", "holds an expected answer"),
    ("citation recall", "statements that their citations support (ALCE, our verifier)"),
    ("citation precision", "citations that are needed (ALCE, our verifier)"),
    ("gold citation precision", "cited passages that hold the answer"),
    ("statements a reply", "statements a reply"),
    ("refusal recall", "refused where nothing holds the answer (noise 1.0)"),
    ("over-refusal", "refused though there is an answer"),
)


def sample(path: Path, language: str) -> list[dict[str, Any]]:
    """Return the lines of a noise set that a model is asked: each question once, at one share of noise."""
    lines, chance, most = list(read_lines(path)), random.Random(_SEED), _QUESTIONS[language]  # noqa: S311 - no secret
    asked = sorted(chance.sample(sorted({row["question"] for row in lines}), len(_NOISE) * most))
    noise = {question: _NOISE[place // most] for place, question in enumerate(asked)}
    found = [row for row in lines if noise.get(row["question"]) == row["noise"]]
    chance.shuffle(found)
    return found


def table(runs: Mapping[str, Run]) -> str:
    """Return the table of finished runs, by `LANGUAGE-COMPOSE`."""
    rows = [f"| | {' | '.join(runs)} |", f"|---|{'---|' * len(runs)}"]
    for name, words in _MEASURES:
        rows.append(f"| {words} | {' | '.join(_figure(run, name) for run in runs.values())} |")
    notes = [f"<sub>{line(run.signature)}</sub>" for run in runs.values()]
    return "\n".join([*rows, "", *notes])


def _figure(run: Run, name: str) -> str:
    found = run.measures.get(name, {}).get("all")
    return f"{found['mean']:.3f} [{found['low']:.3f}, {found['high']:.3f}], n {found['n']:.0f}" if found else "–"


def _runs(data: Path, out: Path) -> Iterator[tuple[str, Run]]:
    chosen = settings.read()
    for language in _QUESTIONS:
        out.mkdir(parents=True, exist_ok=True)
        path = out / f"written-{language}.jsonl"
        write_lines(path, sample(data / "rgb" / f"noise-{language}.jsonl", language))
        for compose in ("quotes", "llm"):
            folder = out / f"{language}-{compose}"
            if not (folder / METRICS).is_file():
                folder.mkdir(exist_ok=True)
                setup = Setup(compose="llm" if compose == "llm" else "quotes")
                experiment.run(open_dataset(path), folder, setup, chosen, typer.echo, lambda *_: None)
            yield f"{language}, {'written' if compose == 'llm' else 'quotes'}", Run.read(folder)


def main(
    data: Path,
    out: Annotated[Path, typer.Option(help="Folder for the runs; finished ones are kept.")] = Path(
        "eval/results/written"
    ),
    document: Annotated[Path | None, typer.Option(help="README whose section `written` is filled.")] = None,
) -> None:
    """Measure both ways and print the table."""
    made = table(dict(_runs(data, out)))
    typer.echo(made)
    if document:
        readme.fill(document, "written", made)


if __name__ == "__main__":
    typer.run(main)
