"""Heat maps: how well questions in one language find articles in another."""

from __future__ import annotations

from collections.abc import Mapping

from yinju.eval.report import svg
from yinju.eval.report.languages import spoken
from yinju.eval.report.svg import Plot
from yinju.eval.report.tables import share
from yinju.eval.runs import Run

_FEW = 5
"""Languages up to which cells are roomy; with more the map has to fit a screen."""

_LEFT, _TOP = 30, 58
_NARROWEST = 200  # the names over a map need this much
_LEAST_REACH = 0.1
"""Difference of figures that the colours at least reach over: below that they would paint chance."""

Cells = Mapping[tuple[str, str], Mapping[str, float]]
"""(question language, article language) → figure with its interval."""


MAPPED = ("R@1", "evidence recall@3")
"""The measures that are shown as maps: the articles found first, and the evidence found."""


def maps(run: Run) -> tuple[Plot, ...]:
    """Return the maps of a run, those with several cells."""
    return tuple(_map(name, found) for name in MAPPED if len(found := cells(run.measures.get(name, {}))) > 1)


def cells(slices: Mapping[str, Mapping[str, float]]) -> Cells:
    """Return the slices of a measure that are cells question language → article language."""
    return {(a, b): figure for name, figure in slices.items() for a, arrow, b in [name.partition("→")] if arrow}


def strengths(found: Cells) -> Mapping[tuple[str, str], float]:
    """Return how strong the colour of each cell is, from .1 to 1.

    Even the weakest cell keeps some colour, so that it is told from one that is not there.
    """
    means = [figure["mean"] for figure in found.values()]
    weakest = min(*means, max(means) - _LEAST_REACH)
    return {at: 0.1 + 0.9 * (figure["mean"] - weakest) / (max(means) - weakest) for at, figure in found.items()}


def _map(name: str, found: Cells) -> Plot:
    rows, columns = sorted({asked for asked, _ in found}), sorted({held for _, held in found})
    width, height = (46, 30) if max(len(rows), len(columns)) > _FEW else (72, 44)
    strong = strengths(found)
    parts = [
        svg.text(0, 13, "rows: language of the question", "axis"),
        svg.text(0, 29, "columns: language of the articles", "axis"),
        *(svg.text(_LEFT + (i + 0.5) * width, _TOP - 8, held, "tick middle") for i, held in enumerate(columns)),
        *(svg.text(_LEFT - 9, _TOP + (i + 0.5) * height + 4, asked, "tick end") for i, asked in enumerate(rows)),
    ]
    for (asked, held), figure in found.items():
        x, y = _LEFT + columns.index(held) * width, _TOP + rows.index(asked) * height
        interval = f"{share(figure['mean'])} [{share(figure['low'])}, {share(figure['high'])}]"
        says = f"{spoken(asked)} → {spoken(held)}: {interval}, {int(figure['n']):,} questions"
        parts.append(svg.box(x + 1, y + 1, width - 2, height - 2, "heat", says, strong[asked, held]))
        parts.append(svg.text(x + width / 2, y + height / 2 + 4, share(figure["mean"]), "figure middle"))
    lowest, highest = min(found, key=lambda at: found[at]["mean"]), max(found, key=lambda at: found[at]["mean"])
    caption = f"The stronger the colour, the higher. Lowest {_said(lowest, found)}, highest {_said(highest, found)}."
    title = f"{name} for {len(rows)} question languages and {len(columns)} article languages"
    wide, high = max(_NARROWEST, _LEFT + len(columns) * width), _TOP + len(rows) * height
    return Plot(name, caption, svg.drawing(title, svg.join(parts), wide, high, "map"))


def _said(at: tuple[str, str], found: Cells) -> str:
    return f"{'→'.join(at)} {share(found[at]['mean'])}"
