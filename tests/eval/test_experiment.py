"""A run: every question asked, every file of the contract written, the same bytes each time, whatever happens."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import ir_measures
import pytest

from fakes import FakeEncoder, ScriptedChat
from yinju.eval import answering, cost, experiment, signature, significance
from yinju.eval.datasets import open_dataset
from yinju.eval.journal import FILE, Journal
from yinju.eval.runs import Run, read_lines, read_run, write_lines
from yinju.eval.setup import PARTS, Setup
from yinju.index.encoders import bundled
from yinju.index.encoders.types import Role, Vectors
from yinju.index.errors import UsageError
from yinju.rag import models
from yinju.rag.compose.llm import Writer
from yinju.rag.pipeline import Yinju
from yinju.rag.settings import Settings

TESTS = Path(__file__).resolve().parents[1]
SIGNATURE = ["version", "commit", "dataset", "encoder", "compose", "seed"]
ANSWER = {
    *("id", "answer", "refused", "conflict", "statements", "citations", "conflicts", "evidence"),
    "probability",  # besides the contract: the risk-coverage curve is drawn over it
}

OTTERS = "The delta is home to forty otters. They eat two hundred kinds of fish."
DOCUMENTS = [
    ("otters en", "en", "Otters", OTTERS),
    ("otters\tzh", "zh", "", "三角洲是四十只水獭的家园。它们吃两百种鱼。"),
    ("reprint", "en", "Otters", OTTERS),
    (
        "clinic\u3000en",
        "en",
        "",
        "The night clinic treats nine hundred patients a month. Doctor Amara Diallo leads it.",
    ),
    ("clinic-zh", "zh", "夜间诊所", "夜间诊所每月接待九百名病人。诊所由阿玛拉·迪亚洛医生领导。"),
    (
        "raw",
        "en",
        "",
        " \r\n\u200bThe  old lighthouse\u00a0was painted red in 1932 .\r\n\r\nIts keeper, cafe\u0301 owner Bo Lind, retired.\t",
    ),
    ("empty", "en", "", ""),
]
HOW_MANY, WHICH = "How many otters live in the delta?", "And how many are there?"
QUERIES = [
    ("q 1", HOW_MANY, "en", {"answers": ["forty", "四十"], "task": "own"}),
    ("q2", "三角洲有多少只水獭？", "zh", {"answers": ["forty", "四十"], "task": "own"}),
    ("q3", "When was the lighthouse painted red?", "en", {"answers": ["1932"], "task": "own"}),
    ("q4", WHICH, "en", {"answers": ["forty"], "history": [{"question": "Do otters live in the delta?"}]}),
    ("q5", WHICH, "en", {"answers": ["nine hundred"], "history": [{"question": "Does the night clinic treat patients?"}]}),
    ("q6", "Who composed the opera Turandot?", "en", {"answerable": False, "task": "unanswerable"}),
    ("q7", "谁创作了歌剧《图兰朵》？", "zh", {"answerable": False, "task": "unanswerable"}),
    ("q8", "???", "en", {"answers": ["a question without a word cannot be asked"], "task": "own"}),
]  # fmt: skip
QRELS = [
    *(("q 1", "otters en", 2), ("q 1", "clinic-zh", 1), ("q2", "otters en", 1), ("q3", "raw", 1)),
    *(("q4", "reprint", 1), ("q5", "clinic-zh", 1), ("q5", "clinic\u3000en", 1), ("q8", "raw", 1)),
]


class Set(NamedTuple):
    """A dataset's place and what a run of it gave."""

    path: Path
    out: Path
    run: Run
    told: list[str]
    progress: list[tuple[str, int, int]]

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        return {line["id"]: line for line in read_lines(self.out / "answers.jsonl")}


def a_passage(id_: str, text: str, **fields: str) -> dict[str, str]:
    return {"id": id_, "text": text, **fields}


def a_question(id_: str, text: str, *passages: Mapping[str, str], **fields: Any) -> dict[str, Any]:
    """A line of a reading set."""
    return {"id": id_, "question": text, "language": "en", "passages": list(passages), **fields}


