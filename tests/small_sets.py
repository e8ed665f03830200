"""Small datasets of each kind, and runs of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from yinju.eval import experiment
from yinju.eval.datasets import open_dataset
from yinju.eval.runs import Run, read_lines, write_lines
from yinju.eval.setup import Setup
from yinju.rag.pipeline import Yinju
from yinju.rag.settings import Settings

SIGNATURE = ["version", "commit", "dataset", "encoder", "compose", "seed"]
OTTERS = "The delta is home to forty otters. They eat two hundred kinds of fish."
DOCUMENTS = [
    ("otters en", "en", "Otters", OTTERS),
    ("otters\tzh", "zh", "", "三角洲是四十只水獭的家园。它们吃两百种鱼。"),
    ("reprint", "en", "Otters", OTTERS),
    (
        "clinic\u3000en",
        "en",
        "",
        "The night clinic treats nine hundred patients a month. Doctor Amara Diallo leads it.",
    ),
    ("clinic-zh", "zh", "夜间诊所", "夜间诊所每月接待九百名病人。诊所由阿玛拉·迪亚洛医生领导。"),
    (
        "raw",
        "en",
        "",
        " \r\n\u200bThe  old lighthouse\u00a0was painted red in 1932 .\r\n\r\nIts keeper, cafe\u0301 owner Bo Lind, retired.\t",
    ),
    ("empty", "en", "", ""),
]
HOW_MANY, WHICH = "How many otters live in the delta?", "And how many are there?"
QUERIES = [
    ("q 1", HOW_MANY, "en", {"answers": ["forty", "四十"], "task": "own"}),
    ("q2", "三角洲有多少只水獭？", "zh", {"answers": ["forty", "四十"], "task": "own"}),
    ("q3", "When was the lighthouse painted red?", "en", {"answers": ["1932"], "task": "own"}),
    ("q4", WHICH, "en", {"answers": ["forty"], "history": [{"question": "Do otters live in the delta?"}]}),
    ("q5", WHICH, "en", {"answers": ["nine hundred"], "history": [{"question": "Does the night clinic treat patients?"}]}),
    ("q6", "Who composed the opera Turandot?", "en", {"answerable": False, "task": "unanswerable"}),
    ("q7", "谁创作了歌剧《图兰朵》？", "zh", {"answerable": False, "task": "unanswerable"}),
    ("q8", "???", "en", {"answers": ["a question without a word cannot be asked"], "task": "own"}),
]  # fmt: skip
QRELS = [
    *(("q 1", "otters en", 2), ("q 1", "clinic-zh", 1), ("q2", "otters en", 1), ("q3", "raw", 1)),
    *(("q4", "reprint", 1), ("q5", "clinic-zh", 1), ("q5", "clinic\u3000en", 1), ("q8", "raw", 1)),
]


class Set(NamedTuple):
    """A dataset's place and what a run of it gave."""

    path: Path
    out: Path
    run: Run
    told: list[str]
    progress: list[tuple[str, int, int]]

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        return {line["id"]: line for line in read_lines(self.out / "answers.jsonl")}


def a_passage(id_: str, text: str, **fields: str) -> dict[str, str]:
    return {"id": id_, "text": text, **fields}


def a_question(id_: str, text: str, *passages: Mapping[str, str], **fields: Any) -> dict[str, Any]:
    """A line of a reading set."""
    return {"id": id_, "question": text, "language": "en", "passages": list(passages), **fields}


