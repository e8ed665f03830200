"""Names by their sound: what a Chinese text may write a Latin name with, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from yinju.index.text.names import SOUND, han_sounds, latin_names, latin_sounds
from yinju.index.text.pinyin import readings
from yinju.index.text.scripts import HAN
from yinju.rag.verify.lexicon import lexicon
from yinju.rag.verify.names import GENERIC, Name
from yinju.rag.verify.stems import stem
from yinju.rag.verify.words import FILLERS

_LONGEST, _SHORTEST = 6, 2  # Chinese characters of a name written by sound
_TRANSLATED = 9  # letters up to which a single name may be one that Chinese translates
_ALIKE = 4  # consonants from which one may differ
# which pinyin initials a Latin letter may be written with; vowels go with all
_INITIALS = {
    **{
        "b": "bp",
        "p": "bpf",
        "m": "m",
        "f": "f",
        "v": "fw",
        "d": "d",
        "t": "dt",
        "n": "n",
        "l": "l",
        "r": "lr",
        "g": "gj",
    },
    **{
        "k": "kjg",
        "c": "kqscxjz",
        "j": "jyzq",
        "s": "sx",
        "z": "zjsq",
        "x": "xks",
        "q": "kq",
        "h": "hx",
        "w": "wh",
        "y": "y",
    },
}
_ordinary = re.compile(
    r"(?:tion|sion|ment|ity|ics|ism|ence|ance|ary|ing|ness|ship|hood|ness|ies|ists?|dom|tal|nal|cal|ual|ers|ors|ural|onal|ical|eral|ium|ology)s?$"
)
_han = re.compile(f"[{HAN}]+")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_word = re.compile(r"[A-Za-zÀ-ÿ][\w'’&.-]*")
_area = re.compile("(?<=..)(新区|自治区|市|省|区|县|州|公司|集团|机场|大学)$")


class Presence(Enum):
    """Whether a name is there, is not, or cannot be told."""

    FOUND = 1
    MISSING = 0
    UNKNOWN = -1


def latin_by_sound(name: Name, text: str) -> Presence:
    """Tell whether a Chinese text shows a Latin name by its sound; a Chinese name in pinyin has to be there whole."""
    if name.kind != "latin":
        return Presence.UNKNOWN
    pieces = [piece for piece in _word.findall(name.text) if piece.lower() not in GENERIC | FILLERS]
    whole = _pinyin(" ".join(pieces)) | _pinyin(" ".join(reversed(pieces)))
    if whole:  # a Chinese name is written by its pinyin, whole
        return (
            Presence.FOUND
            if any(whole & sounds for p in pieces for sounds in _windows(text, p[0].lower()))
            else Presence.MISSING
        )
    found = [_sounded(piece, text) for piece in pieces]
    if Presence.FOUND in found:
        return Presence.FOUND
    # one short word may be translated instead; a first name and a surname are not
    told = len(found) > 1 or (len(pieces) == 1 and len(pieces[0]) > _TRANSLATED)
    return Presence.MISSING if told and set(found) == {Presence.MISSING} else Presence.UNKNOWN


def _pinyin(name: str) -> set[str]:
    """Return the pinyin of a name of one word or two, if it can be that."""
    return {
        sound
        for sound in latin_names(name)
        if sound[1:].islower() and len(sound) > len(name.replace(" ", "").replace("'", ""))
    }


def _sounded(piece: str, text: str) -> Presence:
    """Tell whether a piece of a Latin name is written by its sound in a Chinese text."""
    wanted = {sound for sound in latin_sounds(piece) if sound[1:].isupper()}
    low = piece.lower()
    if (
        not wanted
        or piece.isupper()
        or not piece[0].isupper()
        or (stem(low),) in lexicon().english
        or _ordinary.search(low)
    ):
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
        Levenshtein.distance(one[1:], other[1:], score_cutoff=2) <= max(1, (max(len(one), len(other)) - 1) // 3)
        for one in wanted
        for other in sounds
        if one[1:].isupper() and other[1:].isupper()
    )


def han_by_sound(name: Name, text: str) -> Presence:
    """Tell whether a text of Latin letters shows a Chinese name by its sound."""
    if name.kind == "latin":
        return Presence.FOUND if name.text.lower() in text.lower() else Presence.MISSING
    if _sounds_of(name.text, text):
        return Presence.FOUND
    sounds = {sound for sound in han_sounds(name.text, "nz") if sound[1:].isupper()}
    strange = name.kind == "transcribed" and bool(sounds) and not _near(sounds, _latin_sounds_in(text))
    sure = name.entries or strange or (is_person(name) and _no_such_person(name.text, text))
    return Presence.MISSING if sure else Presence.UNKNOWN


def _no_such_person(name: str, text: str) -> bool:
    """Tell whether a text of Latin letters cannot mean a Chinese person: it names others, or nobody of that initial."""
    if any(sound[1:].islower() for sound in latin_names(text)):
        return True
    first = readings(name[0])[0][:1]
    return not any(
        first in _INITIALS.get(piece[0].lower(), first) for piece in _word.findall(text) if piece[0].isupper()
    )


def is_person(name: Name) -> bool:
    """Tell whether a name looks like that of a Chinese person: a surname and one or two characters more."""
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
    turned = {
        SOUND + (b + a).lower().replace("'", "") for a, b in pairwise(pieces) if a[0].isupper() and b[0].isupper()
    }
    return frozenset(
        found | turned | {SOUND + piece.lower().replace("'", "") for piece in pieces if piece[0].isupper()}
    )
