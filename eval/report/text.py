"""A run's tables as Markdown, for a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yinju.eval.report.section import Section, sections, sentence
from yinju.eval.report.tables import Cell, Row, Table, ablation, headline
from yinju.eval.runs import Run


def markdown(runs: Sequence[Run]) -> str:
    """Return the headline table of every run, runs of one dataset also side by side, each with its signature."""
    return "\n\n".join(part for section in sections(runs) for part in _section(section)) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield f"## {_safe(section.name)}"
    yield _safe(sentence(section.runs[0]))
    several = len(section.runs) > 1
    if several:
        yield "### Side by side"
        yield _table(ablation(section))
    for label, run in zip(section.labels, section.runs, strict=True):
        if several:
            yield f"### {_safe(label)}"
        yield _table(headline(run))


def _table(table: Table) -> str:
    columns = [_safe(column.name) for column in table.columns]
    lines = [_line([table.corner, *columns]), _line(["---", *("---:" for _ in columns)])]
    lines += [_line([_name(row), *map(_cell, row.cells)]) for row in table.rows]
    return "\n".join(lines) + f"\n\n<sub>{_safe(table.signature)}</sub>"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _name(row: Row) -> str:
    return _safe(f"{row.name} {row.arrow}".strip())


def _cell(cell: Cell) -> str:
    figure = f"**{cell.figure}**" if cell.best else cell.figure
    return f"{figure} {cell.interval}".strip() or "–"


def _safe(text: str) -> str:
    """Return text that stays in its cell: names of slices come from datasets."""
    flat = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return flat.replace("|", "\\|").replace("`", "\\`").replace("*", "\\*")
