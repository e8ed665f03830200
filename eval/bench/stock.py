"""The stock chain that Yinju is measured against, as its documentation shows it, in a process of its own.

LangChain's RecursiveCharacterTextSplitter, an `Embeddings` over sentence-transformers (torch), FAISS's exact
inner product. Nothing of Yinju is imported, so nothing of it slows the chain down.

`python -m yinju.eval.bench.stock serve MODEL THREADS` takes one JSON command a line and answers each with one
line; `… ask MODEL THREADS INDEX QUESTION` is a cold question.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

# imported before the clock of a warm run starts; a cold question pays for them, as any program would
import faiss
import numpy as np
import torch
from langchain_core.embeddings import Embeddings
from sentence_transformers import SentenceTransformer

_FOUND = 5  # passages a question gets


class TorchEmbeddings(Embeddings):
    """e5 on torch, with the prefixes it was trained with."""

    def __init__(self, folder: str) -> None:
        self._model = SentenceTransformer(folder, device="cpu", local_files_only=True)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a unit vector a passage."""
        return self.matrix([f"passage: {text}" for text in texts]).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        """Return a question's unit vector."""
        return self.matrix([f"query: {text}"])[0].tolist()  # type: ignore[no-any-return]

    def matrix(self, texts: list[str]) -> Any:
        """Return the vectors of texts as an array."""
        return self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)


class Chain:
    """Splitter, embeddings and index."""

    def __init__(self, model: str) -> None:
        self._embeddings = TorchEmbeddings(model)
        self._index: Any = None
        self._texts: list[str] = []

    def fit(self, path: str, mean: float) -> dict[str, float]:
        """Find the chunk size at which the chunks of a file are as long on average as they are to be."""
        articles, low, high = _articles(path), 10, 4000
        while low < high:
            middle = (low + high) // 2
            if _mean(_split(articles, middle)) < mean:
                low = middle + 1
            else:
                high = middle
        # the mean does not rise evenly with the size: the nearest one stands in the neighbourhood
        means = {size: _mean(_split(articles, size)) for size in range(max(10, low * 4 // 5), low * 6 // 5 + 1, 3)}
        chunk = min(means, key=lambda size: abs(means[size] - mean))
        return {"chunk": chunk, "mean": means[chunk]}

    def add(self, path: str, chunk: int, folder: str) -> dict[str, float]:
        """Read, split, embed, index and store the articles of a file."""
        begin = time.perf_counter()
        articles = _articles(path)
        self._texts = _split(articles, chunk)
        vectors = np.array(self._embeddings.embed_documents(self._texts), np.float32)
        self._index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(vectors)
        Path(folder).mkdir(parents=True, exist_ok=True)
        faiss.write_index(self._index, str(Path(folder) / "index.faiss"))
        (Path(folder) / "texts.json").write_text(json.dumps(self._texts, ensure_ascii=False), "utf-8")
        return {"seconds": time.perf_counter() - begin, "articles": len(articles), "chunks": len(self._texts)}

    def hold(self, vectors: str) -> dict[str, float]:
        """Take vectors of the same model, made elsewhere, as the index: a search takes as long over them."""
        matrix = np.load(vectors, allow_pickle=False)
        self._index = faiss.IndexFlatIP(matrix.shape[1])
        self._index.add(matrix)
        self._texts = [""] * len(matrix)
        return {"chunks": len(matrix)}

    def open(self, folder: str) -> None:
        """Load what `add` stored."""
        self._index = faiss.read_index(str(Path(folder) / "index.faiss"))
        self._texts = json.loads((Path(folder) / "texts.json").read_text("utf-8"))

    def search(self, question: str) -> dict[str, Any]:
        """Embed a question and search for it."""
        begin = time.perf_counter()
        vector = np.array([self._embeddings.embed_query(question)], np.float32)
        _, rows = self._index.search(vector, min(_FOUND, len(self._texts)))
        found = [self._texts[row] for row in rows[0]]
        return {"seconds": time.perf_counter() - begin, "found": found}


def _articles(path: str) -> list[str]:
    return [json.loads(line)["text"] for line in Path(path).read_text("utf-8").split("\n") if line]


def _split(articles: list[str], chunk: int) -> list[str]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # a question has no use for it

    splitter = RecursiveCharacterTextSplitter(chunk_size=chunk, chunk_overlap=0)
    return [text for article in articles for text in splitter.split_text(article)]


def _mean(texts: list[str]) -> float:
    return sum(map(len, texts)) / max(len(texts), 1)


def main() -> None:
    """Serve commands, or answer one question."""
    task, model, threads, *rest = sys.argv[1:]
    torch.set_num_threads(int(threads))
    faiss.omp_set_num_threads(int(threads))
    chain = Chain(model)
    if task == "ask":
        chain.open(rest[0])
        print("\n".join(chain.search(rest[1])["found"]))
        return
    answers = os.fdopen(os.dup(1), "w")  # what the packages print goes elsewhere
    os.dup2(2, 1)
    for line in sys.stdin:
        command = json.loads(line)
        print(json.dumps(getattr(chain, command.pop("do"))(**command)), file=answers, flush=True)


if __name__ == "__main__":
    main()
