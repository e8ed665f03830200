"""One run at a time, beside a program that has other things to do: started, watched and stopped; in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, Thread

from yinju.eval.errors import RunInvalid
from yinju.eval.order import Order
from yinju.eval.worker import STOPPED

_RECENT = 30.0  # seconds that the pace is taken from
_PATIENCE = 5.0  # seconds a run has to stop by itself; its journal bears being killed too


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `what` it does at present (articles, questions, claims; nothing yet), and what is left of that.

    `seconds_left` is None until there is a pace to tell it from. After the end `ended` is set, and `error` says why
    when it was neither finished nor stopped.
    """

    folder: Path
    order: Order
    what: str = ""
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    ended: bool = False
    stopped: bool = False
    error: str | None = None


class Runner:
    """Runs orders one after the other. Safe to use from many threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._process: subprocess.Popen[str] | None = None
        self._progress: Progress | None = None
        self._steps: deque[tuple[float, int]] = deque()

    @property
    def progress(self) -> Progress | None:
        """How far the run is that was started last; None when none was."""
        return self._progress

    @property
    def running(self) -> bool:
        """Whether a run is under way."""
        return self._progress is not None and not self._progress.ended

    def start(self, order: Order, folder: Path) -> None:
        """Begin an order in a folder, or go on with it there. Raises RunInvalid when another run is under way."""
        with self._lock:
            if self.running:
                raise RunInvalid("another run is under way; wait until it is done, or stop it")
            self._process = subprocess.Popen(
                [sys.executable, "-m", "yinju.eval.worker", str(folder)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
            )  # fmt: skip
            self._progress = Progress(folder, order)
            self._steps.clear()
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):  # it died at once, which watching will find
            self._process.stdin.write(json.dumps(order.line()) + "\n")
            self._process.stdin.flush()
        Thread(target=self._watch, args=(self._process, self._progress), daemon=True).start()

    def stop(self) -> None:
        """Stop the run that is under way, if there is one; it can go on later."""
        process = self._process
        if process is None or process.stdin is None or not self.running:
            return
        with suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()

    def wait(self, seconds: float) -> None:
        """Wait for the run under way to end, but not longer than so many seconds."""
        give_up = self._clock() + seconds
        while self.running and self._clock() < give_up:
            time.sleep(0.02)

    def _watch(self, process: subprocess.Popen[str], begun: Progress) -> None:
        """Follow a run to its end."""
        now, error = begun, None
        assert process.stdout is not None
        for line in process.stdout:
            told = json.loads(line)
            if "error" in told:
                error = told["error"]
                continue
            now = self._paced(now, told["what"], told["done"], told["total"])
            self._progress = now
        code = process.wait()
        stopped = code < 0 or code == STOPPED
        if code and not stopped and error is None:
            error = f"the run broke off (exit code {code})"
        with suppress(OSError):  # of a run that could not begin nothing is left; others are not empty
            begun.folder.rmdir()
        self._progress = replace(now, ended=True, stopped=stopped, error=error, seconds_left=None)

    def _paced(self, before: Progress, what: str, done: int, total: int) -> Progress:
        """Return the progress with the time left at the pace of the last half minute."""
        moment = self._clock()
        if what != before.what:
            self._steps.clear()
        self._steps.append((moment, done))
        while len(self._steps) > 2 and moment - self._steps[0][0] > _RECENT:
            self._steps.popleft()
        begun, first = self._steps[0]
        left = (moment - begun) / (done - first) * (total - done) if done > first else None
        return replace(before, what=what, done=done, total=total, seconds_left=left)
