"""The runs in a folder: what each measured, when, how far it came, and its headline; read quickly, none of it whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from yinju.eval import journal
from yinju.eval.order import Order
from yinju.eval.runs import METRICS


class State(StrEnum):
    """How far a run has come."""

    FINISHED = "finished"
    RUNNING = "running"
    STOPPED = "stopped"
    DAMAGED = "damaged"


@dataclass(frozen=True, eq=False, slots=True)
class Kept:
    """A run's folder as a list shows it, the same value until its files change; `figures` are the measures over all questions, `day` its last change.

    `done` and `order` are those of a journal: there are none of a finished run. `why` tells what is damaged.
    """

    folder: Path
    state: State
    day: datetime
    signature: Mapping[str, Any]
    figures: Mapping[str, float]
    count: int = 0
    done: int = 0
    order: Order | None = None
    why: str = ""

    @property
    def dataset(self) -> str:
        """The dataset's name, without the digest of its files."""
        return str(self.signature.get("dataset", "")).partition("@")[0]


def runs(folder: Path) -> tuple[Kept, ...]:
    """Return the runs in a folder, the latest first; none when there is no such folder. Raises OSError."""
    if not folder.is_dir():
        return ()
    found = (kept(path) for path in folder.iterdir() if path.is_dir())
    return tuple(sorted(filter(None, found), key=lambda run: (run.day, run.folder.name), reverse=True))


def kept(folder: Path) -> Kept | None:
    """Return the run in a folder; None when it holds none. A journal comes first: that run is not finished."""
    begun = journal.look(folder)
    if begun:
        signature, order = begun.running.get("signature"), Order.read(begun.running.get("order"))
        return Kept(
            folder, State.RUNNING if begun.held else State.STOPPED, _day(folder / journal.FILE),
            signature if isinstance(signature, dict) else {}, {}, order.total if order else 0, begun.done, order,
        )  # fmt: skip
    metrics = folder / METRICS
    try:
        status = metrics.stat()
    except OSError:
        return None
    return _finished(folder, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1000)
def _finished(folder: Path, changed: int, size: int) -> Kept:
    """Return a finished run; what was read is kept until its file changes."""
    day = datetime.fromtimestamp(changed / 1e9)
    try:
        found = json.loads((folder / METRICS).read_text("utf-8"))
        over_all = {name: slices["all"] for name, slices in found["measures"].items() if "all" in slices}
        figures = {name: float(figure["mean"]) for name, figure in over_all.items()}
        count = max((int(figure["n"]) for figure in over_all.values()), default=0)
        return Kept(folder, State.FINISHED, day, dict(found["signature"]), figures, count)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        return Kept(folder, State.DAMAGED, day, {}, {}, why=f"{METRICS}: {type(error).__name__}: {error}")


def _day(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime)
    except OSError:  # it was just finished
        return datetime.now()
