"""Whether a text shows a name: as it is written, by another name, or by its sound in another script."""

from __future__ import annotations

import re
from functools import lru_cache

from yinju.index.text.terms import fold
from yinju.rag.verify.gazetteer import gazetteer
from yinju.rag.verify.names import GENERIC, Name
from yinju.rag.verify.sounds import Presence, han_by_sound, is_person, latin_by_sound
from yinju.rag.verify.stems import akin, stem
from yinju.rag.verify.words import FILLERS

_word = re.compile(r"[A-Za-zÀ-ÿ][\w'’&.-]*")
_area = re.compile("(?<=..)(新区|自治区|市|省|区|县|州|公司|集团|机场|大学)$")


@lru_cache(maxsize=1 << 12)
def _folded(text: str) -> str:
    return fold(text)


def presence(name: Name, text: str, chinese: bool, name_chinese: bool) -> Presence:
    """Tell whether a text shows a name; `chinese` is the text's language, `name_chinese` the name's."""
    if name.entries and _listed(name, text, chinese):
        return Presence.FOUND
    if chinese == name_chinese:
        return _same_script(name, text, chinese)
    if _stands(name.text, text):
        return Presence.FOUND
    entries = [gazetteer().entries[number] for number in name.entries]
    if any(entry.chinese if chinese else entry.english for entry in entries):
        return Presence.MISSING
    if chinese:
        return latin_by_sound(name, text)
    return han_by_sound(name, text)


def _stands(name: str, text: str) -> bool:
    """Tell whether a name stands in a text, case and accents aside; Latin letters as whole words, or in the plural."""
    own, place = _folded(name), _folded(text)
    if own not in place:
        return False
    return not own.isascii() or re.search(rf"(?<![a-z]){re.escape(own)}(?:e?s)?(?![a-z])", place) is not None


def _listed(name: Name, text: str, chinese: bool) -> bool:
    known, low = gazetteer(), _folded(text)
    for number in name.entries:
        entry = known.entries[number]
        if any(len(form) > 1 and form in text for form in entry.chinese):
            return True
        for form in entry.english:
            # US is no “us”, and in Chinese Latin letters stand without spaces
            place = text if len(form) <= 3 and not chinese else low
            wanted = form if place is text else _folded(form)
            if wanted in place and re.search(rf"(?<![A-Za-z]){re.escape(wanted)}(?:s|es|ese|men|man)?(?![a-z])", place):
                return True
    return False


def _same_script(name: Name, text: str, chinese: bool) -> Presence:
    if _stands(name.text, text):
        return Presence.FOUND
    if chinese:
        if _area.sub("", name.text) in text:
            return Presence.FOUND
        sure = (
            name.entries
            or is_person(name)
            or name.kind in ("transcribed", "latin")
            or (name.kind == "ns" and _area.search(name.text))
        )
        return Presence.MISSING if sure else Presence.UNKNOWN
    if name.kind == "generic":
        return Presence.UNKNOWN
    if name.entries:
        return Presence.MISSING
    return _tokens_found(name.text, text)


def _tokens_found(name: str, text: str) -> Presence:
    """Look for an English name piece by piece, each in any of its forms; its generic words do not count."""
    present = _present(text)
    pieces = [piece for piece in _word.findall(name) if piece.lower() not in GENERIC and piece.lower() not in FILLERS]
    missing = [piece for piece in pieces if not _shown(piece, present)]
    if not missing:
        return Presence.FOUND
    if len(pieces) > 1 and pieces[-1] not in missing:  # a surname alone shows a person, another first name does not
        others = set(re.findall(rf"\b([A-Z][\w'’-]+) {re.escape(pieces[-1])}\b", text))
        return Presence.MISSING if others - {p for p in pieces if p not in missing} else Presence.FOUND
    initials = "".join(piece[0] for piece in _word.findall(name) if piece[0].isupper())
    return Presence.FOUND if len(initials) > 2 and re.search(rf"\b{re.escape(initials)}\b", text) else Presence.MISSING


@lru_cache(maxsize=1 << 10)
def _present(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of a text's words, and the initials of its runs of capitals."""
    found = [word.rstrip(".") for word in _word.findall(text)]
    runs = re.findall(r"(?:[A-Z][\w'’-]*(?: of | and | for | the |\s)?)+", text)
    initials = {"".join(word[0] for word in run.split() if word[0].isupper()) for run in runs}
    parts = {stem(part) for word in found for part in word.lower().split("-")}
    return frozenset({stem(word.lower()) for word in found} | parts), frozenset(i for i in initials if len(i) > 1)


def _shown(piece: str, present: tuple[frozenset[str], frozenset[str]]) -> bool:
    stems, initials = present
    own = stem(piece.lower().rstrip("."))
    if own in stems or (piece.isupper() and piece.replace(".", "") in initials):
        return True
    return any(part in stems for part in own.split("-") if len(part) > 3) or any(akin(own, other) for other in stems)
