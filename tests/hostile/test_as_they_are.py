"""Hostile texts stored as they are, character for character: every face neutralises what the library keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hostile.articles import CASES
from hostile.asking import Asked
from hostile.case import Case
from hostile.faces import as_json, assert_markers_are_ours, pages, terminal
from yinju.index.identify import article as identified
from yinju.index.text.sentences import sentence_spans
from yinju.index.types import Draft
from yinju.rag.citations import cite
from yinju.rag.compose import quotes
from yinju.rag.inert import flat
from yinju.rag.types import Answer, Elsewhere, Evidence, Verdict

_MOST = 12  # sentences of a text that are shown


def answered(draft: Draft, ask: str) -> tuple[list[Evidence], Answer]:
    """An answer out of every sentence of a draft that nothing has cleaned."""
    raw = draft.raw.encode("utf-8", "replace").decode()
    title = draft.title.encode("utf-8", "replace").decode()
    article = identified(replace(draft, raw=raw, title=title), clean=False)
    article = replace(article, title=title, url=draft.url)  # worse than any reader lets in
    assert article.text == raw
    places = (Elsewhere(article.id, title or raw, draft.url, 0, 1, article.sha256),)
    evidence = [
        Evidence(number, article, start, end, article.language, 1.0, 0.8, 0.5, 0.0, 0.0, also=places)
        for number, (start, end) in enumerate(sentence_spans(raw, article.language)[:_MOST], 1)
    ]
    statements = quotes.statements(evidence)
    citations = tuple(replace(c, verdict=Verdict.VERBATIM, reasons=(raw[:90],)) for c in cite(evidence))
    answer = Answer(
        question=ask, language="en", answer=flat(statements), refused=False, reason=raw[:200], compose="quotes",
        statements=statements, citations=citations, timings_ms={"total": 1.0},
    )  # fmt: skip
    return evidence, answer


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_face_lets_anything_through(hostile: Asked, case: Case) -> None:
    (draft,) = hostile.drafts(case)
    evidence, answer = answered(draft, case.ask)
    assert_markers_are_ours(terminal(answer, evidence), answer)
    assert terminal(replace(answer, refused=True, statements=(), citations=()), evidence)
    pages(answer, evidence, [evidence[0].article], "en")
    pages(replace(answer, refused=True, statements=(), citations=()), evidence, [evidence[0].article], "zh")
    harmless = replace(answer, citations=tuple(replace(c, url=None) for c in answer.citations))
    for citation in as_json(harmless)["citations"]:
        assert evidence[0].article.text[citation["start"] : citation["end"]] == citation["quote"]
