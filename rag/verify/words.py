"""The words of a sentence with what they say: stem or Chinese word, senses, and whether they are names or fillers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN
from yinju.rag.verify.cuts import borders, cuts
from yinju.rag.verify.lexicon import NO_SENSE, Senses, lexicon
from yinju.rag.verify.stems import stem

_FILLERS_LISTED = (
    "a an the and or of to in on at by for from with as is are was were be been being am do does did done has have had having it its they them "
    "their he she his her him we us our you your i my me this that these those there here which who whom whose what when where while if then than so such "
    "not no nor but about into onto over under between out off up down through per via some any each both either neither other others own same very too just "
    "will would can could may might shall should must also still already yet now even ever again s t mr mrs ms dr amid among upon within without against during "
    "because since until after before one how why more most much many few less least all only however although though despite whether "
    "'s n't don't didn't isn't wasn't weren't hasn't haven't won't wouldn't can't cannot couldn't doesn't aren't hadn't shouldn't"
)
FILLERS = frozenset(_FILLERS_LISTED.split())
_CHINESE_FILLERS_LISTED = (
    "的 了 在 是 和 与 及 并 而 也 都 就 还 又 将 把 被 向 对 为 于 以 从 到 至 由 给 让 使 其 该 这 那 这些 那些 此 各 每 等 之 所 得 地 着 过 们 他 她 它 他们 她们 它们 我 我们 你 "
    "有 没有 没 不 未 无 非 会 能 可 要 已 已经 曾 正 正在 中 上 下 里 内 外 前 后 间 时 时候 以及 或 或者 但 但是 因 因为 所以 如果 虽然 尽管 随着 通过 根据 按 按照 关于 对于 其中 其他 "
    "个 名 位 家 次 项 种 年 月 日 号 时 分 点 元 一 两 多 余 约 近 超 这家 该市 一个 一家 一名 一位 一种 一项 尚 尚未 从 自 再 仍 更 最 很 比 共 则 却 只 才 起 来 去"
)
CHINESE_FILLERS = frozenset(_CHINESE_FILLERS_LISTED.split())

_english = Late(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-z]+)*(?:\.[A-Za-z])*|\d[\d,.]*")
_han = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or phrase of a sentence, code points half open; `key` is its stem, or the Chinese word itself."""

    text: str
    key: str
    start: int
    end: int
    senses: Senses
    filler: bool
    capital: bool
    tag: str = ""


def words(text: str, chinese: bool) -> tuple[Word, ...]:
    """Return the words of a sentence; Chinese is expected folded to simplified characters."""
    return tuple(_chinese_words(text) if chinese else _english_words(text))


def _english_words(text: str) -> Iterator[Word]:
    found = list(_english.finditer(text))
    keys = [stem(match.group().lower().rstrip(".,")) for match in found]
    known = lexicon()
    place = 0
    while place < len(found):
        length, senses = next(
            (
                (n, known.english[tuple(keys[place : place + n])])
                for n in range(min(known.most_words, len(found) - place), 0, -1)
                if tuple(keys[place : place + n]) in known.english
            ),
            (1, NO_SENSE),
        )
        start, end = found[place].start(), found[place + length - 1].end()
        written = text[start:end]
        filler = length == 1 and (written.lower() in FILLERS or written[0].isdigit())
        yield Word(written, " ".join(keys[place : place + length]), start, end, senses, filler, written[0].isupper())
        place += length


def _chinese_words(text: str) -> Iterator[Word]:
    known, edges = lexicon(), borders(text)
    place = 0
    for start, end, word, tag in cuts(text):
        if start < place:
            continue
        length, senses = (
            (0, NO_SENSE) if word in "了的" else _phrase(text, start, edges, known.chinese, known.most_characters)
        )
        stop = max(end, start + length)
        if length and stop > end:  # a phrase of several words
            yield Word(text[start:stop], text[start:stop], start, stop, senses, False, False, "v")
            place = stop
        elif _han.search(word) or word.isalnum():
            own = known.chinese.get(word, NO_SENSE)
            latin = word.isascii()
            key = stem(word.lower()) if latin else word
            filler = word in CHINESE_FILLERS or word.isdigit()
            parts = [] if own or latin or tag in ("ns", "nt") else _parts(word, known.chinese)
            if not parts:
                yield Word(word, key, start, end, own, filler, latin and word[0].isupper(), tag)
            for begin, stop in parts:
                piece = word[begin:stop]
                yield Word(
                    piece, piece, start + begin, start + stop, known.chinese.get(piece, NO_SENSE), False, False, tag
                )


def _phrase(text: str, start: int, edges: frozenset[int], known: dict[str, Senses], most: int) -> tuple[int, Senses]:
    """Return how far the longest listed phrase reaches from here; a 了 inside it does not count."""
    window = text[start : start + most + 1]
    for length in range(len(window), 1, -1):
        if start + length in edges:
            piece = window[:length]
            found = known.get(piece) or known.get(piece.replace("了", "")) if length > 2 else known.get(piece)
            if found:
                return length, found
    return 0, NO_SENSE


def _parts(word: str, known: dict[str, Senses]) -> list[tuple[int, int]]:
    """Return the listed words, and what is left, of a longer one that the tagger did not cut: 同比 增加; none if none is listed."""
    found: list[tuple[int, int]] = []
    place = rest = 0
    while len(word) > 2 and place < len(word) - 1:
        length = next((n for n in (4, 3, 2) if word[place : place + n] in known and place + n <= len(word)), 0)
        if length:
            found += [(rest, place)] if place > rest else []
            found.append((place, place + length))
            rest = place = place + length
        else:
            place += 1
    return [*found, *([(rest, len(word))] if found and rest < len(word) else [])]
