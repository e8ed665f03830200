"""Datasets: three formats are read as they stand, and what is broken is named with its file and line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from yinju.eval.datasets import open_dataset, scorable
from yinju.eval.datasets.claims import ClaimSet
from yinju.eval.datasets.corpus import CorpusSet
from yinju.eval.datasets.reading import ReadingSet
from yinju.eval.errors import DatasetInvalid
from yinju.eval.types import Claim, Document, GoldSpan, Query
from yinju.index.errors import UsageError
from yinju.rag.types import Turn

PASSAGES = [{"id": "p1", "text": "It is 600."}, {"id": "p2", "title": "Two", "text": "It is 500."}]
DOCUMENTS = [{"_id": "d1", "text": "Shanghai has 600 firms."}, {"_id": "d2", "text": "上海有600家企业。"}]


def a_row(**fields: Any) -> dict[str, Any]:
    """A line of a reading set."""
    return {"id": "q1", "question": "How many?", "passages": PASSAGES, **fields}


def a_claim(**fields: Any) -> dict[str, Any]:
    """A line of a claim set."""
    return {"id": "c1", "claim": "It is 600.", "evidence": ["It is 600."], "label": "supported", **fields}


def a_query(id_: str = "q1", text: str = "How many firms?", **metadata: Any) -> dict[str, Any]:
    """A line of queries.jsonl."""
    return {"_id": id_, "text": text, "metadata": metadata}


def a_file(path: Path, *rows: Mapping[str, Any] | str) -> Path:
    """A file with these lines; strings are taken as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join([*text, ""]), "utf-8")
    return path


def a_corpus(
    folder: Path, queries: list[Any], qrels: list[str] | None = None, documents: list[Any] = DOCUMENTS
) -> Path:
    """A folder in the layout of BEIR; `qrels` are the lines below the header."""
    a_file(folder / "corpus.jsonl", *documents)
    a_file(folder / "queries.jsonl", *queries)
    if qrels is not None:
        a_file(folder / "qrels.tsv", "query-id\tcorpus-id\tscore", *qrels)
    return folder


def only_query(path: Path) -> Query:
    dataset = open_dataset(path)
    assert not isinstance(dataset, ClaimSet)
    (query,) = dataset.queries
    return query


def clusters(path: Path) -> list[str]:
    dataset = open_dataset(path)
    return [item.cluster for item in (dataset.claims if isinstance(dataset, ClaimSet) else dataset.queries)]


def complaint(path: Path) -> str:
    with pytest.raises(DatasetInvalid) as caught:
        open_dataset(path)
    return str(caught.value)


# what is read


def test_a_reading_set_is_a_file_whose_lines_have_passages(tmp_path: Path) -> None:
    row = a_row(
        language="en", answers=["600", ["Pudong", "浦东"]], wrong_answers=["500", ["400", "four hundred"]],
        gold_passages=["p1"], conflict=True, task="noise", noise=0.4,
        history=[{"question": "Where?", "answer": "Shanghai."}, {"question": "And?"}], other="carried along",
    )  # fmt: skip
    dataset = open_dataset(a_file(tmp_path / "set.jsonl", row))
    assert isinstance(dataset, ReadingSet)
    assert (dataset.name, dataset.path) == ("set", tmp_path / "set.jsonl")
    assert dataset.queries == (
        Query(
            id="q1",
            text="How many?",
            language="en",
            cluster="how many?",
            answerable=True,
            parts=(("600",), ("Pudong", "浦东")),
            wrong=(("500",), ("400", "four hundred")),
            conflict=True,
            relevant={"p1": 1},
            slices=("noise", "0.4"),
            history=(Turn("Where?", "Shanghai."), Turn("And?", "")),
            documents=(Document("p1", "It is 600."), Document("p2", "It is 500.", "Two")),
        ),
    )


