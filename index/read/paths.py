"""Files and folders to drafts: the one place that opens files, whatever their format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO

from yinju.index.errors import UsageError
from yinju.index.read.archive import count_members, read_zip
from yinju.index.read.folders import Selection, aside, files
from yinju.index.read.formats import QUARANTINED, READ, ROWS, read, read_rows, too_large
from yinju.index.read.quarantine import Quarantine
from yinju.index.types import Draft, Unreadable

_LONGEST = 5_000_000  # characters of an article: longer than the longest novels
_MOST_LINES = 200_000  # cleaning looks at each, some 20 µs
_LONGEST_LINE = 1_000_000  # characters of a line: no prose, and every step after reading takes lines whole
_LONGEST_TITLE = 1_000  # characters: its words count as words of every passage
_LONGEST_FIELDS = 100_000  # characters of address and metadata together
_TOLD = 100  # failures of one file that are told one by one
_STEP = 1 << 20  # bytes read at a time: an archive may announce less than it unpacks to


def read_paths(paths: Iterable[Path], selection: Selection | None = None) -> Iterator[Draft | Unreadable]:
    """Yield a draft for every article in the files and folders, in a stable order, and every failure.

    Folders are walked whole, zipped ones too; hidden entries are left out, and what a selection does not admit.
    Raises UsageError for a path that does not exist.
    """
    selection = selection or Selection()
    listed = list(paths)
    check(listed)
    seen: set[Path] = set()
    with Quarantine() as quarantine:
        for path in listed:
            for file, named in files(path, selection):
                if file not in seen:
                    seen.add(file)
                    yield from read_file(file, quarantine, selection, named=named)


def check(paths: Iterable[Path]) -> None:
    """Raise UsageError for a path that does not exist."""
    for path in paths:
        if not exists(path):
            raise UsageError(f"{path}: no such file or folder; check the spelling")


def exists(path: Path) -> bool:
    """Say whether there is something at a path; one that no file system could hold is not there."""
    try:
        return path.exists()
    except OSError:
        return False


def count_files(paths: Iterable[Path], selection: Selection | None = None) -> int:
    """Return how many articles the paths hold, rows counted by their lines (for progress only)."""
    total = 0
    every = selection or Selection()
    for path in paths:
        for file, named in files(path, every) if exists(path) else ():
            suffix = file.suffix.lower()
            if suffix in ROWS and file.is_file():
                with suppress(OSError), file.open("rb") as stream:
                    total += _count_rows(stream)
            elif suffix == ".zip":
                total += count_members(file, every if named else Selection())
            else:
                total += suffix in READ
    return total


def _count_rows(stream: IO[bytes]) -> int:
    rows, open_end = 0, False
    for part in iter(partial(stream.read, _STEP), b""):
        pieces = part.split(b"\n")
        rows += sum(map(bool, pieces)) - (open_end and bool(pieces[0]))
        open_end = bool(pieces[-1]) or (open_end and len(pieces) == 1)
    return rows


def read_file(
    path: Path, quarantine: Quarantine, selection: Selection, *, named: bool = False
) -> Iterator[Draft | Unreadable]:
    """Yield what one file holds. Of a zipped folder that was named itself only what the selection admits."""
    failed = 0
    for item in map(_acceptable, _found(path, quarantine, selection, named)):
        failed += isinstance(item, Unreadable) and not item.ignored
        if isinstance(item, Draft) or item.ignored or failed <= _TOLD:
            yield item
    if failed > _TOLD:
        yield Unreadable(str(path), f"{failed - _TOLD:,} more failures like those above it; mend them first")


def _found(path: Path, quarantine: Quarantine, selection: Selection, named: bool) -> Iterator[Draft | Unreadable]:
    def opened(where: Path, stream: IO[bytes]) -> Iterable[Draft | Unreadable]:
        suffix = where.suffix.lower()
        if suffix in ROWS:
            return read_rows(where, stream)
        content = b"".join(iter(partial(stream.read, _STEP), b""))
        return quarantine.read(where, content) if suffix in QUARANTINED else read(where, content)

    if path.suffix.lower() == ".zip" and path.is_file():
        yield from read_zip(path, selection if named else Selection(), opened)
    elif objection := _objection(path, named):
        yield objection
    else:
        try:
            with path.open("rb") as stream:
                yield from opened(path, stream)
        except OSError as error:
            yield _closed(path, error)


def _objection(path: Path, named: bool) -> Unreadable | None:
    """Return why a file is not even opened."""
    if path.suffix.lower() not in READ:
        known = ", ".join(sorted({*READ, ".zip"}))
        unknown = f"unknown format {path.suffix or '(no suffix)'}; Yinju reads {known}"
        return Unreadable(str(path), unknown, ignored=not named)
    if not named and (reason := aside(path, lambda other: exists(Path(other)))):
        return Unreadable(str(path), reason, ignored=True)
    try:
        if not path.is_file():
            return Unreadable(str(path), "not a regular file")
        too_long = too_large(path, path.stat().st_size)
    except OSError as error:
        return _closed(path, error)
    return Unreadable(str(path), too_long) if too_long else None


def _closed(path: Path, error: OSError) -> Unreadable:
    return Unreadable(str(path), f"cannot be read ({error.strerror or error}); check its permissions")


def _acceptable(item: Draft | Unreadable) -> Draft | Unreadable:
    """Report a draft that cannot be stored, or that is no article by its size; half characters in texts are replaced."""
    if isinstance(item, Unreadable):
        return item
    values = (value for found in item.facets.values() for value in found)
    fields = "".join((item.identity, item.where, item.url or "", item.language or "", *item.facets, *values))
    try:
        fields.encode()
    except UnicodeEncodeError:
        where = item.where.encode(errors="backslashreplace").decode()
        return Unreadable(where, "its name, address or metadata holds half a character; rename it or mend the field")
    if not item.raw.strip():
        return Unreadable(item.where, "no text; nothing to add")
    if len(item.title) > _LONGEST_TITLE:
        return Unreadable(item.where, f"a title of {len(item.title):,} characters is no headline; shorten it")
    if len(fields) > _LONGEST_FIELDS:
        why = f"{len(fields):,} characters of metadata; leave out what is no facet, or move it into the text"
        return Unreadable(item.where, why)
    longest = max(map(len, item.raw.split("\n"))) if len(item.raw) > _LONGEST_LINE else 0
    if longest > _LONGEST_LINE:
        why = f"a line of {longest:,} characters is no prose; put paragraphs on lines of their own"
        return Unreadable(item.where, why)
    if len(item.raw) > _LONGEST:
        why = f"{len(item.raw):,} characters, more than the {_LONGEST:,} of an article; split it"
        return Unreadable(item.where, why)
    if item.raw.count("\n") > _MOST_LINES:
        return Unreadable(item.where, f"{item.raw.count(chr(10)):,} lines, as no article has; split it")
    return item
