"""`python -m yinju.eval.transcript FOLDER`: our questions asked over a folder of articles, written down to be read.

Each line of `transcript.jsonl` has a question and, once somebody has read the answers, what is wrong with the quotes
and with what the model wrote. Answers by the language model in the environment stand beside the quotes, when there is one.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from yinju.index.library import Library
from yinju.index.read.paths import read_paths
from yinju.rag import bootstrap, models, settings
from yinju.rag.pipeline import Yinju
from yinju.rag.types import Answer

QUESTIONS = Path(__file__).with_name("transcript.jsonl")
TRANSCRIPT = Path(__file__).with_name("transcript.md")
_SHOWN = 160  # characters of a statement: enough to be judged, no copy of the articles


def main(folder: Path) -> None:
    """Ask every question and write the transcript."""
    with tempfile.TemporaryDirectory() as temporary:
        configured = settings.read()
        library = Library.open(Path(temporary) / "library", bootstrap.encoder(configured), create=True)
        library.add(read_paths([folder]))
        engine = Yinju(library, models.writer(configured))
        rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
        TRANSCRIPT.write_text("\n".join(_lines(rows, engine)) + "\n", "utf-8")


def _lines(rows: list[dict[str, str]], engine: Yinju) -> Iterator[str]:
    yield "# Twenty questions, read one by one"
    yield ""
    yield f"Asked over five crawled articles by `python -m yinju.eval.transcript`; the model: {engine.llm or 'none'}."
    yield "Statements are cut after 160 characters. What is wrong stands under each answer; nothing there means it is right."
    for number, row in enumerate(rows, 1):
        yield f"\n## {number}. {row['question']}\n"
        yield from _shown("Quotes", engine.ask(row["question"]), row.get("quotes", ""))
        if engine.llm:
            yield from _shown("Written", engine.ask(row["question"], compose="llm"), row.get("written", ""))


def _shown(heading: str, answer: Answer, remark: str) -> Iterator[str]:
    note = f" *{answer.reason}*" if answer.reason else ""
    yield f"**{heading}** (probability {answer.probability:.2f}){':' if answer.statements else ': refused.'}{note}"
    for statement in answer.statements:
        text = statement.text if len(statement.text) <= _SHOWN else f"{statement.text[:_SHOWN]}…"
        verdicts = ", ".join(answer.cited(marker).verdict for marker in statement.citations)
        yield f"- {text} ({verdicts})"
    for conflict in answer.conflicts:
        yield f"- sources disagree: {' / '.join(value['text'] for value in conflict['values'])}"
    if remark:
        yield f"\nWrong: {remark}"
    yield ""


if __name__ == "__main__":
    main(Path(sys.argv[1]))
