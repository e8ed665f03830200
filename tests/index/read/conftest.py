"""One quarantine for all tests, as one serves all files of a folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from yinju.index.read import paths
from yinju.index.read.quarantine import Quarantine


@pytest.fixture(scope="session")
def running() -> Iterator[Quarantine]:
    with Quarantine() as quarantine:
        yield quarantine


@pytest.fixture(autouse=True)
def _one_for_all(running: Quarantine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "Quarantine", lambda: nullcontext(running))
