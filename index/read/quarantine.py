"""Readers that a hostile file could hang or blow up, run in a process of their own that can be given up.

The process is started with the first such file and serves all that follow, so an ordinary file costs two
copies through a pipe. It ends itself after `seconds` on one file and cannot grow beyond `memory`; then the
file is reported and the next one gets a fresh process. What passes between the two is JSON, never code.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any

from yinju.index.types import Draft, Unreadable

SECONDS, MEMORY = 30.0, 1 << 30
_ALARM = getattr(signal, "SIGALRM", None)  # Windows has none


class Quarantine:
    """A process that reads files; use as a context manager, so that none is left behind."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._limits = seconds, memory
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, path: Path, content: bytes) -> list[Draft | Unreadable]:
        """Return what the bytes of a file say, or the one reason why nothing could be learned from them."""
        process = self._process = self._process or self._started()
        try:
            answer = self._asked(process, path, content)
        except BaseException:  # whoever was stopped in the middle must not leave half an answer behind
            self.close()
            raise
        if answer:
            return [_item(fields) for fields in json.loads(answer)]
        return [Unreadable(str(path), self._why(process))]

    def __enter__(self) -> Quarantine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process; the next file starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        seconds, memory = self._limits
        program = [sys.executable, "-P", "-m", "yinju.index.read.quarantined", str(seconds), str(memory)]
        return subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )

    @staticmethod
    def _asked(process: subprocess.Popen[bytes], path: Path, content: bytes) -> bytes:
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(json.dumps({"path": str(path), "size": len(content)}).encode() + b"\n")
            process.stdin.write(content)
            process.stdin.flush()
        except BrokenPipeError:
            return b""
        answer = process.stdout.readline()
        return answer if answer.endswith(b"\n") else b""

    def _why(self, process: subprocess.Popen[bytes]) -> str:
        seconds, memory = self._limits
        code = process.wait()
        self.close()
        if _ALARM and code == -_ALARM:
            return f"took longer than {seconds:g} s to read; split it, or save it again with another program"
        return (
            f"could not be read within {memory >> 20} MiB of memory, or broke its reader (exit {code}); "
            "it may be damaged or made to do harm: save it again with another program"
        )


def fields(item: Draft | Unreadable) -> dict[str, Any]:
    """Return an item as it passes through the pipe."""
    return asdict(item)


def _item(fields: Mapping[str, Any]) -> Draft | Unreadable:
    if "why" in fields:
        return Unreadable(**fields)
    facets = {key: tuple(values) for key, values in fields["facets"].items()}
    return Draft(**{**fields, "facets": facets, "pages": tuple(fields["pages"])})
