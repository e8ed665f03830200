"""The names a text mentions, where they stand, longest form first: what a follow-up may mean."""

from __future__ import annotations

import re
from typing import NamedTuple

from yinju.index.text.scripts import HAN
from yinju.index.text.terms import fold, tagged
from yinju.rag.understanding import coordination_english
from yinju.rag.understanding.sorts import Sort, sort
from yinju.rag.verify.gazetteer import gazetteer


class Mention(NamedTuple):
    """A name in a text, code points half open, and what it is the name of."""

    text: str
    start: int
    end: int
    sort: Sort


_has_han = re.compile(f"[{HAN}]")
_marked = re.compile("《[^》]+》|[“「][^”」]{2,20}[”」]")
_dotted = re.compile(f"[{HAN}]+(?:[·・][{HAN}]+)+")
_latin = re.compile(r"[A-Z][\w.&-]*(?: [A-Z][\w.&-]*)*")
_TAGS = {"nr", "nrt", "nrfg", "ns", "nt", "nz"}
_MORE_TAGS = {"n", "nz", "nr", "ns", "nt", "nrt", "vn", "l", "j", "a", "b", "eng", "m"}
_BODY_ENDS = re.compile(
    "(?:公司|集团|大学|学院|委员会|协会|基金会|银行|政府|研究院|研究所|医院|博物馆|机场|高铁|铁路|大桥|论坛|大会|计划|条约|市|省|县|区)$"
)
_marker = re.compile(r"\s?\[\d+\]")
_FEW_WORDS = 4


def mentions(text: str, *, fragment: bool = False) -> tuple[Mention, ...]:
    """Return the names of a text in order: in capitals, or what Chinese marks or its tagger takes for names.

    The word that opens an English sentence is written large whatever it is; that of a `fragment` is not.
    """
    text = _marker.sub(lambda found: " " * len(found.group()), text)
    return tuple(_chinese(text) if _has_han.search(text) else _english(text, fragment))


def _english(text: str, fragment: bool) -> list[Mention]:
    found, at = [], 0
    for sentence in re.split(r"(?<=[.?!]) ", text):
        names = (
            [m.group() for m in re.finditer(coordination_english.NAME, sentence)]
            if fragment
            else coordination_english.named(sentence)
        )
        opening = re.match(rf"(?:The )?{coordination_english.NAME}", sentence)
        if (
            not fragment
            and opening
            and (" " in opening.group().removeprefix("The "))
            and not re.match(coordination_english.ASKS, sentence, re.IGNORECASE)
        ):
            names.insert(0, opening.group())
        place = 0
        for name in names:
            start = sentence.find(name, place)
            if start < 0:
                continue
            place = start + len(name)
            bare = re.sub("['’]s?$", "", name).removeprefix("the ").removeprefix("The ").strip(".,")
            begins = at + start + name.find(bare)
            found.append(Mention(bare, begins, begins + len(bare), sort(bare)))
        at += len(sentence) + 1
    return found


def _chinese(text: str) -> list[Mention]:
    spans = [match.span() for pattern in (_marked, _dotted, _latin) for match in pattern.finditer(text)]
    folded = fold(text)
    listed = gazetteer().found(folded if len(folded) == len(text) else text)
    spans += [(start, end) for start, end in listed if all(end <= a or b <= start for a, b in spans)]
    words, at = [], 0
    for word, tag in tagged(folded if len(folded) == len(text) else text):
        words.append((at, at + len(word), word, tag))
        at += len(word)
    for n, (start, end, word, tag) in enumerate(words):
        known = next(((a, b) for a, b in spans if a <= start and b == end), None)
        if (tag not in _TAGS or len(word) < 2 or any(a < end and start < b for a, b in spans)) and not known:
            continue
        for later in words[n + 1 : n + 1 + _FEW_WORDS]:  # 浙江 + 大学 is one name
            if later[3] not in _MORE_TAGS:
                break
            if _BODY_ENDS.search(later[2]):
                end = later[1]
        if known and known[1] < end:
            spans.remove(known)
            spans.append((known[0], end))
        elif not known:
            spans.append((start, end))
    return [Mention(text[a:b], a, b, sort(text[a:b].strip("《》"))) for a, b in sorted(spans)]
