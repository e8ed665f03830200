"""`yinju eval`: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from factories import a_draft
from yinju.eval import cost, experiment, significance
from yinju.eval.datasets import open_dataset
from yinju.eval.runs import read_lines, write_lines
from yinju.eval.setup import Setup
from yinju.rag import bootstrap
from yinju.rag.pipeline import Yinju
from yinju.rag.settings import Settings
from yinju.ui import cli, progress, render

OTTERS = "The delta is home to forty otters. They eat two hundred kinds of fish."
HOW_MANY = "How many otters live in the delta?"


class Result(NamedTuple):
    code: int
    out: str
    err: str


Program = Callable[..., Result]


@pytest.fixture
def yinju(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Program:
    """The command line in this process, in a folder and with a cache of its own."""
    monkeypatch.setenv("YINJU_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cost, "cold_start", lambda *_: [])
    monkeypatch.setattr(significance, "RESAMPLES", 500)  # intervals have tests of their own

    def started(*arguments: str | Path) -> Result:
        monkeypatch.setattr(sys, "argv", ["yinju", *map(str, arguments)])
        capsys.readouterr()
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code or 0
        assert isinstance(code, int)
        return Result(code, *capsys.readouterr())

    return started


def a_question(id_: str, text: str = HOW_MANY, **fields: Any) -> dict[str, Any]:
    """A line of a reading set."""
    passages = [{"id": "p1", "text": OTTERS}, {"id": "p2", "text": "Herons stand in the reeds all day long."}]
    return {"id": id_, "question": text, "language": "en", "task": "own", "passages": passages, **fields}


READING = [
    a_question("q1", gold_passages=["p1"], answers=["forty"]),
    a_question("q2", "How many kinds of fish do the otters eat?", gold_passages=["p1"], answers=["two hundred"]),
    a_question("q3", "Who composed the opera Turandot?", answerable=False),
]


CLAIMS = [
    {"id": id_, "claim": claim, "evidence": [OTTERS], "language": "en", "label": label}
    for id_, claim, label in (
        ("c1", "The delta is home to forty otters.", "supported"),
        ("c2", "There are ninety.", "unsupported"),
    )
]


@pytest.fixture
def reading(tmp_path: Path) -> Path:
    write_lines(tmp_path / "tiny.jsonl", READING)
    return tmp_path / "tiny.jsonl"


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    write_lines(tmp_path / "claims.jsonl", CLAIMS)
    return tmp_path / "claims.jsonl"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with finished runs: A and B of a reading set, B without a part, and C of a claim set."""
    folder = tmp_path_factory.mktemp("finished")
    write_lines(folder / "tiny.jsonl", READING)
    write_lines(folder / "claims.jsonl", CLAIMS)
    setups = {"A": ("tiny", Setup()), "B": ("tiny", Setup(without=("lexical",))), "C": ("claims", Setup())}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(significance, "RESAMPLES", 500)
        for name, (dataset, setup) in setups.items():
            opened = open_dataset(folder / f"{dataset}.jsonl")
            experiment.run(opened, folder / name, setup, Settings(cache=folder / "cache"))
    return folder


