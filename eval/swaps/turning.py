"""Wrong directions: what rose fell, what was eased was tightened, 上调 becomes 下调."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from random import Random

from yinju.eval.swaps.directions import CHINESE, CHINESE_MINOR, ENGLISH, ENGLISH_MINOR
from yinju.eval.swaps.types import Edit, Statement

# “was not raised” says nothing of what was not lowered, so a denied direction has no opposite
_negated = re.compile(r"(?:\b(?:not|never|no|cannot)|n't)(?: [a-z]+)? $|(?:没有?|[未不无])[^，。]?$", re.IGNORECASE)
_phrase_before = re.compile(r"\b(?:g[ai]v(?:e|en|es|ing) |on the |(?:the|last|this|next) )$", re.IGNORECASE)
_phrase_after = re.compile(r" (?:off|out|apart|short|ill|asleep|behind|through|victim)\b")
# who eases the load on staff does not tighten anything
_rules = re.compile(
    r"\b(?:conditions|control|curb|limit|measure|polic|quota|regulation|requirement|restriction|rule|sanction|standard)",
    re.IGNORECASE,
)
_ruling = re.compile("eas|tighten|relax|loosen")
_nouns = frozenset({"rise", "fall"})


def turning(statement: Statement, rng: Random) -> Iterator[Edit]:
    """Yield the edits that turn a direction round: what moved first, then what is compared."""
    for minor in (False, True):
        turns = sorted(_turns(statement.text, statement.chinese, minor), key=lambda edit: edit.start - edit.end)
        found = [edit for n, edit in enumerate(turns) if not any(_overlap(better, edit) for better in turns[:n])]
        yield from rng.sample(found, len(found))


def _overlap(better: Edit, edit: Edit) -> bool:
    """Tell whether two edits meet; then the longer one counts, or the surer one, which is listed first."""
    return better.start < edit.end and edit.start < better.end


def _turns(text: str, chinese: bool, minor: bool) -> Iterator[Edit]:
    for pattern, opposite in _patterns(chinese, minor):
        for match in pattern.finditer(text):
            start, end = match.span(1)
            if not _negated.search(text[:start]) and not _idiom(text, start, end):
                yield Edit(start, end, opposite)


def _idiom(text: str, start: int, end: int) -> bool:
    """Tell whether a word is part of a phrase that is about no direction: last fall, fell ill, lifted off."""
    if _ruling.match(text[start:end]) and not _rules.search(text):
        return True
    noun = text[start:end] in _nouns and not text.startswith((" of", " in"), end)
    return _phrase_after.match(text, end) is not None or (noun and _phrase_before.search(text[:start]) is not None)


@lru_cache(maxsize=4)
def _patterns(chinese: bool, minor: bool) -> Sequence[tuple[re.Pattern[str], str]]:
    pairs = (CHINESE_MINOR if minor else CHINESE) if chinese else (ENGLISH_MINOR if minor else ENGLISH)
    return [(re.compile(pattern), opposite) for pattern, opposite in pairs]
