"""The articles that are measured with: a JSON Lines corpus, or the samples when there is none."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from yinju.eval.errors import DatasetInvalid
from yinju.index.types import Draft
from yinju.rag import bootstrap


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles as lines of JSON; both sides of a pair read the very same file."""

    name: str
    digest: str
    lines: tuple[str, ...]

    @classmethod
    def read(cls, path: Path | None) -> Corpus:
        """Read a corpus, or the sample articles without one. Raises DatasetInvalid."""
        if path is None:
            return cls._of("samples", _samples())
        try:
            lines = tuple(line for line in path.read_text("utf-8").split("\n") if line.strip())
        except (OSError, UnicodeDecodeError) as error:
            raise DatasetInvalid(f"{path} cannot be read ({error}); give a JSON Lines file of articles") from error
        for number, line in enumerate(lines, 1):
            _check(line, f"{path}:{number}")
        if not lines:
            raise DatasetInvalid(f"{path} holds no article; give a JSON Lines file, one article a line")
        return cls._of(path.parent.name, lines)

    @classmethod
    def _of(cls, name: str, lines: tuple[str, ...]) -> Corpus:
        return cls(name, hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12], lines)

    def write(self, path: Path, start: int, stop: int) -> Path:
        """Write some of the articles to a file, and return it."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in self.lines[start:stop]), "utf-8")
        return path

    def texts(self) -> list[str]:
        """Return the raw texts."""
        return [str(json.loads(line)["text"]) for line in self.lines]


def portions(corpus: Corpus, articles: int, runs: int, folder: Path) -> list[Path]:
    """Cut the first articles of a corpus into one file a run, as equal as can be.

    When there are fewer articles than runs the files are all the same.
    """
    total = min(articles, len(corpus.lines))
    if total < runs:
        return [corpus.write(folder / f"articles-{run}.jsonl", 0, total) for run in range(runs)]
    cuts = [total * run // runs for run in range(runs + 1)]
    return [corpus.write(folder / f"articles-{run}.jsonl", cuts[run], cuts[run + 1]) for run in range(runs)]


def _samples() -> tuple[str, ...]:
    drafts = [item for item in bootstrap.samples() if isinstance(item, Draft)]
    return tuple(
        json.dumps({"_id": draft.identity, "title": draft.title, "text": draft.raw}, ensure_ascii=False)
        for draft in drafts
    )


def _check(line: str, where: str) -> None:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise DatasetInvalid(f"{where}: not valid JSON ({error}); one whole object a line is needed") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise DatasetInvalid(f"{where}: no `text`; every line needs one, as in BEIR's corpus layout")
