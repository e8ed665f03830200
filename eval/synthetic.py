"""A large library at once, to measure size with: invented articles with invented vectors, through the catalogue's own door.

Sentences are made of words that are as unevenly common as those of a language, or are those of given texts, and
each stands in many articles; their terms are computed once. Vectors mix two of a few thousand given (or random)
ones and some noise, so that every vector has nearer and farther neighbours, as those of texts have (mixing real
sentence vectors by halves and more gives their distances to questions back to .02).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from yinju.index.catalogue import Catalogue
from yinju.index.encoders.profile import profile_of
from yinju.index.encoders.types import Encoder, Vectors
from yinju.index.lexical import Counts, Hashes, counted
from yinju.index.library import Library
from yinju.index.tables import ArticleRow, PassageRow, put, set_meta
from yinju.index.text.terms import terms
from yinju.index.types import Article

_PASSAGES, _SENTENCES = 2, 5  # an article's passages, and a passage's sentences: news-zh has 2.4 and 4.7
_SEEDS, _NOISE = 4000, 0.4
_LENGTH = 0.45  # of what is left of an e5 vector once its language's mean is taken off
_AT_ONCE = 500  # articles a transaction


def library(
    folder: Path,
    encoder: Encoder,
    articles: int,
    *,
    language: str = "zh",
    sentences: Sequence[str] = (),
    vectors: Vectors | None = None,
    seed: int = 0,
) -> Library:
    """Make a library of so many articles in a new folder and open it; some 4,000 articles a second.

    `sentences` and `vectors` (centred, unit, one a row) are what texts and vectors are made of when given. Nothing is
    encoded: `encoder` only says whose vectors these pretend to be, and encodes the questions.
    """
    random = np.random.default_rng(seed)
    texts = list(sentences) or _invented(random)
    indexed = [counted(terms(text)) for text in texts]
    mean = profile_of(encoder).means.get(("passage", language), np.zeros(encoder.dimensions, np.float32))
    if vectors is None:
        vectors = _units(random.standard_normal((_SEEDS, encoder.dimensions), np.float32))
    catalogue = Catalogue.create(folder)
    with catalogue.writing() as connection:
        set_meta(connection, "encoder", encoder.model)
        set_meta(connection, "dimensions", encoder.dimensions)
    for first in range(0, articles, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, articles))
        rows, known = [], dict[str, bytes]()
        for number in numbers:
            row, keys = _article(
                number, language, random.integers(0, len(texts), (_PASSAGES, _SENTENCES)), texts, indexed
            )
            rows.append(row)
            known |= dict.fromkeys(keys, b"")
        raw = _units(mean + _LENGTH * _mixed(random, vectors, len(known))).astype(np.float16)
        with catalogue.writing() as connection:
            put(connection, rows, {key: vector.tobytes() for key, vector in zip(known, raw, strict=True)})
    return Library.open(folder, encoder)


def _article(
    number: int, language: str, chosen: np.ndarray, texts: Sequence[str], indexed: Sequence[tuple[Hashes, Counts]]
) -> tuple[ArticleRow, list[str]]:
    """Return an article of chosen sentences, and the keys of its vectors: its passages' and its sentences'."""
    passages, keys, at = list[PassageRow](), list[str](), 0
    for place, own in enumerate(chosen.tolist()):
        spans: list[tuple[int, int, str]] = []
        start = at
        for i in own:
            key = f"synthetic-{number}-{place}-{len(spans)}"
            spans.append((at, at + len(texts[i]), key))
            at += len(texts[i])
        hashes, at_term = np.unique(np.concatenate([indexed[i][0] for i in own]), return_inverse=True)
        counts = np.bincount(at_term, np.concatenate([indexed[i][1] for i in own])).astype(np.uint16)
        key = f"synthetic-{number}-{place}"
        passages.append(PassageRow(start, at, language, key, hashes.tobytes(), counts.tobytes(), tuple(spans)))
        keys += [key, *(span[2] for span in spans)]
    text = "".join(texts[i] for own in chosen.tolist() for i in own)
    article = Article(f"synthetic:{number}", text, f"{number}", language=language)
    return ArticleRow(article, f"synthetic-{number}", None, tuple(passages)), keys


def _invented(random: np.random.Generator, count: int = 8000, vocabulary: int = 20_000) -> list[str]:
    """Return sentences of invented two-character words; the n-th commonest word is n times rarer than the first."""
    characters = np.array([chr(code) for code in range(0x4E00, 0x4E00 + 2500)])
    words = ["".join(pair) for pair in random.choice(characters, (vocabulary, 2))]
    weights = 1 / np.arange(20, vocabulary + 20)
    chosen = random.choice(vocabulary, (count, 16), p=weights / weights.sum())
    return ["".join(words[i] for i in row) + "。" for row in chosen.tolist()]


def _mixed(random: np.random.Generator, vectors: Vectors, count: int) -> Vectors:
    share = random.uniform(0.5, 1, (count, 1)).astype(np.float32)
    one, other = random.integers(0, len(vectors), (2, count))
    noise = random.standard_normal((count, vectors.shape[1]), np.float32) / np.float32(np.sqrt(vectors.shape[1]))
    return _units(share * vectors[one] + (1 - share) * vectors[other] + _NOISE * noise)


def _units(vectors: Vectors) -> Vectors:
    units: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return units
