"""Tables with a header, one article a row, and corpora in BEIR's layout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from files import drafts, failures, one, read, why, written


def test_a_row_is_an_article_and_its_other_columns_are_facets(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "a.csv",
        "_id,Title,Text,URL,date,lang,topic,empty\nd1,T,Body.,https://example.org/a,2021-07-13,en,banks,\n",
    )
    draft = one(path)
    assert (draft.identity, draft.where) == ("https://example.org/a", f"{path}:2")
    assert (draft.title, draft.raw, draft.published, draft.language) == ("T", "Body.", "2021-07-13", "en")
    assert draft.facets == {"topic": ("banks",)}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_whatever_the_text_holds(tmp_path: Path, delimiter: str) -> None:
    rows = (
        delimiter.join(("id", "content", "note"))
        + "\n"
        + delimiter.join(("7", '"One, two; three | four\tfive."', "x"))
        + "\n"
    )
    draft = one(written(tmp_path, "a.csv", rows))
    assert draft.identity.endswith("a.csv#7")
    assert draft.raw == "One, two; three | four\tfive."


def test_a_quoted_cell_may_hold_lines_and_quotes(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", '\ufefftitle,text\r\n"A ""b""","One.\r\nTwo."\r\n\r\nC,Three.\r\n')
    first, second = drafts(path)
    assert (first.title, first.raw, first.where) == ('A "b"', "One.\nTwo.", f"{path}:2")
    assert (second.identity, second.where) == (f"{path}#2", f"{path}:5")


@pytest.mark.parametrize("content", ["One article.\nAnother article.\n", "a,b\n1,2\n", '"unclosed\n'])
def test_a_table_without_a_header_is_reported_with_what_to_do(tmp_path: Path, content: str) -> None:
    assert "no column called text or content or body" in why(written(tmp_path, "a.csv", content))


def test_a_broken_row_is_reported_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.tsv", 'id\ttext\n1\tOne.\n2\tTwo.\ttoo many\n3\t\n4\tFour.\n5\t"never closed\n6\tSix.\n'
    )
    assert [draft.raw for draft in drafts(path)] == ["One.", "Four."]
    assert [(item.where, item.why[:9]) for item in failures(path)] == [
        (f"{path}:3", "3 cells u"),
        (f"{path}:4", "no text: "),
        (f"{path}:6", "broken ro"),
    ]


def test_of_a_beir_folder_only_the_corpus_is_articles_and_the_rest_is_told(tmp_path: Path) -> None:
    written(tmp_path, "set/corpus.jsonl", json.dumps({"_id": "d1", "title": "T", "text": "Body."}))
    written(tmp_path, "set/queries.jsonl", json.dumps({"_id": "q1", "text": "Why?"}))
    written(tmp_path, "set/qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    written(tmp_path, "set/qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t1\n")
    written(tmp_path, "other/queries.jsonl", json.dumps({"_id": "a1", "text": "An article about queries."}))
    assert [draft.raw for draft in drafts(tmp_path)] == ["An article about queries.", "Body."]
    ignored = failures(tmp_path)
    assert [Path(item.where).name for item in ignored] == ["test.tsv", "qrels.tsv", "queries.jsonl"]
    assert all(item.ignored and "belong to corpus.jsonl" in item.why for item in ignored)
    assert [item.raw for item in drafts(tmp_path / "set" / "queries.jsonl")] == ["Why?"]


def test_a_table_reads_the_same_each_time(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "text,topic\nOne.,x\nTwo.,y\n")
    assert read(path) == read(path)
