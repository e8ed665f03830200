"""Files and folders to drafts: the one place that opens files, whatever their format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from yinju.index.errors import UsageError
from yinju.index.read.archive import count_members, read_zip
from yinju.index.read.folders import Selection, aside, files
from yinju.index.read.formats import QUARANTINED, READ, largest, read
from yinju.index.read.quarantine import Quarantine
from yinju.index.types import Draft, Unreadable

_ROWS = {".jsonl", ".csv", ".tsv"}
_LONGEST = 10_000_000  # characters of an article: three times a long novel
_LONGEST_LINE = 1_000_000  # characters of a line: no prose, and every step after reading takes lines whole


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
            if suffix in _ROWS and file.is_file():
                with suppress(OSError), file.open("rb") as stream:
                    total += sum(1 for line in stream if line.strip())
            elif suffix == ".zip":
                total += count_members(file, every if named else Selection())
            else:
                total += suffix in READ
    return total


def read_file(
    path: Path, quarantine: Quarantine, selection: Selection, *, named: bool = False
) -> Iterator[Draft | Unreadable]:
    """Yield what one file holds. Of a zipped folder that was named itself only what the selection admits."""

    def opened(path: Path, content: bytes) -> Iterable[Draft | Unreadable]:
        return quarantine.read(path, content) if path.suffix.lower() in QUARANTINED else read(path, content)

    if path.suffix.lower() == ".zip" and path.is_file():
        found: Iterable[Draft | Unreadable] = read_zip(path, selection if named else Selection(), opened)
    else:
        content = _content(path, named)
        found = [content] if isinstance(content, Unreadable) else opened(path, content)
    yield from map(_acceptable, found)


def _content(path: Path, named: bool) -> bytes | Unreadable:
    """Return the bytes of a file, or why it is not read."""
    if path.suffix.lower() not in READ:
        known = ", ".join(sorted({*READ, ".zip"}))
        unknown = f"unknown format {path.suffix or '(no suffix)'}; Yinju reads {known}"
        return Unreadable(str(path), unknown, ignored=not named)
    if not named and (reason := aside(path, lambda other: exists(Path(other)))):
        return Unreadable(str(path), reason, ignored=True)
    try:
        if not path.is_file():
            return Unreadable(str(path), "not a regular file")
        size, limit = path.stat().st_size, largest(path)
        if size > limit:
            why = f"{size >> 20} MiB is more than the {limit >> 20} MiB it may have; split it"
            return Unreadable(str(path), why)
        return path.read_bytes()
    except OSError as error:
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
    if len(item.raw) > _LONGEST:
        return Unreadable(
            item.where, f"{len(item.raw):,} characters, more than the {_LONGEST:,} of an article; split it"
        )
    longest = max(map(len, item.raw.split("\n"))) if len(item.raw) > _LONGEST_LINE else 0
    if longest > _LONGEST_LINE:
        why = f"a line of {longest:,} characters is no prose; put paragraphs on lines of their own"
        return Unreadable(item.where, why)
    return item
