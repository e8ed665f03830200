"""A run beside a program: in a process of its own, watched, stopped, gone on with, and never two at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from yinju.eval import experiment, shelf, signature, worker
from yinju.eval.datasets import open_dataset
from yinju.eval.errors import RunInvalid
from yinju.eval.journal import FILE, Journal
from yinju.eval.order import Order
from yinju.eval.running import Progress, Runner
from yinju.eval.runs import Run, write_lines
from yinju.eval.setup import Setup
from yinju.eval.shelf import State
from yinju.eval.shipped import SHIPPED, count
from yinju.rag.settings import Settings

CLAIMS = [
    {"id": f"c{n}", "claim": f"There are {n} otters.", "evidence": ["There are 3 otters."], "language": "en",
     "label": "supported" if n == 3 else "unsupported"}
    for n in range(6)
]  # fmt: skip


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """The order to run a few claims, which takes no encoder."""
    write_lines(tmp_path / "tiny.jsonl", CLAIMS)
    return Order.of(open_dataset(tmp_path / "tiny.jsonl"), Setup())


@pytest.fixture
def runner() -> Iterator[Runner]:
    found = Runner()
    yield found
    found.stop()
    found.wait(20)


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    give_up = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def ended(runner: Runner) -> Progress:
    until(lambda: not runner.running)
    assert runner.progress is not None
    return runner.progress


def test_a_run_in_a_process_of_its_own_gives_what_one_in_this_gives(
    runner: Runner, order: Order, tmp_path: Path
) -> None:
    assert runner.progress is None
    assert not runner.running
    runner.start(order, tmp_path / "out")
    assert runner.running
    done = ended(runner)
    assert (done.error, done.stopped, done.what, done.done, done.total) == (None, False, "claims", 6, 6)
    signature.commit.cache_clear()
    own = experiment.run(open_dataset(order.dataset), tmp_path / "own", Setup(), Settings(cache=tmp_path / "cache"))
    assert Run.read(tmp_path / "out").measures == own.measures
    assert (tmp_path / "out" / "verdicts.jsonl").read_bytes() == (tmp_path / "own" / "verdicts.jsonl").read_bytes()
    assert shelf.kept(tmp_path / "out").state is State.FINISHED  # type: ignore[union-attr]


def test_a_second_run_waits_for_the_first(runner: Runner, order: Order, tmp_path: Path) -> None:
    runner.start(order, tmp_path / "out")
    with pytest.raises(RunInvalid, match="another run is under way"):
        runner.start(order, tmp_path / "other")
    assert ended(runner).error is None
    assert not (tmp_path / "other").exists()
    runner.start(order, tmp_path / "other")
    assert ended(runner).folder == tmp_path / "other"


def test_what_is_wrong_with_a_set_is_told_in_its_own_words(runner: Runner, order: Order, tmp_path: Path) -> None:
    order.dataset.write_text('{"claim": 3}\n')
    (tmp_path / "out").mkdir()
    runner.start(order, tmp_path / "out")
    done = ended(runner)
    assert done.error is not None
    assert "tiny.jsonl:1" in done.error
    assert not done.stopped
    assert not (tmp_path / "out").exists(), "nothing is left of a run that did not begin"


def test_a_folder_that_another_run_writes_to_is_left_to_it(runner: Runner, order: Order, tmp_path: Path) -> None:
    other = Journal(tmp_path / "out", {"signature": {}, "program": "another"})
    runner.start(order, tmp_path / "out")
    done = ended(runner)
    assert done.error is not None
    assert "another run is writing" in done.error
    other.close()


SLOW = """
import sys, time
from pathlib import Path
from yinju.eval import experiment, worker
judge = experiment.judge
def slowly(claim, evidence):
    time.sleep({seconds})
    return judge(claim, evidence)
