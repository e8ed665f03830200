"""A folder of broken, empty, huge, binary and hostile files among good ones: every one told, none fatal, the good in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from yinju.eval.bench.timing import seconds
from yinju.eval.bench.types import Bench, Goal, Outcome, Row
from yinju.index.library import Library
from yinju.rag import bootstrap

_GOOD = {
    "good.txt": "The ferry to the island leaves at nine. It takes forty minutes.",
    "good.md": "# Ferry\n\nThe ferry was built in 1987. It carries two hundred people.",
    "half.jsonl": '{"_id": "a", "text": "The island has one school. It has twelve pupils."}\n{"_id": "b", "text": \n',
}
_HUGE = 65 << 20  # bytes: more than an article may have
_DEEP = 200_000  # elements inside each other
_LIMIT = 300  # seconds after which the program is taken to hang

# every file here has nothing that could be added
_RUBBISH: dict[str, Callable[[Path], object]] = {
    "empty.txt": lambda path: path.write_bytes(b""),
    "blank.md": lambda path: path.write_text(" \n\t\n"),
    "binary.txt": lambda path: path.write_bytes(bytes(range(256)) * 64),
    "neither.txt": lambda path: path.write_bytes(b"\xff\x81 \x80\xff\xfe\x00\xc0" * 50),
    "huge.txt": lambda path: _sparse(path, _HUGE),
    "deep.html": lambda path: path.write_text("<div>" * _DEEP),
    "array.jsonl": lambda path: path.write_text("[" * 100_000),
    "numbers.jsonl": lambda path: path.write_text("1\n2\n"),
    "truncated.jsonl": lambda path: path.write_text('{"_id": "1", "text": "cut o'),
    "pipe.txt": os.mkfifo,
    "nowhere.txt": lambda path: path.symlink_to("missing"),
    "loop.txt": lambda path: path.symlink_to("loop.txt"),
    "program.exe": lambda path: path.write_bytes(b"MZ\x90\x00"),
}


def measure(bench: Bench) -> Outcome:
    """Add the folder with the command line, and look at what it said and what went in."""
    folder, place = bench.folder / "rubbish", bench.folder / "cleared"
    folder.mkdir()
    for name, text in _GOOD.items():
        (folder / name).write_text(text)
    for name, make in _RUBBISH.items():
        make(folder / name)
    done: list[subprocess.CompletedProcess[str]] = []
    taken = seconds(lambda: done.append(_add(folder, place, bench)))
    said, code = done[0].stderr, done[0].returncode
    missing = [name for name in _RUBBISH if not re.search(rf"{re.escape(name)}\b", said)]
    missing += [] if "half.jsonl:2" in said else ["half.jsonl:2"]
    held = Library.open(place, bootstrap.encoder(bench.settings)).count() if place.is_dir() else 0
    fatal = code not in (0, 1) or "Traceback" in said
    whole = len(_RUBBISH) + 1
    return Outcome(
        (
            Row(f"{whole} bad files and rows: told, of all", ((whole - len(missing)) / whole,), "of all", Goal(1)),
            Row(f"good articles beside them: in, of {len(_GOOD)}", (held / len(_GOOD),), "of all", Goal(1)),
            Row("… crashes", (float(fatal),), "", Goal(0, most=True)),
            Row("… the whole folder", (taken,), "s"),
        ),
        {"seconds": [taken], "exit code": [float(code)]},
        ("`yinju add FOLDER`: empty, blank, binary, 65 MiB, 200,000 nested elements, broken JSON, a pipe, broken and circular links.",
         *(f"Not told: {name}" for name in missing)),
    )  # fmt: skip


def _add(folder: Path, place: Path, bench: Bench) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "yinju.ui", "add", str(folder), "--library", str(place)]
    environment = {**os.environ, "YINJU_ENCODER": bench.settings.encoder, "YINJU_CACHE": str(bench.settings.cache)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=_LIMIT, check=False)


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as stream:
        stream.truncate(size)
