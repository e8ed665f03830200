"""A program that adds articles, to be killed while it does, and what it leaves behind."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yinju.index.catalogue import FILE, Catalogue
from yinju.index.errors import LibraryMissing

KINDS = ("any", "log", "catalogue")
"""When a writer is killed: at any moment of its life, just after its log was written to, or the catalogue itself."""

TOGETHER = 80
"""Articles that share a text, so that little has to be encoded."""

State = dict[str, str]
"""Article id → a digest over everything that the library holds of it."""


@dataclass(frozen=True, slots=True)
class Writer:
    """A command, the file that it adds, and a folder to work in."""

    command: Sequence[str]
    source: Path
    folder: Path

    def start(self, library: Path) -> subprocess.Popen[bytes]:
        """Start adding."""
        chosen = {name: value for name, value in os.environ.items() if not name.startswith("YINJU_")}
        return subprocess.Popen(
            [*self.command, str(self.source), "--library", str(library)],
            # the engine must not depend on the machine
            env={**chosen, "YINJU_CACHE": str(self.folder / "cache"), "YINJU_PREPARE": "0"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def run(self, library: Path) -> float:
        """Add to the end; return the seconds it took. Raises RuntimeError."""
        begin = time.monotonic()
        process = self.start(library)
        _, said = process.communicate()
        if process.returncode:
            raise RuntimeError(f"{' '.join(self.command)} failed: {said.decode()}")
        return time.monotonic() - begin

    def kill(self, library: Path, kind: str, chance: random.Random, length: float, known: State) -> bool:
        """Start adding and kill it; say whether it was still running. What was seen committed goes into `known`."""
        process = self.start(library)
        try:
            if kind == "any":
                time.sleep(chance.uniform(0, length))
            else:
                watched = library / (f"{FILE}-wal" if kind == "log" else FILE)
                _await_changes(watched, chance.randint(1, 6), process)
                time.sleep(chance.choice((0.0, 0.001, 0.003)))
            if kind == "any" and process.poll() is None:
                known.update(state(library))
        finally:
            process.kill()
            process.communicate()
        return process.returncode == -signal.SIGKILL


def _await_changes(file: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    """Return when a file has been written to so many times, or the process has ended."""
    last = None
    while count > 0 and process.poll() is None:
        with suppress(FileNotFoundError):
            found = file.stat()
            if last not in (None, (found.st_mtime_ns, found.st_size)):
                count -= 1
            last = (found.st_mtime_ns, found.st_size)
        time.sleep(0.0002)


def articles(file: Path, count: int) -> Path:
    """Write a file of small articles, one a line."""
    with file.open("w", encoding="utf-8") as lines:
        for i in range(count):
            group = i // TOGETHER
            text = " ".join(
                f"Station {group}-{j} counted {group * 10 + j} otters on the banks of the delta in the spring of that year."
                for j in range(6)
            )
            lines.write(json.dumps({"_id": f"report-{i}", "title": "Reports of the stations", "text": text}) + "\n")
    return file


def state(library: Path) -> State:
    """Return what a library holds; nothing where there is none yet."""
    try:
        catalogue = Catalogue(library)
    except LibraryMissing:
        return {}
    digests: dict[str, Any] = {}
    with catalogue.reading() as connection:
        for identifier, *row in connection.execute(
            """SELECT a.id, a.sha256, a.digest, a.title, p.start, p."end", p.language, p.terms, p.counts, e.vector
               FROM articles a JOIN passages p ON p.article = a.id JOIN embeddings e ON e.id = p.embedding
               ORDER BY a.id, p.start"""
        ):
            digests.setdefault(identifier, hashlib.sha256()).update(repr(row).encode())
        for identifier, *row in connection.execute(
            """SELECT p.article, s.start, s."end", e.vector FROM sentences s JOIN passages p ON p.id = s.passage
               JOIN embeddings e ON e.id = s.embedding ORDER BY p.article, s.start"""
        ):
            digests[identifier].update(repr(row).encode())
    return {identifier: digest.hexdigest() for identifier, digest in digests.items()}
