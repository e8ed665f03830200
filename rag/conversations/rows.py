"""Rows of the file as the nouns they stand for."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime

from yinju.rag.conversations import titles
from yinju.rag.conversations.stored import answer_of, filter_of, places_of, statements_of
from yinju.rag.conversations.types import Conversation, Exchange


def conversation(row: sqlite3.Row) -> Conversation:
    """Return the conversation of a row of `titled`."""
    return Conversation(
        id=row["id"],
        title=row["title"] or titles.of_question(row["first"] or ""),
        created=datetime.fromisoformat(row["created"]),
        changed=datetime.fromisoformat(row["changed"]),
        owner=row["owner"],
    )


def exchange(row: sqlite3.Row) -> Exchange:
    """Return the exchange of a row; what was kept of its answer may not be readable."""
    known = Exchange(
        number=row["number"],
        question=row["question"],
        asked=datetime.fromisoformat(row["asked"]),
        error=row["error"],
        stopped=bool(row["stopped"]),
        filtered=bool(row["filtered"]),
    )
    try:
        return replace(
            known,
            answer=None if row["answer"] is None else answer_of(row["answer"]),
            evidence=places_of(row["evidence"]),
            statements=statements_of(row["statements"]),
            wanted=filter_of(row["wanted"]) if row["wanted"] else None,
        )
    except ValueError:  # somebody changed the file, or a later Yinju wrote it
        return replace(known, unreadable=True)


def moment(at: datetime) -> str:
    """Return a moment as the text that is kept, such that later moments are greater texts."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def sound(text: str) -> str:
    """Return a text as it can be kept: half a character becomes a question mark."""
    return text.encode("utf-8", "replace").decode()
