"""Where conversations are kept: in the library's folder, and while nothing can be written there in a temporary one.

A folder that can be written to again takes in what was kept elsewhere meanwhile. Another program that writes is waited
for and told of; nothing is moved for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from yinju.index.errors import KeptLater, NotKept, PutAside
from yinju.index.types import Filter
from yinju.rag.conversations.moving import Numbers, move
from yinju.rag.conversations.store import PAGE, Conversations, present
from yinju.rag.conversations.types import Listing

_ATTEMPTS = 3  # a damaged file is put aside, and so may be what another program makes in its place
_Result = TypeVar("_Result")

LATELY = 86_400
"""Seconds for which a damage is told."""


class Keeping:
    """The conversations of everybody with one library. Safe to use from many threads.

    `elsewhere` says why they are kept in a temporary folder, None while they are kept in the library's.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] = present) -> None:
        self._folder, self._now = folder, now
        self._lock = threading.RLock()
        self._refuge: TemporaryDirectory[str] | None = None  # deleted with this process
        self._there = set[str]()
        self._numbers = Numbers()
        self.elsewhere: NotKept | None = None
        self._damage: tuple[float, PutAside] | None = None

    @property
    def damaged(self) -> PutAside | None:
        """What became of a file that was found damaged lately."""
        found = self._damage
        return found[1] if found and time.monotonic() - found[0] < LATELY else None

    def store(self, owner: str, id: str = "") -> Conversations:
        """Return the conversations of an owner where one of them is kept."""
        with self._lock:
            if self._refuge is not None and id in self._there:
                return self._elsewhere(Path(self._refuge.name), owner)
        return self._home(owner)

    def number(self, id: str, number: int) -> int:
        """Return the number that a question has now: another server may have given its own away meanwhile."""
        return self._numbers.get((id, number), number)

    def begin(self, question: str, id: str, owner: str, wanted: Filter) -> tuple[str, int]:
        """Keep a question in a conversation, in a new one where there is none; return both. Raises NotKept.

        That is KeptLater where another program writes for too long, and otherwise where even a temporary folder is full.
        """
        try:
            return self.tried(lambda: self._begin_at_home(question, id, owner, wanted))
        except KeptLater:
            raise
        except NotKept as error:
            return self._begin_elsewhere(question, id, owner, wanted, error)

    def settle(self, id: str, number: int, owner: str, act: Callable[[Conversations, int], None]) -> None:
        """Let something be kept of a question, whose conversation goes on elsewhere when its folder takes no more of it.

        `act` is given the number that the question has there. Raises ConversationMissing, NotKept.
        """
        try:
            self.tried(lambda: self._act(id, number, owner, act))
        except KeptLater:
            raise
        except NotKept as error:
            with self._lock:
                act(self._elsewhere(self._shelter(id, error), owner), self.number(id, number))

    def listing(self, owner: str, words: str = "", limit: int = PAGE) -> Listing:
        """Return the newest conversations, wherever they are kept. Raises NotKept."""
        with self._lock:
            if self._refuge is None:
                return self.tried(lambda: self._home(owner).listing(words, limit))
            found = self._elsewhere(Path(self._refuge.name), owner).listing(words, limit)
            with suppress(NotKept):  # why nothing is kept there is known already
                home = self.tried(lambda: self._home(owner).listing(words, limit))
                older = [entry for entry in home.entries if entry.conversation.id not in self._there]
                entries = sorted((*found.entries, *older), key=lambda entry: entry.conversation.changed, reverse=True)
                return Listing(tuple(entries[:limit]), found.more or home.more or len(entries) > limit)
            return found

    def tried(self, act: Callable[[], _Result]) -> _Result:
        """Return what comes of an act, done once more after a damaged file was put aside. Raises NotKept."""
        for _ in range(_ATTEMPTS - 1):
            try:
                return act()
            except PutAside as error:
                if self.damaged is None or error.phrase != "renamed":  # which says less than what is known
                    self._damage = time.monotonic(), error
        return act()

    def _act(self, id: str, number: int, owner: str, act: Callable[[Conversations, int], None]) -> None:
        with self._lock:
            if self._refuge is not None:  # which nobody takes home meanwhile
                act(self.store(owner, id), self.number(id, number))
                return
        act(self.store(owner, id), self.number(id, number))

    def _begin_at_home(self, question: str, id: str, owner: str, wanted: Filter) -> tuple[str, int]:
        with self._lock:
            refuge = self._refuge
            if refuge is not None:
                self._renumber(move(Path(refuge.name), self._folder))
                self._refuge, self.elsewhere = None, None
                self._there.clear()
        if refuge is not None:
            refuge.cleanup()
        return self._home(owner).ask(question, id, wanted)

    def _begin_elsewhere(self, question: str, id: str, owner: str, wanted: Filter, error: NotKept) -> tuple[str, int]:
        with self._lock:
            refuge = self._shelter(id, error)
            id, number = self._elsewhere(refuge, owner).ask(question, id, wanted)
            self._there.add(id)
        return id, number

    def _shelter(self, id: str, error: NotKept) -> Path:
        """Return the temporary folder, with a conversation as far as it can be read."""
        with self._lock:
            try:
                self._refuge = self._refuge or TemporaryDirectory(prefix="yinju-", ignore_cleanup_errors=True)
            except OSError:
                raise error from None
            refuge, self.elsewhere = Path(self._refuge.name), error
            if id and id not in self._there:
                with suppress(NotKept):
                    move(self._folder, refuge, id)
                    self._there.add(id)
        return refuge

    def _renumber(self, moved: Numbers) -> None:
        known = {asked: moved.get((asked[0], number), number) for asked, number in self._numbers.items()}
        self._numbers = {**known, **moved}

    def _home(self, owner: str) -> Conversations:
        return Conversations(self._folder, owner, self._now)

    def _elsewhere(self, refuge: Path, owner: str) -> Conversations:
        # what was deleted there is known to be when it comes home, however long that takes
        return Conversations(refuge, owner, self._now, erases=False)
