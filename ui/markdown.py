"""Text from outside as Markdown that shows it and does nothing: no link, image, element, heading, list or formula of its own."""

from __future__ import annotations

import re

from yinju.index.text.invisible import shown
from yinju.rag.inert import for_reading

# CommonMark and GitHub; $ are formulas, { attributes and templates, ~ and = lines through and marks in other dialects
_active = re.compile(
    r"[\\`*\[\]<>#|~$^{}]|(?<![^\W_])_|_(?![^\W_])|(?<==)=|:(?=//)|(?<=\bwww)\.|&(?=#?\w+;)|@(?=\w)", re.IGNORECASE
)
_opening = re.compile(r"^(?:[-+=:]|\d{1,9}(?=[.)]))")


def inert(text: str) -> str:
    """Return a text as one line of Markdown that reads as it does, wherever in a line it stands."""
    line = _active.sub(lambda found: f"\\{found.group()}", for_reading(text))
    return _opening.sub(lambda found: _held(found.group()), line)


def address(url: str) -> str:
    """Return an address as a link that shows it whole; one that is not of the web as text."""
    if not re.match(r"https?://[^\s/]", url, re.IGNORECASE):
        return inert(url)
    return f"<{''.join(map(_plain, url))}>"


def _held(opening: str) -> str:
    # a number is kept from beginning a list by what follows it
    return f"{opening}\\" if opening.isdecimal() else f"\\{opening}"


def _plain(character: str) -> str:
    """Return a character of an address, encoded where it would end the link or nobody would see it."""
    if character in '<>"\\^`{|}' or character.isspace() or shown(character) != character:
        return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
    return character
