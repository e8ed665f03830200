"""Conversations taken from the file of one folder into that of another, as they are."""

from __future__ import annotations

from pathlib import Path

from yinju.rag.conversations.file import File

_KEEP = """INSERT INTO conversations (id, owner, title, folded, created, changed, removed)
  VALUES (:id, :owner, :title, :folded, :created, :changed, :removed)
  ON CONFLICT (id) DO UPDATE SET title = excluded.title, folded = excluded.folded, changed = excluded.changed,
    removed = excluded.removed"""

# a number that another question was given meanwhile is not taken from it
_KEEP_EXCHANGE = """INSERT INTO exchanges
  (conversation, number, asked, question, folded, error, evidence, answer, statements, stopped, filtered, wanted)
  SELECT :conversation, CASE WHEN EXISTS (
      SELECT 1 FROM exchanges WHERE conversation = :conversation AND number = :number AND asked <> :asked)
    THEN (SELECT max(number) + 1 FROM exchanges WHERE conversation = :conversation) ELSE :number END,
    :asked, :question, :folded, :error, :evidence, :answer, :statements, :stopped, :filtered, :wanted
  WHERE true ON CONFLICT (conversation, number) DO UPDATE SET error = excluded.error,
    evidence = coalesce(excluded.evidence, evidence), answer = coalesce(excluded.answer, answer),
    statements = coalesce(excluded.statements, statements), stopped = excluded.stopped, filtered = excluded.filtered"""


def move(source: Path, target: Path, id: str | None = None) -> None:
    """Take the conversations of one folder, or one of them, into another; what is there already is brought up to date.

    Raises NotKept.
    """
    with File(source).reading() as old:
        talks = old.execute("SELECT * FROM conversations WHERE :id IS NULL OR id = :id", {"id": id}).fetchall()
        asked = old.execute(
            "SELECT * FROM exchanges WHERE :id IS NULL OR conversation = :id ORDER BY conversation, number", {"id": id}
        ).fetchall()
    if not talks:
        return
    with File(target).writing() as new:
        new.executemany(_KEEP, [dict(row) for row in talks])
        new.executemany(_KEEP_EXCHANGE, [dict(row) for row in asked])
