"""Whether a text shows a name: as it is written, by another name, or by its sound in another script."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from yinju.index.text.names import SOUND, han_sounds, latin_names, latin_sounds
from yinju.index.text.pinyin import readings
from yinju.index.text.scripts import HAN
from yinju.index.text.terms import fold
from yinju.rag.verify.lexicon import lexicon
from yinju.rag.verify.names import GENERIC, Name, gazetteer
from yinju.rag.verify.stems import akin, stem
from yinju.rag.verify.words import FILLERS

_LONGEST, _SHORTEST = 6, 2  # Chinese characters of a name written by sound
_ALIKE = 4  # consonants from which one may differ
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_ordinary = re.compile(r"(?:tion|sion|ment|ity|ics|ism|ence|ance|ary|ing|ness|ship|hood|ness|ies|ists?|dom|tal|nal|cal|ual|ers|ors|ural|onal|ical|eral|ium|ology)s?$")
_han = re.compile(f"[{HAN}]+")
_word = re.compile(r"[A-Za-zÀ-ÿ][\w'’&.-]*")
_area = re.compile("(?<=..)(新区|自治区|市|省|区|县|州|公司|集团|机场|大学)$")
# which pinyin initials a Latin letter may be written with; vowels go with all
_INITIALS = {
    **{"b": "bp", "p": "bpf", "m": "m", "f": "f", "v": "fw", "d": "d", "t": "dt", "n": "n", "l": "l", "r": "lr", "g": "gj"},
    **{"k": "kjg", "c": "kqscxjz", "j": "jyzq", "s": "sx", "z": "zjsq", "x": "xks", "q": "kq", "h": "hx", "w": "wh", "y": "y"},
}


class Presence(Enum):
    """Whether a name is there, is not, or cannot be told."""

    FOUND = 1
    MISSING = 0
    UNKNOWN = -1


@lru_cache(maxsize=1 << 12)
def _folded(text: str) -> str:
    return fold(text)


def presence(name: Name, text: str, chinese: bool, name_chinese: bool) -> Presence:
    """Tell whether a text shows a name; `chinese` is the text's language, `name_chinese` the name's."""
    if name.entries and _listed(name, text, chinese):
        return Presence.FOUND
    if chinese == name_chinese:
        return _same_script(name, text, chinese)
    if _folded(name.text) in _folded(text):
        return Presence.FOUND
    entries = [gazetteer().entries[number] for number in name.entries]
    if any(entry.chinese if chinese else entry.english for entry in entries):
        return Presence.MISSING
    if chinese:
        return _latin_by_sound(name, text)
    return _han_by_sound(name, text)


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
            if wanted in place and re.search(rf"(?<![A-Za-z]){re.escape(wanted)}(?:s|es|ese|ians?|ans?|men|man)?(?![a-z])", place):
                return True
    return False


def _same_script(name: Name, text: str, chinese: bool) -> Presence:
    if _folded(name.text) in _folded(text):
        return Presence.FOUND
    if chinese:
        if _area.sub("", name.text) in text:
            return Presence.FOUND
        sure = name.entries or _is_person(name) or name.kind in ("transcribed", "latin") or (name.kind == "ns" and _area.search(name.text))
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
        others = {before for before in re.findall(rf"\b([A-Z][\w'’-]+) {re.escape(pieces[-1])}\b", text)}
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


def _latin_by_sound(name: Name, text: str) -> Presence:
    if name.kind != "latin":
        return Presence.UNKNOWN
    pieces = [piece for piece in _word.findall(name.text) if piece.lower() not in GENERIC | FILLERS]
    whole = _pinyin(" ".join(pieces)) | _pinyin(" ".join(reversed(pieces)))
    if whole:  # a Chinese name is written by its pinyin, whole
        return Presence.FOUND if any(whole & sounds for p in pieces for sounds in _windows(text, p[0].lower())) else Presence.MISSING
    found = [_sounded(piece, text) for piece in pieces]
    if Presence.FOUND in found:
        return Presence.FOUND
    return Presence.MISSING if found and set(found) == {Presence.MISSING} else Presence.UNKNOWN


def _pinyin(name: str) -> set[str]:
    """Return the pinyin of a name of one word or two, if it can be that."""
    return {sound for sound in latin_names(name) if sound[1:].islower() and len(sound) > len(name.replace(" ", "").replace("'", ""))}


def _sounded(piece: str, text: str) -> Presence:
    """Tell whether a piece of a Latin name is written by its sound in a Chinese text."""
    wanted = {sound for sound in latin_sounds(piece) if sound[1:].isupper()}
    low = piece.lower()
    if not wanted or piece.isupper() or not piece[0].isupper() or (stem(low),) in lexicon().english or _ordinary.search(low):
        return Presence.UNKNOWN
    windows = _windows(text, low[0])
    if any(_alike(wanted, sounds) for sounds in windows):
        return Presence.FOUND
    if all(len(sound) <= _ALIKE for sound in wanted):  # Chinese may write so short a name in two characters
        return Presence.UNKNOWN
    return Presence.UNKNOWN if any(_near(wanted, sounds) for sounds in windows) else Presence.MISSING


@lru_cache(maxsize=1 << 10)
def _windows(text: str, first: str) -> tuple[frozenset[str], ...]:
    """Return the sounds of the stretches of a Chinese text that may begin with a Latin letter."""
    initials = _INITIALS.get(first)
    return tuple(
        frozenset(sounds)
        for run in _han.finditer(text)
        for start in range(len(run.group()) - 1)
        if initials is None or readings(run.group()[start])[0][:1] in initials
        for length in range(_SHORTEST, min(_LONGEST, len(run.group()) - start) + 1)
        if (sounds := set(han_sounds(run.group()[start : start + length], "nr" if length <= 4 else "nz")))
    )


def _alike(wanted: set[str], sounds: frozenset[str]) -> bool:
    return bool(wanted & sounds) or any(
        len(one) > _ALIKE and len(one) == len(other) and Levenshtein.distance(one, other, score_cutoff=1) <= 1
        for one in wanted
        for other in sounds
        if one[1:].isupper() and other[1:].isupper()
    )


def _near(wanted: set[str], sounds: Iterable[str]) -> bool:
    """Tell whether two names sound so much alike that they may be one."""
    return any(
        Levenshtein.distance(one, other, score_cutoff=2) <= max(1, (max(len(one), len(other)) - 1) // 3)
        for one in wanted
        for other in sounds
        if one[1:].isupper() and other[1:].isupper()
    )


def _han_by_sound(name: Name, text: str) -> Presence:
    if name.kind == "latin":
        return Presence.FOUND if name.text.lower() in text.lower() else Presence.MISSING
    if _sounds_of(name.text, text):
        return Presence.FOUND
    sounds = {sound for sound in han_sounds(name.text, "nz") if sound[1:].isupper()}
    strange = name.kind == "transcribed" and bool(sounds) and not _near(sounds, _latin_sounds_in(text))
    sure = name.entries or strange or (_is_person(name) and _no_such_person(name.text, text))
    return Presence.MISSING if sure else Presence.UNKNOWN


def _no_such_person(name: str, text: str) -> bool:
    """Tell whether a text of Latin letters cannot mean a Chinese person: it names others, or nobody of that initial."""
    if any(sound[1:].islower() for sound in latin_names(text)):
        return True
    first = readings(name[0])[0][:1]
    return not any(first in _INITIALS.get(piece[0].lower(), first) for piece in _word.findall(text) if piece[0].isupper())


def _is_person(name: Name) -> bool:
    return name.kind in ("nr", "nrt", "nrfg") and name.text[0] in _SURNAMES and 2 <= len(name.text) <= 3


def _sounds_of(name: str, text: str) -> bool:
    """Tell whether a Chinese name is written by its sound in a text of Latin letters."""
    shown = _latin_sounds_in(text)
    short = _area.sub("", name)
    for part in re.split("[·・]", short):
        for tag in ("nr", "nz"):
            sounds = set(han_sounds(part, tag))
            if sounds & shown or _alike(sounds, shown):
                return True
    return False


@lru_cache(maxsize=1 << 10)
def _latin_sounds_in(text: str) -> frozenset[str]:
    found = set(latin_names(text))
    pieces = _word.findall(text)
    turned = {SOUND + (b + a).lower().replace("'", "") for a, b in zip(pieces, pieces[1:], strict=False) if a[0].isupper() and b[0].isupper()}
    return frozenset(found | turned | {SOUND + piece.lower().replace("'", "") for piece in pieces if piece[0].isupper()})
