"""Wrong amounts: another leading figure, ten times as much or a tenth, another scale, the figure next to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from random import Random

from yinju.eval.swaps.amounts import Amount, amounts
from yinju.eval.swaps.numerals import Numeral
from yinju.eval.swaps.types import Edit, Rule, Statement
from yinju.index.text.values import numbers

_SLIGHT = Decimal("0.02")  # a change below it might pass for rounding
_at_least = re.compile(
    r"(?:\b(?:over|above|exceed(?:s|ed|ing)?|(?:more|no less|no fewer) than|at least|upwards of|up to|at most|no more than|as many as|as much as)"
    r"|超过|至少|多于|高于|不少于|不低于|[逾超]|最[高多]|高达)\s?\S?$",
    re.IGNORECASE,
)
_at_least_after = re.compile(r"\S{0,2}[多余]|\S{0,3}以上")
_within = re.compile(r"\b(?:with)?in $", re.IGNORECASE)
_within_after = re.compile(r" (?:second|minute|hour|day|week|month|year)|\S{1,2}[之以]?内")
_below = re.compile(r"(?:\b(?:under|below|(?:less|fewer) than)|不足|不到|低于|少于|不超过|至多)\s?\S?$", re.IGNORECASE)
_below_after = re.compile(r"\S{0,3}以[下内]")
_denied = re.compile(r"(?:\b(?:not|never|no longer)|n't)\b[^,;:]*$|[未没][^，；：]*$")
_degrees = re.compile(r"\s?(?:degrees|°|℃|摄氏度)")
_HOTTEST = Decimal(100)
_reaches = re.compile(r" and |[至到—–-]")


def quantity(kind: str) -> Rule:
    """Return the rule for numbers, for sums of money or for percentages."""

    def rule(statement: Statement, rng: Random) -> Iterator[Edit]:
        found = [amount for amount in amounts(statement.text, statement.chinese) if amount.kind == kind]
        known = _known(statement, kind)
        for amount in rng.sample(found, len(found)):
            low, high = _room(statement.text, found, amount)
            ways = amount.numeral.others()
            for way in rng.sample(ways, len(ways)):
                for other in rng.sample(way, len(way)):
                    if low < other.value < high and other.value not in known and _plain(amount, other):
                        yield Edit(amount.start, amount.end, other.text)

    return rule


def _known(statement: Statement, kind: str) -> set[Decimal]:
    """Return the values that would be right, or that some number of the sources happens to have."""
    texts = ((statement.text, statement.chinese), (statement.avoid, True), (statement.avoid, False))
    own = {amount.numeral.value for text, chinese in texts for amount in amounts(text, chinese) if amount.kind == kind}
    return own | {Decimal(number) for number in numbers(statement.avoid)}


def _plain(amount: Amount, other: Numeral) -> bool:
    """Tell whether a change is plain to see and leaves a value that can be."""
    old, new = amount.numeral.value, other.value
    whole = old == old.to_integral_value() and not amount.numeral.scale
    possible = new > 1 if whole else new > 0
    if amount.kind == "percent":
        possible = new > 0 and (new <= 100 or old > 100)
    return possible and abs(new - old) > _SLIGHT * old


def _room(text: str, found: list[Amount], amount: Amount) -> tuple[Decimal, Decimal]:
    """Return the values between which another amount makes the statement wrong and not absurd.

    Over ten is also over five; what is not in 48 samples is not in 40 of them; what is done in 20 minutes is done
    in 30; what lies between 3 and 5 lies between 2 and 6; and nothing rises from 70 to 40.
    """
    low, high, value = Decimal(0), Decimal("Infinity"), amount.numeral.value
    before, after = text[: amount.start], text[amount.end :]
    if _below.search(before) or _below_after.match(after):  # wrong below in an assertion, above in a condition
        return value, value
    if _at_least.search(before) or _at_least_after.match(after) or _denied.search(before):
        low = value
    elif _within_after.match(after) and (_within.search(before) or not after.isascii()):
        high = value
    if _degrees.match(after) and value < _HOTTEST:
        high = min(high, _HOTTEST)
    for first, second in pairwise(found):
        if amount in (first, second) and _reaches.fullmatch(text[first.end : second.start]):
            low, high = first.numeral.value, second.numeral.value
    values = {other.numeral.value for other in found}
    return max([low, *(v for v in values if v < value)]), min([high, *(v for v in values if v > value)])
