"""An encoder without a model, quick to import: tests start many processes with it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from yinju.index.encoders.types import Role, Vectors
from yinju.index.text.terms import terms


class FakeEncoder:
    """Texts that share terms get near vectors: a bag of hashed terms. Counts what it is asked."""

    def __init__(self, model: str = "multilingual-e5-small", dimensions: int = 384) -> None:
        self.model, self.dimensions, self.encoded = model, dimensions, 0

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        self.encoded += len(texts)
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            for term in [*terms(text), "always"]:
                digest = hashlib.blake2b(term.encode(errors="replace"), digest_size=4).digest()
                vectors[row, int.from_bytes(digest, "little") % self.dimensions] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
