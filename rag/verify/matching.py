"""Whether two amounts are one: rounding, bounds, and units that differ only in how they are written."""

from __future__ import annotations

from decimal import Decimal

from yinju.rag.verify.quantities import COUNT, ORDINAL, PERCENT, POINTS, Quantity

_NEAR = Decimal("0.1")  # what “about” may hide
_ROUNDED = Decimal("0.02")  # what is lost with a dropped digit
_MUCH_MORE = 2  # nobody says “more than ten” of thirty


def comparable(one: Quantity, other: Quantity) -> bool:
    """Tell whether two amounts can be amounts of one thing, as far as their units say."""
    if one.unit == other.unit:
        return True
    sorts = {_sort(one.unit), _sort(other.unit)}
    if ORDINAL in sorts and sorts <= {ORDINAL, COUNT, "measure"}:  # Law No. 227, 19世纪 and the 19th century
        return one.value == other.value
    # ¥ and “dollar” are signs of several currencies, a bare number of anything counted
    return sorts == {COUNT} or sorts <= {COUNT, "measure"} and COUNT in (one.unit, other.unit)


def same_sort(one: Quantity, other: Quantity) -> bool:
    """Tell whether one amount may stand in the place of the other: both money, both shares, both counts."""
    return _sort(one.unit) == _sort(other.unit) and _sort(one.unit) != "measure" or one.unit == other.unit


def _sort(unit: str) -> str:
    if unit.startswith("money:"):
        return "money"
    if unit in (PERCENT, POINTS):
        return PERCENT
    if unit in (ORDINAL, COUNT):
        return unit
    return COUNT if unit in ("person", "household", "time", "point", "goal") else "measure"


def agrees(claimed: Quantity, stated: Quantity) -> bool:
    """Tell whether a claimed amount is the stated one, as exact as it pretends to be."""
    if not comparable(claimed, stated):
        return False
    if {claimed.bound, stated.bound} == {"over", "under"}:
        return False
    return _close(claimed, stated) or _within(claimed, stated)


def _close(claimed: Quantity, stated: Quantity) -> bool:
    if claimed.value == stated.value:
        return True
    if claimed.unit == ORDINAL or claimed.value * stated.value <= 0:
        return False
    off = abs(claimed.value - stated.value) / abs(stated.value)
    if "about" in (claimed.bound, stated.bound) and off <= _NEAR:
        return not (claimed.bound == "" and off > _ROUNDED)
    digits = len(str(claimed.value.normalize().as_tuple().digits)) // 3  # how many figures the claim gives
    return off <= _ROUNDED and _rounds_to(stated.value, claimed.value) and digits > 0


def _rounds_to(value: Decimal, rounded: Decimal) -> bool:
    """Tell whether a value becomes the other one by rounding or cutting off digits."""
    exponent = rounded.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    step = Decimal(1).scaleb(exponent)
    original = value.normalize().as_tuple()
    return len(original.digits) > len(rounded.normalize().as_tuple().digits) and abs(value - rounded) < step


def _within(claimed: Quantity, stated: Quantity) -> bool:
    """Tell whether “more than ten” is said of twelve."""
    if claimed.value <= 0 or stated.value <= 0 or stated.bound not in ("", claimed.bound):
        return False
    if claimed.bound == "over":
        return claimed.value <= stated.value <= claimed.value * Decimal("1.3")
    if claimed.bound == "under":
        return claimed.value / _MUCH_MORE <= stated.value <= claimed.value
    return False
