"""The datasets that are shipped: they need no download and are run in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"

SHIPPED: Mapping[str, Path] = {"samples": _DATA / "samples", "swaps": _DATA / "swaps.jsonl"}
"""By name: questions over the sample articles, and claims whose values were changed."""


@cache
def count(name: str) -> int:
    """Return how many questions or claims a shipped dataset has; its lines are counted, not read."""
    path = SHIPPED[name]
    content = (path / "queries.jsonl" if path.is_dir() else path).read_bytes()
    return sum(1 for line in content.splitlines() if line.strip())
