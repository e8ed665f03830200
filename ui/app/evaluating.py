"""What the evaluate view does: runs are started, watched and stopped, opened and compared. All it gives is HTML and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from weakref import WeakKeyDictionary
from zlib import crc32

from yinju.eval import shelf
from yinju.eval.comparison import Comparison, compare
from yinju.eval.entries import Opened, opened
from yinju.eval.errors import RunInvalid
from yinju.eval.order import Order
from yinju.eval.outcomes import Outcome
from yinju.eval.report.section import Kind, kind
from yinju.eval.running import Runner
from yinju.eval.shelf import Kept, State
from yinju.index.errors import YinjuError
from yinju.rag.pipeline import Yinju
from yinju.ui.app.ordering import FOLDER, Choice, fresh, order
from yinju.ui.app.place import Place
from yinju.ui.html.comparison import comparison
from yinju.ui.html.evaluate import go_on, problem, status, waiting, welcome
from yinju.ui.html.figures import figures
from yinju.ui.html.questions import questions, title
from yinju.ui.html.runs import runs, shown
from yinju.ui.strings import Interface, say


class Shown(NamedTuple):
    """What the view shows; None leaves a part as it is. `running` and `searchable` say whether there is something to stop or to search."""

    place: Place | None = None
    status: str | None = None
    running: bool | None = None
    runs: str | None = None
    found: str | None = None
    searchable: bool | None = None
    listed: str | None = None


class Evaluating:
    """The view's handlers over one runner; what a page shows is passed in and out."""

    def __init__(self, engine: Yinju, runner: Runner | None = None) -> None:
        self._runner = runner or Runner()
        self.folder = engine.library.catalogue.folder.resolve().parent / FOLDER
        """Where runs are kept unless another folder is named: beside the library."""

    def view(self, place: Place, folder: str, interface: Interface) -> Shown:
        """Return everything that a page shows at its place."""
        listed = self._runs(place, folder, interface)
        place = replace(place, seen=crc32(listed.encode()))
        told, running = status(self._runner.progress, interface), self._runner.running
        found, entries = self._found(place, interface)
        return Shown(place, told, running, listed, found, bool(entries), entries)

    def start(self, choice: Choice, interface: Interface) -> Shown:
        """Begin a run of what was chosen; what prevents it is said in the status."""
        try:
            self._free(interface)
            ordered = order(choice, interface)
            into = fresh(self._folder(choice.folder), ordered.dataset.stem, interface)
            return self._begin(ordered, into, choice.folder, interface)
        except YinjuError as error:
            return Shown(status=problem(str(error)))

    def go_on(self, run: str, folder: str, interface: Interface) -> Shown:
        """Go on with a stopped run."""
        kept = shelf.kept(Path(run))
        try:
            self._free(interface)
            if kept is None or kept.order is None:
                raise RunInvalid(say("eval_cannot_go_on", interface, folder=run))
            again = order(Choice.of(kept.order), interface)
            return self._begin(again, kept.folder, folder, interface)
        except YinjuError as error:
            return Shown(status=problem(str(error)))

    def stop(self, place: Place, folder: str, interface: Interface) -> Shown:
        """Stop the run under way, whoever began it."""
        self._runner.stop()
        self._runner.wait(1.0)
        return self.tick(place, folder, interface)

    def tick(self, place: Place, folder: str, interface: Interface) -> Shown:
        """Return what has changed since a page was last told: how far the run is, and its figures when it is done."""
        progress = self._runner.progress
        under_way = str(progress.folder) if progress and self._runner.running else ""
        if under_way == place.watching:
            listed = self._runs(place, folder, interface)
            if crc32(listed.encode()) == place.seen:
                return Shown(status=status(progress, interface)) if under_way else Shown()
            seen = replace(place, seen=crc32(listed.encode()))
            return Shown(place=seen, status=status(progress, interface), runs=listed)
        now = replace(place, watching=under_way)
        if not under_way and place.run in ("", place.watching) and not place.before and self._finished(place.watching):
            now = replace(now, run=place.watching, wanted="", outcome="", page=1)
        return self.view(now, folder, interface)

    def open(self, run: str, place: Place, folder: str, interface: Interface) -> Shown:
        """Open a run."""
        there = Place(run=run, watching=place.watching)
        return self.view(there, folder, interface)

    def compare(self, run: str, place: Place, folder: str, interface: Interface) -> Shown:
        """Hold a run against the one that is marked, or open; without such a one, mark it."""
        other = place.other
        if other in ("", run):
            marked = "" if place.marked == run else run
            return self.view(replace(place, marked=marked), folder, interface)
        before, after = sorted((other, run), key=_day)
        return self.view(Place(after, before, watching=place.watching), folder, interface)

    def listed(self, place: Place, interface: Interface) -> str:
        """Return the questions at a place."""
        return self._found(place, interface)[1]

    def _begin(self, ordered: Order, into: Path, folder: str, interface: Interface) -> Shown:
        self._runner.start(ordered, into)
        return self.view(Place(watching=str(into)), folder, interface)

    def _free(self, interface: Interface) -> None:
        """Raise RunInvalid when a run is under way."""
        progress = self._runner.progress
        if progress and self._runner.running:
            raise RunInvalid(say("eval_busy", interface, set=progress.order.dataset.stem))

    def _folder(self, named: str) -> Path:
        """Return the folder of runs that is named; a run's own folder stands for the one it lies in."""
        path = Path(named.strip()).expanduser() if named.strip() else self.folder
        return path.parent if shelf.kept(path) else path

    def _runs(self, place: Place, named: str, interface: Interface) -> str:
        path = Path(named.strip()).expanduser() if named.strip() else self.folder
        try:
            own = shelf.kept(path)
            found: Sequence[Kept] = (own,) if own else shelf.runs(path)
            progress = self._runner.progress  # the run under way stands above the list
            if progress and self._runner.running:
                found = [run for run in found if run.folder != progress.folder]
        except OSError as error:
            return problem(say("eval_folder_unreadable", interface, folder=path, why=error.strerror))
        compared = (place.run, place.before) if place.before else ()
        absent = say("eval_no_folder", interface, folder=shown(path)) if named.strip() and not path.is_dir() else ""
        return runs(found, interface, place.run, place.marked, compared, absent)

    def _finished(self, run: str) -> bool:
        kept = shelf.kept(Path(run)) if run else None
        return kept is not None and kept.state is State.FINISHED

    def _found(self, place: Place, interface: Interface) -> tuple[str, str]:
        """Return the figures of the run that is open, or of the two compared, and the questions under them."""
        if not place.run:
            return (waiting("eval_wait", interface) if self._runner.running else welcome(interface)), ""
        after, why = _readable(place.run, interface)
        if place.before and after:
            before, why = _readable(place.before, interface)
            if before:
                return self._compared(before, after, place, interface), ""
        if after is None or place.before:
            return why, ""
        run, kept = after
        asked = questions(run, run.page(place.page, place.wanted, _outcomes(place.outcome)), place.outcome, interface)
        heading = title(kind(run.run) is Kind.CLAIMS, interface) if asked else ""
        return _figures(run, kept, interface) + heading, asked

    def _compared(
        self, before: tuple[Opened, Kept], after: tuple[Opened, Kept], place: Place, interface: Interface
    ) -> str:
        sets = [kept.signature.get("dataset") for _, kept in (before, after)]
        if before[1].dataset != after[1].dataset:
            return problem(say("eval_different", interface, before=before[1].dataset, after=after[1].dataset))
        if sets[0] != sets[1]:
            return problem(say("eval_changed_set", interface, set=before[1].dataset))
        try:
            found = _comparison(before[0], after[0])
        except (YinjuError, KeyError, ValueError, TypeError) as error:
            return problem(say("eval_damaged", interface, why=error))
        return comparison(found, before[1], after[1], interface, place.whole)


