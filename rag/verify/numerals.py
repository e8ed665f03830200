"""Numbers written in figures or words, English or Chinese, as values."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS_LISTED = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_UNITS = _UNITS_LISTED.split()
_TENS_LISTED = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = _TENS_LISTED.split()
_SMALL = {word: n for n, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_SCALES = {
    **{"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12},
    **{
        "k": 10**3,
        "m": 10**6,
        "mn": 10**6,
        "mln": 10**6,
        "bn": 10**9,
        "b": 10**9,
        "bln": 10**9,
        "tn": 10**12,
        "trn": 10**12,
    },
}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
ORDINALS = {word: n for n, word in enumerate(_ORDINALS.split(), 1)}
"""English ordinal words with their numbers."""

_HAN = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10**4, "亿": 10**8}

_small = "|".join(sorted(_SMALL, key=len, reverse=True))
SPELLED = rf"(?:(?:{_small}|hundred|thousand|million|billion|trillion|dozen)\b(?:[ -](?:and[ -])?(?=(?:{_small}|hundred|thousand|million|billion|trillion|dozen)\b))?)+"
"""A pattern of English numbers in words: twenty-five, three hundred and ten thousand."""

FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
"""A pattern of numbers in figures."""

HAN_NUMBER = "[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?"
"""A pattern of Chinese numerals."""


def figure(digits: str, scale: str = "") -> Decimal:
    """Return the value of figures with an English scale or Chinese ones (3.5, "bn"; "1200", "万亿")."""
    value = Decimal(digits.replace(",", ""))
    low = scale.strip().lower()
    if low in _SCALES:
        return value * _SCALES[low]
    for character in low:
        value *= _HAN_SCALES[character]
    return value


def spelled(text: str) -> Decimal | None:
    """Return the value of an English number in words, or None when the words make none."""
    total = section = 0
    seen = False
    for word in re.findall("[a-z]+", text.lower()):
        if word in _SMALL:
            section += _SMALL[word]
        elif word in ("hundred", "dozen"):
            section = (section or 1) * _SCALES[word]
        elif word in _SCALES:
            total += (section or 1) * _SCALES[word]
            section = 0
        elif word != "and":
            return None
        seen = seen or word != "and"
    return Decimal(total + section) if seen else None


def han(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral: 三千二百, 二〇二三, 两千二百五十万, 八点四."""
    whole, _, part = text.partition("点")
    if not whole:
        return None
    fraction = Decimal("0." + "".join(str(_HAN[c]) for c in part)) if part else Decimal(0)
    if not set(whole) & set(_HAN_SCALES):
        return Decimal("".join(str(_HAN[c]) for c in whole)) + fraction
    total = section = digit = last = 0
    for c in whole:
        if c in _HAN:
            digit = _HAN[c]
            last = 1 if c in "零〇" else last
        elif _HAN_SCALES[c] < 10**4:
            section += (digit or (1 if c == "十" or not section else 0)) * _HAN_SCALES[c]
            digit, last = 0, _HAN_SCALES[c] // 10
        else:
            amount = total + section + digit if _HAN_SCALES[c] == 10**8 else section + digit
            total = amount * _HAN_SCALES[c] if _HAN_SCALES[c] == 10**8 else total + (amount or 1) * _HAN_SCALES[c]
            section, digit, last = 0, 0, _HAN_SCALES[c] // 10
    return Decimal(total + section + digit * (last or 1)) + fraction  # 三万五 is 35000
