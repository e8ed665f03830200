"""Amounts as texts write them, in one form for English and Chinese.

4000亿元, 400 billion yuan and ¥0.4tn are one amount; 三成五 and 35 per cent another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from yinju.index.text.patterns import Late
from yinju.rag.verify import numerals
from yinju.rag.verify.quantities_chinese import chinese as chinese_quantities
from yinju.rag.verify.quantities_english import english as english_quantities
from yinju.rag.verify.quantity import COUNT, Quantity


def quantities(text: str, chinese: bool) -> tuple[Quantity, ...]:
    """Return the amounts of a text in order; what is a date has to be blanked out before."""
    return tuple(_ranges(text, list(chinese_quantities(text) if chinese else english_quantities(text))))


_reaches = Late(r"\s?(?:to|and|or|至|到|[-–—~～])\s?")


def _ranges(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Give the first end of a range the unit and the scale that only its second end carries: 3到5万元, 30 to 50 thousand."""
    for one, other in zip(found, [*found[1:], None], strict=False):
        if other and one.unit == COUNT and _reaches.fullmatch(text, one.end, other.start):
            figure = re.search(numerals.FIGURE, other.text)
            scale = other.value / Decimal(figure.group().replace(",", "")) if figure and other.value else Decimal(1)
            value = one.value * scale if scale >= 100 and one.value < other.value / scale else one.value
            one = replace(one, value=value, unit=other.unit)
        yield one
