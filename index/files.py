"""The index file: a snapshot kept beside the catalogue, so that a large library opens at once.

It is derived and never the truth. One file, written under another name and moved into place: a header (JSON: which
library, after how many changes, which means, and for every array its place, type, shape and CRC-32), then the plain
arrays, aligned to 64 bytes, which are mapped rather than read. What does not fit, or is damaged, is as good as
not there, and the catalogue is read instead. 50,000 articles (600,000 vectors, 680 MB) open in .4 s of one core
instead of 16 s, 5,000 in .1 s instead of 1.5 s.
"""

from __future__ import annotations

import json
import logging
import math
import mmap
import os
import sqlite3
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from yinju.index.catalogue import FILE, INDEX
from yinju.index.encoders.profile import Profile
from yinju.index.packing import Arrays, packed, unpacked
from yinju.index.snapshot import Snapshot, State, state_of

_MAGIC = b"YINJUIDX"
_FORMAT = 1
_ALIGNED = 64
_LONGEST_HEADER = 1 << 24
_PATIENCE = 2.0  # seconds a finished file waits for somebody who writes to the catalogue

_log = logging.getLogger(__name__)


class Unfit(Exception):
    """The file cannot be used; the message says why."""


class _Content(NamedTuple):
    header: dict[str, Any]
    arrays: Arrays


def read(folder: Path, state: State, profile: Profile) -> Snapshot | None:
    """Return what the file of a library holds when it fits a state, or an older one of it; otherwise None."""
    if not (folder / INDEX).exists():
        return None
    try:
        header, arrays = _open(folder / INDEX)
        saved = State(header["library"], header["generation"])
        if saved.library != state.library or saved > state:
            raise Unfit("it belongs to another state of the library")
        if header["means"] != _fingerprint(profile):
            raise Unfit("it was made with other language means")
        return Snapshot(saved, unpacked(arrays))
    except (Unfit, OSError, ValueError) as error:
        _log.info("the index file of %s is not used, the catalogue is read instead: %s", folder, error)
        return None


def save(folder: Path, snapshot: Snapshot, profile: Profile) -> bool:
    """Write the file; say whether it is in place. A folder that cannot be written to just has none.

    It only takes its place while the catalogue is in the very state of the snapshot, with writers kept out for that
    moment: what was removed meanwhile must not come back.
    """
    unfinished = folder / f"{INDEX}.{os.getpid()}-{threading.get_ident()}.new"
    try:
        _write(unfinished, snapshot, profile)
        address = f"{(folder / FILE).absolute().as_uri()}?mode=rw"
        with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            if state_of(connection) == snapshot.state:
                unfinished.replace(folder / INDEX)
                return True
    except (OSError, sqlite3.Error) as error:
        _log.info("no index file is kept in %s: %s", folder, error)
    finally:
        _unlink(unfinished)
    return False


def discard(folder: Path) -> None:
    """Delete the file, and what is left of unfinished ones."""
    for path in folder.glob(f"{INDEX}*"):
        _unlink(path)


def verify(folder: Path) -> list[str]:
    """Check the file completely, against the catalogue too; return what is wrong, in words. No file, no problem."""
    path = folder / INDEX
    if not path.exists():
        return []
    try:
        header, arrays = _open(path)
        cells = unpacked(arrays)
    except (Unfit, OSError, ValueError) as error:
        return [f"{path}: {error}"]
    address = f"{(folder / FILE).absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")
        state = state_of(connection)
        if header["library"] != state.library:
            return [f"{path}: it belongs to another library"]
        if header["generation"] > state.generation:
            return [f"{path}: it is newer than the catalogue"]
        wrong = []
        for language, cell in cells.items():
            rows = connection.execute(
                'SELECT id, article, start, "end" FROM passages WHERE language = ? ORDER BY id', (language,)
            ).fetchall()
            known = {row[0]: row[1:] for row in rows}
            saved = zip(cell.ids.tolist(), cell.articles, cell.spans.tolist(), strict=True)
            differing = sum(known.get(id_, (article, *span)) != (article, *span) for id_, article, span in saved)
            missing = len(set(known) - set(cell.ids.tolist())) if header["generation"] == state.generation else 0
            wrong += [f"{path}: {differing} passages ({language}) are not those of the catalogue"] if differing else []
            wrong += [f"{path}: {missing} passages ({language}) are missing"] if missing else []
        return wrong


def _write(path: Path, snapshot: Snapshot, profile: Profile) -> None:
    arrays = {name: np.ascontiguousarray(array) for name, array in packed(snapshot.cells).items()}
    at, table = 0, {}
    for name, array in arrays.items():
        # mapped arrays of the file that this one replaces are read here, and checked once more by that
        crc = zlib.crc32(_bytes(array))
        table[name] = {"type": array.dtype.str, "shape": array.shape, "at": at, "crc": crc}
        at += _rounded(array.nbytes)
    header = {
        "format": _FORMAT,
        "library": snapshot.state.library,
        "generation": snapshot.state.generation,
        "means": _fingerprint(profile),
        "size": at,
        "arrays": table,
    }
    head = json.dumps(header).encode()
    with path.open("wb") as file:
        file.write(_MAGIC + len(head).to_bytes(8, "little") + zlib.crc32(head).to_bytes(8, "little") + head)
        file.write(bytes(_rounded(file.tell()) - file.tell()))
        for array in arrays.values():
            file.write(_bytes(array))
            file.write(bytes(_rounded(array.nbytes) - array.nbytes))
        file.flush()
        os.fsync(file.fileno())


def _open(path: Path) -> _Content:
    """Map a file and check every byte that matters. Raises Unfit, OSError."""
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size < 3 * 8:
            raise Unfit("it is truncated")
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    length, crc = int.from_bytes(whole[8:16], "little"), int.from_bytes(whole[16:24], "little")
    if whole[:8] != _MAGIC or length > _LONGEST_HEADER:
        raise Unfit("it is no index file")
    head = whole[24 : 24 + length]
    if len(head) < length or zlib.crc32(head) != crc:
        raise Unfit("its header is damaged")
    header = json.loads(bytes(head))
    if header["format"] != _FORMAT:
        raise Unfit(f"it is of format {header['format']}, not {_FORMAT}")
    content = whole[_rounded(24 + length) :]
    if len(content) != header["size"]:
        raise Unfit("it is truncated" if len(content) < header["size"] else "it is longer than it should be")

    def checked(named: tuple[str, dict[str, Any]]) -> tuple[str, NDArray[Any]]:
        name, place = named
        kind = np.dtype(place["type"])
        part = content[place["at"] : place["at"] + math.prod(place["shape"]) * kind.itemsize]
        if zlib.crc32(part) != place["crc"]:
            raise Unfit(f"{name} is damaged")
        return name, np.frombuffer(part, kind).reshape(place["shape"])

    # two GB/s each; the interpreter is not held meanwhile
    with ThreadPoolExecutor(2) as pool:
        return _Content(header, dict(pool.map(checked, header["arrays"].items())))


def _bytes(array: NDArray[Any]) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _rounded(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED


def _fingerprint(profile: Profile) -> str:
    digest = blake2b(profile.model.encode(), digest_size=16)
    for (role, language), mean in sorted(profile.means.items()):
        digest.update(f"\0{role}\0{language}\0".encode() + mean.astype(np.float32).tobytes())
    return digest.hexdigest()


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("%s cannot be deleted: %s", path, error)
