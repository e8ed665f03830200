"""What a run's answers are worth as curves: drawn, and said in words under it."""

from __future__ import annotations

import numpy as np

from yinju.eval.report import svg
from yinju.eval.report.curves import Point, answered, refused, reliability, risk_coverage
from yinju.eval.report.section import Kind, kind, noise
from yinju.eval.report.svg import Axes, Plot
from yinju.eval.report.tables import share
from yinju.eval.report.words import ENGLISH, Words
from yinju.eval.runs import Run

_MOST = 300  # points of a line: more than a screen shows, and a thousand would only make the page heavy
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


def plots(run: Run, words: Words = ENGLISH) -> tuple[Plot, ...]:
    """Return the plots of a run's answers, those that it has figures for."""
    if kind(run) is Kind.CLAIMS or not run.questions:
        return ()
    drawn = (_risk_coverage(run, words), _calibration(run, words), _noise(run, words))
    return tuple(plot for plot in drawn if plot)


def _risk_coverage(run: Run, words: Words) -> Plot:
    points = risk_coverage(run.questions)
    area = sum(point.y for point in points) / len(points)
    overall = points[-1].y
    axes = Axes(high=(0, 1))
    kept = [points[i] for i in np.unique(np.linspace(0, len(points) - 1, min(_MOST, len(points))).astype(int))]
    line = [Point(0.0, kept[0].y), *kept]
    parts = [
        axes.draw(_QUARTERS, _QUARTERS, (words.risk_across, words.risk_up), (_percent, _percent)),
        svg.segment(axes.x(0), axes.y(overall), axes.x(1), axes.y(overall), "guide"),
        svg.path(((axes.x(point.x), axes.y(point.y)) for point in line), "line one", steps=True),
    ]
    caption = words.risk_caption.format(area=share(area), overall=share(overall))
    if done := answered(run.questions):
        told = words.risk_told.format(answered=_percent(done.x), wrong=_percent(done.y))
        parts.append(svg.dot(axes.x(done.x), axes.y(done.y), "dot two", told, 5))
        caption += words.risk_did.format(told=told)
    title = words.risk_title.format(count=len(points), area=share(area))
    return Plot(words.risk_heading, caption, svg.drawing(title, svg.join(parts)))


def _calibration(run: Run, words: Words) -> Plot | None:
    bins = reliability(run.questions)
    if not bins:
        return None
    axes = Axes()
    dots = [
        svg.dot(
            axes.x(bin_.probability),
            axes.y(bin_.answerable),
            "dot one",
            words.calibration_bin.format(
                count=bin_.count, stated=share(bin_.probability), answerable=share(bin_.answerable)
            ),
        )
        for bin_ in bins
    ]
    names = (words.calibration_across, words.calibration_up)
    content = [
        axes.draw(_QUARTERS, _QUARTERS, names, (_percent, _percent)),
        svg.segment(axes.x(0), axes.y(0), axes.x(1), axes.y(1), "guide"),
        svg.path(((axes.x(bin_.probability), axes.y(bin_.answerable)) for bin_ in bins), "line one thin"),
        *dots,
    ]
    brier = run.measures.get("Brier score", {}).get("all")
    caption = words.calibration_caption.format(bins=len(bins))
    if brier:
        caption += words.calibration_brier.format(brier=share(brier["mean"]))
    title = words.calibration_title.format(bins=len(bins), count=len(run.questions))
    return Plot(words.calibration_heading, caption, svg.drawing(title, svg.join(content)))


def _noise(run: Run, words: Words) -> Plot | None:
    slices = noise(run)
    if not slices:
        return None
    places = [float(name) for name in slices]
    axes = Axes((places[0], places[-1]))
    figures = [run.measures["containment accuracy"][name] for name in slices]
    shares = [refused(run.questions, name) for name in slices]
    parts = [axes.draw(places, _QUARTERS, (words.noise_across, words.noise_up), (_percent, _percent))]
    for at, figure in zip(places, figures, strict=True):
        parts.append(svg.segment(axes.x(at), axes.y(figure["low"]), axes.x(at), axes.y(figure["high"]), "spread one"))
    for kind_, found in (("one", [figure["mean"] for figure in figures]), ("two", shares)):
        points = [(axes.x(at), axes.y(y)) for at, y in zip(places, found, strict=True)]
        parts.append(svg.path(points, f"line {kind_}"))
        parts += [
            svg.dot(x, y, f"dot {kind_}", words.noise_at.format(noise=share(at), share=share(figure)))
            for (x, y), at, figure in zip(points, places, found, strict=True)
        ]
    parts += [
        svg.text(svg.WIDTH - 78, 13, f"● {words.noise_right}", "label end one"),
        svg.text(svg.WIDTH, 13, f"● {words.noise_refused}", "label end two"),
    ]
    told = "; ".join(
        f"{name}: {share(figure['mean'])}, {share(no)}"
        for name, figure, no in zip(slices, figures, shares, strict=True)
    )
    title = words.noise_title.format(figures=told)
    return Plot(words.noise_heading, words.noise_caption, svg.drawing(title, svg.join(parts)))


def _percent(figure: float) -> str:
    return f"{figure * 100:.0f}\u00a0%"
