"""What the chat keeps: the conversations of who asks, listed, renamed, deleted; where nothing can be kept, for a while."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from yinju.index.errors import ConversationMissing, NotKept, PutAside, YinjuError
from yinju.rag.conversations.store import PAGE, Conversations
from yinju.rag.conversations.types import Conversation, Exchange, Listing
from yinju.ui.html.chat import Shown
from yinju.ui.html.conversations import conversations, shown
from yinju.ui.strings import Interface

_ATTEMPTS = 3  # a damaged file is put aside, then a place is not writable, then a temporary one is taken


class Asker(NamedTuple):
    """Who asks: the name of a login, "" where there are none, and the language of the interface."""

    owner: str
    interface: Interface


class Talks:
    """The conversations in a library's folder. Safe to use from many threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._trouble = ""
        self._running: set[tuple[str, int]] = set()

    def store(self, asker: Asker) -> Conversations:
        """Return the conversations of who asks."""
        return Conversations(self._folder, asker.owner)

    def begin(self, question: str, id: str, asker: Asker) -> tuple[str, int]:
        """Keep a question in a conversation, in a new one where there is none; return both numbers. Raises NotKept."""
        for _ in range(_ATTEMPTS):
            try:
                store = self.store(asker)
                if id:
                    with suppress(ConversationMissing):
                        return id, store.append(id, question)
                id = store.begin()
                return id, store.append(id, question)
            except NotKept as error:
                self._trouble, id, why = str(error), "", error
                if not isinstance(error, PutAside):
                    self._folder = Path(tempfile.mkdtemp(prefix="yinju-"))  # as long as the server runs
        raise why

    def end(self, id: str, number: int, reached: Shown, asker: Asker) -> None:
        """Keep what became of a question; one that was stopped, what was written by then."""
        store, evidence, filtered = self.store(asker), reached.evidence, reached.filtered
        with suppress(NotKept, ConversationMissing):
            if reached.answer is not None:
                store.finish(id, number, reached.answer, evidence, filtered=filtered)
            elif reached.error is not None:
                store.fail(id, number, reached.error, evidence, filtered=filtered)
            else:
                store.stop(id, number, reached.statements, evidence, filtered=filtered)

    @contextmanager
    def running(self, id: str, number: int) -> Iterator[None]:
        """Know that a question is being answered, for whoever looks at the conversation meanwhile."""
        self._running.add((id, number))
        try:
            yield
        finally:
            self._running.discard((id, number))

    def turns(self, id: str, asker: Asker, before: int | None = None) -> list[Shown]:
        """Return the exchanges of a conversation. Raises ConversationMissing, NotKept."""
        exchanges = self.store(asker).read(id).exchanges
        return [self._shown(id, item, asker) for item in exchanges if before is None or item.number < before]

    def exchange(self, id: str, number: int, asker: Asker) -> Exchange:
        """Return one exchange of a conversation. Raises ConversationMissing, NotKept."""
        for item in self.store(asker).read(id).exchanges:
            if item.number == number:
                return item
        raise ConversationMissing(f"no question {number} was asked in this conversation")

    def _shown(self, id: str, item: Exchange, asker: Asker) -> Shown:
        if (id, item.number) in self._running:
            return Shown(item.question)
        return shown(item, asker.interface)

    def stop(self, id: str, number: int, asker: Asker) -> None:
        """Keep that an answer is not waited for any more."""
        self._running.discard((id, number))
        with suppress(NotKept, ConversationMissing):
            self.store(asker).stop(id, number)

    def rename(self, id: str, title: str, asker: Asker) -> None:
        """Give a conversation another title; one that is gone meanwhile has none."""
        with suppress(YinjuError):
            self.store(asker).rename(id, title)

    def remove(self, id: str, asker: Asker) -> Conversation | None:
        """Delete a conversation and return what can be brought back."""
        with suppress(YinjuError):
            store = self.store(asker)
            gone = store.read(id).conversation
            store.remove(id)
            return gone
        return None

    def restore(self, id: str, asker: Asker) -> None:
        """Bring a deleted conversation back."""
        with suppress(YinjuError):
            self.store(asker).restore(id)

    def listed(
        self, asker: Asker, current: str, words: str = "", limit: int = PAGE, deleted: Conversation | None = None
    ) -> str:
        """Return the list of conversations; why nothing is kept stands above it."""
        note = self._trouble or None
        try:
            listing = self.store(asker).listing(words, limit)
        except YinjuError as error:
            listing, note = Listing(), str(error)
        now = datetime.now().astimezone()
        return conversations(listing, asker.interface, now, current=current, words=words, deleted=deleted, note=note)
