"""One library for all tests of hostile articles."""

from __future__ import annotations

import pytest

from hostile.asking import Asked
from yinju.index.encoders.bundled import BundledEncoder


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory, encoder: BundledEncoder) -> Asked:
    return Asked(tmp_path_factory.mktemp("hostile"), encoder)
