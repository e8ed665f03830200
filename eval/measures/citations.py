"""Citations: do they resolve, support what they stand behind, and come from the right place.

Recall and precision are ALCE's (Gao et al. 2023) with Yinju's own verifier in the place of the entailment
model; the two kinds of error are WebCiteS's (Deng et al. 2024).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from yinju.eval.measures.ranking import covers
from yinju.eval.measures.types import NONE, Case, Measure, Scores, value
from yinju.eval.types import GoldSpan
from yinju.rag.types import Verdict
from yinju.rag.verify.claims import judge

_SUPPORTS = (Verdict.VERBATIM, Verdict.SUPPORTED)


@dataclass(frozen=True, slots=True)
class _Findings:
    """Counts over the statements and citations of one reply."""

    statements: int
    supported: int
    ungrounded: int
    wrong_source: int
    cited: int
    needed: int


@lru_cache(maxsize=1)  # several measures ask for the same reply in a row
def _findings(case: Case) -> _Findings:
    quotes = {citation["marker"]: citation["quote"] for citation in case.reply.citations}
    offered = [case.text(span) for span in case.reply.evidence]
    supported = ungrounded = wrong_source = cited = needed = 0
    for statement in case.reply.statements:
        own = [quotes[marker] for marker in statement["citations"] if marker in quotes]
        cited += len(own)
        if own and _supports(statement["text"], own):
            supported += 1
            needed += sum(_is_needed(statement["text"], own, place) for place in range(len(own)))
        elif _supports(statement["text"], offered):
            wrong_source += 1
        else:
            ungrounded += 1
    return _Findings(len(case.reply.statements), supported, ungrounded, wrong_source, cited, needed)


def _supports(statement: str, quotes: Sequence[str]) -> bool:
    return judge(statement, quotes).verdict in _SUPPORTS


def _is_needed(statement: str, quotes: Sequence[str], place: int) -> bool:
    """Say whether a citation supports alone, or the others do not without it (ALCE's precision)."""
    others = [*quotes[:place], *quotes[place + 1 :]]
    return _supports(statement, [quotes[place]]) or not _supports(statement, others)


def _share(count: Callable[[_Findings], int], total: Callable[[_Findings], int]) -> Callable[[Case], Scores]:
    """Return the scoring of answered queries by a share; without statements or citations it is 0."""

    def scored(case: Case) -> Scores:
        if case.reply.refused:
            return NONE
        found = _findings(case)
        return value(count(found) / total(found) if total(found) else 0.0)

    return scored


def _anchors(case: Case) -> Scores:
    """Every citation resolves, every marker leads to one citation, and every citation has a statement."""
    if case.reply.refused:
        return NONE
    markers = [citation["marker"] for citation in case.reply.citations]
    used = {marker for statement in case.reply.statements for marker in statement["citations"]}
    resolved = all(
        0 <= citation["start"] < citation["end"]
        and citation["quote"] == case.text(GoldSpan(citation["doc"], citation["start"], citation["end"]))
        for citation in case.reply.citations
    )
    return value(bool(markers) and resolved and len(set(markers)) == len(markers) and used == set(markers))


def _verdict_share(verdict: Verdict) -> Callable[[Case], Scores]:
    def scored(case: Case) -> Scores:
        verdicts = [citation["verdict"] for citation in case.reply.citations]
        return value(verdicts.count(verdict) / len(verdicts)) if verdicts else NONE

    return scored


def _gold_judged(case: Case) -> bool:
    return not case.reply.refused and case.query.answerable and bool(case.query.relevant)


def _gold_precision(case: Case) -> Scores:
    if not _gold_judged(case):
        return NONE
    right = [citation["doc"] in (case.query.relevant or {}) for citation in case.reply.citations]
    return value(sum(right) / len(right) if right else 0.0)


def _gold_recall(case: Case) -> Scores:
    if not _gold_judged(case):
        return NONE
    right = {c["marker"] for c in case.reply.citations if c["doc"] in (case.query.relevant or {})}
    supported = [bool(right.intersection(statement["citations"])) for statement in case.reply.statements]
    return value(sum(supported) / len(supported) if supported else 0.0)


def _gold_sentence(case: Case) -> Scores:
    if case.reply.refused or not case.query.answerable or not case.query.gold:
        return NONE
    places = [GoldSpan(c["doc"], c["start"], c["end"]) for c in case.reply.citations]
    return value(any(covers(place, gold) for place in places for gold in case.query.gold))


MEASURES: tuple[Measure[Case], ...] = (
    Measure(
        "anchor integrity",
        "answered, every quote stands at its place in its document, and markers and citations are one to one",
        _anchors,
    ),
    Measure(
        "citation recall",
        "share of statements that their citations together support, our verifier judging (ALCE)",
        _share(lambda f: f.supported, lambda f: f.statements),
    ),
    Measure(
        "citation precision",
        "share of citations that support alone or are needed, our verifier judging (ALCE)",
        _share(lambda f: f.needed, lambda f: f.cited),
    ),
    Measure(
        "ungrounded statements",
        "share of statements that neither their citations nor any other evidence supports (WebCiteS)",
        _share(lambda f: f.ungrounded, lambda f: f.statements),
        better=-1,
    ),
    Measure(
        "wrong-source statements",
        "share of statements that other evidence supports, not what they cite (WebCiteS)",
        _share(lambda f: f.wrong_source, lambda f: f.statements),
        better=-1,
    ),
    Measure(
        "unchecked citations",
        "share of citations whose verdict is unchecked",
        _verdict_share(Verdict.UNCHECKED),
        better=-1,
    ),
    Measure("gold citation precision", "share of citations that lead to a gold document", _gold_precision),
    Measure("gold citation recall", "share of statements with a citation that leads to a gold document", _gold_recall),
    Measure("gold sentence cited", "a citation holds half or more of a gold span", _gold_sentence),
)
