"""What a run asks, of which articles, and its figures counted again."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import ir_measures
import pytest
from small_sets import CLAIMS, DOCUMENTS, HOW_MANY, OTTERS, QRELS, READING, Set, a_corpus, a_file, run

from yinju.eval import answering
from yinju.eval.datasets import open_dataset
from yinju.eval.runs import read_run


def test_a_reading_question_is_answered_from_its_own_passages_alone(reading: Set) -> None:
    own = {row["id"]: {passage["id"] for passage in row["passages"]} for row in READING}
    for id_, line in reading.answers.items():
        assert {item["doc"] for item in (*line["evidence"], *line["citations"])} <= own[id_]
    assert "forty" in reading.answers["r 1"]["answer"]
    assert "ninety" in reading.answers["r2"]["answer"], "the same question, other passages"


def test_a_follow_up_is_asked_with_the_conversation_before_it(corpus: Set, reading: Set) -> None:
    assert "forty otters" in corpus.answers["q4"]["answer"]
    assert "nine hundred patients" in corpus.answers["q5"]["answer"]
    ranked = read_run(corpus.out / "run.trec")
    assert ranked["q4"][0] in ("otters en", "reprint")
    assert ranked["q5"][0] == "clinic\u3000en"
    assert "nine hundred" in reading.answers["r8"]["answer"]
    assert "forty" in reading.answers["r9"]["answer"]


def test_passages_without_a_word_leave_nothing_to_answer_from(reading: Set) -> None:
    assert reading.answers["r7"]["refused"]
    assert reading.answers["r7"]["evidence"] == []
    assert "error" not in reading.answers["r7"]


def test_a_run_holds_every_article_that_has_a_word_reprints_too(corpus: Set) -> None:
    findable = {id_ for id_, _, _, text in DOCUMENTS if text}
    for run_ in read_run(corpus.out / "run.trec").values():
        assert set(run_) == findable
        assert len(run_) == len(findable)


def test_ids_are_the_datasets_own(corpus: Set) -> None:
    fields = [line.split(" ") for line in (corpus.out / "run.trec").read_text("utf-8").splitlines()]
    assert all(len(line) == 6 for line in fields)
    assert {line[2] for line in fields} == {
        *("otters%20en", "otters%09zh", "reprint", "clinic%E3%80%80en", "clinic-zh", "raw")
    }
    assert fields[0][0] == "q%201"
    assert corpus.answers["q 1"]["citations"][0]["doc"] in ("otters en", "reprint")


@pytest.mark.usefixtures("fake")
def test_all_five_copies_of_an_article_are_in_the_run_one_after_the_other(tmp_path: Path) -> None:
    copies = [(f"copy {i}", "en", "Otters", OTTERS) for i in range(5)]
    documents = [*copies, ("herons", "en", "Herons", "Herons stand in the reeds of the delta.")]
    queries = [("q1", HOW_MANY, "en", {})]
    done = run(a_corpus(tmp_path / "tiny", documents, queries, []), tmp_path / "out", tmp_path / "cache")
    ranked = read_run(done.out / "run.trec")["q1"]
    assert sorted(ranked) == sorted(id_ for id_, _, _, _ in documents)
    assert ranked[0] == "herons" or ranked[-1] == "herons"


@pytest.mark.usefixtures("fake")
def test_a_run_is_a_hundred_articles_deep_when_there_are_so_many(tmp_path: Path) -> None:
    documents = [(f"d {i}", "en", "", f"Article {i} tells of otter number {i} in the delta.") for i in range(130)]
    queries = [("q1", "Which article tells of otter number 17?", "en", {}), ("q2", "谁？", "zh", {})]
    done = run(a_corpus(tmp_path / "tiny", documents, queries, []), tmp_path / "out", tmp_path / "cache")
    ranked = read_run(done.out / "run.trec")
    assert set(ranked) == {"q1", "q2"}
    for run_ in ranked.values():
        assert len(run_) == len(set(run_)) >= 100


@pytest.mark.usefixtures("fake")
def test_a_run_is_deep_even_when_a_few_articles_hold_most_passages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "_PASSAGES", 20)
    long = " ".join(f"Otter number {i} lives in the delta and eats many kinds of fish." for i in range(350))
    documents = [("long", "en", "", long), *((f"d{i}", "en", "", f"Heron {i} stands in reeds.") for i in range(104))]
    queries = [("q1", "Which otter lives in the delta and eats fish?", "en", {})]
    done = run(a_corpus(tmp_path / "tiny", documents, queries, []), tmp_path / "out", tmp_path / "cache")
    assert len(read_run(done.out / "run.trec")["q1"]) >= 100


def test_the_gold_label_is_never_read_while_predicting(tmp_path: Path, claims: Set) -> None:
    flip = {"supported": "unsupported", "unsupported": "supported"}
    path = a_file(tmp_path / "tiny.jsonl", [{**claim, "label": flip[str(claim["label"])]} for claim in CLAIMS])
    flipped = run(path, tmp_path / "out", tmp_path / "cache")
    assert (flipped.out / "verdicts.jsonl").read_bytes() == (claims.out / "verdicts.jsonl").read_bytes()
    assert claims.run.measures["balanced accuracy"]["all"]["mean"] == 1
    assert flipped.run.measures["balanced accuracy"]["all"]["mean"] == 0


def test_nothing_that_is_expected_changes_an_answer(tmp_path: Path, reading: Set) -> None:
    """Expected answers, gold passages and labels are for scoring alone."""
    expected = {
        "answers": ["x"],
        "gold_passages": [],
        "answerable": False,
        "conflict": True,
        "task": "other",
        "noise": 9,
    }
    path = a_file(tmp_path / "tiny.jsonl", [{**row, **expected, "language": "fr"} for row in READING])
    other = run(path, tmp_path / "out", reading.out.parent / "cache")
    assert (other.out / "answers.jsonl").read_bytes() == (reading.out / "answers.jsonl").read_bytes()


def test_ir_measures_agrees_over_the_run_file(corpus: Set) -> None:
    qrels = [ir_measures.Qrel(query, document, grade) for query, document, grade in QRELS]
    ranked = [
        ir_measures.ScoredDoc(unquote(line.query_id), unquote(line.doc_id), line.score)
        for line in ir_measures.read_trec_run(str(corpus.out / "run.trec"))
    ]
    peers = {
        "R@1": ir_measures.R @ 1,
        "R@5": ir_measures.R @ 5,
        "nDCG@10": ir_measures.nDCG @ 10,
        "MRR@10": ir_measures.RR @ 10,
    }
    theirs = ir_measures.calc_aggregate(peers.values(), qrels, ranked)
    for name, peer in peers.items():
        assert corpus.run.measures[name]["all"]["mean"] == pytest.approx(theirs[peer], abs=1e-6), name
        assert corpus.run.measures[name]["all"]["n"] == len({query for query, _, _ in QRELS})


def test_accuracy_and_refusals_can_be_counted_again_from_the_answers(corpus: Set, reading: Set) -> None:
    for dataset in (corpus, reading):
        answers, right, refused = dataset.answers, [], []
        for query in open_dataset(dataset.path).queries:  # type: ignore[union-attr]
            reply = answers[query.id]
            said = "" if reply["refused"] else reply["answer"].lower()
            if not query.answerable:
                refused.append(reply["refused"])
            elif query.parts:
                right.append(all(any(alias.lower() in said for alias in part) for part in query.parts))
        for name, counted in (("containment accuracy", right), ("refusal recall", refused)):
            figure = dataset.run.measures[name]["all"]
            assert figure["n"] == len(counted)
            assert figure["mean"] == pytest.approx(sum(counted) / len(counted), abs=1e-6)
        assert 0 < sum(right) < len(right)
        assert sum(refused) > 0
