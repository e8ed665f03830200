"""JSON Lines read one by one, every complaint with file and line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from yinju.eval.errors import DatasetInvalid
from yinju.rag.types import Turn


class Line(NamedTuple):
    """A parsed line and where it stands."""

    where: str
    row: dict[str, Any]

    def text(self, name: str) -> str:
        """Return a field that has to be a string with something in it. Raises DatasetInvalid."""
        value = self.row.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f"“{name}” has to be a string with something in it, and is {_shown(value)}")
        return value

    def id(self, name: str) -> str:
        """Return a field that names the line: a string or a whole number. Raises DatasetInvalid."""
        value = self.row.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            raise self.wrong(f"“{name}” has to be a string, and is {_shown(value)}")
        return str(value)

    def list(self, name: str) -> list[Any]:
        """Return a field that has to be a list when it is there. Raises DatasetInvalid."""
        value = self.row.get(name, [])
        if not isinstance(value, list):
            raise self.wrong(f"“{name}” has to be a list, and is {_shown(value)}")
        return value

    def flag(self, name: str, usual: bool) -> bool:
        """Return a field that has to be true or false when it is there. Raises DatasetInvalid."""
        value = self.row.get(name, usual)
        if not isinstance(value, bool):
            raise self.wrong(f"“{name}” has to be true or false, and is {_shown(value)}")
        return value

    def wrong(self, what: str) -> DatasetInvalid:
        """Return the error for this line."""
        return DatasetInvalid(f"{self.where}: {what}")


def lines(path: Path) -> Iterator[Line]:
    """Yield every line that is not blank. Raises DatasetInvalid at the first that is no JSON object."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            for number, text in enumerate(stream, 1):
                if not text.strip():
                    continue
                where = f"{path}:{number}"
                try:
                    row = json.loads(text)
                except (ValueError, RecursionError) as error:
                    raise DatasetInvalid(f"{where}: not valid JSON ({str(error)[:120]})") from error
                if not isinstance(row, dict):
                    raise DatasetInvalid(f"{where}: not a JSON object; put one object on each line")
                yield Line(where, _mended(row) if "\\ud" in text.lower() else row)
    except UnicodeDecodeError as error:
        raise DatasetInvalid(f"{path}: not UTF-8 ({error}); save it as UTF-8") from error
    except OSError as error:
        raise DatasetInvalid(f"{path}: cannot be read ({error.strerror}); check the file") from error


def _mended(value: Any) -> Any:
    """Return a value without half characters, which cannot be stored; offsets stay as they were."""
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff]", "\ufffd", value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    return {key: _mended(item) for key, item in value.items()} if isinstance(value, dict) else value


def unique(seen: dict[str, str], id_: str, line: Line) -> str:
    """Return an id that no earlier line has. Raises DatasetInvalid."""
    if id_ in seen:
        raise line.wrong(f"the id {id_!r} stands in {seen[id_]} already; ids have to differ")
    seen[id_] = line.where
    return id_


def digest(paths: Sequence[Path]) -> str:
    """Return twelve hexadecimal digits of the SHA-256 over the files' bytes."""
    total = hashlib.sha256()
    for path in paths:
        with path.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()[:12]


def aliases(line: Line, name: str) -> tuple[tuple[str, ...], ...]:
    """Return a list of answers, each a string or a list of aliases, as tuples of aliases. Raises DatasetInvalid."""
    found = []
    for item in line.list(name):
        alternatives = item if isinstance(item, list) else [item]
        if not alternatives or not all(isinstance(text, str) and text.strip() for text in alternatives):
            raise line.wrong(f"“{name}” has to hold strings or lists of strings, and holds {_shown(item)}")
        found.append(tuple(alternatives))
    return tuple(found)


def turns(line: Line) -> tuple[Turn, ...]:
    """Return the conversation before a question. Raises DatasetInvalid."""
    history = line.list("history")
    if not all(isinstance(turn, dict) and isinstance(turn.get("question"), str) for turn in history):
        raise line.wrong("“history” has to hold objects with “question” (and “answer”)")
    return tuple(Turn(turn["question"], str(turn.get("answer", ""))) for turn in history)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:80]
