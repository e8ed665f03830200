"""Whether two amounts are one: rounding, bounds, and units that differ only in how they are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from yinju.rag.verify.quantity import COUNT, ORDINAL, PERCENT, POINTS, Quantity

_NEAR = Decimal("0.1")  # what “about” may hide
_ROUNDED = Decimal("0.02")  # what is lost with a dropped digit
_WHOLE = Decimal("0.5")  # percent, what is lost by rounding to whole ones
_MUCH_MORE = 2  # nobody says “more than ten” of thirty


_IN: dict[str, tuple[str, int | str]] = {  # units by others: what one is in the unit that both are compared in
    **{
        "tonne": ("kilogram", 1000),
        "gram": ("kilogram", "0.001"),
        "kilometre": ("metre", 1000),
        "centimetre": ("metre", "0.01"),
    },
    **{
        "millimetre": ("metre", "0.001"),
        "hour": ("minute", 60),
        "week": ("day", 7),
        "year": ("month", 12),
        "decade": ("month", 120),
    },
    **{
        "century": ("month", 1200),
        "gigawatt": ("megawatt", 1000),
        "kilowatt": ("megawatt", "0.001"),
        "terabyte": ("gigabyte", 1000),
    },
    **{
        "hectare": ("square metre", 10000),
        "square kilometre": ("square metre", 1000000),
        "money:CENT": ("money:USD", "0.01"),
    },
    **{"money:PENCE": ("money:GBP", "0.01")},
}


def plain(quantity: Quantity) -> Quantity:
    """Return an amount in the unit it is compared in: 5 tonnes as 5000 kilograms, two decades as 240 months."""
    if quantity.unit not in _IN:
        return quantity
    unit, factor = _IN[quantity.unit]
    return replace(quantity, value=quantity.value * Decimal(factor), unit=unit)


def comparable(one: Quantity, other: Quantity) -> bool:
    """Tell whether two amounts can be amounts of one thing, as far as their units say."""
    if one.unit == other.unit:
        return True
    sorts = {_sort(one.unit), _sort(other.unit)}
    if ORDINAL in sorts and sorts <= {ORDINAL, COUNT, "measure"}:  # Law No. 227, 19世纪 and the 19th century
        return one.value == other.value
    # ¥ and “dollar” are signs of several currencies, a bare number of anything counted
    return sorts == {COUNT} or (sorts <= {COUNT, "measure"} and COUNT in (one.unit, other.unit))


def same_sort(one: Quantity, other: Quantity) -> bool:
    """Tell whether one amount may stand in the place of the other: both money, both shares, both counts."""
    return one.unit == other.unit or (_sort(one.unit) == _sort(other.unit) != "measure")


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
    if (
        claimed.unit != stated.unit
        and ORDINAL not in (claimed.unit, stated.unit)
        and COUNT not in (claimed.unit, stated.unit)
    ):
        claimed, stated = plain(claimed), plain(stated)
    if not comparable(claimed, stated):
        return False
    if {claimed.bound, stated.bound} == {"over", "under"}:
        return False
    # a bare 500 may be those 500 grams, but says nothing of whether there are more than 400 grams
    return _close(claimed, stated) or (same_sort(claimed, stated) and _within(claimed, stated))


def _close(claimed: Quantity, stated: Quantity) -> bool:
    if claimed.value == stated.value:
        return True
    if claimed.unit == ORDINAL or claimed.value * stated.value <= 0:
        return False
    off = abs(claimed.value - stated.value) / abs(stated.value)
    if claimed.bound == "about" and off <= _NEAR:
        return True
    if stated.bound == "about" and off <= _ROUNDED:
        return True
    return off <= _ROUNDED and _rounds_to(stated.value, claimed.value)


def _rounds_to(value: Decimal, rounded: Decimal) -> bool:
    """Tell whether a value becomes the other one by rounding or cutting off digits."""
    exponent = rounded.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    step = Decimal(1).scaleb(exponent)
    original = value.normalize().as_tuple()
    return len(original.digits) > len(rounded.normalize().as_tuple().digits) and abs(value - rounded) < step


def _within(claimed: Quantity, stated: Quantity) -> bool:
    """Tell whether “more than ten” is said of twelve."""
    if claimed.value <= 0 or stated.value <= 0 or stated.bound:
        return False
    if claimed.bound == "over":
        return claimed.value <= stated.value <= claimed.value * Decimal("1.3")
    if claimed.bound == "under":
        return claimed.value / _MUCH_MORE <= stated.value <= claimed.value
    return False


def follows(claimed: Quantity, stated: Sequence[Quantity]) -> bool:
    """Tell whether an amount follows from two others: the change from 30 to 40 is 10, or a third."""
    for one in stated:
        for other in stated:
            if (
                one is other
                or one.unit != other.unit
                or (one.unit in (PERCENT, POINTS) and claimed.unit == PERCENT)
                or not one.value
            ):
                continue
            change = abs(other.value - one.value)
            shift = 100 * change / abs(one.value)
            if claimed.unit == PERCENT and abs(shift - claimed.value) <= _WHOLE and shift > 1:
                return True
            if claimed.value == change and (
                claimed.unit == one.unit or (claimed.unit == POINTS and one.unit == PERCENT)
            ):
                return True
    return False
