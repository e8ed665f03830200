"""What a run has done so far, line by line on disk: a killed run goes on where it was, at most one question lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FILE = "unfinished.jsonl"


class Journal:
    """A file whose first line says what is run, and whose every further line is one question done."""

    def __init__(self, folder: Path, running: Mapping[str, Any]) -> None:
        """Go on with the journal in a folder if it is of this very run, else begin a new one."""
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / FILE
        whole = _whole_lines(self._path)
        self.done: dict[str, dict[str, Any]] = {}
        if whole and json.loads(whole[0]) == json.loads(json.dumps(running)):
            self.done = {entry["id"]: entry for entry in map(json.loads, whole[1:])}
            os.truncate(self._path, sum(len(line) for line in whole))  # a torn last line is done again
            self._stream = self._path.open("ab", buffering=0)
        else:
            self._stream = self._path.open("wb", buffering=0)
            self._write(running)

    def add(self, entry: dict[str, Any]) -> None:
        """Keep what was done for one question; `id` names it."""
        self._write(entry)
        self.done[entry["id"]] = entry

    def close(self) -> None:
        """Let go of the file; it stays."""
        self._stream.close()

    def finish(self) -> None:
        """Remove the file: the run's own files hold everything now."""
        self.close()
        self._path.unlink()

    def _write(self, value: Mapping[str, Any]) -> None:
        self._stream.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")


def _whole_lines(path: Path) -> list[bytes]:
    """Return the lines that were written to their end and can be read."""
    return list(_readable(path.read_bytes())) if path.is_file() else []


def _readable(content: bytes) -> Iterator[bytes]:
    for line in content.splitlines(keepends=True):
        if not line.endswith(b"\n"):
            return
        try:
            json.loads(line)
        except ValueError:
            return
        yield line