def test_a_corpus_set_is_a_folder(tmp_path: Path) -> None:
    documents = [
        {"_id": "d1", "title": "T", "text": "𠮷 has 600.", "metadata": {"language": "en", "published": "2021-07-13"}},
        {"_id": 2, "text": ""},
    ]
    gold = {"doc": "d1", "start": 6, "end": 9, "text": "600"}
    query = a_query(language="zh", answers=["600", "六百"], evidence=[gold], task="lookup")
    dataset = open_dataset(a_corpus(tmp_path / "set", [query], ["q1\td1\t2", "q1\t2\t0"], documents))
    assert isinstance(dataset, CorpusSet)
    assert dataset.name == "set"
    assert dataset.languages == {"d1": "en", "2": "und"}
    assert list(dataset.documents()) == [Document("d1", "𠮷 has 600.", "T", "en", "2021-07-13"), Document("2", "")]
    assert dataset.queries == (
        Query(
            id="q1",
            text="How many firms?",
            language="zh",
            cluster="d1",
            parts=(("600", "六百"),),
            relevant={"d1": 2},
            gold=(GoldSpan("d1", 6, 9),),
            slices=("lookup",),
        ),
    )


def test_a_claim_set_is_a_file_whose_lines_have_a_claim(tmp_path: Path) -> None:
    row = a_claim(id=7, language="en", topic="firms", task="news", pair="a", label="unsupported")
    dataset = open_dataset(a_file(tmp_path / "set.jsonl", row))
    assert isinstance(dataset, ClaimSet)
    assert dataset.claims == (Claim("7", "It is 600.", ("It is 600.",), "en", "firms", False, ("news", "a")),)


def test_answers_of_a_corpus_query_are_one_answer_and_its_parts_are_all_needed(tmp_path: Path) -> None:
    queries = [a_query("q1", answers=["2021", ["7月", "July"]]), a_query("q2", parts=["2021", ["7月", "July"]])]
    dataset = CorpusSet.read(a_corpus(tmp_path, queries))
    assert [query.parts for query in dataset.queries] == [(("2021", "7月", "July"),), (("2021",), ("7月", "July"))]


def test_gold_passages_may_be_grouped_by_the_part_they_hold(tmp_path: Path) -> None:
    assert only_query(a_file(tmp_path / "a.jsonl", a_row(gold_passages=[["p2"], ["p1"]]))).relevant == {
        "p2": 1,
        "p1": 1,
    }


def test_what_is_not_said_of_a_question_has_a_default(tmp_path: Path) -> None:
    query = only_query(a_file(tmp_path / "a.jsonl", a_row()))
    assert (query.language, query.answerable, query.conflict, query.parts) == ("und", True, False, ())


def test_qrels_are_read_with_and_without_a_header(tmp_path: Path) -> None:
    a_corpus(tmp_path, [a_query()])
    a_file(tmp_path / "qrels.tsv", "q1\td1\t1", "", "q1\td2\t3")
    assert only_query(tmp_path).relevant == {"d1": 1, "d2": 3}


@pytest.mark.parametrize("grade", ["0", "-1"])
def test_a_document_judged_not_relevant_is_not_relevant(tmp_path: Path, grade: str) -> None:
    assert only_query(a_corpus(tmp_path, [a_query()], ["q1\td1\t1", f"q1\td2\t{grade}"])).relevant == {"d1": 1}


