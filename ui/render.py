"""Answers and articles as text and as JSON, without any face's machinery."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from yinju.index.text.invisible import escaped, shown
from yinju.index.types import Article
from yinju.rag.inert import for_reading
from yinju.rag.types import Answer, Citation, Elsewhere, Evidence, Origin, Statement, Verdict
from yinju.ui.conflicts import disagreements
from yinju.ui.strings import Interface, say
from yinju.ui.styled import Styled

_NEAREST = 3  # sentences shown with a refusal

_STYLES = {
    Verdict.VERBATIM: "green",
    Verdict.SUPPORTED: "green",
    Verdict.PARTIAL: "yellow",
    Verdict.CONTRADICTED: "red",
    Verdict.UNSUPPORTED: "red",
    Verdict.UNCHECKED: "yellow",
}


def article_json(article: Article, *, text: bool) -> dict[str, Any]:
    """Return an article as the contract of `show --json` and, without its text, of `list --json`."""
    fields: dict[str, Any] = {
        "id": article.id,
        "title": article.title,
        "url": article.url,
        "published": article.published,
        "language": article.language,
        "facets": {key: list(values) for key, values in article.facets.items()},
        "sha256": article.sha256,
    }
    return {**fields, "text": article.text} if text else fields


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer as the contract of `ask --json`."""
    return {
        "question": answer.question,
        "language": answer.language,
        "answer": answer.answer,
        "refused": answer.refused,
        "reason": answer.reason,
        "compose": answer.compose,
        "statements": [_statement_json(statement) for statement in answer.statements],
        "citations": [_citation_json(citation) for citation in answer.citations],
        "conflicts": list(answer.conflicts),
        "hits": [
            {
                "article_id": h.article_id,
                "start": h.start,
                "end": h.end,
                "score": round(h.score, 4),
                "rank": h.rank,
            }
            for h in answer.hits
        ],
        "timings_ms": dict(answer.timings_ms),
        "models": dict(answer.models),
    }


def _statement_json(statement: Statement) -> dict[str, Any]:
    """Return a statement's fields; `origin` only where it is no quote, `marked` only where a short answer is."""
    fields = asdict(statement)
    return {k: v for k, v in fields.items() if k in ("text", "citations") or v not in (None, Origin.QUOTED)}


def _citation_json(citation: Citation) -> dict[str, Any]:
    """Return a citation's fields; `page` only where the source has pages, `also` where the sentence stands elsewhere."""
    return {key: value for key, value in asdict(citation).items() if value or key not in ("page", "also")}


def plain(text: str) -> str:
    """Return a text that cannot steer a terminal, whoever wrote it; see `index.text.invisible.shown`."""
    return shown(text)


def line(text: str) -> str:
    """Return a text in one line of a terminal: a title that goes on in the next could pretend to be a citation."""
    return " ".join(plain(text).split())


def json_text(value: Any) -> str:
    """Return a value as JSON in which characters stand as they are, but for those that nobody sees."""
    return escaped(json.dumps(value, ensure_ascii=False))


def parts(statement: Statement) -> list[tuple[str, bool]]:
    """Return a statement's text as it is shown, in the order it stands, and which part of it is the short answer."""
    if statement.marked is None:
        return [(for_reading(statement.text), False)]
    start, end = statement.marked
    before, short, after = statement.text[:start], statement.text[start:end], statement.text[end:]
    shown = [
        (for_reading(before) + " " * before.endswith(" "), False),
        (for_reading(short), True),
        (" " * after.startswith(" ") + for_reading(after), False),
    ]
    return [part for part in shown if part[0]]


def answer_text(answer: Answer, evidence: Sequence[Evidence] = ()) -> Styled:
    """Return an answer for a terminal: statements with markers, what sources disagree about, where each marker leads.

    A refusal lists the nearest sentences of its evidence instead.
    """
    text = Styled()
    if answer.refused:
        text.append(answer.answer, "bold")
    for statement in answer.statements:
        for part, short in parts(statement):
            text.append(part, "bold" if short else "")
        for marker in statement.citations:
            text.append(f" [{marker}]", "cyan")
        text.append("\n")
    if answer.reason:
        text.append(f"{' ' if answer.refused else ''}{for_reading(answer.reason)}")
    for conflict in disagreements(answer, "zh" if answer.language == "zh" else "en"):
        text.append(f"\n{for_reading(conflict.heading)}", "bold yellow")
        for side in conflict.sides:
            text.append(f"\n  · {for_reading(side.value)}")
            text.append(f" [{side.citation.marker}]", "cyan")
            text.append(f"  {for_reading(side.source)}", "dim")
    if answer.conflicts:
        text.append("\n")
    for item in evidence[:_NEAREST] if answer.refused else ():
        text.append(f"\n  · {for_reading(item.quote)}")
        text.append(f"  ({for_reading(item.article.title)})", "dim")
    for citation in answer.citations:
        text.append("\n")
        text.extend(_citation(citation, answer.language))
    return text


def also(places: Sequence[Elsewhere], interface: Interface) -> str:
    """Return one line that names the other articles in which a sentence stands."""
    titles = (for_reading(place.title or place.article_id) for place in places)
    return say("also", interface, titles=("、" if interface == "zh" else ", ").join(titles))


def _citation(citation: Citation, language: str) -> Styled:
    place = " · ".join(filter(None, (citation.title, citation.published, citation.language, citation.url)))
    text = Styled(f"[{citation.marker}] ", "cyan")
    text.append(citation.verdict.value, _STYLES[citation.verdict])
    text.append(f"  {for_reading(place)}")
    page = f"page {citation.page}, " if citation.page else ""
    text.append(f"\n    {citation.article_id}, {page}characters {citation.start}–{citation.end}", "dim")
    if citation.also:
        text.append(f"\n    {also(citation.also, 'zh' if language == 'zh' else 'en')}", "dim")
    return text
