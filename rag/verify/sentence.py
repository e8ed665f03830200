"""A sentence read once: its words, names, amounts, dates, denials and clauses."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from yinju.index.text.language import identify
from yinju.index.text.scripts import HAN, KANA
from yinju.index.text.sentences import sentence_spans
from yinju.index.text.terms import fold
from yinju.rag.verify.clauses import clauses
from yinju.rag.verify.dates import Date, Spanned, blanked, dates
from yinju.rag.verify.denials import Denial, denials
from yinju.rag.verify.names import Name, names
from yinju.rag.verify.quantities import quantities
from yinju.rag.verify.quantity import Quantity
from yinju.rag.verify.words import FILLERS, Word, words

CHINESE, ENGLISH, OTHER = "zh", "en", "other"
_SAMPLE, _ENGLISH_SHARE = 400, 7  # characters looked at; one small English word in so many words is enough
_TAKEN_FOR = (
    "en",
    "no",
    "nb",
    "nn",
    "da",
    "nl",
    "de",
    "fr",
    "pt",
    "it",
    "es",
    "id",
    "tl",
    "ro",
    "und",
)  # short English, at times
_han = re.compile(f"[{HAN}]")
_kana = re.compile(f"[{KANA}]")


@dataclass(frozen=True, slots=True, eq=False)  # read once, so identity is enough, and quick to hash
class Sentence:
    """A sentence and what stands in it. `text` is Chinese in simplified characters, anything else as it was."""

    text: str
    language: str
    words: tuple[Word, ...]
    names: tuple[Name, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    denials: tuple[Denial, ...]
    clauses: tuple[tuple[int, int], ...]

    @property
    def chinese(self) -> bool:
        """Whether it is read as Chinese."""
        return self.language == CHINESE

    @property
    def content(self) -> tuple[Word, ...]:
        """The words that are no fillers, and no part of an amount, a date or a name."""
        taken: list[Spanned] = [*self.quantities, *self.dates, *self.names]
        spans = [(item.start, item.end) for item in taken]
        return tuple(
            word
            for word in self.words
            if not word.filler and not any(a <= word.start and word.end <= b for a, b in spans)
        )


@lru_cache(maxsize=1 << 12)
def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text, read."""
    language = language_of(text)
    return tuple(read(part, language) for part in sentence_texts(text))


@lru_cache(maxsize=1 << 10)
def sentence_texts(text: str) -> tuple[str, ...]:
    """Return the sentences of a text as they stand in it."""
    return tuple(text[start:end] for start, end in sentence_spans(text, _code(language_of(text))))


def language_of(text: str) -> str:
    """Return how a text is read: as Chinese, as English, or as another language, whose words say nothing here."""
    han = len(_han.findall(text))
    if han * 6 > len(text) and len(_kana.findall(text)) * 12 <= han:
        return CHINESE
    small = sum(word in FILLERS for word in re.findall("[a-z]+", text[:_SAMPLE].lower()))
    return (
        ENGLISH
        if (small * _ENGLISH_SHARE >= len(text[:_SAMPLE].split()) and identify(text) in _TAKEN_FOR)
        or identify(text) == "en"
        else OTHER
    )


def _code(language: str) -> str:
    return language if language != OTHER else "en"


_han_run = re.compile(f"[{HAN}]+")
_comma = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")  # 4,5 per cent in most of Europe
_groups = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def simplified(text: str) -> str:
    """Return a Chinese text in simplified characters and plain width, the case of its Latin letters kept."""
    plain = _groups.sub("", unicodedata.normalize("NFKC", text))
    return _han_run.sub(lambda run: fold(run.group()), plain)


@lru_cache(maxsize=1 << 13)
def read(text: str, language: str) -> Sentence:
    """Return one sentence, read as a language."""
    chinese = language == CHINESE
    text = simplified(text) if chinese else _comma.sub(".", text) if language == OTHER else text
    when = dates(text, chinese)
    plain = blanked(text, when)
    amounts = quantities(plain, chinese)
    # Chinese words are cut with dates and amounts out of the way: 2023年降至 is no 年降
    named = names(plain, chinese)
    if language == OTHER:  # some write all nouns large
        named = tuple(name for name in named if name.entries)
    found = words(blanked(plain, amounts) if chinese else text, chinese) if language != OTHER else ()
    return Sentence(
        text=text,
        language=language,
        words=found,
        names=named,
        quantities=amounts,
        dates=when,
        denials=denials(text, found, chinese) if language != OTHER else (),
        clauses=clauses(text, chinese),
    )
