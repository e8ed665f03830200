"""The conversations of one user with one library: begun, gone on with, listed, renamed, deleted."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from yinju.index.errors import ConversationMissing
from yinju.index.text.terms import fold
from yinju.index.types import Filter
from yinju.rag.conversations import rows, searching, titles
from yinju.rag.conversations.file import File
from yinju.rag.conversations.stored import answer_text, filter_text, places_text, statements_text
from yinju.rag.conversations.types import EvidencePlace, Listing, Transcript, place_of
from yinju.rag.types import Answer, Evidence, Statement, Turn

PAGE = 30
"""Conversations that a list begins with."""

_KEPT = timedelta(days=1)
"""How long a deleted conversation can be restored, and one without a question stays."""

_QUESTION = 20_000  # code points of a question that are kept: ten times what is read of one
_TURNS = 20  # of a conversation that a question may refer to; the engine looks back at 8

_ALL = Filter()

Places = Sequence[Evidence | EvidencePlace]
"""Evidence as it was found, or as it was kept."""


def present() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class Conversations:
    """What one owner asked; nobody sees another's. Safe to use from many threads and processes.

    Every method raises NotKept when the file cannot be used, and those that take an id raise ConversationMissing when
    the owner has no such conversation.
    """

    def __init__(
        self, folder: Path, owner: str = "", now: Callable[[], datetime] = present, *, erases: bool = True
    ) -> None:
        """Work on the conversations in a library's folder; nothing is made there before something is asked.

        `erases` says whether what was deleted is erased a day later.
        """
        self._file, self._owner, self._now, self._erases = File(folder), rows.sound(owner), now, erases

    def begin(self) -> str:
        """Begin a conversation and return its id, which nobody can guess. It is listed once something is asked in it."""
        with self._file.writing() as connection:
            return self._begun(connection)

    def append(self, conversation: str, question: str, wanted: Filter = _ALL) -> int:
        """Keep a question before it is answered and return its number. A deleted conversation is restored by it.

        `wanted` is which articles it is asked of.
        """
        with self._file.writing() as connection:
            self._own(connection, conversation, deleted=True)
            return self._asked(connection, conversation, question, wanted)

    def ask(self, question: str, conversation: str = "", wanted: Filter = _ALL) -> tuple[str, int]:
        """Keep a question in a conversation, in a new one where there is none; return its id and the question's number.

        All in one transaction: no conversation is begun without its question.
        """
        with self._file.writing() as connection:
            if self._row(connection, conversation) is None:
                conversation = self._begun(connection)
            return conversation, self._asked(connection, conversation, question, wanted)

    def finish(
        self, conversation: str, number: int, answer: Answer, evidence: Places = (), *, filtered: bool = False
    ) -> None:
        """Keep the answer to a question, and where its evidence stands; `filtered`: it was asked of some articles only."""
        self._settle(conversation, number, evidence, filtered, answer=answer_text(answer))

    def fail(
        self, conversation: str, number: int, reason: str, evidence: Places = (), *, filtered: bool = False
    ) -> None:
        """Keep why a question was not answered; an answer that is there already stays."""
        self._settle(conversation, number, evidence, filtered, error=rows.sound(reason))

    def stop(
        self,
        conversation: str,
        number: int,
        statements: Sequence[Statement] = (),
        evidence: Places = (),
        *,
        filtered: bool = False,
    ) -> None:
        """Keep that an answer is not waited for, and what was written of it; one that is there already stays."""
        written = statements_text(statements) if statements else None
        self._settle(conversation, number, evidence, filtered, statements=written)

    def history(self, conversation: str, before: int | None = None) -> list[Turn]:
        """Return what was asked and answered, for a question to refer to; `before` is that question's number."""
        with self._file.reading() as connection:
            self._own(connection, conversation)
            found = connection.execute(
                """SELECT * FROM exchanges WHERE conversation = :id AND answer IS NOT NULL
                   AND (:before IS NULL OR number < :before) ORDER BY number DESC LIMIT :most""",
                {"id": conversation, "before": before, "most": _TURNS},
            )
            known = [rows.exchange(row) for row in found][::-1]
        return [Turn(exchange.question, exchange.answer.answer) for exchange in known if exchange.answer is not None]

    def listing(self, words: str = "", limit: int = PAGE) -> Listing:
        """Return the newest conversations, with `words` those that have each of them in title or questions."""
        with self._file.reading() as connection:
            return searching.listing(connection, self._owner, words, limit)

    def read(self, conversation: str) -> Transcript:
        """Return a conversation with all that was asked in it."""
        with self._file.reading() as connection:
            row = self._own(connection, conversation)
            asked = connection.execute("SELECT * FROM exchanges WHERE conversation = ? ORDER BY number", (row["id"],))
            return Transcript(rows.conversation(row), tuple(map(rows.exchange, asked)))

    def rename(self, conversation: str, title: str) -> None:
        """Give a conversation a title; with none its first question is its title again."""
        with self._file.writing() as connection:
            self._own(connection, conversation)
            name = titles.given(rows.sound(title))
            connection.execute(
                "UPDATE conversations SET title = ?, folded = ? WHERE id = ?", (name, fold(name or ""), conversation)
            )

    def remove(self, conversation: str) -> None:
        """Delete a conversation. For a day `restore` brings it back, then it is erased by what is begun or deleted."""
        with self._file.writing() as connection:
            self._forget(connection)
            self._own(connection, conversation)
            connection.execute(
                "UPDATE conversations SET removed = ? WHERE id = ?", (rows.moment(self._now()), conversation)
            )

    def restore(self, conversation: str) -> None:
        """Bring a deleted conversation back, whole and where it stood."""
        with self._file.writing() as connection:
            self._own(connection, conversation, deleted=True)
            connection.execute("UPDATE conversations SET removed = NULL WHERE id = ?", (conversation,))

    def _settle(
        self,
        conversation: str,
        number: int,
        evidence: Places,
        filtered: bool,
        answer: str | None = None,
        error: str | None = None,
        statements: str | None = None,
    ) -> None:
        values = {"id": conversation, "number": number, "answer": answer, "error": error, "statements": statements}
        places = places_text([place_of(item) for item in evidence]) if evidence else None
        with self._file.writing() as connection:
            self._own(connection, conversation, deleted=True)
            # an answer counts for more than a reason why there is none, and that for more than a wait that was ended
            change = connection.execute(
                """UPDATE exchanges SET answer = coalesce(:answer, answer), evidence = coalesce(:places, evidence),
                   error = CASE WHEN coalesce(:answer, answer) IS NULL THEN coalesce(:error, error) END,
                   stopped = coalesce(:answer, answer, :error, error) IS NULL,
                   statements = coalesce(:statements, statements), filtered = max(filtered, :filtered)
                   WHERE conversation = :id AND number = :number""",
                {**values, "places": places, "filtered": filtered},
            )
            if not change.rowcount:
                raise ConversationMissing(f"no question {number} was asked in this conversation")
            connection.execute(
                "UPDATE conversations SET changed = ? WHERE id = ?", (rows.moment(self._now()), conversation)
            )

    def _own(self, connection: sqlite3.Connection, conversation: str, *, deleted: bool = False) -> sqlite3.Row:
        """Return the row of a conversation of this owner, one that can be restored only if asked for."""
        row = self._row(connection, conversation)
        if row is None or (row["removed"] is not None and not deleted):
            raise ConversationMissing("this conversation is not there: it was deleted; begin a new one")
        return row

    def _row(self, connection: sqlite3.Connection, conversation: str) -> sqlite3.Row | None:
        row: sqlite3.Row | None = connection.execute(
            "SELECT * FROM titled WHERE id = ? AND owner = ?", (rows.sound(conversation), self._owner)
        ).fetchone()
        return row

    def _begun(self, connection: sqlite3.Connection) -> str:
        """Begin a conversation and return its id."""
        conversation, moment = secrets.token_hex(16), rows.moment(self._now())
        self._forget(connection)
        connection.execute(
            "INSERT INTO conversations (id, owner, created, changed) VALUES (?, ?, ?, ?)",
            (conversation, self._owner, moment, moment),
        )
        return conversation

    def _asked(self, connection: sqlite3.Connection, conversation: str, question: str, wanted: Filter) -> int:
        """Keep a question, which restores its conversation, and return its number."""
        question, moment = rows.sound(question[:_QUESTION]), rows.moment(self._now())
        (number,) = connection.execute(
            """INSERT INTO exchanges (conversation, number, asked, question, folded, wanted)
               SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ? FROM exchanges WHERE conversation = ? RETURNING number""",
            (conversation, moment, question, fold(question), filter_text(wanted), conversation),
        ).fetchone()
        connection.execute("UPDATE conversations SET changed = ?, removed = NULL WHERE id = ?", (moment, conversation))
        return int(number)

    def _forget(self, connection: sqlite3.Connection) -> None:
        """Erase what was deleted, or begun without a question, more than a day ago."""
        if not self._erases:
            return
        long_ago = rows.moment(self._now() - _KEPT)
        connection.execute("DELETE FROM conversations WHERE removed < ?", (long_ago,))
        connection.execute(
            """DELETE FROM conversations WHERE created < ? AND NOT EXISTS
               (SELECT 1 FROM exchanges WHERE conversation = conversations.id)""",
            (long_ago,),
        )
