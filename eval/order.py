"""What a run is to do. It stands at the head of the run's journal: by its folder alone a stopped run can go on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yinju.eval.datasets import ClaimSet, Dataset
from yinju.eval.setup import Setup
from yinju.index.errors import UsageError


@dataclass(frozen=True, slots=True)
class Order:
    """Which dataset is run, how many questions or claims it has, and how they are asked."""

    dataset: Path
    total: int
    setup: Setup

    @classmethod
    def of(cls, dataset: Dataset, setup: Setup) -> Order:
        """Return the order to run an opened dataset; its path stays true wherever it is read."""
        asked = dataset.claims if isinstance(dataset, ClaimSet) else dataset.queries
        return cls(dataset.path.resolve(), len(asked), setup)

    def line(self) -> dict[str, Any]:
        """Return the order as the value that a journal keeps."""
        return {"dataset": str(self.dataset), "total": self.total, "setup": asdict(self.setup)}

    @classmethod
    def read(cls, line: Any) -> Order | None:
        """Return the order of a journal's value; None for a journal without one, such as an older version's."""
        try:
            setup = line["setup"]
            chosen = Setup(setup["compose"], tuple(setup["without"]), int(setup["seed"]))
            return cls(Path(line["dataset"]), int(line["total"]), chosen)
        except (KeyError, TypeError, ValueError, UsageError):
            return None
