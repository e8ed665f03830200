"""`python -m yinju.rag.sample_vectors FILE` writes the vectors of the sample articles, shipped as seeds/vectors.npz."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np

from yinju.index.encoders import remembering
from yinju.index.encoders.bundled import BundledEncoder
from yinju.index.library import Library
from yinju.rag.bootstrap import samples


def main(target: Path) -> None:
    """Encode the sample articles and keep every vector under its text's key."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "library", BundledEncoder(), create=True)
        library.add(samples())
        with library.catalogue.reading() as connection:
            rows = connection.execute("SELECT key, vector FROM embeddings").fetchall()
    remembering.save({key: np.frombuffer(vector, np.float16).astype(np.float32) for key, vector in rows}, target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
