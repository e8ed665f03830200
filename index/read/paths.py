"""Files and folders to drafts: the one place that opens files, whatever their format."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from yinju.index.errors import UsageError
from yinju.index.read.html import read_html
from yinju.index.read.rows import read_jsonl
from yinju.index.read.text import read_markdown, read_text
from yinju.index.types import Draft, Unreadable

READERS: dict[str, Callable[[Path, str], Iterator[Draft | Unreadable]]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_jsonl,
}
_LARGEST = {".jsonl": 1 << 30}
_LARGEST_OTHER = 64 << 20  # bytes; a single article is never this long


def read_paths(paths: Iterable[Path]) -> Iterator[Draft | Unreadable]:
    """Yield a draft for every article in the files and folders, in a stable order, and every failure.

    Folders are walked whole; hidden entries are left out. Raises UsageError for a path that does not exist.
    """
    listed = list(paths)
    for path in listed:
        if not exists(path):
            raise UsageError(f"{path}: no such file or folder; check the spelling")
    seen: set[Path] = set()
    for path in listed:
        for file, named in _files(path):
            if file in seen:
                continue
            seen.add(file)
            for item in _read_file(file, named):
                yield _encodable(item)


def _encodable(item: Draft | Unreadable) -> Draft | Unreadable:
    """Report a draft whose name, address or metadata holds half a character; in texts they are replaced."""
    if isinstance(item, Unreadable):
        return item
    values = (value for found in item.facets.values() for value in found)
    fields = "".join((item.identity, item.where, item.url or "", item.language or "", *item.facets, *values))
    try:
        fields.encode()
    except UnicodeEncodeError:
        where = item.where.encode(errors="backslashreplace").decode()
        return Unreadable(where, "its name, address or metadata holds half a character; rename it or mend the field")
    return item


def count_files(paths: Iterable[Path]) -> int:
    """Return how many articles the paths hold, rows of JSON Lines counted one by one (for progress only)."""
    total = 0
    for path in paths:
        for file, _ in _files(path) if exists(path) else ():
            if file.suffix.lower() == ".jsonl" and file.is_file():
                with suppress(OSError), file.open("rb") as stream:
                    total += sum(1 for line in stream if line.strip())
            elif file.suffix.lower() in READERS:
                total += 1
    return total


def exists(path: Path) -> bool:
    """Say whether there is something at a path; one that no file system could hold is not there."""
    try:
        return path.exists()
    except OSError:
        return False


def _files(path: Path) -> Iterator[tuple[Path, bool]]:
    if not path.is_dir():
        yield Path(os.path.abspath(path)), True
        return
    for file in sorted(Path(os.path.abspath(path)).rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(os.path.abspath(path)).parts)
        if not hidden and not file.is_dir():
            yield file, False


def _read_file(path: Path, named: bool) -> Iterator[Draft | Unreadable]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(READERS))
        yield Unreadable(
            str(path),
            f"unknown format {path.suffix or '(no suffix)'}; Yinju reads {known}",
            ignored=not named,
        )
        return
    try:
        if not path.is_file():
            yield Unreadable(str(path), "not a regular file")
            return
        size, limit = path.stat().st_size, _LARGEST.get(path.suffix.lower(), _LARGEST_OTHER)
        if size > limit:
            yield Unreadable(
                str(path),
                f"{size >> 20} MiB is more than the {limit >> 20} MiB an article may have; split it",
            )
            return
        content = path.read_bytes()
    except OSError as error:
        yield Unreadable(str(path), f"cannot be read ({error.strerror or error}); check its permissions")
        return
    text = _decoded(content)
    if isinstance(text, Unreadable):
        yield Unreadable(str(path), text.why)
    elif not text.strip():
        yield Unreadable(str(path), "empty; nothing to add")
    else:
        yield from reader(path, text)


def _decoded(content: bytes) -> str | Unreadable:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Unreadable("", "UTF-16 text; convert it with `iconv -f UTF-16 -t UTF-8`")
    if b"\x00" in content[:65536]:
        return Unreadable("", "binary content, not text")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        return Unreadable(
            "",
            f"not UTF-8 (byte 0x{content[error.start]:02x} at {error.start}); convert it, for example with `iconv -f GB18030 -t UTF-8`",
        )
