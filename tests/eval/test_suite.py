"""Every set measured: what is planned, what is gone on with, what is told, and the tables that come of it."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from fakes import FakeEncoder
from yinju.eval import cost, goals, measures, readme, significance, suite
from yinju.eval.errors import DatasetInvalid, RunInvalid
from yinju.eval.goals import Figure, Row
from yinju.eval.runs import Run, write_lines
from yinju.eval.setup import PARTS
from yinju.index.encoders import bundled
from yinju.index.errors import YinjuError

OTTERS = "The delta is home to forty otters."


class InThreads(ThreadPoolExecutor):
    """Stands for the pool of processes, so that fakes are seen by what runs in it."""

    def __init__(self, workers: int, *_: Any, **__: Any) -> None:
        super().__init__(workers)


def a_question(number: int) -> dict[str, Any]:
    passages = [{"id": "p1", "text": OTTERS}]
    return {"id": f"q{number}", "question": f"How many otters live in delta {number}?", "language": "en",
            "passages": passages, "gold_passages": ["p1"], "answers": ["forty"]}  # fmt: skip


def a_reading_set(path: Path, size: int = 2) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_lines(path, map(a_question, range(size)))
    return path


def a_claim_set(path: Path, size: int = 2) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    labels = ("supported", "unsupported")
    write_lines(
        path,
        (
            {"id": f"c{i}", "claim": f"Otters {i}.", "evidence": [OTTERS], "language": "en", "label": labels[i % 2]}
            for i in range(size)
        ),
    )
    return path


def a_corpus_set(folder: Path, size: int = 1) -> Path:
    folder.mkdir(parents=True)
    write_lines(folder / "corpus.jsonl", [{"_id": "d1", "text": OTTERS, "metadata": {"language": "en"}}])
    write_lines(
        folder / "queries.jsonl",
        ({"_id": f"q{i}", "text": "How many otters?", "metadata": {"answers": ["forty"]}} for i in range(size)),
    )
    return folder


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sets that Yinju ships, tiny."""
    folder = tmp_path / "own"
    a_corpus_set(folder / "samples")
    a_claim_set(folder / "swaps.jsonl", 3)
    monkeypatch.setattr(suite, "_OWN", folder)
    return folder


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nothing has to be prepared, and no setting leads out of the test."""
    monkeypatch.setenv("YINJU_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(suite.engines, "prepare_once", lambda *_: None)


@pytest.fixture
def threads(settled: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sets are measured in threads, with fakes for what takes long."""
    monkeypatch.setattr(suite, "ProcessPoolExecutor", InThreads)
    monkeypatch.setattr(bundled, "BundledEncoder", FakeEncoder)
    monkeypatch.setattr(cost, "cold_start", lambda *_: [])
    monkeypatch.setattr(significance, "RESAMPLES", 500)


