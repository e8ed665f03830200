"""From what the checks found in one sentence to its verdict and score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yinju.rag.types import Verdict
from yinju.rag.verify.finding import Finding, Ground, Level
from yinju.rag.verify.phrases import say
from yinju.rag.verify.sentence import OTHER, Sentence

_FAR = 0.5  # what a word counts that stands in another place than the rest
_WORDS = ("word", "unknown name")
_NAMED = 2.0  # words that a name, an amount or a date counts for
_RELATED = 0.2  # of a sentence that has to be accounted for, or the evidence is about something else
_MOST_OPEN = 2.5  # words not accounted for up to which …
_ENOUGH = 0.6  # … and share of them accounted for from which a sentence is supported


class Judgement(NamedTuple):
    """A verdict on a claim; `score` (0 to 1) orders claims by how much speaks for them."""

    verdict: Verdict
    score: float
    reasons: tuple[str, ...]


def weigh(claimed: Sentence, ground: Ground, findings: Sequence[Finding], best: float, pronoun: str) -> Judgement:
    """Return the verdict on a sentence; `best` is the share of it that the nearest evidence sentence holds."""
    chinese = claimed.chinese
    by = {level: [finding for finding in findings if finding.level is level] for level in Level}
    words = [finding for finding in findings if finding.kind in _WORDS]
    keys = [finding for finding in findings if finding.kind in ("amount", "date", "name")]
    lost = sum(_cost(finding) for finding in (*words, *keys))
    total = len(words) + _NAMED * len(keys)
    coverage = 1 - lost / total if total else best
    score = _score(coverage, lost, by, bool(pronoun))
    foreign = OTHER in (claimed.language, ground.language)
    held = any(finding.level is Level.FOUND for finding in findings)
    if not foreign and not held and best < _RELATED and (words or by[Level.AGAINST] or by[Level.MISSING]):
        return Judgement(Verdict.UNSUPPORTED, score, (say("unrelated", chinese),))
    if by[Level.AGAINST]:
        return Judgement(Verdict.CONTRADICTED, score, _reasons(by[Level.AGAINST]))
    if by[Level.MISSING]:
        some = held and (coverage >= _RELATED or not words)
        return Judgement(Verdict.PARTIAL if some else Verdict.UNSUPPORTED, score, _reasons(by[Level.MISSING]))
    if foreign:
        return Judgement(Verdict.UNCHECKED, score, (say("foreign", chinese),))
    if not held and not words and best < _RELATED:
        return Judgement(Verdict.UNCHECKED, score, (say("across", chinese),))
    if not ground.near or (words and coverage < _RELATED and not any(f.level is Level.FOUND for f in keys)):
        return Judgement(Verdict.UNSUPPORTED, score, (say("unrelated", chinese),))
    if pronoun:
        return Judgement(Verdict.UNCHECKED, score, (say("pronoun", chinese, claimed=pronoun),))
    unsure = [f.reason for f in words if f.level is Level.OPEN] or [f.reason for f in words if f.level is Level.FAR]
    gaps = (say("words", chinese, claimed=("、" if chinese else ", ").join(unsure)),) if unsure else ()
    if coverage < _ENOUGH or lost > _MOST_OPEN:
        return Judgement(Verdict.UNCHECKED, score, gaps or _reasons(by[Level.OPEN]))
    return Judgement(Verdict.SUPPORTED, score, (say("supported", chinese, ground.near[0].text), *gaps))


def _cost(finding: Finding) -> float:
    own = 1.0 if finding.kind == "word" else _NAMED
    return own * (0.0 if finding.level is Level.FOUND else _FAR if finding.level is Level.FAR else 1.0)


def _score(coverage: float, lost: float, by: dict[Level, list[Finding]], pronoun: bool) -> float:
    """Return how much speaks for a sentence: a contradiction weighs more than a gap, a gap more than a word."""
    score = coverage / (1 + 0.15 * lost)
    for weight, grave in ((0.25, len(by[Level.AGAINST])), (0.4, len(by[Level.MISSING])), (0.6, pronoun)):
        score *= weight if grave else 1.0
    return max(0.0, min(1.0, score))


def _reasons(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.reason for finding in findings))
