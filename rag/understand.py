"""The question understood: its language, what to search for, what it asks for, and the questions inside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from yinju.index.errors import QuestionRefused
from yinju.index.text.language import UNKNOWN, identify
from yinju.index.text.terms import terms
from yinju.rag.types import Kind, Question, Turn
from yinju.rag.understanding.asked import kind
from yinju.rag.understanding.degrees import is_negated, is_superlative
from yinju.rag.understanding.follow_ups import standalone
from yinju.rag.understanding.parts import split
from yinju.rag.understanding.periods import timing
from yinju.rag.understanding.words import content, names

LONGEST = 2_000
"""Characters in a question; of long ones the words count wholly, the meaning from the first half."""


def understand(text: str, history: Sequence[Turn] = (), today: date | None = None) -> Question:
    """Return the question behind a text; a follow-up is made to stand alone first.

    `today` is the day that 去年 and “last month” are relative to, the real one when not given. Raises QuestionRefused
    when there is nothing to answer or too much to read.
    """
    text = re.sub(r"\s+", " ", text).strip()
    if not any(c.isalnum() for c in text):
        raise QuestionRefused("the question is empty; type what you want to know", "empty")
    if len(text) > LONGEST:
        raise QuestionRefused(
            f"the question has {len(text):,} characters, at most {LONGEST:,} are read; shorten it",
            "long",
            count=f"{len(text):,}",
            most=f"{LONGEST:,}",
        )
    today = today or date.today()
    whole = standalone(text, history, today)
    language = identify(text)
    if language == UNKNOWN:  # 2021?
        language = identify(whole)
    language = "en" if language == UNKNOWN else language
    parts = tuple(_single(part, language, today) for part in split(whole, identify(whole)))
    own = kind(text, language)
    return _single(text, language, today, whole, parts, Kind.ANY if parts and own is Kind.LIST else own)


def _single(
    text: str, language: str, today: date, whole: str = "", parts: tuple[Question, ...] = (), asked: Kind = Kind.ANY
) -> Question:
    """Return a question, given what it is when it stands alone, the questions inside it, and what its own words ask for."""
    whole = whole or text
    when = timing(whole, today)
    searched = f"{whole} {when.terms}".strip()
    return Question(
        text=text,
        language=language,
        search_text=searched,
        terms=frozenset(terms(content(searched))),
        names=names(searched, language),
        kind=kind(whole, language) if asked is Kind.ANY else asked,
        standalone=whole,
        period=when.period,
        parts=parts,
        negated=is_negated(whole),
        superlative=is_superlative(whole),
    )
