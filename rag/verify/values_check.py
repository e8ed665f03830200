"""Amounts and dates of a claim against those of the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yinju.rag.verify.dates import Date, conflicting, within
from yinju.rag.verify.finding import Finding, Ground, Level
from yinju.rag.verify.lexicon import NO_SENSE, lexicon
from yinju.rag.verify.matching import agrees, comparable, follows, same_sort
from yinju.rag.verify.phrases import say
from yinju.rag.verify.quantity import COUNT, ORDINAL, PERCENT, Quantity
from yinju.rag.verify.sentence import Sentence
from yinju.rag.verify.stems import stem

_bound_before = re.compile(
    r"(?:more than|less than|fewer than|at least|at most|over|under|nearly|almost|about|around|up to) $|(?:超过|逾|不到|不足|至少|近|约)$",
    re.IGNORECASE,
)
_NO_NOUN = r"(?!(?:in|on|at|by|to|of|and|or|but|from|for|with|as|who|that|the|a|an)\b)"
_counted = re.compile(rf" {_NO_NOUN}[A-Za-z-]+(?:(?: {_NO_NOUN}[a-z-]+){{1,2}}(?=[ .,;]|$))?")
_counted_chinese = re.compile("[个家张项位名次届座份条件种款台辆所艘支篇]|[\u4e00-\u9fff]{1,4}")
_FEW = 3  # a text need not count to it where it lists as many


def check_amounts(claimed: Sentence, ground: Ground) -> Iterator[Finding]:
    """Yield a finding for every amount of a claim's sentence."""
    every = [quantity for sentence in ground.every for quantity in sentence.quantities]
    near = [quantity for sentence in ground.near for quantity in sentence.quantities]
    for own in claimed.quantities:
        if (
            any(agrees(own, other) for other in every)
            or _figure_stands(own, ground)
            or follows(own, near)
            or _doubled(own, ground)
        ):
            yield Finding(Level.FOUND, "amount", own.start)
            continue
        same = next((other for other in near if other.value == own.value and same_sort(own, other)), None)
        if same is not None:
            yield Finding(
                Level.AGAINST,
                "amount",
                own.start,
                say(
                    "unit" if same.unit != own.unit else "amount",
                    claimed.chinese,
                    said(same, ground.near),
                    said(own, [claimed]),
                ),
            )
            continue
        rival = _rival(own, near, claimed.quantities)
        if (own.unit == ORDINAL and own.value <= 2) or (
            own.unit in (COUNT, "time", "person") and 0 < own.value <= _FEW and rival is None
        ):
            yield Finding(
                Level.OPEN, "amount", own.start, say("no amount", claimed.chinese, claimed=said(own, [claimed]))
            )
        elif rival is not None:
            yield Finding(
                Level.AGAINST,
                "amount",
                own.start,
                say("amount", claimed.chinese, said(rival, ground.near), said(own, [claimed])),
            )
        else:
            yield Finding(
                Level.MISSING, "amount", own.start, say("no amount", claimed.chinese, claimed=said(own, [claimed]))
            )


def said(quantity: Quantity, sentences: Sequence[Sentence]) -> str:
    """Return an amount as its sentence has it: with its bound, and a bare number with what it counts."""
    home = next((s for s in sentences if any(other is quantity for other in s.quantities)), None)
    if home is None:
        return quantity.text
    before = _bound_before.search(home.text[: quantity.start])
    after = _counted.match(home.text, quantity.end) if quantity.unit == COUNT and not home.chinese else None
    after = _counted_chinese.match(home.text, quantity.end) if quantity.unit == COUNT and home.chinese else after
    return (before.group().lstrip() if before else "") + quantity.text + (after.group() if after else "")


def _figure_stands(own: Quantity, ground: Ground) -> bool:
    """Tell whether the figure is part of something that is no amount, such as 737 in a model's name."""
    if own.unit != COUNT or not re.fullmatch(r"[\d.]+", own.text):
        return False
    return any(
        re.search(rf"(?<![\d.,]){re.escape(own.text)}(?![\d.,]*\d|[百千万亿%])", s.text)
        and not any(q.text.startswith(own.text) and q.unit != COUNT for q in s.quantities)
        for s in ground.every
    )


_MULTIPLES = {100: "double", 200: "triple", 50: "halve"}
_TIMES = {2: "double", 3: "triple"}


def _doubled(own: Quantity, ground: Ground) -> bool:
    """Tell whether the evidence says an amount by a verb: what doubles rises by 100 %, to two times as much."""
    verb = (_MULTIPLES if own.unit == PERCENT else _TIMES if own.unit == "times" else {}).get(int(own.value))
    senses = lexicon().english.get((stem(verb),), NO_SENSE) if verb else NO_SENSE
    return any(word.senses & senses for sentence in ground.near for word in sentence.words)


def _rival(own: Quantity, near: Sequence[Quantity], claimed: Sequence[Quantity]) -> Quantity | None:
    """Return the amount of the evidence that the claim's amount stands in the place of."""
    free = [
        other for other in near if same_sort(own, other) and not any(agrees(c, other) for c in claimed if c is not own)
    ]
    return min(free, key=lambda other: (not comparable(own, other), abs(other.value - own.value)), default=None)


def check_dates(claimed: Sentence, ground: Ground) -> Iterator[Finding]:
    """Yield a finding for every date of a claim's sentence."""
    every = [date for sentence in ground.every for date in sentence.dates]
    near = [date for sentence in ground.near for date in sentence.dates]
    for own in claimed.dates:
        same = [date for date in every if within(own, date)]
        if same and all({own.edge, date.edge} == {"since", "until"} for date in same):
            yield Finding(Level.AGAINST, "date", own.start, say("date", claimed.chinese, same[0].text, own.text))
        elif same or _together(own, ground) or _stands_short(own, ground):
            yield Finding(Level.FOUND, "date", own.start)
        elif (rival := _rival_date(own, near)) is not None:
            yield Finding(Level.AGAINST, "date", own.start, say("date", claimed.chinese, rival.text, own.text))
        elif any(own.fields.items() & date.fields.items() for date in near) or set(own.fields) == {"weekday"}:
            yield Finding(Level.OPEN, "date", own.start, say("date detail", claimed.chinese, claimed=own.text))
        else:
            yield Finding(Level.MISSING, "date", own.start, say("no date", claimed.chinese, claimed=own.text))


def _stands_short(own: Date, ground: Ground) -> bool:
    """Tell whether a year stands in the evidence as a bare figure (1576-77), a quarter as “the first” after another one."""
    if set(own.fields) == {"year"}:
        return bool(re.search(rf"(?<!\d){own.year}(?!\d)", ground.text))
    place = own.quarter or own.half
    if len(own.fields) != 1 or not place or own.through:
        return False
    return any(q.unit == ORDINAL and q.value == place for s in ground.near for q in s.quantities)


def _together(own: Date, ground: Ground) -> bool:
    """Tell whether dates that do not conflict with a claimed one say together what it says: the year here, the day there.

    In long evidence they have to stand in one sentence.
    """
    groups = [s.dates for s in ground.near] if ground.wide else [[date for s in ground.every for date in s.dates]]
    return any(
        own.fields.items() <= {item for date in group if not conflicting(own, date) for item in date.fields.items()}
        for group in groups
    )


def _rival_date(own: Date, near: Sequence[Date]) -> Date | None:
    """Return a date of the evidence that gives the same fields as the claimed one, and another value for one of them."""
    rivals = [date for date in near if conflicting(own, date)]
    return max(rivals, key=lambda date: len(own.fields.items() & date.fields.items()), default=None)
