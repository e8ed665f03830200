"""What the evaluate view does, without a browser: starting, watching, opening, comparing, and all that can be wrong."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from parsed import parsed
from yinju.eval import experiment, shelf, significance
from yinju.eval.datasets import open_dataset
from yinju.eval.entries import PAGE
from yinju.eval.errors import DatasetInvalid, RunInvalid
from yinju.eval.journal import Journal
from yinju.eval.order import Order
from yinju.eval.running import Progress
from yinju.eval.runs import write_lines
from yinju.eval.setup import Setup
from yinju.eval.shipped import SHIPPED
from yinju.index.errors import UsageError
from yinju.rag import models
from yinju.rag.settings import Settings
from yinju.ui.app.evaluating import Evaluating, Shown
from yinju.ui.app.ordering import FOLDER, OTHER, Choice, fresh, order
from yinju.ui.app.place import Place
from yinju.ui.strings import STRINGS, Interface, say


class FakeRunner:
    """Starts nothing, and is as far as a test says."""

    def __init__(self) -> None:
        self.progress: Progress | None = None
        self.running = False
        self.started: list[tuple[Order, Path]] = []
        self.stops = 0

    def start(self, order: Order, folder: Path) -> None:
        self.started.append((order, folder))
        self.progress, self.running = Progress(folder, order), True

    def end(self, **more: Any) -> None:
        assert self.progress is not None
        self.progress, self.running = replace(self.progress, ended=True, **more), False

    def stop(self) -> None:
        self.stops += 1
        self.end(stopped=True)

    def wait(self, seconds: float) -> None:
        pass


CLAIMS = [
    {"id": f"c{n}", "claim": f"There are {n} otters.", "evidence": ["There are 3 otters."], "language": "en",
     "label": "supported" if n == 3 else "unsupported"}
    for n in range(PAGE + 4)
]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a set of claims and one finished run of it."""
    folder = tmp_path_factory.mktemp("made")
    write_lines(folder / "tiny.jsonl", CLAIMS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(significance, "RESAMPLES", 200)
        experiment.run(open_dataset(folder / "tiny.jsonl"), folder / "run", Setup(), Settings(cache=folder / "cache"))
    return folder


@pytest.fixture
def tiny(made: Path, tmp_path: Path) -> Path:
    shutil.copy(made / "tiny.jsonl", tmp_path / "tiny.jsonl")
    return tmp_path / "tiny.jsonl"


@pytest.fixture
def runner() -> FakeRunner:
    return FakeRunner()


@pytest.fixture
def evaluating(tmp_path: Path, runner: FakeRunner) -> Evaluating:
    library = SimpleNamespace(catalogue=SimpleNamespace(folder=tmp_path / ".yinju"))
    return Evaluating(SimpleNamespace(library=library), runner)  # type: ignore[arg-type]


def a_run(made: Path, folder: Path, day: float = 1_000.0, **signature: Any) -> str:
    """A copy of the finished run, made at a moment, with a signature that differs."""
    shutil.copytree(made / "run", folder)
    path = folder / "metrics.json"
    metrics = json.loads(path.read_text("utf-8"))
    metrics["signature"].update(signature)
    path.write_text(json.dumps(metrics), "utf-8")
    os.utime(path, (day, day))
    return str(folder)


def stopped(folder: Path, dataset: Path, order: bool = True) -> str:
    """A run that has done two questions."""
    given = Order.of(open_dataset(dataset), Setup(seed=3)).line() if order else None
    journal = Journal(folder, {"signature": {"dataset": "tiny@1"}, "program": "p"}, given)
    for number in range(2):
        journal.add({"id": f"c{number}"})
    journal.close()
    return str(folder)


def said(html: str | None) -> str:
    assert html is not None
    return parsed(html).text


def wrong(shown: Shown) -> str:
    """What went wrong, and that nothing else of the page was touched."""
    assert [shown.place, shown.status, shown.runs, shown.found, shown.listed] == [None] * 5
    page = parsed(shown.notice or "")
    assert page.of("yj-error")
    return page.text


# where runs are


def test_runs_are_kept_beside_the_library(evaluating: Evaluating, tmp_path: Path) -> None:
    assert evaluating.folder == tmp_path / FOLDER
    assert not evaluating.folder.exists(), "looking makes nothing"


def test_a_page_lists_the_runs_of_the_folder_that_it_names(made: Path, evaluating: Evaluating, tmp_path: Path) -> None:
    a_run(made, tmp_path / FOLDER / "one", dataset="first@1")
    a_run(made, tmp_path / "elsewhere" / "two", dataset="second@1")
    assert "first" in said(evaluating.view(Place(), "", "en").runs)
    assert "second" in said(evaluating.view(Place(), str(tmp_path / "elsewhere"), "en").runs)
    own = said(evaluating.view(Place(), f" {tmp_path / 'elsewhere' / 'two'} ", "en").runs)
    assert "second" in own, "a run's own folder is listed alone"
    assert "nowhere" in said(evaluating.view(Place(), str(tmp_path / "nowhere"), "en").runs)


def test_a_folder_that_cannot_be_looked_into_is_said_to_be_so(
    evaluating: Evaluating, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(folder: Path) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(shelf, "runs", refused)
    assert "Permission denied" in said(evaluating.view(Place(), str(tmp_path), "en").runs)


# starting


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_set_is_started_into_a_folder_of_its_own(
    evaluating: Evaluating, runner: FakeRunner, name: str
) -> None:
    shown = evaluating.start(Choice(name, without=("lexical",)), "en")
    ((given, folder),) = runner.started
    assert (given.dataset, given.setup) == (SHIPPED[name].resolve(), Setup(without=("lexical",)))
    assert folder.parent == evaluating.folder
    assert folder.name.startswith(f"{name}-20")
    assert shown.place is not None
    assert (shown.place.watching, shown.running) == (str(folder), True)
    assert shown.notice == "", "what was wrong before is not said any more"
    assert say("eval_wait", "en") in said(shown.found)
    assert "Measuring" in said(shown.status)


def test_another_set_is_started_by_its_path_and_into_the_folder_that_is_named(
    tiny: Path, made: Path, evaluating: Evaluating, runner: FakeRunner, tmp_path: Path
) -> None:
    a_run(made, tmp_path / "kept" / "one")
    for named in (str(tmp_path / "kept"), str(tmp_path / "kept" / "one")):
        evaluating.start(Choice(OTHER, f" '{tiny}' ", folder=named), "en")
        given, folder = runner.started[-1]
        assert (given.dataset, given.total) == (tiny, len(CLAIMS))
        assert folder.parent == tmp_path / "kept"
        runner.end()


def test_two_runs_of_a_day_do_not_share_a_folder(tmp_path: Path) -> None:
    names = [fresh(tmp_path / "new" / "runs", "my set/../é", "en").name for _ in range(3)]
    assert len(set(names)) == 3
    assert all(name.startswith("my-set-..-é-20") for name in names)
    assert fresh(tmp_path, "...", "en").name.startswith("set-20")


@pytest.mark.parametrize("interface", STRINGS)
def test_what_is_no_set_is_said_in_words(tmp_path: Path, interface: Interface) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "torn.jsonl").write_text('{"claim": "x", "id": 1}\n{"claim"')
    for path, error, name in (
        ("  ", UsageError, "eval_name_path"),
        (str(tmp_path / "nowhere"), UsageError, "eval_not_there"),
        (str(tmp_path / "empty"), DatasetInvalid, "eval_no_set"),
        (str(tmp_path / "torn.jsonl"), DatasetInvalid, "eval_broken_set"),
    ):
        with pytest.raises(error) as raised:
            order(Choice(OTHER, path), interface)
        assert say(name, interface, path="|", why="|").split("|")[0] in str(raised.value)
    assert "torn.jsonl:1" in str(raised.value), "file and line are named"


def test_a_wrong_set_starts_nothing_and_leaves_the_page_as_it_is(
    evaluating: Evaluating, runner: FakeRunner, tmp_path: Path
) -> None:
    assert "nothing at" in wrong(evaluating.start(Choice(OTHER, str(tmp_path / "nowhere")), "en"))
    assert runner.started == []
    assert not evaluating.folder.exists()


def test_a_language_model_that_is_not_there_is_said_to_be_missing(
    evaluating: Evaluating, runner: FakeRunner, tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = Choice(OTHER, str(tiny), "llm")
    assert "No language model is set up" in wrong(evaluating.start(choice, "en"))
    monkeypatch.setenv("YINJU_LLM_MODEL", "tiny-model")
    monkeypatch.setattr(models, "state", lambda _: models.State(False, "the endpoint is silent"))
    assert "the endpoint is silent" in wrong(evaluating.start(choice, "en"))
    assert "无法使用语言模型" in wrong(evaluating.start(choice, "zh"))
    assert runner.started == []
    monkeypatch.setattr(models, "state", lambda _: models.State(True, "ready"))
    evaluating.start(choice, "en")
    assert runner.started[0][0].setup.compose == "llm"


def test_a_folder_that_cannot_be_written_to_is_said_to_be_so(
    evaluating: Evaluating, runner: FakeRunner, tiny: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    told = wrong(evaluating.start(Choice(OTHER, str(tiny), folder=str(tmp_path / "file" / "runs")), "en"))
    assert str(tmp_path / "file") in told
    assert runner.started == []


def test_one_run_at_a_time(evaluating: Evaluating, runner: FakeRunner, tiny: Path) -> None:
    evaluating.start(Choice(OTHER, str(tiny)), "en")
    assert "One run at a time: tiny" in wrong(evaluating.start(Choice("samples"), "en"))
    assert len(runner.started) == 1


# watching


def test_whoever_looks_sees_the_run_under_way_and_then_its_figures(
    made: Path, tiny: Path, evaluating: Evaluating, runner: FakeRunner
) -> None:
    started = evaluating.start(Choice(OTHER, str(tiny)), "en").place
    assert started is not None
    other = evaluating.tick(Place(), "", "zh")
    assert other.place is not None
    assert (other.place.watching, other.running) == (started.watching, True)
    assert "正在评测 tiny" in said(other.status)
    quiet = evaluating.tick(started, "", "en")
    assert (quiet.runs, quiet.found, quiet.place) == (None, None, None), "only how far it is changes"
    assert quiet.status is not None
    folder = runner.started[0][1]
    shutil.rmtree(folder)
    a_run(made, folder)
    runner.end()
    for before in (started, other.place):
        done = evaluating.tick(before, "", "en")
        assert done.place is not None
        assert (done.place.run, done.place.watching, done.running) == (str(folder), "", False)
        assert done.notice == "", "that another run was under way is not said any more"
        assert "Claims told right" in said(done.found)
        assert evaluating.tick(done.place, "", "en") == Shown(), "and then all is quiet"


def test_a_run_that_ends_does_not_take_away_what_somebody_reads(
    made: Path, tiny: Path, evaluating: Evaluating, runner: FakeRunner, tmp_path: Path
) -> None:
    other = a_run(made, tmp_path / FOLDER / "other")
    evaluating.start(Choice(OTHER, str(tiny)), "en")
    reading = evaluating.open(other, Place(), "", "en").place
    assert reading is not None
    reading = evaluating.tick(reading, "", "en").place
    folder = runner.started[0][1]
    shutil.rmtree(folder)
    a_run(made, folder, dataset="new@1")
    runner.end()
    assert reading is not None
    done = evaluating.tick(reading, "", "en")
    assert done.place is not None
    assert done.place.run == other
    assert "new" in said(done.runs)


def test_the_run_under_way_is_not_in_the_list_too(
    tiny: Path, evaluating: Evaluating, runner: FakeRunner, tmp_path: Path
) -> None:
    evaluating.start(Choice(OTHER, str(tiny)), "en")
    stopped(runner.started[0][1], tiny)
    assert say("eval_no_runs", "en") in said(evaluating.view(Place(), "", "en").runs)


def test_a_run_that_breaks_off_says_why(evaluating: Evaluating, runner: FakeRunner, tiny: Path) -> None:
    place = evaluating.start(Choice(OTHER, str(tiny)), "en").place
    runner.end(error="tiny.jsonl:3: no such claim")
    assert place is not None
    done = evaluating.tick(place, "", "en")
    assert "tiny.jsonl:3: no such claim" in said(done.status)
    assert say("eval_welcome", "en") in said(done.found)


def test_anybody_can_stop_a_run_and_it_goes_on_in_its_folder(
    evaluating: Evaluating, runner: FakeRunner, tiny: Path
) -> None:
    evaluating.start(Choice(OTHER, str(tiny)), "en")
    folder = runner.started[0][1]
    stopped(folder, tiny)
    shown = evaluating.stop(Place(watching=str(folder)), "", "en")
    assert runner.stops == 1
    assert shown.running is False
    assert "stopped after 2 of" in said(shown.runs)
    evaluating.go_on(str(folder), "", "en")
    assert runner.started[1] == (replace(runner.started[0][0], setup=Setup(seed=3)), folder)


def test_a_run_whose_set_is_gone_or_that_an_earlier_version_began_cannot_go_on(
    evaluating: Evaluating, runner: FakeRunner, tiny: Path, tmp_path: Path
) -> None:
    old, orphan = stopped(tmp_path / "old", tiny, order=False), stopped(tmp_path / "orphan", tiny)
    tiny.unlink()
    assert "earlier version" in wrong(evaluating.go_on(old, "", "en"))
    assert "nothing at" in wrong(evaluating.go_on(orphan, "", "en"))
    assert "earlier version" in wrong(evaluating.go_on(str(tmp_path / "nowhere"), "", "en"))
    assert runner.started == []


# opening


def test_a_run_opens_with_its_figures_and_its_questions(made: Path, evaluating: Evaluating, tmp_path: Path) -> None:
    run = a_run(made, tmp_path / FOLDER / "one")
    shown = evaluating.open(run, Place(watching="w", wanted="old words", page=7), "", "en")
    assert shown.place is not None
    assert replace(shown.place, seen=0) == Place(run=run, watching="w")
    assert "Claims told right" in said(shown.found)
    assert "Every claim, the worst first" in said(shown.found)
    assert f"1–{PAGE} of {len(CLAIMS)}" in said(shown.listed)
    assert shown.searchable


def test_questions_are_found_turned_and_limited(made: Path, evaluating: Evaluating, tmp_path: Path) -> None:
    run = a_run(made, tmp_path / FOLDER / "one")
    assert f"{PAGE + 1}–{len(CLAIMS)} of" in said(evaluating.listed(Place(run, page=2), "en"))
    assert "of 1" in said(evaluating.listed(Place(run, wanted="THERE 17"), "en"))
    assert "Nothing fits" in said(evaluating.listed(Place(run, wanted="herons"), "en"))
    assert f"of {len(CLAIMS)}" in said(evaluating.listed(Place(run, outcome="no such outcome"), "en"))
    right = said(evaluating.listed(Place(run, outcome="right"), "en"))
    assert f"of {len(CLAIMS)}" in right


@pytest.mark.parametrize("interface", STRINGS)
def test_a_run_that_cannot_be_shown_says_why(
    made: Path, tiny: Path, evaluating: Evaluating, tmp_path: Path, interface: Interface
) -> None:
    torn, spoiled = a_run(made, tmp_path / "torn"), a_run(made, tmp_path / "spoiled")
    (tmp_path / "torn" / "metrics.json").write_text("{")
    (tmp_path / "spoiled" / "questions.jsonl").write_text('{"id": "c1"}\n')
    for run, name, detail in (
        (str(tmp_path / "gone"), "eval_gone", "gone"),
        (torn, "eval_damaged", "metrics.json"),
        (spoiled, "eval_damaged", "KeyError"),
        (stopped(tmp_path / "half", tiny), "eval_unfinished", str(len(CLAIMS))),
    ):
        shown = evaluating.open(run, Place(), "", interface)
        values = dict.fromkeys(("why", "done", "total", "folder"), "|")
        assert said(shown.found).startswith(say(name, interface, **values).split("|")[0])
        assert detail in said(shown.found)
        assert (shown.listed, shown.searchable) == ("", False)


def test_a_stopped_run_that_is_opened_can_go_on_from_there(tiny: Path, evaluating: Evaluating, tmp_path: Path) -> None:
    found = evaluating.open(stopped(tmp_path / "half", tiny), Place(), "", "en").found
    assert found is not None
    assert 'data-on="retry"' in found
    found = evaluating.open(stopped(tmp_path / "old", tiny, order=False), Place(), "", "en").found
    assert found is not None
    assert 'data-on="retry"' not in found


# comparing


@pytest.fixture
def two(made: Path, tmp_path: Path) -> tuple[str, str]:
    """Two runs of one set, the older first."""
    return (
        a_run(made, tmp_path / FOLDER / "z-older", 1_000.0),
        a_run(made, tmp_path / FOLDER / "a-newer", 2_000.0, commit="new"),
    )


def place_of(shown: Shown) -> Place:
    assert shown.place is not None
    return replace(shown.place, seen=0)


def test_two_runs_are_compared_from_the_older_to_the_newer_however_they_are_chosen(
    two: tuple[str, str], evaluating: Evaluating
) -> None:
    older, newer = two
    for first, second in (two, (newer, older)):
        marked = evaluating.compare(first, Place(watching="w"), "", "en")
        assert place_of(marked) == Place(marked=first, watching="w")
        assert say("eval_marked", "en") in said(marked.runs)
        shown = evaluating.compare(second, place_of(marked), "", "en")
        assert place_of(shown) == Place(newer, older, watching="w")
        assert "z-older" in said(shown.found).split(" to ")[0]
        assert "Nothing changed" in said(shown.found)
        assert (shown.listed, shown.searchable) == ("", False)


def test_a_run_chosen_twice_is_marked_no_more(two: tuple[str, str], evaluating: Evaluating) -> None:
    marked = place_of(evaluating.compare(two[0], Place(), "", "en"))
    assert place_of(evaluating.compare(two[0], marked, "", "en")) == Place()


def test_beside_an_open_run_one_choice_is_enough(two: tuple[str, str], evaluating: Evaluating) -> None:
    shown = evaluating.compare(two[0], Place(run=two[1]), "", "en")
    assert place_of(shown) == Place(two[1], two[0])
    again = evaluating.compare(two[0], place_of(shown), "", "en")
    assert place_of(again) == Place(two[1], two[0], marked=two[0]), "after a comparison the next begins anew"
    itself = evaluating.compare(two[1], Place(run=two[1]), "", "en")
    assert place_of(itself).marked == two[1]


@pytest.mark.parametrize("interface", STRINGS)
def test_runs_that_cannot_be_compared_say_why(
    made: Path, tiny: Path, two: tuple[str, str], evaluating: Evaluating, tmp_path: Path, interface: Interface
) -> None:
    another = a_run(made, tmp_path / FOLDER / "another", dataset="other@1")
    changed = a_run(made, tmp_path / FOLDER / "changed", dataset="tiny@ffff")
    bare = a_run(made, tmp_path / FOLDER / "bare")
    (Path(bare) / "questions.jsonl").unlink()
    half = stopped(tmp_path / FOLDER / "half", tiny)
    for other, name, values in (
        (another, "eval_different", {"before": "other", "after": "tiny"}),
        (changed, "eval_changed_set", {"set": "tiny"}),
        (half, "eval_unfinished", {"done": "2", "total": str(len(CLAIMS))}),
    ):
        found = said(evaluating.view(Place(two[0], other), "", interface).found)
        assert found.startswith(say(name, interface, **values))
    assert "bare" in said(evaluating.view(Place(two[0], bare), "", interface).found)
    assert evaluating.view(Place(half, two[0]), "", interface).listed == ""


# places


def test_a_place_comes_back_from_its_text() -> None:
    place = Place("a", "b", True, "c", "水獭", "wrong", 3, "d", 7)
    assert Place.read(place.text) == place
    assert Place.read(Place().text) == Place()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"page": "2", "whole": 1, "run": null, "odd": 3}', '{"page": true}']
)
def test_what_is_no_place_counts_as_not_given(text: str) -> None:
    assert Place.read(text) == Place()


def test_an_order_gives_the_choice_it_came_from(tiny: Path) -> None:
    given = Order.of(open_dataset(tiny), Setup(without=("pairs",), seed=5))
    assert order(Choice.of(given), "en") == given
    with pytest.raises(RunInvalid):
        fresh(tiny / "no folder", "x", "en")
