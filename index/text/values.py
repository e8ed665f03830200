"""Numbers as texts write them, to one normal form that languages share: 4000亿 = 400 billion = 400000000000."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_SCALES = {
    **{"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    **{"k": 1_000, "m": 10**6, "mn": 10**6, "bn": 10**9, "tn": 10**12},
    **{"百": 100, "千": 1_000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12},
}
_WORDS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
_ORDINALS = (
    "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth"
)
# "one", "first" and "second" are mostly no numbers
_SPELLED = {word: n for n, word in enumerate(_WORDS.split(), 2)} | {
    word: n for n, word in enumerate(_ORDINALS.split(), 3)
}
_HAN_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1_000, "万": 10**4, "亿": 10**8}

_figure = re.compile(
    r"(?<![A-Za-z\d_.])(?<!\d,)(\d{1,3}(?:,\d{3})+|\d{1,24})(\.\d{1,12})?(?!\d)"
    r"(?:\s?(hundred|thousand|million|billion|trillion)\b|(bn|tn|mn|k|m)\b|(百万|千万|万亿|[百千万亿]))?",
    re.IGNORECASE,
)
_spelled = re.compile(
    rf"\b({'|'.join(sorted(_SPELLED, key=len, reverse=True))})\b(?:[ -](hundred|thousand|million|billion|trillion)\b)?",
    re.IGNORECASE,
)
_han = re.compile(
    r"第([一二三四五六七八九十百]{1,8})"
    r"|(?<![\d百千万亿])(?=[一二三四五六七八九十两百千万亿零〇])(?=[^十百千万亿]*[十百千万亿]|[^零〇]{0,3}[零〇])([一二三四五六七八九十两百千万亿零〇]{2,24})"
    r"|(?<![\d百千万亿两二三四五六七八九十])([二两三四五六七八九十])(?=[个家届项次位名人年月所座条])"
)


def numbers(text: str) -> Iterator[str]:
    """Yield the numbers of a text in normal form: plain decimal digits, no exponent, no trailing zeros."""
    figures = [(match.span(), *_figure_value(match)) for match in _figure.finditer(text)]
    total, scale, end = Decimal(0), Decimal(0), -1
    for (start, stop), value, unit in figures:
        if start == end and unit < scale and scale >= 10**4:  # 1亿2000万 is one number
            total += value
        else:
            if end >= 0:
                yield _plain(total)
            total = value
        scale, end = unit, stop
    if end >= 0:
        yield _plain(total)
    for match in _spelled.finditer(text):
        yield _plain(Decimal(_SPELLED[match[1].lower()] * _SCALES.get((match[2] or "").lower(), 1)))
    for match in _han.finditer(text):
        whole = _han_number(match[1] or match[2] or match[3])
        if whole:
            yield str(whole)


def _figure_value(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """Return a figure's value and its scale."""
    scale = Decimal(_SCALES.get((match[3] or match[4] or match[5] or "").lower(), 1))
    return Decimal(match[1].replace(",", "") + (match[2] or "")) * scale, scale


def _plain(value: Decimal) -> str:
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _han_number(text: str) -> int:
    """Read a Chinese numeral: 三千二百 → 3200, 二〇二三 → 2023, 一亿二千万 → 120000000."""
    if not set(text) & set(_HAN_UNITS):
        return int("".join(str(_HAN_DIGITS[c]) for c in text)) if text.strip("零〇") else 0
    total = section = digit = 0
    for c in text:
        if c in _HAN_DIGITS:
            digit = _HAN_DIGITS[c]
        elif _HAN_UNITS[c] < 10**4:
            section += (digit or 1) * _HAN_UNITS[c]
            digit = 0
        else:
            total = (
                (total + section + digit) * _HAN_UNITS[c]
                if _HAN_UNITS[c] == 10**8
                else total + (section + digit) * _HAN_UNITS[c]
            )
            section = digit = 0
    return total + section + digit
