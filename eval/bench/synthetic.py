"""Articles and vectors that cost next to nothing, for sizes that two cores cannot encode.

A sentence is the beginning of one real sentence and the end of another, so that words are as frequent as in real
texts and hardly any sentence occurs twice. A vector lies near one of a few hundred directions, which its text's
digest chooses.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

import numpy as np

from yinju.eval.bench.articles import Corpus
from yinju.eval.runs import write_lines
from yinju.index.encoders import bundled
from yinju.index.encoders.types import Role, Vectors
from yinju.index.text.language import identify
from yinju.index.text.sentences import sentence_spans
from yinju.index.types import Draft

_READ = 2_000  # articles whose sentences are taken apart
_TOPICS, _NEAR = 300, 1.0  # directions, and how long the way from one to its vectors is, as a share of its own length

_comma = re.compile("(?<=[，、；：,;:])")


class SyntheticEncoder:
    """Stands for the bundled encoder where only the number of vectors matters; the same text, the same vector."""

    model = bundled.MODEL
    dimensions = bundled.DIMENSIONS

    @cached_property
    def _topics(self) -> Vectors:
        return _units(np.random.default_rng(0).standard_normal((_TOPICS, self.dimensions), np.float32))

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return one unit vector a text."""
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            number = int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest(), "little")
            away = np.random.default_rng(number).standard_normal(self.dimensions, np.float32)
            vectors[row] = self._topics[number % _TOPICS] + _NEAR * away / np.linalg.norm(away)
        return _units(vectors)


def articles(corpus: Corpus, count: int, seed: int) -> Iterator[Draft]:
    """Yield articles as long as those of a corpus, of shuffled sentences; a longer series begins with a shorter one."""
    draw = random.Random(seed)  # noqa: S311 - shuffled texts, not a secret
    texts = corpus.texts()[:_READ]
    language = identify(texts[0])
    split = [[text[span.start : span.end] for span in sentence_spans(text, language)] for text in texts]
    heads, tails = zip(*(_halves(sentence) for sentences in split for sentence in sentences), strict=True)
    lengths = [len(sentences) for sentences in split if sentences]
    for number in range(count):
        sentences = [draw.choice(heads) + draw.choice(tails) for _ in range(draw.choice(lengths))]
        name = f"synthetic:{number}"
        yield Draft(identity=name, raw="\n".join(sentences), where=name, title=sentences[0][:20], language=language)


def write(path: Path, drafts: Iterable[Draft]) -> Path:
    """Write articles to a JSON Lines file, and return it."""
    write_lines(path, ({"_id": draft.identity, "title": draft.title, "text": draft.raw} for draft in drafts))
    return path


def _halves(sentence: str) -> tuple[str, str]:
    parts = _comma.split(sentence)
    at = len(parts) // 2
    if not at:  # no comma in it
        return sentence[: len(sentence) // 2], sentence[len(sentence) // 2 :]
    return "".join(parts[:at]), "".join(parts[at:])


def _units(vectors: Vectors) -> Vectors:
    units: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return units
