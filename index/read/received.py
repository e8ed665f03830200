"""Files that were sent, not found: read under the names their owners gave them, wherever their bytes lie for now."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from yinju.index.read.folders import Selection, aside, hidden
from yinju.index.read.paths import count_files, read_file
from yinju.index.read.quarantine import Quarantine
from yinju.index.types import Draft, Unreadable

_LONGEST_NAME = 500  # characters


class Received(NamedTuple):
    """A file: its own name, with the folders it was sent in, and where its bytes lie under a name of the same suffix."""

    name: str
    path: Path


def own_name(sent: str) -> str:
    """Return the name of a sent file, the same for the same file from any machine and never a path out of anywhere."""
    printable = "".join(character for character in sent.replace("\\", "/") if character.isprintable())
    # macOS sends accents and syllables taken apart
    parts = PurePosixPath(unicodedata.normalize("NFC", printable)[-_LONGEST_NAME:]).parts
    return "/".join(part for part in parts if part not in ("/", "..")) or "?"


def read_received(files: Sequence[Received]) -> Iterator[Draft | Unreadable]:
    """Yield a draft for every article in the files, and every failure.

    An article without an address of its own is known by its file's name, so that a newer file of that name updates
    it. Files that came in a folder are taken as those of a folder are: hidden ones are left out.
    """
    names = {file.name for file in files}
    with Quarantine() as quarantine:
        for name, path in files:
            below = PurePosixPath(name)
            named = len(below.parts) == 1
            if not named and hidden(below):
                continue
            if not named and (why := aside(below, lambda other: str(other) in names)):
                yield Unreadable(name, why, ignored=True)
                continue
            for item in read_file(path, quarantine, Selection(), named=named):
                yield _renamed(item, str(path), name)


def count_received(files: Sequence[Received]) -> int:
    """Return how many articles the files hold, rows counted by their lines (for progress only)."""
    return count_files(file.path for file in files)


def _renamed(item: Draft | Unreadable, path: str, name: str) -> Draft | Unreadable:
    where = _with_name(item.where, path, name)
    if isinstance(item, Unreadable):
        return replace(item, where=where)
    return replace(item, where=where, identity=_with_name(item.identity, path, name))


def _with_name(text: str, path: str, name: str) -> str:
    return name + text[len(path) :] if text.startswith(path) else text
