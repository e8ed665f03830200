"""Where the amounts of a text stand, and what each is: a number, a sum of money or a percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yinju.eval.swaps.dates import dates
from yinju.eval.swaps.numerals import Numeral

_SIGN = r"(?:(?:US|HK|NT|A|C|S|R)?\$|[€£¥₹￥]|\b(?:USD|EUR|GBP|RMB|CNY|HKD|JPY)\s?)"
_CURRENCY = (
    r"\s(?:(?:US|U\.S\.|Australian|Canadian|Hong Kong|Singapore|New Taiwan|Swiss)\s)?(?:dollars?|euros?|pounds?|yuan|renminbi|yen|won|rand"
    r"|zloty|kron[eo]r|kron[ae]|rupees?|rupiah|reais|real|pesos?|francs?|rou?bles?|liras?|baht|dong|riyals?|dirhams?|ringgit|shillings?|naira|cents|pence)\b"
)
_WORDS = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_english = re.compile(
    rf"(?P<sign>{_SIGN})?(?<![A-Za-z0-9_.,:/#-])(?P<figure>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|\b(?:{_WORDS})(?!-(?!year))\b)"
    r"(?P<scale>\s(?:thousand|million|billion|trillion)\b|(?:bn|tn|mn|m)\b)?+"
    rf"(?:(?P<percent>\s?%|\sper\s?cent\b|\spercentage points?\b)|(?P<currency>{_CURRENCY}))?+"
    r"(?![A-Za-z0-9:]|[.,]\d|-(?!year)|\s?[ap]\.?m\b)",
    re.IGNORECASE,
)
_title = re.compile(r"([A-Z][A-Za-z]*|\bNo\.|\b[Cc]hapter|\b[Pp]age) $")  # Boeing 737, Article 5
_days = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2}(?: to | and | ?[–-] ?)$")
_OPENERS = (
    "a about after all almost among an and around as at before between but by during for from if in just minus nearly of on only or"
    " over roughly since some than that the these they this those to under until up we were when while with within"
    " january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday"
)

_LONGEST = 20  # characters of a figure; a row of more digits is no amount of anything

_YUAN = "[美欧日英澳港加韩]元|新?台币|人民币|元|英镑|日圆|兰特|克朗|兹罗提|卢比|印尼盾|越南盾|雷亚尔|比索|法郎|卢布|里拉|泰铢|林吉特|迪拉姆|里亚尔|先令|奈拉"
_MEASURES = (
    "平方公里|平方米|立方米|公里|公顷|公斤|千克|分钟|小时|个|家|届|项|次|位|名|人|座|所|条|只|辆|艘|架|颗|枚|件|份|趟|台|部|套|处|种|块|吨|米|岁|倍|天|周|秒|桶|"
    "年(?![代级初底度])"
)
_ONE_TO_NINE = "[一二两三四五六七八九]"
_below_ten_thousand = rf"(?:{_ONE_TO_NINE}千零?)?(?:{_ONE_TO_NINE}百零?)?(?:{_ONE_TO_NINE}?十)?{_ONE_TO_NINE}?"
_han = rf"(?![零百千万亿]|一(?![十百千万亿]))(?:{_below_ten_thousand}亿零?(?={_ONE_TO_NINE}|十))?{_below_ten_thousand}"
_chinese = re.compile(
    rf"(?<![A-Za-z0-9_.,:/第-])(?P<sign>{_SIGN})?"
    rf"(?:百分之(?P<share>\d+(?:\.\d+)?|百|(?:{_ONE_TO_NINE}?十)?{_ONE_TO_NINE}?(?:(?<!之)点[零一二三四五六七八九]+)?(?<!之))"
    r"|(?P<tenths>[一二三四五六七八九]成[一二三四五六七八九半]?)(?![员为立就绩])"
    r"|(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:亿\d+(?=万))?)(?P<scale>万亿|百万|千万|[百千万亿])?+(?![A-Za-z0-9年月日号时点:]|[.,-]\d|\.|季度)"
    rf"|(?<![\d一二两三四五六七八九十百千万亿])(?P<han>{_han})(?P<units>[万亿])?(?=[多余]?(?:{_YUAN}|{_MEASURES})))"
    rf"(?:(?P<percent>\s?[%％]|个百分点)|[多余]?(?P<currency>{_YUAN}))?"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A numeral of a text: where it stands, without sign and unit, and whether it counts, costs or shares."""

    start: int
    end: int
    kind: str
    numeral: Numeral


def amounts(text: str, chinese: bool) -> Iterator[Amount]:
    """Yield the amounts of a text in the order they stand in; no dates, no ordinals, nothing inside a name."""
    taken = [(date.start, date.end) for date in dates(text, chinese)]
    for match in (_chinese if chinese else _english).finditer(text):
        amount = _chinese_amount(match) if chinese else _english_amount(match)
        if not amount or len(amount.numeral.figure) > _LONGEST:
            continue
        if not any(start < amount.end and amount.start < end for start, end in taken):
            yield amount


def _english_amount(match: re.Match[str]) -> Amount | None:
    figure, scale = match["figure"], match["scale"] or ""
    kind = _kind(match)
    if kind == "number" and (scale.isalpha() or _names(match, figure + scale)):
        return None
    return Amount(match.start("figure"), match.start("figure") + len(figure + scale), kind, Numeral(figure, scale))


def _names(match: re.Match[str], written: str) -> bool:
    """Tell whether a figure is part of a name or a year."""
    before = match.string[: match.start("figure")]
    title = _title.search(before)
    named = title is not None and title[1].lower() not in _OPENERS.split()
    return named or _days.search(before) is not None or re.fullmatch(r"(?:19|20)\d\d", written) is not None


def _chinese_amount(match: re.Match[str]) -> Amount | None:
    group = next((name for name in ("share", "tenths", "figure", "han") if match[name]), None)
    if not group:
        return None
    scale = match["scale"] or match["units"] or ""
    kind = "percent" if group in ("share", "tenths") else _kind(match)
    return Amount(
        match.start(group), match.start(group) + len(match[group] + scale), kind, Numeral(match[group], scale)
    )


def _kind(match: re.Match[str]) -> str:
    return "percent" if match["percent"] else "money" if match["sign"] or match["currency"] else "number"
