"""The names in a sentence, each with what it names, and whether a question already says them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN
from yinju.index.text.terms import fold
from yinju.rag.understanding.sorts import Sort, sort
from yinju.rag.verify.cuts import cuts
from yinju.rag.verify.dates import blanked, dates
from yinju.rag.verify.gazetteer import aliases, gazetteer
from yinju.rag.verify.names import Name as Written
from yinju.rag.verify.names import names


class Held(NamedTuple):
    """A name in a sentence, code points half open; `whole` when it is more than one word of a name."""

    start: int
    end: int
    value: str
    sort: Sort
    whole: bool


_has_han = re.compile(f"[{HAN}]")
_english = Late(r"\b(?:the|and|was|were|by|with|of|is|are|has|had|from|which)\b", re.IGNORECASE)  # told at once
_run = Late(
    r"(?<![.!?…»”\"] )(?<!^)(?<!\w)[^\W\d_a-zß-ÿа-яα-ω][\w'’-]*(?: (?:(?:de|del|von|van|da|di|la|al|of) )?[^\W\d_a-zß-ÿа-яα-ω][\w'’-]*)*"
)
_LONGEST_TITLE = 60


def titles(text: str) -> Iterator[tuple[int, int, str, float]]:
    """Yield what stands in title brackets, or at some length in quotation marks."""
    for match in re.finditer('《([^》]+)》|〈([^〉]+)〉|[“"『「]([^”"』」]{2,})[”"』」]', text):
        inner = match[1] or match[2] or match[3]
        if len(inner) <= _LONGEST_TITLE or not match[3]:
            yield match.start(), match.end(), fold(inner), 1.0 if not match[3] else 0.7


@lru_cache(maxsize=1 << 12)
def held_names(text: str) -> tuple[Held, ...]:
    """Return the names of a sentence in order."""
    chinese = bool(_has_han.search(text))
    if not chinese and not _english.search(text):
        return tuple(_by_capitals(text))
    plain = blanked(text, [date for date in dates(text, chinese) if date.fields])
    if chinese:
        plain = simplified(plain)
    found = [item for item in names(plain, chinese) if item.kind != "generic"]
    held = list(_joined(text, found, chinese))
    if not chinese:
        return tuple(sorted(held))
    held += _told(plain, held)
    return tuple(sorted(_grown(plain, held)))


_TOLD = {"nt": Sort.BODY, "ns": Sort.PLACE}


def _told(text: str, held: list[Held]) -> Iterator[Held]:
    """Yield the long words that the tagger takes for a body or a place, which words in them hide: 莫斯科大学."""
    for cut in cuts(text):
        if (
            cut.tag in _TOLD
            and len(cut.word) > 3
            and all(cut.end <= name.start or name.end <= cut.start for name in held)
        ):
            yield Held(cut.start, cut.end, value(text[cut.start : cut.end]), _TOLD[cut.tag], True)


@lru_cache(maxsize=1 << 12)
def simplified(text: str) -> str:
    """Return a Chinese text in simplified characters, capitals and everything else in its place."""
    folded = fold(text)
    if len(folded) != len(text):
        return text
    return "".join(one if one.isascii() else other for one, other in zip(text, folded, strict=True))


_BODIES = "公司|集团|大学|学院|学校|中学|小学|书院|委员会|协会|学会|基金会|议会|国会|法院|银行|政府|研究院|研究所|医院|工党|党|联盟|军|队|部|局|厅|社|铁道|电视台|电台|乐团|乐队|教会|教廷|组织|机构|族"
_body = Late(f"(?:{_BODIES})$")
_PLACES = "[省市县区州国岛山河湖江海路街镇乡村港湾]|半岛|群岛|广场|机场|车站|公园|大桥|体育场|球场|博物馆|剧院|教堂|城堡|宫|寺|馆"
_place = Late(f"(?:{_PLACES})$")
_INSIDE = {
    "n",
    "nr",
    "ns",
    "nt",
    "nz",
    "nrt",
    "nrfg",
    "vn",
    "j",
    "b",
    "a",
    "an",
    "l",
    "f",
    "s",
    "m",
    "q",
    "v",
    "eng",
    "i",
    "zg",
    "g",
}
_MOST_WORDS = 5


def _grown(text: str, held: list[Held]) -> Iterator[Held]:
    """Let names reach to the end of what they begin: 东日本旅客铁道, 浙江省建设集团有限公司, 特斯拉科学中心."""
    words = cuts(text)
    begins = {cut.start: number for number, cut in enumerate(words)}
    reached = 0
    for name in sorted(held):
        if name.start < reached:
            continue
        end, found = name.end, name.sort
        inside = next((cut for cut in words if cut.start <= name.start < name.end < cut.end), None)
        if inside and (_body.search(inside.word) or _place.search(inside.word)):  # 莫斯科 in 莫斯科大学
            end, found = inside.end, Sort.BODY if _body.search(inside.word) else Sort.PLACE
        at = next((begins[n] for n in range(end, min(end + 3, len(text) + 1)) if n in begins), None)
        for cut in words[at : at + _MOST_WORDS] if at is not None and text[name.start : name.end].strip() else ():
            if cut.tag not in _INSIDE or (cut.tag == "v" and not _body.search(cut.word)):
                break
            if _body.search(cut.word) or (len(cut.word) > 1 and _place.search(cut.word)):
                end, found = cut.end, Sort.BODY if _body.search(cut.word) else Sort.PLACE
        reached = end
        if end == name.end:
            yield name
        else:
            yield Held(name.start, end, value(text[name.start : end]), found, True)


def _joined(text: str, found: list[Written], chinese: bool) -> Iterator[Held]:
    """Join the parts of one name that the list knows apart: 约瑟夫·希发基斯, Beijing University."""
    found.sort(key=lambda item: item.start)
    at = 0
    while at < len(found):
        end = at + 1
        while end < len(found) and _one(
            text[found[at].start : found[end - 1].end], text[found[end - 1].end : found[end].start], chinese
        ):
            end += 1
        start, stop = found[at].start, found[end - 1].end
        written = text[start:stop]
        whole = end - at > 1 or " " in written or (chinese and len(written) > 2)
        yield Held(start, stop, value(written), _sort(found[at], written, end - at > 1), whole)
        at = end


def _one(before: str, between: str, chinese: bool) -> bool:
    """Tell whether two names are one; the tagger cuts what follows the dot of a foreign name anywhere."""
    return (between in ("·", "・") or (not between and "·" in before)) if chinese else between == " "


def _sort(first: Written, written: str, joined: bool) -> Sort:
    if not joined and first.kind in ("nr", "nrt", "nrfg", "transcribed"):
        return Sort.PERSON if first.kind != "transcribed" else sort(written)
    if not joined and first.kind == "ns":
        return Sort.PLACE
    return sort(written)


@lru_cache(maxsize=1 << 12)
def value(name: str) -> str:
    """Return a name in a form that its other names share, where the list knows them."""
    known = gazetteer()
    entries = known.english.get(name.lower(), frozenset()) | known.chinese.get(fold(name), frozenset())
    return f"#{min(entries)}" if entries else fold(re.sub("['’]s?$", "", name)).replace("・", "·")


def _by_capitals(text: str) -> Iterator[Held]:
    for match in _run.finditer(text):
        yield Held(match.start(), match.end(), fold(match.group()), Sort.UNKNOWN, " " in match.group())


_word = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1 << 8)
def _words(text: str) -> frozenset[str]:
    return frozenset(_word.findall(fold(text)))


def shares_name(name: str, question: str) -> bool:
    """Tell whether a question says a name already, in part, or by another name."""
    asked = fold(question)
    if any(
        fold(other) in asked
        for other in aliases(re.sub("['’]s?$", "", name))
        if len(other) > 1 and _has_han.search(other)
    ):
        return True
    words = _words(question)
    if _has_han.search(name):
        parts = re.split("[·・]", fold(name))
        return any(part in asked for part in parts if len(part) > 1)
    own = [word for word in _word.findall(fold(name)) if len(word) > 2]
    if any(word in words for word in own):
        return True
    return any(
        set(_word.findall(fold(other))) <= words for other in aliases(name) if other.isascii() and len(other) > 1
    )