READING = [
    a_question("r 1", HOW_MANY, a_passage("a 1", OTTERS), a_passage("h", "Herons stand in the reeds.", title="Herons"),
               gold_passages=["a 1"], answers=["forty"], task="reading", noise=0),
    a_question("r2", HOW_MANY, a_passage("a 1", "In the delta live ninety otters."), a_passage("e", ""),
               gold_passages=["a 1"], answers=[["ninety", "90"]], task="reading", noise=0.4),
    a_question("r3", "三角洲有多少只水獭？", a_passage("甲", "三角洲是四十只水獭的家园。"), a_passage("乙", "苍鹭整天站在芦苇丛中。"),
               gold_passages=["甲"], answers=["四十"], task="reading", noise=0) | {"language": "zh"},
    a_question("r4", "Who composed the opera Turandot?", a_passage("a", OTTERS), answerable=False, task="reading", noise=1.0),
    a_question("r5", "...", a_passage("a", OTTERS), answers=["forty"], task="reading", noise=0),
    a_question("r6", "?!", a_passage("a", OTTERS), answerable=False, task="reading", noise=1.0),
    a_question("r7", HOW_MANY, a_passage("e", ""), a_passage("e2", " \n"), answerable=False, task="reading", noise=1.0),
    a_question("r8", WHICH, a_passage("c", DOCUMENTS[3][3]), a_passage("a", OTTERS), answers=["nine hundred"],
               history=[{"question": "Does the night clinic treat patients?", "answer": "Yes."}]),
    a_question("r9", WHICH, a_passage("c", DOCUMENTS[3][3]), a_passage("a", OTTERS), answers=["forty"],
               history=[{"question": "Do otters live in the delta?", "answer": "Yes."}]),
]  # fmt: skip
CLAIMS = [
    {"id": "c 1", "claim": "They eat two hundred kinds of fish.", "evidence": [OTTERS], "language": "en",
     "label": "supported", "task": "news", "pair": "en→en"},
    {"id": "c2", "claim": "The delta is home to ninety otters.", "evidence": [OTTERS], "language": "en",
     "label": "unsupported", "task": "news", "pair": "en→en"},
    {"id": "c3", "claim": "三角洲是四十只水獭的家园。", "evidence": ["三角洲是四十只水獭的家园。"], "language": "zh",
     "label": "supported", "pair": "zh→zh"},
    {"id": "c4", "claim": "Herons stand in the reeds.", "evidence": [""], "language": "en", "label": "unsupported"},
]  # fmt: skip


