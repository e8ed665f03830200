"""The promise itself, on real articles with the real encoder: the right sentence, or an honest no."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from yinju.index.encoders.bundled import BundledEncoder, weights_file
from yinju.index.encoders.remembering import RememberingEncoder, load, save, text_key
from yinju.index.encoders.types import Encoder, Role, Vectors
from yinju.index.library import Library
from yinju.index.read.paths import read_paths
from yinju.rag.pipeline import Yinju

QUESTIONS = [
    ("Who is the chairman of Trinity Innovation Fund?", "Gao Daming", "Gao Daming"),
    ("张江科学城将建设什么来拓展人工智能应用场景？", "人工智能岛", "AI island"),
    (
        "Which talk did Joseph Sifakis give at the seventh Hongqiao sub-forum?",
        "Opportunities and Challenges of Industrial Artificial Intelligence",
        "约瑟夫·希发基斯《工业人工智能的机遇和挑战》",
    ),
    ("虹桥分论坛的开幕环节由谁主持？", "陈英", "陈英主持开幕环节"),
    ("With which authority does the ministry cooperate on AI medical devices?", "State Food and Drug Administration",
     "State Food and Drug Administration"),
]  # fmt: skip
UNANSWERABLE = [
    "What was Tesla's revenue in 2023?",
    "谁获得了2024年诺贝尔物理学奖？",
    "Who won the football World Cup in 2018?",
    "珠穆朗玛峰有多高？",
    "How do I bake sourdough bread?",
]


class Noting:
    """An encoder that notes what it encoded."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self.noted = encoder, dict[str, Vectors]()
        self.model, self.dimensions = encoder.model, encoder.dimensions

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        vectors = self._encoder.encode(texts, role)
        if role == "passage":
            self.noted.update(zip(map(text_key, texts), vectors, strict=True))
        return vectors


@pytest.fixture(scope="module")
def crawled(
    shared: Path, encoder: BundledEncoder, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Yinju:
    """The crawled pages. Encoding them takes half a minute, so pytest's cache keeps the vectors of these very weights."""
    assert pytestconfig.cache is not None
    weights = hashlib.sha256(weights_file().read_bytes()).hexdigest()[:12]
    kept = pytestconfig.cache.mkdir("vectors") / f"crawled-{weights}.npz"
    noting = Noting(encoder)
    remembering = RememberingEncoder(noting, load(kept) if kept.exists() else {})
    library = Library.open(tmp_path_factory.mktemp("crawled"), remembering, create=True)
    library.add(read_paths([shared / "seeds"]))
    if noting.noted:
        save(noting.noted | (load(kept) if kept.exists() else {}), kept)
    return Yinju(library)


@pytest.mark.parametrize(("question", "in_samples", "in_crawled"), QUESTIONS)
def test_the_right_quote_comes_first_in_the_samples(
    samples: Library, question: str, in_samples: str, in_crawled: str
) -> None:
    assert_answers(Yinju(samples), question, in_samples)


@pytest.mark.slow
@pytest.mark.parametrize(("question", "in_samples", "in_crawled"), QUESTIONS)
def test_the_right_quote_comes_first_in_the_crawled_pages(
    crawled: Yinju, question: str, in_samples: str, in_crawled: str
) -> None:
    assert_answers(crawled, question, in_crawled)


def assert_answers(engine: Yinju, question: str, expected: str) -> None:
    answer = engine.ask(question)
    assert not answer.refused
    assert 1 <= len(answer.statements) <= 3
    assert expected in answer.citations[0].quote
    for citation in answer.citations:
        article = engine.library.article(citation.article_id)
        assert article is not None
        assert article.text[citation.start : citation.end] == citation.quote
        assert citation.verdict == "verbatim"


@pytest.mark.parametrize("question", UNANSWERABLE)
def test_what_no_article_says_is_refused(samples: Library, question: str) -> None:
    answer = Yinju(samples).ask(question)
    assert answer.refused
    assert answer.reason
    assert not answer.statements
    assert answer.hits, "the nearest passages are still shown"


@pytest.mark.slow
@pytest.mark.parametrize("question", UNANSWERABLE)
def test_what_no_crawled_page_says_is_refused(crawled: Yinju, question: str) -> None:
    assert crawled.ask(question).refused
