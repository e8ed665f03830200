"""Amounts as texts write them, in one form for English and Chinese: value, unit, and what was said around them.

4000亿元, 400 billion yuan and ¥0.4tn are one amount; 三成五 and 35 per cent another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from yinju.rag.verify import numerals
from yinju.rag.verify.cuts import borders
from yinju.rag.verify.units import COUNTER, SIGN, unit_of, unit_of_sign, unit_pattern

PERCENT, POINTS, ORDINAL, COUNT = "percent", "points", "ordinal", "count"

_HAN_BOUND = {
    **dict.fromkeys("超过 超 逾 多于 高于 至少 不少于 不低于 突破 最少 大于 超出 不下 至少有".split(), "over"),
    **dict.fromkeys("不到 不足 低于 少于 未满 小于 不超过 最多 至多 不多于 不高于".split(), "under"),
    **dict.fromkeys("约 大约 大概 左右 近 将近 接近 约为 上下 几乎 约有 差不多".split(), "about"),
}
_BOUND = {
    **dict.fromkeys(
        ("more than", "over", "above", "exceeding", "exceeds", "exceed", "exceeded", "at least", "no less than", "no fewer than"), "over"
    ),
    **dict.fromkeys(("in excess of", "upwards of", "greater than", "not less than", "beyond", "topping", "surpassing"), "over"),
    **dict.fromkeys(("less than", "under", "below", "fewer than", "at most", "no more than", "not more than"), "under"),
    **dict.fromkeys(("about", "around", "roughly", "approximately", "some", "nearly", "almost", "close to", "just over"), "about"),
    **dict.fromkeys(("just under", "an estimated", "estimated", "approx", "circa", "up to", "as many as", "as much as"), "about"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount, code points half open. `bound` is "", "over", "under" or "about"; `noun` is where a counted noun begins."""

    start: int
    end: int
    value: Decimal
    unit: str
    bound: str
    text: str


def quantities(text: str, chinese: bool) -> tuple[Quantity, ...]:
    """Return the amounts of a text in order; what is a date has to be blanked out before."""
    return tuple(_ranges(text, list(_chinese(text) if chinese else _english(text))))


_reaches = re.compile(r"\s?(?:to|and|or|至|到|[-–—~～])\s?")


