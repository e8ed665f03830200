"""What a process that serves the library holds in memory: the engine by itself, and the whole page."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from yinju.eval.bench import machine, news
from yinju.eval.bench.questions import questions
from yinju.eval.bench.timing import rounds
from yinju.eval.bench.types import Bench, Goal, Outcome, Row, Unmeasured

_GOAL = Goal(900, most=True)
_UP = "Yinju is at"  # what `yinju chat` says when it can be used; it has answered a question of its own by then


def measure(bench: Bench) -> Outcome:
    """Start each kind of process in turns, let it answer, and read its memory. Raises Unmeasured without /proc."""
    if machine.memory(os.getpid()) is None:
        raise Unmeasured("this system has no /proc to read a process's memory from")
    library = news.library(bench).folder
    asked = questions(bench.corpus, bench.plan.questions, bench.plan.seed)
    resident: dict[str, list[float]] = {}
    sides: dict[str, Callable[[int], float]] = {"engine": partial(_engine, library, asked, resident)}
    if not bench.plan.quick:
        sides["page"] = partial(_page, library, resident)
    peaks = rounds(sides, bench.plan.runs)
    small = news.not_full(bench)
    rows = [
        Row(f"the engine, {len(asked)} questions answered: resident", tuple(resident["engine"]), "MB"),
        Row("… at its peak", tuple(peaks["engine"]), "MB", _GOAL, small),
    ]
    if "page" in peaks:
        rows += [
            Row("`yinju chat`, ready: resident", tuple(resident["page"]), "MB"),
            Row("… at its peak", tuple(peaks["page"]), "MB", _GOAL, small),
        ]
    raw = {f"{side}, resident, MB": values for side, values in resident.items()}
    raw |= {f"{side}, peak, MB": values for side, values in peaks.items()}
    note = (
        f"A new process each time, over {bench.size:,} articles; VmRSS and VmHWM of the process, MB of 1,048,576 bytes."
    )
    return Outcome(tuple(rows), raw, (note,))


def _engine(library: Path, asked: list[str], resident: dict[str, list[float]], _: int) -> float:
    command = [sys.executable, "-m", "yinju.eval.bench.serving", str(library)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        return _look(process, process.stdout.readline().startswith("answered"), resident.setdefault("engine", []))


def _page(library: Path, resident: dict[str, list[float]], _: int) -> float:
    command = [sys.executable, "-m", "yinju.ui", "chat", "--library", str(library), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        up = any(_UP in line for line in process.stderr)
        return _look(process, up, resident.setdefault("page", []))


def _look(process: subprocess.Popen[str], ready: bool, resident: list[float]) -> float:
    """Read a process's memory, and end it."""
    found = machine.memory(process.pid) if ready else None
    process.kill()
    if found is None:
        raise Unmeasured("the serving process ended before it had answered")
    resident.append(found["now"])
    return found["peak"]