@pytest.fixture
def runs(finished: Path, tmp_path: Path) -> Path:
    """The finished runs in the folder of a test."""
    for name in "ABC":
        shutil.copytree(finished / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    folder.mkdir()
    write_lines(folder / "corpus.jsonl", [{"_id": "d 1", "text": OTTERS, "metadata": {"language": "en"}}])
    metadata = {"language": "en", "answers": ["forty"]}
    write_lines(folder / "queries.jsonl", [{"_id": "q1", "text": "How many otters live there?", "metadata": metadata}])
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td 1\t1\n")
    return folder


def spoiled(run: Path, to: Path, measure: str = "containment accuracy") -> Path:
    """A run that gets every question wrong by one measure."""
    shutil.copytree(run, to)
    questions = list(read_lines(run / "questions.jsonl"))
    for question in questions:
        for columns in question["scores"].get(measure, {}).values():
            columns[0] = 0.0
        question["answer"] = "something wrong"
    write_lines(to / "questions.jsonl", questions)
    return to


# run


def test_a_corpus_set_is_measured_from_the_command_line(tmp_path: Path, corpus: Path) -> None:
    """As people use it: a process, its output, its exit code."""
    result = subprocess.run(
        [sys.executable, "-m", "yinju.ui", "eval", "run", "tiny", "--out", "A"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "YINJU_CACHE": str(tmp_path / "cache")},
        timeout=120,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("## tiny\n")
    assert "containment accuracy" in result.stdout
    assert "dataset tiny@" in result.stdout, "figures stand with their signature"
    assert result.stdout.endswith(
        "A has the answers and every question's scores; `yinju eval report A`\n",
    )
    assert {path.name for path in (tmp_path / "A").iterdir()} == {
        *("run.trec", "answers.jsonl", "metrics.json", "questions.jsonl", "timings.json"),
    }
    starts = json.loads((tmp_path / "A" / "timings.json").read_text("utf-8"))["cold_start_seconds"]
    assert len(starts) == 3
    assert all(0.05 < seconds < 60 for seconds in starts)
    assert not (tmp_path / ".yinju").exists(), "no library is left where nobody asked for one"


def test_reading_and_claim_sets_are_measured_too(yinju: Program, tmp_path: Path, reading: Path, claims: Path) -> None:
    done = yinju("eval", "run", reading, "-o", tmp_path / "deep" / "A", "--seed", "7")
    assert (done.code, done.err) == (0, "")
    assert "## tiny\n" in done.out
    assert "refusal" in done.out
    assert json.loads((tmp_path / "deep" / "A" / "metrics.json").read_text("utf-8"))["signature"]["seed"] == 7
    done = yinju("eval", "run", claims, "--out", tmp_path / "C")
    assert done.code == 0
    assert "balanced accuracy" in done.out


def test_a_part_left_out_shows_in_what_is_printed(yinju: Program, tmp_path: Path, reading: Path) -> None:
    done = yinju("eval", "run", reading, "--out", tmp_path / "A", "--without", "lexical", "--without", "balance")
    assert done.code == 0
    assert "without balance, lexical" in done.out


def test_a_question_that_fails_is_told_and_the_run_is_done(yinju: Program, tmp_path: Path) -> None:
    write_lines(tmp_path / "tiny.jsonl", [*READING, a_question("q 4", "?!", answers=["forty"])])
    done = yinju("eval", "run", "tiny.jsonl", "--out", "A")
    assert done.code == 0
    assert "question q 4 failed and counts as wrong: QuestionRefused: the question is empty" in done.err


def test_progress_goes_to_standard_error_line_by_line(
    yinju: Program, reading: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "_EVERY", 0.0)
    done = yinju("eval", "run", reading, "--out", "A")
    assert re.findall(r"questions: (\d) of 3, \d+ s left", done.err) == ["2", "3"]
    assert "s left" not in done.out


BROKEN: Mapping[str, Callable[[Path], object]] = {
    "queries.jsonl is gone": lambda corpus: (corpus / "queries.jsonl").unlink(),
    "corpus.jsonl is gone": lambda corpus: (corpus / "corpus.jsonl").unlink(),
    "a line is torn": lambda corpus: (corpus / "queries.jsonl").open("a").write('\n{"_id": "q2", "te'),
    "a judgement is torn": lambda corpus: (corpus / "qrels.tsv").open("a").write("q1\td 1\n"),
}


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("queries.jsonl is gone", "tiny has no queries.jsonl: a corpus without questions can be added, not scored"),
        ("corpus.jsonl is gone", "it has no corpus.jsonl"),
        ("a line is torn", "tiny/queries.jsonl:3: not valid JSON"),
        ("a judgement is torn", "tiny/qrels.tsv:3: not “query-id, corpus-id, score” with tabs between"),
    ],
)
def test_a_broken_dataset_is_named_with_its_file_and_line(
    yinju: Program, tmp_path: Path, corpus: Path, broken: str, says: str
) -> None:
    BROKEN[broken](corpus)
    result = yinju("eval", "run", "tiny", "--out", "A")
    assert result.code == 1
    assert says in result.err
    assert "Traceback" not in result.err
    assert result.out == ""
    assert not (tmp_path / "A").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere", "--out", "A"], "nowhere: no such dataset"),
        (["tiny.jsonl", "--out", "A", "--without", "nonsense"], "--without nonsense: choose among centring, "),
        (["tiny.jsonl", "--out", "A", "--compose", "nonsense"], "--compose nonsense: choose quotes or llm"),
        (["tiny.jsonl", "--out", "A", "--compose", "llm"], "no language model is set up; set YINJU_LLM_MODEL"),
        (["tiny.jsonl", "--out", "A", "--seed", "-1"], "Invalid value for '--seed'"),
        (["tiny.jsonl", "--out", "tiny.jsonl"], "--out tiny.jsonl: not a folder"),
        (["tiny.jsonl"], "Missing option '--out'"),
        (["--out", "A"], "Missing argument"),
    ],
)
def test_a_wrong_run_is_answered_by_one_clear_sentence(
    yinju: Program, tmp_path: Path, reading: Path, arguments: list[str], says: str
) -> None:
    result = yinju("eval", "run", *arguments)
    assert result.code == 2
    assert says in result.err
    assert result.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.jsonl"], "nothing half written"


