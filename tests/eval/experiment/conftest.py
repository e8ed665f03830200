"""A run of a small set of each kind, for all tests of runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from small_sets import CLAIMS, READING, Set, a_corpus, a_file, run

from fakes import FakeEncoder
from yinju.eval import cost, significance
from yinju.index.encoders import bundled


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    """Three cold starts a run are left to the tests of the command line, narrow intervals to those of significance."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cost, "cold_start", lambda *_: [])
        patch.setattr(significance, "RESAMPLES", 500)
        yield


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled encoder is a fake that takes no time."""
    monkeypatch.setattr(bundled, "BundledEncoder", FakeEncoder)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Set:
    folder = tmp_path_factory.mktemp("corpus")
    return run(a_corpus(folder / "tiny"), folder / "out", folder / "cache")


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Set:
    folder = tmp_path_factory.mktemp("reading")
    return run(a_file(folder / "tiny.jsonl", READING), folder / "out", folder / "cache")


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Set:
    folder = tmp_path_factory.mktemp("claims")
    return run(a_file(folder / "tiny.jsonl", CLAIMS), folder / "out", folder / "cache")


@pytest.fixture(params=["corpus", "reading", "claims"])
def each(request: pytest.FixtureRequest) -> Set:
    found: Set = request.getfixturevalue(request.param)
    return found
