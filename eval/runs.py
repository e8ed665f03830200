"""A run's folder: the files of a finished run, written whole or not at all, and read back."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from yinju.eval.errors import RunInvalid

RUN, ANSWERS, VERDICTS = "run.trec", "answers.jsonl", "verdicts.jsonl"
METRICS, QUESTIONS, TIMINGS, JUDGE = "metrics.json", "questions.jsonl", "timings.json", "judge.json"

_space = re.compile(r"\s")
_STEP = 1e-6  # between scores that have to differ


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: signature, measures, each question with its scores, and what it cost."""

    folder: Path
    signature: Mapping[str, Any]
    measures: Mapping[str, Mapping[str, Mapping[str, float]]]
    questions: tuple[Mapping[str, Any], ...]
    timings: Mapping[str, Any]
    judge: Mapping[str, Any] | None = None
    """What a language model said of the statements, if one was asked."""

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.resolve().name

    @classmethod
    def read(cls, folder: Path) -> Run:
        """Read a run's folder. Raises RunInvalid."""
        if not (folder / METRICS).is_file():
            raise RunInvalid(f"{folder} holds no finished run; make one with `yinju eval run DATASET --out {folder}`")
        try:
            metrics = json.loads((folder / METRICS).read_text("utf-8"))
            timings, judge = _optional(folder / TIMINGS) or {}, _optional(folder / JUDGE)
            questions = tuple(read_lines(folder / QUESTIONS)) if (folder / QUESTIONS).is_file() else ()
            return cls(folder, metrics["signature"], metrics["measures"], questions, timings, judge)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise RunInvalid(f"{folder} is no whole run ({type(error).__name__}: {error}); run it again") from error


def _optional(path: Path) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else None


def write_text(path: Path, content: str) -> None:
    """Write a file so that it is there wholly or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(content, "utf-8", errors="replace")  # a model may write half a character
    temporary.replace(path)


def write_json(path: Path, value: Any) -> None:
    """Write a value as indented JSON."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def write_lines(path: Path, values: Iterable[Any]) -> None:
    """Write one JSON object a line."""
    write_text(path, "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values))


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def write_run(path: Path, runs: Iterable[tuple[str, Mapping[str, float]]]) -> None:
    """Write run.trec: `qid Q0 docid rank score yinju`, scores strictly falling, white space in ids percent-encoded."""
    write_text(path, "".join(line for query, run in runs for line in _run_lines(query, run)))


def _run_lines(query: str, run: Mapping[str, float]) -> Iterator[str]:
    before = float("inf")
    for rank, (document, score) in enumerate(run.items(), 1):
        before = min(round(score, 6), round(before - _STEP, 6))
        yield f"{_encoded(query)} Q0 {_encoded(document)} {rank} {before:.6f} yinju\n"


def read_run(path: Path) -> dict[str, tuple[str, ...]]:
    """Read run.trec: query id → document ids, best first."""
    found: dict[str, list[tuple[float, str]]] = {}
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            query, _, document, _, score, _ = line.split(" ")
            found.setdefault(_decoded(query), []).append((-float(score), _decoded(document)))
    return {query: tuple(document for _, document in sorted(run)) for query, run in found.items()}


def _encoded(id_: str) -> str:
    # a percent sign of the id's own stays readable unless it could be taken for an encoded space
    return _space.sub(lambda found: quote(found.group()), re.sub("%(?=[0-9A-Fa-f]{2})", "%25", id_))


def _decoded(id_: str) -> str:
    return unquote(id_)
