"""A citation names every article in which its very sentence stands."""

from __future__ import annotations

from pathlib import Path

from factories import a_draft
from fakes import FakeEncoder
from yinju.index.library import Library
from yinju.rag import Yinju
from yinju.rag.types import Answer

QUOTE = "The delta is home to forty otters."
REST = "They eat two hundred kinds of fish there, and the station expects that they stay in the reeds until the flood."
QUESTION = "How many otters is the delta home to?"


def library_with(folder: Path, *texts: str) -> Library:
    library = Library.open(folder, FakeEncoder(), create=True)
    drafts = [
        a_draft(text, f"memory:{i}", title=f"Otters {i}", url=f"https://e.org/{i}") for i, text in enumerate(texts)
    ]
    library.add(drafts, clean=False)
    return library


def asked(library: Library) -> Answer:
    answer = Yinju(library).ask(QUESTION)
    assert not answer.refused
    return answer


def test_five_copies_are_one_citation_with_four_other_places_whose_anchors_resolve(tmp_path: Path) -> None:
    text = f"{QUOTE} {REST}"
    library = library_with(tmp_path, text, text, f"By our own staff. {text}", f"{text} Reporting by staff.", text)
    citation = next(c for c in asked(library).citations if c.quote == QUOTE)
    articles = {article.id: article for article in library.articles()}
    assert {citation.article_id, *(place.article_id for place in citation.also)} == set(articles)
    assert len(citation.also) == 4
    for place in citation.also:
        article = articles[place.article_id]
        assert article.text[place.start : place.end] == citation.quote
        assert (place.title, place.url, place.sha256) == (article.title, article.url, article.sha256)


def test_a_reprint_that_words_the_sentence_otherwise_is_no_place_of_it(tmp_path: Path) -> None:
    library = library_with(tmp_path, f"{QUOTE} {REST}", f"The delta is home for forty otters. {REST}")
    (hit,) = asked(library).hits
    assert len(hit.copies) == 1
    assert [c.also for c in asked(library).citations if "forty" in c.quote] == [()]


def test_the_sentence_is_found_in_an_article_that_is_otherwise_another(tmp_path: Path) -> None:
    other = f"{QUOTE} Herons and frogs live there too, and on the hill above them the old lighthouse was painted red."
    library = library_with(tmp_path, f"{QUOTE} {REST}", other)
    citation = next(c for c in asked(library).citations if c.quote == QUOTE)
    assert all(not hit.copies for hit in asked(library).hits)
    assert [place.title for place in citation.also] == [
        {"Otters 0": "Otters 1", "Otters 1": "Otters 0"}[citation.title]
    ]


def test_a_place_that_was_removed_is_not_named(tmp_path: Path) -> None:
    library = library_with(tmp_path, f"{QUOTE} {REST}", f"{QUOTE} {REST}")
    citation = next(c for c in asked(library).citations if c.quote == QUOTE)
    library.remove([citation.also[0].article_id])
    assert next(c for c in asked(library).citations if c.quote == QUOTE).also == ()
