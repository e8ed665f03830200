"""Adding on the page as HTML: where files are dropped, how far an addition has come, and what became of each file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from yinju.index.errors import YinjuError
from yinju.index.listing import Entry
from yinju.index.read.formats import READ
from yinju.index.types import AddReport, Unreadable
from yinju.ui.html.base import does, escape, safe
from yinju.ui.html.look import Look
from yinju.ui.html.refusals import refusal
from yinju.ui.html.troubles import trouble
from yinju.ui.strings import Interface, say

_SHOWN = 20  # titles and reasons that are shown at once; of a thousand nobody reads each
_MOST = 500  # reasons that are shown at all

State = Literal["waiting", "running", "stopping", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Addition:
    """An addition as it stands at one moment: how many articles of how many are done, and what came of it at its end.

    `refused` are the files that were not even sent, `stored` the articles that went in, as many as are shown.
    """

    number: int
    files: int
    state: State = "waiting"
    done: int = 0
    total: int = 0
    left: float | None = None
    """Seconds, about, until it ends; None while nobody can tell."""
    report: AddReport = field(default_factory=AddReport)
    refused: tuple[Unreadable, ...] = ()
    stored: tuple[Entry, ...] = ()
    error: YinjuError | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ("done", "stopped", "failed")


def drop_zone(largest: int, most: int, interface: Interface, closed: str = "") -> str:
    """Return where files are dropped or chosen; `largest` are the MB a file may have, `most` how many go at once.

    The script beside it finds here the words that it shows while files are sent. `closed` says why none are taken.
    """
    if closed:
        return safe(f'<div class="yj-lib-drop"><p>{escape(closed)}</p></div>')
    formats = " ".join(sorted({*READ, ".zip"}))
    words = {
        "sending": say("library_sending", interface, done="{done}", total="{total}"),
        "looking": say("library_looking", interface),
        "none": say("library_no_files", interface),
    }
    told = "".join(f' data-{name}="{escape(text)}"' for name, text in words.items())
    return safe(
        f'<div class="yj-lib-drop" data-largest="{largest}" data-most="{most}" data-accept="{",".join(formats.split())}"{told}>'
        f'<p class="yj-lib-drop-what">{escape(say("library_drop", interface))}</p>'
        f'<div class="yj-lib-drop-how"><button id="yj-choose-files" class="yj-lib-choice" data-choose="files">{escape(say("library_files", interface))}</button>'
        f'<button id="yj-choose-folder" class="yj-lib-choice" data-choose="folder">{escape(say("library_folder", interface))}</button></div>'
        f'<p class="yj-hint">{escape(say("library_formats", interface, formats=formats, largest=largest))}</p>'
        '<p class="yj-lib-sending" role="status"></p></div>'
    )


def progress(own: Sequence[Addition], others: Sequence[Addition], folder: str, interface: Interface) -> str:
    """Return one's own additions, running and ended, and in a line each those of others that run."""
    shown = [_addition(addition, folder, interface) for addition in own]
    shown += [
        f'<p class="yj-hint">{escape(say("library_others", interface, count=f"{other.total or other.files:,}"))}</p>'
        for other in others
    ]
    return safe("".join(shown))


def _addition(addition: Addition, folder: str, interface: Interface) -> str:
    if not addition.ended:
        return _running(addition, interface)
    close = (
        f'<button class="yj-lib-close" {does("delete", addition=addition.number)} aria-label="{escape(say("library_dismiss", interface))}" '
        f'title="{escape(say("library_dismiss", interface))}">×</button>'
    )
    refused = [*addition.refused, *addition.report.failed]
    return (
        f'<div class="yj-lib-addition" role="status">{close}{_outcome(addition, len(refused), folder, interface)}'
        f"{_stored(addition, interface)}{_refused(refused, interface)}"
        f"{_aside(addition.report, interface)}</div>"
    )