def test_blank_lines_are_skipped_and_still_counted(tmp_path: Path) -> None:
    path = a_file(tmp_path / "a.jsonl", "", a_row(), "   ", "oops")
    assert complaint(path).startswith(f"{path}:4: not valid JSON")


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_byte_order_mark_changes_nothing(tmp_path: Path, name: str) -> None:
    path = a_corpus(tmp_path, [a_query()], ["q1\td1\t1"]) / name
    before = only_query(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert only_query(tmp_path) == before


# clusters


def test_queries_that_share_a_relevant_document_share_a_cluster_also_by_way_of_others(tmp_path: Path) -> None:
    documents = [{"_id": f"d{i}", "text": "Text."} for i in range(5)]
    qrels = ["q0\td0\t1", "q0\td1\t1", "q1\td1\t1", "q1\td2\t1", "q2\td2\t1", "q3\td3\t1", "q3\td4\t0", "q4\td4\t1"]
    found = clusters(a_corpus(tmp_path, [a_query(f"q{i}") for i in range(6)], qrels, documents))
    assert found[0] == found[1] == found[2]
    assert len({found[0], *found[3:]}) == 4


def test_a_reading_question_with_the_same_words_or_topic_shares_a_cluster(tmp_path: Path) -> None:
    questions = [{"question": "Who?"}, {"question": " who? "}, {"question": "When?"}]
    topics = [{"question": "Where?", "topic": "t"}, {"question": "Why?", "topic": "t"}]
    rows = [a_row(id=str(i), **fields) for i, fields in enumerate([*questions, *topics])]
    assert clusters(a_file(tmp_path / "a.jsonl", *rows)) == ["who?", "who?", "when?", "t", "t"]


def test_claims_about_the_same_evidence_or_topic_share_a_cluster(tmp_path: Path) -> None:
    fields: list[dict[str, Any]] = [{}, {"claim": "It is 5."}, {"evidence": ["Other."]}, {"topic": "t"}, {"topic": "t"}]
    found = clusters(a_file(tmp_path / "a.jsonl", *[a_claim(id=i, **more) for i, more in enumerate(fields)]))
    assert found[0] == found[1] != found[2]
    assert found[3:] == ["t", "t"]


# what is broken


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ("[1]", "not a JSON object"),
        ("null", "not a JSON object"),
        ({"question": "Who?", "passages": PASSAGES}, "“id” has to be a string, and is null"),
        (a_row(id=""), "“id” has to be a string"),
        (a_row(id=True), "“id” has to be a string, and is true"),
        (a_row(id=1.5), "“id” has to be a string"),
        (a_row(id="first"), "the id 'first' stands in"),
        (a_row(question=None), "“question” has to be a string with something in it"),
        (a_row(question="  "), "“question” has to be a string with something in it"),
        (a_row(passages=[]), "the question has no passages"),
        (a_row(passages={"p1": "Text."}), "“passages” has to be a list"),
        (a_row(passages=["Text."]), "“passages” has to hold objects"),
        (a_row(passages=[{"id": "p1"}]), "“passages” has to hold objects with “id” and “text”"),
        (a_row(passages=[{"text": "Text."}]), "“passages” has to hold objects with “id” and “text”"),
        (a_row(passages=[PASSAGES[0], PASSAGES[0]]), "two of its passages have the same id"),
        (a_row(gold_passages=["p1", "p9"]), "“gold_passages” names 'p9'"),
        (a_row(gold_passages="p1"), "“gold_passages” has to be a list"),
        (a_row(answers="600"), '“answers” has to be a list, and is "600"'),
        (a_row(answers=[600]), "“answers” has to hold strings or lists of strings, and holds 600"),
        (a_row(answers=[""]), "“answers” has to hold strings"),
        (a_row(answers=[[]]), "“answers” has to hold strings"),
        (a_row(answers=[["600", None]]), "“answers” has to hold strings"),
        (a_row(wrong_answers=[1]), "“wrong_answers” has to hold strings"),
        (a_row(answerable="no"), "“answerable” has to be true or false"),
        (a_row(conflict=1), "“conflict” has to be true or false"),
        (a_row(history=["Who?"]), "“history” has to hold objects"),
    ],
)
def test_a_broken_reading_line_is_named(tmp_path: Path, line: Mapping[str, Any] | str, said: str) -> None:
    path = a_file(tmp_path / "set.jsonl", a_row(id="first"), line)
    message = complaint(path)
    assert message.startswith(f"{path}:2: ")
    assert said in message


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{}}", "not valid JSON"),
        (a_claim(id=None), "“id” has to be a string"),
        (a_claim(id="first"), "the id 'first' stands in"),
        (a_claim(claim=""), "“claim” has to be a string with something in it"),
        (a_claim(evidence=[]), "“evidence” has to be a list of texts"),
        (a_claim(evidence="Text."), "“evidence” has to be a list"),
        (a_claim(evidence=[{"text": "Text."}]), "“evidence” has to be a list of texts"),
        (a_claim(label=None), "“label” has to be supported or unsupported, and is None"),
        (a_claim(label="Supported"), "“label” has to be supported or unsupported, and is 'Supported'"),
        (a_claim(label=["supported"]), "“label” has to be supported or unsupported"),
    ],
)
def test_a_broken_claim_line_is_named(tmp_path: Path, line: Mapping[str, Any] | str, said: str) -> None:
    path = a_file(tmp_path / "set.jsonl", a_claim(id="first"), line)
    message = complaint(path)
    assert message.startswith(f"{path}:2: ")
    assert said in message


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not valid JSON"),
        ({"text": "Text."}, "“_id” has to be a string"),
        ({"_id": "d1", "text": "Text."}, "the id 'd1' stands in"),
        ({"_id": "d9"}, "“text” and “title” have to be strings"),
        ({"_id": "d9", "text": "Text.", "title": 1}, "“text” and “title” have to be strings"),
        ({"_id": "d9", "text": "Text.", "metadata": "en"}, "“metadata” has to be an object"),
    ],
)
def test_a_broken_document_is_named(tmp_path: Path, line: Mapping[str, Any] | str, said: str) -> None:
    message = complaint(a_corpus(tmp_path, [a_query()], documents=[*DOCUMENTS, line]))
    assert message.startswith(f"{tmp_path / 'corpus.jsonl'}:3: ")
    assert said in message


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("7", "not a JSON object"),
        ({"_id": "q9"}, "“text” has to be a string with something in it"),
        ({"text": "Who?"}, "“_id” has to be a string"),
        (a_query("first"), "the id 'first' stands in"),
        ({"_id": "q9", "text": "Who?", "metadata": [1]}, "“metadata” has to be an object"),
        (a_query(answers={"en": "600"}), "“answers” has to be a list"),
        (a_query(parts=[[1]]), "“parts” has to hold strings"),
        (a_query(answerable=0), "“answerable” has to be true or false"),
        (a_query(evidence=["600"]), "“evidence” has to hold objects"),
        (a_query(evidence=[{"doc": "d9", "start": 0, "end": 1}]), "names the document 'd9'"),
        (a_query(evidence=[{"start": 0, "end": 1}]), "“evidence” names the document"),
        (a_query(evidence=[{"doc": "d1", "start": 0, "end": 24}]), "from 0 to 24 lies outside its 23 characters"),
        (a_query(evidence=[{"doc": "d1", "start": -1, "end": 3}]), "from -1 to 3 lies outside"),
        (a_query(evidence=[{"doc": "d1", "start": 3, "end": 3}]), "from 3 to 3 lies outside"),
        (a_query(evidence=[{"doc": "d1", "start": "0", "end": 3}]), "lies outside"),
        (a_query(evidence=[{"doc": "d1"}]), "lies outside"),
        (a_query(history="Who?"), "“history” has to be a list"),
    ],
)
def test_a_broken_query_is_named(tmp_path: Path, line: Mapping[str, Any] | str, said: str) -> None:
    message = complaint(a_corpus(tmp_path, [a_query("first"), line]))
    assert message.startswith(f"{tmp_path / 'queries.jsonl'}:2: ")
    assert said in message


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("q1\td9\t1", "judges the document 'd9', which corpus.jsonl does not have"),
        ("q1\td1\t1", "judges 'd1' for 'q1' a second time"),
        ("q1 d2 1", "not “query-id, corpus-id, score” with tabs between"),
        ("q1\td2\t1.0", "not “query-id, corpus-id, score”"),
        ("q1\td2\thigh", "not “query-id, corpus-id, score”"),
        ("q1\t0\td2\t1", "not “query-id, corpus-id, score”"),
    ],
)
def test_a_broken_judgement_is_named(tmp_path: Path, line: str, said: str) -> None:
    message = complaint(a_corpus(tmp_path, [a_query()], ["q1\td1\t1", line]))
    assert message.startswith(f"{tmp_path / 'qrels.tsv'}:3: ")
    assert said in message


