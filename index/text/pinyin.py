"""How Chinese characters sound: up to two toneless readings each, from a table of 30 KB.

The table is made from pypinyin's dictionary (MIT) by `python -m yinju.index.text.pinyin`; the package itself
takes .4 s to load, which a question cannot wait for.
"""

from __future__ import annotations

import sys
import unicodedata
from functools import lru_cache
from importlib import resources
from pathlib import Path

_FIRST, _LAST = 0x4E00, 0x9FFF
_TABLE = "pinyin.txt"


@lru_cache(maxsize=1 << 14)
def readings(character: str) -> tuple[str, ...]:
    """Return the readings of a character, the usual one first; ("",) for anything that is no Chinese character."""
    syllables, entries = _table()
    place = ord(character) - _FIRST
    entry = entries[place] if 0 <= place < len(entries) else ""
    return tuple(syllables[int(number)] for number in entry.split(",")) if entry else ("",)


@lru_cache(maxsize=1)
def _table() -> tuple[list[str], list[str]]:
    """The syllables, and each character's entry as it stands: few of them are ever read."""
    first, second, _ = (resources.files("yinju.index.text") / _TABLE).read_text("ascii").split("\n")
    return first.split(), second.split(";")


def make() -> str:
    """Return the table's text: a line of syllables, then for each character the numbers of its readings."""
    from pypinyin.pinyin_dict import pinyin_dict

    entries = [_plain(pinyin_dict.get(code, "")) for code in range(_FIRST, _LAST + 1)]
    syllables = sorted({syllable for entry in entries for syllable in entry})
    number = {syllable: str(i) for i, syllable in enumerate(syllables)}
    return f"{' '.join(syllables)}\n{';'.join(','.join(number[s] for s in entry) for entry in entries)}\n"


def _plain(marked: str) -> list[str]:
    """Return the first two distinct readings without tones; ü is written v."""
    decomposed = unicodedata.normalize("NFD", marked).replace("u\u0308", "v")
    ascii_only = "".join(c for c in decomposed if c.isascii())
    return list(dict.fromkeys(ascii_only.split(",")))[:2] if marked else []


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(make(), "ascii")
