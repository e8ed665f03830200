"""What the markup of a page itself says that nobody sees: by attribute, by inline style, by a rule of its style sheet.

Such text is no part of the article: it is written for machines, often to tell them what people would not be told.
Only what is certain counts; a page that fades its text in (`opacity: 0` with a transition) is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser

from yinju.index.read.colours import Style, alike, ground, ink

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
NEVER_SHOWN = frozenset(("script", "style", "template"))
_FAR = -400.0  # pixels beyond the edge of the page or of the element
_PIXELS = {"px": 1.0, "pt": 1.3, "em": 16.0, "rem": 16.0, "vw": 3.9, "vh": 3.9, "%": 3.9, "": 1.0}
_TINY = {"px": 2.0, "pt": 1.5, "em": 0.15, "rem": 0.15, "%": 15.0, "": 0.0, "vw": 0.1, "vh": 0.1}
_comment = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_length = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|vw|vh|)(?![\w.])")
_moved = re.compile(r"translate(?:x|y|3d)?\(([^)]*)\)|scale(?:x|y|3d)?\(\s*0(?:\.0+)?\s*[,)]")
_clipped = re.compile(
    r"inset\(\s*(?:50|100)%|circle\(\s*0|rect\(\s*(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)(?:px)?[\s,]+(?:0|1)"
)
_fading = re.compile("transition|animation|will-change|transform")


def declarations(style: str | None) -> dict[str, str]:
    """Return the declarations of an inline style or of a rule, the later of two counting."""
    found = {}
    for part in _comment.sub("", style or "").lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip()] = value.replace("!important", "").strip()
    return found


def gone(attributes: Mapping[str, str | None], style: Style) -> bool:
    """Say whether an element and all in it is not shown, or shown where nobody looks."""
    if "hidden" in attributes or (attributes.get("aria-hidden") or "").strip().lower() == "true":
        return True
    if style.get("display") == "none" or style.get("content-visibility") == "hidden":
        return True
    if any(_clipped.search(style.get(name, "")) for name in ("clip", "clip-path")) or _outside(style):
        return True
    fades = any(_fading.match(name) for name in style)
    return not fades and (_number(style.get("opacity")) == 0 or _flat(style))


def invisible(style: Style) -> bool | None:
    """Say whether the text of an element is not shown where it stands; None where its parents decide."""
    return style["visibility"] in ("hidden", "collapse") if "visibility" in style else None


def tiny(style: Style) -> bool | None:
    """Say whether the text of an element has no size to be read; None where its parents decide."""
    size = _length.match(style.get("font-size") or style.get("font") or "")
    if size is None:
        return None
    small = abs(float(size[1])) <= _TINY[size[2]]
    return True if small else None if size[2] in ("em", "%") else False


def _number(value: str | None) -> float | None:
    found = _length.fullmatch((value or "").strip())
    return float(found[1]) if found else None


def _flat(style: Style) -> bool:
    """Say whether an element has no height or no width and shows nothing beyond."""
    if style.get("overflow", style.get("overflow-y", "")) not in ("hidden", "clip"):
        return False
    sizes = (_length.fullmatch(style.get(name, "")) for name in ("height", "width", "max-height", "max-width"))
    return any(size is not None and float(size[1]) <= (1 if size[2] == "px" else 0) for size in sizes)


def _outside(style: Style) -> bool:
    moved = _moved.search(style.get("transform", ""))
    if moved and (moved[1] is None or _far(moved[1])):
        return True
    aside = ("left", "top", "right", "bottom") if style.get("position") in ("absolute", "fixed") else ()
    return any(_far(style.get(name, "")) for name in (*aside, "text-indent", "margin-left", "margin-top"))


def _far(value: str) -> bool:
    if "calc" in value:  # how pages make a picture as wide as the window
        return False
    return any(float(size) * _PIXELS[unit] <= _FAR for size, unit in _length.findall(value))


class Pieces(HTMLParser):
    """Reads pieces of markup that stand among other text one after the other, and knows what of all that is seen."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._text: list[str] = []
        self._open: list[str] = []

    @property
    def hidden(self) -> bool:
        """Whether what follows the pieces so far stands inside a hidden element."""
        return bool(self._open)

    def read(self, piece: str) -> str:
        """Return the text of a piece that is seen."""
        self._text = []
        self.feed(piece)
        self.close()
        return "".join(self._text)

    def forget(self) -> None:
        """Leave every element: a paragraph closes what was opened in it."""
        self._open = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is hidden, and elements of its name inside it."""
        attributes = dict(attrs)
        style = declarations(attributes.get("style"))
        if tag in VOID:
            return
        if self._open:
            self._open += [tag] if tag == self._open[0] else []
        elif (
            tag in NEVER_SHOWN
            or gone(attributes, style)
            or invisible(style)
            or tiny(style)
            or alike(ink(style), ground(style))
        ):
            self._open = [tag]

    def handle_endtag(self, tag: str) -> None:
        """Leave a hidden element."""
        if self._open and tag == self._open[-1]:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keep text that is seen."""
        if not self._open:
            self._text.append(data)