def test_a_document_judged_not_relevant_and_then_relevant_is_judged_twice(tmp_path: Path) -> None:
    assert "a second time" in complaint(a_corpus(tmp_path, [a_query()], ["q1\td1\t0", "q1\td1\t1"]))


@pytest.mark.parametrize("grade", ["--1", "²"])
def test_a_grade_that_only_looks_like_a_number_is_named(tmp_path: Path, grade: str) -> None:
    assert "qrels.tsv:2: " in complaint(a_corpus(tmp_path, [a_query()], [f"q1\td1\t{grade}"]))


@pytest.mark.parametrize("line", ["q1 d1 1", "q1\td1\thigh"])
def test_a_broken_judgement_in_the_first_line_is_no_header(tmp_path: Path, line: str) -> None:
    a_corpus(tmp_path, [a_query()])
    assert "qrels.tsv:1: " in complaint(a_file(tmp_path / "qrels.tsv", line).parent)


def test_judgements_of_an_unknown_query_are_named(tmp_path: Path) -> None:
    message = complaint(a_corpus(tmp_path, [a_query()], ["q1\td1\t1", "q9\td1\t1"]))
    assert str(tmp_path / "qrels.tsv") in message
    assert "judges the query 'q9', which queries.jsonl does not have" in message


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl"])
def test_a_file_that_is_not_utf8_is_named(tmp_path: Path, name: str) -> None:
    path = a_corpus(tmp_path, [a_query()], ["q1\td1\t1"]) / name
    path.write_bytes(path.read_bytes() + '{"_id": "上海"}'.encode("gb18030"))
    assert complaint(tmp_path).startswith(f"{path}: not UTF-8")


