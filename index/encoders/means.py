"""The faster setting: a text stands for the mean of its sentences, so that a passage costs no encoding of its own.

An encoder like any other (a text's vector depends on nothing but the text), with a name of its own: a library made
with it says so, and vectors of the two kinds never mix.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from yinju.index.encoders.types import CONTEXT_END, MEANS, Encoder, Role, Vectors
from yinju.index.text.language import identify
from yinju.index.text.sentences import sentence_spans

_REMEMBERED = 4096  # sentences, 6 MB: those of a batch come once as sentences and once in passages


class MeanEncoder:
    """Another encoder; a text of several sentences gets the mean of their vectors. Questions go through as they are."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.model, self.dimensions = encoder.model + MEANS, encoder.dimensions
        self._memory: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return one unit vector a text."""
        if role == "question" or not texts:
            return self._encoder.encode(texts, role)
        parts = [_sentences(text) for text in texts]
        vectors = self._known(dict.fromkeys(part for group in parts for part in group))
        return np.stack([_mean([vectors[part] for part in group]) for group in parts])

    def _known(self, sentences: dict[str, None]) -> dict[str, Vectors]:
        with self._lock:
            found = {sentence: self._memory[sentence] for sentence in sentences if sentence in self._memory}
        fresh = [sentence for sentence in sentences if sentence not in found]
        found.update(zip(fresh, self._encoder.encode(fresh, "passage"), strict=True))
        with self._lock:
            for sentence in fresh:
                self._memory[sentence] = found[sentence]
            while len(self._memory) > _REMEMBERED:
                self._memory.popitem(last=False)
        return found


def _sentences(text: str) -> list[str]:
    text = text.rpartition(CONTEXT_END)[2]  # a sentence is read alone, or it would be encoded twice
    spans = sentence_spans(text, identify(text))
    return [text[start:end] for start, end in spans] or [text]


def _mean(vectors: Sequence[Vectors]) -> Vectors:
    total: Vectors = np.sum(vectors, axis=0)
    mean: Vectors = total / np.linalg.norm(total)
    return mean
