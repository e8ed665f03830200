"""A sentence is read under its article's headline: encoded so, mended so, and never quoted so."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from factories import a_draft
from fake_encoder import FakeEncoder
from yinju.index.catalogue import FILE
from yinju.index.context import in_context
from yinju.index.encoders.means import MeanEncoder
from yinju.index.encoders.remembering import text_key
from yinju.index.encoders.types import CONTEXT_END, Role, Vectors
from yinju.index.library import Library
from yinju.index.repairing import repair, verify
from yinju.rag import Yinju
from yinju.rag.pipeline import EvidenceFound

HEADLINE = "Price of steel"
BODY = "It rose by 30 per cent in spring. Builders complain about it."
RISE = "It rose by 30 per cent in spring."


class Listening(FakeEncoder):
    """Keeps the texts it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.passages: list[str] = []

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        self.passages += texts if role == "passage" else []
        return super().encode(texts, role)


def read(title: str, text: str, sentence: str) -> str:
    start = text.index(sentence)
    return in_context(title, text, start, start + len(sentence))


def library_with(folder: Path, encoder: object, title: str = HEADLINE, text: str = BODY) -> Library:
    library = Library.open(folder, encoder, create=True)  # type: ignore[arg-type]
    library.add([a_draft(text, "memory:0", title=title)], clean=False)
    return library


def keys(folder: Path, table: str) -> list[str]:
    with sqlite3.connect(folder / FILE) as connection:
        query = f"SELECT key FROM {table} t JOIN embeddings e ON e.id = t.embedding ORDER BY t.start"
        found = [key for (key,) in connection.execute(query)]
    connection.close()
    return found


# -- what is read


@pytest.mark.parametrize(
    ("title", "text", "sentence", "expected"),
    [
        (HEADLINE, BODY, RISE, f"Price of steel.{CONTEXT_END}{RISE}"),
        (" Price\n of  steel ", BODY, RISE, f"Price of steel.{CONTEXT_END}{RISE}"),
        ("钢材价格", "五月上涨三成。建筑商抱怨。", "五月上涨三成。", f"钢材价格.{CONTEXT_END}五月上涨三成。"),
        (HEADLINE, f"{HEADLINE}\n\n{BODY}", RISE, f"Price of steel.{CONTEXT_END}{RISE}"),
    ],
    ids=["a headline", "with its white space made one", "Chinese", "that stands above the text too"],
)
def test_a_sentence_is_read_after_the_headline(title: str, text: str, sentence: str, expected: str) -> None:
    assert read(title, text, sentence) == expected


@pytest.mark.parametrize(
    ("title", "text", "sentence"),
    [
        ("", BODY, RISE),
        (" \n", BODY, RISE),
        ("…", BODY, RISE),
        ("t" * 151, BODY, RISE),
        (HEADLINE, f"{HEADLINE}\n\n{BODY}", HEADLINE),
        ("It rose by 30 per cent in spring.", BODY, RISE),
        ("It rose by 30", BODY, "Builders complain about it."),
        ("It rose by 30 per…", BODY, "Builders complain about it."),
        ("五月上涨", "五月上涨三成。建筑商抱怨。", "建筑商抱怨。"),
    ],
    ids=[
        *("none", "white space", "dots", "too long", "the headline itself", "the sentence is the headline"),
        *("the beginning of the text", "the beginning with dots", "the beginning in Chinese"),
    ],
)
def test_a_sentence_is_read_alone_where_a_headline_says_no_more(title: str, text: str, sentence: str) -> None:
    assert read(title, text, sentence) == sentence


def test_a_headline_of_the_greatest_length_counts() -> None:
    assert read("t" * 150, BODY, RISE) == "t" * 150 + f".{CONTEXT_END}{RISE}"


# -- in a library


def test_sentences_are_encoded_under_the_headline_and_passages_alone(tmp_path: Path) -> None:
    encoder = Listening()
    library_with(tmp_path, encoder)
    heads = [text.partition(CONTEXT_END)[0] for text in encoder.passages if CONTEXT_END in text]
    assert heads == ["Price of steel."] * 2
    assert BODY in encoder.passages
    assert keys(tmp_path, "passages") == [text_key(BODY)]
    assert keys(tmp_path, "sentences")[0] == text_key(f"Price of steel.{CONTEXT_END}{RISE}")


