"""Amounts in Chinese: 1亿2000万人, 三成五, 百分之八点四, 十多家, 零下31摄氏度, 第三."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from yinju.rag.verify import numerals
from yinju.rag.verify.cuts import borders
from yinju.rag.verify.quantity import COUNT, ORDINAL, PERCENT, POINTS, Quantity
from yinju.rag.verify.units import COUNTER, SIGN, unit_of, unit_of_sign, unit_pattern

_HAN_BOUND_LISTED = "超过 超 逾 多于 高于 至少 不少于 不低于 突破 最少 大于 超出 不下 至少有"
_HAN_BOUND_LISTED_2 = "不到 不足 低于 少于 未满 小于 不超过 最多 至多 不多于 不高于"
_HAN_BOUND_LISTED_3 = "约 大约 大概 左右 近 将近 接近 约为 上下 几乎 约有 差不多"
_HAN_BOUND = {
    **dict.fromkeys(_HAN_BOUND_LISTED.split(), "over"),
    **dict.fromkeys(_HAN_BOUND_LISTED_2.split(), "under"),
    **dict.fromkeys(_HAN_BOUND_LISTED_3.split(), "about"),
}


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


def chinese(text: str) -> Iterator[Quantity]:
    """Yield the amounts of a Chinese text in order."""
    edges = borders(text)
    for match in _chinese_pattern().finditer(text):
        found = _chinese_value(match)
        sure = match["ordinal"] or any(character.isdigit() for character in match.group())
        whole = sure or match.end() in edges or text[match.end() : match.end() + 1] in ("", *"间来前后内以")
        if found is None or not whole:  # 四分 in 四分卫 counts nothing
            continue
        bound = _HAN_BOUND.get(match["bound"] or "", "")
        bound = {"以上": "over", "以下": "under"}.get(
            match["after"] or "", bound or ("about" if match["after"] else "")
        )
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
        more = (
            {"半": Decimal(5), None: Decimal(0)}.get(match["more"])
            if match["more"] in ("半", None)
            else numerals.han(match["more"])
        )
        return 10 * (numerals.han(match["tenths"]) or Decimal(0)) + (more or Decimal(0)), PERCENT
    if match["half"]:
        return Decimal(50), PERCENT
    if match["ordinal"]:
        place = _chinese_number(match["ordinal"])
        return None if place is None else (place, ORDINAL)
    value = _chinese_number(match["number"])
    if value is None or not _counts(match):
        return None
    if (
        match["number"] == "一"
        and not (match["percent"] or match["points"])
        and unit_of(match["unit"] or "") in ("", "person")
    ):
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
        return (
            bool(match["unit"])
            and number == "一"
            and unit_of(match["unit"]) not in ("time", "point", "degree", "year", "day")
        )
    return bool(counted) or (len(number) > 2 and set(number) & set("十百千万亿") != set())


def _chinese_number(text: str) -> Decimal | None:
    figures = re.fullmatch(r"([\d,]+(?:\.\d+)?)\s?(万亿|百万|千万|[百千万亿])?(?:(\d+(?:\.\d+)?)([百千万]))?", text)
    if not figures:
        return numerals.han(text)
    value = numerals.figure(figures[1], figures[2] or "")
    return value + (numerals.figure(figures[3], figures[4]) if figures[3] else 0)
