"""The evaluate view's frame: what it is for, how far a run is, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from yinju.eval.running import Progress
from yinju.ui.html.base import does, escape, safe
from yinju.ui.strings import Interface, say

_WELCOME = ("eval_welcome_start", "eval_welcome_open", "eval_welcome_compare")
_MINUTE = 90  # seconds from which minutes say enough


def intro(interface: Interface) -> str:
    """Return what the view is for."""
    return safe(
        f'<div class="yj-eval-intro"><h2>{escape(say("eval_title", interface))}</h2>'
        f"<p>{escape(say('eval_intro', interface))}</p></div>"
    )


def welcome(interface: Interface) -> str:
    """Return what stands where figures will be, before there are any to show."""
    steps = "".join(f"<li>{escape(say(name, interface))}</li>" for name in _WELCOME)
    return safe(f'<div class="yj-eval-empty"><h3>{escape(say("eval_welcome", interface))}</h3><ul>{steps}</ul></div>')


def waiting(text: str, interface: Interface) -> str:
    """Return a sentence that stands where something is about to appear; `text` names it."""
    return safe(f'<p class="yj-eval-empty yj-hint" role="status">{escape(say(text, interface))}</p>')


def problem(text: str, more: Sequence[str] = ()) -> str:
    """Return what went wrong, as a sentence, and what can be done about it as HTML of ours."""
    return safe(
        f'<div class="yj-eval-problem" role="alert"><p class="yj-error">{escape(text)}</p>{"".join(more)}</div>'
    )


def go_on(folder: Path, interface: Interface) -> str:
    """Return the button that lets a stopped run go on."""
    return f'<button class="yj-eval-button" {does("retry", run=folder)}>{escape(say("eval_go_on", interface))}</button>'


def status(progress: Progress | None, interface: Interface) -> str:
    """Return how far the run is that is under way, or how the last one ended if it did not end well."""
    if progress is None:
        return ""
    name = progress.order.dataset.stem
    if progress.ended:
        if progress.error is not None:
            return problem(say("eval_broke", interface, set=name, why=progress.error))
        return _stopped(progress, interface) if progress.stopped else ""
    facts = [_doing(progress, interface)]
    if progress.seconds_left is not None and progress.done < progress.total:
        facts.append(_left(progress.seconds_left, interface))
    share = 100 * progress.done // progress.total if progress.total and progress.what != "articles" else 0
    label = escape(say("eval_running", interface, set=name))
    return (
        '<div class="yj-eval-status" data-live="">'
        + safe(f'<p class="yj-eval-name">{label}</p><p class="yj-eval-far">{escape(" · ".join(facts))}</p>')
        + f'<div class="yj-eval-bar" role="progressbar" aria-label="{label}" aria-valuemin="0" aria-valuemax="100" '
        f'aria-valuenow="{share}"><svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="{share}" height="1"/></svg></div>' + "</div>"
    )


def _stopped(progress: Progress, interface: Interface) -> str:
    asked = progress.what in ("questions", "claims")
    name = "eval_stopped" if asked else "eval_stopped_early"
    values = {"done": f"{progress.done:,}", "total": f"{progress.total:,}"} if asked else {}
    return safe(f'<p class="yj-note" role="status">{escape(say(name, interface, **values))}</p>')


def _doing(progress: Progress, interface: Interface) -> str:
    """Return what a run does at present; nothing is counted before it begins and after all is asked."""
    if not progress.what:
        return say("eval_getting_ready", interface)
    if progress.done == progress.total:
        return say("eval_getting_ready" if progress.what == "articles" else "eval_counting", interface)
    return say(f"eval_{progress.what}", interface, done=f"{progress.done:,}", total=f"{progress.total:,}")


def _left(seconds: float, interface: Interface) -> str:
    if seconds < _MINUTE:
        return say("eval_seconds_left", interface, count=max(1, round(seconds)))
    return say("eval_minutes_left", interface, count=round(seconds / 60))
