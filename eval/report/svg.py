"""The parts that plots are drawn from. Colours are the page's: here are only classes. Text is always escaped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT = 344, 262
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 20, 32, 42


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing with its heading and a caption."""

    heading: str
    caption: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Axes:
    """The place of a plot: figures from `low` to `high` on each axis in, points of the drawing out."""

    wide: tuple[float, float] = (0.0, 1.0)
    high: tuple[float, float] = (0.0, 1.0)

    def x(self, figure: float) -> float:
        """Return where a figure of the horizontal axis lies."""
        return _LEFT + (figure - self.wide[0]) / (self.wide[1] - self.wide[0]) * (WIDTH - _LEFT - _RIGHT)

    def y(self, figure: float) -> float:
        """Return where a figure of the vertical axis lies."""
        return HEIGHT - _BOTTOM - (figure - self.high[0]) / (self.high[1] - self.high[0]) * (HEIGHT - _TOP - _BOTTOM)

    def draw(
        self,
        below: Sequence[float],
        beside: Sequence[float],
        names: tuple[str, str],
        says: tuple[Callable[[float], str], Callable[[float], str]],
    ) -> Markup:
        """Return both axes with marks at some figures, written by `says`, and their names."""
        bottom = HEIGHT - _BOTTOM
        lines = [segment(_LEFT, self.y(at), WIDTH - _RIGHT, self.y(at), "grid") for at in beside]
        marks = [text(self.x(at), bottom + 16, says[0](at), "tick middle") for at in below]
        marks += [text(_LEFT - 7, self.y(at) + 4, says[1](at), "tick end") for at in beside]
        across = text((_LEFT + WIDTH - _RIGHT) / 2, HEIGHT - 8, names[0], "axis middle")
        up = text(0, 13, names[1], "axis")  # level, over the axis: nobody has to turn the head
        return join([*lines, segment(_LEFT, bottom, WIDTH - _RIGHT, bottom, "base"), *marks, across, up])


def drawing(title: str, content: Markup, width: float = WIDTH, height: float = HEIGHT, kind: str = "plot") -> Markup:
    """Return a whole drawing; `title` says what it shows to those who do not see it."""
    return Markup(
        '<svg class="{}" role="img" viewBox="0 0 {} {}" width="{}" height="{}"><title>{}</title>{}</svg>'
    ).format(kind, _at(width), _at(height), _at(width), _at(height), title, content)


def text(x: float, y: float, content: str, kind: str) -> Markup:
    """Return a line of text."""
    return Markup('<text x="{}" y="{}" class="{}">{}</text>').format(_at(x), _at(y), kind, content)


def segment(x: float, y: float, to_x: float, to_y: float, kind: str) -> Markup:
    """Return a straight line."""
    return Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>').format(
        _at(x), _at(y), _at(to_x), _at(to_y), kind
    )


def path(points: Iterable[tuple[float, float]], kind: str, steps: bool = False) -> Markup:
    """Return a line through points; with steps it runs level to the next point, then straight up or down."""
    parts: list[str] = []
    for x, y in points:
        parts.append(f"H{_at(x)}V{_at(y)}" if steps and parts else f"{'L' if parts else 'M'}{_at(x)} {_at(y)}")
    return Markup('<path d="{}" class="{}"/>').format("".join(parts), kind)


def dot(x: float, y: float, kind: str, says: str, radius: float = 4) -> Markup:
    """Return a dot, with what it says to the pointer."""
    return Markup('<circle cx="{}" cy="{}" r="{}" class="{}"><title>{}</title></circle>').format(
        _at(x), _at(y), _at(radius), kind, says
    )


def box(x: float, y: float, width: float, height: float, kind: str, says: str, strength: float = 1) -> Markup:
    """Return a filled rectangle, with what it says to the pointer; `strength` is how much of its colour it has."""
    return Markup(
        '<rect x="{}" y="{}" width="{}" height="{}" class="{}" fill-opacity="{}"><title>{}</title></rect>'
    ).format(_at(x), _at(y), _at(width), _at(height), kind, _at(strength), says)


def join(parts: Iterable[Markup]) -> Markup:
    """Return parts of a drawing, the later over the earlier."""
    return Markup("").join(parts)


def _at(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
