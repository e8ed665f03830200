"""Characters that nobody sees, and that steer what is seen: controls, direction overrides, joiners, tags.

Texts are stored with their own characters, and offsets count them. What is written here is for the edges:
`cleaned` on the way in, `shown` for a reader's eye, `bare` for a language model.
"""

from __future__ import annotations

import re

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN

_BREAKS = "\x85\u2028\u2029"
_DIRECTIONS = "\u202a-\u202e\u2066-\u2069"
_TAGS = "\U000e0000-\U000e00ff"
# nothing of a text: what is left is what any page would show of it
_SILENT = (
    "\u00ad\u034f\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0100-\U000e01ef"
)
_HINTS = "\u061c\u200e\u200f"  # which way a full stop in Hebrew or Arabic belongs: stored, but shown nowhere
_LOUD = f"\x80-\x84\x86-\x9f{_DIRECTIONS}\u206a-\u206f\ufff9-\ufffb\U0001d173-\U0001d17a\ud800-\udfff{_TAGS}"
_INVISIBLE = f"{_SILENT}{_HINTS}{_LOUD}"

# where they belong: in Arabic, Indic and Mongolian spelling, in emoji and flags, between Thai or Khmer words
_JOINING, _UNSPACED = "\u0600-\u0dff\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc", "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_EMOJI = "\u203c-\u32ff\U0001f000-\U0001faff"
_KEPT = (
    rf"(?<=[{_JOINING}])[\u200c\u200d](?![{_INVISIBLE}])"
    rf"|(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])|(?<=[#*0-9\u00a9\u00ae{_EMOJI}])[\ufe0e\ufe0f]"
    rf"|(?<=[{HAN}])[\ufe00-\ufe02\U000e0100-\U000e01ef]|(?<=[\u1800-\u18af])[\u180b-\u180f]"
    rf"|(?<=[{_UNSPACED}])\u200b(?=[{_UNSPACED}])"
    "|(?<=\U0001f3f4)[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
)
_any = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f{_BREAKS}{_INVISIBLE}]")
_loud = Late(f"[{_LOUD}]")
_LONGEST = 3  # invisible characters in a row that may be an accident; more of them hold a message
# what a terminal takes as one order: colours and cursor, titles and links with all they carry, the rest by two
_order = Late(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b.?"
)
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc"
    "\u0ec8-\u0ecd\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
_flood = re.compile(f"([{_MARKS}]{{6}})[{_MARKS}]+")  # the Hebrew Bible has five on a letter


_runs = Late(rf"(?P<kept>{_KEPT})|[{_INVISIBLE}]+|[\x00-\x08\x0b-\x1f\x7f]|[{_BREAKS}]")
_dropped_runs = Late(rf"(?P<kept>{_KEPT})|[{_SILENT}{_TAGS}]+")


def cleaned(text: str) -> str:
    """Return a crawled text without what is no part of it: soft hyphens, stray joiners and selectors, tags."""
    return _dropped_runs.sub(lambda run: run["kept"] or "", text)


def shown(text: str) -> str:
    """Return a text as a reader may see it: nothing in it steers a terminal or the direction of reading.

    Controls become their pictures (␛), overrides and hidden messages are named (⟨U+202E⟩), a stray joiner or
    selector goes, and of a flood of accents the first six stay. Line feeds and tabs remain.
    """
    return _flood.sub(r"\1", _runs.sub(_seen, text) if _any.search(text) else text)


def bare(text: str) -> str:
    """Return a text without anything invisible, and without the orders that a terminal would take from it."""
    if _any.search(text):
        text = _runs.sub(lambda run: run["kept"] or (" " if run.group() in _BREAKS else ""), _order.sub("", text))
    return _flood.sub(r"\1", text)


def escaped(json_text: str) -> str:
    r"""Return a JSON text, equal in value, in which no such character stands but as its `\u` escape."""
    return _any.sub(lambda found: _escape(found.group()), json_text)


def _seen(run: re.Match[str]) -> str:
    text = run.group()
    if run["kept"]:
        return text
    if text in _BREAKS:
        return "\n"
    if text < " " or text == "\x7f":
        return chr(0x2421 if text == "\x7f" else 0x2400 + ord(text))
    if not _loud.search(text) and len(text) <= _LONGEST:
        return ""
    return f"⟨U+{ord(text[0]):04X}{f'…U+{ord(text[-1]):04X}' if len(text) > 1 else ''}⟩"


def _escape(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"  # half a character has no value
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
