"""Language-centred vectors: the cure for one language drowning another.

A multilingual encoder puts texts of one language near each other, whatever they say: in a mixed library a
Chinese question never meets the English article that answers it. Subtracting the mean vector of a language,
taken apart for passages and for questions, and normalising again removes that. The means belong to the
model, not to the library: they come from a small text of our own in many languages (`calibration/`), so a
library with a single Chinese article is served as well as one with a million.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import IO, Any

import numpy as np

from yinju.index.encoders.bundled import MODEL as BUNDLED_MODEL
from yinju.index.encoders.types import MEANS, Encoder, Role, Vectors

KINDRED: Mapping[str, str] = {
    **{
        "ca": "es",
        "gl": "pt",
        "oc": "fr",
        "sv": "de",
        "da": "de",
        "no": "de",
        "nb": "de",
        "nn": "de",
        "af": "nl",
    },
    **{
        "bg": "ru",
        "be": "ru",
        "sr": "ru",
        "mk": "ru",
        "kk": "ru",
        "mn": "ru",
        "cs": "pl",
        "sk": "pl",
        "hr": "pl",
    },
    **{
        "sl": "pl",
        "bs": "pl",
        "ur": "hi",
        "ne": "hi",
        "mr": "hi",
        "bn": "hi",
        "gu": "hi",
        "pa": "hi",
        "ta": "hi",
    },
    **{
        "te": "hi",
        "kn": "hi",
        "ml": "hi",
        "si": "hi",
        "ms": "id",
        "jv": "id",
        "tl": "id",
        "az": "tr",
        "uz": "tr",
    },
    **{
        "lo": "th",
        "km": "th",
        "my": "th",
        "he": "ar",
        "ps": "fa",
        "ku": "fa",
        "la": "it",
        "eu": "es",
        "lb": "de",
    },
}
"""A language without means of its own borrows those of a relative; the rest take the mean of all."""

_SHIPPED = f"{BUNDLED_MODEL}.npz"


@dataclass(frozen=True, slots=True)
class Profile:
    """The mean vectors of one model: (role, language) → mean of unit vectors, shape (dimensions,)."""

    model: str
    means: Mapping[tuple[Role, str], Vectors]

    def languages(self) -> list[str]:
        """Return the languages that have means of their own, sorted."""
        return sorted({language for _, language in self.means})

    def centred(self, vectors: Vectors, role: Role, language: str) -> Vectors:
        """Return the vectors less their language's mean, as unit vectors again. Shape (n, dimensions)."""
        moved = vectors.astype(np.float32) - self._mean(role, language)
        length = np.linalg.norm(moved, axis=-1, keepdims=True)
        centred: Vectors = moved / np.maximum(length, 1e-9)
        return centred

    def _mean(self, role: Role, language: str) -> Vectors:
        own = self.means.get((role, language))
        kin = self.means.get((role, KINDRED.get(language, "")))
        if own is not None or kin is not None:
            return own if own is not None else kin  # type: ignore[return-value]  # one of them is there
        mean: Vectors = np.mean([m for (r, _), m in self.means.items() if r == role], axis=0)
        return mean


def uncentred(encoder: Encoder) -> Profile:
    """Return means of zero: vectors stay as the encoder gives them. For measuring what centring is worth."""
    zero = np.zeros(encoder.dimensions, np.float32)
    return Profile(encoder.model, {("passage", ""): zero, ("question", ""): zero})


def measure(encoder: Encoder) -> Profile:
    """Compute a model's means from the calibration text (22 languages, 20 paragraphs and questions each)."""
    means: dict[tuple[Role, str], Vectors] = {}
    for language, texts in calibration().items():
        means["passage", language] = encoder.encode(texts["paragraphs"], "passage").mean(axis=0)
        means["question", language] = encoder.encode(texts["questions"], "question").mean(axis=0)
    return Profile(encoder.model, means)


def profile_of(encoder: Encoder) -> Profile:
    """Return the means of an encoder: shipped with Yinju for the bundled model, computed for any other."""
    if encoder.model.removesuffix(MEANS) == BUNDLED_MODEL:
        with resources.as_file(resources.files(__package__) / _SHIPPED) as path:
            return load(path, BUNDLED_MODEL)
    return measure(encoder)


def save(profile: Profile, path: Path | IO[bytes]) -> None:
    """Write a profile as a NumPy archive (arrays only, no objects)."""
    arrays: dict[str, Any] = {f"{role}-{code}": mean.astype(np.float16) for (role, code), mean in profile.means.items()}
    np.savez_compressed(path, **arrays)


def load(path: Path | IO[bytes], model: str) -> Profile:
    """Read a profile written by `save`."""
    means: dict[tuple[Role, str], Vectors] = {}
    with np.load(path, allow_pickle=False) as arrays:
        for name in arrays.files:
            role, _, language = name.partition("-")
            means["question" if role == "question" else "passage", language] = arrays[name].astype(np.float32)
    return Profile(model, means)


def calibration() -> dict[str, dict[str, list[str]]]:
    """Return the calibration text: language → {"paragraphs": […], "questions": […]}."""
    folder = resources.files(__package__) / "calibration"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".json")), key=lambda file: file.name)
    return {file.name.removesuffix(".json"): json.loads(file.read_text("utf-8")) for file in files}
