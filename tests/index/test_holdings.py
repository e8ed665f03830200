"""What a library holds."""

from __future__ import annotations

from pathlib import Path

from factories import library_of
from fake_encoder import FakeEncoder
from yinju.index.catalogue import FILE, INDEX, Catalogue
from yinju.index.holdings import holdings


def test_articles_passages_sentences_and_the_model_are_told(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), "The river rises here. It is long.", "The wall is new.")
    held = holdings(library.catalogue)
    assert (held.articles, held.passages, held.sentences) == (2, 2, 3)
    assert held.encoder == FakeEncoder().model
    assert held.folder == tmp_path
    assert held.catalogue_bytes >= (tmp_path / FILE).stat().st_size > 0


def test_the_index_file_counts_when_there_is_one(tmp_path: Path) -> None:
    catalogue = Catalogue.create(tmp_path)
    assert holdings(catalogue).index_bytes == 0
    (tmp_path / INDEX).write_bytes(b"x" * 1234)
    assert holdings(catalogue).index_bytes == 1234


def test_a_new_library_has_no_model_yet(tmp_path: Path) -> None:
    held = holdings(Catalogue.create(tmp_path))
    assert (held.articles, held.passages, held.sentences, held.encoder) == (0, 0, 0, None)