def _running(addition: Addition, interface: Interface) -> str:
    total = max(addition.total, addition.done)
    if addition.state == "waiting":
        words = say("library_waiting", interface, count=f"{addition.files:,}")
    elif addition.state == "stopping":
        words = say("library_stopping", interface)
    elif addition.left is None:
        words = say("library_adding", interface, done=f"{addition.done:,}", total=f"{total:,}")
    else:
        left = _span(addition.left, interface)
        words = say("library_adding_left", interface, done=f"{addition.done:,}", total=f"{total:,}", left=left)
    share = round(20 * addition.done / total) if total else 0
    stop = f'<button class="yj-lib-go" {does("undo", addition=addition.number)}>{escape(say("library_stop", interface))}</button>'
    return (
        f'<div class="yj-lib-addition"><p role="status">{escape(words)} {stop if addition.state != "stopping" else ""}</p>'
        f'<div class="yj-lib-bar" role="progressbar" aria-label="{escape(say("library_adding_label", interface))}" aria-valuemin="0" aria-valuemax="{total}" '
        f'aria-valuenow="{addition.done}"><span class="yj-lib-bar-{share}"></span></div></div>'
    )


def _span(seconds: float, interface: Interface) -> str:
    if seconds < 100:
        return say("library_seconds_left", interface, count=max(1, round(seconds)))
    return say("library_minutes_left", interface, count=round(seconds / 60))


def _outcome(addition: Addition, refused: int, folder: str, interface: Interface) -> str:
    report = addition.report
    if addition.state == "failed":
        why = trouble(addition.error, folder, interface) if addition.error else say("library_failed", interface)
        rest = say("library_add_again", interface, done=f"{addition.done:,}") if addition.done else ""
        return f'<p class="yj-error" role="alert">{escape(why)} {escape(rest)}</p>'
    counts = (
        ("library_added", report.added),
        ("library_updated", report.updated),
        ("library_unchanged", report.unchanged),
        ("library_refused", refused),
    )
    told = " · ".join(say(name, interface, count=f"{count:,}") for name, count in counts if count)
    stopped = say("library_stopped", interface) + " " if addition.state == "stopped" else ""
    return f"<p><span>{escape(stopped)}</span>{escape(told or say('library_added_nothing', interface))}</p>"


def _stored(addition: Addition, interface: Interface) -> str:
    """Return the articles that went in, each a button that opens it."""
    if not addition.stored:
        return ""
    rows = "".join(
        f'<li><button class="yj-lib-title" dir="auto" {does("select", look=Look().opening(entry.id))}>{escape(entry.title or entry.identity)}</button></li>'
        for entry in addition.stored[:_SHOWN]
    )
    more = len(addition.report.stored) - len(addition.stored[:_SHOWN])
    rest = (
        f'<li class="yj-hint">{escape(say("library_and_more", interface, count=f"{more:,}"))}</li>' if more > 0 else ""
    )
    return f'<ul class="yj-lib-stored">{rows}{rest}</ul>'


def _refused(refused: Sequence[Unreadable], interface: Interface) -> str:
    """Return what did not go in, and why: the first few at once, the others behind a click."""
    if not refused:
        return ""
    rows = [
        f'<li><span class="yj-lib-file" dir="auto">{escape(item.where)}</span> <span>{escape(refusal(item.why, interface))}</span></li>'
        for item in refused[:_MOST]
    ]
    later = rows[_SHOWN:]
    more = (
        f"<details><summary>{escape(say('library_and_more', interface, count=f'{len(refused) - _SHOWN:,}'))}</summary><ul>{''.join(later)}</ul></details>"
        if later
        else ""
    )
    return f'<div class="yj-lib-refused"><h3>{escape(say("library_not_added", interface))}</h3><ul>{"".join(rows[:_SHOWN])}</ul>{more}</div>'


def _aside(report: AddReport, interface: Interface) -> str:
    """Return what was left out of articles that went in, and what was never meant to, behind a click."""
    told = [(remark.where, remark.what) for remark in report.remarks]
    told += [(item.where, item.why) for item in report.unreadable if item.ignored]
    if not told:
        return ""
    rows = "".join(
        f'<li><span class="yj-lib-file" dir="auto">{escape(where)}</span> <span>{escape(refusal(what, interface))}</span></li>'
        for where, what in told[:_MOST]
    )
    return (
        f'<details class="yj-lib-remarks"><summary>{escape(say("library_remarks", interface, count=f"{len(told):,}"))}</summary>'
        f"<ul>{rows}</ul></details>"
    )
