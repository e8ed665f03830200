"""What sort of value a question asks for, as far as disagreeing about it goes."""

from __future__ import annotations

import re
from functools import lru_cache

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN
from yinju.rag.conflicts.differences import Sort
from yinju.rag.conflicts.reading import LASTING
from yinju.rag.types import Kind, Question
from yinju.rag.verify.units import unit_of, unit_pattern

_AMOUNTS = frozenset({Kind.COUNT, Kind.AMOUNT, Kind.MONEY, Kind.PERCENT})
_han = re.compile(f"[{HAN}]")
_time = Late(
    r"时间|日期|年份|几时|哪一?天|(?<!多)(?<!年)几[月号日](?!球)|生日"
    r"|^when\b|\b(?:what|which)(?: \w+)? (?:date|day|year|month|century)\b|\b(?:date|year|day) of\b|\bbirthday\b|\bdeadline\b",
    re.IGNORECASE,
)
_lasts = Late(r"多[久长少]时间|多久|how long (?:did|does|do|will|has|have|until|ago)\b", re.IGNORECASE)
_name = Late(
    r"谁|何人|哪[一]?[位名]|哪里|哪儿|何处|何地|在哪|地点|叫什么|名字|哪一?[个座家所支条](?:人|城市|国家|地方|公司|学校|大学|球队|队|省|州|县|岛)"
    r"|\b(who|whose|whom|where)\b|\b(?:what|which) (?:city|country|town|state|company|team|person|place|club|university|school|player|actor|actress|artist|band)\b"
    r"|\b(?:location|name|author|director|winner|president|capital|ceo|founder) of\b|\blocation$",
    re.IGNORECASE,
)
_thing = Late(r"什么|甚麼|什麼|哪|怎[样樣么麼]|如何|为何|[为為]什[么麼]|为啥|\b(which|why|how)\b", re.IGNORECASE)
_what = re.compile(r"\bwhat\b", re.IGNORECASE)
_amount = Late(
    r"第几|几[个位名家人次岁届种条座所只艘架支项天年小]|多[少大长高远重久宽深快]|人数|总数|数目|数量|总量|销量|产量|收入|利润|营收|比例|比率|增速|价格|金额|票房|市值|面积|人口|身高|年龄|温度"
    r"|\bhow (many|much|large|big|old|long|far|high|tall|fast|deep|heavy|often)\b"
    r"|\b(number|percentage|percent|proportion|rate|price|cost|population|height|age|amount|total|salary|score) of\b",
    re.IGNORECASE,
)


def asked(question: Question) -> frozenset[Sort]:
    """Return the sorts of values that answer a question; all but wordings where its words do not tell."""
    text, kind = question.text, question.kind
    if kind in _AMOUNTS or _amount.search(text) or _lasts.search(text):
        return frozenset({Sort.AMOUNT})
    if kind is Kind.WHEN or _time.search(text):
        return frozenset({Sort.TIME})
    if kind in (Kind.WHO, Kind.WHERE) or _name.search(text):
        return frozenset({Sort.NAME})
    if _thing.search(text):
        return frozenset({Sort.NAME, Sort.WORD})
    if _what.search(text):
        return frozenset({Sort.AMOUNT, Sort.NAME, Sort.WORD})
    return frozenset({Sort.TIME, Sort.AMOUNT, Sort.NAME, Sort.WORD})


def units(question: Question) -> frozenset[str]:
    """Return the units in which a question asks for an amount, none where it does not tell: 多少公里, 多久, how many tonnes."""
    if _lasts.search(question.text):
        return LASTING
    found = _in_unit(bool(_han.search(question.text))).search(question.text)
    return frozenset({unit_of(found["unit"])}) if found else frozenset()


@lru_cache(maxsize=2)
def _in_unit(chinese: bool) -> re.Pattern[str]:
    pattern = (
        rf"(?:多少|几)(?:[万亿])?(?P<unit>{unit_pattern(chinese)})"
        if chinese
        else rf"\bhow many (?P<unit>{unit_pattern(chinese)})"
    )
    return re.compile(pattern, re.IGNORECASE)
