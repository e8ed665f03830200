"""A writer killed at any moment leaves a committed state behind, and the next one completes it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fake_encoder import FakeEncoder
from yinju.eval import kills
from yinju.eval.kills import killed
from yinju.eval.writers import Writer, state
from yinju.index.library import Library
from yinju.index.read.paths import read_paths

TESTS = str(Path(__file__).resolve().parents[1])

_ADD = f"""
import sys; sys.path.insert(0, {TESTS!r})
from pathlib import Path
from fake_encoder import FakeEncoder
from yinju.index.library import Library
from yinju.index.read.paths import read_paths
source, _, folder = sys.argv[1:]
Library.open(Path(folder), FakeEncoder(), create=True).add(read_paths([Path(source)]))
"""


@pytest.mark.slow
def test_killed_eleven_times_while_it_stores_without_a_model(tmp_path: Path) -> None:
    done = killed(11, tmp_path, seed=1, command=[sys.executable, "-c", _ADD], encoder=FakeEncoder())
    assert done.lost == []
    assert done.survived == done.times == sum(done.moments.values()) == 11
    assert done.completed >= 1


@pytest.mark.slow
def test_the_real_command_killed_four_times(tmp_path: Path) -> None:
    done = killed(4, tmp_path, seed=2)
    assert done.lost == []
    assert done.survived == done.times == 4
    assert done.completed >= 1


def test_a_writer_that_loses_something_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The judge itself, judged: an article that goes after a kill, and half an article."""
    for statement in (
        "DELETE FROM articles WHERE id = (SELECT max(id) FROM articles)",
        "DELETE FROM sentences WHERE id = (SELECT max(id) FROM sentences)",
    ):
        folder = tmp_path / str(len(statement))

        def kill_and_spoil(self: Writer, library: Path, *_: object, statement: str = statement) -> bool:
            opened = Library.open(library, FakeEncoder(), create=True)
            opened.add(read_paths([self.source]))
            with opened.catalogue.writing() as connection:
                connection.execute(statement)
            return True

        monkeypatch.setattr(Writer, "kill", kill_and_spoil)
        done = killed(2, folder, command=[sys.executable, "-c", _ADD], encoder=FakeEncoder())
        assert (done.survived, len(done.lost)) == (0, 2)
        assert "never committed" in done.lost[0]
        monkeypatch.undo()


def test_a_command_that_fails_by_itself_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="failed"):
        killed(1, tmp_path / "a", command=[sys.executable, "-c", "raise SystemExit(1)"], encoder=FakeEncoder())
    with pytest.raises(RuntimeError, match="does not store what it should"):
        killed(1, tmp_path / "b", command=[sys.executable, "-c", "pass"], encoder=FakeEncoder())


def test_states_differ_in_any_vector(tmp_path: Path) -> None:
    source = kills.writers.articles(tmp_path / "articles.jsonl", 3)
    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    library.add(read_paths([source]))
    before = state(tmp_path / "library")
    with library.catalogue.writing() as connection:
        connection.execute("UPDATE embeddings SET vector = zeroblob(768) WHERE id = (SELECT max(id) FROM embeddings)")
    after = state(tmp_path / "library")
    assert before.keys() == after.keys()
    assert before != after
