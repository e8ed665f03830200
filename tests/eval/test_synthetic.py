"""A large library without encoding: a library like any other."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fake_encoder import FakeEncoder
from yinju.eval.synthetic import library


def test_a_synthetic_library_is_searched_like_any_other(tmp_path: Path) -> None:
    encoder = FakeEncoder()
    made = library(tmp_path / "library", encoder, 60, sentences=["洪水之后重建。", "新的堤墙高四米。", "港口很老。"])
    assert encoder.encoded == 0
    assert made.count() == 60
    with made.view() as view:
        cell = view.snapshot.cells["zh"]
        assert (cell.passages.size, cell.sentences.size) == (120, 600)
        hits = view.search("堤墙高几米？")
        for hit in hits:
            for sentence in hit.sentences:
                assert view.article(hit.article_id).text[sentence.start : sentence.end].endswith("。")
    assert "堤墙" in view.library.article(hits[0].article_id).text  # type: ignore[union-attr]


def test_it_is_the_same_each_time(tmp_path: Path) -> None:
    one, other = (library(tmp_path / name, FakeEncoder(), 3, sentences=["港口很老。"]) for name in ("one", "other"))
    with one.view() as first, other.view() as second:
        cells = first.snapshot.cells["zh"], second.snapshot.cells["zh"]
    assert cells[0].articles == cells[1].articles
    np.testing.assert_array_equal(*(cell.sentences.vectors(np.arange(30)) for cell in cells))
