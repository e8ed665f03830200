"""Answers: do they hold what is expected, and how long are they."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from yinju.eval.measures.types import NONE, Case, Measure, Scores, value
from yinju.index.text.scripts import UNSPACED

_token = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
_grouped = re.compile(r"(?<=\d),(?=\d{3})")  # 3,000 is one token, and the same as 3000
_article = re.compile(r"\b(a|an|the)\b")


def contains(text: str, parts: Sequence[Sequence[str]]) -> bool:
    """Say whether a text holds every part by any one of its aliases, but for case (the rule of RGB, Chen et al. 2023)."""
    lowered = text.lower()
    return all(any(alias.lower() in lowered for alias in aliases) for aliases in parts)


def tokens(text: str) -> list[str]:
    """Return a text's words, in scripts without spaces its characters, compatibility forms and case folded."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _token.findall(_grouped.sub("", folded))


def exact(answer: str, gold: str) -> float:
    """Return 1 when two answers are the same but for case, marks and English articles (SQuAD, Rajpurkar et al. 2016)."""
    return float(bool(answer.strip()) and _plain(answer) == _plain(gold))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    unmarked = "".join(c for c in folded if not unicodedata.category(c).startswith("P"))
    return " ".join(_article.sub(" ", unmarked).split())


def token_f1(answer: str, gold: str) -> float:
    """Return the harmonic mean of token precision and recall (SQuAD; Chinese by characters as in MLQA and CMRC)."""
    said, wanted = Counter(tokens(answer)), Counter(tokens(gold))
    return _f1((said & wanted).total(), said.total(), wanted.total())


def lcs_f1(answer: str, gold: str) -> float:
    """Return the F1 of CMRC 2018 (Cui et al. 2019): the longest common run of tokens against both lengths."""
    said, wanted = tokens(answer), tokens(gold)
    run = SequenceMatcher(None, said, wanted, autojunk=False).find_longest_match().size
    return _f1(run, len(said), len(wanted))


def _f1(shared: int, said: int, wanted: int) -> float:
    return 2 * shared / (said + wanted) if said + wanted else 0.0


def expected(case: Case) -> bool:
    """Say whether a query has an answer that can be looked for in the reply."""
    return case.query.answerable and bool(case.query.parts) and not case.query.conflict


def correct(case: Case) -> bool:
    """Say whether the reply is no refusal and holds what is expected."""
    return not case.reply.refused and contains(case.reply.answer, case.query.parts)


def _containment(case: Case) -> Scores:
    return value(correct(case)) if expected(case) else NONE


def _best(compare: Callable[[str, str], float]) -> Callable[[Case], Scores]:
    """Return the scoring by the alias that fits best; questions of several parts have no one gold string."""

    def scored(case: Case) -> Scores:
        if not expected(case) or len(case.query.parts) > 1:
            return NONE
        said = "" if case.reply.refused else case.reply.answer
        return value(max(compare(said, alias) for alias in case.query.parts[0]))

    return scored


def _size(measured: Callable[[Case], int]) -> Callable[[Case], Scores]:
    return lambda case: NONE if case.reply.refused or case.reply.error else value(measured(case))


MEASURES: tuple[Measure[Case], ...] = (
    Measure(
        "containment accuracy",
        "the reply holds every part of the answer by one of its aliases; a refusal does not (RGB)",
        _containment,
    ),
    Measure("exact match", "the reply is the answer, but for case, marks and English articles (SQuAD)", _best(exact)),
    Measure("token F1", "words, Chinese characters, shared by reply and answer (SQuAD, MLQA)", _best(token_f1)),
    Measure("LCS F1", "longest run of tokens shared by reply and answer (CMRC 2018)", _best(lcs_f1)),
    Measure(
        "statements a reply",
        "statements of replies that are no refusal",
        _size(lambda c: len(c.reply.statements)),
        better=0,
    ),
    Measure(
        "characters a reply",
        "characters of replies that are no refusal",
        _size(lambda c: len(c.reply.answer)),
        better=0,
    ),
)