experiment.judge = slowly
sys.exit(worker.main(Path(sys.argv[1])))
"""


def slow(monkeypatch: pytest.MonkeyPatch, seconds: float, before: str = "") -> None:
    """Let each claim take a while in the processes that are started from now on."""
    start = subprocess.Popen

    def started(command: list[str], **options: object) -> object:
        assert command[1:3] == ["-m", "yinju.eval.worker"]
        return start([command[0], "-c", before + SLOW.format(seconds=seconds), command[3]], **options)  # type: ignore[call-overload]

    monkeypatch.setattr("yinju.eval.running.subprocess.Popen", started)


def asked(folder: Path) -> int:
    path = folder / FILE
    return path.read_bytes().count(b"\n") - 1 if path.exists() else -1


@pytest.mark.parametrize("ignoring", ["", "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"])
def test_a_run_that_is_stopped_goes_on_where_it_was(
    runner: Runner, order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ignoring: str
) -> None:
    slow(monkeypatch, 0.25, ignoring)
    runner.start(order, tmp_path / "out")
    until(lambda: asked(tmp_path / "out") >= 2)
    begin = time.monotonic()
    runner.stop()
    done = ended(runner)
    assert time.monotonic() - begin < 4, "it stops by itself, and is not waited for until it is killed"
    assert done.stopped
    assert done.error is None
    kept = shelf.kept(tmp_path / "out")
    assert kept is not None
    assert (kept.state, kept.order) == (State.STOPPED, order)
    assert 2 <= kept.done < 6
    monkeypatch.undo()
    assert kept.order is not None
    runner.start(kept.order, tmp_path / "out")
    assert ended(runner).error is None
    assert len(Run.read(tmp_path / "out").questions) == 6


def test_time_left_is_told_from_the_pace(
    runner: Runner, order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, 0.25)
    runner.start(order, tmp_path / "out")
    until(lambda: runner.progress is not None and runner.progress.seconds_left is not None)
    now = runner.progress
    assert now is not None
    assert now.seconds_left is not None
    least = (6 - now.done) * 0.25  # a busy machine is slower
    assert least - 0.1 <= now.seconds_left <= 6 * least + 3
    runner.stop()


def test_a_killed_run_is_one_that_was_stopped(
    runner: Runner, order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, 0.25)
    runner.start(order, tmp_path / "out")
    until(lambda: asked(tmp_path / "out") >= 1)
    assert runner._process is not None
    os.kill(runner._process.pid, signal.SIGKILL)
    assert ended(runner).stopped
    assert shelf.kept(tmp_path / "out").state is State.STOPPED  # type: ignore[union-attr]


def test_a_run_ends_with_the_program_that_started_it(order: Order, tmp_path: Path) -> None:
    program = (
        "import json, sys, time\nfrom pathlib import Path\nfrom yinju.eval.order import Order\n"
        "from yinju.eval.running import Runner\n"
        "Runner().start(Order.read(json.loads(sys.argv[1])), Path(sys.argv[2]))\ntime.sleep(60)\n"
    )
    many = [{**CLAIMS[n % 6], "id": f"c{n}", "claim": f"There are {n} otters. " * 40} for n in range(20_000)]
    write_lines(order.dataset, many)
    line = Order.of(open_dataset(order.dataset), Setup()).line()
    parent = subprocess.Popen([sys.executable, "-c", program, json.dumps(line), str(tmp_path / "out")])
    until(lambda: asked(tmp_path / "out") >= 1)
    parent.kill()
    parent.wait(10)

    def let_go() -> bool:
        kept = shelf.kept(tmp_path / "out")
        return kept is not None and kept.state is State.STOPPED

    until(let_go, 10)


def test_a_worker_without_an_order_says_so_by_its_exit_code(tmp_path: Path) -> None:
    for given in ("", "null\n", '{"dataset": 3}\n'):
        done = subprocess.run(
            [sys.executable, "-m", "yinju.eval.worker", str(tmp_path / "out")], input=given, text=True, check=False
        )
        assert done.returncode == 2
    assert worker.STOPPED not in (0, 1, 2)


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_sets_are_there_and_counted_without_being_read(name: str) -> None:
    assert Order.of(open_dataset(SHIPPED[name]), Setup()).total == count(name) > 50
