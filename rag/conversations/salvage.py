"""What a damaged file of conversations still holds, taken into a new one row by row."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path

from yinju.index.pages import Pages, Row, Value
from yinju.rag.conversations.making import fill

_MOST = 100_000  # questions of a conversation: no row with a greater number was ever written
_CONVERSATION = 7  # columns
_EXCHANGE = 8  # … of the first format; later ones have more behind them, and rows written before still have these
_UNREADABLE = ""  # an answer that is no JSON is shown as one that cannot be read any more
_LOST = "…"

_KEEP = "INSERT OR IGNORE INTO conversations (id, owner, title, folded, created, changed, removed) VALUES (?, ?, ?, ?, ?, ?, ?)"
_KEEP_EXCHANGE = """INSERT OR IGNORE INTO exchanges (conversation, number, asked, question, folded, error, evidence,
  answer, statements, stopped, filtered, wanted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_WITHOUT = """SELECT conversation, min(asked), max(asked) FROM exchanges
  WHERE conversation NOT IN (SELECT id FROM conversations) GROUP BY conversation"""
_COUNT = "SELECT count(*) FROM conversations WHERE removed IS NULL AND id IN (SELECT conversation FROM exchanges)"


def salvage(file: Path, log: Path, new: Path) -> int:
    """Make a file of what can be read in a damaged one and its log; return how many conversations that is."""
    with fill(new) as connection, Pages(file, log) as pages:
        ids, owners = dict[Value, str](), dict[Value, str]()
        for row in pages.rows():
            if _is_conversation(row):
                connection.execute(_KEEP, row)
            elif _is_exchange(row):
                connection.execute(_KEEP_EXCHANGE, _whole(row))
            elif len(row) == 2 and isinstance(row[0], str):  # the index over ids
                ids[row[1]] = row[0]
            elif len(row) == 3 and isinstance(row[0], str) and _is_moment(row[1]):  # … over owners and days
                owners[row[2]] = row[0]
        _complete(connection, {ids[row]: owner for row, owner in owners.items() if row in ids})
        (saved,) = connection.execute(_COUNT).fetchone()
    return int(saved)


def merge(new: Path, path: Path) -> None:
    """Take what one file holds into another that somebody began meanwhile. Raises sqlite3.Error."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("ATTACH ? AS saved", (str(new),))
        connection.execute("BEGIN IMMEDIATE")
        for table in ("conversations", "exchanges"):
            connection.execute(f"INSERT OR IGNORE INTO {table} SELECT * FROM saved.{table}")  # noqa: S608  names of ours
        connection.execute("COMMIT")
    finally:
        connection.close()


def _complete(connection: sqlite3.Connection, owners: dict[str, str]) -> None:
    """Give questions whose conversation is lost one again, and a word in place of each question that is lost."""
    named = connection.execute("SELECT 1 FROM conversations WHERE owner <> ''").fetchone() or any(owners.values())
    for conversation, first, last in connection.execute(_WITHOUT).fetchall():
        # nobody may see another's: where there are logins, only an index can say whose a conversation was
        owner = owners.get(conversation, None if named else "")
        if owner is None:
            connection.execute("DELETE FROM exchanges WHERE conversation = ?", (conversation,))
        else:
            connection.execute(_KEEP, (conversation, owner, None, "", first, last, None))
    known: dict[str, list[tuple[int, str]]] = {}
    for conversation, number, asked in connection.execute("SELECT conversation, number, asked FROM exchanges"):
        known.setdefault(conversation, []).append((number, asked))
    for conversation, exchanges in known.items():
        numbers = {number for number, _ in exchanges}
        for number in set(range(1, max(numbers))) - numbers:  # what readers said of an answer names its number
            lost = (conversation, number, exchanges[0][1], _LOST, _LOST, None, "[]", _UNREADABLE, "[]", 0, 0, "")
            connection.execute(_KEEP_EXCHANGE, lost)


def _is_conversation(row: Row) -> bool:
    if len(row) != _CONVERSATION or not isinstance(row[2], str | None) or not (row[6] is None or _is_moment(row[6])):
        return False
    return all(isinstance(row[at], str) for at in (0, 1, 3)) and all(_is_moment(row[at]) for at in (4, 5))


def _is_exchange(row: Row) -> bool:
    if len(row) < _EXCHANGE or not isinstance(row[1], int) or not 0 < row[1] <= _MOST or not _is_moment(row[2]):
        return False
    return all(isinstance(row[at], str) for at in (0, 3, 4))


def _whole(row: Row) -> Row:
    """Return the row of an exchange with every column there is now."""
    error, evidence, answer, statements, stopped, filtered, wanted = (*row[5:12], *([None] * (12 - len(row))))[:7]
    return (
        *row[:5],
        error if isinstance(error, str) else None,
        evidence if isinstance(evidence, str) else "[]",
        answer if isinstance(answer, str | None) else _UNREADABLE,
        statements if isinstance(statements, str) else "[]",
        int(stopped == 1),
        int(filtered == 1),
        wanted if isinstance(wanted, str) else "",
    )


def _is_moment(value: Value) -> bool:
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
