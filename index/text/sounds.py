"""How titles are put in order: letters without case or accents, Chinese by its sound, numbers by their digits."""

from __future__ import annotations

import re
import unicodedata

from yinju.index.text.pinyin import readings

_READ = 20  # characters: of 50,000 titles all are sorted anew for each page, which takes .2 s with these
_leading = re.compile(r"^[\W_]+")
_marks = re.compile("[\u0300-\u036f]")


def sound(title: str) -> str:
    """Return what a title is sorted by: its beginning."""
    begin = title[:_READ] if title[:1].isalnum() else _leading.sub("", title)[:_READ]
    return begin.lower() if begin.isascii() else begin.translate(_SOUNDS)


class _Sounds(dict[int, str]):
    """The usual reading of each Chinese character, and any other character in lower case without its accents."""

    def __missing__(self, code: int) -> str:
        reading = readings(chr(code))[0]
        # a space, so that syllables are compared one by one: xi an before xian
        known = f"{reading} " if reading else _marks.sub("", unicodedata.normalize("NFKD", chr(code))).casefold()
        self[code] = known
        return known


_SOUNDS = _Sounds()
