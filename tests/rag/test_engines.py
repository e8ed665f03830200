"""The faster engine gets ready by itself where it pays, and never stands in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from factories import a_draft
from fake_encoder import FakeEncoder
from yinju.index.encoders import prepare
from yinju.index.encoders.means import MeanEncoder
from yinju.index.encoders.onnx import OnnxEncoder
from yinju.index.encoders.serving import ServingEncoder
from yinju.index.errors import EncoderMismatch, EncoderUnavailable
from yinju.index.library import Library
from yinju.rag import bootstrap, engines, settings
from yinju.rag.settings import Settings


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The caches that were asked to be prepared."""
    asked: list[Path] = []
    monkeypatch.setattr(prepare, "prepare", lambda cache, *_: asked.append(cache))
    return asked


def test_enough_new_articles_prepare_the_graph_and_say_so(tmp_path: Path, prepared: list[Path]) -> None:
    told: list[str] = []
    engines.ready_for(Settings(cache=tmp_path), 300, told.append)
    assert prepared == [tmp_path]
    assert told == ["300 articles: preparing the faster engine, once, some seconds (YINJU_PREPARE=0 prevents it)"]


def test_few_articles_another_model_and_a_graph_that_is_there_prepare_nothing(
    tmp_path: Path, prepared: list[Path]
) -> None:
    engines.ready_for(Settings(cache=tmp_path), 5, pytest.fail)
    engines.ready_for(Settings(cache=tmp_path, encoder="another/model"), 300, pytest.fail)
    (tmp_path / "multilingual-e5-small").mkdir()
    (tmp_path / "multilingual-e5-small" / prepare.GRAPH).touch()
    engines.ready_for(Settings(cache=tmp_path), 300, pytest.fail)
    assert not prepared


def test_it_can_be_switched_off(tmp_path: Path, prepared: list[Path]) -> None:
    told: list[str] = []
    chosen = settings.read(environment={"YINJU_PREPARE": "0", "YINJU_CACHE": str(tmp_path)})
    engines.ready_for(chosen, 300, told.append)
    assert not prepared
    assert "yinju models prepare" in told[0]


def test_what_goes_wrong_is_told_and_the_bundled_engine_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise EncoderUnavailable("no room")

    told: list[str] = []
    monkeypatch.setattr(prepare, "prepare", fails)
    engines.ready_for(Settings(cache=tmp_path), 300, told.append)
    assert told[-1] == "going on with the slower engine: no room"
    monkeypatch.setattr(prepare, "can_prepare", lambda: False)
    engines.ready_for(Settings(cache=tmp_path), 300, told.append)
    assert "installed" in told[-1]


def test_a_library_made_with_the_faster_setting_keeps_to_it_and_one_made_without_refuses_it(tmp_path: Path) -> None:
    fast = Settings(library=tmp_path / "fast", cache=tmp_path)
    made = bootstrap.library(fast, create=True, fast=True)
    made.add([a_draft("The river rises in the north. It is home to otters.")], clean=False)
    again = bootstrap.library(fast)
    assert isinstance(again.encoder, MeanEncoder)
    with again.view() as view:
        assert view.search("Where do the otters live?")
    assert bootstrap.stored(fast) == 1
    usual = Settings(library=tmp_path / "usual", cache=tmp_path)
    bootstrap.library(usual, create=True).add([a_draft("Herons fish.")], clean=False)
    with pytest.raises(EncoderMismatch, match="yinju reembed"):
        bootstrap.library(usual, create=True, fast=True)
    assert bootstrap.stored(Settings(library=tmp_path / "none")) == 0


@pytest.mark.slow
def test_adding_to_an_open_library_takes_the_graph_where_there_is_one(tmp_path: Path) -> None:
    usual = Settings(library=tmp_path / "library", cache=tmp_path / "cache")
    library = bootstrap.library(usual, create=True)
    assert not bootstrap.adds_faster(usual, library)
    assert bootstrap.encoder_for_adding(usual, library) is None
    prepare.prepare(usual.cache)
    assert bootstrap.adds_faster(usual, library)
    assert isinstance(bootstrap.encoder_for_adding(usual, library), OnnxEncoder)
    serving = ServingEncoder(library.encoder, lambda: bootstrap.encoder(usual, bulk=True))
    serving.settle()
    library.encoder = serving
    beside = bootstrap.encoder_for_adding(usual, library)
    assert isinstance(beside, OnnxEncoder)
    assert beside is not serving.engine
    assert beside._loaded is serving.engine._loaded  # type: ignore[attr-defined]
    assert not bootstrap.adds_faster(usual, Library(library.catalogue, FakeEncoder("another")))
