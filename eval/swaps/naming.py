"""Wrong names: another place, body or person of the same kind, one that the sources do not mention."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from random import Random

from yinju.eval.swaps.gazetteer import GIVEN, NAMES, SURNAMES, Name
from yinju.eval.swaps.types import Edit, Statement
from yinju.index.text.terms import tagged

_PEOPLE = ("Alan Marsh", "Helen Brooks", "Victor Lund", "Nadia Petrov", "Simon Keller", "Irene Walsh")
_calendar = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August)s?|[A-Z][a-z]+ber"
)
_word_before = re.compile(r"([A-Za-z’']+) $")
_capital_after = re.compile(r" ([A-Z][A-Za-z]+)")
# what the tagger takes for people
_NO_PEOPLE = "马拉松 马来 马路 高铁 高峰 高层 高管 黄金 唐山 周边 周年 张江"
_more_after = re.compile(r" dollars?\b|元|币|[\u4e00-\u9fff]{1,3}·")  # Hong Kong dollars, 伊拉克利·纳德热什维利
# a person whom no list has, known by what he or she does
_person = re.compile(
    r"(?<![A-Za-z] )\b(?P<name>[A-Z][a-z]+ [A-Z][a-z]+)(?= (?:said|says|told|added|warned|argued|wrote|won)\b)"
    r"|\b(?:Mr|Ms|Mrs|Dr)\.? (?P<surname>[A-Z][a-z]+)\b"
)
_body_word = re.compile(
    r"\b(?:Agency|Bank|Board|Bureau|Center|Centre|Group|House|Institute|Ministry|Office|Party|Police|Union|University)\b"
)


def naming(statement: Statement, rng: Random) -> Iterator[Edit]:
    """Yield the edits that put another name in the place of one."""
    found = list(_chinese_names(statement.text) if statement.chinese else _english_names(statement.text))
    known = f"{statement.text}\n{statement.avoid}"
    for start, end, name, rest in rng.sample(found, len(found)):
        others = [
            other
            for other in _alike(name)
            if other.english not in known and other.chinese not in known and not other.english.startswith("the ")
        ]
        for other in rng.sample(others, len(others)):
            written = other.chinese if statement.chinese else _fitted(statement.text[start:end], other)
            yield Edit(start, end, written + rest)
    if not statement.chinese:
        yield from _unlisted(statement.text, rng)


def _fitted(written: str, other: Name) -> str:
    """Write a name as the one it replaces was written, which may have brought an apostrophe along."""
    return other.english + "'s" * written.endswith(("'", "’"))


@lru_cache(maxsize=1 << 10)
def _alike(name: Name) -> tuple[Name, ...]:
    lists = GIVEN if name in GIVEN else SURNAMES if name in SURNAMES else NAMES
    return tuple(other for other in lists if other.kind == name.kind and other != name)


def _either(names: tuple[Name, ...], language: str) -> str:
    return "|".join(
        re.escape(str(getattr(name, language))) for name in sorted(names, key=lambda n: -len(getattr(n, language)))
    )


@lru_cache(maxsize=2)
def _patterns(chinese: bool) -> re.Pattern[str]:
    if chinese:
        return re.compile(rf"(?P<name>{_either(NAMES, 'chinese')})|(?P<given>{_either(GIVEN, 'chinese')})(?=·)")
    names = _either(NAMES, "english").replace(r"the\ ", "[Tt]he ")
    return re.compile(
        rf"\b(?:(?P<name>{names})(?:(?<=s)['’](?!s))?|(?P<given>{_either(GIVEN, 'english')})(?= [A-Z][a-z])"
        rf"|(?P<surname>{_either(SURNAMES, 'english')})(?P<rest> [A-Z][a-z]+))(?![A-Za-z])"
    )


def _english_names(text: str) -> Iterator[tuple[int, int, Name, str]]:
    listed = {name.english: name for name in (*GIVEN, *SURNAMES, *NAMES)}
    for match in _patterns(False).finditer(text):
        if not (match["name"] and _within_another(text, match)):
            group = next(group for group in ("name", "given", "surname") if match[group])
            yield match.start(), match.end(), listed[re.sub("^The ", "the ", match[group])], match["rest"] or ""


def _within_another(text: str, match: re.Match[str]) -> bool:
    """Tell whether a place or a body is only part of another name, like Paris in Paris Hilton."""
    before = _word_before.search(text[: match.start()])
    opens = before is not None and (
        before.start() == 0 or _calendar.fullmatch(before[1]) or re.search("['’]s$", before[1])
    )
    after = _capital_after.match(text, match.end())
    joined = after is not None and not _calendar.fullmatch(after[1])
    named = before is not None and before[1][0].isupper() and not opens
    return joined or named or _more_after.match(text, match.end()) is not None


def _chinese_names(text: str) -> Iterator[tuple[int, int, Name, str]]:
    listed = {name.chinese: name for name in (*GIVEN, *NAMES)}
    surnames = {name.chinese: name for name in SURNAMES}
    words, start = list[tuple[int, int, str]](), 0
    for word, tag in tagged(text):
        words.append((start, start + len(word), tag))
        if (
            tag.startswith("nr")
            and word[0] in surnames
            and 2 <= len(word) <= 3
            and word not in (*listed, *_NO_PEOPLE.split())
        ):
            yield start, start + len(word), surnames[word[0]], word[1:]
        start += len(word)
    for match in _patterns(True).finditer(text):
        if not _within_word(match, words) and not _more_after.match(text, match.end()):
            yield match.start(), match.end(), listed[match.group()], ""


def _within_word(match: re.Match[str], words: list[tuple[int, int, str]]) -> bool:
    """Tell whether a name is part of another word, as 海口 in 出海口 and 伊拉克 in 伊拉克利; but 上海市 is 上海."""
    return any(
        (start < match.start() and match.end() <= end)
        or (start == match.start() and match.end() < end and tag[:2] == "nr")
        for start, end, tag in words
    )


def _unlisted(text: str, rng: Random) -> Iterator[Edit]:
    for match in _person.finditer(text):
        if not _body_word.search(match.group()):
            for person in rng.sample(_PEOPLE, len(_PEOPLE)):
                yield Edit(*match.span(match.lastgroup or 0), person if match["name"] else person.split()[1])
