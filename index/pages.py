"""The rows in a SQLite file that SQLite itself cannot read any more, page by page.

Follows the file format as SQLite documents it (sqlite.org/fileformat2.html): every page that still looks like
a leaf (or like an inner page of an index, where rows stand too) gives its rows, whether or not anything
leads to it, and the log's committed pages stand in for the file's. What comes out may be damaged: the
caller has to prove it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

PAGE = 4096
"""Bytes a page: SQLite's usual size, which no library of ours departs from."""

Value = str | bytes | int | float | None
Row = tuple[Value, ...]

_INNER_INDEX, _LEAF_INDEX, _LEAF_TABLE = 2, 10, 13
_LOG_HEADER, _FRAME_HEADER = 32, 24
_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


class Pages:
    """The pages of a database file, with those of its log in their place; number 1 is the first."""

    def __init__(self, file: Path, log: Path) -> None:
        self._file = file.open("rb") if file.is_file() else None
        self._log = log.open("rb") if log.is_file() else None
        self._newer = dict(_committed(self._log.read())) if self._log else {}
        in_file = -(-file.stat().st_size // PAGE) if self._file else 0
        self.count = max([in_file, *self._newer])

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self._file, self._log):
            if file:
                file.close()

    def page(self, number: int) -> bytes:
        """Return a page's bytes, zeros where the file ends too early."""
        if self._log and number in self._newer:
            self._log.seek(self._newer[number])
            return self._log.read(PAGE)
        if self._file is None or not 0 < number <= self.count:
            return bytes(PAGE)
        self._file.seek((number - 1) * PAGE)
        return self._file.read(PAGE).ljust(PAGE, b"\0")

    def rows(self) -> Iterator[Row]:
        """Yield every row that can be made out, of whatever table, in no order."""
        for number in range(1, self.count + 1):
            page = self.page(number)
            kind = page[0] if number > 1 else 0  # the first page holds only the names of the tables
            if kind not in (_INNER_INDEX, _LEAF_INDEX, _LEAF_TABLE):
                continue
            count = int.from_bytes(page[3:5], "big")
            begin = 12 if kind == _INNER_INDEX else 8
            for place in range(begin, min(begin + 2 * count, PAGE - 1), 2):
                try:
                    yield _record(self._payload(page, kind, int.from_bytes(page[place : place + 2], "big")))
                except (IndexError, ValueError, struct.error):
                    continue  # not a row, or no longer one

    def _payload(self, page: bytes, kind: int, at: int) -> bytes:
        """Return a cell's content, gathered from its overflow pages. Raises ValueError, IndexError."""
        size, at = _varint(page, at + 4 if kind == _INNER_INDEX else at)
        if kind == _LEAF_TABLE:
            _, at = _varint(page, at)
        if size > self.count * PAGE:
            raise ValueError("longer than the file")
        most = PAGE - 35 if kind == _LEAF_TABLE else (PAGE - 12) * 64 // 255 - 23
        if size <= most:
            return page[at : at + size]
        least = (PAGE - 12) * 32 // 255 - 23
        local = least + (size - least) % (PAGE - 4)
        local = local if local <= most else least
        parts, have = [page[at : at + local]], local
        following = int.from_bytes(page[at + local : at + local + 4], "big")
        while have < size:
            if not 0 < following <= self.count:
                raise ValueError("the rest is gone")
            more = self.page(following)
            following = int.from_bytes(more[:4], "big")
            parts.append(more[4 : 4 + size - have])
            have += len(parts[-1])
        return b"".join(parts)


def unfinished(log: bytes) -> bool:
    """Say whether a log ends inside a transaction: with pages that no commit follows."""
    ends = [committed for _, _, committed in _frames(log)]
    return bool(ends) and not ends[-1]


def _committed(log: bytes) -> Iterator[tuple[int, int]]:
    """Yield the number of each page in a log, and where it stands, up to the last commit; later ones replace earlier."""
    pending: list[tuple[int, int]] = []
    for number, content, committed in _frames(log):
        pending.append((number, content))
        if committed:
            yield from pending
            pending = []


def _frames(log: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yield the number of each page that belongs to a log, where it stands, and whether it ends a transaction."""
    if len(log) < _LOG_HEADER:
        return
    magic, _, size, _, *salts = struct.unpack_from(">6I", log)
    if magic & ~1 != 0x377F0682 or size != PAGE:
        return
    order = ">" if magic & 1 else "<"
    sums = _checksum(log[:24], (0, 0), order)
    if sums != struct.unpack_from(">2I", log, 24):
        return
    for at in range(_LOG_HEADER, len(log) - _FRAME_HEADER - PAGE + 1, _FRAME_HEADER + PAGE):
        number, committed, *own_salts = struct.unpack_from(">4I", log, at)
        content = at + _FRAME_HEADER
        sums = _checksum(log[at : at + 8] + log[content : content + PAGE], sums, order)
        if own_salts != salts or sums != struct.unpack_from(">2I", log, at + 16):
            return
        yield number, content, bool(committed)


def _checksum(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    one, two = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a variable-length integer and where it ends."""
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | data[place] & 0x7F
        if not data[place] & 0x80:
            return value, place + 1
    return value << 8 | data[at + 8], at + 9


def _record(payload: bytes) -> Row:
    """Return the values of a row. Raises ValueError, IndexError, struct.error."""
    end, at = _varint(payload, 0)
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    values: list[Value] = []
    at = end
    for kind in kinds:
        size = (kind - 12) // 2 if kind >= 12 else {7: 8}.get(kind, _INTEGER_BYTES.get(kind, 0))
        raw = payload[at : at + size]
        if len(raw) != size:
            raise ValueError("a row that ends too early")
        values.append(_value(kind, raw))
        at += size
    return tuple(values)


def _value(kind: int, raw: bytes) -> Value:
    if kind >= 12:
        return raw.decode() if kind % 2 else raw
    if kind == 7:
        (number,) = struct.unpack(">d", raw)
        return float(number)
    if kind in (8, 9):
        return kind - 8
    return int.from_bytes(raw, "big", signed=True) if raw else None
