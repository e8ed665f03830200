"""Whether a name is a person's, a place's or a body's, as far as lists and the Chinese tagger know."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN
from yinju.index.text.terms import fold, tagged
from yinju.rag.verify.gazetteer import gazetteer
from yinju.rag.verify.names import GENERIC, names


class Sort(Enum):
    """What a name is the name of."""

    PERSON = "person"
    PLACE = "place"
    BODY = "body"
    UNKNOWN = "unknown"


_TAGS = {"nr": Sort.PERSON, "nrt": Sort.PERSON, "nrfg": Sort.PERSON, "ns": Sort.PLACE, "nt": Sort.BODY}
_LISTED = {"people": Sort.PERSON, "countries": Sort.PLACE, "cities and regions": Sort.PLACE}
_has_han = re.compile(f"[{HAN}]")
_han_body = Late(
    "(?:公司|集团|集團|大学|大學|学院|學院|委员会|委員會|协会|協會|基金会|银行|銀行|政府|组织|部|局|厅|社|院|队|隊)$"
)
_han_place = Late("(?:[省市县縣区區州国國岛島山河湖江海路街镇鎮乡村港湾]|新区|半岛|广场|机场|车站)$")
_WORDS_OF_PLACES = frozenset(
    [
        "airport",
        "street",
        "road",
        "river",
        "lake",
        "mountain",
        "park",
        "island",
        "city",
        "county",
        "province",
        "state",
        "district",
        "region",
        "bay",
        "gulf",
        "valley",
        "station",
        "bridge",
        "square",
    ]
)

_WORDS_OF_BODIES = frozenset(
    [
        "fund",
        "group",
        "trust",
        "foundation",
        "society",
        "capital",
        "ventures",
        "partners",
        "holdings",
        "technologies",
        "systems",
        "labs",
        "studio",
        "studios",
        "records",
        "press",
        "times",
        "news",
        "forum",
        "conference",
        "fair",
        "expo",
        "project",
        "programme",
        "program",
        "plan",
        "act",
        "bill",
        "initiative",
        "network",
        "channel",
        "orchestra",
        "band",
        "team",
        "cup",
        "open",
        "film",
        "series",
        "journal",
        "prize",
        "academy",
        "laboratory",
        "observatory",
    ]
)


@lru_cache(maxsize=1 << 12)
def sort(name: str) -> Sort:
    """Return what a name is the name of."""
    known = gazetteer()
    entries = known.english.get(name.lower(), frozenset()) | known.chinese.get(fold(name), frozenset())
    kinds = {known.entries[number].kind for number in entries}
    if kinds:
        return next((found for kind, found in _LISTED.items() if any(k.startswith(kind) for k in kinds)), Sort.BODY)
    if _has_han.search(name):
        return _chinese(fold(name))
    words = name.lower().split()
    if _WORDS_OF_PLACES & set(words):
        return Sort.PLACE
    if (GENERIC | _WORDS_OF_BODIES) & set(words) or (name.isupper() and len(name) > 1):
        return Sort.BODY
    two = 2 <= len(words) <= 3 and all(word[:1].isupper() for word in name.split())
    return Sort.PERSON if two else Sort.UNKNOWN


def _chinese(name: str) -> Sort:
    if "·" in name:
        return Sort.PERSON
    if _han_body.search(name) and len(name) > 2:
        return Sort.BODY
    tags = {tag for _, tag in tagged(name)}
    if len(name) > 2 and any(found.kind == "transcribed" for found in names(name, True)):
        return Sort.PERSON
    if len(tags) == 1 and (found := _TAGS.get(next(iter(tags)))):
        return found
    return Sort.PLACE if _han_place.search(name) and len(name) > 2 else Sort.UNKNOWN
