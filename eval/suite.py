"""Every set measured: `python -m yinju.eval.suite [DATA]` runs them all, and the ablations, into one folder.

Two sets at a time, the long ones first. A suite that was stopped goes on where it was: sets that are done are
kept, the one that was under way loses at most one question. A suite that is whole is measured anew.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from pathlib import Path
from typing import NamedTuple

from yinju.eval import datasets, experiment, journal, readme
from yinju.eval.report import page
from yinju.eval.runs import Run, write_json, write_text
from yinju.eval.setup import PARTS, Setup
from yinju.eval.signature import commit, program
from yinju.index.errors import YinjuError
from yinju.rag import engines, settings

_OWN = Path(__file__).parent / "data"
_ABLATED = "xquad"
_AT_ONCE = 2  # sets: one measures while the other encodes, or both measure
_EVERY = 10.0  # seconds between lines of progress
_LOOK = 0.5  # seconds between looks whether the suite is still there
_FINISHED = "finished.json"


class Job(NamedTuple):
    """One set in one setup; its name is that of its folder."""

    name: str
    path: Path
    without: tuple[str, ...]
    questions: int


def main() -> int:
    """Run the suite; return 1 when a set failed."""
    parser = argparse.ArgumentParser(prog="yinju.eval.suite", description="Measure every set, and write the tables.")
    parser.add_argument("data", nargs="?", type=Path, help="folder of datasets, besides our own")
    parser.add_argument("--out", type=Path, default=Path("eval/results"), help="folder for the runs")
    parser.add_argument("--readme", type=Path, help="file whose tables are written anew")
    parser.add_argument("--baseline", type=Path, help="folder that keeps every set's metrics.json")
    chosen = parser.parse_args()
    try:
        if chosen.readme:
            readme.check(chosen.readme)
        jobs = plan(chosen.data)
        failed = _measure(jobs, chosen.out)
        runs = {job.name: Run.read(chosen.out / job.name) for job in jobs if job.name not in failed}
        write_text(chosen.out / "report.html", page(list(runs.values())))
        if chosen.readme:
            readme.write(chosen.readme, runs)
        if chosen.baseline:
            for name, run in runs.items():
                chosen.baseline.mkdir(parents=True, exist_ok=True)
                write_json(chosen.baseline / f"{name}.json", {"signature": run.signature, "measures": run.measures})
    except YinjuError as error:
        _tell(f"yinju: {error}")
        return 1
    for name, why in failed.items():
        _tell(f"{name} failed: {why}")
    _tell(f"{len(runs)} runs in {chosen.out}; read {chosen.out / 'report.html'}")
    return 1 if failed else 0


def plan(data: Path | None) -> list[Job]:
    """Return what is to be measured, most questions first: our own sets, those of a folder, ablations of one of them."""
    if data is not None and not data.is_dir():
        _tell(f"{data} is not there: only the sets that Yinju ships are measured")
    paths = [_OWN / "samples", _OWN / "swaps.jsonl", *(datasets.scorable(data) if data and data.is_dir() else ())]
    jobs = []
    for path in paths:
        dataset = datasets.open_dataset(path)
        size = len(dataset.claims if isinstance(dataset, datasets.ClaimSet) else dataset.queries)
        setups = [(), *((part,) for part in PARTS)] if dataset.name == _ABLATED else [()]
        jobs += [Job("-without-".join((dataset.name, *without)), path, without, size) for without in setups]
    if len({job.name for job in jobs}) < len(jobs):
        raise YinjuError(f"two sets in {data} have the same name; rename one of the two files")
    return sorted(jobs, key=lambda job: (-job.questions, job.name))


def _measure(jobs: Sequence[Job], out: Path) -> dict[str, BaseException]:
    """Run the jobs that are not done yet; return the error of each that failed."""
    out.mkdir(parents=True, exist_ok=True)
    finished = _Finished(out / _FINISHED)
    if all(job.name in finished.names for job in jobs):
        finished.clear()
    waiting = [job for job in jobs if job.name not in finished.names]
    if len(waiting) < len(jobs):
        _tell(f"going on: {len(jobs) - len(waiting)} of {len(jobs)} runs are done")
    configured = settings.read()
    engines.prepare_once(configured, _tell)  # before two processes want it
    failed: dict[str, BaseException] = {}
    progress = _Progress(jobs, waiting, out)
    context = multiprocessing.get_context("spawn")  # threads and C libraries do not survive a fork
    with ProcessPoolExecutor(_AT_ONCE, context, _die_with, (os.getpid(),), max_tasks_per_child=1) as pool:
        running: dict[Future[float], Job] = {pool.submit(_run, job, out): job for job in waiting}
        while running:
            done, _ = wait(running, timeout=_EVERY, return_when="FIRST_COMPLETED")
            for future in done:
                job = running.pop(future)
                if error := future.exception():
                    failed[job.name] = error
                else:
                    finished.add(job.name)
                    _tell(f"{job.name}: {job.questions} questions in {future.result():.0f} s")
            if running:
                _tell(progress.line(list(running.values())))
    return failed


def _die_with(parent: int) -> None:
    """End this process soon after its parent: a suite that was killed leaves nobody behind who writes its runs."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _run(job: Job, out: Path) -> float:
    begun = time.monotonic()
    experiment.run(datasets.open_dataset(job.path), out / job.name, Setup(without=job.without), settings.read())
    return time.monotonic() - begun


class _Progress:
    """How far a suite is, from the journals of the runs under way."""

    def __init__(self, jobs: Sequence[Job], waiting: Sequence[Job], out: Path) -> None:
        self._whole, self._waiting = (sum(job.questions for job in some) for some in (jobs, waiting))
        self._out, self._begun, self._seen = out, time.monotonic(), dict[str, int]()

    def line(self, left: Sequence[Job]) -> str:
        """Return what is done, and the time left at the pace so far, when these jobs are not finished."""
        for job in left:  # a run that is being scored has no journal any more
            written = _lines(self._out / job.name / journal.FILE)
            self._seen[job.name] = min(job.questions, max(written, self._seen.get(job.name, 0)))
        still = sum(job.questions - self._seen[job.name] for job in left)
        done = f"{self._whole - still} of {self._whole} questions"
        passed = self._waiting - still
        return f"{done}, about {(time.monotonic() - self._begun) / passed * still:.0f} s left" if passed else done


def _lines(path: Path) -> int:
    try:
        return max(0, path.read_bytes().count(b"\n") - 1)
    except OSError:
        return 0


class _Finished:
    """Which runs of a suite are done, on disk; those of another program do not count."""

    def __init__(self, path: Path) -> None:
        self._path, self._key = path, f"{commit()} {program('index', 'rag', 'eval')}"
        try:
            stored = json.loads(path.read_text("utf-8"))
            self.names = list(stored["names"]) if stored["program"] == self._key else []
        except (OSError, ValueError, KeyError, TypeError):
            self.names = []

    def add(self, name: str) -> None:
        self.names.append(name)
        write_json(self._path, {"program": self._key, "names": self.names})

    def clear(self) -> None:
        self.names = []
        self._path.unlink(missing_ok=True)


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
