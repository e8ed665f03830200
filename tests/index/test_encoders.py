"""Encoders: one vector a text whatever stands beside it, and engines of one model that agree."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fake_encoder import FakeEncoder
from yinju.index.encoders import prepare, remembering
from yinju.index.encoders.bundled import BundledEncoder
from yinju.index.encoders.onnx import OnnxEncoder
from yinju.index.encoders.profile import Profile, calibration, load, measure, profile_of, save
from yinju.index.encoders.remembering import RememberingEncoder, text_key
from yinju.index.encoders.sentence_transformers import SentenceTransformersEncoder
from yinju.index.encoders.types import Encoder
from yinju.index.errors import EncoderUnavailable
from yinju.rag import bootstrap

TEXTS = [
    "The harbour was rebuilt after the flood.",
    "老港口在洪水之后重建。",
    "Hafen",
    "بندر قدیمی پس از سیل بازسازی شد.",
    "a" * 40,
]


def cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one * other).sum(axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)


def test_a_vector_does_not_depend_on_its_neighbours(encoder: BundledEncoder) -> None:
    together = encoder.encode(TEXTS, "passage")
    alone = np.concatenate([encoder.encode([text], "passage") for text in TEXTS])
    assert together.shape == (len(TEXTS), encoder.dimensions)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-4)
    assert cosines(together, alone).min() >= 0.9999


def test_strange_texts_are_encoded_too(encoder: BundledEncoder) -> None:
    strange = ["", " ", "\x00nul", "\ud800 half a pair", "字" * 3_000]
    vectors = encoder.encode(strange, "passage")
    assert np.isfinite(vectors).all()
    assert encoder.encode([], "question").shape == (0, encoder.dimensions)


def test_centring_brings_languages_together(encoder: BundledEncoder) -> None:
    profile = profile_of(encoder)
    texts = calibration()
    english = encoder.encode(texts["en"]["paragraphs"][:6], "passage")
    chinese = encoder.encode(texts["zh"]["questions"][:6], "question")
    raw = chinese @ english.T
    centred = profile.centred(chinese, "question", "zh") @ profile.centred(english, "passage", "en").T
    own = np.eye(6, dtype=bool)
    assert (centred.argmax(axis=1) == np.arange(6)).all()
    assert centred[own].mean() - centred[~own].mean() > 2 * (raw[own].mean() - raw[~own].mean())


def test_the_shipped_means_are_those_of_the_calibration_text(encoder: BundledEncoder) -> None:
    shipped = profile_of(encoder)
    texts = calibration()
    assert {"en", "zh", "es", "fr", "de", "ru", "ar", "ja", "ko", "hi", "pt", "vi"} <= set(shipped.languages())
    assert shipped.languages() == sorted(texts)
    for language in ("zh", "en"):
        fresh = encoder.encode(texts[language]["questions"], "question").mean(axis=0)
        assert cosines(fresh[None], shipped.means["question", language][None])[0] > 0.9999


def test_a_language_without_means_borrows_those_of_a_relative_or_of_all() -> None:
    unit = np.eye(4, dtype=np.float32)
    profile = Profile("m", {("passage", "es"): unit[0], ("passage", "ru"): unit[1]})
    vector = np.array([[1.0, 1, 1, 0]], np.float32)
    assert np.allclose(profile.centred(vector, "passage", "ca"), profile.centred(vector, "passage", "es"))
    assert np.allclose(profile.centred(vector, "passage", "xx")[0, :2] * np.sqrt(1.5), 0.5)


def test_a_profile_is_measured_for_any_model_and_survives_saving(tmp_path: Path) -> None:
    profile = measure(FakeEncoder("other-model"))
    save(profile, tmp_path / "profile.npz")
    again = load(tmp_path / "profile.npz", "other-model")
    assert again.languages() == profile.languages()
    assert np.allclose(again.means["passage", "zh"], profile.means["passage", "zh"], atol=1e-3)


def test_what_is_remembered_is_not_encoded_again(tmp_path: Path) -> None:
    inner = FakeEncoder()
    memory = {text_key("known"): inner.encode(["known"], "passage")[0]}
    remembering.save(memory, tmp_path / "memory.npz")
    encoder = RememberingEncoder(inner, remembering.load(tmp_path / "memory.npz"))
    inner.encoded = 0
    vectors = encoder.encode(["known", "new"], "passage")
    assert inner.encoded == 1
    assert np.allclose(vectors, inner.encode(["known", "new"], "passage"), atol=1e-3)


def test_the_shipped_vectors_of_the_samples_are_the_encoders_own(encoder: BundledEncoder, tmp_path: Path) -> None:
    class Counting:
        model, dimensions, encoded = encoder.model, encoder.dimensions, 0

        def encode(self, texts, role):  # type: ignore[no-untyped-def]
            self.encoded += len(texts)
            return encoder.encode(texts, role)

    counting = Counting()
    library = bootstrap.Library.open(tmp_path / "library", counting, create=True)
    report = bootstrap.add_samples(library)
    assert report.added >= 12
    assert not report.failed
    assert counting.encoded == 0, "run `python -m yinju.rag.sample_vectors` after changing a sample"
    with library.catalogue.reading() as connection:
        rows = connection.execute(
            'SELECT substr(a.text, s.start + 1, s."end" - s.start), e.vector FROM sentences s'
            " JOIN passages p ON p.id = s.passage JOIN articles a ON a.id = p.article JOIN embeddings e ON e.id = s.embedding"
        ).fetchall()[::9]
    stored = np.stack([np.frombuffer(vector, np.float16).astype(np.float32) for _, vector in rows])
    assert cosines(stored, encoder.encode([text for text, _ in rows], "passage")).min() > 0.9999


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        OnnxEncoder(Path("/no/such/folder")).encode(["text"], "passage")


@pytest.mark.slow
def test_all_engines_of_the_model_agree(encoder: BundledEncoder, tmp_path: Path) -> None:
    folder = prepare.prepare(tmp_path / "cache")
    assert prepare.is_prepared(tmp_path / "cache")
    texts = [text for language in calibration().values() for text in language["paragraphs"][:2]] + TEXTS
    bundled = encoder.encode(texts, "passage")
    graph: Encoder = OnnxEncoder(folder)
    standard: Encoder = SentenceTransformersEncoder(str(folder), encoder.model)
    assert cosines(bundled, standard.encode(texts, "passage")).min() > 0.999
    quantised = graph.encode(texts, "passage")
    assert cosines(bundled, quantised).min() > 0.985
    assert cosines(bundled, quantised).mean() > 0.994
    alone = np.concatenate([graph.encode([text], "passage") for text in texts[:8]])
    assert cosines(quantised[:8], alone).min() >= 0.9999
    question = ["Who rebuilt the harbour?"]
    assert cosines(encoder.encode(question, "question"), graph.encode(question, "question"))[0] > 0.99
