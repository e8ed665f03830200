"""The questions that went worst, with what was wanted, said and found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yinju.eval.report.section import Kind, kind
from yinju.eval.report.tables import share
from yinju.eval.runs import Run
from yinju.rag.types import Verdict

SHOWN = 20

_SUPPORTS = {Verdict.VERBATIM, Verdict.SUPPORTED}


@dataclass(frozen=True, slots=True)
class Failing:
    """A question, or a claim, that went wrong. `note` says in a few words how; `said` is None when it was refused."""

    id: str
    language: str
    question: str
    note: str
    expected: tuple[str, ...]
    said: str | None
    gold: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    error: str | None = None


def worst(run: Run) -> tuple[Failing, ...]:
    """Return the questions that went wrong: first those that failed, then the surest of the wrong ones.

    A refusal where nothing answers is right, although answering would have been wrong (risk 1).
    """
    claims = kind(run) is Kind.CLAIMS
    wrong = [question for question in run.questions if question["error"] or (_mistaken if claims else _wrong)(question)]
    surest = sorted(wrong, key=_claim_order if claims else _query_order)
    return tuple(map(_claim if claims else _query, surest))


def _wrong(question: Mapping[str, Any]) -> bool:
    rightly_refused = question["refused"] and not question["expected"]["answerable"]
    return question["risk"] > 0 and not rightly_refused


def _query_order(question: Mapping[str, Any]) -> tuple[bool, float, float]:
    return not question["error"], -question["risk"], -question["probability"]


def _mistaken(question: Mapping[str, Any]) -> bool:
    return (question["answer"] in _SUPPORTS) is not question["expected"]["supported"]


def _claim_order(question: Mapping[str, Any]) -> tuple[bool, bool, float]:
    # a claim that was not judged is no mistaken verdict, so it comes after those
    unjudged = question["answer"] == Verdict.UNCHECKED
    return not question["error"], unjudged, -abs(question["score"] - question["expected"]["supported"])


def _query(question: Mapping[str, Any]) -> Failing:
    wanted, error = question["expected"], question["error"]
    sure = f"{question['probability'] * 100:.0f}\u00a0% sure"
    if error:
        note = "failed"
    elif question["refused"]:
        note = f"refused, {sure}"
    else:
        note = f"wrong, {sure}" if wanted["answerable"] else f"answered, {sure}, although nothing answers it"
    expected = (" + ".join(" / ".join(part) for part in wanted["parts"]),) if wanted["parts"] else ()
    return Failing(
        id=question["id"],
        language=question["language"],
        question=question["question"],
        note=note,
        expected=expected if wanted["answerable"] else ("a refusal: no article answers it",),
        said=None if question["refused"] else question["answer"],
        gold=tuple(wanted["gold"]),
        evidence=tuple(question["evidence"]),
        error=error,
    )


def _claim(question: Mapping[str, Any]) -> Failing:
    return Failing(
        id=question["id"],
        language=question["language"],
        question=question["question"],
        note="failed" if question["error"] else f"{question['answer']}, score {share(question['score'])}",
        expected=("supported" if question["expected"]["supported"] else "unsupported",),
        said=question["answer"],
        evidence=tuple(question["evidence"]),
        error=question["error"],
    )
