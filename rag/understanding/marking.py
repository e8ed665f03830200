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
    counted: float
    exact: float
    others: float
    person: float
    agent: float
    best: float
    adjacent: float


class Group(NamedTuple):
    """The weights of some kinds, and the probability from which an answer of theirs is marked."""

    intercept: float
    weights: Features
    threshold: float


WEIGHTS: Mapping[Kind, Group] = {}


def marked(question: Question, sentence: str) -> tuple[int, int] | None:
    """Return where the short answer stands in a sentence, code points half open, None when that cannot be told."""
    group = WEIGHTS.get(question.kind)
    if group is None:
        return None
    text = question.standalone or question.text
    found = candidates(question.kind, text, sentence)
    ranked = [(probability(group, features), item) for item, features in weighed(question.kind, text, sentence, found)]
    if not ranked:
        return None
    chance, best = max(ranked, key=lambda pair: (pair[0], -pair[1].start))
    return (best.start, best.end) if chance >= group.threshold else None


def probability(group: Group, features: Features) -> float:
    """Return how probable it is that a candidate with these features is the answer."""
    total = group.intercept + sum(w * f for w, f in zip(group.weights, features, strict=True))
    return 1 / (1 + math.exp(-total))


def weighed(kind: Kind, question: str, sentence: str, found: Sequence[Candidate]) -> list[tuple[Candidate, Features]]:
    """Return the candidates with their features."""
    if not found:
        return []
    places = _places(question, sentence)
    noun = _counted(plain(question))
    sorts = {(n.start, n.end): n.sort for n in held_names(sentence)} if kind in (Kind.WHO, Kind.WHICH) else {}
    reach = _HAN_REACH if _has_han.search(sentence) else _REACH
    near = [_nearness(item, places, reach) for item in found]
    best = max(total for total, _, _ in near)
    return [
        (
            item,
            Features(
                near=total,
                nearest=closest,
                counted=float(
                    noun is not None and noun.search(plain(sentence), item.start, item.end + _AFTER) is not None
                ),
                exact=item.exact,
                others=math.log(len({other.value for other in found})),
                person=float(sorts.get((item.start, item.end)) is Sort.PERSON),
                agent=float(_agent.search(sentence[: item.start]) is not None),
                best=float(total == best),
                adjacent=adjacent,
            ),
        )
        for item, (total, closest, adjacent) in zip(found, near, strict=True)
    ]


_AFTER = 14  # characters behind a number in which the counted noun may stand
_agent = re.compile(
    r"(?:\bby|\bof|\bnamed|\bcalled|由|被|是|为|為|叫|于|於|在|即|\bin|\bat|\bon|\bis|\bwas|\bto)\s?(?:the )?$",
    re.IGNORECASE,
)
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

_han_counted = re.compile(
    r"(?:多少|几)(?:[万亿]*)(?P<counter>[个家位名人次项种条座所届架艘枚只张本篇部集场级层章支组队款套间栋株头匹块片句户]?)(?P<noun>[^，,。？?的是了在有被]{0,4})"
)
_counted_noun = re.compile(r"\bhow many (?:\w+ )??(?P<noun>[a-z]{3,})", re.IGNORECASE)


@lru_cache(maxsize=1 << 8)
def _counted(question: str) -> re.Pattern[str] | None:
    """Return what follows a number that counts what the question counts."""
    if match := _han_counted.search(question):
        forms = [re.escape(form) for form in (match["noun"][:2], match["counter"]) if form]
        return re.compile("|".join(forms)) if forms else None
    if match := _counted_noun.search(question):
        return re.compile(rf"(?<!\w){re.escape(match['noun'][:_STEM])}", re.IGNORECASE)
    return None
