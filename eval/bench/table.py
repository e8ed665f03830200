"""The results as Markdown: one table a part, goals beside figures, and the signature."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yinju.eval.bench.types import Goal, Outcome, Row


def rows(found: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a table: minimum, median and maximum over the runs, goal, and whether it is met."""
    yield "| measure | min – median – max | goal | met |"
    yield "|---|---:|---:|---|"
    for row in found:
        goal = limit(row.goal, row.unit) if row.goal else ""
        yield f"| {row.what} | {spread(row.values, row.unit)} | {goal} | {_met(row)} |"


def section(heading: str, outcome: Outcome) -> str:
    """Return a part as a heading, how it was measured, and its table."""
    return "\n".join([f"### {heading}", "", *outcome.notes, "", *rows(outcome.rows)])


def spread(values: Sequence[float], unit: str) -> str:
    """Return figures as minimum, median and maximum; one figure stands alone."""
    if not values:
        return "–"
    three = [min(values), statistics.median(values), max(values)]
    figures = " – ".join(map(shown, three)) if len(values) > 1 else shown(values[0])
    return f"{figures} {unit}".strip()


def limit(goal: Goal, unit: str) -> str:
    """Return a goal in words."""
    return f"{'≤' if goal.most else '≥'} {goal.limit:g} {unit}".strip().replace(" 0.", " .")


def shown(value: float) -> str:
    """Return a figure with three digits that count; whole numbers as they are."""
    if value == int(value):
        return f"{int(value):,}"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{value:,.{min(digits, 4)}f}".removeprefix("0")


def _met(row: Row) -> str:
    if row.why:
        return f"– ({row.why})"
    if row.met is None:
        return ""
    return "yes" if row.met else "**no**"


def json_row(row: Row) -> Mapping[str, Any]:
    """Return a row as it stands in bench.json."""
    goal = {"limit": row.goal.limit, "most": row.goal.most} if row.goal else None
    return {"what": row.what, "unit": row.unit, "values": row.values, "goal": goal, "met": row.met, "why": row.why}