def _ranges(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Give the first end of a range the unit and the scale that only its second end carries: 3到5万元, 30 to 50 thousand."""
    for one, other in zip(found, [*found[1:], None], strict=False):
        if other and one.unit == COUNT and _reaches.fullmatch(text, one.end, other.start):
            figure = re.search(numerals.FIGURE, other.text)
            scale = other.value / Decimal(figure.group().replace(",", "")) if figure and other.value else Decimal(1)
            value = one.value * scale if scale >= 100 and one.value < other.value / scale else one.value
            one = replace(one, value=value, unit=other.unit)
        yield one


@lru_cache(maxsize=1)
def _english_pattern() -> re.Pattern[str]:
    bounds = "|".join(sorted(map(re.escape, _BOUND), key=len, reverse=True))
    fraction = (
        r"(?:(?P<top>an?|one|two|three|four|five|\d) ?-? ?(?P<part>half|halves|thirds?|quarters?|fifths?|sixths?|eighths?|tenths?)"
        r"(?:(?<=s)|(?<=one.third)|(?<=one.fifth)|(?= of\b| as\b|[,.;]| in\b| from\b| to\b| the\b| (?:year|month|more|less))))"
    )
    return re.compile(
        rf"(?:\b(?P<bound>{bounds}) )?(?:the )?"
        rf"(?:\b(?:an?|the|this|last|past) (?P<decade>decade|century)\b(?! of\b)|(?P<half>\bhalf)(?= (?:of|the|a|its|their|all)\b)|\b{fraction}"
        rf"|\b(?P<ordinal>(?:{'|'.join(numerals.ORDINALS)})\b(?!-)|\d+(?:st|nd|rd|th)\b)"
        rf"|\b(?P<each>one|two|three|four|five|six|seven|eight|nine) (?:in|out of) (?P<every>two|three|four|five|six|seven|eight|nine|ten|\d+)\b"
        rf"|(?:(?P<sign>{SIGN})\s?)?(?P<minus>\bminus |(?<=\s)[-−](?=\d))?(?<![A-Za-z0-9_.,])(?:(?P<figure>{numerals.FIGURE})|(?P<spelled>\b{numerals.SPELLED}))"
        r"(?![\d])(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|dozen|bn|tn|trn|mn|mln|bln|k|m|b)(?![A-Za-z]))?\+?"
        rf"(?:(?P<points>[ -]?(?:percentage[ -]points?|pp\b|p\.p\.))|(?P<percent>\s?(?:%|percent\b|per cent\b|pct\b))|(?P<basis> basis points?)|[ -]?(?P<unit>{unit_pattern(False)}))?)",
        re.IGNORECASE,
    )


_PARTS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_FEW = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_single = re.compile(r"(?:one|hundreds?|thousands?|millions?|billions?|trillions?|dozens?)", re.IGNORECASE)


def _english(text: str) -> Iterator[Quantity]:
    for match in _english_pattern().finditer(text):
        bound = _BOUND.get((match["bound"] or "").lower(), "")
        found = _english_value(match)
        if found is not None:
            start = match.end("bound") + 1 if match["bound"] else match.start()
            yield Quantity(start, match.end(), *found, bound, text[start : match.end()].strip().removeprefix("the ").removeprefix("The "))


def _english_value(match: re.Match[str]) -> tuple[Decimal, str] | None:
    if match["decade"]:
        return Decimal(1), match["decade"].lower()
    if match["half"]:
        return Decimal(50), PERCENT
    if match["part"]:
        top = _FEW.get(match["top"].lower()) or int(match["top"])
        return Decimal(100 * top) / _PARTS[match["part"].lower().removesuffix("s")], PERCENT
    if match["each"]:
        every = numerals.spelled(match["every"]) or Decimal(match["every"])
        return 100 * (numerals.spelled(match["each"]) or Decimal(1)) / every, PERCENT
    if match["ordinal"]:
        word = match["ordinal"].lower()
        return Decimal(numerals.ORDINALS.get(word) or int(re.sub(r"\D", "", word))), ORDINAL
    if match["figure"]:
        value = numerals.figure(match["figure"], match["scale"] or "")
    else:
        if _single.fullmatch(match["spelled"]) and not (match["sign"] or match["unit"] or match["percent"]):
            return None  # “one” is mostly no number, “hundreds” no certain one
        read = numerals.spelled(match["spelled"])
        if read is None:
            return None
        value = read
    value = -value if match["minus"] else value
    if match["points"]:
        return value, POINTS
    if match["basis"]:
        return value / 100, POINTS
    if match["percent"]:
        return value, PERCENT
    if match["sign"]:
        return value, unit_of_sign(match["sign"].upper())
    return value, unit_of(match["unit"]) if match["unit"] else COUNT


@lru_cache(maxsize=1)
def _chinese_pattern() -> re.Pattern[str]:
    bounds = "|".join(sorted(_HAN_BOUND, key=len, reverse=True))
    number = rf"(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?\s?(?:万亿|百万|千万|[百千万亿])(?:\d+(?:\.\d+)?[百千万]?(?<=[百千万]))?|(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|{numerals.HAN_NUMBER})"
    return re.compile(
        rf"(?P<bound>{bounds})?(?:百分之(?P<share>{number})|(?P<bottom>{number})分之(?P<top>{number})"
        r"|(?P<tenths>[一二两三四五六七八九])成(?P<more>[一二三四五六七八九半])?(?![员为立就绩都功交果本长熟效分])"
        rf"|(?P<half>一半|(?<![一二三四五六七八九十上下前后])半数|过半)|第(?P<ordinal>{number}|\d+)"
        rf"|(?P<minus>零下|负)?(?:(?P<sign>{SIGN})\s?)?(?<![\dA-Za-z_.])(?P<number>{number})(?![\dA-Za-z.])(?P<odd>[多余来几])?(?P<odd_scale>[万亿]|百万|千万)?(?P<also>多)?"
        rf"\s?(?:(?P<points>个?百分点)|(?P<percent>[%％])|(?P<scale>百万|千万|万亿|[百千万亿])?(?P<unit>{unit_pattern(True)})|(?P<counter>{COUNTER}))?)"
        r"(?P<after>以上|以下|左右|上下)?",
        re.IGNORECASE,
    )


def _chinese(text: str) -> Iterator[Quantity]:
    edges = borders(text)
    for match in _chinese_pattern().finditer(text):
        found = _chinese_value(match)
        sure = match["ordinal"] or any(character.isdigit() for character in match.group())
        whole = sure or match.end() in edges or text[match.end() : match.end() + 1] in ("", *"间来前后内以")
        if found is None or not whole:  # 四分 in 四分卫 counts nothing
            continue
        bound = _HAN_BOUND.get(match["bound"] or "", "")
        bound = {"以上": "over", "以下": "under"}.get(match["after"] or "", bound or ("about" if match["after"] else ""))
        bound = bound or ("over" if match["odd"] or match["also"] else "")
        start = match.end("bound") if match["bound"] else match.start()
        yield Quantity(start, match.end(), *found, bound, text[start : match.end()].strip())


def _chinese_value(match: re.Match[str]) -> tuple[Decimal, str] | None:
    if match["share"]:
        share = _chinese_number(match["share"])
        return None if share is None else (share, PERCENT)
    if match["top"]:
        top, bottom = _chinese_number(match["top"]), _chinese_number(match["bottom"])
        return (100 * top / bottom, PERCENT) if top is not None and bottom else None
    if match["tenths"]:
        more = {"半": Decimal(5), None: Decimal(0)}.get(match["more"]) if match["more"] in ("半", None) else numerals.han(match["more"])
        return 10 * (numerals.han(match["tenths"]) or Decimal(0)) + (more or Decimal(0)), PERCENT
    if match["half"]:
        return Decimal(50), PERCENT
    if match["ordinal"]:
        place = _chinese_number(match["ordinal"])
        return None if place is None else (place, ORDINAL)
    value = _chinese_number(match["number"])
    if value is None or not _counts(match):
        return None
    if match["number"] == "一" and not (match["percent"] or match["points"]) and unit_of(match["unit"] or "") in ("", "person"):
        return None  # 一名, 一家: an article
    for scale in (match["odd_scale"], match["scale"]):
        value = numerals.figure(str(value), scale) if scale else value
    value = -value if match["minus"] else value
    if match["points"]:
        return value, POINTS
    if match["percent"]:
        return value, PERCENT
    if match["sign"]:
        return value, unit_of_sign(match["sign"].upper())
    return value, (unit_of(match["unit"]) if match["unit"] else COUNT)


def _counts(match: re.Match[str]) -> bool:
    """Tell whether a Chinese numeral is one: 一 in 一直 and 千 in 千方百计 are not."""
    number = match["number"]
    if any(c.isdigit() for c in number):
        return True
    counted = match["unit"] or match["counter"] or match["points"] or match["percent"] or match["sign"] or match["odd"]
    if number in ("一", "千", "百", "万", "亿", "零", "百万", "千万"):
        return bool(match["unit"]) and number == "一" and unit_of(match["unit"]) not in ("time", "point", "degree", "year", "day")
    return bool(counted) or (len(number) > 2 and set(number) & set("十百千万亿") != set())


def _chinese_number(text: str) -> Decimal | None:
    figures = re.fullmatch(r"([\d,]+(?:\.\d+)?)\s?(万亿|百万|千万|[百千万亿])?(?:(\d+(?:\.\d+)?)([百千万]))?", text)
    if not figures:
        return numerals.han(text)
    value = numerals.figure(figures[1], figures[2] or "")
    return value + (numerals.figure(figures[3], figures[4]) if figures[3] else 0)
