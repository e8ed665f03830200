"""A library kept in step with folders: what is new or changed goes in, what was deleted goes out."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from yinju.index.library import Library
from yinju.index.read.folders import Selection, files
from yinju.index.read.paths import check, read_file
from yinju.index.read.quarantine import Quarantine
from yinju.index.types import AddReport, Draft, OnProgress, Unreadable, article_id

INTERVAL = 2.0
"""Seconds between two looks: a file whose size or time changed since the last one is still being written."""


class _Stamp(NamedTuple):
    size: int
    changed: int  # nanoseconds


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at the folders led to. `missing`: folders that cannot be reached, whose articles stay."""

    report: AddReport
    removed: int
    missing: tuple[Path, ...] = ()


@dataclass(slots=True)
class _File:
    """A file that was read: as it was then, and the ids of the articles it gave."""

    stamp: _Stamp
    ids: set[str] = field(default_factory=set)
    failed: bool = False


def follow(
    library: Library,
    paths: Iterable[Path],
    selection: Selection | None = None,
    *,
    interval: float = INTERVAL,
    progress: OnProgress = lambda _: None,
) -> Iterator[Round]:
    """Bring a library in step with files and folders, for ever; yield the first round and all that changed something.

    Only articles of files that were read here are ever removed, and none because a whole folder cannot be
    reached. Raises UsageError for a path that does not exist, LibraryError.
    """
    followed = _Followed(list(paths), selection or Selection())
    first, away = True, tuple[Path, ...]()
    while True:
        due, gone, missing = followed.look(interval, first=first)
        report = library.add(followed.drafts(due, first=first), progress=progress) if due else AddReport()
        outdated = followed.outdated(gone)
        removed = library.remove(sorted(outdated)) if outdated else 0
        changed = report.added or report.updated or report.unreadable or removed
        if first or changed or missing != away:
            yield Round(report, removed, missing)
        first, away = False, missing
        time.sleep(interval)


class _Followed:
    """What is known of the files: how each looked last, and what it gave when it was read."""

    def __init__(self, roots: list[Path], selection: Selection) -> None:
        check(roots)
        self._roots, self._selection = roots, selection
        self._disks = {root: root.stat().st_dev for root in roots if root.is_dir()}
        self._seen: dict[Path, _Stamp] = {}
        self._read: dict[Path, _File] = {}
        self._named: set[Path] = set()
        self._lost: set[str] = set()

    def look(self, interval: float, *, first: bool) -> tuple[list[Path], list[Path], tuple[Path, ...]]:
        """Return the files to read, those that are gone, and the roots that cannot be reached."""
        missing = tuple(root for root in self._roots if self._unreachable(root))
        now: dict[Path, _Stamp] = {}
        for root in self._roots:
            for file, named in files(root, self._selection) if root not in missing else ():
                if file not in now and (stamp := _stamp(file)):
                    now[file] = stamp
                    self._named |= {file} if named else set()
        oldest = time.time_ns() - int(interval * 1e9)
        due = [
            file
            for file, stamp in now.items()
            if (self._seen.get(file) == stamp or (first and stamp.changed < oldest)) and self._is_new(file, stamp)
        ]
        away = [Path(os.path.abspath(root)) for root in missing]
        missed = [file for file in self._read if file not in now and file not in self._seen]  # twice: it may have moved
        gone = [file for file in missed if _is_gone(file) and not any(file.is_relative_to(root) for root in away)]
        claimed = {claim for file in gone for claim in self._read[file].ids}
        due += [file for file, known in self._read.items() if file in now and file not in due and known.ids & claimed]
        self._seen = now
        return due, gone, missing

    def drafts(self, due: Iterable[Path], *, first: bool) -> Iterator[Draft | Unreadable]:
        """Yield what the files hold and note what they gave; what is no article is told once, in the first round."""
        with Quarantine() as quarantine:
            for path in due:
                before = self._read.get(path, _File(self._seen[path])).ids
                known = self._read[path] = _File(self._seen[path])
                for item in read_file(path, quarantine, self._selection, named=path in self._named):
                    if isinstance(item, Draft):
                        known.ids.add(article_id(item.identity))
                    known.failed |= isinstance(item, Unreadable) and not item.ignored
                    if first or isinstance(item, Draft) or not item.ignored:
                        yield item
                if known.failed:
                    known.ids |= before  # what cannot be read now may be whole again in a moment
                self._lost |= before - known.ids

    def outdated(self, gone: Iterable[Path]) -> set[str]:
        """Return the articles that no file holds any more, and forget the files that are gone."""
        for path in gone:
            self._lost |= self._read.pop(path).ids
        lost, self._lost = self._lost, set()
        return lost.difference(*(known.ids for known in self._read.values()))

    def _is_new(self, file: Path, stamp: _Stamp) -> bool:
        return file not in self._read or self._read[file].stamp != stamp

    def _unreachable(self, root: Path) -> bool:
        """Say whether a folder is away: not there, or another disk's (what is left where one was taken off)."""
        try:
            return root in self._disks and root.stat().st_dev != self._disks[root]
        except OSError:
            return True


def _stamp(file: Path) -> _Stamp | None:
    """Return how a file looks, a fixed stamp for what is there and cannot be read, None for what is not there."""
    try:
        found = file.stat()
    except OSError:
        return None if _is_gone(file) else _Stamp(-1, 0)
    return _Stamp(found.st_size, found.st_mtime_ns)


def _is_gone(file: Path) -> bool:
    """Say whether a file is surely not there any more; one in a folder that cannot be entered may be."""
    try:
        file.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
