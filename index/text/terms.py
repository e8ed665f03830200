"""Lexical terms: what exact search compares.

Chinese counts as words (rjieba) and as character bigrams, with traditional folded onto simplified; other
scripts without spaces count as bigrams; everything else as words, lower case, accents folded, and digits
freed of their group separators (3,000 = 3000). Numbers and names also count in a form that languages share.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

import opencc

from yinju.index.text.names import han_names, latin_names
from yinju.index.text.scripts import HAN, UNSPACED
from yinju.index.text.values import numbers

_MARKS = "\u0300-\u036f\u064b-\u0652\u0670"
_accents = re.compile(f"[{_MARKS}]")
_groups = re.compile(r"(?<=\d)[,\u00a0\u202f’](?=\d{3}(?!\d))")
_token = re.compile(
    rf"(?P<unspaced>[{UNSPACED}]+)|(?:(?![{UNSPACED}])[\w\u0591-\u05c7\u0610-\u061a\u06d6-\u06ed\u0900-\u0dff])+(?:\.\d+)?"
)
_han_run = re.compile(f"[{HAN}]+")


# words that differ between Taiwan and the mainland, written in simplified characters
_TAIWAN = {
    **{"晶片": "芯片", "软体": "软件", "硬体": "硬件", "网际网路": "互联网", "网路": "网络", "资讯": "信息"},
    **{"人工智慧": "人工智能", "程式": "程序", "数位": "数字", "伺服器": "服务器", "品质": "质量", "雷射": "激光"},
    **{"资料库": "数据库", "行动电话": "手机"},
}
_taiwan = re.compile("|".join(sorted(_TAIWAN, key=len, reverse=True)))


@lru_cache(maxsize=1)
def _jieba() -> Any:
    import rjieba  # its dictionary takes .15 s to load, which a question in another script need not wait for

    return rjieba


def tagged(text: str) -> list[tuple[str, str]]:
    """Return the words of a Chinese text with their parts of speech."""
    words: list[tuple[str, str]] = _jieba().tag(text)
    return words


@lru_cache(maxsize=1)
def _simplify() -> Any:
    return opencc.OpenCC("t2s")  # characters only: `tw2sp` turns 執行官 into 运行官 and 裝置 into 设备


def fold(text: str) -> str:
    """Return the text with case, width, accents, digit groups and Chinese variants folded away."""
    folded = unicodedata.normalize("NFKC", text)
    if _han_run.search(folded):
        folded = _taiwan.sub(lambda found: _TAIWAN[found.group()], _simplify().convert(folded))
    folded = unicodedata.normalize("NFD", folded.casefold())
    return _groups.sub("", unicodedata.normalize("NFC", _accents.sub("", folded)))


def terms(text: str) -> list[str]:
    """Return the terms of a text with repetitions: words and bigrams, numbers in normal form, names by sound."""
    folded = fold(text)
    found: list[str] = []
    for match in _token.finditer(folded):
        token = match.group()
        if _han_run.fullmatch(token):
            found += [word for word in _jieba().cut(token) if len(word) != 2]  # two-character words are bigrams
            found += [token[i : i + 2] for i in range(len(token) - 1)]
        elif match["unspaced"]:
            found += [token[i : i + 2] for i in range(len(token) - 1)] or [token]
        else:
            found.append(token)
    words = set(found)
    found += [number for number in numbers(folded) if number not in words]
    found += latin_names(text)
    if _han_run.search(folded):
        found += han_names(tagged(folded))
    return found
