"""The search as a LangChain retriever."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda
from pydantic import ValidationError

from factories import library_of
from fakes import FakeEncoder
from yinju.index.library import Library
from yinju.index.types import Filter
from yinju.rag.retriever import YinjuRetriever

QUESTION = "How many AI companies are there in Pudong?"


def test_documents_carry_anchors_that_resolve(samples: Library) -> None:
    documents = YinjuRetriever(library=samples).invoke(QUESTION)
    assert documents
    for document in documents:
        anchor = document.metadata
        article = samples.article(anchor["article_id"])
        assert article is not None
        assert article.text[anchor["start"] : anchor["end"]] == document.page_content
        assert (article.sha256, article.title, article.url, article.published, article.language) == (
            anchor["sha256"], anchor["title"], anchor["url"], anchor["published"], anchor["language"],
        )  # fmt: skip


def test_the_best_document_answers_and_the_rest_follow_in_order(samples: Library) -> None:
    documents = YinjuRetriever(library=samples, k=8).invoke(QUESTION)
    assert "600" in documents[0].page_content
    scores = [document.metadata["score"] for document in documents]
    assert scores == sorted(scores, reverse=True)
    assert [document.metadata["rank"] for document in documents] == list(range(1, 9))


@pytest.mark.parametrize("k", [1, 3])
def test_there_are_as_many_documents_as_asked_for(samples: Library, k: int) -> None:
    assert len(YinjuRetriever(library=samples, k=k).invoke(QUESTION)) == k


def test_there_are_never_more_documents_than_passages(tmp_path: Path) -> None:
    library = library_of(tmp_path, FakeEncoder(), "Pudong has over 600 companies.")
    assert len(YinjuRetriever(library=library, k=50).invoke(QUESTION)) == 1


def test_an_empty_library_gives_no_documents(tmp_path: Path) -> None:
    assert YinjuRetriever(library=library_of(tmp_path, FakeEncoder())).invoke(QUESTION) == []


@pytest.mark.parametrize("k", [0, -1])
def test_asking_for_no_document_is_a_mistake(samples: Library, k: int) -> None:
    with pytest.raises(ValidationError):
        YinjuRetriever(library=samples, k=k)


def test_a_filter_limits_what_is_found(samples: Library) -> None:
    documents = YinjuRetriever(library=samples, wanted=Filter(languages=("zh",), until="2020-12-31")).invoke(QUESTION)
    assert {document.metadata["title"] for document in documents} == {"重庆分论坛探讨智能制造与数字经济"}


def test_it_drops_into_a_chain(samples: Library) -> None:
    def titles(documents: list[Document]) -> list[str]:
        return [document.metadata["title"] for document in documents]

    retriever = YinjuRetriever(library=samples, k=1)
    assert isinstance(retriever, BaseRetriever)
    assert (retriever | RunnableLambda(titles)).invoke("谁主持了虹桥分论坛的开幕环节？") == [
        "第七届虹桥论坛分论坛聚焦人工智能与新型工业化"
    ]