def test_a_quote_never_holds_the_headline(tmp_path: Path, encoder: FakeEncoder) -> None:
    library_with(tmp_path, encoder)
    found, *_, last = Yinju.open(tmp_path).stream("By how much did the price of steel rise in spring?")
    assert isinstance(found, EvidenceFound)
    quotes = [item.quote for item in found.evidence]
    assert RISE in quotes
    assert all(quote in BODY for quote in quotes)
    assert CONTEXT_END not in repr(last)


def test_a_sentence_is_found_by_what_its_headline_names(tmp_path: Path, encoder: FakeEncoder) -> None:
    library = Library.open(tmp_path, encoder, create=True)
    library.add(
        [a_draft(BODY, f"memory:{i}", title=title) for i, title in enumerate((HEADLINE, "Price of timber"))],
        clean=False,
    )
    with library.view() as view:
        for name in ("steel", "timber"):
            (best, *_), article = view.search(f"By how much did {name} rise?"), f"Price of {name}"
            assert view.article(best.article_id).title == article


def test_a_changed_headline_has_the_sentences_encoded_again_and_leaves_no_vector_behind(tmp_path: Path) -> None:
    encoder = Listening()
    library = library_with(tmp_path / "one", encoder)
    encoder.passages.clear()
    assert library.add([a_draft(BODY, "memory:0", title="Price of timber")], clean=False).updated == 1
    assert sorted(encoder.passages) == [
        f"Price of timber.{CONTEXT_END}Builders complain about it.",
        f"Price of timber.{CONTEXT_END}{RISE}",
    ]
    library_with(tmp_path / "two", FakeEncoder(), "Price of timber")
    for table in ("passages", "sentences"):
        assert keys(tmp_path / "one", table) == keys(tmp_path / "two", table)
    with library.catalogue.reading() as connection:
        assert connection.execute("SELECT count(*) FROM embeddings").fetchone() == (3,)
    assert verify(tmp_path / "one").well


# -- repair


def read_alone(folder: Path) -> None:
    """Make a library one whose sentences were encoded without their headline, as older ones are."""
    with sqlite3.connect(folder / FILE) as connection:
        for sentence in (RISE, "Builders complain about it."):
            old = text_key(f"{HEADLINE}.{CONTEXT_END}{sentence}")
            vector = FakeEncoder().encode([sentence], "passage").astype(np.float16).tobytes()
            done = connection.execute(
                "UPDATE embeddings SET key = ?, vector = ? WHERE key = ?", (text_key(sentence), vector, old)
            )
            assert done.rowcount == 1
    connection.close()


def vectors(folder: Path) -> dict[str, bytes]:
    with sqlite3.connect(folder / FILE) as connection:
        found = dict(connection.execute("SELECT key, vector FROM embeddings"))
    connection.close()
    return found


@pytest.mark.parametrize("older", [False, True], ids=["after the headline", "alone"])
def test_a_damaged_vector_is_made_again_from_the_text_it_was_made_from(tmp_path: Path, older: bool) -> None:
    library_with(tmp_path, FakeEncoder())
    if older:
        read_alone(tmp_path)
    assert verify(tmp_path).well, "both kinds of keys are right"
    before = vectors(tmp_path)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE embeddings SET vector = zeroblob(768)")
    connection.close()
    assert {fault.kind for fault in verify(tmp_path).found} == {"embedding"}
    assert repair(tmp_path, lambda _: FakeEncoder()).well
    assert vectors(tmp_path) == before


def test_a_sentence_under_the_headline_of_another_article_is_wrong(tmp_path: Path) -> None:
    library_with(tmp_path, FakeEncoder())
    before = vectors(tmp_path)
    with sqlite3.connect(tmp_path / FILE) as connection:
        other = text_key(f"Price of timber.{CONTEXT_END}{RISE}")
        own = text_key(f"{HEADLINE}.{CONTEXT_END}{RISE}")
        connection.execute("UPDATE embeddings SET key = ? WHERE key = ?", (other, own))
    connection.close()
    assert [fault.what for fault in verify(tmp_path).found] == ["a sentence has the embedding of another text"]
    assert repair(tmp_path, lambda _: FakeEncoder()).well
    assert vectors(tmp_path) == before


# -- the faster setting


def test_where_passages_stand_for_their_sentences_each_is_read_alone_and_once(tmp_path: Path) -> None:
    inner = Listening()
    library_with(tmp_path, MeanEncoder(inner))
    assert sorted(inner.passages) == ["Builders complain about it.", RISE]
    means = MeanEncoder(FakeEncoder())
    alone, under = means.encode([RISE, in_context(HEADLINE, BODY, 0, len(RISE))], "passage")
    np.testing.assert_array_equal(alone, under)
