"""What fails during a run is told, and costs no more than itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from small_sets import QUERIES, READING, Set, a_corpus, a_file, count, files, run

from fakes import FakeEncoder, ScriptedChat
from yinju.eval.runs import read_run
from yinju.eval.setup import Setup
from yinju.index.encoders import bundled
from yinju.index.encoders.types import Role, Vectors
from yinju.rag import models
from yinju.rag.compose.llm import Writer


def test_a_question_that_fails_is_told_and_listed_and_counts_as_wrong(corpus: Set, reading: Set) -> None:
    assert [line.split(" failed and counts as wrong: ")[0] for line in reading.told] == ["question r5", "question r6"]
    assert corpus.told == [
        f"question q8 failed and counts as wrong: {corpus.answers['q8']['error']}",
    ]
    for dataset, failed in ((corpus, ["q8"]), (reading, ["r5", "r6"])):
        answers = dataset.answers
        assert [id_ for id_, line in answers.items() if "error" in line] == failed
        listed = {question["id"]: question for question in dataset.run.questions}
        assert [id_ for id_, question in listed.items() if question["error"]] == failed
        for id_ in failed:
            assert answers[id_]["error"].startswith("QuestionRefused: the question is empty")
            assert (answers[id_]["answer"], answers[id_]["refused"], answers[id_]["citations"]) == ("", False, [])
    scores = {question["id"]: question["scores"] for question in reading.run.questions}
    assert scores["r5"]["containment accuracy"]["all"] == [0, 1]
    assert scores["r5"]["over-refusal"]["all"] == [1, 1]
    assert scores["r5"]["Brier score"]["all"] == [1, 1]
    assert scores["r6"]["refusal recall"]["all"] == [0, 1]
    assert scores["r6"]["conflict false alarms"]["all"] == [1, 1]
    ranked = next(question["scores"] for question in corpus.run.questions if question["id"] == "q8")
    assert ranked["nDCG@10"]["all"] == ranked["R@10"]["all"] == [0, 1]
    assert "q8" not in read_run(corpus.out / "run.trec")


class Failing(FakeEncoder):
    """An engine that one text breaks."""

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        if any("lighthouse" in text for text in texts) and role == "question":
            raise RuntimeError("no vector\nfor “lighthouse”")
        return super().encode(texts, role)


def test_an_engine_that_breaks_over_one_question_does_not_end_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled, "BundledEncoder", Failing)
    done = run(a_corpus(tmp_path / "tiny"), tmp_path / "out", tmp_path / "cache")
    assert {id_ for id_, line in done.answers.items() if "error" in line} == {"q3", "q8"}
    assert done.answers["q3"]["error"] == "RuntimeError: no vector\nfor “lighthouse”"
    assert len(done.run.questions) == len(QUERIES)


def test_stopping_by_hand_is_no_failing_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reading: Set) -> None:
    with monkeypatch.context() as patch:
        asked = count(patch, stop_at=3)
        with pytest.raises(KeyboardInterrupt):
            run(reading.path, tmp_path / "out", reading.out.parent / "cache")
        assert len(asked) == 3
    assert files(run(reading.path, tmp_path / "out", reading.out.parent / "cache").out) == files(reading.out)


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("written", ["In the delta live forty otters [1].", "Forty otters \ud83d live there [1]."])
def test_what_a_language_model_writes_is_kept_whatever_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    chat = ScriptedChat(pieces=[written])
    monkeypatch.setattr(models, "writer", lambda _: Writer(chat, "scripted-1"))
    done = run(a_file(tmp_path / "tiny.jsonl", READING[:1]), tmp_path / "out", tmp_path / "cache", Setup("llm"))
    assert done.run.signature["compose"] == "llm (scripted-1)"
    assert "orty otters" in done.answers["r 1"]["answer"]
    assert done.run.timings["tokens_written"]
    assert len(chat.asked) == 1
