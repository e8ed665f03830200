"""Writers in each other's way, and a disk without room: the last committed state stays, and what to do is said."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import commands
from factories import a_draft, library_of
from fake_encoder import FakeEncoder
from yinju.index.catalogue import FILE
from yinju.index.errors import LibraryBusy, LibraryFull, LibraryMissing
from yinju.index.library import Library
from yinju.index.repairing import verify

TESTS = str(Path(__file__).resolve().parents[1])

_ADD = f"""
import sys; sys.path.insert(0, {TESTS!r})
from pathlib import Path
from fake_encoder import FakeEncoder
from yinju.index import adding
from yinju.index.library import Library
from yinju.index.read.paths import read_paths
adding._BATCH_ARTICLES = 3
library = Library.open(Path(sys.argv[1]), FakeEncoder(), create=True)
print("ready", flush=True)
sys.stdin.readline()
report = library.add(read_paths([Path(path) for path in sys.argv[2:]]))
print(report.added, report.updated, report.unchanged)
"""

_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv = ["yinju", *sys.argv[2:]]
from yinju.ui.cli import main
main()
"""


def articles(folder: Path, first: int, last: int) -> Path:
    folder.mkdir(exist_ok=True)
    for i in range(first, last):
        (folder / f"{i:03}.txt").write_text(f"Station {i} counted {i} otters. Its keeper is number {i}.\n")
    return folder


def yinju(*arguments: str) -> subprocess.CompletedProcess[str]:
    ended = commands.run(*arguments, folder=Path.cwd())
    return subprocess.CompletedProcess(arguments, ended.returncode, ended.stdout.decode(), ended.stderr.decode())


def limited(limit: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line where no file may grow beyond so many bytes."""
    command = [sys.executable, "-c", _LIMITED, str(limit), *arguments]
    environment = {**os.environ, "YINJU_CACHE": str(Path.cwd() / "cache")}
    return subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment)


def test_two_processes_that_add_at_the_same_time_leave_the_union_without_doubles(tmp_path: Path) -> None:
    one, other, both = (
        articles(tmp_path / "one", 0, 30),
        articles(tmp_path / "other", 30, 60),
        articles(tmp_path / "both", 60, 75),
    )
    library = str(tmp_path / "library")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", _ADD, library, *map(str, folders)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for folders in ((one, both), (other, both), (both, one))
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        _, said = writer.communicate(timeout=120)
        assert writer.returncode == 0, said
    held = Library.open(tmp_path / "library", FakeEncoder()).articles()
    assert sorted(article.text for article in held) == sorted(
        f"Station {i} counted {i} otters. Its keeper is number {i}." for i in range(75)
    )
    assert verify(tmp_path / "library").well


def test_who_waited_too_long_for_another_writer_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = library_of(tmp_path, FakeEncoder(), "The river rises in the north.")
    monkeypatch.setattr("yinju.index.catalogue._WAIT", 0.2)
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(LibraryBusy, match=r"another program was writing to .*catalogue\.sqlite.*run the same"):
            library.add([a_draft("The harbour wall is new.", "memory:new")])
    finally:
        other.close()
    assert library.add([a_draft("The harbour wall is new.", "memory:new")]).added == 1


@pytest.mark.slow
@pytest.mark.parametrize("limit", [150_000, 400_000])
def test_a_disk_that_takes_no_more_leaves_what_was_committed_and_adding_again_completes_it(
    tmp_path: Path, limit: int
) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for group in range(4):
        text = " ".join(f"Station {group}-{j} counted {j} otters on the banks of the delta." for j in range(8))
        for i in range(60):
            (folder / f"{group}-{i:02}.txt").write_text(text)
    library = str(tmp_path / "library")
    full = limited(limit, "add", str(folder), "--library", library)
    assert full.returncode == 1
    assert "Traceback" not in full.stderr
    said = full.stderr.strip().splitlines()[-1]
    assert re.search(r"the disk did not take a change of .*catalogue\.sqlite", said), said
    for advice in ("everything committed before is safe", "Free some space", "run the same command again"):
        assert advice in said
    held = verify(Path(library))
    assert held.well
    assert held.articles < 240
    if held.articles:
        asked = yinju("ask", "How many otters did station 0-3 count?", "--library", library)
        assert asked.returncode == 0, asked.stderr
    again = yinju("add", str(folder), "--library", library)
    assert again.returncode == 0, again.stderr
    assert again.stdout.startswith(f"{240 - held.articles} added, 0 updated, {held.articles} unchanged")
    assert verify(Path(library)).well


def test_a_full_disk_is_called_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = library_of(tmp_path, FakeEncoder(), "The river rises in the north.")
    connect = sqlite3.connect

    def almost_full(*arguments: object, **options: object) -> sqlite3.Connection:
        connection = connect(*arguments, **options)  # type: ignore[arg-type]
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        return connection

    monkeypatch.setattr(sqlite3, "connect", almost_full)
    drafts = [a_draft(f"Station {i} counted {i} otters. It is open.", f"memory:new-{i}") for i in range(30)]
    with pytest.raises(LibraryFull, match=r"no space left for .*catalogue\.sqlite.*Free some space"):
        library.add(drafts)
    monkeypatch.undo()
    assert verify(tmp_path).articles == 1
    assert library.add(drafts).added == 30
    assert verify(tmp_path).well


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("unshare") is None or subprocess.run(["unshare", "-Urm", "true"], capture_output=True).returncode != 0,
    reason="a small disk can only be mounted in a namespace of one's own, which this machine does not give",
)
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    folder = articles(tmp_path / "articles", 0, 250)
    script = f"""
        mount -t tmpfs -o size=400k small {tmp_path}/disk || exit 77
        YINJU_CACHE={tmp_path}/cache {sys.executable} -m yinju.ui add {folder} --library {tmp_path}/disk/library; echo code $?
        cp -r {tmp_path}/disk/library {tmp_path}/copy
    """
    result = subprocess.run(["unshare", "-Urm", "sh", "-c", script], capture_output=True, text=True, timeout=300)
    if result.returncode == 77:
        pytest.skip("a small disk cannot be mounted here")
    assert "code 1" in result.stdout, result.stderr
    assert "Traceback" not in result.stderr
    assert "Free some space" in result.stderr
    held = verify(tmp_path / "copy")
    assert held.well
    assert held.articles < 250


def test_a_catalogue_that_goes_away_is_not_made_anew_under_a_running_program(tmp_path: Path) -> None:
    library = library_of(tmp_path / "library", FakeEncoder(), "The river rises in the north.")
    shutil.rmtree(tmp_path / "library")
    with pytest.raises(LibraryMissing, match="is not there any more"), library.catalogue.writing():
        pass
    assert not (tmp_path / "library").exists()