def started(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int:
    monkeypatch.setattr(sys, "argv", ["suite", *map(str, arguments)])
    return suite.main()


def names(jobs: Sequence[suite.Job]) -> list[str]:
    return [job.name for job in jobs]


def times(out: Path) -> dict[str, int]:
    """When each run was finished."""
    return {path.parent.name: path.stat().st_mtime_ns for path in out.glob("*/metrics.json")}


# plan


def test_without_a_folder_of_data_our_own_sets_are_measured(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert names(suite.plan(None)) == ["swaps", "samples"]
    assert capsys.readouterr().err == ""


def test_a_folder_that_is_not_there_is_told_and_our_own_sets_are_measured(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert suite.plan(tmp_path / "nowhere") == suite.plan(None)
    assert (
        f"{tmp_path / 'nowhere'} is not there: only the sets that Yinju ships are measured" in capsys.readouterr().err
    )


def test_the_sets_that_yinju_ships_are_there() -> None:
    jobs = {job.name: job for job in suite.plan(None)}
    assert set(jobs) == {"samples", "swaps"}
    assert jobs["samples"].questions >= 60
    assert jobs["swaps"].questions >= 100


def test_the_longest_set_comes_first_and_one_set_is_measured_without_each_part(own: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    a_corpus_set(data / "xquad", 5)
    a_reading_set(data / "rgb" / "noise.jsonl", 7)
    a_reading_set(data / "train" / "empty.jsonl", 0)
    jobs = suite.plan(data)
    parts = sorted(PARTS)
    ablations = [f"xquad-without-{part}" for part in parts]
    assert names(jobs) == ["noise", "xquad", *ablations, "swaps", "samples"]
    assert [job.without for job in jobs[1 : 2 + len(parts)]] == [(), *((part,) for part in parts)]
    assert [job.questions for job in jobs] == [7, *[5] * (1 + len(parts)), 3, 1]


@pytest.mark.parametrize("name", ["one/noise.jsonl", "samples.jsonl", "deep/swaps.jsonl"])
def test_two_sets_with_one_name_are_refused(own: Path, tmp_path: Path, name: str) -> None:
    data = tmp_path / "data"
    a_reading_set(data / "noise.jsonl")
    a_reading_set(data / name)
    with pytest.raises(YinjuError, match="have the same name; rename one"):
        suite.plan(data)


def test_a_broken_set_is_named_before_anything_is_measured(
    own: Path, tmp_path: Path, threads: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = a_reading_set(tmp_path / "data" / "noise.jsonl")
    path.write_text(path.read_text("utf-8") + "{broken\n", "utf-8")
    with pytest.raises(DatasetInvalid):
        suite.plan(tmp_path / "data")
    assert started(monkeypatch, tmp_path / "data", "--out", tmp_path / "out") == 1
    assert f"yinju: {path}:3: not valid JSON" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


# measure


def test_sets_are_measured_in_processes_of_their_own(
    tmp_path: Path, settled: None, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [
        suite.Job("noise", a_reading_set(tmp_path / "noise.jsonl"), ("lexical",), 2),
        suite.Job("claims", a_claim_set(tmp_path / "claims.jsonl"), (), 2),
    ]
    assert suite._measure(jobs, tmp_path / "out") == {}
    noise, claims = (Run.read(tmp_path / "out" / name) for name in ("noise", "claims"))
    assert noise.signature["without"] == "lexical"
    assert noise.measures["containment accuracy"]["all"]["n"] == 2
    assert claims.measures["balanced accuracy"]["all"]["n"] == 2
    told = capsys.readouterr().err
    assert "noise: 2 questions in " in told
    assert "claims: 2 questions in " in told


def test_a_stopped_suite_goes_on_and_a_whole_one_is_measured_anew(
    tmp_path: Path, threads: None, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    jobs = [
        suite.Job("noise", a_reading_set(tmp_path / "noise.jsonl"), (), 2),
        suite.Job("claims", a_claim_set(tmp_path / "claims.jsonl"), (), 2),
    ]
    assert suite._measure(jobs[:1], out) == {}
    first = times(out)
    assert set(first) == {"noise"}

    assert suite._measure(jobs, out) == {}
    second = times(out)
    assert "going on: 1 of 2 runs are done" in capsys.readouterr().err
    assert second["noise"] == first["noise"]
    assert set(second) == {"noise", "claims"}

    assert suite._measure(jobs, out) == {}
    third = times(out)
    assert "going on" not in capsys.readouterr().err
    assert all(third[name] > second[name] for name in third)


@pytest.mark.parametrize("spoil", ['{"program": "another", "names": ["noise"]}', "{", "[]", '{"names": ["noise"]}'])
def test_runs_of_another_program_do_not_count_as_done(tmp_path: Path, threads: None, spoil: str) -> None:
    out, jobs = tmp_path / "out", [suite.Job("noise", a_reading_set(tmp_path / "noise.jsonl"), (), 2)]
    more = [*jobs, suite.Job("claims", a_claim_set(tmp_path / "claims.jsonl"), (), 2)]
    suite._measure(jobs, out)
    before = times(out)
    (out / "finished.json").write_text(spoil)
    suite._measure(more, out)
    assert times(out)["noise"] > before["noise"]


def test_a_set_that_fails_is_named_and_tried_again_while_the_others_stay(
    own: Path, tmp_path: Path, threads: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    measured, run = [], suite._run

    def failing(job: suite.Job, out: Path) -> float:
        measured.append(job.name)
        if job.name == "samples" and measured.count("samples") == 1:
            raise MemoryError("no room")
        return run(job, out)

    monkeypatch.setattr(suite, "_run", failing)
    out = tmp_path / "out"
    assert started(monkeypatch, "--out", out) == 1
    assert "samples failed: no room" in capsys.readouterr().err
    assert started(monkeypatch, "--out", out) == 0
    assert sorted(measured) == ["samples", "samples", "swaps"]
    assert set(times(out)) == {"samples", "swaps"}


def test_progress_counts_what_the_journals_hold(
    tmp_path: Path, threads: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = threading.Event()

    def run(job: suite.Job, out: Path) -> float:
        if job.name == "long":
            (out / "long").mkdir()
            (out / "long" / "unfinished.jsonl").write_text("{}\n" * 3 + '{"id": "to')  # what is run, two questions
            assert shown.wait(30)
        return 0.0

    tell = suite._tell

    def told(text: str) -> None:
        tell(text)
        if text.startswith("5 of 10"):
            shown.set()

    monkeypatch.setattr(suite, "_run", run)
    monkeypatch.setattr(suite, "_tell", told)
    monkeypatch.setattr(suite, "_EVERY", 0.05)
    jobs = [suite.Job("long", tmp_path, (), 7), suite.Job("short", tmp_path, (), 3)]
    assert suite._measure(jobs, tmp_path / "out") == {}
    lines = capsys.readouterr().err.splitlines()
    assert "short: 3 questions in 0 s" in lines
    assert any(line.startswith("5 of 10 questions, about ") and line.endswith(" s left") for line in lines)


def test_a_whole_suite_leaves_a_report_the_tables_and_a_baseline(
    own: Path, tmp_path: Path, threads: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    a_reading_set(tmp_path / "data" / "noise-zh.jsonl")
    table = tmp_path / "README.md"
    table.write_text("# Kept\n<!-- begin: sets -->\nold\n<!-- end -->\nkept\n<!-- begin: goals -->\n<!-- end -->\n")
    out, baseline = tmp_path / "out", tmp_path / "base" / "line"
    code = started(
        monkeypatch, tmp_path / "data", "--out", out, "--readme", table, "--baseline", baseline
    )  # fmt: skip
    assert code == 0
    assert f"3 runs in {out}; read {out / 'report.html'}" in capsys.readouterr().err
    assert {path.name for path in baseline.iterdir()} == {"samples.json", "swaps.json", "noise-zh.json"}
    for name in ("samples", "swaps", "noise-zh"):
        kept = json.loads((baseline / f"{name}.json").read_text("utf-8"))
        assert kept == json.loads((out / name / "metrics.json").read_text("utf-8"))
    page = (out / "report.html").read_text("utf-8")
    assert all(name in page for name in ("samples", "swaps", "noise-zh"))
    text = table.read_text("utf-8")
    assert text.startswith("# Kept\n<!-- begin: sets -->\n## ")
    assert "\nold\n" not in text
    assert "\n<!-- end -->\nkept\n<!-- begin: goals -->\n### Retrieval\n" in text


def test_a_readme_that_is_not_there_is_told_in_words(
    own: Path, tmp_path: Path, threads: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named after hours of measuring at the latest, not by a traceback."""
    assert started(monkeypatch, "--out", tmp_path / "out", "--readme", tmp_path / "missing.md") == 1
    assert "missing.md" in capsys.readouterr().err


# the tables


def a_run(measures: Mapping[str, Mapping[str, float]], dataset: str = "d@1", **signature: str) -> Run:
    """A finished run with these means, each with an interval of a tenth both ways."""
    figures = {
        measure: {
            slice_: {"mean": mean, "low": mean - 0.1, "high": mean + 0.1, "n": 10} for slice_, mean in slices.items()
        }
        for measure, slices in measures.items()
    }
    found = {"version": "1", "commit": "abc", "dataset": dataset, "encoder": "e", "compose": "quotes", "seed": 0}
    return Run(Path(dataset), {**found, **signature}, figures, (), {})


def marked(path: Path, *names: str) -> Path:
    path.write_text("before\n" + "".join(f"<!-- begin: {name} -->\nold\n<!-- end -->\nbetween\n" for name in names))
    return path


def test_everything_between_two_marks_is_written_anew_and_nothing_else(tmp_path: Path) -> None:
    path = marked(tmp_path / "README.md", "refused", "goals")
    readme.write(path, {})
    text = path.read_text("utf-8")
    assert "\nold\n" not in text
    assert text.startswith("before\n<!-- begin: refused -->\n| method | what it gave | measured at |\n|---|---|---|\n|")
    assert text.endswith("\n<!-- end -->\nbetween\n")
    assert text.count("\n<!-- end -->\nbetween\n") == 2
    readme.write(path, {})
    assert path.read_text("utf-8") == text, "a second time changes nothing"


def test_a_mark_that_no_table_belongs_to_is_refused_and_the_file_stays(tmp_path: Path) -> None:
    path = marked(tmp_path / "README.md", "goals", "nonsense")
    before = path.read_text("utf-8")
    with pytest.raises(RunInvalid, match="no table is called 'nonsense'; there are goals, sets, ablations, refused"):
        readme.write(path, {})
    assert path.read_text("utf-8") == before


def test_goals_without_runs_say_that_nothing_was_measured(tmp_path: Path) -> None:
    path = marked(tmp_path / "README.md", "goals", "ablations")
    readme.write(path, {})
    text = path.read_text("utf-8")
    for section in goals.SECTIONS:
        assert f"### {section}\n" in text
    assert "Not measured: the datasets were not there." in text
    assert "| yes |" not in text


def test_goals_stand_with_the_signature_of_the_runs_they_are_from(tmp_path: Path) -> None:
    path = marked(tmp_path / "README.md", "goals")
    runs = {
        "xquad": a_run({"R@1": {"en→en": 0.99, "zh→zh": 0.9}}, "xquad@1", encoder="e1"),
        "xquad-many": a_run({}, "xquad-many@2", encoder="e2"),
    }
    readme.write(path, runs)
    text = path.read_text("utf-8")
    assert "| .990 [.890, 1.09] / .900 [.800, 1.00] | .985 / .975 | yes / no |" in text
    assert "dataset xquad@1, xquad-many@2 · encoder e1, e2 · " in text


@pytest.mark.parametrize("mark", ["sets", "ablations"])
def test_ablations_and_whole_runs_stand_apart(
    tmp_path: Path, threads: None, mark: str, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = [
        suite.Job(name, a_reading_set(tmp_path / f"{dataset}.jsonl"), without, 2)
        for name, dataset, without in (
            ("noise", "noise", ()),
            ("noise-without-lexical", "noise", ("lexical",)),
            ("conflict", "conflict", ()),
        )
    ]
    assert suite._measure(jobs, tmp_path / "out") == {}
    path = marked(tmp_path / "README.md", mark)
    readme.write(path, {job.name: Run.read(tmp_path / "out" / job.name) for job in jobs})
    text = path.read_text("utf-8")
    assert ("## conflict" in text) is (mark == "sets")
    assert ("lexical" in text) is (mark == "ablations")
    assert text.count("## noise") == 1


@pytest.mark.parametrize(
    ("figure", "mean", "met", "goal"),
    [
        (Figure("d", "m", "all", 0.9), 0.9, "yes", ".900"),
        (Figure("d", "m", "all", 0.9), 0.899, "no", ".900"),
        (Figure("d", "m", "all", 0.05, most=True), 0.05, "yes", "≤ .050"),
        (Figure("d", "m", "all", 0.05, most=True), 0.051, "no", "≤ .050"),
        (Figure("d", "m", "all", 1.0), 1.0, "yes", "1.00"),
        (Figure("d", "m", "zh", 0.9), 0.95, "not measured", ".900"),
        (Figure("d", "other", "all", 0.9), 0.95, "not measured", ".900"),
        (Figure("other", "m", "all", 0.9), 0.95, "not measured", ".900"),
    ],
)
def test_a_goal_is_met_or_not_or_not_measured(figure: Figure, mean: float, met: str, goal: str) -> None:
    *_, line = goals.table([Row("what", (figure,))], {"d": a_run({"m": {"all": mean}})})
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert (cells[0], cells[2], cells[3]) == ("what", goal, met)
    assert (cells[1] == "–") is (met == "not measured")


def test_figures_of_one_line_stand_side_by_side() -> None:
    row = Row(
        "what", (Figure("d", "m", "en", 0.9), Figure("d", "m", "zh", 0.5, most=True), Figure("x", "m", "zh", 0.5))
    )
    lines = list(goals.table([row], {"d": a_run({"m": {"en": 0.95, "zh": 0.55}})}))
    assert lines == [
        "| measure | today | goal | met |",
        "|---|---|---|---|",
        "| what | .950 [.850, 1.05] / .550 [.450, .650] / – | .900 / ≤ .500 / .500 | yes / no / not measured |",
    ]


def test_every_goal_is_of_a_measure_that_there_is_and_points_its_way() -> None:
    every: list[Any] = [*measures.FOR_QUERIES, *measures.FOR_CLAIMS]
    better = {measure.name: measure.better for measure in every}
    figures = [figure for rows in goals.SECTIONS.values() for row in rows for figure in row.figures]
    assert {figure.measure for figure in figures} <= set(better)
    for figure in figures:
        assert better[figure.measure] in (0, -1 if figure.most else 1), figure


def test_every_mark_of_our_own_readme_has_its_table(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_bytes((Path(suite.__file__).parent / "README.md").read_bytes())
    readme.write(path, {})
    assert path.read_text("utf-8").count("<!-- begin: ") == 6