READING = [
    a_question("r 1", HOW_MANY, a_passage("a 1", OTTERS), a_passage("h", "Herons stand in the reeds.", title="Herons"),
               gold_passages=["a 1"], answers=["forty"], task="reading", noise=0),
    a_question("r2", HOW_MANY, a_passage("a 1", "In the delta live ninety otters."), a_passage("e", ""),
               gold_passages=["a 1"], answers=[["ninety", "90"]], task="reading", noise=0.4),
    a_question("r3", "三角洲有多少只水獭？", a_passage("甲", "三角洲是四十只水獭的家园。"), a_passage("乙", "苍鹭整天站在芦苇丛中。"),
               gold_passages=["甲"], answers=["四十"], task="reading", noise=0) | {"language": "zh"},
    a_question("r4", "Who composed the opera Turandot?", a_passage("a", OTTERS), answerable=False, task="reading", noise=1.0),
    a_question("r5", "...", a_passage("a", OTTERS), answers=["forty"], task="reading", noise=0),
    a_question("r6", "?!", a_passage("a", OTTERS), answerable=False, task="reading", noise=1.0),
    a_question("r7", HOW_MANY, a_passage("e", ""), a_passage("e2", " \n"), answerable=False, task="reading", noise=1.0),
    a_question("r8", WHICH, a_passage("c", DOCUMENTS[3][3]), a_passage("a", OTTERS), answers=["nine hundred"],
               history=[{"question": "Does the night clinic treat patients?", "answer": "Yes."}]),
    a_question("r9", WHICH, a_passage("c", DOCUMENTS[3][3]), a_passage("a", OTTERS), answers=["forty"],
               history=[{"question": "Do otters live in the delta?", "answer": "Yes."}]),
]  # fmt: skip
CLAIMS = [
    {"id": "c 1", "claim": "They eat two hundred kinds of fish.", "evidence": [OTTERS], "language": "en",
     "label": "supported", "task": "news", "pair": "en→en"},
    {"id": "c2", "claim": "The delta is home to ninety otters.", "evidence": [OTTERS], "language": "en",
     "label": "unsupported", "task": "news", "pair": "en→en"},
    {"id": "c3", "claim": "三角洲是四十只水獭的家园。", "evidence": ["三角洲是四十只水獭的家园。"], "language": "zh",
     "label": "supported", "pair": "zh→zh"},
    {"id": "c4", "claim": "Herons stand in the reeds.", "evidence": [""], "language": "en", "label": "unsupported"},
]  # fmt: skip


def a_corpus(
    folder: Path,
    documents: Sequence[tuple[str, str, str, str]] = DOCUMENTS,
    queries: Sequence[tuple[str, str, str, Mapping[str, Any]]] = QUERIES,
    qrels: Sequence[tuple[str, str, int]] = QRELS,
) -> Path:
    folder.mkdir(parents=True)
    rows = ({"_id": i, "title": t, "text": x, "metadata": {"language": code}} for i, code, t, x in documents)
    write_lines(folder / "corpus.jsonl", rows)
    write_lines(
        folder / "queries.jsonl", ({"_id": i, "text": x, "metadata": {"language": c, **m}} for i, x, c, m in queries)
    )
    # a tab of the id's own cannot stand in a file of tabs
    lines = ["query-id\tcorpus-id\tscore", *(f"{query}\t{document}\t{grade}" for query, document, grade in qrels)]
    (folder / "qrels.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def a_file(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_lines(path, rows)
    return path


def run(path: Path, out: Path, cache: Path, setup: Setup | None = None) -> Set:
    """A run with all that it tells."""
    told: list[str] = []
    seen: list[tuple[str, int, int]] = []
    done = experiment.run(
        open_dataset(path), out, setup or Setup(), Settings(cache=cache), told.append, lambda *step: seen.append(step)
    )
    return Set(path, out, done, told, seen)


def files(folder: Path) -> dict[str, bytes]:
    """The files of a run that are the same each time."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "timings.json"}


def count(monkeypatch: pytest.MonkeyPatch, stop_at: int = 0) -> list[str]:
    """Note every question and claim from now on; at one of them stop as Ctrl-C does."""
    asked: list[str] = []
    stream, judge = Yinju.stream, experiment.judge

    def streamed(engine: Yinju, text: str, **named: Any) -> Any:
        asked.append(text)
        if len(asked) == stop_at:
            raise KeyboardInterrupt
        return stream(engine, text, **named)

    def judged(claim: str, evidence: Sequence[str]) -> Any:
        asked.append(claim)
        return judge(claim, evidence)

    monkeypatch.setattr(Yinju, "stream", streamed)
    monkeypatch.setattr(experiment, "judge", judged)
    return asked
