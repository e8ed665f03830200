"""Fixtures that many tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from yinju.index.encoders.bundled import BundledEncoder
from yinju.index.library import Library
from yinju.rag import bootstrap
from yinju.rag.settings import Settings

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine reaches a test, and no test writes into the working folder."""
    for name in [name for name in os.environ if name.startswith(("YINJU_", "OPENAI_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def encoder() -> BundledEncoder:
    """The real bundled encoder."""
    return BundledEncoder()


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library with the sample articles, for reading only."""
    library = bootstrap.library(Settings(library=tmp_path_factory.mktemp("samples")), create=True)
    bootstrap.add_samples(library)
    return library


@pytest.fixture(scope="session")
def shared() -> Iterator[Path]:
    """The folder with benchmark data and crawled pages that lies beside a developer's checkout."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder `shared` beside the checkout, with benchmark data")
    return SHARED
