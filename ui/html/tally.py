"""What stands above a checked text: the summary, the counts that filter, the way to the next problem, and the files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from yinju.ui.html.base import escape
from yinju.ui.strings import Interface, say


@dataclass(frozen=True, slots=True)
class Sort:
    """One of the things that may become of a sentence or a citation, and of how many it did."""

    name: str
    word: str
    sign: str
    count: int
    problem: bool


def tally(of: str, summary: str, sorts: Sequence[Sort], interface: Interface, *, finished: bool, receipt: bool) -> str:
    """Return what stands above a checked text; files are only offered of what is finished.

    `of` is the text: by it the browser tells one text from the next.
    """
    every, problems = sum(sort.count for sort in sorts), sum(sort.count for sort in sorts if sort.problem)
    wrong = " ".join(sort.name for sort in sorts if sort.problem)
    filters = [_filter("", say("check_all", interface, count=every), "", pressed=True)]
    if problems:
        filters.append(_filter(wrong, say("check_problems", interface, count=problems), ""))
    filters += [_filter(sort.name, f"{sort.word} {sort.count}", sort.sign) for sort in sorts if sort.count]
    label = escape(say("check_filters", interface))
    return (
        f'<p class="yj-summary" role="status">{escape(summary)}</p><div class="yj-tally" data-of="{crc32(of.encode("utf-8", "replace")):x}">'
        f'<div class="yj-filters" role="group" aria-label="{label}">{"".join(filters)}</div>'
        f"{_steps(problems, interface)}</div>{_files(interface, receipt) if finished else ''}"
    )


def _filter(only: str, text: str, sign: str, *, pressed: bool = False) -> str:
    shown = f'<span aria-hidden="true">{sign}</span> {escape(text)}' if sign else escape(text)
    named = f" yj-is-{only}" if sign else ""
    return (
        f'<button class="yj-filter{named}" data-only="{only}" aria-pressed="{"true" if pressed else "false"}">'
        f"{shown}</button>"
    )


def _steps(problems: int, interface: Interface) -> str:
    if not problems:
        return f'<p class="yj-fine">{escape(say("check_fine", interface))}</p>'
    buttons = "".join(
        f'<button class="yj-step" data-step="{step}" title="{escape(say("check_key", interface, key=key))}">{words}</button>'
        for step, key, words in (
            ("-1", "p", f"← {escape(say('check_previous', interface))}"),
            ("1", "n", f"{escape(say('check_next', interface))} →"),
        )
    )
    return f'<div class="yj-steps">{buttons}</div>'


def _files(interface: Interface, receipt: bool) -> str:
    kinds = ("json", "markdown", "receipt") if receipt else ("json", "markdown")
    buttons = "".join(
        f'<button class="yj-save" data-save="{kind}">{escape(say(f"check_keep_{kind}", interface))}</button>'
        for kind in kinds
    )
    return f'<div class="yj-files"><span>{escape(say("check_keep", interface))}</span>{buttons}</div>'
