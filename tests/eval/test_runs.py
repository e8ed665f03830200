"""A run's folder: what is written is read back, and what is not whole is said to be so in words."""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import ir_measures
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from yinju.eval.errors import RunInvalid
from yinju.eval.runs import Run, read_lines, read_run, write_json, write_lines, write_run, write_text

PROPERTY = settings(
    max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SPACES = " \t\n\r\v\f\x1c\x1f\x85\u00a0\u2003\u2028\u3000"
IDS = st.text(
    st.one_of(
        st.sampled_from(f"{SPACES}%%%25aF0/é上海漢字かなعد𠮷"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
)
SCORES = st.one_of(st.floats(-10, 10), st.integers(0, 2_000_000).map(lambda n: n / 2e6))


def scored(documents: list[str], scores: list[float]) -> dict[str, float]:
    """A run of one query, as a search gives it: scores that fall or stay."""
    return dict(zip(documents, sorted(scores, reverse=True), strict=False))


RUNS = st.builds(scored, st.lists(IDS, min_size=1, max_size=6, unique=True), st.lists(SCORES, min_size=6, max_size=6))


def fields(path: Path) -> list[list[str]]:
    return [line.split(" ") for line in path.read_text("utf-8").splitlines()]


# run.trec


@PROPERTY
@given(st.dictionaries(IDS, RUNS, max_size=4))
@example({" ": {"%20": 1.0, " ": 1.0, "%": 1.0}})
@example({"%2": {"%2 5": 0.5, "% 25": 0.5, "%%20": 0.5, "%25": 0.5}})
def test_a_run_comes_back_whatever_its_ids_hold(tmp_path: Path, found: dict[str, dict[str, float]]) -> None:
    write_run(tmp_path / "run.trec", found.items())
    assert read_run(tmp_path / "run.trec") == {query: tuple(run) for query, run in found.items()}


@PROPERTY
@given(st.dictionaries(IDS, RUNS, max_size=4))
def test_a_line_has_six_fields_for_every_reader(tmp_path: Path, found: dict[str, dict[str, float]]) -> None:
    path = tmp_path / "run.trec"
    write_run(path, found.items())
    lines = path.read_text("utf-8").split("\n")[:-1]
    assert len(lines) == sum(len(run) for run in found.values())
    for line in lines:
        assert len(line.split(" ")) == len(line.split()) == 6
    theirs = list(ir_measures.read_trec_run(str(path)))
    assert len(theirs) == len(lines)
    assert len({doc.query_id for doc in theirs}) == len(found)


@PROPERTY
@given(st.lists(SCORES, min_size=1, max_size=30))
@example([1.0] * 30)
@example([0.4999995, 0.4999995])
@example([0.0, 0.0, -0.0])
def test_scores_fall_strictly_as_they_are_printed(tmp_path: Path, scores: list[float]) -> None:
    documents = [f"d{i}" for i in range(len(scores))]
    write_run(tmp_path / "run.trec", [("q", scored(documents, scores))])
    lines = fields(tmp_path / "run.trec")
    assert [line[2] for line in lines] == documents
    assert [line[3] for line in lines] == [str(rank) for rank in range(1, len(lines) + 1)]
    printed = [float(line[4]) for line in lines]
    assert all(before > after for before, after in pairwise(printed))


def test_a_score_that_rises_is_pressed_below_the_one_before_it(tmp_path: Path) -> None:
    """Articles of a deeper search follow those of the answer's own, whatever their scores are."""
    write_run(tmp_path / "run.trec", [("q", {"a": 0.5, "b": 0.9, "c": 0.1})])
    assert [line[4] for line in fields(tmp_path / "run.trec")] == ["0.500000", "0.499999", "0.100000"]


def test_a_line_reads_as_the_contract_says(tmp_path: Path) -> None:
    write_run(tmp_path / "run.trec", [("q 1", {"d\t1": 0.75, "上海": 0.5, "100%": 0.25, "50%25": 0.125})])
    assert (tmp_path / "run.trec").read_text("utf-8") == (
        "q%201 Q0 d%091 1 0.750000 yinju\n"
        "q%201 Q0 上海 2 0.500000 yinju\n"
        "q%201 Q0 100% 3 0.250000 yinju\n"
        "q%201 Q0 50%2525 4 0.125000 yinju\n"
    )


def test_a_query_without_articles_has_no_line(tmp_path: Path) -> None:
    write_run(tmp_path / "run.trec", [("q1", {}), ("q2", {"d": 1.0})])
    assert read_run(tmp_path / "run.trec") == {"q2": ("d",)}


# whole or not at all


@pytest.mark.parametrize(
    ("write", "good", "bad"),
    [
        (write_json, {"a": 1}, {"a": {1, 2}}),
        (write_lines, [{"a": 1}], [{"a": 1}, {"a": object()}]),
        (write_run, [("q", {"d": 1.0})], [("q", {"d": 1.0}), ("q2", {"d": "much"})]),
    ],
)
def test_what_cannot_be_written_leaves_the_file_before(
    tmp_path: Path, write: Callable[[Path, Any], None], good: Any, bad: Any
) -> None:
    path = tmp_path / "file"
    write(path, good)
    before = path.read_bytes()
    with pytest.raises((TypeError, ValueError)):
        write(path, bad)
    assert path.read_bytes() == before


def test_a_reader_sees_the_old_file_or_the_new_one_and_nothing_between(tmp_path: Path) -> None:
    path, texts = tmp_path / "file", {letter * 300_000 for letter in "ab"}
    write_text(path, min(texts))
    done, seen = threading.Event(), set[str]()

    def read() -> None:
        while not done.is_set():
            seen.add(path.read_text("utf-8"))

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(50):
        for text in texts:
            write_text(path, text)
    done.set()
    reader.join()
    assert seen <= texts
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"], "nothing is left beside it"


@PROPERTY
@given(st.lists(st.fixed_dictionaries({"id": IDS, "score": st.floats(allow_nan=False)}), max_size=4))
def test_lines_come_back_whatever_stands_in_them(tmp_path: Path, values: list[dict[str, Any]]) -> None:
    write_lines(tmp_path / "lines", values)
    assert list(read_lines(tmp_path / "lines")) == values


# read


def a_run(folder: Path, **files: str) -> Path:
    """A finished run's folder, with some files as they are given."""
    whole = {
        "metrics.json": '{"signature": {"dataset": "d@1"}, "measures": {"R@1": {}}}',
        "questions.jsonl": '{"id": "q1"}\n',
        "timings.json": '{"seconds": 1.0}',
    }
    folder.mkdir()
    for name, content in {**whole, **{name.replace("_", "."): text for name, text in files.items()}}.items():
        (folder / name).write_text(content, "utf-8")
    return folder


def test_a_finished_run_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run.read(a_run(tmp_path / "A"))
    assert run == Run(tmp_path / "A", {"dataset": "d@1"}, {"R@1": {}}, ({"id": "q1"},), {"seconds": 1.0})
    assert run.name == "A"
    monkeypatch.chdir(tmp_path / "A")
    assert Run.read(Path()).name == "A"


def test_figures_alone_are_a_run_without_questions(tmp_path: Path) -> None:
    folder = a_run(tmp_path / "A")
    (folder / "questions.jsonl").unlink()
    (folder / "timings.json").unlink()
    run = Run.read(folder)
    assert (run.questions, run.timings) == ((), {})


@pytest.mark.parametrize("exists", [True, False])
def test_a_folder_without_figures_says_how_to_get_them(tmp_path: Path, exists: bool) -> None:
    folder = tmp_path / "A"
    if exists:
        folder.mkdir()
    with pytest.raises(
        RunInvalid, match="holds no finished run; make one with `yinju eval run DATASET --out"
    ) as caught:
        Run.read(folder)
    assert str(folder) in str(caught.value)


@pytest.mark.parametrize(
    "torn",
    [
        {"metrics_json": '{"signature": {"data'},
        {"metrics_json": ""},
        {"metrics_json": "[]"},
        {"metrics_json": "null"},
        {"metrics_json": '{"signature": {}}'},
        {"questions_jsonl": '{"id": "q1"}\n{"id": "q'},
        {"timings_json": "{"},
        {"judge_json": ""},
    ],
)
def test_a_torn_run_is_named_with_what_to_do(tmp_path: Path, torn: dict[str, str]) -> None:
    with pytest.raises(RunInvalid, match=r"is no whole run \(.+\); run it again") as caught:
        Run.read(a_run(tmp_path / "A", **torn))
    assert str(tmp_path / "A") in str(caught.value)


def test_a_run_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    folder = a_run(tmp_path / "A")
    (folder / "questions.jsonl").write_bytes('{"id": "上海"}'.encode("gb18030"))
    with pytest.raises(RunInvalid, match="is no whole run"):
        Run.read(folder)