@pytest.mark.parametrize("command", [["run", "tiny.jsonl"], ["report", "A"]])
def test_a_folder_that_cannot_be_made_is_named(yinju: Program, reading: Path, runs: Path, command: list[str]) -> None:
    for place in ("tiny.jsonl", "tiny.jsonl/below"):
        result = yinju("eval", *command, "--out", place)
        assert result.code in (1, 2)
        assert place in result.err


# compare


def test_runs_that_are_the_same_have_nothing_to_tell(yinju: Program, runs: Path) -> None:
    shutil.copytree(runs / "A", runs / "again")
    result = yinju("eval", "compare", "A", "again", "--gate", "--margin", "0")
    assert result == (0, "Nothing changed: every measure is the same in both runs.\n", "")


def test_what_changed_is_told_with_the_questions_that_flipped(yinju: Program, runs: Path) -> None:
    spoiled(runs / "A", runs / "S")
    result = yinju("eval", "compare", "A", "S")
    assert result.code == 0
    assert "containment accuracy fell from 1.000 to 0.000 (worse; -1.000" in result.out
    assert "containment accuracy, wrong now, right before: 2" in result.out
    assert f"q1  {HOW_MANY}" in result.out
    assert "before: The delta is home to forty otters." in result.out
    assert "after:  something wrong" in result.out
    assert "q1  How" not in yinju("eval", "compare", "A", "S", "--flips", "0").out


def test_the_gate_stops_what_may_be_worse(yinju: Program, runs: Path) -> None:
    spoiled(runs / "A", runs / "S")
    stopped = yinju("eval", "compare", "A", "S", "--gate")
    assert stopped.code == 1
    assert "gate: containment accuracy: B may be worse by 1.000" in stopped.err
    assert "containment accuracy fell" in stopped.out, "the comparison is printed all the same"
    assert yinju("eval", "compare", "A", "S").code == 0, "nobody asked for the gate"
    assert yinju("eval", "compare", "A", "S", "--gate", "--margin", "1").code == 0
    assert yinju("eval", "compare", "A", "S", "--gate", "--measure", "refusal recall").code == 0
    assert yinju("eval", "compare", "A", "S", "--gate", "--measure", "containment accuracy").code == 1
    assert yinju("eval", "compare", "S", "A", "--gate").code == 0, "better is not worse"


def test_runs_that_cannot_be_compared_are_named(yinju: Program, runs: Path) -> None:
    other = yinju("eval", "compare", "A", "C")
    assert other.code == 2
    assert "A is a run of tiny@" in other.err
    assert "and C of claims@" in other.err
    shutil.copytree(runs / "A", runs / "D")
    metrics = (runs / "D" / "metrics.json").read_text("utf-8")
    (runs / "D" / "metrics.json").write_text(re.sub('"tiny@.', '"tiny@-', metrics), "utf-8")
    assert yinju("eval", "compare", "A", "D").code == 2, "the same name, other questions"
    unknown = yinju("eval", "compare", "A", "B", "--gate", "--measure", "nonsense")
    assert unknown.code == 2
    assert "'nonsense'" in unknown.err
    assert yinju("eval", "compare", "A").code == 2


