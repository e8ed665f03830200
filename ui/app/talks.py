"""What the chat keeps: the conversations of who asks, listed, renamed, deleted, and what is said where they cannot be."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from yinju.index.errors import ConversationMissing, KeptLater, NotKept, YinjuError
from yinju.index.types import Filter
from yinju.rag.conversations.keeping import LATELY, Keeping
from yinju.rag.conversations.store import PAGE, Conversations
from yinju.rag.conversations.types import Conversation, Exchange, Listing
from yinju.ui.html.chat import Shown
from yinju.ui.html.conversations import conversations, shown
from yinju.ui.html.troubles import trouble
from yinju.ui.strings import Interface, say

_PATIENCE = 30  # times that an answer waits for another program which writes, ten seconds each
_PAUSE = 1.0  # seconds between two of them

_ALL = Filter()


class Asker(NamedTuple):
    """Who asks: the name of a login, "" where there are none, and the language of the interface."""

    owner: str
    interface: Interface


class Talks:
    """The conversations in a library's folder. Safe to use from many threads."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._keeping = folder, Keeping(folder)
        self._running: set[tuple[str, int]] = set()
        self._told: tuple[float, YinjuError] | None = None

    def store(self, asker: Asker, id: str = "") -> Conversations:
        """Return the conversations of who asks, where one of them is kept."""
        return self._keeping.store(asker.owner, id)

    def begin(self, question: str, id: str, asker: Asker, wanted: Filter = _ALL) -> tuple[str, int]:
        """Keep a question in a conversation, in a new one where there is none; return both numbers.

        Raises NotKept: mostly KeptLater, while another program writes.
        """
        return self._keeping.begin(question, id, asker.owner, wanted)

    def end(self, id: str, number: int, reached: Shown, asker: Asker) -> None:
        """Keep what became of a question; one that was stopped, what was written by then."""
        evidence, filtered = reached.evidence, reached.filtered

        def settle(store: Conversations, number: int) -> None:
            if reached.answer is not None:
                store.finish(id, number, reached.answer, evidence, filtered=filtered)
            elif reached.error is not None:
                store.fail(id, number, reached.error, evidence, filtered=filtered)
            else:
                store.stop(id, number, reached.statements, evidence, filtered=filtered)

        try:
            self._keeping.settle(id, number, asker.owner, settle)
        except KeptLater:  # the reader has the answer, and need not wait with it
            threading.Thread(target=self._settle_later, args=(id, number, asker.owner, settle), daemon=True).start()
        except (NotKept, ConversationMissing):
            logging.getLogger(__name__).warning("an answer could not be kept", exc_info=True)

    def _settle_later(self, id: str, number: int, owner: str, settle: Callable[[Conversations, int], None]) -> None:
        for _ in range(_PATIENCE):
            time.sleep(_PAUSE)  # new questions go first
            try:
                self._keeping.settle(id, number, owner, settle)
            except KeptLater:
                continue
            except (NotKept, ConversationMissing):
                break
            return
        logging.getLogger(__name__).warning("an answer to a question in conversation %s could not be kept", id)

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
        exchanges = self._exchanges(id, asker)
        return [self._shown(id, item, asker) for item in exchanges if before is None or item.number < before]

    def exchange(self, id: str, number: int, asker: Asker) -> Exchange:
        """Return one exchange of a conversation. Raises ConversationMissing, NotKept."""
        for item in self._exchanges(id, asker):
            if item.number == number:
                return item
        raise ConversationMissing(f"no question {number} was asked in this conversation")

    def _exchanges(self, id: str, asker: Asker) -> tuple[Exchange, ...]:
        return self._keeping.tried(lambda: self.store(asker, id).read(id)).exchanges

    def _shown(self, id: str, item: Exchange, asker: Asker) -> Shown:
        running = tuple(self._running)
        if any(talk == id and self._keeping.number(id, number) == item.number for talk, number in running):
            return Shown(item.question)
        return shown(item, asker.interface)

    def stop(self, id: str, number: int, asker: Asker) -> None:
        """Keep that an answer is not waited for any more."""
        # a page from before the question had another number, or one from after
        ways = [asked for asked in tuple(self._running) if asked[0] == id]
        for way in ways:
            if number in (way[1], self._keeping.number(*way)):
                self._running.discard(way)
                number = self._keeping.number(*way)
                break
        with suppress(NotKept, ConversationMissing):
            self.store(asker, id).stop(id, number)

    def rename(self, id: str, title: str, asker: Asker) -> str:
        """Give a conversation another title; one that is gone meanwhile has none. Returns what went wrong, if anything."""
        return self._done(lambda: self.store(asker, id).rename(id, title), asker)

    def remove(self, id: str, asker: Asker) -> Conversation | None:
        """Delete a conversation and return what can be brought back. Raises NotKept."""
        store = self.store(asker, id)
        with suppress(ConversationMissing):
            gone = store.read(id).conversation
            store.remove(id)
            return gone
        return None

    def restore(self, id: str, asker: Asker) -> str:
        """Bring a deleted conversation back. Returns what went wrong, if anything."""
        return self._done(lambda: self.store(asker, id).restore(id), asker)

    def _done(self, act: Callable[[], None], asker: Asker) -> str:
        try:
            with suppress(ConversationMissing):
                self._keeping.tried(act)
        except NotKept as error:
            return self.told(error, asker)
        return ""

    def tell(self, error: YinjuError) -> None:
        """Let an error stand above the list for a day."""
        known = self._told is not None and time.monotonic() - self._told[0] < LATELY
        if not known or getattr(error, "phrase", "") != "renamed":  # which says less than what is known
            self._told = time.monotonic(), error

    def told(self, error: YinjuError, asker: Asker) -> str:
        """Return an error in the words of the page."""
        return trouble(error, str(self._folder), asker.interface)

    def listed(
        self,
        asker: Asker,
        current: str,
        words: str = "",
        limit: int = PAGE,
        deleted: Conversation | None = None,
        note: str = "",
    ) -> str:
        """Return the list of conversations; above it `note`, and where conversations are kept if not in their place."""
        listing = Listing()
        try:
            listing = self._keeping.listing(asker.owner, words, limit)
        except YinjuError as error:
            note = note or self.told(error, asker)
        now, notes = datetime.now().astimezone(), " ".join(filter(None, (note, *self._notes(asker))))
        return conversations(
            *(listing, asker.interface, now), current=current, words=words, deleted=deleted, note=notes or None
        )

    def _notes(self, asker: Asker) -> Iterator[str]:
        if self._keeping.elsewhere is not None:
            why = self.told(self._keeping.elsewhere, asker)
            yield say("conversations_elsewhere", asker.interface, why=why)
        if self._keeping.damaged is not None:
            yield self.told(self._keeping.damaged, asker)
        if self._told is not None and time.monotonic() - self._told[0] < LATELY:
            yield self.told(self._told[1], asker)
