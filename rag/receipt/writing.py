"""An answer as a receipt: JSON in the terms of the W3C Web Annotation Data Model, sealed with a hash over itself.

Each citation is an Annotation that links what was said (its bodies) with a stretch of a source (its target: a
TextQuoteSelector, a TextPositionSelector in code points, and the SHA-256 of the source's text). The hash shows that a
receipt was edited; it is no signature, and who edits on purpose can make it anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from yinju.rag.checking.types import CheckedAnswer
from yinju.rag.receipt.types import FORMAT
from yinju.rag.types import Answer, Citation, Statement

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
SEAL = "sha256"


def of_answer(answer: Answer, created: datetime | None = None) -> dict[str, Any]:
    """Return an answer as a receipt, made now unless told otherwise."""
    return _sealed(
        {
            **_opening(answer.models, created),
            "question": answer.question,
            "language": answer.language,
            "answer": answer.answer,
            "refused": answer.refused,
            "reason": answer.reason,
            "compose": answer.compose,
            "statements": [
                {"text": statement.text, "citations": list(statement.citations), "origin": statement.origin.value}
                for statement in answer.statements
            ],
            "conflicts": [dict(conflict) for conflict in answer.conflicts],
            "items": [_annotation(citation, answer.statements) for citation in answer.citations],
        }
    )


def of_check(checked: CheckedAnswer, created: datetime | None = None) -> dict[str, Any]:
    """Return a check as a receipt: each sentence's best quote is a citation, its marker the sentence's number."""
    statements = [
        Statement(statement.text, (number,) if statement.quote else ())
        for number, statement in enumerate(checked.statements, 1)
    ]
    return _sealed(
        {
            **_opening(checked.models, created),
            "question": None,
            "language": checked.language,
            "answer": checked.text,
            "statements": [
                {
                    "text": statement.text,
                    "citations": list(plain.citations),
                    "outcome": statement.outcome.value,
                    "reasons": list(statement.reasons),
                }
                for plain, statement in zip(statements, checked.statements, strict=True)
            ],
            "items": [_annotation(s.quote, statements) for s in checked.statements if s.quote],
        }
    )


def dumps(receipt: Mapping[str, Any]) -> str:
    """Return a receipt as the text of a file, readable by people."""
    return json.dumps(receipt, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def seal(content: Mapping[str, Any]) -> str:
    """Return the hash of a receipt: SHA-256 of its JSON with sorted keys and no spaces, the hash itself left out."""
    plain = {key: value for key, value in content.items() if key != SEAL}
    written = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def _sealed(content: dict[str, Any]) -> dict[str, Any]:
    plain = json.loads(json.dumps(content, allow_nan=False))  # tuples as lists: the hash is over what a file holds
    return {**plain, SEAL: seal(plain)}


def _opening(models: Mapping[str, str | None], created: datetime | None) -> dict[str, Any]:
    moment = (created or datetime.now(UTC)).astimezone(UTC)
    return {
        "@context": CONTEXT,
        "type": "AnnotationPage",
        "receipt": FORMAT,
        "created": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "generator": {"type": "Software", "name": "Yinju", "version": _version(), "models": dict(models)},
    }


def _version() -> str:
    try:
        return version("yinju")
    except PackageNotFoundError:  # run from a checkout
        return "unknown"


def _annotation(citation: Citation, statements: Sequence[Statement]) -> dict[str, Any]:
    return {
        "id": f"#citation-{citation.marker}",
        "type": "Annotation",
        "motivation": "linking",
        "marker": citation.marker,
        "body": list(_bodies(citation, statements)),
        "target": {
            "type": "SpecificResource",
            "source": citation.url or f"urn:yinju:article:{citation.article_id}",
            "article_id": citation.article_id,
            "title": citation.title,
            "url": citation.url,
            "published": citation.published,
            "language": citation.language,
            "page": citation.page,
            "sha256": citation.sha256,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": citation.quote,
                    "prefix": citation.prefix,
                    "suffix": citation.suffix,
                },
                {"type": "TextPositionSelector", "start": citation.start, "end": citation.end},
            ],
        },
        "verdict": citation.verdict.value,
        "reasons": list(citation.reasons),
    }


def _bodies(citation: Citation, statements: Iterable[Statement]) -> Iterable[dict[str, str]]:
    for statement in statements:
        if citation.marker in statement.citations:
            yield {"type": "TextualBody", "value": statement.text}
