"""A library changes its encoder in one step, when every vector is there, and not before."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from factories import a_draft, library_of
from fake_encoder import FakeEncoder
from yinju.index import reembedding
from yinju.index.catalogue import FILE
from yinju.index.encoders.types import Role, Vectors
from yinju.index.errors import EncoderMismatch, EncoderUnavailable, LibraryBusy
from yinju.index.library import Library
from yinju.index.reembedding import reembed
from yinju.index.repairing import verify
from yinju.index.types import article_id
from yinju.rag import Yinju
from yinju.rag.pipeline import EvidenceFound

TESTS = str(Path(__file__).resolve().parents[1])
TEXTS = [f"Station {i} counted {i} otters. Its keeper is number {i}." for i in range(40)]
QUESTION = "How many otters did station 7 count?"


def old() -> FakeEncoder:
    return FakeEncoder("model-a", 96)


def new() -> FakeEncoder:
    return FakeEncoder("model-b", 128)


class Failing(FakeEncoder):
    """Breaks down after some texts of the library (the language means come first)."""

    def __init__(self, after: int) -> None:
        super().__init__("model-b", 128)
        self.left = after

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        if any("tation" in text for text in texts):
            self.left -= len(texts)
        if self.left < 0:
            raise EncoderUnavailable("out of memory")
        return super().encode(texts, role)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(reembedding, "_AT_ONCE", 10)
    library_of(tmp_path / "library", old(), *TEXTS)
    return tmp_path / "library"


def sizes(folder: Path, table: str = "embeddings") -> set[int]:
    with sqlite3.connect(folder / FILE) as connection:
        found = {size for (size,) in connection.execute(f"SELECT length(vector) FROM {table}")}
    connection.close()
    return found


def answers(folder: Path, encoder: FakeEncoder) -> bool:
    found = next(iter(Yinju(Library.open(folder, encoder)).stream(QUESTION)))
    return isinstance(found, EvidenceFound) and "Station 7 counted 7 otters." in [e.quote for e in found.evidence]


def test_afterwards_it_is_the_library_that_the_new_encoder_would_have_made(folder: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    fresh = reembed(folder, new(), lambda done, total: steps.append((done, total)))
    assert fresh == 120  # two sentences and a passage an article
    assert steps[0] == (0, 120)
    assert steps[-1] == (120, 120)
    library_of(tmp_path / "other", new(), *TEXTS)
    query = "SELECT key, vector FROM embeddings ORDER BY key"
    with sqlite3.connect(folder / FILE) as one, sqlite3.connect(tmp_path / "other" / FILE) as other:
        assert one.execute(query).fetchall() == other.execute(query).fetchall()
    assert answers(folder, new())
    assert verify(folder).well
    assert sizes(folder, "reembedded") == set()
    with pytest.raises(EncoderMismatch, match=r"model-b.*model-a.*yinju reembed --library"):
        Library.open(folder, old())
    assert reembed(folder, new()) == 0, "done is done"


def test_until_it_is_finished_the_library_answers_with_the_old_encoder_and_it_goes_on_where_it_stopped(
    folder: Path,
) -> None:
    with pytest.raises(EncoderUnavailable):
        reembed(folder, Failing(after=57))
    assert sizes(folder) == {192}
    assert answers(folder, old())
    assert verify(folder).well
    with pytest.raises(EncoderMismatch):
        Library.open(folder, new())
    library = Library.open(folder, old())
    library.add([a_draft("A station was opened in May.", "memory:late")], clean=False)  # life goes on
    library.remove([article_id("memory:0")])
    assert reembed(folder, new()) == 120 - 50 + 1, "of the fifty that were done three were removed, one came"
    assert sizes(folder) == {256}
    assert answers(folder, new())
    assert verify(folder).well


def test_what_was_begun_for_another_encoder_is_dropped(folder: Path) -> None:
    with pytest.raises(EncoderUnavailable):
        reembed(folder, Failing(after=57))
    assert reembed(folder, FakeEncoder("model-c", 64)) == 120
    assert sizes(folder) == {128}
    with pytest.raises(EncoderUnavailable):
        reembed(folder, Failing(after=57))
    assert reembed(folder, FakeEncoder("model-c", 64)) == 0, "back to its own encoder: nothing to do"
    assert sizes(folder, "reembedded") == set()


def test_two_that_re_embed_with_different_encoders_are_told(folder: Path) -> None:
    class Interfering(FakeEncoder):
        def encode(self, texts: Sequence[str], role: Role) -> Vectors:
            if any("tation" in text for text in texts):
                with sqlite3.connect(folder / FILE) as connection:
                    connection.execute("UPDATE meta SET value = 'model-c' WHERE key = 'next encoder'")
                connection.close()
            return super().encode(texts, role)

    with pytest.raises(LibraryBusy, match=r"re-embeds .* with model-c"):
        reembed(folder, Interfering("model-b", 128))
    assert sizes(folder) == {192}


def test_a_process_that_has_it_open_neither_asks_nor_adds_with_the_old_encoder_afterwards(folder: Path) -> None:
    asker = Yinju(Library.open(folder, old()))
    asker.ask(QUESTION)
    adder = Library.open(folder, FakeEncoder("model-a", 96))
    drafts = (a_draft(f"Late report {i}.", f"memory:late-{i}") for i in range(3))

    def changing() -> object:
        yield next(drafts)
        reembed(folder, new())
        yield from drafts

    with pytest.raises(EncoderMismatch, match="model-b"):
        adder.add(changing(), clean=False)  # type: ignore[arg-type]
    with pytest.raises(EncoderMismatch, match="model-b"):
        asker.ask(QUESTION)
    assert sizes(folder) == {256}
    assert verify(folder).well


_SLOW = """
import sys; sys.path.insert(0, {tests!r})
import time
from pathlib import Path
from fake_encoder import FakeEncoder
from yinju.index import reembedding
reembedding._AT_ONCE = 10
class Slow(FakeEncoder):
    def encode(self, texts, role):
        if any("tation" in text for text in texts):
            time.sleep(0.01)
        return super().encode(texts, role)
reembedding.reembed(Path({folder!r}), Slow("model-b", 128), lambda *step: print(*step, flush=True))
"""


@pytest.mark.slow
def test_killed_again_and_again_it_gets_there(folder: Path) -> None:
    done, kills = 0, 0
    for turn in range(30):
        process = subprocess.Popen(
            [sys.executable, "-c", _SLOW.format(tests=TESTS, folder=str(folder))], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        for _ in range(1 + turn % 4):  # a step is shown before each transaction
            process.stdout.readline()
        time.sleep(0.007 * (turn % 3))
        process.kill()
        process.wait()
        process.stdout.close()
        assert verify(folder).well
        if sizes(folder) == {256}:
            break
        kills += 1
        assert sizes(folder) == {192}
        assert answers(folder, old())
        with sqlite3.connect(folder / FILE) as connection:
            before, (done,) = done, connection.execute("SELECT count(*) FROM reembedded").fetchone()
        connection.close()
        assert done >= before, "what was encoded is not encoded again"
    else:
        pytest.fail(f"{done} of 120 after {kills} kills")
    assert kills >= 2
    assert answers(folder, new())
