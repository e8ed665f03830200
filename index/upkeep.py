"""Work that nobody waits for: the index file is written in the background, after a change or by a reader.

One thread at a time does it, in a process that has the snapshot in memory anyway. A process that ends waits for
it, since the next one opens faster for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from yinju.index import files
from yinju.index.catalogue import INDEX
from yinju.index.encoders.profile import Profile
from yinju.index.snapshot import Snapshot

SMALL = 10_000
"""Vectors below which no file is kept."""
_CHANGED = 0.02  # share of passages that came or went before the file is written anew; growing from it is that cheap


class Upkeep:
    """Keeps the index file of one library near its latest snapshot."""

    def __init__(self, folder: Path, saved: Callable[[Snapshot], None]) -> None:
        """`saved` is told which snapshot the file holds now."""
        self._folder, self._saved = folder, saved
        self._lock = threading.Lock()
        self._next: tuple[Snapshot, Profile] | None = None
        self._thread: threading.Thread | None = None

    def consider(self, snapshot: Snapshot, profile: Profile) -> None:
        """Begin what there is to do for a new snapshot; return at once."""
        if not self._is_due(snapshot):
            return
        with self._lock:
            self._next = snapshot, profile
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="upkeep")
                self._thread.start()

    def settle(self) -> None:
        """Wait until there is nothing left to do."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _is_due(self, snapshot: Snapshot) -> bool:
        if snapshot.vectors < SMALL:
            return False
        passages = sum(len(cell.ids) for cell in snapshot.cells.values())
        return snapshot.unsaved > _CHANGED * passages or not (self._folder / INDEX).exists()

    def _work(self) -> None:
        while True:
            with self._lock:
                if self._next is None:
                    self._thread = None
                    return
                (snapshot, profile), self._next = self._next, None
            if files.save(self._folder, snapshot, profile):
                self._saved(snapshot)
