"""The prepared int8 graph: the bundled model's faster engine. The only file that imports onnxruntime.

One text a run: batches gain nothing on a processor, and padding would cost. Speed comes from one single-threaded
run a core, side by side, the longest texts first, so that no core waits for the last one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yinju.index.encoders.bundled import MODEL
from yinju.index.encoders.prepare import GRAPH
from yinju.index.encoders.types import Role, Vectors
from yinju.index.errors import EncoderUnavailable

_WINDOW = 512  # tokens the model reads at once
_PREFIX: dict[Role, str] = {"question": "query: ", "passage": "passage: "}


class OnnxEncoder:
    """multilingual-e5-small as int8; vectors agree with the bundled engine's to a cosine of .998 (.995 for nonsense)."""

    model = MODEL
    dimensions = 384

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Take the graph made by `yinju models prepare`; it is loaded (in a second) when first needed."""
        self._folder = folder
        self._pool = ThreadPoolExecutor(threads or os.cpu_count() or 1, thread_name_prefix="encode")

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        """The session and the tokenizer. Raises EncoderUnavailable."""
        try:
            import onnxruntime

            from yinju.index.encoders import tokenizer

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            # the graph is fused as it should be; more would bring back what it leaves out on purpose
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
            path = str(self._folder / GRAPH)
            session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            return session, tokenizer.load(self._folder)
        except Exception as error:
            reason = str(error).split("\n", 1)[0][:200]
            raise EncoderUnavailable(
                f"the prepared graph in {self._folder} cannot be loaded ({reason}); run `yinju models prepare`"
            ) from error

    def beside(self) -> OnnxEncoder:
        """Return an encoder with threads of its own over the same graph in memory: nobody who asks one waits for the other.

        Raises EncoderUnavailable.
        """
        other = OnnxEncoder(self._folder)
        other._loaded = self._loaded
        return other

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return one unit vector a text, each computed on its own."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        if texts:
            _ = self._loaded  # once, before the threads ask for it
            order = sorted(range(len(texts)), key=lambda row: len(texts[row]), reverse=True)
            found = self._pool.map(self._one, [_PREFIX[role] + texts[row] for row in order])
            for row, vector in zip(order, found, strict=True):
                vectors[row] = vector
        return vectors

    def _one(self, text: str) -> NDArray[np.float32]:
        """Encode one text; a longer one than the model reads is read in windows, averaged by length."""
        readable = text.replace("\x00", " ").encode(errors="replace").decode()
        ids = self._loaded[1].encode(readable).ids
        if len(ids) <= _WINDOW:
            return self._run(ids)
        first, last, content = ids[:1], ids[-1:], ids[1:-1]
        windows = [content[i : i + _WINDOW - 2] for i in range(0, len(content), _WINDOW - 2)]
        total: NDArray[np.float32] = np.sum([len(w) * self._run([*first, *w, *last]) for w in windows], axis=0)
        mean: NDArray[np.float32] = total / np.linalg.norm(total)
        return mean

    def _run(self, ids: list[int]) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._loaded[0].run(None, {"ids": np.array([ids], np.int64)})[0][0]
        return vector
