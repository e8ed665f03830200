"""`yinju add`, killed at any moment: how often, what is left, and whether the next `add` completes it.

Each child is the real command, killed by SIGKILL at a moment drawn by chance: anywhere in its life, while the
log is being written, or while the log is written back into the catalogue. After each kill the library must hold exactly one of
the states that an uninterrupted `add` commits, at least the one last seen before the kill, and answer from it.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from yinju.eval import writers
from yinju.eval.writers import KINDS, State, Writer, state
from yinju.index.catalogue import FILE, Catalogue
from yinju.index.encoders.bundled import BundledEncoder
from yinju.index.encoders.types import Encoder
from yinju.index.errors import YinjuError
from yinju.index.library import Library
from yinju.index.pages import unfinished
from yinju.index.read.paths import read_paths
from yinju.index.verifying import faults
from yinju.rag.pipeline import EvidenceFound, Yinju

ARTICLES = 160
"""Small articles in one file: eight transactions, half a second of encoding."""

_QUESTION = "How many otters did station 0-3 count?"
_TRIES = 20  # children a kill, before it is given up: most must not be done before they are killed


@dataclass(slots=True)
class Kills:
    """What came of killing a writer so many times. `lost` says what was not as it must be, kill by kill."""

    times: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    """How many kills hit before the first commit, between transactions, and inside one."""
    completed: int = 0
    """How many libraries were completed afterwards and equalled one that was never interrupted."""
    lost: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def survived(self) -> int:
        """How many kills left everything as it must be."""
        return max(0, self.times - len(self.lost))


def killed(
    times: int,
    folder: Path,
    seed: int = 0,
    *,
    articles: int = ARTICLES,
    command: Sequence[str] = (sys.executable, "-m", "yinju.ui", "add"),
    encoder: Encoder | None = None,
) -> Kills:
    """Kill `yinju add` so many times, at moments drawn from `seed`; `folder` is empty and gets full.

    `command` is what adds (a file, `--library` and a folder follow), `encoder` what it encodes with: others than
    the real ones serve tests. Raises RuntimeError when the command does not work by itself.
    """
    begin, chance, kills = time.monotonic(), random.Random(seed), Kills()  # noqa: S311 - no secret
    folder.mkdir(parents=True, exist_ok=True)
    source = writers.articles(folder / "articles.jsonl", articles)
    asked = encoder or BundledEncoder()
    states = _committed(folder / "uninterrupted", asked, source)
    writer = Writer(command, source, folder)
    length = writer.run(folder / "whole")
    if trouble := _trouble(folder / "whole", states[-1:], {}, asked):
        raise RuntimeError(f"{' '.join(command)} does not store what it should: {trouble}")
    for turn in range(_TRIES * times):
        library, known, trouble = folder / f"library-{turn}", State(), None
        while not trouble and kills.times < times:
            if not writer.kill(library, KINDS[kills.times % len(KINDS)], chance, length, known):
                break  # it was done first
            kills.times += 1
            kills.moments[_moment(library)] += 1
            trouble = _trouble(library, states, known, asked)
            known = known if trouble else state(library)
        if not trouble:
            writer.run(library)
            trouble = _trouble(library, states[-1:], known, asked)
            kills.completed += not trouble
        if trouble:
            kills.lost.append(f"kill {kills.times}: {trouble}")
        shutil.rmtree(library)
        if kills.times == times:
            break
    kills.seconds = time.monotonic() - begin
    return kills


def _committed(library: Path, encoder: Encoder, source: Path) -> list[State]:
    """Return every state that an uninterrupted `add` commits, the empty one first."""
    states: list[State] = [{}]

    class Noting(Catalogue):
        @contextmanager
        def writing(self) -> Iterator[sqlite3.Connection]:
            with super().writing() as connection:
                yield connection
            states.append(state(self.folder))

    Library(Noting.create(library), encoder).add(read_paths([source]))
    return states


def _moment(library: Path) -> str:
    if not _state_is_there(library):
        return "before the first commit"
    log = library / f"{FILE}-wal"
    return "inside a transaction" if log.exists() and unfinished(log.read_bytes()) else "between transactions"


def _state_is_there(library: Path) -> bool:
    """Look at a copy: opening the library itself would tidy its log away."""
    if not (library / FILE).exists():
        return False
    copy = library.with_name("looked-at")
    shutil.copytree(library, copy)
    try:
        return bool(state(copy))
    except YinjuError:
        return True  # damaged, which is for others to say
    finally:
        shutil.rmtree(copy)


def _trouble(library: Path, states: Sequence[State], known: State, encoder: Encoder) -> str | None:
    """Return what is wrong with a library that may be in one of some states and must hold what is known."""
    try:
        held = state(library)
        if held not in states:
            return f"it holds {len(held)} articles, in a state that was never committed"
        if not known.items() <= held.items():
            return f"{len(known.keys() - held.keys())} articles that were committed are gone"
        if not held:
            return None
        opened = Library(Catalogue(library), encoder)
        with opened.catalogue.reading() as connection:
            if wrong := faults(connection):
                return wrong[0].what
        # articles so much alike answer no question for sure; what is found for it has to stand there
        found = next(event for event in Yinju(opened).stream(_QUESTION) if isinstance(event, EvidenceFound))
        for item in found.evidence:
            source = opened.article(item.article.id)
            if source is None or source.text[item.start : item.end] != item.quote:
                return "evidence does not stand where it was found"
        return None if found.evidence else "nothing is found for a question"
    except YinjuError as error:
        return str(error)
