"""Libraries that take minutes to make, made once and kept; an addition that was interrupted is gone on with."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from yinju.eval.bench.types import Bench
from yinju.eval.runs import write_json
from yinju.eval.signature import commit, program
from yinju.index.encoders.types import Encoder
from yinju.index.errors import LibraryError
from yinju.index.library import Library
from yinju.index.types import Draft, Unreadable

# What a library holds follows from these; `adding` decides how fast it is filled, which the pairs measure.
# A library of another format does not open, and is made anew.
_CONTENT = (
    "index/text",
    "index/read",
    "index/encoders",
    "index/passages.py",
    "index/splitting.py",
    "index/context.py",
)
_OUTDATED = 3600.0  # seconds after which what was made by another version is taken for forgotten
_TOLD = 30.0  # seconds between two lines of progress


@dataclass(frozen=True, slots=True)
class Making:
    """How a library was made: seconds of adding, over how many sittings, by which commit."""

    articles: int = 0
    seconds: float = 0.0
    sittings: int = 0
    commit: str = ""
    whole: bool = False
    now: bool = False
    """Whether this very run made it whole."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A library's folder, the file that its articles came from, and how it was made."""

    folder: Path
    articles: Path
    making: Making


def kept(
    bench: Bench,
    name: str,
    drafts: Callable[[Path], Iterable[Draft | Unreadable]],
    encoder: Callable[[], Encoder],
    size: int,
) -> Kept:
    """Return a library under `name`, made now or kept from before. `drafts` is given a folder for a file of its own.

    Raises LibraryError.
    """
    key = f"{bench.corpus.name}-{bench.corpus.digest}-{size}-{program(*_CONTENT)}"
    place = bench.settings.cache / "bench" / name / key
    _clear(place)
    place.mkdir(parents=True, exist_ok=True)
    making = _read(place)
    if making.whole and _opens(place):
        return Kept(place / "library", place / "articles.jsonl", making)
    return Kept(place / "library", place / "articles.jsonl", _make(bench, place, drafts, encoder(), size))


def _make(
    bench: Bench,
    place: Path,
    drafts: Callable[[Path], Iterable[Draft | Unreadable]],
    encoder: Encoder,
    size: int,
) -> Making:
    if not _opens(place):
        shutil.rmtree(place / "library", ignore_errors=True)
        (place / "made.json").unlink(missing_ok=True)
    encoder.encode(["warm"], "passage")
    before = _read(place)
    bench.tell(f"making a library of {size:,} articles in {place} ({before.articles:,} are there)")
    begun, told, seen = time.perf_counter(), time.perf_counter(), 0

    def note(*, whole: bool = False) -> Making:
        spent = before.seconds + time.perf_counter() - begun
        making = Making(max(seen, before.articles), round(spent, 1), before.sittings + 1, commit(), whole)
        write_json(place / "made.json", asdict(making))
        return making

    def progress(done: int) -> None:
        nonlocal seen, told
        seen += done
        making = note()
        if time.perf_counter() > told + _TOLD:
            told = time.perf_counter()
            bench.tell(f"  {seen:,} of {size:,} articles, {making.seconds:.0f} s")

    library = Library.open(place / "library", encoder, create=True)
    library.add(drafts(place / "articles.jsonl"), progress=progress)
    note(whole=True)
    return replace(_read(place), now=True)


def _read(place: Path) -> Making:
    try:
        return Making(**json.loads((place / "made.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return Making()


def _opens(place: Path) -> bool:
    from yinju.index.catalogue import Catalogue

    try:
        Catalogue(place / "library")
    except LibraryError:
        return False
    return True


def _clear(place: Path) -> None:
    """Delete what other versions made of the same name, unless it may be in use."""
    for old in place.parent.glob("*") if place.parent.is_dir() else ():
        with suppress(OSError):
            if old != place and old.stat().st_mtime < time.time() - _OUTDATED:
                shutil.rmtree(old)