def test_qrels_that_are_not_utf8_are_named(tmp_path: Path) -> None:
    path = a_corpus(tmp_path, [a_query()], []) / "qrels.tsv"
    path.write_bytes("查询\td1\t1\n".encode("gb18030"))
    assert complaint(tmp_path).startswith(f"{path}: not UTF-8")


def test_half_a_surrogate_pair_in_the_evidence_is_read_or_named(tmp_path: Path) -> None:
    path = a_file(tmp_path / "a.jsonl", '{"id": "c1", "claim": "C.", "evidence": ["\\ud83d"], "label": "supported"}')
    try:
        open_dataset(path)
    except DatasetInvalid as error:
        assert str(error).startswith(f"{path}:1: ")  # noqa: PT017 - either way will do


def test_a_corpus_without_queries_can_be_added_and_not_scored(tmp_path: Path) -> None:
    a_file(tmp_path / "corpus.jsonl", *DOCUMENTS)
    assert "has no queries.jsonl: a corpus without questions can be added, not scored" in complaint(tmp_path)


def test_a_folder_without_a_corpus_is_no_corpus_set(tmp_path: Path) -> None:
    assert "has no corpus.jsonl" in complaint(tmp_path)


def test_queries_without_a_line_are_named(tmp_path: Path) -> None:
    path = a_corpus(tmp_path, []) / "queries.jsonl"
    assert complaint(tmp_path).startswith(f"{path} has no questions")


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text(text)
    assert complaint(path).startswith(f"{path} is empty")


def test_lines_of_no_known_format_are_named(tmp_path: Path) -> None:
    path = a_file(tmp_path / "spans.jsonl", "", {"question": "Who?", "passage": "Text."})
    message = complaint(path)
    assert message.startswith(f"{path}:2: ")
    assert "neither “passages” (reading set) nor “claim” (claim set)" in message


