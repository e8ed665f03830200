"""Whether a question denies something, and whether it asks for the most or the first of it."""

from __future__ import annotations

import re

_negated = re.compile(
    r"(?<!有)没|[未非](?=[^来必洲常])|(?<![是能会会可要对好])不(?!同|过|少|断|仅|久|足|良|幸|锈|动产)|并非|除了|以外|之外|除外"
    r"|\b(?:not|never|no|none|nobody|nothing|neither|nor|without|except|other than|besides|aside from|cannot|(?:is|are|was|were|do|does|did|has|have|had|ca|could|would|should|wo)n['’]t)\b",
    re.IGNORECASE,
)
_superlative = re.compile(
    r"最(?!近|后通牒|终|惠国)|第一(?!财经|次世界大战|产业|季|书记|夫人)|首[次个家位座款届例]|唯一|头号|冠军|榜首"
    r"|\b(?:most|least|first(?! (?:quarter|half|three|two|name|lady|world war))|last(?! (?:year|month|week|quarter|name|decade|century|january|february|march|april|may|june|july|august|september|october|november|december))"
    r"|best|worst|top|only|highest|lowest|largest|biggest|smallest|oldest|youngest|longest|shortest|tallest|earliest|latest|fastest|richest|strongest|greatest|[a-z]{3,}iest)\b",
    re.IGNORECASE,
)


def is_negated(text: str) -> bool:
    """Tell whether a question denies something: which members did not sign, 除了上海还有哪里."""
    return bool(_negated.search(text))


def is_superlative(text: str) -> bool:
    """Tell whether a question asks for the most, the least, the first or the only one."""
    return bool(_superlative.search(text))
