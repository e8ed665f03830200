"""The list of conversations: the newest first, or those in which words were found."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from yinju.index.text.terms import fold
from yinju.rag.conversations import rows
from yinju.rag.conversations.types import Entry, Listing

_WORDS = 20  # of a search that count

_QUERY = """
  SELECT * FROM titled WHERE owner = :owner AND removed IS NULL AND first IS NOT NULL
    AND NOT EXISTS (
      SELECT 1 FROM json_each(:words) AS word WHERE NOT instr(titled.folded, word.value) AND NOT EXISTS (
        SELECT 1 FROM exchanges WHERE conversation = titled.id AND instr(exchanges.folded, word.value)))
  ORDER BY changed DESC, created DESC, id LIMIT :limit"""


def listing(connection: sqlite3.Connection, owner: str, words: str, limit: int) -> Listing:
    """Return an owner's newest conversations that hold every word in title or questions."""
    wanted = list(dict.fromkeys(fold(words).split()))[:_WORDS]
    values = {"owner": owner, "words": json.dumps(wanted), "limit": limit + 1}
    found = connection.execute(_QUERY, values).fetchall()
    entries = [Entry(rows.conversation(row), _matched(connection, row, wanted)) for row in found[:limit]]
    return Listing(tuple(entries), len(found) > limit)


def _matched(connection: sqlite3.Connection, row: sqlite3.Row, wanted: Sequence[str]) -> str | None:
    """Return the question that holds the most of the words, None when the title has them all."""
    title = fold(rows.conversation(row).title)
    if all(word in title for word in wanted):
        return None
    asked = connection.execute(
        "SELECT question, folded FROM exchanges WHERE conversation = ? ORDER BY number", (row["id"],)
    )
    question: str = max(asked, key=lambda one: sum(word in one["folded"] for word in wanted))["question"]
    return question
