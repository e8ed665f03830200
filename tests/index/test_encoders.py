"""Encoders: one vector a text whatever stands beside it, and engines of one model that agree."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest

from fake_encoder import FakeEncoder
from yinju.index.context import in_context
from yinju.index.encoders import prepare, remembering, standard
from yinju.index.encoders.bundled import BundledEncoder
from yinju.index.encoders.means import MeanEncoder
from yinju.index.encoders.onnx import OnnxEncoder
from yinju.index.encoders.profile import Profile, calibration, load, measure, profile_of, save
from yinju.index.encoders.remembering import RememberingEncoder, text_key
from yinju.index.encoders.sentence_transformers import SentenceTransformersEncoder
from yinju.index.encoders.serving import ServingEncoder
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
    strange = ["", " ", "\x00nul", "\ud800 half a pair", "字" * 1_200]
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
            'SELECT a.title, a.text, s.start, s."end", e.vector FROM sentences s'
            " JOIN passages p ON p.id = s.passage JOIN articles a ON a.id = p.article JOIN embeddings e ON e.id = s.embedding"
        ).fetchall()[::9]
    stored = np.stack([np.frombuffer(vector, np.float16).astype(np.float32) for *_, vector in rows])
    read = [in_context(*place) for *place, _ in rows]
    assert cosines(stored, encoder.encode(read, "passage")).min() > 0.9999


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        OnnxEncoder(Path("/no/such/folder")).encode(["text"], "passage")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    """The int8 graph, made on the spot."""
    return OnnxEncoder(prepare.prepare(tmp_path_factory.mktemp("cache")))


def test_the_graph_agrees_with_the_bundled_engine_and_keeps_neighbours_apart(
    encoder: BundledEncoder, graph: OnnxEncoder
) -> None:
    texts = [text for language in calibration().values() for text in language["paragraphs"][:1]] + TEXTS
    together = graph.encode(texts, "passage")
    agreement = cosines(encoder.encode(texts, "passage"), together)
    assert agreement.min() > 0.995
    assert agreement.mean() > 0.998
    alone = np.concatenate([graph.encode([text], "passage") for text in texts[-8:]])
    assert np.array_equal(together[-8:], alone), "the same to the bit, whatever stands beside it"
    question = ["Who rebuilt the harbour?"]
    assert cosines(encoder.encode(question, "question"), graph.encode(question, "question"))[0] > 0.998


def test_the_graph_reads_strange_and_long_texts_as_the_bundled_engine_does(
    encoder: BundledEncoder, graph: OnnxEncoder
) -> None:
    strange = ["", " ", "\x00nul", "\ud800 half a pair", "字" * 1_200]
    agreement = cosines(encoder.encode(strange, "passage"), graph.encode(strange, "passage"))
    assert agreement[[0, 1, 2, 4]].min() > 0.99
    assert np.isfinite(agreement).all()
    assert graph.encode([], "passage").shape == (0, graph.dimensions)


def first_found(passages: np.ndarray, questions: np.ndarray) -> np.ndarray:
    return (questions @ passages.T).argmax(axis=1) == np.arange(len(questions))


def test_an_encoder_beside_another_shares_its_graph_and_not_its_threads(graph: OnnxEncoder) -> None:
    beside = graph.beside()
    assert beside._loaded is graph._loaded
    assert beside._pool is not graph._pool
    texts = ["The river rises in the north.", "河流发源于北方。"]
    assert np.array_equal(beside.encode(texts, "passage"), graph.encode(texts, "passage"))


@pytest.mark.slow
def test_the_graph_finds_what_the_bundled_engine_finds(encoder: BundledEncoder, graph: OnnxEncoder) -> None:
    """R@1 over our own text, each language asked in another: at most one question in fifty is lost."""
    profile, texts = profile_of(encoder), calibration()
    rates = []
    for engine in (encoder, graph):
        hits = []
        for asked, told in (("en", "zh"), ("zh", "ja"), ("ar", "en")):
            passages = profile.centred(engine.encode(texts[told]["paragraphs"], "passage"), "passage", told)
            questions = profile.centred(encoder.encode(texts[asked]["questions"], "question"), "question", asked)
            hits.append(first_found(passages, questions))
        rates.append(np.concatenate(hits).mean())
    assert rates[0] > 0.8
    assert rates[1] >= rates[0] - 0.02


@pytest.mark.slow
def test_the_graph_finds_what_the_bundled_engine_finds_in_xquad(
    encoder: BundledEncoder, graph: OnnxEncoder, shared: Path
) -> None:
    """R@1 over every sixth English paragraph: the two engines differ by one question in a hundred at most."""
    folder = shared / "data" / "xquad"
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").open(encoding="utf-8")]
    corpus = {row["_id"]: row["text"] for row in rows if row["metadata"]["language"] == "en"}
    relevant = {
        question: document
        for question, document, score in (
            line.split("\t") for line in (folder / "qrels.tsv").read_text("utf-8").splitlines()[1:]
        )
        if int(score) and document in corpus
    }
    chosen = sorted(corpus)[::6]
    lines = [json.loads(line) for line in (folder / "queries.jsonl").open(encoding="utf-8")]
    asked = [q for q in lines if q["metadata"]["language"] == "en" and relevant.get(q["_id"]) in chosen]
    questions = encoder.encode([q["text"] for q in asked], "question")
    gold = np.array([chosen.index(relevant[q["_id"]]) for q in asked])
    found = [
        (questions @ engine.encode([corpus[id_] for id_ in chosen], "passage").T).argmax(axis=1) == gold
        for engine in (encoder, graph)
    ]
    assert len(gold) >= 100
    assert abs(float(found[0].mean() - found[1].mean())) <= 0.01


def test_preparing_that_fails_or_is_killed_leaves_nothing_half_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yinju.index.encoders import graph as graphs

    def killed(source: object, path: Path) -> None:
        path.write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(graphs, "save", killed)
    with pytest.raises(KeyboardInterrupt):
        prepare.prepare(tmp_path)
    assert not prepare.is_prepared(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EncoderUnavailable, match="YINJU_CACHE"):
        prepare.prepare(tmp_path / "file")


@pytest.mark.slow
def test_the_standard_folder_is_the_same_model(encoder: BundledEncoder, tmp_path: Path) -> None:
    folder = standard.make(tmp_path)
    assert standard.is_made(tmp_path)
    other: Encoder = SentenceTransformersEncoder(str(folder), encoder.model)
    texts = [text for language in calibration().values() for text in language["paragraphs"][:2]] + TEXTS
    assert cosines(encoder.encode(texts, "passage"), other.encode(texts, "passage")).min() > 0.999


def test_a_text_can_stand_for_the_mean_of_its_sentences_without_being_encoded(encoder: BundledEncoder) -> None:
    inner = FakeEncoder()
    means = MeanEncoder(inner)
    sentences = ["The harbour was rebuilt.", "Its wall is four metres high."]
    vectors = means.encode([" ".join(sentences), *sentences], "passage")
    assert inner.encoded == 2, "a sentence is encoded once, for itself and for its passage"
    own = inner.encode(sentences, "passage")
    assert np.allclose(vectors[1:], own)
    assert np.allclose(vectors[0], own.sum(axis=0) / np.linalg.norm(own.sum(axis=0)), atol=1e-6)
    assert means.model == "multilingual-e5-small+means"
    assert np.array_equal(means.encode(["Who?"], "question"), inner.encode(["Who?"], "question"))
    assert np.isfinite(means.encode(["", "?!"], "passage")).all()
    assert profile_of(MeanEncoder(encoder)).languages() == profile_of(encoder).languages()


def test_a_serving_process_takes_the_better_engine_once_it_is_there() -> None:
    first, better, gate = FakeEncoder(), FakeEncoder(), threading.Event()

    def made() -> Encoder:
        gate.wait(10)
        return better

    serving = ServingEncoder(first, made)
    asked = serving.encode(["before"], "question")
    assert (asked == first.encode(["before"], "question")).all()
    assert serving._engine is first
    gate.set()
    serving.settle()
    assert serving._engine is better
    assert (serving.model, serving.dimensions) == (first.model, first.dimensions)


def test_a_better_engine_that_cannot_be_had_is_done_without(caplog: pytest.LogCaptureFixture) -> None:
    def unavailable() -> Encoder:
        raise EncoderUnavailable("no graph")

    first = FakeEncoder()
    serving = ServingEncoder(first, unavailable)
    serving.settle()
    assert (serving.encode(["after"], "question") == first.encode(["after"], "question")).all()
    assert "no graph" in caplog.text
