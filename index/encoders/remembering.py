"""An encoder with a memory: vectors that are known already are not computed again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from yinju.index.encoders.types import Encoder, Role, Vectors


class RememberingEncoder:
    """Another encoder, asked only for passages whose vectors are not in the memory."""

    def __init__(self, encoder: Encoder, memory: Mapping[str, Vectors]) -> None:
        self._encoder, self._memory = encoder, memory
        self.model, self.dimensions = encoder.model, encoder.dimensions

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return one unit vector a text, from memory where it is there."""
        known = {text: self._memory.get(text_key(text)) if role == "passage" else None for text in texts}
        missing = [text for text, vector in known.items() if vector is None]
        fresh = dict(zip(missing, self._encoder.encode(missing, role), strict=True))
        vectors = [fresh[text] if (vector := known[text]) is None else vector for text in texts]
        return np.stack(vectors) if vectors else self._encoder.encode([], role)


def text_key(text: str) -> str:
    """Return the key under which a text's vector is kept: 128 bits of BLAKE2b."""
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()


def save(memory: Mapping[str, Vectors], path: Path) -> None:
    """Write a memory as a NumPy archive (two plain arrays)."""
    keys = sorted(memory)
    np.savez_compressed(path, keys=np.array(keys, "S32"), vectors=np.array([memory[key] for key in keys], np.float16))


def load(path: Path) -> dict[str, Vectors]:
    """Read a memory written by `save`."""
    with np.load(path, allow_pickle=False) as arrays:
        vectors = arrays["vectors"].astype(np.float32)
        return {key.decode(): vector for key, vector in zip(arrays["keys"].tolist(), vectors, strict=True)}
