"""The short answer inside a sentence, where it can be told: the number, the day, the amount, the name that was asked for.

Every candidate gets a probability from a few features (how near it stands to the question's words, whether the
noun that was counted follows it, how exact it is, …); the best one is marked when it is probable enough. The
weights are those of `python -m yinju.eval.marks`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN
from yinju.rag.types import Kind, Question
from yinju.rag.understanding.candidates import Candidate, candidates, plain
from yinju.rag.understanding.naming import held_names
from yinju.rag.understanding.sorts import Sort
from yinju.rag.understanding.words import content
from yinju.rag.verify.cuts import cuts


class Features(NamedTuple):
    """What is known of a candidate; all 0 to 1, but for `others`."""

    near: float
    nearest: float
    noun: float
    exact: float
    others: float
    sort: float
    agent: float
    best: float
    adjacent: float
    belongs: float
    rivalled: float


class Group(NamedTuple):
    """The weights of some kinds, and the probability from which an answer of theirs is marked."""

    intercept: float
    weights: Features
    threshold: float


_when = Group(-0.04, Features(1.54, 0.65, 0.10, 0.26, -1.89, 0.00, 0.09, 1.51, -0.50, -0.89, -1.90), 0.57)
_where = Group(-2.11, Features(1.99, -0.21, 0.54, 0.12, -0.45, 0.75, 0.95, 0.91, 0.17, -0.01, -1.05), 0.80)
_who = Group(-2.03, Features(0.98, -0.01, 0.25, 1.18, -0.48, 0.64, 0.54, 0.86, -0.20, -0.69, -0.76), 0.68)
_number = Group(-1.07, Features(3.03, 0.71, 0.46, -0.97, -0.79, 0.00, 0.23, 1.31, -0.17, 0.19, -1.23), 0.67)
_title = Group(-4.77, Features(0.00, -1.20, 0.04, 2.51, -1.00, 0.00, 0.81, 5.28, 2.48, 0.00, 0.00), 0.66)

WEIGHTS: Mapping[Kind, Group] = {
    **{Kind.WHEN: _when, Kind.WHERE: _where, Kind.WHO: _who, Kind.TITLE: _title},
    **dict.fromkeys((Kind.COUNT, Kind.AMOUNT, Kind.MONEY, Kind.PERCENT), _number),
}
"""Of questions not learned from (n 3,407, twelve languages) .45 get a mark in the sentence with their answer, and .89 of
the marks are right: days .86 and .92, numbers .56 and .87, titles .85 and .94, places .15 and .87, people .16 and .86.
"""


def marked(question: Question, sentence: str) -> tuple[int, int] | None:
    """Return where the short answer stands in a sentence, code points half open, None when that cannot be told.

    Of a question with parts it is the most probable answer to any of them.
    """
    ranked: list[tuple[float, int, int]] = []
    for asked in question.parts or (question,):
        group = WEIGHTS.get(asked.kind)
        if group is None:
            continue
        text = asked.standalone or asked.text
        for item, features in weighed(asked.kind, text, sentence, candidates(asked.kind, text, sentence)):
            chance = probability(group, features)
            if chance >= group.threshold:
                ranked.append((-chance, item.start, item.end))
    return min(ranked)[1:] if ranked else None


def probability(group: Group, features: Features) -> float:
    """Return how probable it is that a candidate with these features is the answer."""
    total = group.intercept + sum(w * f for w, f in zip(group.weights, features, strict=True))
    return 1 / (1 + math.exp(-total))


def weighed(kind: Kind, question: str, sentence: str, found: Sequence[Candidate]) -> list[tuple[Candidate, Features]]:
    """Return the candidates with their features."""
    if not found:
        return []
    places = _places(question, sentence)
    noun, wanted = _noun(plain(question)), _wanted(kind, plain(question))
    sorts = {(n.start, n.end): n.sort for n in held_names(sentence)} if wanted else {}
    leads = _lead.get(kind, _any_lead)
    after = 0 if kind is not Kind.COUNT else _HAN_AFTER if _has_han.search(sentence) else _AFTER
    reach = _HAN_REACH if _has_han.search(sentence) else _REACH
    near = [_nearness(item, places, reach) for item in found]
    best = max(total for total, _, _ in near)
    told = plain(sentence)
    fits = [noun is not None and noun.search(told, item.start, item.end + after) is not None for item in found]
    return [
        (
            item,
            Features(
                near=total,
                nearest=closest,
                noun=float(fitting),
                exact=item.exact,
                others=math.log(len({other.value for other in found})),
                sort=float(wanted is not None and sorts.get((item.start, item.end)) is wanted),
                agent=float(leads.search(sentence[: item.start]) is not None),
                best=float(total == best),
                adjacent=adjacent,
                belongs=float(_belongs.match(sentence, item.end) is not None),
                rivalled=float(any(fits) and not fitting),
            ),
        )
        for item, fitting, (total, closest, adjacent) in zip(found, fits, near, strict=True)
    ]


_AFTER, _HAN_AFTER = 14, 4  # characters behind a number in which the counted noun may stand
_leads = {  # what stands right before a name that is the answer
    Kind.WHERE: r"[于於在到往自]|[处處][于於]?|\b(?:in|at|near|from|to|of|outside|on)",
    Kind.WHO: r"[由被]|by",
}
_lead = {kind: Late(rf"(?:{words})\s?(?:the )?$", re.IGNORECASE) for kind, words in _leads.items()}
_any_lead = Late(
    r"(?:[由被是为為叫于於在即达達约約有共]|\b(?:by|of|named|called|in|at|on|is|was|to))\s?(?:the )?$", re.IGNORECASE
)
_belongs = Late(r"\s?(?:的|之|最|籍|一[个個所家座条條种種位名]|人(?![们們民口])|['’]s\b)")
_has_han = re.compile(f"[{HAN}]")
_word = re.compile(r"[^\W\d_]{2,}|\d+")
_STEM = 5  # letters by which words of an inflecting language are compared


@lru_cache(maxsize=1 << 8)
def _keys(question: str) -> tuple[str, ...]:
    """Return what of a question is looked for in a sentence: Chinese words, beginnings of others, figures."""
    words = content(plain(question))
    if _has_han.search(words):
        own = [
            cut.word
            for cut in cuts(words)
            if cut.word.strip() and cut.tag not in ("uj", "ul", "p", "c", "x", "y", "ud")
        ]
        return tuple(dict.fromkeys(word for word in own if len(word) > 1 or _matters(word)))
    return tuple(dict.fromkeys(word.lower()[:_STEM] for word in _word.findall(words) if len(word) > 2))


def _matters(word: str) -> bool:
    """Tell whether a Chinese word of one character is worth looking for."""
    return bool(_has_han.fullmatch(word)) and word not in "的了在是和与有为以于个家位名年月日人者之所被由从到对等"


def _places(question: str, sentence: str) -> list[tuple[float, list[int]]]:
    """Return for every word of the question that the sentence has its weight and where it stands."""
    lowered = plain(sentence).lower()
    chinese = bool(_has_han.search(sentence))
    found = []
    for key in _keys(question):
        pattern = re.escape(key.lower())
        if not chinese:
            pattern = rf"(?<!\w){pattern}"
        starts = [match.start() for match in re.finditer(pattern, lowered)]
        if starts:
            found.append((min(len(key), 4) / 4 if chinese else 1.0, [*starts]))
    return found


def _nearness(item: Candidate, places: Sequence[tuple[float, list[int]]], reach: int) -> tuple[float, float, float]:
    """Return how near the question's words are to a candidate: all of them, the nearest, and whether one touches it."""
    total = weight = closest = adjacent = 0.0
    for own, starts in places:
        apart = min(max(item.start - start, start - item.end, 0) for start in starts)
        nearness = 1 / (1 + apart / reach)
        total += own * nearness
        weight += own
        closest = max(closest, nearness)
        adjacent = max(adjacent, float(apart <= 4))
    return (total / weight if weight else 0.0), closest, adjacent


