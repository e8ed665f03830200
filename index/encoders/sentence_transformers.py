"""Any sentence-transformers model, by hub id or folder. The only file that imports sentence_transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from yinju.index.encoders.types import Role, Vectors
from yinju.index.errors import EncoderUnavailable


class SentenceTransformersEncoder:
    """A sentence-transformers model; its own prompts named `query` and `passage` are used where it has them."""

    def __init__(self, name: str, model: str | None = None) -> None:
        """Load a model; `model` is the identity its vectors are stored under, by default the name itself."""
        try:
            from sentence_transformers import SentenceTransformer

            # a folder is a folder: no hub is asked about it
            self._model = SentenceTransformer(name, device="cpu", local_files_only=Path(name).is_dir())
        except Exception as error:
            reason = str(error).split("\n", 1)[0][:200]
            raise EncoderUnavailable(
                f"the encoder {name} cannot be loaded ({reason}); give the folder of a sentence-transformers model, or a hub id while online"
            ) from error
        self.model = model or name
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        prompts = getattr(self._model, "prompts", None) or {}
        e5 = "e5" in name.lower() or "e5" in self.model.lower()
        self._prompts = {
            "question": prompts.get("query") or ("query: " if e5 else ""),
            "passage": prompts.get("passage") or prompts.get("document") or ("passage: " if e5 else ""),
        }

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return one unit vector a text; padding is masked, so neighbours do not matter."""
        if not texts:
            return np.zeros((0, self.dimensions), np.float32)
        vectors: Vectors = self._model.encode(
            list(texts),
            prompt=self._prompts[role],
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return vectors.astype(np.float32)
