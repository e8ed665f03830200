"""The stretches of a sentence that could be the short answer to a question: its dates, amounts or names.

Chinese and English are read in full; of other languages years, figures and, where there are capitals, names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN
from yinju.rag.understanding.kinds import Kind
from yinju.rag.understanding.naming import held_names, shares_name, simplified, titles
from yinju.rag.understanding.sorts import Sort
from yinju.rag.verify.dates import Date, blanked, dates
from yinju.rag.verify.quantities import quantities
from yinju.rag.verify.quantity import COUNT, ORDINAL, PERCENT, POINTS, Quantity


class Candidate(NamedTuple):
    """A stretch, code points half open, that could be the answer.

    `value` is the same for the same thing however it is written: 2017-07-21, 10400000000 money:USD, a folded name.
    `exact` says how much it pins down, from 0 (no more than a century) to 1 (a day, an amount, a full name).
    """

    start: int
    end: int
    value: str
    exact: float


_STEM = 4  # letters by which a unit is found again in a question
_LONGEST = 2_000  # characters of a sentence; what is longer is no sentence


def candidates(kind: Kind, question: str, sentence: str) -> tuple[Candidate, ...]:
    """Return what a sentence holds of the kind that a question asks for and does not itself contain, in order."""
    if kind not in _READERS or len(sentence) > _LONGEST:
        return ()
    found = _found(kind, sentence)
    if not found:
        return ()
    if kind in (Kind.WHO, Kind.WHERE, Kind.WHICH, Kind.TITLE):
        return tuple(item for item in found if not shares_name(sentence[item.start : item.end], question))
    if kind is Kind.COUNT:
        found = tuple(item for item in found if _is_counted(item.value.partition(" ")[2], question))
    given = {item.value for item in _found(kind, question)}
    if kind is Kind.WHEN:  # of a question for the day in May 2013 neither May nor 2013 is the answer
        return tuple(item for item in found if not any(_says_no_more(item.value, value) for value in given))
    return tuple(item for item in found if item.value not in given)


def _is_counted(unit: str, question: str) -> bool:
    """Tell whether a number of some unit can be how many of what is asked for: kilometres only of kilometres."""
    return not unit or unit.split()[-1][:_STEM] in question.lower()


def _says_no_more(value: str, given: str) -> bool:
    return value == given or given.startswith(f"{value}-") or given.endswith(f"-{value.removeprefix('--')}")


@lru_cache(maxsize=1 << 13)
def _found(kind: Kind, text: str) -> tuple[Candidate, ...]:
    return tuple(_READERS[kind](text))


_has_han = re.compile(f"[{HAN}]")


def plain(text: str) -> str:
    """Return a text in simplified characters with everything in its place."""
    return simplified(text) if _has_han.search(text) else text


@lru_cache(maxsize=1 << 12)
def _dates(text: str) -> tuple[Date, ...]:
    return dates(plain(text), bool(_has_han.search(text)))


@lru_cache(maxsize=1 << 12)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return quantities(blanked(plain(text), [d for d in _dates(text) if d.fields]), bool(_has_han.search(text)))


_ERAS = (
    "民国 光绪 宣统 同治 咸丰 道光 嘉庆 乾隆 雍正 康熙 顺治 崇祯 天启 泰昌 万历 隆庆 嘉靖 正德 弘治 成化 天顺 景泰 正统 宣德 洪熙 永乐 建文 洪武 至正 至顺 至元 贞观 永徽 开元 天宝 元和 会昌 太和 "
    "建安 黄初 景初 正始 太康 永嘉 元嘉 大业 开皇 武德 显庆 熙宁 元丰 元祐 绍兴 淳熙 嘉定 昭和 平成 令和 大正 明治 庆应 元禄 宽永"
)
_more_days = (
    (
        Late(
            rf"(?:{_ERAS.replace(' ', '|')})(?:元|\d{{1,2}}|[一二三四五六七八九十]{{1,3}})年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?"
        ),
        0.4,
    ),
    (
        Late(
            r"(?<!\d)(?:\d{1,2}|[一二三四五六七八九十]{1,3})世纪(?:[\d一二三四五六七八九十]{1,2}0?年代)?|\b\d{1,2}(?:st|nd|rd|th)[ -]century\b",
            re.IGNORECASE,
        ),
        0.2,
    ),
    (Late(r"(?<![\d.,])\d{3,4}\s?年(?![代级])|(?<=\bin )\d{3,4}\b(?![,.%]\d|%| [a-z]+s\b)"), 0.4),
    (Late(rf"(?<=[{HAN}，,（( ])(?:1\d|20)\d\d(?=[{HAN}，,。）) ])(?!\s?[年个家人万亿元米名位])"), 0.4),
    (
        Late(
            rf"(?:[{HAN}]{{1,3}}王朝|[春夏商周秦汉晋隋唐宋元明清][初中末]?|[东西南北][周汉晋宋魏]|明郑|中世纪|[{HAN}]{{2}}(?=年间))(?:[末初][{HAN}]初)?(?:时期|时代|年间|朝(?!鲜)|末年|初年|(?<=[末初中]))(?:时期)?"
        ),
        0.2,
    ),
)


def _days(text: str) -> Iterator[Candidate]:
    read = plain(text)
    taken: list[tuple[int, int]] = []
    for pattern, exact in _more_days[:1]:  # 民国34年8月15日 is one date
        for match in pattern.finditer(read):
            taken.append(match.span())
            yield Candidate(*match.span(), match.group(), exact)
    for found in _dates(text):
        value, exact = _day(found)
        if value and all(found.end <= a or b <= found.start for a, b in taken):
            taken.append((found.start, found.end))
            yield Candidate(found.start, found.end, value, exact)
    for pattern, exact in _more_days[1:]:
        for match in pattern.finditer(read):
            if all(match.end() <= a or b <= match.start() for a, b in taken):
                taken.append(match.span())
                yield Candidate(*match.span(), re.sub("\\s|年$", "", match.group().lower()), exact)


def _day(found: Date) -> tuple[str, float]:
    """Return a date in one form, and how exact it is; a day of the week by itself is none."""
    year = f"{found.year:04}" if found.year else ""
    if found.month and found.day:
        return f"{year or '-'}-{found.month:02}-{found.day:02}", 1.0 if year else 0.8
    if found.month:
        return f"{year or '-'}-{found.month:02}", 0.6 if year else 0.3
    if found.quarter:
        return f"{year or '-'}-{'T' if found.through else 'Q'}{found.quarter}", 0.6 if year else 0.3
    if found.half:
        return f"{year or '-'}-H{found.half}", 0.5 if year else 0.3
    if year and re.search(r"\ds$|年代", found.text):
        return f"{year}s", 0.3
    return (year, 0.4) if year else ("", 0.0)


def _amounts(text: str, wanted: str) -> Iterator[Candidate]:
    for found in _quantities(text):
        unit = "money" if found.unit.startswith("money:") else found.unit
        if unit == wanted or (wanted == "" and unit not in ("money", PERCENT, POINTS, ORDINAL)) or wanted == "any":
            named = "" if found.unit in (COUNT, "person") else f" {found.unit}"
            yield Candidate(found.start, found.end, f"{found.value.normalize():f}{named}", 0.7 if found.bound else 1.0)


def _names(text: str, kind: Kind) -> Iterator[Candidate]:
    for name in held_names(text):
        if kind is Kind.WHO and name.sort is Sort.PLACE:
            continue
        if kind is Kind.WHERE and name.sort in (Sort.PERSON, Sort.BODY):
            continue
        yield Candidate(name.start, name.end, name.value, 1.0 if name.whole else 0.6)


_READERS: Mapping[Kind, Callable[[str], Iterable[Candidate]]] = {
    Kind.WHEN: _days,
    Kind.COUNT: lambda text: _amounts(text, ""),
    Kind.AMOUNT: lambda text: _amounts(text, "any"),
    Kind.MONEY: lambda text: _amounts(text, "money"),
    Kind.PERCENT: lambda text: _amounts(text, PERCENT),
    Kind.WHO: lambda text: _names(text, Kind.WHO),
    Kind.WHERE: lambda text: _names(text, Kind.WHERE),
    Kind.WHICH: lambda text: _names(text, Kind.WHICH),
    Kind.TITLE: lambda text: (Candidate(*found) for found in titles(text)),
}


def is_pointed(kind: Kind) -> bool:
    """Say whether a kind of answer is a stretch that can be found: a day, an amount, a name."""
    return kind in _READERS
