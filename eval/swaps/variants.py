"""Traditional and simplified Chinese, character by character: the rules know simplified Chinese only."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import opencc


@lru_cache(maxsize=3)
def _converter(name: str) -> Any:
    return opencc.OpenCC(name)


def simplified(text: str) -> str:
    """Return a text in simplified characters, as many as it had, so that places in it stay the same."""
    return "".join(_simple(c) for c in text)


@lru_cache(maxsize=1 << 13)
def _simple(c: str) -> str:
    converted: str = _converter("t2s").convert(c)
    return converted if len(converted) == 1 else c


def in_writing_of(original: str, text: str) -> str:
    """Return a simplified text in the characters that most of the original is written in: Taiwan's, or as it is."""
    written: str = _converter("s2tw").convert(text)
    return written if _changes(original, "t2s") > _changes(original, "s2t") else text


def _changes(text: str, name: str) -> int:
    return sum(before != after for before, after in zip(text, str(_converter(name).convert(text)), strict=False))
