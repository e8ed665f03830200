"""A run: every file of the contract is written, with the same bytes each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from small_sets import DOCUMENTS, QUERIES, READING, SIGNATURE, Set, files, run

from yinju.eval.datasets import open_dataset
from yinju.eval.runs import read_lines
from yinju.eval.setup import Setup
from yinju.index.encoders import bundled

ANSWER = {
    *("id", "answer", "refused", "conflict", "statements", "citations", "conflicts", "evidence"),
    "probability",  # besides the contract: the risk-coverage curve is drawn over it
}


def test_a_run_writes_the_files_of_the_contract_and_leaves_no_other(corpus: Set, reading: Set, claims: Set) -> None:
    always = {"metrics.json", "questions.jsonl", "timings.json"}
    assert {path.name for path in corpus.out.iterdir()} == {*always, "answers.jsonl", "run.trec"}
    assert {path.name for path in reading.out.iterdir()} == {*always, "answers.jsonl"}
    assert {path.name for path in claims.out.iterdir()} == {*always, "verdicts.jsonl"}


def test_every_answer_has_the_keys_of_the_contract_in_the_datasets_order(corpus: Set, reading: Set) -> None:
    assert list(corpus.answers) == [query[0] for query in QUERIES]
    assert list(reading.answers) == [row["id"] for row in READING]
    for line in (*corpus.answers.values(), *reading.answers.values()):
        assert set(line) - {"error"} == ANSWER
        assert [type(line[name]) for name in ("answer", "refused", "conflict")] == [str, bool, bool]
        assert len(line["evidence"]) <= 10
        for item in line["evidence"]:
            assert set(item) == {"doc", "start", "end"}
        for statement in line["statements"]:
            assert set(statement) == {"text", "citations"}
        for citation in line["citations"]:
            assert set(citation) == {"marker", "doc", "start", "end", "quote", "verdict"}
        for conflict in line["conflicts"]:
            assert set(conflict) == {"about", "values"}
            assert all(set(value) == {"text", "citation"} for value in conflict["values"])


def test_every_quote_stands_in_the_datasets_own_text(corpus: Set, reading: Set) -> None:
    """Texts are taken as they are: spaces, carriage returns and loose accents count as they do in the dataset."""
    texts = {(query[0], id_): text for query in QUERIES for id_, _, _, text in DOCUMENTS}
    texts |= {(row["id"], passage["id"]): passage["text"] for row in READING for passage in row["passages"]}
    citations = [
        (line["id"], citation)
        for line in (*corpus.answers.values(), *reading.answers.values())
        for citation in line["citations"]
    ]
    assert {citation["doc"] for _, citation in citations} >= {"otters en", "otters\tzh", "raw", "a 1", "甲"}
    for id_, citation in citations:
        assert texts[id_, citation["doc"]][citation["start"] : citation["end"]] == citation["quote"] != ""
        assert citation["verdict"] == "verbatim"
    for dataset in (corpus, reading):
        for line in dataset.answers.values():
            for item in line["evidence"]:
                assert 0 <= item["start"] < item["end"] <= len(texts[line["id"], item["doc"]])


def test_an_answer_is_the_statements_without_their_markers(corpus: Set, reading: Set) -> None:
    for line in (*corpus.answers.values(), *reading.answers.values()):
        if line["statements"]:
            assert line["answer"] == " ".join(statement["text"] for statement in line["statements"])
            assert "[1]" not in line["answer"]


def test_every_verdict_has_the_keys_of_the_contract(claims: Set) -> None:
    lines = list(read_lines(claims.out / "verdicts.jsonl"))
    assert [line["id"] for line in lines] == ["c 1", "c2", "c3", "c4"]
    for line in lines:
        assert set(line) == {"id", "predicted", "verdict", "score", "reasons"}
        assert line["predicted"] == ("supported" if line["verdict"] in ("verbatim", "supported") else "unsupported")
    assert [line["predicted"] for line in lines] == ["supported", "unsupported", "supported", "unsupported"]


def test_figures_have_a_signature_and_an_interval(each: Set) -> None:
    metrics = json.loads((each.out / "metrics.json").read_text("utf-8"))
    assert set(metrics) == {"signature", "measures"}
    assert list(metrics["signature"]) == SIGNATURE
    dataset = open_dataset(each.path)
    assert metrics["signature"]["dataset"] == f"tiny@{dataset.digest}"
    assert metrics["signature"]["compose"] == "quotes"
    assert metrics["signature"]["seed"] == 0
    count = len(QUERIES) if each.path.is_dir() else len(each.path.read_text("utf-8").splitlines())
    for name, slices in metrics["measures"].items():
        assert "all" in slices, name
        for figure in slices.values():
            assert set(figure) == {"mean", "low", "high", "n"}
            assert figure["low"] <= figure["mean"] <= figure["high"], name
            assert 1 <= figure["n"] <= count
    assert each.run.measures == metrics["measures"]


def test_small_sets_are_encoded_by_the_bundled_engine(corpus: Set, reading: Set, claims: Set) -> None:
    assert corpus.run.signature["encoder"] == reading.run.signature["encoder"] == "multilingual-e5-small (4-bit)"
    assert claims.run.signature["encoder"] == "none"


def test_figures_are_shown_for_languages_pairs_tasks_and_noise(corpus: Set, reading: Set, claims: Set) -> None:
    measures = reading.run.measures
    assert set(measures["Brier score"]) == {"all", "en", "zh", "reading", "0", "0.4", "1.0"}
    assert {name: figure["n"] for name, figure in measures["over-refusal"].items()} == {
        **{"all": 6, "en": 5, "zh": 1},
        **{"reading": 4, "0": 3, "0.4": 1},
    }
    assert set(corpus.run.measures["containment accuracy"]) == {"all", "en", "zh", "own"}
    assert set(corpus.run.measures["refusal recall"]) == {"all", "en", "zh", "unanswerable"}
    assert set(corpus.run.measures["R@1"]) == {
        *("all", "en", "zh", "own", "en→en", "en→zh", "zh→en"),
        *("same language", "across languages"),
    }
    assert set(claims.run.measures["unchecked claims"]) >= {"all", "en", "zh", "news", "en→en", "zh→zh"}


def test_every_question_is_listed_with_its_own_scores(each: Set) -> None:
    means = [measure for measure in ("over-refusal", "R@1", "unchecked claims") if measure in each.run.measures]
    for measure in means:
        scores = [question["scores"].get(measure, {}).get("all") for question in each.run.questions]
        found = [score[0] for score in scores if score]
        assert sum(found) / len(found) == pytest.approx(each.run.measures[measure]["all"]["mean"], abs=1e-6)
        assert len(found) == each.run.measures[measure]["all"]["n"]


def test_what_differs_next_time_stands_apart(corpus: Set, reading: Set, claims: Set) -> None:
    timings = corpus.run.timings
    assert {"host", "memory_mb", "seconds", "milliseconds", "total_milliseconds", "cold_start_seconds"} <= set(timings)
    assert set(timings["milliseconds"]["total"]) == {"p50", "p95", "max"}
    assert "cold_start_seconds" not in reading.run.timings
    assert set(claims.run.timings["milliseconds"]) == {"verify"}


def test_progress_is_told_to_the_end(corpus: Set, reading: Set, claims: Set) -> None:
    assert corpus.progress == [("articles", 7, 7), *(("questions", i, 8) for i in range(1, 9))]
    assert reading.progress == [("questions", i, 9) for i in range(1, 10)]
    assert claims.progress == [("claims", i, 4) for i in range(1, 5)]


def test_a_second_run_elsewhere_is_the_same_byte_for_byte(each: Set, tmp_path: Path) -> None:
    """Nothing is taken over: other folder, other cache."""
    assert files(run(each.path, tmp_path / "again", tmp_path / "cache").out) == files(each.out)


def test_a_second_run_with_what_was_kept_is_the_same_byte_for_byte(
    corpus: Set, reading: Set, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_engine() -> Any:
        raise AssertionError("every vector is kept")

    monkeypatch.setattr(bundled, "BundledEncoder", no_engine)
    for dataset in (corpus, reading):
        again = run(dataset.path, tmp_path / dataset.path.stem / dataset.path.suffix, dataset.out.parent / "cache")
        assert files(again.out) == files(dataset.out)


def test_a_finished_run_is_measured_anew_into_the_same_folder(claims: Set, tmp_path: Path) -> None:
    first = run(claims.path, tmp_path / "out", tmp_path / "cache")
    (first.out / "verdicts.jsonl").write_text("spoiled")
    assert files(run(claims.path, first.out, tmp_path / "cache").out) == files(claims.out)


def test_another_seed_moves_intervals_and_no_answer(reading: Set, tmp_path: Path) -> None:
    other = run(reading.path, tmp_path / "out", reading.out.parent / "cache", Setup(seed=1))
    assert (other.out / "answers.jsonl").read_bytes() == (reading.out / "answers.jsonl").read_bytes()
    assert other.run.signature["seed"] == 1
    for name, slices in other.run.measures.items():
        assert slices["all"]["mean"] == reading.run.measures[name]["all"]["mean"]