def test_a_run_that_is_not_whole_is_named(yinju: Program, runs: Path) -> None:
    missing = yinju("eval", "compare", "A", "nowhere")
    assert missing.code == 1
    assert "nowhere holds no finished run; make one with `yinju eval run DATASET --out nowhere`" in missing.err
    (runs / "C" / "metrics.json").write_text("{")
    torn = yinju("eval", "compare", "A", "C")
    assert torn.code == 1
    assert "C is no whole run" in torn.err
    (runs / "A" / "questions.jsonl").unlink()
    without = yinju("eval", "compare", "A", "B")
    assert without.code == 1
    assert "A has no questions.jsonl" in without.err


# report


def test_a_report_is_one_page_and_one_table(yinju: Program, runs: Path) -> None:
    assert yinju("eval", "report", "A").out == "A/report.html\nA/report.md\n"
    done = yinju("eval", "report", "A", "B", "C", "--out", "deep/R")
    assert done == (0, "deep/R/report.html\ndeep/R/report.md\n", "")
    page = (runs / "deep" / "R" / "report.html").read_text("utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    for name in ("tiny", "claims", "lexical", "containment accuracy", "balanced accuracy"):
        assert name in page
    assert not re.findall(r"""(?:src|href)=["'](?!#)|@import|url\(""", page), "everything it needs stands in it"
    table = (runs / "deep" / "R" / "report.md").read_text("utf-8")
    assert table.count("\n## ") + table.startswith("## ") == 2
    assert "### Side by side" in table


def test_a_folder_without_a_run_cannot_be_reported(yinju: Program, tmp_path: Path) -> None:
    result = yinju("eval", "report", "nowhere")
    assert result.code == 1
    assert "nowhere holds no finished run" in result.err
    assert yinju("eval", "report").code == 2
    assert not list(tmp_path.iterdir())


# complain


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library of one article, and what `yinju ask --json` prints of it."""
    folder = tmp_path_factory.mktemp("answered")
    library = bootstrap.library(Settings(library=folder / ".yinju"), create=True)
    library.add([a_draft(f"Otters of the delta\n\n{OTTERS}\n", "otters.txt")])
    answer = render.answer_json(Yinju(library).ask(HOW_MANY))
    (folder / "reply.json").write_text(json.dumps(answer, ensure_ascii=False), "utf-8")
    return folder


@pytest.fixture
def reply(answered: Path, tmp_path: Path) -> Path:
    """The reply, with its library where commands look for one."""
    shutil.copytree(answered, tmp_path, dirs_exist_ok=True)
    return tmp_path / "reply.json"


def test_a_complaint_becomes_a_question_that_is_replayed(yinju: Program, tmp_path: Path, reply: Path) -> None:
    added = yinju("eval", "complain", reply, "--to", "wrong.jsonl", "--expected", "forty", "--expected", "delta")
    assert (added.code, added.err) == (0, "")
    assert re.fullmatch(r"added: complaint-[0-9a-f]{12} in wrong.jsonl\n", added.out)
    again = yinju("eval", "complain", reply, "--to", "wrong.jsonl", "--expected", "forty", "--expected", "delta")
    assert again.out == added.out.replace("added", "already there")
    assert yinju("eval", "complain", reply, "--to", "wrong.jsonl", "--refuse").code == 0
    first, second = read_lines(tmp_path / "wrong.jsonl")
    assert (first["question"], first["answers"], first["answerable"]) == (HOW_MANY, ["forty", "delta"], True)
    assert (second["answers"], second["answerable"]) == ([], False)
    shutil.rmtree(tmp_path / ".yinju")
    replayed = yinju("eval", "run", "wrong.jsonl", "--out", "A")
    assert replayed.code == 0
    measures = json.loads((tmp_path / "A" / "metrics.json").read_text("utf-8"))["measures"]
    assert measures["containment accuracy"]["all"]["mean"] == 1
    assert measures["refusal recall"]["all"]["mean"] == 0


def test_a_wrong_verdict_becomes_a_claim_that_is_replayed(
    yinju: Program, tmp_path: Path, reply: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(reply.read_text("utf-8")))
    added = yinju("eval", "complain", "-", "--to", "wrong.jsonl", "--citation", "1", "--verdict", "unsupported")
    assert (added.code, added.err) == (0, "")
    (claim,) = read_lines(tmp_path / "wrong.jsonl")
    assert (claim["label"], claim["said"], claim["expected"]) == ("unsupported", "verbatim", "unsupported")
    assert claim["evidence"] == [json.loads(reply.read_text("utf-8"))["citations"][0]["quote"]]
    assert yinju("eval", "run", "wrong.jsonl", "--out", "A").code == 0
    (verdict,) = read_lines(tmp_path / "A" / "verdicts.jsonl")
    assert verdict["predicted"] == "supported"
    mixed = yinju("eval", "complain", reply, "--to", "wrong.jsonl", "--refuse")
    assert mixed.code == 2
    assert "wrong.jsonl holds other lines" in mixed.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "say what is wrong: --expected TEXT, or --refuse, or --citation N with --verdict VERDICT"),
        (["--expected", "x", "--refuse"], "say what is wrong"),
        (["--citation", "1"], "say what is wrong"),
        (["--verdict", "partial"], "say what is wrong"),
        (["--refuse", "--verdict", "partial"], "say what is wrong"),
        (["--citation", "1", "--verdict", "nonsense"], "--verdict nonsense: choose among verbatim, supported, "),
        (["--citation", "99", "--verdict", "partial"], "the reply has no citation [99]; it has 1"),
        (["--citation", "0", "--verdict", "partial"], "the reply has no citation [0]; it has 1"),
        (["--stored"], "--stored takes what readers said; leave out the reply"),
        (["--citation", "one", "--verdict", "partial"], "Invalid value for '--citation'"),
        (["--expected", " "], "an expected answer is empty"),
    ],
)
def test_a_complaint_without_one_clear_way_is_refused(
    yinju: Program, tmp_path: Path, reply: Path, arguments: list[str], says: str
) -> None:
    result = yinju("eval", "complain", reply, "--to", "wrong.jsonl", *arguments)
    assert result.code == 2
    assert says in result.err
    assert not (tmp_path / "wrong.jsonl").exists()


def test_what_is_no_reply_is_named(yinju: Program, tmp_path: Path, reply: Path) -> None:
    (tmp_path / "bad.json").write_text("{}")
    (tmp_path / "gb.json").write_bytes("重庆".encode("gb18030"))
    for name, says in (
        ("bad.json", "bad.json is no reply as `yinju ask --json` prints it"),
        ("gb.json", "gb.json: cannot be read"),
        ("nowhere.json", "nowhere.json: cannot be read"),
    ):
        result = yinju("eval", "complain", name, "--to", "wrong.jsonl", "--refuse")
        assert result.code == 2
        assert says in result.err
    elsewhere = yinju("eval", "complain", reply, "--to", "wrong.jsonl", "--refuse", "--library", "nowhere")
    assert elsewhere.code == 1
    assert "no library at nowhere" in elsewhere.err
    assert yinju("eval", "complain", reply, "--to", "no/such/wrong.jsonl", "--refuse").code == 1


def test_help_names_every_command(yinju: Program) -> None:
    shown = yinju("eval", "--help")
    assert shown.code == 0
    for command in ("run", "compare", "report", "complain", "judge"):
        assert re.search(rf"^\s+{command}\s", shown.out, re.MULTILINE), command


def test_a_judge_needs_a_language_model(yinju: Program, runs: Path, claims: Path) -> None:
    result = yinju("eval", "judge", "A", "--labelled", claims)
    assert result.code == 2
    assert "no language model is set up; set YINJU_LLM_MODEL" in result.err
