"""The list of runs as HTML: what each measured, when and with what, and its headline figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from yinju.eval.report.tables import HEADLINE
from yinju.eval.shelf import Kept, State
from yinju.ui.html.base import does, escape, safe
from yinju.ui.html.evaluate import go_on
from yinju.ui.strings import STRINGS, Interface, say

_PLAIN = {"quotes": "eval_by_quotes"}


def runs(
    found: Sequence[Kept],
    interface: Interface,
    opened: str = "",
    marked: str = "",
    compared: Sequence[str] = (),
    absent: str = "",
) -> str:
    """Return the list, the latest run first; `opened`, `marked` and `compared` are folders of runs that are shown so.

    `absent` is said where there are none, if there is more to say than that.
    """
    heading = f"<h3>{escape(say('eval_runs', interface))}</h3>"
    if not found:
        return safe(f'{heading}<p class="yj-hint">{escape(absent or say("eval_no_runs", interface))}</p>')
    hint = f'<p class="yj-note" role="status">{escape(say("eval_marked", interface))}</p>' if marked else ""
    items = "".join(
        _item(run, interface, str(run.folder) in (opened, *compared), str(run.folder) in (marked, *compared))
        for run in found
    )
    return safe(f'{heading}{hint}<ul class="yj-eval-runs">{items}</ul>')


def day(run: Kept) -> str:
    """Return the day and time of a run, the same in every language."""
    return f"{run.day:%Y-%m-%d %H:%M}"


def name(run: Kept) -> str:
    """Return what a run is called: its set, or its folder where the set is not known."""
    return run.dataset or run.folder.name


def facts(signature: Mapping[str, Any], interface: Interface) -> list[str]:
    """Return what a run was made with, as words: commit, way of composing, parts left out."""
    compose = str(signature.get("compose", ""))
    found = [
        say("eval_commit", interface, commit=signature["commit"]) if signature.get("commit") else "",
        say(_PLAIN[compose], interface) if compose in _PLAIN else compose,
        without(signature, interface),
    ]
    return [fact for fact in found if fact]


def without(signature: Mapping[str, Any], interface: Interface) -> str:
    """Return which parts of the search a run left out, in words; nothing when it was complete."""
    left_out = [part for part in str(signature.get("without") or "").split(", ") if part]
    named = [say(f"eval_part_{part}", interface) if f"eval_part_{part}" in STRINGS["en"] else part for part in left_out]
    return say("eval_without", interface, parts=("、" if interface == "zh" else ", ").join(named)) if named else ""


def percent(figure: float) -> str:
    """Return a share as 95.6 %."""
    return f"{figure * 100:.1f}\u00a0%"


def _item(run: Kept, interface: Interface, current: bool, chosen: bool) -> str:
    said = {"set": name(run), "day": day(run)}
    line = " · ".join([day(run), *facts(run.signature, interface)])
    own = "yj-eval-run yj-eval-current" if current else "yj-eval-run"
    return (
        f'<li class="{own}"><button class="yj-eval-open" {does("select", run=run.folder)} '
        f'aria-label="{escape(say("eval_open", interface, **said))}"{" aria-current=true" if current else ""}>'
        f'<span class="yj-eval-set" dir="auto">{escape(name(run))}</span>'
        f'<span class="yj-facts">{escape(line)}</span>{_state(run, interface)}</button>'
        f"{_actions(run, interface, chosen)}</li>"
    )


def _state(run: Kept, interface: Interface) -> str:
    """Return the headline of a finished run, or how far another one came."""
    if run.state is State.FINISHED:
        told = next((measure for measure in HEADLINE if measure in run.figures), None)
        if told is None:
            return ""
        label = escape(say(f"measure_{told}", interface))
        return f'<span class="yj-eval-told">{label} <span class="yj-eval-figure">{percent(run.figures[told])}</span></span>'
    early = run.state is State.STOPPED and not run.done
    values = {} if early or run.state is State.DAMAGED else {"done": f"{run.done:,}", "total": f"{run.count:,}"}
    words = say(f"eval_state_{run.state}{'_early' if early else ''}", interface, **values)
    live = ' data-live=""' if run.state is State.RUNNING else ""
    return f'<span class="yj-eval-told yj-eval-{run.state}"{live}>{escape(words)}</span>'


def _actions(run: Kept, interface: Interface, chosen: bool) -> str:
    if run.state is State.FINISHED:
        label = escape(say("eval_compare_this", interface, set=name(run), day=day(run)))
        pressed = "true" if chosen else "false"
        return (
            f'<button class="yj-eval-button yj-eval-small" {does("option_select", run=run.folder)} aria-pressed="{pressed}" '
            f'aria-label="{label}">{escape(say("eval_compare", interface))}</button>'
        )
    return go_on(run.folder, interface) if run.state is State.STOPPED and run.order else ""


def shown(folder: Path) -> str:
    """Return a folder as people name it: from where Yinju was started, if it lies there."""
    try:
        return str(folder.relative_to(Path.cwd()))
    except ValueError:
        return str(folder)
