"""What the evaluate view does: runs are started, watched and stopped, opened and compared. All it gives is HTML and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from yinju.eval import shelf
from yinju.eval.errors import RunInvalid
from yinju.eval.order import Order
from yinju.eval.running import Runner
from yinju.eval.shelf import Kept, State
from yinju.index.errors import YinjuError
from yinju.rag.pipeline import Yinju
from yinju.ui.app.finding import found_at
from yinju.ui.app.ordering import FOLDER, Choice, fresh, order
from yinju.ui.app.place import Place
from yinju.ui.html.evaluate import problem, status
from yinju.ui.html.runs import runs, shown
from yinju.ui.strings import Interface, say


class Shown(NamedTuple):
    """What the view shows; None leaves a part as it is.

    `notice` is why something was not begun. `running` and `searchable` say whether there is something to stop or search.
    """

    place: Place | None = None
    notice: str | None = None
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
        found, entries = found_at(place, self._runner.running, interface)
        return Shown(place, None, told, running, listed, found, bool(entries), entries)

    def start(self, choice: Choice, interface: Interface) -> Shown:
        """Begin a run of what was chosen; what prevents it is said in the notice."""
        try:
            self._free(interface)
            ordered = order(choice, interface)
            into = fresh(self._folder(choice.folder), ordered.dataset.stem, interface)
            return self._begin(ordered, into, choice.folder, interface)
        except YinjuError as error:
            return Shown(notice=problem(str(error)))

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
            return Shown(notice=problem(str(error)))

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
        return self.view(now, folder, interface)._replace(notice="")

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
        return found_at(place, self._runner.running, interface)[1]

    def _begin(self, ordered: Order, into: Path, folder: str, interface: Interface) -> Shown:
        self._runner.start(ordered, into)
        return self.view(Place(watching=str(into)), folder, interface)._replace(notice="")

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


def _day(run: str) -> tuple[float, str]:
    kept = shelf.kept(Path(run))
    return (kept.day.timestamp() if kept else 0.0), run
