"""How long questions took, as a histogram."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup

from yinju.eval.cost import spread
from yinju.eval.report import svg
from yinju.eval.report.curves import histogram, step
from yinju.eval.report.svg import Axes, Plot
from yinju.eval.report.tables import milliseconds
from yinju.eval.report.words import ENGLISH, Words
from yinju.eval.runs import Run

_HEADROOM = 1.2
"""Height of the axis over the highest bar, for the names of the two marks."""

_LABEL = 90.0  # how wide the name of a mark gets


def latency(run: Run, words: Words = ENGLISH) -> Plot | None:
    """Return the histogram of milliseconds a question, None where they were not taken."""
    spent = [float(figure) for figure in run.timings.get("total_milliseconds") or ()]
    if not spent or max(spent) <= 0:
        return None
    width, counts = histogram(spent)
    reach, most = width * len(counts), max(counts)
    axes = Axes((0, reach), (0, most * _HEADROOM))
    below = np.arange(0, reach + width / 2, step(reach, 5)).tolist()
    beside = np.arange(0, axes.high[1], max(1.0, step(most, 4))).tolist()
    last_place = len(counts) - 1
    bars = [
        _bar(axes, width, place, count, words.latency_last_bar if place == last_place else words.latency_bar)
        for place, count in enumerate(counts)
        if count
    ]
    found = spread(spent)
    half, late, last = (milliseconds(found[kind]) for kind in ("p50", "p95", "max"))
    parts = [
        axes.draw(below, beside, (words.latency_across, words.latency_up), (_number, _number)),
        *bars,
        _mark(axes, words.latency_half.format(half=half), found["p50"], 26),
        _mark(axes, words.latency_late.format(late=late), found["p95"], 10),
    ]
    beyond = sum(figure > reach for figure in spent)
    tail = words.latency_tail.format(beyond=beyond, last=last) if beyond else ""
    caption = words.latency_caption.format(half=half, late=late) + tail
    title = words.latency_title.format(count=len(spent), half=half, late=late)
    return Plot(words.latency_heading, caption, svg.drawing(title, svg.join(parts)))


def _bar(axes: Axes, width: float, place: int, count: int, words: str) -> Markup:
    x, y = axes.x(place * width), axes.y(count)
    says = words.format(count=count, begin=milliseconds(place * width), end=milliseconds((place + 1) * width))
    return svg.box(x + 0.5, y, axes.x(width) - axes.x(0) - 1, axes.y(0) - y, "bar", says)


def _mark(axes: Axes, name: str, at: float, drop: float) -> Markup:
    """Return an upright line with its name left of it, or right of it where the left has no room.

    The line begins beside its name, so that one with its name farther down does not cross the other's.
    """
    x, top = axes.x(at), axes.y(axes.high[1]) + drop
    left = x - axes.x(0) > _LABEL
    label = svg.text(x - 5 if left else x + 5, top, name, "label end" if left else "label")
    return svg.join([svg.segment(x, top - 10, x, axes.y(0), "mark"), label])


def _number(figure: float) -> str:
    return f"{figure:,.4g}" if figure < 1000 else f"{figure:,.0f}"
