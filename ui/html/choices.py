"""What a list of articles can be narrowed to and sorted by, as buttons that carry where they lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from yinju.index.listing import Counts, Sort
from yinju.ui.html.base import does, escape
from yinju.ui.html.look import HOURS, Look
from yinju.ui.strings import Interface, say
from yinju.ui.strings.languages import language_name

_YEARS = 12  # years that are shown at once, the others behind a click


def choices(counts: Counts, lately: Sequence[int], look: Look, interface: Interface) -> str:
    """Return the languages, years and spans of time with how many articles each has."""
    return (
        _languages(counts.languages, look, interface)
        + _years(counts.years, look, interface)
        + _lately(lately, look, interface)
    )


def sort(name: Sort, look: Look, interface: Interface) -> str:
    """Return the button that sorts by something, or turns the order round where that is in use."""
    active = look.wanted.sort == name
    turned = active and not look.wanted.turned  # a click on the order that is in use turns it round
    arrow = (" ↑" if look.wanted.turned != (name in ("title", "language")) else " ↓") if active else ""
    return (
        f'<button id="yj-sort-{name}" class="yj-lib-choice" aria-pressed="{str(active).lower()}" '
        f"{does('apply', look=look.asking(sort=name, turned=turned))}>"
        f"{escape(say(f'library_sort_{name}', interface))}{arrow}</button>"
    )


def _languages(counts: Mapping[str, int], look: Look, interface: Interface) -> str:
    choices = [
        _choice(
            f"yj-language-{code}",
            language_name(code, interface),
            count,
            look.wanted.language == code,
            look.asking(language="" if look.wanted.language == code else code),
        )
        for code, count in counts.items()
    ]
    return _group(say("library_languages", interface), choices)


def _years(counts: Mapping[str, int], look: Look, interface: Interface) -> str:
    choices = [
        _choice(
            f"yj-year-{year or 'none'}",
            year or say("undated", interface),
            count,
            look.wanted.year == year,
            look.asking(year=None if look.wanted.year == year else year),
        )
        for year, count in counts.items()
    ]
    more = choices[_YEARS:]
    kept = f"<details><summary>{escape(say('library_more', interface, count=len(more)))}</summary>{''.join(more)}</details>"
    return _group(say("library_years", interface), [*choices[:_YEARS], *([kept] if more else [])])


def _lately(counts: Sequence[int], look: Look, interface: Interface) -> str:
    choices = [
        _choice(
            f"yj-hours-{hours}",
            say(f"library_lately_{hours}", interface),
            count,
            look.hours == hours,
            replace(look.asking(sort="added", turned=False), hours=0 if look.hours == hours else hours),
        )
        for hours, count in zip(HOURS, counts, strict=True)
        if count or look.hours == hours
    ]
    return _group(say("library_lately", interface), choices)


def _group(title: str, choices: Sequence[str]) -> str:
    return f'<div class="yj-lib-count" role="group" aria-label="{escape(title)}"><h3>{escape(title)}</h3>{"".join(choices)}</div>' if choices else ""  # fmt: skip


def _choice(name: str, label: str, count: int, active: bool, look: Look) -> str:
    return (
        f'<button id="{escape(name)}" class="yj-lib-choice" aria-pressed="{str(active).lower()}" {does("apply", look=look)}>'
        f'<span dir="auto">{escape(label)}</span> <span class="yj-lib-n">{count:,}</span></button>'
    )
