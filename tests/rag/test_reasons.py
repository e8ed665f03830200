"""Why a question is refused: in words, in its language, and only what is true of the library."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from factories import a_draft, evidence_for
from fakes import FakeEncoder
from yinju.index.library import Library
from yinju.rag.answerability import unknown_names
from yinju.rag.phrases import phrase
from yinju.rag.reasons import reason
from yinju.rag.understand import understand

TODAY = date(2026, 11, 22)
PUDONG = "In 2021 Pudong had over 600 companies. The district grew fast."
HARBOUR = "Singapore opened a harbour. Nothing else was told of Singapore."
HAN_PUDONG = "浦东在2021年有600多家企业。浦东发展很快。"
HAN_HOST = "陈英主持了开幕式。陈英感谢了来宾。"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library.open(tmp_path_factory.mktemp("reasons"), FakeEncoder(), create=True)
    texts = [PUDONG, HARBOUR, HAN_PUDONG, HAN_HOST]
    drafts = [a_draft(text, f"memory:{i}", published=f"202{i}-05-01") for i, text in enumerate(texts)]
    library.add(drafts, clean=False)
    return library


def why(library: Library, text: str, *quotes: str) -> str:
    """The reason why these sentences do not answer a question."""
    question = understand(text, today=TODAY)
    articles = library.articles()
    found = [
        evidence_for(next(article for article in articles if quote in article.text), quote, number)
        for number, quote in enumerate(quotes, 1)
    ]
    with library.view() as view:
        return reason(question, found, view, unknown_names(question, view))


def test_a_name_that_no_article_has_is_named(library: Library) -> None:
    assert why(library, "What did Napoleon eat?", "The district grew fast.") == "No article mentions Napoleon."
    assert why(library, "王小明吃了什么？", "浦东发展很快。") == "没有文章提到王小明。"


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        (
            "How many companies did Pudong have in 2019?",
            "In 2021 Pudong had over 600 companies.",
            "No article that mentions Pudong mentions 2019; the nearest sentences speak of 2021.",
        ),
        (
            "How many companies did Pudong have last year?",
            "In 2021 Pudong had over 600 companies.",
            "No article that mentions Pudong mentions 2025; the nearest sentences speak of 2021.",
        ),
        (
            "浦东2019年有多少家企业？",
            "浦东在2021年有600多家企业。",
            "提到浦东的文章都没有提到2019年；最接近的句子说的是2021年。",
        ),
        (
            "Who visited Singapore in 2019?",
            "Singapore opened a harbour.",
            "No article that mentions Singapore mentions 2019.",
        ),
    ],
)
def test_a_subject_that_is_there_for_other_years_only_is_said_to_be(
    library: Library, text: str, quote: str, expected: str
) -> None:
    assert why(library, text, quote) == expected


@pytest.mark.parametrize("year", [2021, 2020, 2022])  # told in the text, the day one was published, that of another
def test_a_year_that_an_article_about_the_subject_may_be_about_is_not_called_missing(
    library: Library, year: int
) -> None:
    text = why(library, f"How many parks did Pudong have in {year}?", "In 2021 Pudong had over 600 companies.")
    assert text == "One article mentions Pudong, but no sentence was found that says how many."


def test_a_long_or_open_time_is_not_called_missing(library: Library) -> None:
    for when in ("since 2019", "between 1990 and 2010"):
        assert "mentions 2019" not in why(library, f"How many parks did Pudong open {when}?", "The district grew fast.")


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        (
            "When was Singapore founded?",
            "Singapore opened a harbour.",
            "One article mentions Singapore, but no sentence was found that says when.",
        ),
        (
            "Who governs Singapore?",
            "Singapore opened a harbour.",
            "One article mentions Singapore, but no sentence was found that says who.",
        ),
        ("陈英在哪里出生？", "陈英感谢了来宾。", "有一篇文章提到陈英，但没有找到说明在哪里的句子。"),
        ("陈英为什么辞职？", "陈英感谢了来宾。", "有一篇文章提到陈英，但没有找到说明为什么的句子。"),
    ],
)
def test_what_is_mentioned_without_what_was_asked_is_told_apart(
    library: Library, text: str, quote: str, expected: str
) -> None:
    assert why(library, text, quote) == expected


def test_several_articles_are_called_several(library: Library) -> None:
    told = why(library, "浦东什么时候成立？", "浦东在2021年有600多家企业。", "In 2021 Pudong had over 600 companies.")
    assert told == "有几篇文章提到浦东，但没有找到说明是什么时候的句子。"  # Pudong is 浦东 by another name


def test_names_that_no_article_has_together_are_said_to_be_apart(library: Library) -> None:
    told = why(
        library,
        "When did Pudong and Singapore sign the treaty?",
        "Singapore opened a harbour.",
        "In 2021 Pudong had over 600 companies.",
    )
    assert told == "No article mentions Pudong and Singapore together."


@pytest.mark.parametrize(
    "text", ["怎样做苹果派？", "How do I bake bread?", "Is Singapore large?", "What is Singapore?"]
)
def test_what_cannot_be_told_is_only_said_to_stand_nowhere(library: Library, text: str) -> None:
    question = understand(text, today=TODAY)
    assert why(library, text, "Singapore opened a harbour.") == phrase("nearest", question.language)


def test_a_name_that_only_the_nearest_sentences_articles_lack_is_not_called_missing(library: Library) -> None:
    assert why(library, "When was Singapore founded?", "The district grew fast.") == phrase("nearest", "en")


def test_a_name_known_by_another_of_its_names_counts_as_mentioned(tmp_path: Path) -> None:
    library = Library.open(tmp_path / "aliases", FakeEncoder(), create=True)
    library.add([a_draft("美国公布了计划。美国很大。", "memory:us")], clean=False)
    told = why(library, "When did the United States publish the plan?", "美国公布了计划。")
    assert told == "One article mentions United States, but no sentence was found that says when."


def test_other_languages_are_told_in_english(library: Library) -> None:
    assert why(library, "¿Cuándo se fundó Singapore?", "Singapore opened a harbour.").startswith("One article mentions")