_REACH, _HAN_REACH = 30, 12  # characters over which nearness falls to a half: about six words

_bodies = Late(
    "公司|企业|机构|组织|学校|大学|学院|部门|集团|银行|球队|乐队|政党|团体|机关|单位|协会|民族|"
    r"\b(?:company|firm|team|organi[sz]ation|university|school|college|party|group|agency|institution|court|club|network|body)\b",
    re.IGNORECASE,
)


def _wanted(kind: Kind, question: str) -> Sort | None:
    """Return what the name asked for has to be the name of, None when any will do."""
    if kind is Kind.WHERE:
        return Sort.PLACE
    if kind is Kind.WHO:
        return Sort.BODY if _bodies.search(question) else Sort.PERSON
    return None


_COUNTERS = "个家位名人次项种条座所届架艘枚只张本篇部集场级层章支组队款套间栋株头匹块片句户"
_han_counted = Late(rf"(?:多少|几)(?:[万亿]*)(?P<counter>[{_COUNTERS}]?)(?P<noun>[^，,。？?的是了在有被]{{0,4}})")
# a quantity asked for by a word of its own, and what its unit looks like
_UNITS = (
    (r"第[几多]|which place|what rank", r"第|\d(?:st|nd|rd|th)\b"),
    (
        r"多久|多少年|几年|时间|多少个?[月天]|多少小时|how (?:long|old|often)|duration|岁",
        r"年|月|天|周|小时|分钟|秒|岁|日|year|month|week|day|hour|minute|second",
    ),
    (r"面积|多大|area|how (?:large|big)", "平方|公顷|亩|坪|square|acre|hectare|sq"),
    (
        r"多[长远高深宽]|长度|距离|高度|海拔|全长|how (?:far|long|high|tall|deep|wide)|distance|height|length",
        r"米|公里|英里|里|尺|寸|metre|meter|km|mile|feet|foot|ft|inch|cm|mm",
    ),
    (r"温|how (?:hot|cold)|temperature", "度|℃|°|degree"),
    (r"多重|重量|weigh|heavy", "吨|克|斤|磅|kg|tonne|ton|pound|gram"),
)
_units = [(Late(asked, re.IGNORECASE), Late(unit, re.IGNORECASE)) for asked, unit in _UNITS]
_han_which = Late(rf"(?:哪一?|什么)(?:[{_COUNTERS}]?)(?P<noun>[^，,。？?的是了在有被]{{1,2}})")
_counted_noun = Late(r"\b(?:how many|what|which) (?P<noun>[a-z]{4,})", re.IGNORECASE)


@lru_cache(maxsize=1 << 8)
def _noun(question: str) -> re.Pattern[str] | Late | None:
    """Return what follows a number that counts what the question counts, or ends a name of what it asks for."""
    if unit := next((unit for asked, unit in _units if asked.search(question)), None):
        return unit
    if match := _han_counted.search(question):
        forms = [re.escape(form) for form in (match["noun"][:2], match["counter"]) if form]
        return re.compile("|".join(forms)) if forms else None
    if match := _han_which.search(question):
        return re.compile(f"{re.escape(match['noun'])}|{re.escape(match['noun'][0])}")
    if match := _counted_noun.search(question):
        return re.compile(rf"(?<!\w){re.escape(match['noun'][:_STEM])}", re.IGNORECASE)
    return None
