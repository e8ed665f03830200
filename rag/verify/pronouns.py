"""Whom a claim leaves unsaid: a pronoun at its head that nothing before it explains."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yinju.rag.verify.sentence import Sentence

_english = re.compile(
    r"\W*(he|she|they|it|him|them|his|her|their|its)\b(?! (?:is|was|were|has been) (?:\w+ )?that\b)", re.IGNORECASE
)
_chinese = re.compile(r"\W*(他们|她们|它们|他|她|它|其)(?!他|她|它|中|实|余)")
_impersonal = re.compile(r"\W*it (?:is|was|has been|will be|would be|seems|appears|takes|took) ", re.IGNORECASE)


def unexplained(claimed: Sentence, near: Sequence[Sentence]) -> str:
    """Return the pronoun that opens a claim's first sentence, or "" when there is none or the source opens with it, too."""
    pattern = _chinese if claimed.chinese else _english
    found = pattern.match(claimed.text)
    if not found or _impersonal.match(claimed.text):
        return ""
    pronoun = found[1].lower()
    openings = [other for sentence in near if (other := pattern.match(sentence.text))]
    return "" if any(other[1].lower() == pronoun for other in openings) else found[1]
