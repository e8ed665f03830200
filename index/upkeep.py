"""Work that nobody waits for: in large libraries faster searches are made, and the index file is written.

One thread at a time does it, after a change or when a reader meets the need, in a process that has the snapshot in
memory anyway. A process that ends waits for it, since the next one opens faster for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from yinju.index import files
from yinju.index.catalogue import INDEX
from yinju.index.encoders.profile import Profile
from yinju.index.snapshot import Snapshot

SMALL = 10_000
"""Vectors below which no file is kept: reading the catalogue takes a quarter of a second at most (25 µs a vector)."""
_CHANGED = 0.02  # share of passages that came or went before the file is written anew; growing from it is that cheap


class Upkeep:
    """Looks after one library's latest snapshot."""

    def __init__(self, folder: Path, swap: Callable[[Snapshot, Snapshot], None]) -> None:
        """`swap` is called with a snapshot and a better one of the same state."""
        self._folder, self._swap = folder, swap
        self._lock = threading.Lock()
        self._next: tuple[Snapshot, Profile] | None = None
        self._thread: threading.Thread | None = None

    def consider(self, snapshot: Snapshot, profile: Profile) -> None:
        """Begin what there is to do for a new snapshot; return at once."""
        if not (snapshot.slow or self._unsaved(snapshot)):
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

    def _unsaved(self, snapshot: Snapshot) -> bool:
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
            if snapshot.slow:
                quick = replace(snapshot.quickened(), unsaved=snapshot.vectors)
                self._swap(snapshot, quick)
                snapshot = quick
            if self._unsaved(snapshot) and files.save(self._folder, snapshot, profile):
                # what lies in the file need not be held in memory as well
                try:
                    kept = files.read(self._folder, snapshot.state, profile) or replace(snapshot, unsaved=0)
                except RuntimeError:  # the process is ending and starts no more threads; the file is what it waited for
                    return
                self._swap(snapshot, kept)
                self.consider(kept, profile)  # a rough search over less than all rows is not kept in a file
