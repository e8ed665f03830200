"""What adding on the page does: files that were sent become articles, in the background, whoever looks on."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from yinju.index import listing
from yinju.index.encoders.types import Encoder
from yinju.index.errors import LibraryReadOnly, YinjuError
from yinju.index.library import Library
from yinju.index.read.received import Received, count_received, own_name, read_received
from yinju.index.types import Draft, Unreadable
from yinju.rag import bootstrap, engines
from yinju.rag.settings import Settings
from yinju.ui.html.additions import Addition, progress
from yinju.ui.html.troubles import trouble
from yinju.ui.progress import Pace
from yinju.ui.strings import Interface, say

LARGEST = 64
"""MB that a file may have; what is longer than any article is added from the command line."""
MOST = 2_000
"""Files that are sent at once."""

_AT_ONCE = 2  # additions that run side by side: two people need not wait for each other, ten must not slow all askers
_KEPT = 50  # reports that are kept until they are closed
_LISTED = 20  # articles of a report that are shown
_KINDNESS = 10  # by how much adding yields to questions, as the `nice` of its threads

Sent = Sequence[Mapping[str, Any]]
"""What the browser tells of each file: `name`, and `path` where it was sent to or `why` it was not sent."""


@dataclass(slots=True)
class _Job:
    owner: str
    shown: Addition
    stop: threading.Event = field(default_factory=threading.Event)


class Receiving:
    """Adds what was sent to one library, each addition in a thread of its own."""

    def __init__(self, library: Library, settings: Settings, uploads: Path) -> None:
        """`uploads` is the folder that sent files lie in; no other file is ever touched."""
        self._library, self._settings, self._uploads = library, settings, uploads
        self._folder = str(library.catalogue.folder.absolute())
        self._jobs: dict[int, _Job] = {}
        self._lock, self._choosing = threading.Lock(), threading.Lock()
        self._room = threading.Semaphore(_AT_ONCE)
        self._encoder: Encoder | None = None
        self._last = 0

    def receive(self, sent: Sent, owner: str) -> int:
        """Begin to add files, and return the number of the addition. Never waits for it."""
        place = Path(tempfile.mkdtemp(prefix="adding-", dir=self._made()))
        files, refused = list[Received](), list[Unreadable]()
        for number, file in enumerate(sent[: 2 * MOST], 1):
            name = own_name(str(file.get("name", "")))
            path = self._taken(str(file.get("path", "")), place / f"{number:05}{PurePosixPath(name).suffix[:20]}")
            if path is None or len(files) >= MOST:
                refused.append(Unreadable(name, _why(file, over=path is not None)))
            else:
                files.append(Received(name, path))
        with self._lock:
            self._last += 1
            job = _Job(owner, Addition(self._last, len(files), total=len(files), refused=tuple(refused)))
            self._jobs[self._last] = job
            ended = [number for number, other in self._jobs.items() if other.shown.ended]
            for number in ended[: max(0, len(self._jobs) - _KEPT)]:
                del self._jobs[number]
        threading.Thread(target=self._work, args=(job, files, place), name="adding", daemon=True).start()
        return job.shown.number

    def shown(self, owner: str, interface: Interface) -> str:
        """Return somebody's additions, the latest first, and that others are adding, as HTML."""
        with self._lock:
            jobs = sorted(self._jobs.values(), key=lambda job: -job.shown.number)
        own = [job.shown for job in jobs if job.owner == owner]
        others = [job.shown for job in jobs if job.owner != owner and not job.shown.ended]
        return progress(own, others, self._folder, interface)

    def busy(self) -> bool:
        """Say whether anything is being added."""
        with self._lock:
            return any(not job.shown.ended for job in self._jobs.values())

    def stop(self, number: int, owner: str) -> None:
        """End somebody's addition after the articles it is at; what has gone in stays."""
        with self._lock:
            job = self._jobs.get(number)
            if job and job.owner == owner and not job.shown.ended:
                job.shown = replace(job.shown, state="stopping")
                job.stop.set()

    def close(self, number: int, owner: str) -> None:
        """Forget the report of an addition that has ended."""
        with self._lock:
            job = self._jobs.get(number)
            if job and job.owner == owner and job.shown.ended:
                del self._jobs[number]

    def closed(self, interface: Interface) -> str:
        """Return why nothing can be added, as far as permissions tell before it is tried; empty when they allow it."""
        catalogue = self._library.catalogue
        if not catalogue.path.exists() or all(os.access(path, os.W_OK) for path in (catalogue.folder, catalogue.path)):
            return ""
        return trouble(LibraryReadOnly(), self._folder, interface)

    def engine(self, interface: Interface) -> str:
        """Return what encodes additions, in words."""
        fast = bootstrap.adds_faster(self._settings, self._library)
        return say("library_state_fast" if fast else "library_state_usual", interface)

    def _made(self) -> Path:
        self._uploads.mkdir(parents=True, exist_ok=True)
        return self._uploads

    def _taken(self, path: str, place: Path) -> Path | None:
        """Move a sent file to its place; None for what was not sent here, whatever the browser says."""
        try:
            found = Path(path).resolve()
            if not path or not found.is_relative_to(self._uploads.resolve()) or not found.is_file():
                return None
            found.replace(place)
        except (OSError, ValueError):  # ValueError: a null byte
            return None
        return place

    def _work(self, job: _Job, files: list[Received], place: Path) -> None:
        _be_kind()
        try:
            with self._room:
                self._add(job, files)
        except YinjuError as error:
            self._update(job, state="failed", error=error)
        except Exception:  # the page must say so; the log keeps the trace
            logging.getLogger(__name__).exception("adding failed")
            self._update(job, state="failed")
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def _add(self, job: _Job, files: list[Received]) -> None:
        total, pace = count_received(files), Pace()
        self._update(job, state="stopping" if job.stop.is_set() else "running", total=total)

        def advance(articles: int) -> None:
            pace.advance(articles, 0)
            self._update(job, done=pace.articles, left=pace.left(total))

        drafts = _until(job.stop, read_received(files))
        report = self._library.add(drafts, progress=advance, encoder=self._chosen(total))
        with self._library.catalogue.reading() as connection:
            stored = listing.entries(connection, report.stored[:_LISTED])
        self._update(job, state="stopped" if job.stop.is_set() else "done", report=report, stored=tuple(stored))

    def _chosen(self, articles: int) -> Encoder | None:
        with self._choosing:  # takes seconds where the engine has to be prepared first
            if self._encoder is None:
                engines.ready_for(self._settings, articles, logging.getLogger(__name__).info)
                self._encoder = bootstrap.encoder_for_adding(self._settings, self._library)
            return self._encoder

    def _update(self, job: _Job, **fields: Any) -> None:
        with self._lock:
            if job.shown.state == "stopping" and fields.get("state") == "running":
                del fields["state"]
            job.shown = replace(job.shown, **fields)


def _why(file: Mapping[str, Any], *, over: bool) -> str:
    """Return why a file was not sent, or not taken because there were too many before it."""
    code, size = file.get("why"), file.get("size")
    if over or code == "many":
        return f"more than {MOST:,} files at once; zip the folder and add the archive, or add the rest afterwards"
    if code == "large":
        told = f"{size / 1_000_000:,.0f} MB is" if isinstance(size, int | float) else "this is"
        return f"{told} more than the {LARGEST} MB a file may have on this page; split it, or run `yinju add` where Yinju runs"
    return "could not be sent; check the connection and add it again"


def _until(stop: threading.Event, drafts: Iterable[Draft | Unreadable]) -> Iterator[Draft | Unreadable]:
    for draft in drafts:
        if stop.is_set():
            return
        yield draft


def _be_kind() -> None:
    """Let questions go first: on Linux a thread, and all that it starts, can yield to the others of its process."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _KINDNESS)
