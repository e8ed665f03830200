"""Amounts in English: 1.2 billion yuan, A$640 million, two-thirds, minus 31 degrees, the third."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from yinju.index.text.patterns import Late
from yinju.rag.verify import numerals
from yinju.rag.verify.quantity import COUNT, ORDINAL, PERCENT, POINTS, Quantity
from yinju.rag.verify.units import SIGN, unit_of, unit_of_sign, unit_pattern

_BOUND = {
    **dict.fromkeys(
        (
            "more than",
            "over",
            "above",
            "exceeding",
            "exceeds",
            "exceed",
            "exceeded",
            "at least",
            "no less than",
            "no fewer than",
        ),
        "over",
    ),
    **dict.fromkeys(
        ("in excess of", "upwards of", "greater than", "not less than", "beyond", "topping", "surpassing"), "over"
    ),
    **dict.fromkeys(("less than", "under", "below", "fewer than", "at most", "no more than", "not more than"), "under"),
    **dict.fromkeys(
        ("about", "around", "roughly", "approximately", "some", "nearly", "almost", "close to", "just over"), "about"
    ),
    **dict.fromkeys(
        ("just under", "an estimated", "estimated", "approx", "circa", "up to", "as many as", "as much as"), "about"
    ),
}


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
_single = Late(r"(?:one|hundreds?|thousands?|millions?|billions?|trillions?|dozens?)", re.IGNORECASE)


def english(text: str) -> Iterator[Quantity]:
    """Yield the amounts of an English text in order."""
    for match in _english_pattern().finditer(text):
        bound = _BOUND.get((match["bound"] or "").lower(), "")
        found = _english_value(match)
        if found is not None:
            start = match.end("bound") + 1 if match["bound"] else match.start()
            yield Quantity(
                start,
                match.end(),
                *found,
                bound,
                text[start : match.end()].strip().removeprefix("the ").removeprefix("The "),
            )


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
