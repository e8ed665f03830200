"""What a change between two sentences means: another value, and of which sort, or the same one written otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import Indel

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN
from yinju.rag.conflicts.reading import Reading
from yinju.rag.conflicts.tokens import HAN_NUMERALS, Token
from yinju.rag.conflicts.twins import Change, Stretch
from yinju.rag.verify.cuts import cuts
from yinju.rag.verify.dates import conflicting
from yinju.rag.verify.lexicon import lexicon
from yinju.rag.verify.matching import agrees, same_sort
from yinju.rag.verify.quantity import Quantity
from yinju.rag.verify.stems import stem
from yinju.rag.verify.words import CHINESE_FILLERS, FILLERS

_numeral = Late(rf"\d|[{HAN_NUMERALS}]")
_year = re.compile(r"(?:1[5-9]|20)\d\d")
_han = re.compile(f"[{HAN}]")
_TIMES = frozenset(("century", "decade"))  # units of amounts that say when
_SPELLING = 0.8  # how alike (0 to 1) two spellings of one name are: Zelensky, Zelenskyy
_SPELLED = 6  # letters from which on a name may have two
_SMALL = 2  # pieces that may stand in the place of a small word without saying more
_WORDS = 3  # words in small letters that name a thing; more of them say something
_CHARACTERS = 4  # up to which what holds a name is one, whatever the tagger takes its end for
_COUNTRIES = "中"  # of the characters that stand for countries the one that is a small word besides
_NAME_TAGS = ("nr", "ns", "nt", "nz", "nrt", "nrfg")
_THINGS = "nabijlxtm"  # first letters of the tags of words that can be a value; verbs and prepositions say something
_break = Late("[：:；;、，。！？!?|]|\\.\\s[a-z]")  # marks within a stretch that names more than one thing
_capital = re.compile(r"(?<![^\W_])[A-ZÀ-Þ]")


class Sort(Enum):
    """What sort of value two sentences differ in; wordings are none."""

    TIME = "time"
    AMOUNT = "amount"
    NAME = "name"
    WORD = "word"
    DENIAL = "denial"
    STATEMENT = "statement"
    WORDING = "wording"


class Difference(NamedTuple):
    """Two values, each with the whole words that it is made of."""

    sort: Sort
    one: Stretch
    other: Stretch


def difference(one: Reading, other: Reading, change: Change) -> Difference | None:
    """Return what a change means; None when both say the same there, or one says only more."""
    if not (change.one.end - change.one.start and change.other.end - change.other.start):
        more, where = (one, change.one) if change.one.end > change.one.start else (other, change.other)
        return Difference(Sort.DENIAL, *change) if _denies(more, where) else None
    own, theirs = one.grown(change.one), other.grown(change.other)
    if one.forms(own) == other.forms(theirs):
        return None
    if _denies(one, own) != _denies(other, theirs):
        return Difference(Sort.DENIAL, own, theirs)
    if one.clock(own) and other.clock(theirs):
        return Difference(Sort.TIME, own, theirs)
    said, other_said = one.written(change.one), other.written(change.other)
    if _year.fullmatch(said) and _year.fullmatch(other_said):
        return Difference(Sort.TIME, own, theirs)
    dates, other_dates = one.dates(change.one), other.dates(change.other)
    if dates and other_dates:
        if not all(conflicting(a, b) for a, b in product(dates, other_dates)):
            return None
        return Difference(Sort.TIME, one.around_all(dates), other.around_all(other_dates))
    amounts, other_amounts = one.amounts(change.one), other.amounts(change.other)
    if amounts and other_amounts:
        return _amounts(one, amounts, other, other_amounts)
    if _numeral.search(said) and _numeral.search(other_said):
        return Difference(Sort.TIME if dates or other_dates else Sort.AMOUNT, own, theirs)
    if dates or other_dates or amounts or other_amounts:
        return None  # a day and “today”: nothing that could be compared
    sort = _words(one, own, other, theirs)
    return Difference(sort, own, theirs) if sort else None


def _amounts(
    one: Reading, amounts: Sequence[Quantity], other: Reading, other_amounts: Sequence[Quantity]
) -> Difference | None:
    """Return the first two amounts of one sort, if none of the one side is one of the other."""
    pairs = list(product(amounts, other_amounts))
    if any(_one_amount(a, b) for a, b in pairs):
        return None
    pair = next(((a, b) for a, b in pairs if same_sort(a, b)), pairs[0])
    sort = Sort.AMOUNT if same_sort(*pair) or len(pairs) == 1 else Sort.STATEMENT
    if {amount.unit for amount in pair} <= _TIMES:
        sort = Sort.TIME  # 19世纪, the twenties
    return Difference(sort, one.stretch(pair[0]), other.stretch(pair[1]))


def _one_amount(one: Quantity, other: Quantity) -> bool:
    return agrees(one, other) or agrees(other, one)


def _words(one: Reading, own: Stretch, other: Reading, theirs: Stretch) -> Sort | None:
    """Return what it means that other words stand there."""
    named, other_named = one.names(own), other.names(theirs)
    if any(a.entries & b.entries for a, b in product(named, other_named)):
        return None
    forms, other_forms = one.forms(own), other.forms(theirs)
    said, other_said = "".join(forms), "".join(other_forms)
    if said in other_said or other_said in said or _spelled_alike(forms, other_forms):
        return None
    if _filling(one, own) != _filling(other, theirs):
        return None if max(len(forms), len(other_forms)) <= _SMALL else Sort.WORDING
    if _filling(one, own) or _one_sense(one, own, other, theirs):
        return None
    if any(_break.search(text) for text in (one.written(own), other.written(theirs))):
        return Sort.WORDING
    if not (_one_thing(one, own) and _one_thing(other, theirs)):
        return Sort.STATEMENT
    capitals = all(_capital.search(text) for text in (one.written(own), other.written(theirs)))
    return Sort.NAME if named or other_named or (capitals and not _han.search(said)) else Sort.WORD


def _one_thing(reading: Reading, stretch: Stretch) -> bool:
    """Tell whether a stretch names a thing, and says nothing of it."""
    if reading.sentence.chinese:
        start, end = reading.pieces[stretch.start].start, reading.pieces[stretch.end - 1].end
        words = [cut for cut in cuts(reading.sentence.text) if start <= cut.start and cut.end <= end]
        named = any(cut.tag in _NAME_TAGS for cut in words)
        if not any(cut.tag[:1] in _THINGS for cut in words):
            return False
        return end - start <= _CHARACTERS or not (named and any(cut.tag == "v" and len(cut.word) > 1 for cut in words))
    forms = reading.forms(stretch)
    ends = [reading.tokens[n] for n in (stretch.start, stretch.end - 1)]
    if any(_small(reading, token) for token in ends):
        return False
    small = sum(reading.text[t.start].islower() for t in reading.tokens[stretch.start : stretch.end])
    return small == 0 or (small == len(forms) <= _WORDS) or small <= len(forms) // 2 <= 1


def _spelled_alike(forms: Sequence[str], other_forms: Sequence[str]) -> bool:
    """Tell whether two names may be two spellings of one: word for word nearly the same letters."""
    return len(forms) == len(other_forms) and all(
        a == b
        or (
            min(len(a), len(b)) >= _SPELLED
            and a[0] == b[0]
            and not _han.search(a)
            and Indel.normalized_similarity(a, b) >= _SPELLING
        )
        for a, b in zip(forms, other_forms, strict=True)
    )


def _filling(reading: Reading, stretch: Stretch) -> bool:
    """Tell whether a stretch is made of small words alone; what is written large is none, nor is 中 where others have 法国."""
    return all(_small(reading, token) for token in reading.tokens[stretch.start : stretch.end])


def _small(reading: Reading, token: Token) -> bool:
    if token.form in CHINESE_FILLERS:
        return token.form not in _COUNTRIES
    return token.form in FILLERS and not reading.text[token.start].isupper()


def _one_sense(one: Reading, own: Stretch, other: Reading, theirs: Stretch) -> bool:
    """Tell whether two stretches are forms of one word, or words with one sense."""
    known = lexicon()
    if one.sentence.chinese:
        senses = [known.chinese.get("".join(r.forms(s)), frozenset()) for r, s in ((one, own), (other, theirs))]
        return bool(senses[0] & senses[1])
    keys = [tuple(stem(form) for form in r.forms(s)) for r, s in ((one, own), (other, theirs))]
    return keys[0] == keys[1] or bool(known.english.get(keys[0], frozenset()) & known.english.get(keys[1], frozenset()))


def _denies(reading: Reading, stretch: Stretch) -> bool:
    """Tell whether a stretch holds a word that denies."""
    if stretch.start >= stretch.end:
        return False
    start, end = reading.pieces[stretch.start].start, reading.pieces[stretch.end - 1].end
    return any(denial.start < end and start < denial.end for denial in reading.sentence.denials)
