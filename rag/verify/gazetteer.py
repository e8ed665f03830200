"""The list of names, and the other names of what they name: MIIT is 工信部, US is America is 美国."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from itertools import islice, product
from typing import NamedTuple

from yinju.index.text.aliases import FILE as ALIASES
from yinju.index.text.pinyin import readings


class Entry(NamedTuple):
    """One thing that has names: its English and Chinese ones, and the part of the list it stands in."""

    english: tuple[str, ...]
    chinese: tuple[str, ...]
    kind: str


class Gazetteer(NamedTuple):
    """The list of names, and where each form stands in it; English forms in lower case."""

    entries: tuple[Entry, ...]
    english: dict[str, frozenset[int]]
    chinese: dict[str, frozenset[int]]
    lengths: dict[str, tuple[int, ...]]
    """How long the Chinese forms are that begin with a character, longest first."""

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where Chinese forms stand in a text, half open; of those that overlap the first, and the longest there."""
        at = 0
        while at < len(text):
            for length in self.lengths.get(text[at], ()):
                end = at + length
                if end <= len(text) and text[at:end] in self.chinese:
                    yield at, end
                    at = end
                    break
            else:
                at += 1


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the shipped aliases and the names beside them, read once."""
    entries: list[Entry] = []
    kind = ""
    shipped = (resources.files("yinju.index.text") / ALIASES).read_text("utf-8")
    own = (resources.files("yinju.rag.verify") / "names.txt").read_text("utf-8")
    for written in (*shipped.split("\n"), *own.split("\n")):
        if written.startswith("# --"):
            kind = written.removeprefix("# --").strip().split(",")[0]
        elif line := written.split("#", 1)[0].strip():
            english, _, chinese = line.partition("|")
            forms = tuple(part.strip() for part in english.split(",") if part.strip())
            if forms:
                entries.append(Entry(forms, tuple(chinese.split()), kind))
            else:
                entries += [Entry(_spelled(form), (form,), kind) for form in chinese.split()]
    by_english: dict[str, set[int]] = {}
    by_chinese: dict[str, set[int]] = {}
    for number, entry in enumerate(entries):
        for form in entry.english:
            by_english.setdefault(form.lower(), set()).add(number)
        for form in entry.chinese:
            if len(form) > 1:  # 日 and 美 are words as well
                by_chinese.setdefault(form, set()).add(number)
    lengths: dict[str, set[int]] = {}
    for form in by_chinese:
        lengths.setdefault(form[0], set()).add(len(form))
    return Gazetteer(
        tuple(entries),
        {form: frozenset(numbers) for form, numbers in by_english.items()},
        {form: frozenset(numbers) for form, numbers in by_chinese.items()},
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
    )


def _spelled(name: str) -> tuple[str, ...]:
    """Return a Chinese place as pinyin writes it; of characters with two readings, both."""
    return tuple("".join(syllables).capitalize() for syllables in islice(product(*map(readings, name)), 4))


def aliases(name: str) -> frozenset[str]:
    """Return all forms of a name that the list knows, itself included."""
    known = gazetteer()
    entries = known.english.get(name.lower(), frozenset()) | known.chinese.get(name, frozenset())
    return frozenset(
        {name}
        | {form for number in entries for form in (*known.entries[number].english, *known.entries[number].chinese)}
    )
