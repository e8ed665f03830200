"""The machine: what it is, who else uses it, and what a process holds of its memory."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path
from typing import Any

THREADS = os.cpu_count() or 1
"""Threads that both sides of a pair are given."""
BUSY = 0.1  # share of the processors in other hands above which times are doubtful


def described() -> dict[str, Any]:
    """Return what figures depend on."""
    return {
        "host": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "threads": THREADS,
        "load": [round(value, 2) for value in os.getloadavg()],
    }


def busy(look: float = 1.0) -> float | None:
    """Return the share of the processors that others use while this process sleeps for some seconds.

    None where that cannot be told.
    """
    before = _ticks()
    if before is None:
        return None
    time.sleep(look)
    after = _ticks()
    assert after is not None
    idle, total = after[0] - before[0], after[1] - before[1]
    return round(1 - idle / total, 3) if total else 0.0


def memory(pid: int) -> dict[str, float] | None:
    """Return a process's resident memory now and at its highest, in MB; None where /proc is not there.

    The peak is the process's own: that of getrusage is inherited from whoever started it.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii", errors="replace")
    except OSError:
        return None
    fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    if "VmRSS" not in fields:
        return None
    return {"now": _megabytes(fields["VmRSS"]), "peak": _megabytes(fields["VmHWM"])}


def _megabytes(field: str) -> float:
    return round(int(field.split()[0]) / 1024, 1)  # the field says kB and means KiB


def _ticks() -> tuple[int, int] | None:
    """Idle and all ticks of all processors since the start."""
    try:
        first = Path("/proc/stat").read_text("ascii").split("\n", 1)[0].split()[1:9]
    except OSError:
        return None
    ticks = [int(value) for value in first]
    return ticks[3] + ticks[4], sum(ticks)
