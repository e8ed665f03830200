"""Adding as a pipeline: the same library however the threads take turns, and the last committed batch after any failure."""

from __future__ import annotations

import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from factories import a_draft
from fake_encoder import FakeEncoder
from yinju.index import adding
from yinju.index.encoders.means import MeanEncoder
from yinju.index.encoders.types import Role, Vectors
from yinju.index.errors import EncoderMismatch
from yinju.index.library import Library
from yinju.index.types import Draft, article_id


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "_BATCH_ARTICLES", 3)


class Unsteady(FakeEncoder):
    """Takes its time, a different one each time; keeps the texts it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        time.sleep(random.random() / 200)
        self.texts += texts
        return super().encode(texts, role)


def drafts(count: int) -> Iterator[Draft]:
    for i in range(count):
        time.sleep(random.random() / 500)
        yield a_draft(f"Article {i} says so. It is one of many. It has the number {i % 4}.", f"memory:{i}")


def contents(library: Library) -> list[object]:
    with library.catalogue.reading() as connection:
        return [
            connection.execute("SELECT id, identity, text FROM articles ORDER BY id").fetchall(),
            connection.execute(
                'SELECT id, article, start, "end", embedding, terms FROM passages ORDER BY id'
            ).fetchall(),
            connection.execute('SELECT id, passage, start, "end", embedding FROM sentences ORDER BY id').fetchall(),
            connection.execute("SELECT id, key, vector FROM embeddings ORDER BY id").fetchall(),
        ]


def stored(library: Library) -> set[str]:
    return {article.identity for article in library.articles()}


def test_the_library_is_the_same_to_the_byte_however_the_threads_take_turns(tmp_path: Path) -> None:
    libraries = []
    for attempt in range(3):
        encoder = Unsteady()
        library = Library.open(tmp_path / str(attempt), encoder, create=True)
        steps: list[int] = []
        assert library.add(drafts(20), clean=False, progress=steps.append).added == 20
        assert sum(steps) == 20
        assert len(encoder.texts) == len(set(encoder.texts)), "no text is encoded twice, in whichever batch it stands"
        libraries.append(contents(library))
    assert libraries[0] == libraries[1] == libraries[2]


def test_what_fails_while_reading_comes_out_and_the_batches_before_it_are_in(tmp_path: Path) -> None:
    def broken() -> Iterator[Draft]:
        yield from drafts(7)
        raise OSError("the disk went away")

    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    with pytest.raises(OSError, match="went away"):
        library.add(broken(), clean=False)
    assert stored(library) == {f"memory:{i}" for i in range(6)}
    assert library.add(drafts(9), clean=False).unchanged == 6
    assert len(stored(library)) == 9


def test_what_fails_while_encoding_comes_out_and_the_batches_before_it_are_in(tmp_path: Path) -> None:
    class Failing(FakeEncoder):
        def encode(self, texts: Sequence[str], role: Role) -> Vectors:
            if any("Article 7" in text for text in texts):
                raise MemoryError("too much")
            return super().encode(texts, role)

    library = Library.open(tmp_path / "library", Failing(), create=True)
    with pytest.raises(MemoryError):
        library.add(drafts(12), clean=False)
    assert stored(library) == {f"memory:{i}" for i in range(6)}


def test_an_interruption_leaves_whole_batches_and_no_thread(tmp_path: Path) -> None:
    def interrupted(done: int) -> None:
        raise KeyboardInterrupt

    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    with pytest.raises(KeyboardInterrupt):
        library.add(drafts(10_000), clean=False, progress=interrupted)
    assert stored(library) == {f"memory:{i}" for i in range(3)}
    assert not [thread for thread in threading.enumerate() if thread.name == "ahead"]


def test_no_more_than_a_few_batches_are_read_ahead(tmp_path: Path) -> None:
    read: list[int] = []
    done: list[int] = []

    def watched() -> Iterator[Draft]:
        for i, draft in enumerate(drafts(60)):
            read.append(i)
            yield draft

    def progress(count: int) -> None:
        time.sleep(0.02)
        done.append(count)
        assert len(read) <= sum(done) + 3 * 7

    Library.open(tmp_path / "library", FakeEncoder(), create=True).add(watched(), clean=False, progress=progress)
    assert len(read) == 60


def test_a_text_whose_last_article_goes_while_it_is_relied_on_is_encoded_again(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    shared = "It is one of many."
    library.add([a_draft(f"Only here. {shared}", "memory:old")], clean=False)
    other = Library.open(tmp_path / "library", FakeEncoder())

    class Meddling(FakeEncoder):
        def encode(self, texts: Sequence[str], role: Role) -> Vectors:
            if not self.encoded:
                other.remove([article_id("memory:old")])  # between the look-up and the transaction
            return super().encode(texts, role)

    Library(library.catalogue, Meddling()).add([a_draft(f"New there. {shared}", "memory:new")], clean=False)
    assert stored(library) == {"memory:new"}
    with library.catalogue.reading() as connection:
        assert connection.execute("SELECT count(*) FROM embeddings").fetchone() == (3,)


def test_adding_again_asks_the_encoder_nothing_and_cleans_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = FakeEncoder()
    library = Library.open(tmp_path / "library", encoder, create=True)
    library.add(drafts(10))
    asked = encoder.encoded
    monkeypatch.setattr("yinju.index.arriving.identified", lambda *_, **__: pytest.fail("cleaned again"))
    assert library.add(drafts(10)).unchanged == 10
    assert encoder.encoded == asked


def test_a_library_of_sentence_means_encodes_sentences_only_and_mixes_with_nothing(tmp_path: Path) -> None:
    inner = FakeEncoder()
    library = Library.open(tmp_path / "library", MeanEncoder(inner), create=True)
    library.add([a_draft("The river rises in the north. It is home to otters.")], clean=False)
    assert inner.encoded == 2
    with library.catalogue.reading() as connection:
        assert connection.execute("SELECT count(*) FROM embeddings").fetchone() == (3,)
    with library.view() as view:
        assert view.search("Where are otters?")[0].rank == 1
    with pytest.raises(EncoderMismatch, match=r"multilingual-e5-small\+means"):
        Library.open(tmp_path / "library", inner)


def test_adding_on_the_prepared_graph_imports_neither_torch_nor_transformers() -> None:
    import subprocess

    code = (
        "import sys; import yinju.index.encoders.onnx, yinju.index.encoders.prepare, yinju.rag.bootstrap, yinju.rag.engines;"
        "print([name for name in ('torch', 'transformers', 'onnx', 'onnxruntime', 'tokenizers') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_report_names_what_was_stored_in_order(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    assert library.add(drafts(4)).stored == [article_id(draft.identity) for draft in drafts(4)]
    assert library.add(drafts(4)).stored == []


def test_adding_may_use_another_engine_of_the_same_model_and_no_other(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "library", FakeEncoder(), create=True)
    fast = FakeEncoder()
    library.add(drafts(2), encoder=fast)
    assert (fast.encoded > 0, library.encoder.encoded) == (True, 0)  # type: ignore[attr-defined]
    with pytest.raises(EncoderMismatch):
        library.add(drafts(4), encoder=FakeEncoder("another"))
    assert library.count() == 2
