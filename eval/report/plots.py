"""What a run's answers are worth as curves: drawn, and said in words under it."""

from __future__ import annotations

import numpy as np

from yinju.eval.report import svg
from yinju.eval.report.curves import Point, answered, refused, reliability, risk_coverage
from yinju.eval.report.section import Kind, kind, noise
from yinju.eval.report.svg import Axes, Plot
from yinju.eval.report.tables import share
from yinju.eval.runs import Run

_MOST = 300  # points of a line: more than a screen shows, and a thousand would only make the page heavy
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


def plots(run: Run) -> tuple[Plot, ...]:
    """Return the plots of a run's answers, those that it has figures for."""
    if kind(run) is Kind.CLAIMS or not run.questions:
        return ()
    drawn = (_risk_coverage(run), _calibration(run), _noise(run))
    return tuple(plot for plot in drawn if plot)


def _risk_coverage(run: Run) -> Plot:
    points = risk_coverage(run.questions)
    area = sum(point.y for point in points) / len(points)
    overall = points[-1].y
    axes = Axes(high=(0, 1))
    kept = [points[i] for i in np.unique(np.linspace(0, len(points) - 1, min(_MOST, len(points))).astype(int))]
    line = [Point(0.0, kept[0].y), *kept]
    parts = [
        axes.draw(_QUARTERS, _QUARTERS, ("share of questions answered", "share of them wrong"), (_percent, _percent)),
        svg.segment(axes.x(0), axes.y(overall), axes.x(1), axes.y(overall), "guide"),
        svg.path(((axes.x(point.x), axes.y(point.y)) for point in line), "line one", steps=True),
    ]
    caption = (
        f"Risk and coverage: the questions taken from the surest to the least sure. The lower the line, the better "
        f"Yinju knows when it is right; its mean height, the risk-coverage area, is {share(area)}. "
        f"Dashed: the same answers in any order ({share(overall)})."
    )
    if done := answered(run.questions):
        told = f"{_percent(done.x)} answered, {_percent(done.y)} of them wrong"
        parts.append(svg.dot(axes.x(done.x), axes.y(done.y), "dot two", told, 5))
        caption += f" Dot: what Yinju did, {told}."
    title = f"Risk-coverage curve of {len(points)} questions, area {share(area)}"
    return Plot("When it is sure, is it right?", caption, svg.drawing(title, svg.join(parts)))


def _calibration(run: Run) -> Plot | None:
    bins = reliability(run.questions)
    if not bins:
        return None
    axes = Axes()
    dots = [
        svg.dot(
            axes.x(bin_.probability),
            axes.y(bin_.answerable),
            "dot one",
            f"{bin_.count} questions, stated {share(bin_.probability)}, with an answer {share(bin_.answerable)}",
        )
        for bin_ in bins
    ]
    names = ("probability that Yinju states", "share with an answer")
    content = [
        axes.draw(_QUARTERS, _QUARTERS, names, (_percent, _percent)),
        svg.segment(axes.x(0), axes.y(0), axes.x(1), axes.y(1), "guide"),
        svg.path(((axes.x(bin_.probability), axes.y(bin_.answerable)) for bin_ in bins), "line one thin"),
        *dots,
    ]
    brier = run.measures.get("Brier score", {}).get("all")
    score = f" Brier score {share(brier['mean'])}." if brier else ""
    caption = (
        f"Calibration: {len(bins)} groups of equally many questions, by the probability stated that the articles hold "
        "an answer. On the dashed line, the probability is the truth; above it Yinju is too modest, below it too sure."
        f"{score}"
    )
    title = f"Reliability diagram: {len(bins)} bins of {len(run.questions)} questions"
    return Plot("Can its probability be believed?", caption, svg.drawing(title, svg.join(content)))


def _noise(run: Run) -> Plot | None:
    slices = noise(run)
    if not slices:
        return None
    places = [float(name) for name in slices]
    axes = Axes((places[0], places[-1]))
    figures = [run.measures["containment accuracy"][name] for name in slices]
    shares = [refused(run.questions, name) for name in slices]
    parts = [
        axes.draw(places, _QUARTERS, ("share of passages that are noise", "share of questions"), (_percent, _percent))
    ]
    for at, figure in zip(places, figures, strict=True):
        parts.append(svg.segment(axes.x(at), axes.y(figure["low"]), axes.x(at), axes.y(figure["high"]), "spread one"))
    for kind_, found in (("one", [figure["mean"] for figure in figures]), ("two", shares)):
        points = [(axes.x(at), axes.y(y)) for at, y in zip(places, found, strict=True)]
        parts.append(svg.path(points, f"line {kind_}"))
        parts += [
            svg.dot(x, y, f"dot {kind_}", f"noise {share(at)}: {share(figure)}")
            for (x, y), at, figure in zip(points, places, found, strict=True)
        ]
    parts += [
        svg.text(svg.WIDTH - 78, 13, "● right", "label end one"),
        svg.text(svg.WIDTH, 13, "● refused", "label end two"),
    ]
    caption = "Of questions with more and more passages beside the point: the share answered right (containment accuracy; bars are 95\u00a0% intervals), and the share refused."
    title = "Containment accuracy and share refused by noise: " + "; ".join(
        f"{name}: {share(figure['mean'])}, {share(no)}"
        for name, figure, no in zip(slices, figures, shares, strict=True)
    )
    return Plot("How much noise can it bear?", caption, svg.drawing(title, svg.join(parts)))


def _percent(figure: float) -> str:
    return f"{figure * 100:.0f}\u00a0%"
