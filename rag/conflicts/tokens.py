"""What sentences are compared by, piece by piece: words, numerals, and single characters of scripts without spaces."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import UNSPACED
from yinju.index.text.terms import fold

HAN_NUMERALS = "〇零一二两三四五六七八九十百千万亿"

_token = Late(
    rf"\d+(?:[.,]\d+)*|[{HAN_NUMERALS}]+|[{UNSPACED}]|(?:(?![{UNSPACED}])[^\W\d_])+(?:['’][^\W\d_]{{1,2}}\b)?"
)


class Token(NamedTuple):
    """A piece of a text, code points half open; `form` is what it is compared by."""

    start: int
    end: int
    form: str


@lru_cache(maxsize=1 << 10)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the pieces of a text in order; marks and white space are none."""
    return tuple(Token(*found.span(), _form(found.group())) for found in _token.finditer(text))


@lru_cache(maxsize=1 << 13)
def _form(piece: str) -> str:
    """Return a piece without what writers are free in: case, width, accents, digit groups, variants of characters."""
    return fold(piece).replace("’", "'").removesuffix("'s")
