"""Conversations taken from the file of one folder into that of another, as they are."""

from __future__ import annotations

from pathlib import Path

from yinju.rag.conversations.file import File

# deleted in one of them it is deleted, unless something was asked in the other afterwards; `last` is when that was there
_KEEP = """INSERT INTO conversations (id, owner, title, folded, created, changed, removed)
  VALUES (:id, :owner, :title, :folded, :created, :changed, :removed)
  ON CONFLICT (id) DO UPDATE SET title = excluded.title, folded = excluded.folded,
    changed = max(changed, excluded.changed),
    removed = CASE
      WHEN excluded.removed IS NULL THEN CASE WHEN removed > :last THEN removed END
      WHEN removed IS NULL THEN CASE WHEN excluded.removed >
        coalesce((SELECT max(asked) FROM exchanges WHERE conversation = :id), '') THEN excluded.removed END
      ELSE max(removed, excluded.removed) END"""

# a number that another question was given meanwhile is not taken from it
_KEEP_EXCHANGE = """INSERT INTO exchanges
  (conversation, number, asked, question, folded, error, evidence, answer, statements, stopped, filtered, wanted)
  SELECT :conversation, CASE WHEN EXISTS (
      SELECT 1 FROM exchanges WHERE conversation = :conversation AND number = :number AND asked <> :asked)
    THEN (SELECT max(number) + 1 FROM exchanges WHERE conversation = :conversation) ELSE :number END,
    :asked, :question, :folded, :error, :evidence, :answer, :statements, :stopped, :filtered, :wanted
  WHERE true ON CONFLICT (conversation, number) DO UPDATE SET error = excluded.error,
    evidence = coalesce(excluded.evidence, evidence), answer = coalesce(excluded.answer, answer),
    statements = coalesce(excluded.statements, statements), stopped = excluded.stopped, filtered = excluded.filtered
  RETURNING number"""

Numbers = dict[tuple[str, int], int]
"""The numbers that questions have now, by their conversations and the numbers they were asked under."""


def move(source: Path, target: Path, id: str | None = None) -> Numbers:
    """Take the conversations of one folder, or one of them, into another; what is there already is brought up to date.

    Returns the questions that have another number there. Raises NotKept.
    """
    with File(source).reading() as old:
        talks = old.execute("SELECT * FROM conversations WHERE :id IS NULL OR id = :id", {"id": id}).fetchall()
        asked = old.execute(
            "SELECT * FROM exchanges WHERE :id IS NULL OR conversation = :id ORDER BY conversation, number", {"id": id}
        ).fetchall()
    if not talks:
        return {}
    numbers = Numbers()
    with File(target).writing() as new:
        last = {row["conversation"]: row["asked"] for row in asked}
        new.executemany(_KEEP, [{**row, "last": last.get(row["id"], "")} for row in talks])
        for row in asked:
            (number,) = new.execute(_KEEP_EXCHANGE, dict(row)).fetchone()
            if number != row["number"]:
                numbers[row["conversation"], row["number"]] = number
    return numbers