def test_a_line_of_another_format_in_the_middle_is_named(tmp_path: Path) -> None:
    path = a_file(tmp_path / "mixed.jsonl", a_row(), a_claim())
    assert complaint(path).startswith(f"{path}:2: ")


def test_a_dataset_that_is_not_there_is_a_wrong_request(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such dataset"):
        open_dataset(tmp_path / "missing.jsonl")


# digests


@pytest.mark.parametrize("name", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_digest_changes_with_one_byte_of_any_file(tmp_path: Path, name: str) -> None:
    path = a_corpus(tmp_path, [a_query()], ["q1\td1\t1"]) / name
    before = open_dataset(tmp_path).digest
    assert open_dataset(tmp_path).digest == before
    path.write_bytes(path.read_bytes() + b"\n")
    assert open_dataset(tmp_path).digest != before


@pytest.mark.parametrize("row", [a_row(), a_claim()])
def test_a_digest_is_of_the_bytes_and_not_of_the_place(tmp_path: Path, row: Mapping[str, Any]) -> None:
    one, other = (open_dataset(a_file(tmp_path / name, row)).digest for name in ("a.jsonl", "b.jsonl"))
    assert one == other
    assert open_dataset(a_file(tmp_path / "c.jsonl", row, "")).digest != one


def test_qrels_count_for_the_digest_only_when_they_are_there(tmp_path: Path) -> None:
    without = open_dataset(a_corpus(tmp_path, [a_query()])).digest
    assert open_dataset(a_corpus(tmp_path, [a_query()], [])).digest != without


# scorable


def test_only_what_has_questions_is_scorable_and_what_is_broken_is_not_passed_over(tmp_path: Path) -> None:
    a_corpus(tmp_path / "corpus", [a_query()])
    a_file(tmp_path / "corpus/more.jsonl", a_row())
    a_file(tmp_path / "reading/a.jsonl", a_row())
    a_file(tmp_path / "claims/b.jsonl", a_claim())
    a_file(tmp_path / "news/corpus.jsonl", *DOCUMENTS)
    a_file(tmp_path / "train/spans.jsonl", {"question": "Who?", "passage": "Text."})
    a_file(tmp_path / "empty.jsonl")
    broken = a_file(tmp_path / "broken.jsonl", "{")
    found = scorable(tmp_path)
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "broken.jsonl",
        "claims/b.jsonl",
        "corpus",
        "reading/a.jsonl",
    ]
    assert complaint(broken).startswith(f"{broken}:1: ")


def test_the_shared_benchmark_data_is_thirteen_datasets(shared: Path) -> None:
    found = [str(path.relative_to(shared / "data")) for path in scorable(shared / "data")]
    assert found == [
        "claims/bump-en.jsonl",
        "claims/summedits-news-en.jsonl",
        "nomiracl/en-non_relevant.jsonl",
        "nomiracl/en-relevant.jsonl",
        "nomiracl/zh-non_relevant.jsonl",
        "nomiracl/zh-relevant.jsonl",
        "rgb/conflict-en.jsonl",
        "rgb/conflict-zh.jsonl",
        "rgb/integration-zh.jsonl",
        "rgb/noise-en.jsonl",
        "rgb/noise-zh.jsonl",
        "xquad",
        "xquad-many",
    ]


@pytest.mark.parametrize(
    ("name", "kind", "size"),
    [("xquad", CorpusSet, 1264), ("rgb/conflict-zh.jsonl", ReadingSet, 50), ("claims/bump-en.jsonl", ClaimSet, 256)],
)
def test_the_shared_benchmark_data_is_read(shared: Path, name: str, kind: type, size: int) -> None:
    dataset = open_dataset(shared / "data" / name)
    assert isinstance(dataset, kind)
    assert len(dataset.claims if isinstance(dataset, ClaimSet) else dataset.queries) == size
