"""Measures as values: per query first, one statistic over them second."""

from yinju.eval.measures import answers, citations, claims, ranking, refusal
from yinju.eval.measures.types import Case, ClaimCase, Measure

FOR_QUERIES: tuple[Measure[Case], ...] = (
    *ranking.MEASURES,
    *answers.MEASURES,
    *citations.MEASURES,
    *refusal.MEASURES,
)
FOR_CLAIMS: tuple[Measure[ClaimCase], ...] = claims.MEASURES
