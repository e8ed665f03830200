"""An addition killed at random moments: what was committed is there, and the next addition completes it."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from yinju.eval.bench import synthetic
from yinju.eval.bench.articles import Corpus
from yinju.eval.bench.synthetic import SyntheticEncoder
from yinju.eval.bench.types import Unmeasured
from yinju.index.catalogue import FILE
from yinju.index.errors import YinjuError
from yinju.index.library import Library
from yinju.index.read.paths import read_paths

_ARTICLES = 50  # a handful of batches
_LATER = 1.1  # the last moment of a kill, as a share of what an addition takes: some come too late


@dataclass(slots=True)
class Kills:
    """What came of killing a writer so many times. `lost` says what was not as it must be, kill by kill."""

    times: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    """How many kills hit before the first commit, between the first and the last, and after it."""
    completed: int = 0
    """How many libraries the next addition completed."""
    lost: list[str] = field(default_factory=list)

    @property
    def survived(self) -> int:
        """How many kills left everything as it must be."""
        return self.times - len(self.lost)


class Content(NamedTuple):
    """What a library holds: articles with the digest of their text, passages and sentences."""

    articles: dict[str, str]
    passages: int
    sentences: int


def killed(times: int, folder: Path, seed: int = 0) -> Kills:
    """Kill an addition so many times, each time in a new library, at moments drawn from `seed`; `folder` gets full."""
    draw = random.Random(seed)  # noqa: S311 - moments, not secrets
    folder.mkdir(parents=True, exist_ok=True)
    articles = synthetic.write(folder / "articles.jsonl", synthetic.articles(Corpus.read(None), _ARTICLES, seed))
    reference = folder / "unharmed"
    span = _LATER * _run(reference, articles, None).seconds
    expected = _content(reference)
    kills = Kills()
    for number in range(times):
        place = folder / f"kill-{number}"
        committed = _run(place, articles, draw.uniform(0, span)).committed
        held, trouble = _judged(place, articles, committed, expected)
        kills.times += 1
        kills.completed += not trouble
        kills.moments[_moment(held, len(expected.articles))] += 1
        if trouble:
            kills.lost.append(f"kill {kills.times}: {trouble}")
        shutil.rmtree(place, ignore_errors=True)
    return kills


def _moment(held: int, whole: int) -> str:
    return "before the first commit" if not held else "part filled" if held < whole else "after the last commit"


class _Ran(NamedTuple):
    seconds: float
    committed: int


def _run(place: Path, articles: Path, after: float | None) -> _Ran:
    """Add in a process of its own, killed after so many seconds of adding if at all; return what it said last."""
    command = [sys.executable, "-m", "yinju.eval.bench.victim", str(place), str(articles)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        if not process.stdout.readline():
            raise Unmeasured("the process that was to be killed did not start")
        begin = time.perf_counter()
        if after is not None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(after)
            process.kill()
        said = [line for line in process.stdout if line.endswith("\n")]
        return _Ran(time.perf_counter() - begin, int(said[-1]) if said else 0)


def _judged(place: Path, articles: Path, committed: int, expected: Content) -> tuple[int, str]:
    """Return how many articles a kill left, and what is wrong with them or with adding the rest; nothing if all is well."""
    held = 0
    try:
        if (place / FILE).exists():  # it may have been killed before there was a library
            found = _content(place)
            held = len(found.articles)
            if held < committed:
                return held, f"{committed} articles were committed, {held} are there"
            if strange := found.articles.items() - expected.articles.items():
                return held, f"{len(strange)} articles are not what was added"
        elif committed:
            return held, f"{committed} articles were committed, and there is no library"
        Library.open(place, SyntheticEncoder(), create=True).add(read_paths([articles]))
        return held, "" if _content(place) == expected else "the next addition did not complete it"
    except YinjuError as error:
        return held, str(error)


def _content(place: Path) -> Content:
    """Open a library as any reader would, and check it. Raises LibraryError."""
    library = Library.open(place, SyntheticEncoder())
    with library.catalogue.reading() as connection:
        said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        said += [f"dangling row in {row[0]}" for row in connection.execute("PRAGMA foreign_key_check")]
    if said != ["ok"]:
        raise YinjuError(f"the catalogue is damaged: {said[0]}")
    with library.view() as view:
        cells = list(view.snapshot.cells.values())
    return Content(
        {article.id: article.sha256 for article in library.articles()},
        sum(cell.passages.size for cell in cells),
        sum(cell.sentences.size for cell in cells),
    )
