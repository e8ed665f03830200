"""What the chat does with the conversations that are kept. Whatever befalls their file, the chat goes on and says so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from yinju.index.errors import ConversationMissing, NotKept, PutAside
from yinju.rag.conversations import titles
from yinju.rag.conversations.store import PAGE, Conversations
from yinju.rag.conversations.types import Conversation, Exchange, Listing, Transcript, place_of
from yinju.rag.types import Turn
from yinju.ui.html.answer import Shown
from yinju.ui.html.conversations import conversations, shown
from yinju.ui.strings import Interface, say

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way: in which conversation it is kept, as which number, and what it may refer to.

    `number` is None where it could not be kept.
    """

    talk: str
    number: int | None
    history: tuple[Turn, ...]


class Keeping:
    """One user's conversations with one library, for one click; `trouble` says what went wrong with them meanwhile."""

    def __init__(self, folder: Path, owner: str, interface: Interface) -> None:
        self._kept, self._interface = Conversations(folder, owner), interface
        self.trouble: str | None = None

    def ask(self, talk: str, question: str, turns: Sequence[Shown] = ()) -> Asked:
        """Keep a question before it is answered, in a new conversation where the one named is not there.

        `turns` are what the page shows: what is not kept can be referred to all the same.
        """
        shown_before = tuple(Turn(turn.question, turn.answer.answer) for turn in turns if turn.answer is not None)
        for _ in range(3):  # the conversation may have gone, and the file may have to be begun anew
            try:
                talk = talk or self._kept.begin()
                number = self._kept.append(talk, question)
                return Asked(talk, number, tuple(self._kept.history(talk, number)) or shown_before)
            except ConversationMissing:
                talk = ""
            except NotKept as error:
                self._note(error)
                talk = ""
                if not isinstance(error, PutAside):
                    break
        return Asked(talk, None, shown_before)

    def settle(self, asked: Asked, turn: Shown) -> None:
        """Keep what became of a question: its answer, or why there is none; to be called however it ended."""
        if asked.number is None:
            return
        talk, number, evidence = asked.talk, asked.number, turn.evidence
        if turn.answer is not None:
            answer = turn.answer
            self._use(lambda: self._kept.finish(talk, number, answer, evidence), None)
        else:
            reason = turn.error or say("conversations_stopped", self._interface)
            self._use(lambda: self._kept.fail(talk, number, reason, evidence), None)

    def turns(self, talk: str) -> list[Shown] | None:
        """Return a conversation as the chat shows it, None when it is not there."""
        found = self._use(lambda: self._kept.read(talk), None) if talk else None
        return None if found is None else [shown(exchange, self._interface) for exchange in found.exchanges]

    def transcript(self, talk: str, turns: Sequence[Shown] = ()) -> Transcript:
        """Return a conversation to be exported: as it is kept, or what the page shows where it is not."""
        found = self._use(lambda: self._kept.read(talk), None) if talk else None
        if found is not None:
            return found
        now = datetime.now(UTC)
        title = titles.of_question(turns[0].question) if turns else ""
        exchanges = (
            Exchange(number, turn.question, now, turn.answer, turn.error, tuple(map(place_of, turn.evidence)))
            for number, turn in enumerate(turns, 1)
        )
        return Transcript(Conversation(talk, title, now, now), tuple(exchanges))

    def rename(self, talk: str, title: str) -> None:
        """Give a conversation a title; with none its first question is its title again."""
        self._use(lambda: self._kept.rename(talk, title), None)

    def delete(self, talk: str) -> Conversation | None:
        """Delete a conversation and return what it was, for `listed` to offer it back."""
        found = self._use(lambda: self._kept.read(talk), None)
        if found is not None:
            self._use(lambda: self._kept.remove(talk), None)
        return found.conversation if found and not self.trouble else None

    def restore(self, talk: str) -> None:
        """Bring a deleted conversation back."""
        self._use(lambda: self._kept.restore(talk), None)

    def listed(self, current: str = "", words: str = "", limit: int = PAGE, deleted: Conversation | None = None) -> str:
        """Return the list as HTML, with what went wrong before it."""
        listing = self._use(lambda: self._kept.listing(words, limit), Listing())
        now = datetime.now().astimezone()
        return conversations(
            listing, self._interface, now, current=current, words=words, deleted=deleted, note=self.trouble
        )

    def _use(self, action: Callable[[], _Value], otherwise: _Value) -> _Value:
        try:
            return action()
        except ConversationMissing:  # deleted in another tab: the list no longer shows it
            return otherwise
        except NotKept as error:
            self._note(error)
            return otherwise

    def _note(self, error: NotKept) -> None:
        logging.getLogger(__name__).warning("%s", error)
        name = "conversations_put_aside" if isinstance(error, PutAside) else "conversations_trouble"
        self.trouble = say(name, self._interface, why=str(error))
