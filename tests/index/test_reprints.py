"""Reprints: one source with several places, and nothing that disagrees among them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from factories import a_draft, library_of
from fakes import FakeEncoder
from yinju.index import reprints
from yinju.index.fusion import Ranking
from yinju.index.library import Library
from yinju.index.reprints import alike
from yinju.index.types import Hit

OTTERS = (
    "The delta is home to forty otters, as the station said on Monday. They eat two hundred kinds of fish there. "
    "Amara Diallo, who leads the station, expects that the otters stay in the reeds until the next flood comes."
)
CHINESE = (
    "三角洲是四十只水獭的家园，观察站周一表示。它们在那里吃两百种鱼，站长预计水獭会留在芦苇丛中，直到下一次洪水到来。"
)
QUESTION = "How many otters live in the delta?"


def search(library: Library, question: str = QUESTION, **more: object) -> list[Hit]:
    with library.view() as view:
        return view.search(question, **more)  # type: ignore[arg-type]


def reprinted() -> list[str]:
    """Five copies: as it was, with a byline, with a changed word, set otherwise, with a note at the end."""
    return [
        OTTERS,
        f"From our correspondent. {OTTERS}",
        OTTERS.replace("expects", "believes"),
        OTTERS.replace(". ", ".\n"),
        f"{OTTERS} Reporting by staff.",
    ]


def test_five_copies_are_one_source_with_five_places(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), *reprinted(), "Herons stand in the reeds all day.")
    first, second = search(library)
    places = [first, *first.copies]
    assert {place.article_id for place in places} == {a.id for a in library.articles()} - {second.article_id}
    assert len(places) == 5
    assert second.copies == ()
    assert (first.rank, second.rank) == (1, 2)
    texts = {article.id: article.text for article in library.articles()}
    assert all("forty otters" in texts[place.article_id][place.start : place.end] for place in places)


def test_ungrouped_every_copy_is_a_hit(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), *reprinted())
    found = search(library, ranking=Ranking(grouped=False))
    assert [(hit.rank, hit.copies) for hit in found] == [(rank, ()) for rank in range(1, 6)]


@pytest.mark.parametrize(
    ("said", "otherwise"),
    [
        ("forty", "fifty"),
        ("two hundred", "nine hundred"),
        ("two hundred", "200,000"),
        ("Monday", "Tuesday"),
        ("Amara Diallo", "Maria Rossi"),
        ("expects", "never expects"),
    ],
)
def test_a_copy_that_states_something_else_stays_apart(tmp_path: Path, said: str, otherwise: str) -> None:
    library = library_of(tmp_path, FakeEncoder(), OTTERS, OTTERS, OTTERS.replace(said, otherwise))
    found = search(library)
    assert sorted(len(hit.copies) for hit in found) == [0, 1]


@pytest.mark.parametrize(
    ("said", "otherwise"), [("四十", "五十"), ("两百", "九百"), ("周一", "周三"), ("会留", "不会留")]
)
def test_so_does_a_chinese_one(said: str, otherwise: str) -> None:
    assert alike(CHINESE, CHINESE.replace("预计", "认为"))
    assert not alike(CHINESE, CHINESE.replace(said, otherwise))


def test_numbers_that_change_places_are_other_numbers() -> None:
    text = "The upper lake holds 40 otters and 60 herons, and nobody has counted the many frogs that live in its reeds."
    assert not alike(text, text.replace("40", "x").replace("60", "40").replace("x", "60"))


def test_texts_that_share_most_words_in_part_only_are_two_sources() -> None:
    assert not alike(OTTERS, OTTERS[: len(OTTERS) // 2])
    assert not alike(OTTERS, f"{OTTERS} {OTTERS.replace('otters', 'herons')}")


def test_copies_in_two_languages_are_two_sources(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), OTTERS, OTTERS, CHINESE, CHINESE)
    found = search(library)
    assert sorted((hit.language, len(hit.copies)) for hit in found) == [("en", 1), ("zh", 1)]


def test_the_same_text_under_two_languages_is_two_sources(tmp_path: Path) -> None:
    library = Library.open(tmp_path, FakeEncoder(), create=True)
    library.add([a_draft(OTTERS, f"memory:{code}", language=code) for code in ("en", "de")], clean=False)
    assert [hit.copies for hit in search(library)] == [(), ()]


def test_passages_of_one_article_are_no_copies_of_each_other(tmp_path: Path) -> None:
    refrain = " ".join(f"Verse of the {word} river otters sing in the reeds at night." for word in ("long", "old") * 30)
    found = search(library_of(tmp_path, FakeEncoder(), f"{refrain}\n\n{refrain}"))
    assert len(found) > 1
    assert all(not hit.copies for hit in found)


def test_a_source_has_an_article_once(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), OTTERS, "\n\n".join([OTTERS] * 8))
    for hit in search(library):
        articles = [hit.article_id, *(place.article_id for place in hit.copies)]
        assert len(articles) == len(set(articles))


def test_a_removed_copy_disappears(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), *reprinted())
    (before,) = search(library)
    library.remove([before.article_id, before.copies[0].article_id])
    (after,) = search(library)
    assert {after.article_id, *(p.article_id for p in after.copies)} == {p.article_id for p in before.copies[1:]}


def test_the_list_is_filled_up_to_its_depth(tmp_path: Path) -> None:
    others = [f"The {name} station counts otters in the delta of its own." for name in ("river", "hill", "sea", "wood")]
    library = library_of(tmp_path, FakeEncoder(), *reprinted(), *others)
    found = search(library, depth=5)
    assert [hit.rank for hit in found] == [1, 2, 3, 4, 5]
    assert sum(len(hit.copies) for hit in found) == 4


def test_without_reprints_nothing_changes(samples: Library) -> None:
    for question in ("Who is the chairman of Trinity Innovation Fund?", "中国人工智能核心产业的规模有多大？"):
        assert search(samples, question) == search(samples, question, ranking=Ranking(grouped=False))


def test_looking_for_reprints_where_there_are_none_takes_no_time(
    samples: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[float] = []
    usual = reprints.grouped

    def timed(*given: object) -> object:
        begin = time.thread_time()
        result = usual(*given)  # type: ignore[arg-type]
        taken.append(time.thread_time() - begin)
        return result

    monkeypatch.setattr(reprints, "grouped", timed)
    for _ in range(9):
        assert len(search(samples)) == 20
    assert sorted(taken)[4] < 0.002
