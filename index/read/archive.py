"""Zipped folders: every member read as if it lay in a folder of the archive's name, nothing unpacked to disk."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from yinju.index.read.folders import Selection, aside, hidden
from yinju.index.read.formats import READ, too_large
from yinju.index.types import Draft, Unreadable

_MEMBERS = 10_000
_DIRECTORY = 4 << 20  # bytes of an archive's list of members; 10,000 long names take three
_TOTAL = 1 << 30  # bytes unpacked, of all members together
_RATIO = 200  # unpacked to packed: prose is packed to a third, tables of figures to a fiftieth
_UNSUSPECTED = 1 << 20  # bytes a member may unpack to whatever the ratio
_ARCHIVES = {".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar"}
_UTF8_NAME, _LOCKED = 0x800, 0x1  # bits of a member's flags
_leads_out = re.compile(r"/|[A-Za-z]:|(.*/)?\.\.(/|$)")
_PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # others may claim gigabytes to unpack the first byte
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
_UNREADABLE = (*_DAMAGED, ValueError, NotImplementedError)  # a list of members that makes no sense

Read = Callable[[Path, IO[bytes]], Iterable[Draft | Unreadable]]


def read_zip(path: Path, selection: Selection, read: Read) -> Iterator[Draft | Unreadable]:
    """Yield what `read` finds in the members, in the order of their names, and every member that is no article.

    A member's path is the archive's, `!` and its own name.
    """
    try:
        with _Careful(io.FileIO(path)) as file, zipfile.ZipFile(file) as archive:
            members = _wanted(archive, selection)
            if len(members) > _MEMBERS:
                raise _Refused(f"holds {len(members):,} files, more than the {_MEMBERS:,} it may; split it")
            left = _TOTAL
            for name, member in members:
                where = Path(f"{path}!{name}")
                why, ignored = _objection(name, member, left, {other for other, _ in members})
                if why:
                    yield Unreadable(str(where), why, ignored=ignored)
                    continue
                left -= member.file_size
                try:
                    with archive.open(member) as stream:  # it ends at the size that the archive announces
                        yield from read(where, stream)
                except _DAMAGED as error:
                    yield Unreadable(str(where), f"damaged in the archive ({str(error)[:120]}); make it again")
    except _Refused as error:
        yield Unreadable(str(path), str(error))
    except _UNREADABLE as error:
        why = f"damaged or cut short, no archive that can be opened ({str(error)[:120]}); fetch or make it again"
        yield Unreadable(str(path), why)


def count_members(path: Path, selection: Selection) -> int:
    """Return how many members have a suffix that can be read; 0 for what cannot be opened."""
    try:
        with _Careful(io.FileIO(path)) as file, zipfile.ZipFile(file) as archive:
            return sum(PurePosixPath(name).suffix.lower() in READ for name, _ in _wanted(archive, selection))
    except (*_UNREADABLE, _Refused):
        return 0


class _Refused(Exception):
    """An archive that is not even looked into."""


class _Careful(io.BufferedReader):
    """A file that is never read in one go beyond what a list of members needs, whatever it says of itself."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > _DIRECTORY:
            raise _Refused(f"its list of files is longer than {_DIRECTORY >> 20} MiB; split it")
        return super().read(size)


def _wanted(archive: zipfile.ZipFile, selection: Selection) -> list[tuple[str, zipfile.ZipInfo]]:
    named = [(_name(member), member) for member in archive.infolist() if not member.is_dir()]
    seen = ((name, member) for name, member in named if not hidden(PurePosixPath(name.replace("..", ""))))
    return sorted(
        ((name, member) for name, member in seen if selection.admits(PurePosixPath(name))),
        key=lambda item: (PurePosixPath(item[0]).parts, item[1].header_offset),
    )


def _name(member: zipfile.ZipInfo) -> str:
    """Return a member's name; without a mark for UTF-8 it is in what the maker's machine used, here often GB18030."""
    name = member.filename.replace("\\", "/")
    if member.flag_bits & _UTF8_NAME or name.isascii():
        return name
    raw = name.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _objection(name: str, member: zipfile.ZipInfo, left: int, names: set[str]) -> tuple[str, bool]:
    """Return why a member is not read, or nothing, and whether it was never meant to be."""
    path = PurePosixPath(name)
    if _leads_out.match(name):
        return "its name leads out of the archive; pack the folder again", False
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a link, not followed; pack the file itself", False
    if path.suffix.lower() in _ARCHIVES:
        return "an archive inside an archive, not opened; unpack it first", False
    if path.suffix.lower() not in READ:
        return f"unknown format {path.suffix or '(no suffix)'}", True
    if why := aside(path, lambda other: str(other) in names):
        return why, True
    if member.flag_bits & _LOCKED:
        return "locked with a password; unpack the archive first", False
    if member.compress_type not in _PACKED:
        return "packed in a way that only some programs know; pack the folder again as an ordinary .zip", False
    if too_long := too_large(Path(name), member.file_size):
        return too_long, False
    if member.file_size > max(_UNSUSPECTED, _RATIO * member.compress_size):
        ratio = member.file_size / max(1, member.compress_size)
        return f"unpacks to {ratio:.0f} times its size, as no text does; pack its text alone", False
    if member.file_size > left:
        return f"the archive unpacks to more than {_TOTAL >> 20} MiB, this part was left out; split the archive", False
    return "", False
