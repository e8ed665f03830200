"""Whether texts support a claim, with reasons; what cannot be judged is said to be unchecked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yinju.rag.types import Verdict
from yinju.rag.verify.alignment import aligned
from yinju.rag.verify.denials_check import check_denials
from yinju.rag.verify.finding import Finding, Ground, Level
from yinju.rag.verify.names_check import check_names
from yinju.rag.verify.phrases import say
from yinju.rag.verify.quotes import folded
from yinju.rag.verify.sentence import OTHER, Sentence, language_of, sentences
from yinju.rag.verify.values_check import check_amounts, check_dates
from yinju.rag.verify.words_check import check_opposites, check_words

_KEYS = ("amount", "date", "name")
_ENOUGH = 0.6  # of a sentence's words that have to be accounted for
_RELATED = 0.2  # below, the evidence is about something else


class Judgement(NamedTuple):
    """A verdict on a claim; `score` (0 to 1) orders claims by how much speaks for them."""

    verdict: Verdict
    score: float
    reasons: tuple[str, ...]


def judge(claim: str, evidence: Sequence[str]) -> Judgement:
    """Return whether the evidence supports the claim."""
    chinese = language_of(claim) == "zh"
    sources = [folded(text) for text in evidence if folded(text)]
    own = sentences(claim)
    if not own or not sources:
        return Judgement(Verdict.UNCHECKED, 0.0, (say("nothing", chinese),))
    if all(any(folded(sentence.text) in source for source in sources) for sentence in own):
        return Judgement(Verdict.VERBATIM, 1.0, (say("verbatim", chinese),))
    every = [sentence for text in evidence for sentence in sentences(text)]
    judged = [_sentence(sentence, every) for sentence in own]
    return _together(judged, chinese)


def _sentence(claimed: Sentence, every: Sequence[Sentence]) -> Judgement:
    same = [sentence for sentence in every if sentence.language == claimed.language]
    near, best = aligned(claimed, every)
    near = near or (list(every) if len(every) <= 3 else [])
    language = near[0].language if near else claimed.language
    ground = Ground(near, every, language)
    keys = [*check_amounts(claimed, ground), *check_dates(claimed, ground), *check_names(claimed, ground)]
    read = claimed.language != OTHER and language != OTHER
    turned = [*check_opposites(claimed, ground), *check_denials(claimed, ground)] if read else []
    compared = read and claimed.language == language and bool(same)
    words = list(check_words(claimed, ground)) if compared else []
    return _verdict(claimed, ground, keys, turned, words, read, best)


def _verdict(
    claimed: Sentence,
    ground: Ground,
    keys: Sequence[Finding],
    turned: Sequence[Finding],
    words: Sequence[Finding],
    read: bool,
    best: float,
) -> Judgement:
    chinese = claimed.chinese
    against = [f for f in (*keys, *turned) if f.level is Level.AGAINST]
    missing = [f for f in keys if f.level is Level.MISSING]
    found = [f for f in keys if f.level is Level.FOUND]
    open_words = [f for f in words if f.level is Level.OPEN]
    coverage = 1 - len(open_words) / len(words) if words else None
    score = ((coverage if coverage is not None else best) + len(found) / len(keys) if keys else 2 * (coverage or best)) / 2
    score = max(0.0, min(1.0, score - 0.5 * bool(against) - 0.3 * bool(missing)))
    stated = ground.near[0].text if ground.near else ""
    if against:
        return Judgement(Verdict.CONTRADICTED, score, tuple(f.reason for f in against))
    if missing:
        verdict = Verdict.PARTIAL if found or (coverage or best) >= _RELATED else Verdict.UNSUPPORTED
        return Judgement(verdict, score, tuple(f.reason for f in missing))
    if not read:
        return Judgement(Verdict.UNCHECKED, score, (say("foreign", chinese),))
    if not ground.near or (coverage is not None and coverage < _RELATED and not found):
        return Judgement(Verdict.UNSUPPORTED, score, (say("unrelated", chinese),))
    if coverage is not None and coverage < _ENOUGH:
        listed = ("、" if chinese else ", ").join(f.reason for f in open_words)
        return Judgement(Verdict.UNCHECKED, score, (say("words", chinese, claimed=listed),))
    return Judgement(Verdict.SUPPORTED, score, (say("supported", chinese, stated),))


def _together(judged: Sequence[Judgement], chinese: bool) -> Judgement:
    """Put the sentences of a claim together: the worst decides, but some support among none is partial."""
    verdicts = [judgement.verdict for judgement in judged]
    score = min(judgement.score for judgement in judged)
    for verdict in (Verdict.CONTRADICTED, Verdict.UNSUPPORTED, Verdict.PARTIAL, Verdict.UNCHECKED):
        if verdict in verdicts:
            reasons = tuple(r for j in judged if j.verdict is verdict for r in j.reasons)
            mixed = verdict is Verdict.UNSUPPORTED and Verdict.SUPPORTED in verdicts
            return Judgement(Verdict.PARTIAL if mixed else verdict, score, reasons)
    return Judgement(Verdict.SUPPORTED, score, tuple(r for j in judged for r in j.reasons))
