"""What stands at a place of the evaluate view: the figures of a run with its questions, a comparison, or why neither can."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from yinju.eval import shelf
from yinju.eval.comparison import Comparison, compare
from yinju.eval.entries import Opened, opened
from yinju.eval.errors import RunInvalid
from yinju.eval.outcomes import Outcome
from yinju.eval.report.section import Kind, kind
from yinju.eval.shelf import Kept, State
from yinju.index.errors import YinjuError
from yinju.ui.app.place import Place
from yinju.ui.html.comparison import comparison
from yinju.ui.html.evaluate import go_on, problem, waiting, welcome
from yinju.ui.html.figures import figures
from yinju.ui.html.questions import questions, title
from yinju.ui.strings import Interface, say


def found_at(place: Place, running: bool, interface: Interface) -> tuple[str, str]:
    """Return the figures of the run that is open, or of the two compared, and the questions under them."""
    if not place.run:
        return (waiting("eval_wait", interface) if running else welcome(interface)), ""
    after, why = _readable(place.run, interface)
    if place.before and after:
        before, why = _readable(place.before, interface)
        if before:
            return _compared(before, after, place, interface), ""
    if after is None or place.before:
        return why, ""
    run, kept = after
    asked = questions(run, run.page(place.page, place.wanted, _outcomes(place.outcome)), place.outcome, interface)
    heading = title(kind(run.run) is Kind.CLAIMS, interface) if asked else ""
    return _figures(run, kept, interface) + heading, asked


def _compared(before: tuple[Opened, Kept], after: tuple[Opened, Kept], place: Place, interface: Interface) -> str:
    """Return what changed between two runs, or why they cannot be compared."""
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


_drawn: WeakKeyDictionary[Opened, dict[Interface, str]] = WeakKeyDictionary()  # as long as the run itself is kept


def _figures(run: Opened, kept: Kept, interface: Interface) -> str:
    drawn = _drawn.setdefault(run, {})
    if interface not in drawn:
        drawn[interface] = figures(run.run, kept, interface)
    return drawn[interface]


@lru_cache(maxsize=1)
def _comparison(before: Opened, after: Opened) -> Comparison:
    return compare(before.run, after.run)
