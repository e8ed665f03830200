"""Numerals as texts write them, and other numerals in the same writing: 12 → 72, three → five, 三亿 → 八亿, 三成五 → 六成五."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from yinju.index.text.values import numbers

HAN_DIGITS = "零一二三四五六七八九"
_HAN_VALUES = {**{c: n for n, c in enumerate(HAN_DIGITS)}, "两": 2, "〇": 0, "十": 10, "百": 100}
_SPELLED = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty"
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {
    **{"thousand": "million", "million": "billion", "billion": "million", "trillion": "billion"},
    **{"bn": "m", "mn": "bn", "m": "bn", "tn": "bn", "万": "亿", "亿": "万", "万亿": "亿"},
}
_MOST_SCALED = 1_000  # nobody writes 38000万 or 0.14 million
_plain = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?")
_digit = re.compile("[1-9一二两三四五六七八九]")


class Numeral(NamedTuple):
    """A figure (1,250; twelve; 两千二百五十; 三成五) and the scale after it, with the space before that, if any."""

    figure: str
    scale: str = ""

    @property
    def text(self) -> str:
        """The numeral as it is written."""
        return self.figure + self.scale

    @property
    def value(self) -> Decimal:
        """What the numeral amounts to; of 三成五 and the like in percent."""
        tenths, cheng, rest = self.figure.partition("成")
        if cheng:
            return Decimal(10 * _HAN_VALUES[tenths] + (5 if rest == "半" else _HAN_VALUES.get(rest, 0)))
        whole, point, decimals = self.figure.partition("点")
        if point:
            return Decimal(f"{Numeral(whole).value}.{''.join(str(_HAN_VALUES[c]) for c in decimals)}")
        word = self.figure.lower()
        if word in _TENS:
            return Decimal(_TENS[word]) * Numeral("1", self.scale).value
        if word in _HAN_VALUES:
            return Decimal(_HAN_VALUES[word]) * (Numeral("1", self.scale).value if self.scale else 1)
        return Decimal(next(numbers(self.text)))

    def others(self) -> list[list[Numeral]]:
        """Return numerals of other values in the same writing, one list for each way of changing."""
        ways = (self._leading(), self._tenfold(), self._rescaled(), self._neighbours())
        return [found for way in ways if (found := [other for other in way if other.value != self.value])]

    def _leading(self) -> Iterator[Numeral]:
        if self.figure.lower() in (*_SPELLED.split(), *_TENS):
            yield from (self._with(_cased(word, self.figure)) for word in _SPELLED.split())
        elif self.figure == "百":
            yield from map(self._with, ("三十", "五十", "七十"))
        elif self.figure.startswith("十"):
            yield from (self._with(tens + self.figure) for tens in "二三四五六")
        elif first := _digit.search(self.figure):
            start, end = first.span()
            # 二 does not stand before a scale in every writing where 两 does, so neither is put in
            digits = "123456789" if first.group().isascii() else "三四五六七八九"
            yield from (self._with(self.figure[:start] + digit + self.figure[end:]) for digit in digits)

    def _tenfold(self) -> Iterator[Numeral]:
        if plain := _plain.fullmatch(self.figure):
            whole, decimals, value = plain[1], plain[2] or "", Decimal(self.figure.replace(",", ""))
            if not self.scale or 10 * value < (_MOST_SCALED if self.scale.strip().isascii() else 10 * _MOST_SCALED):
                yield self._with(_written(value * 10, len(decimals) - 1, "," in whole))
            if (value > 10 and (decimals or whole.endswith("0") or self.scale)) or whole == "0":
                yield self._with(_written(value / 10, -1, "," in whole))

    def _rescaled(self) -> Iterator[Numeral]:
        name = self.scale.strip()
        if (other := _SCALES.get(name.lower())) and not set("万亿") & set(self.figure) and self.figure[:2] != "0.":
            yield Numeral(self.figure, self.scale.replace(name, other))

    def _neighbours(self) -> Iterator[Numeral]:
        if _plain.fullmatch(self.figure) and self.figure[-1] not in "09":
            yield from (self._with(self.figure[:-1] + str(int(self.figure[-1]) + step)) for step in (-1, 1))

    def _with(self, figure: str) -> Numeral:
        return Numeral(figure, self.scale)


def _written(value: Decimal, places: int, grouped: bool) -> str:
    """Write a figure with so many decimals; with as many as it needs when that is below naught."""
    text = f"{value:f}" if places < 0 else f"{value:.{places}f}"
    if places < 0 and "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, point, decimals = text.partition(".")
    return (f"{int(whole):,}" if grouped else whole) + point + decimals


def _cased(word: str, pattern: str) -> str:
    return word.capitalize() if pattern[0].isupper() else word