def a_corpus(
    folder: Path,
    documents: Sequence[tuple[str, str, str, str]] = DOCUMENTS,
    queries: Sequence[tuple[str, str, str, Mapping[str, Any]]] = QUERIES,
    qrels: Sequence[tuple[str, str, int]] = QRELS,
) -> Path:
    folder.mkdir(parents=True)
    rows = ({"_id": i, "title": t, "text": x, "metadata": {"language": code}} for i, code, t, x in documents)
    write_lines(folder / "corpus.jsonl", rows)
    write_lines(
        folder / "queries.jsonl", ({"_id": i, "text": x, "metadata": {"language": c, **m}} for i, x, c, m in queries)
    )
    # a tab of the id's own cannot stand in a file of tabs
    lines = ["query-id\tcorpus-id\tscore", *(f"{query}\t{document}\t{grade}" for query, document, grade in qrels)]
    (folder / "qrels.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def a_file(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_lines(path, rows)
    return path


def run(path: Path, out: Path, cache: Path, setup: Setup | None = None) -> Set:
    """A run with all that it tells."""
    told: list[str] = []
    seen: list[tuple[str, int, int]] = []
    done = experiment.run(
        open_dataset(path), out, setup or Setup(), Settings(cache=cache), told.append, lambda *step: seen.append(step)
    )
    return Set(path, out, done, told, seen)


def files(folder: Path) -> dict[str, bytes]:
    """The files of a run that are the same each time."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "timings.json"}


@pytest.fixture(scope="module", autouse=True)
def _quick() -> Iterator[None]:
    """Three cold starts a run are left to the tests of the command line, narrow intervals to those of significance."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cost, "cold_start", lambda *_: [])
        patch.setattr(significance, "RESAMPLES", 500)
        yield


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled encoder is a fake that takes no time."""
    monkeypatch.setattr(bundled, "BundledEncoder", FakeEncoder)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Set:
    folder = tmp_path_factory.mktemp("corpus")
    return run(a_corpus(folder / "tiny"), folder / "out", folder / "cache")


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Set:
    folder = tmp_path_factory.mktemp("reading")
    return run(a_file(folder / "tiny.jsonl", READING), folder / "out", folder / "cache")


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> Set:
    folder = tmp_path_factory.mktemp("claims")
    return run(a_file(folder / "tiny.jsonl", CLAIMS), folder / "out", folder / "cache")


@pytest.fixture(params=["corpus", "reading", "claims"])
def each(request: pytest.FixtureRequest) -> Set:
    found: Set = request.getfixturevalue(request.param)
    return found


# the contract


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


# the same each time


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


KILLED = """
import os, signal, sys
from pathlib import Path
from fake_encoder import FakeEncoder
from yinju.eval import experiment
from yinju.eval.datasets import open_dataset
from yinju.eval.setup import Setup
from yinju.index.encoders import bundled
from yinju.rag.pipeline import Yinju
from yinju.rag.settings import Settings

where, dataset, out, cache = sys.argv[1:]
done = 0

def dying(what, after):
    def called(*arguments, **named):
        global done
        if done == after:
            os.kill(os.getpid(), signal.SIGKILL)
        done += 1
        return what(*arguments, **named)
    return called

if where == "asking":
    Yinju.stream = dying(Yinju.stream, 3)
elif where == "judging":
    experiment.judge = dying(experiment.judge, 2)
else:
    FakeEncoder.encode = dying(FakeEncoder.encode, 0)
bundled.BundledEncoder = FakeEncoder
experiment.run(open_dataset(Path(dataset)), Path(out), Setup(), Settings(cache=Path(cache)))
"""


def count(monkeypatch: pytest.MonkeyPatch, stop_at: int = 0) -> list[str]:
    """Note every question and claim from now on; at one of them stop as Ctrl-C does."""
    asked: list[str] = []
    stream, judge = Yinju.stream, experiment.judge

    def streamed(engine: Yinju, text: str, **named: Any) -> Any:
        asked.append(text)
        if len(asked) == stop_at:
            raise KeyboardInterrupt
        return stream(engine, text, **named)

    def judged(claim: str, evidence: Sequence[str]) -> Any:
        asked.append(claim)
        return judge(claim, evidence)

    monkeypatch.setattr(Yinju, "stream", streamed)
    monkeypatch.setattr(experiment, "judge", judged)
    return asked


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize(
    ("where", "kind", "torn"),
    [
        ("asking", "corpus", b'{"id": "q4", "line": {"ans'),
        ("asking", "reading", b""),
        ("adding", "corpus", b""),
        ("judging", "claims", b"\x00\x00"),
    ],
)
def test_a_killed_run_goes_on_and_loses_one_question_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str, kind: str, torn: bytes
) -> None:
    path = {
        "corpus": lambda: a_corpus(tmp_path / "tiny"),
        "reading": lambda: a_file(tmp_path / "tiny.jsonl", READING),
        "claims": lambda: a_file(tmp_path / "tiny.jsonl", CLAIMS),
    }[kind]()
    whole = run(path, tmp_path / "whole", tmp_path / "another cache")
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, where, str(path), str(tmp_path / "out"), str(tmp_path / "cache")],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        check=False,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL
    assert not (tmp_path / "out" / "metrics.json").exists(), "a run that is not finished is not taken for one"
    done = 0
    if where != "adding":
        journal = tmp_path / "out" / FILE
        done = journal.read_bytes().count(b"\n") - 1
        journal.write_bytes(journal.read_bytes() + torn)
        assert done == {"asking": 3, "judging": 2}[where]

    asked = count(monkeypatch)
    signature.program.cache_clear()  # the checkout may be edited while tests run
    again = run(path, tmp_path / "out", tmp_path / "cache")
    assert files(again.out) == files(whole.out)
    assert len(asked) == len(whole.run.questions) - done
    assert again.told == whole.told


@pytest.mark.usefixtures("fake")
def test_a_journal_of_another_setup_or_dataset_is_not_gone_on_with(tmp_path: Path) -> None:
    path = a_file(tmp_path / "tiny.jsonl", READING[:2])
    whole = run(path, tmp_path / "whole", tmp_path / "cache")
    journal = Journal(
        tmp_path / "out", {"signature": {**whole.run.signature, "without": "lexical"}, "program": "another"}
    )
    journal.add({"id": "r 1", "line": {**whole.answers["r 1"], "answer": "spoiled"}, "run": {}, "ms": {}})
    journal.close()
    assert files(run(path, tmp_path / "out", tmp_path / "cache").out) == files(whole.out)


# what can fail


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


# what is asked


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


# the figures, counted again


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


# setup


@pytest.mark.parametrize("without", [("vectors",), ("lexical", "Lexical"), ("",)])
def test_a_part_that_there_is_not_cannot_be_left_out(without: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="choose among centring, sentences, pairs, lexical, names, balance, "):
        Setup(without=without)


def test_what_is_left_out_shows_in_the_signature_in_one_order() -> None:
    found = Setup(without=("lexical", "balance")).signature("d@1", "e", None)
    assert list(found) == [*SIGNATURE, "without"]
    assert found["without"] == "balance, lexical"
    assert "without" not in Setup().signature("d@1", "e", None)


def test_a_part_named_twice_is_left_out_once() -> None:
    twice, once = Setup(without=("lexical", "lexical")), Setup(without=("lexical",))
    assert twice.signature("d@1", "e", None) == once.signature("d@1", "e", None)


def test_each_part_can_be_left_out_alone() -> None:
    usual = Setup()
    assert (usual.centred, usual.ranking.sentence_share, usual.ranking.lexical_weight, usual.ranking.balanced) == (
        *(True, 2 / 3, 1.0, True),
    )
    assert not Setup(without=("centring",)).centred
    assert Setup(without=("sentences",)).ranking.sentence_share == 0
    assert Setup(without=("lexical",)).ranking.lexical_weight == 0
    assert not Setup(without=("balance",)).ranking.balanced
    assert not Setup(without=("pairs",)).ranking.pairs
    assert not Setup(without=("names",)).ranking.names
    assert not Setup(without=("places",)).ranking.places
    assert {setup.ranking for setup in (Setup(without=(part,)) for part in PARTS if part != "centring")}.isdisjoint(
        {usual.ranking}
    )


_UNSEEN = {"lexical", "names", "places", "reprints"}


def test_leaving_a_part_out_changes_scores_and_nothing_that_is_kept(tmp_path: Path) -> None:
    path = a_corpus(tmp_path / "tiny")
    whole = run(path, tmp_path / "whole", tmp_path / "cache")
    kept = sorted(place.name for place in (tmp_path / "cache" / "eval").rglob("*") if place.is_dir())
    runs = {}
    for part in PARTS:
        done = run(path, tmp_path / part, tmp_path / "cache", Setup(without=(part,)))
        assert done.run.signature["without"] == part
        runs[part] = (done.out / "run.trec").read_bytes()
    # so few articles are on one page, have one name each, and an order that is clear without words
    seen = {(whole.out / "run.trec").read_bytes(), *(runs[part] for part in PARTS if part not in _UNSEEN)}
    assert len(seen) == 1 + len(PARTS) - len(_UNSEEN)
    assert sorted(place.name for place in (tmp_path / "cache" / "eval").rglob("*") if place.is_dir()) == kept
    assert files(run(path, tmp_path / "again", tmp_path / "cache").out) == files(whole.out)


@pytest.mark.usefixtures("fake")
def test_a_changed_corpus_is_a_new_library_and_a_new_digest(tmp_path: Path) -> None:
    path = a_corpus(tmp_path / "tiny")
    before = run(path, tmp_path / "before", tmp_path / "cache")
    (path / "corpus.jsonl").write_text(
        (path / "corpus.jsonl").read_text("utf-8").replace("forty", "fifty").replace("reprint", "copy"), "utf-8"
    )
    (path / "qrels.tsv").unlink()
    after = run(path, tmp_path / "after", tmp_path / "cache")
    assert before.run.signature["dataset"] != after.run.signature["dataset"]
    ranked = read_run(after.out / "run.trec")["q 1"]
    assert "copy" in ranked
    assert "reprint" not in ranked
