"""What a run has done so far, line by line on disk: a killed run goes on where it was, at most one question lost."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from yinju.eval.errors import RunInvalid

FILE = "unfinished.jsonl"
_WAIT = 5.0  # seconds for a run that is just dying


class Journal:
    """A file whose first line says what is run, and whose every further line is one question done."""

    def __init__(self, folder: Path, running: Mapping[str, Any], order: Mapping[str, Any] | None = None) -> None:
        """Go on with the journal in a folder if it is of this very run, else begin a new one.

        The order stands beside what is run for those who look at the folder; it may be worded otherwise next time.
        Raises RunInvalid when another run is writing to it.
        """
        self._path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._stream = self._locked()
        except OSError as error:
            raise RunInvalid(f"{folder} cannot be written to ({error.strerror}); name another folder") from error
        whole = list(_whole_lines(self._path.read_bytes()))
        self.done: dict[str, dict[str, Any]] = {}
        if whole and _without_order(json.loads(whole[0])) == json.loads(json.dumps(running)):
            self.done = {entry["id"]: entry for entry in map(json.loads, whole[1:])}
            self._stream.truncate(sum(len(line) for line in whole))  # a torn last line is done again
        else:
            self._stream.truncate(0)
            self._write({**running, "order": order} if order else running)

    def _locked(self) -> BinaryIO:
        """Open the file for this run alone."""
        give_up = time.monotonic() + _WAIT
        while True:
            stream = self._path.open("ab", buffering=0)
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if self._path.exists() and os.path.samestat(os.fstat(stream.fileno()), self._path.stat()):
                    return stream
            except BlockingIOError:
                if time.monotonic() > give_up:
                    stream.close()
                    raise RunInvalid(
                        f"another run is writing to {self._path.parent}; wait for it, or name another folder"
                    ) from None
                time.sleep(0.1)
            stream.close()  # another run has it, or has just finished and removed it

    def add(self, entry: dict[str, Any]) -> None:
        """Keep what was done for one question; `id` names it."""
        self._write(entry)
        self.done[entry["id"]] = entry

    def close(self) -> None:
        """Let go of the file; it stays."""
        self._stream.close()

    def finish(self) -> None:
        """Remove the file: the run's own files hold everything now."""
        self._path.unlink()
        self.close()

    def _write(self, value: Mapping[str, Any]) -> None:
        self._stream.write(json.dumps(value, ensure_ascii=False).encode(errors="replace") + b"\n")


class Begun(NamedTuple):
    """What a journal tells to somebody who looks at it: its first line, how many questions are done, who has it."""

    running: Mapping[str, Any]
    done: int
    held: bool


def look(folder: Path) -> Begun | None:
    """Return what the journal in a folder tells, without touching it; None when there is none, or none that can be read."""
    try:
        with (folder / FILE).open("rb") as stream:
            first = stream.readline()
            done = sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b""))
            running = json.loads(first)
            return Begun(running, done, _held(stream)) if isinstance(running, dict) else None
    except (OSError, ValueError):
        return None


def _held(stream: BinaryIO) -> bool:
    """Say whether a run is writing to the file; a run that begins meanwhile tries again a moment later."""
    try:
        fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    fcntl.flock(stream, fcntl.LOCK_UN)
    return False


def _without_order(running: Any) -> Any:
    return {name: value for name, value in running.items() if name != "order"} if isinstance(running, dict) else running


def _whole_lines(content: bytes) -> Iterator[bytes]:
    """Yield the lines up to the first that was not written to its end, or cannot be read."""
    for line in content.splitlines(keepends=True):
        if not line.endswith(b"\n"):
            return
        try:
            json.loads(line)
        except ValueError:
            return
        yield line
