"""Colours of text and ground in a style, as far as they tell that text cannot be told from what it stands on."""

from __future__ import annotations

import re
from collections.abc import Mapping

Style = Mapping[str, str]
"""Declarations in lower case."""

Colour = tuple[int, int, int]
"""Red, green and blue, 0 to 255."""

WHITE: Colour = (255, 255, 255)
CLEAR: Colour = (-1, -1, -1)
_INHERITED = {"none", "inherit", "currentcolor", "unset", "transparent"}
_NAMED = {
    "white": WHITE, "black": (0, 0, 0), "snow": (255, 250, 250), "ivory": (255, 255, 240), "whitesmoke": (245, 245, 245),
    "ghostwhite": (248, 248, 255), "floralwhite": (255, 250, 240), "red": (255, 0, 0), "blue": (0, 0, 255),
    "gray": (128, 128, 128), "grey": (128, 128, 128), "yellow": (255, 255, 0), "green": (0, 128, 0),
}  # fmt: skip
_ALIKE = 24  # summed over red, green and blue; WCAG's contrast of such a pair is below 1.1
_hex = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}(?:[0-9a-f]{2})?)(?![0-9a-f])")
_function = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+)(%?))?\s*\)")


def colour(value: str) -> Colour | None:
    """Return the colour that a value names, where it is opaque."""
    if found := _hex.search(value):
        digits = found[1]
        pairs = [d * 2 for d in digits] if len(digits) < 5 else [digits[at : at + 2] for at in range(0, len(digits), 2)]
        red, green, blue, *alpha = (int(pair, 16) for pair in pairs)
        return (red, green, blue) if not alpha or alpha[0] else None
    if found := _function.search(value):
        return None if found[4] and float(found[4]) == 0 else (int(found[1]), int(found[2]), int(found[3]))
    return next((_NAMED[word] for word in re.findall("[a-z]+", value) if word in _NAMED), None)


def ground(style: Style, inherited: Colour | None = None) -> Colour | None:
    """Return the ground of an element; None where it is not known, or a picture."""
    value = style.get("background-color") or style.get("background") or ""
    if "background-image" in style or "url(" in value or "gradient" in value:
        return None
    return inherited if not value or value in _INHERITED else colour(value)


def ink(style: Style, inherited: Colour | None = None) -> Colour | None:
    """Return the colour of an element's text; None where it is not known."""
    value = style.get("color", "")
    if any(name.endswith("background-clip") for name in style):
        return None  # the ground is painted in the shape of the letters
    if not value or (value in _INHERITED and value != "transparent"):
        return inherited
    clear = value == "transparent" or ((_hex.match(value) or _function.match(value)) and colour(value) is None)
    return CLEAR if clear else colour(value)


def alike(text: Colour | None, on: Colour | None) -> bool:
    """Say whether text of a colour cannot be told from its ground."""
    if text is None or text == CLEAR:
        return text == CLEAR
    return on is not None and sum(abs(a - b) for a, b in zip(text, on, strict=True)) <= _ALIKE