def _readable(run: str, interface: Interface) -> tuple[tuple[Opened, Kept] | None, str]:
    """Return a finished run, or why it cannot be shown as HTML."""
    kept = shelf.kept(Path(run))
    if kept is None:
        return None, problem(say("eval_gone", interface, folder=run))
    if kept.state in (State.RUNNING, State.STOPPED):
        more = [go_on(kept.folder, interface)] if kept.state is State.STOPPED and kept.order else []
        told = say("eval_unfinished", interface, done=f"{kept.done:,}", total=f"{kept.count:,}")
        return None, problem(told, more)
    try:
        if kept.state is State.DAMAGED:
            raise RunInvalid(kept.why)
        return (opened(kept.folder), kept), ""
    except RunInvalid as error:
        return None, problem(say("eval_damaged", interface, why=error))


def _outcomes(chosen: str) -> tuple[Outcome, ...]:
    return (Outcome(chosen),) if chosen in list(Outcome) else ()


def _day(run: str) -> tuple[float, str]:
    kept = shelf.kept(Path(run))
    return (kept.day.timestamp() if kept else 0.0), run


_drawn: WeakKeyDictionary[Opened, dict[Interface, str]] = WeakKeyDictionary()  # as long as the run itself is kept


def _figures(run: Opened, kept: Kept, interface: Interface) -> str:
    drawn = _drawn.setdefault(run, {})
    if interface not in drawn:
        drawn[interface] = figures(run.run, kept, interface)
    return drawn[interface]


@lru_cache(maxsize=1)
def _comparison(before: Opened, after: Opened) -> Comparison:
    return compare(before.run, after.run)
