"""An amount: its value, its unit, and what was said around it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

PERCENT, POINTS, ORDINAL, COUNT = "percent", "points", "ordinal", "count"
"""Units that are no currency and no measure."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount, code points half open. `bound` is "", "over", "under" or "about"; `noun` is where a counted noun begins."""

    start: int
    end: int
    value: Decimal
    unit: str
    bound: str
    text: str
