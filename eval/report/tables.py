"""Figures as tables: rows of measures, columns of slices or of runs. What a table looks like is not said here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from yinju.eval.measures import FOR_CLAIMS, FOR_QUERIES
from yinju.eval.measures.types import Measure
from yinju.eval.report.languages import spoken
from yinju.eval.report.section import Section, languages, noise
from yinju.eval.runs import Run
from yinju.eval.signature import line
from yinju.eval.types import Interval

HEADLINE = (
    *("containment accuracy", "evidence recall@3", "R@1", "nDCG@10", "other-language hit@10"),
    *("gold citation precision", "anchor integrity", "refusal recall", "over-refusal", "risk-coverage area"),
    *("conflict shown", "balanced accuracy", "AUROC", "wrong claims caught", "false alarms", "unchecked claims"),
)
"""The measures that tell how good a run is, of whichever a dataset has."""

_MEASURES: tuple[Measure[Any], ...] = (*FOR_QUERIES, *FOR_CLAIMS)
_KNOWN = {measure.name: measure for measure in _MEASURES}
_ORDER = tuple(_KNOWN)
_DIRECTION = {1: "higher is better", 0: "", -1: "lower is better"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, its interval and the number of questions behind it, as text; empty where there is no figure."""

    figure: str = ""
    interval: str = ""
    n: str = ""
    best: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A name with what it means, and a cell for each column. `arrow` points to where better is: ↑, ↓ or nothing."""

    name: str
    cells: tuple[Cell, ...]
    definition: str = ""
    direction: str = ""

    @property
    def arrow(self) -> str:
        """Where better is."""
        return {"higher is better": "↑", "lower is better": "↓"}.get(self.direction, "")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's name, with a second line that says more."""

    name: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns, `corner` over the rows' names, and the signature that stands under them."""

    corner: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    signature: str


def share(figure: float) -> str:
    """Return a share as .956; its 1 is 1.000."""
    return f"{figure:.3f}".removeprefix("0")


def plain(figure: float) -> str:
    """Return a count with the digits that matter: 1.56, 56.2, 1,360."""
    return f"{figure:.2f}" if abs(figure) < 10 else f"{figure:.1f}" if abs(figure) < 100 else f"{figure:,.0f}"


def milliseconds(figure: float) -> str:
    """Return a time as 0.4, 56.2, 1,360."""
    return f"{figure:.1f}" if figure < 100 else f"{figure:,.0f}"


def headline(run: Run) -> Table:
    """Return the measures that matter, over all questions, by language and by noise."""
    return _measures(run, _telling(run), ("all", *languages(run), *noise(run)))


def whole(run: Run) -> Table:
    """Return every measure in every slice but the cells of two languages."""
    found = {name for slices in run.measures.values() for name in slices if "→" not in name}
    known = ("all", *languages(run), *noise(run))
    slices = (*(name for name in known if name in found), *sorted(found.difference(known)))
    return _measures(run, _ordered(run.measures), slices)


def cells(run: Run) -> Table | None:
    """Return every cell question language → article language in a row, a column a measure; None without any."""
    names = [name for name in _ordered(run.measures) if any("→" in slice_ for slice_ in run.measures[name])]
    found = dict.fromkeys(slice_ for name in names for slice_ in run.measures[name] if "→" in slice_)
    rows = tuple(Row(slice_, tuple(_cell(name, run.measures[name].get(slice_)) for name in names)) for slice_ in found)
    columns = tuple(Column(name) for name in names)
    return Table("question → articles", columns, rows, line(run.signature)) if rows else None


def ablation(section: Section, rest: bool = False) -> Table:
    """Return the measures that matter, or the rest, over all questions, a column a run; a row's best are marked."""
    telling = {name for run in section.runs for name in _telling(run)}
    names = _ordered({name for run in section.runs for name in run.measures} - telling)
    rows = []
    for name in names if rest else filter(telling.__contains__, HEADLINE):
        found = [run.measures.get(name, {}).get("all") for run in section.runs]
        if any(found):
            rows.append(_row(name, _marked(name, found)))
    return Table("measure", tuple(map(Column, section.labels)), tuple(rows), line(section.shared))


def stages(run: Run) -> Table | None:
    """Return milliseconds by stage, None where they were not taken."""
    spent = run.timings.get("milliseconds") or {}
    kinds = {"p50": "median", "p95": "95 % within", "max": "longest"}
    rows = tuple(
        Row(stage, tuple(Cell(milliseconds(found[kind])) if kind in found else Cell() for kind in kinds))
        for stage, found in spent.items()
    )
    columns = tuple(map(Column, kinds.values()))
    return Table("milliseconds by stage", columns, rows, line(run.signature)) if rows else None


def _telling(run: Run) -> list[str]:
    return [name for name in HEADLINE if name in run.measures]


def _measures(run: Run, names: Iterable[str], slices: Sequence[str]) -> Table:
    rows = tuple(_row(name, tuple(_cell(name, run.measures[name].get(at)) for at in slices)) for name in names)
    return Table("measure", tuple(_column(run, name) for name in slices), rows, line(run.signature))


def _column(run: Run, name: str) -> Column:
    if name in languages(run):
        return Column(spoken(name), name if spoken(name) != name else "")
    return Column(f"noise {name}" if name in noise(run) else name)


def _row(name: str, found: tuple[Cell, ...]) -> Row:
    measure = _KNOWN.get(name)
    return Row(name, found, measure.definition if measure else "", _DIRECTION[measure.better] if measure else "")


def _cell(name: str, found: Mapping[str, float] | None) -> Cell:
    if not found:
        return Cell()
    interval = Interval(found["mean"], found["low"], found["high"], int(found["n"]))
    shown = plain if name in _KNOWN and _KNOWN[name].better == 0 else share
    return Cell(shown(interval.mean), f"[{shown(interval.low)}, {shown(interval.high)}]", f"{interval.n:,}")


def _marked(name: str, found: Sequence[Mapping[str, float] | None]) -> tuple[Cell, ...]:
    """Return the cells of a row of runs; where all are equal, or neither way is better, none is the best."""
    shown = [_cell(name, interval) for interval in found]
    better = _KNOWN[name].better if name in _KNOWN else 0
    figures = [interval["mean"] * better for interval in found if interval]
    if not better or len(set(figures)) < 2:
        return tuple(shown)
    return tuple(
        replace(cell, best=interval is not None and interval["mean"] * better == max(figures))
        for cell, interval in zip(shown, found, strict=True)
    )


def _ordered(names: Iterable[str]) -> list[str]:
    """Return measures in the order in which they are defined, unknown ones of older runs last."""
    return sorted(names, key=lambda name: (_ORDER.index(name) if name in _KNOWN else len(_ORDER), name))
