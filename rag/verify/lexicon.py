"""What words say: senses that English and Chinese words share, and senses that exclude each other.

The list, `lexicon.txt`, is this project's own; it holds the common words of news, not those of any test.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from yinju.index.text.patterns import Late
from yinju.rag.verify.stems import stem

Senses = frozenset[int]
"""Numbers of senses: those of one line of the list exclude each other."""

NO_SENSE: Senses = frozenset()
_MOST = 16  # senses in a line
_word = Late(r"[a-z0-9]+(?:['’][a-z]+)?(?:-[a-z0-9]+)*")


class Lexicon(NamedTuple):
    """Phrases with their senses, English by stems, Chinese by characters; how long they are at most; the lines of converses."""

    english: dict[tuple[str, ...], Senses]
    chinese: dict[str, Senses]
    most_words: int
    most_characters: int
    converse: frozenset[int]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the list, read once."""
    english: dict[tuple[str, ...], set[int]] = {}
    chinese: dict[str, set[int]] = {}
    text = (resources.files("yinju.rag.verify") / "lexicon.txt").read_text("utf-8")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    for number, line in enumerate(lines):
        for place, sense in enumerate(line.removeprefix("~").split("<>")):
            words, _, characters = sense.partition("|")
            for phrase in words.split(","):
                english.setdefault(stems(phrase), set()).add(number * _MOST + place)
            for phrase in characters.split():
                chinese.setdefault(phrase, set()).add(number * _MOST + place)
    return Lexicon(
        {key: frozenset(senses) for key, senses in english.items()},
        {key: frozenset(senses) for key, senses in chinese.items()},
        max(map(len, english)),
        max(map(len, chinese)),
        frozenset(number for number, line in enumerate(lines) if line.startswith("~")),
    )


def stems(phrase: str) -> tuple[str, ...]:
    """Return the stems of an English phrase."""
    return tuple(stem(word) for word in _word.findall(phrase.lower()))


def opposed(one: Senses, other: Senses) -> bool:
    """Tell whether two words exclude each other: they share a line and no sense."""
    return bool(one and other and not one & other and {s // _MOST for s in one} & {s // _MOST for s in other})


def converse(one: Senses, other: Senses) -> bool:
    """Tell whether two opposed words are only the two sides of one event: who buys, and who sells."""
    shared = {sense // _MOST for sense in one} & {sense // _MOST for sense in other}
    return shared <= lexicon().converse
