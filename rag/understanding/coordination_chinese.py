"""Things on one level in a Chinese question, and the words it asks with: 甲和乙的子, 甲的子和丑."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from yinju.index.text.patterns import Late
from yinju.index.text.terms import fold, tagged
from yinju.rag.understanding.days import relative
from yinju.rag.understanding.parallels_chinese import parallel
from yinju.rag.verify.dates import dates

ASKS = "[谁誰]|(?<![没沒任为為])什[么麼]|甚麼|哪|何[时時地人处處年日种種]|[为為](?:何|什[么麼])|如何|怎[么麼样樣]|多少|[几幾](?=[个個家位名人次年月号號所种種条條])|多[大长長高远遠深重久](?![的度])|是否|[吗嗎]|有没有|有無"
"""What asks, in simplified and in traditional characters."""

asks = Late(ASKS)
_title = Late("《[^》]+》|[A-Za-z]{3,}|[“「『][^”」』]+[”」』]")
NAME_TAGS = {"nr", "nrt", "nrfg", "ns", "nt", "nz"}
_NO_NAMES = {"上市", "上映", "成立", "主席", "总部"}


def has_name(text: str) -> bool:
    """Say whether a Chinese text names somebody or something."""
    text = asks.sub("，", re.sub("什[么麼]时候|什[么麼]時候", "，", text))
    return bool(_title.search(text)) or any(
        tag in NAME_TAGS and len(word) > 1 and word not in _NO_NAMES for word, tag in tagged(folded(text))
    )


class Coordination(NamedTuple):
    """Things on one level in a text: what stands before them, they, what stands behind them; `of_events` are 时间 and 地点."""

    before: str
    items: tuple[str, ...]
    after: str
    of_events: bool = False

    def each(self) -> Iterator[str]:
        """Yield the text with one of the things at a time."""
        for item in self.items:
            yield f"{self.before}{item}{self.after}"


_joint = Late("和|与|與|及|以及|跟|、|同")
_LONGEST_NAME = 14
_brackets = {"《": "》", "“": "”", "「": "」", "『": "』", "（": "）", "(": ")"}


def coordinated(text: str) -> Coordination | None:
    """Return the things joined in a text that names them and perhaps whose they are: 甲的子和丑, 甲和乙的子, 甲的子和乙的丑."""
    cuts = [m.span() for m in _joint.finditer(text) if not inside(text, m.start()) and _between_words(text, m.span())]
    if not cuts:
        return None
    owned = [n for n, character in enumerate(text) if character == "的" and not inside(text, n)]
    before_first = [n for n in owned if n < cuts[0][0]]
    after_last = [n for n in owned if n > cuts[-1][1]]
    start = leading(text[: cuts[0][0]])
    end = len(text)
    if after_last and not before_first:
        end = after_last[0]
    elif before_first and not after_last:
        start = before_first[-1] + 1
    edges = [start, *(edge for cut in cuts if cut[0] > start for edge in cut), end]
    items = tuple(text[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True))
    if len(items) < 2 or not all(items):
        return None
    before, after, of_events = text[:start], text[end:], False
    plain = len(items) == 2 and not any(mark in text[start:end] for mark in "、·")
    if plain and (found := parallel(tagged(folded(items[0])), tagged(folded(items[1])))):
        one, other, of_events = found
        before, after = before + items[0][:-one], items[1][other:] + after
        items = (items[0][-one:], items[1][:other])
    elif dated := _date_in(items[-1]):  # 中国和美国2021年的产值: the year holds for both
        items, after = (*items[:-1], items[-1][:dated]), items[-1][dated:] + after
    return Coordination(before, items, after, of_events)


def _date_in(item: str) -> int:
    """Return where a date begins that follows the name in an item; 0 when there is none."""
    found = [date.start for date in dates(item, chinese=True) if date.start > 1]
    return min(found, default=0)


_name_tags = ("n", "j", "b", "f", "m", "q", "eng", "x", "a", "v", "t", "s", "l", "i", "z")


def is_name(text: str) -> bool:
    """Tell whether a text is a name and nothing else, perhaps with what sort of thing it is: 电影《春江渡》."""
    if re.fullmatch("[\u4e00-\u9fff]{0,4}《[^》]+》", text):
        return True
    words = tagged(folded(text))
    if not 1 < len(text) <= _LONGEST_NAME or not has_name(text):
        return False
    return len(words) == 1 or all(tag.startswith(_name_tags) and tag not in ("v", "vd") for _, tag in words)


def leading(text: str) -> int:
    """Return where the first thing begins: behind a date or a clause that holds for all."""
    start = text.rfind("，") + 1 or text.rfind(",") + 1
    spans = [(found.start, found.end) for found in dates(text, chinese=True)]
    spans += [(found.start, found.end) for found in relative(text, True, date.today())]
    for begin, end in sorted(spans):
        if begin <= start + 1 and end > start:
            start = end
    follows = re.match("[，,、]|[之以]?[前后後]|期间|时|的|度|在", text[start:]) if start else None
    return start + follows.end() if follows else start


def inside(text: str, place: int) -> bool:
    """Tell whether a place of a text is inside brackets or quotation marks."""
    return any(text.count(opening, 0, place) > text.count(closing, 0, place) for opening, closing in _brackets.items())


def _between_words(text: str, span: tuple[int, int]) -> bool:
    """Tell whether a joining word is one: not the 和 of 和平, nor the 同 of 同时."""
    if text[span[0]] in "、《》" or text[span[0] - 1 : span[0]] == "》":
        return True
    at = 0
    for word, _ in tagged(folded(text)):
        if at == span[0] and at + len(word) <= span[1]:
            return span[0] > 0 and span[1] < len(text)
        at += len(word)
    return False


def folded(text: str) -> str:
    """Fold a text for the tagger, if its places stay what they are."""
    plain = fold(text)
    return plain if len(plain) == len(text) else text
