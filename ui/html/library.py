"""The list of articles as HTML: what there is to choose from, the articles of a page, and one of them to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from yinju.index.listing import PAGE, SORTS, Counts, Entry
from yinju.index.types import Article
from yinju.ui.html.article import article
from yinju.ui.html.base import does, escape, safe
from yinju.ui.html.choices import choices, sort
from yinju.ui.html.look import Look
from yinju.ui.strings import Interface, say
from yinju.ui.strings.languages import language_name

_FACETS = 6  # facets of an article in the list
_LONGEST = 40  # characters of one of them


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list shows: one page of articles, how many there are of what, and what was removed last.

    `lately` counts what was added or changed in each span of HOURS, `held` is 0 for an empty library.
    """

    entries: Sequence[Entry]
    counts: Counts
    lately: Sequence[int]
    held: int
    now: datetime
    removed: Sequence[str] = ()


def listing(shown: Listed, look: Look, interface: Interface) -> str:
    """Return the list with everything to choose from beside it; words for an empty library and an empty search."""
    gone = removal(shown.removed, look, interface)
    if not shown.held:
        return safe(f'{gone}<p class="yj-lib-empty">{escape(say("library_empty", interface))}</p>')
    beside = choices(shown.counts, shown.lately, look, interface)
    rows = "".join(_row(entry, look, shown, interface) for entry in shown.entries)
    heads = "".join(
        f'<th scope="col" class="yj-lib-col-{name}">{escape(say(f"library_sort_{name}", interface))}</th>'
        for name in ("title", "date", "language", "added")
    )
    table = (
        f'<table class="yj-lib-articles" aria-label="{escape(say("view_library", interface))}"><thead><tr><th scope="col">{_tick_all(interface)}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        if rows
        else f'<p class="yj-lib-empty">{escape(say("library_nothing", interface))} {_clear(interface)}</p>'
    )
    return safe(
        f'{gone}<div class="yj-lib-library"><div class="yj-lib-counts">{beside}</div><div class="yj-lib-found">'
        f"{_heading(shown, look, interface)}{table}{_pages(shown, look, interface)}</div></div>"
    )


def reading(found: Article | None, added: str, look: Look, now: datetime, interface: Interface) -> str:
    """Return one article to be read, with its facets, a way back to the list and a way to remove it."""
    text = article(found, 0, 0, found.sha256 if found else "", interface, back="library_back")
    back = f'data-back="{escape(str(look.closed))}"'
    if found is None:
        return safe(f'<div class="yj-lib-reading" tabindex="-1" data-focus="1" {back}>{text}</div>')
    facts = [say("library_added_when", interface, when=when(added, now, interface))] if added else []
    facts += [] if found.url else [say("library_file", interface, file=found.identity)]
    facts += [f"{key}: {', '.join(values)}" for key, values in found.facets.items()]
    listed = "".join(f"<li>{escape(fact)}</li>" for fact in facts)
    remove = f'<button class="yj-lib-remove" {does("delete", ids=found.id)}>{escape(say("library_remove", interface))}</button>'
    return safe(
        f'<div class="yj-lib-reading" tabindex="-1" data-focus="1" {back} aria-label="{escape(found.title)}">'
        f'<div class="yj-lib-about">{remove}</div>{text}<ul class="yj-lib-facets">{listed}</ul></div>'
    )


def removal(titles: Sequence[str], look: Look, interface: Interface) -> str:
    """Return what was removed last with the button that brings it back; nothing when nothing was."""
    if not titles:
        return ""
    what = (
        say("library_removed_one", interface, title=titles[0])
        if len(titles) == 1
        else say("library_removed", interface, count=f"{len(titles):,}")
    )
    label = escape(say("library_forget", interface))
    return (
        f'<div class="yj-lib-removed" role="status"><span>{escape(what)}</span>'
        f'<button id="yj-restore" class="yj-lib-go" {does("retry")}{_focused(look, "restore")}>{escape(say("library_restore", interface))}</button>'
        f'<span class="yj-hint">{escape(say("library_restore_until", interface))}</span>'
        f'<button class="yj-lib-close" {does("collapse")} aria-label="{label}" title="{label}">×</button></div>'
    )


def when(moment: str, now: datetime, interface: Interface) -> str:
    """Return how long ago a moment of the catalogue (UTC) was; of one long past the day."""
    try:
        then = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    except ValueError:
        return moment
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return say("library_now", interface)
    if minutes < 60:
        return say("library_minutes", interface, count=minutes)
    if minutes < 24 * 60:
        return say("library_hours", interface, count=minutes // 60)
    return then.strftime("%Y-%m-%d")


def _heading(shown: Listed, look: Look, interface: Interface) -> str:
    count = say("library_found" if look.narrow else "library_all", interface, count=f"{shown.counts.total:,}")
    sorts = "".join(sort(name, look, interface) for name in SORTS)
    clear = _clear(interface) if look.narrow and shown.entries else ""
    chosen = (
        f'<div class="yj-lib-chosen" hidden data-text="{escape(say("library_chosen", interface, count="{count}"))}"><span></span>'
        f'<button class="yj-lib-go" {does("delete", ids="")}>{escape(say("library_remove", interface))}</button></div>'
    )
    return (
        f'<div class="yj-lib-list-head"><h3 id="yj-list-top" tabindex="-1"{_focused(look, "top")}>{escape(count)}</h3>{clear}'
        f'<div class="yj-lib-sorts"><span class="yj-hint">{escape(say("library_sort", interface))}</span>{sorts}</div></div>{chosen}'
    )


def _focused(look: Look, name: str) -> str:
    return ' data-focus="1"' if look.focus == name else ""


def _clear(interface: Interface) -> str:
    return f'<button id="yj-clear-search" class="yj-lib-go" {does("expand")}>{escape(say("library_clear", interface))}</button>'


def _tick_all(interface: Interface) -> str:
    label = escape(say("library_choose_all", interface))
    return f'<button id="yj-t-all" class="yj-lib-tick" role="checkbox" aria-checked="false" data-tick="all" aria-label="{label}" title="{label}"></button>'


def _row(entry: Entry, look: Look, shown: Listed, interface: Interface) -> str:
    title = entry.title or entry.identity
    source = say("library_dropped", interface) if entry.source == "." else entry.source
    facets = dict.fromkeys(_brief(value) for values in entry.facets.values() for value in values)
    chips = "".join(f'<span class="yj-lib-chip" dir="auto">{escape(value)}</span>' for value in list(facets)[:_FACETS])
    label = escape(say("library_choose", interface, title=title))
    opened = look.opening(entry.id)
    return (
        f'<tr><td><button id="yj-t-{escape(entry.id)}" class="yj-lib-tick" role="checkbox" aria-checked="false" data-tick="{escape(entry.id)}" aria-label="{label}"></button></td>'
        f'<td class="yj-lib-col-title"><button id="yj-a-{escape(entry.id)}" class="yj-lib-title" dir="auto" lang="{escape(entry.language)}"{_focused(look, entry.id)} '
        f'{does("apply", look=opened)}>{escape(title)}</button><div class="yj-lib-from"><span dir="auto">{escape(source)}</span>{chips}</div></td>'
        f'<td class="yj-lib-col-date">{escape(entry.published or say("undated", interface))}</td>'
        f'<td class="yj-lib-col-language">{escape(language_name(entry.language, interface))}</td>'
        f'<td class="yj-lib-col-added">{escape(when(entry.added, shown.now, interface))}</td></tr>'
    )


def _brief(facet: str) -> str:
    return facet if len(facet) <= _LONGEST else f"{facet[:_LONGEST].rstrip()}…"


def _pages(shown: Listed, look: Look, interface: Interface) -> str:
    last = -(-shown.counts.total // PAGE)
    if last <= 1:
        return ""
    page = look.page
    near = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    buttons, before = "", 0
    for number in near:
        gap = '<span class="yj-hint">…</span>' if number > before + 1 else ""
        current = ' aria-current="page"' if number == page else ""
        label = escape(say("library_page", interface, number=f"{number:,}"))
        buttons += (
            f'{gap}<button id="yj-page-{number}" class="yj-lib-choice"{current} aria-label="{label}" '
            f"{does('apply', look=look.turned_to(number))}>{number:,}</button>"
        )
        before = number
    first = (page - 1) * PAGE + 1
    span = say(
        "library_span",
        interface,
        first=f"{first:,}",
        last=f"{first + len(shown.entries) - 1:,}",
        total=f"{shown.counts.total:,}",
    )
    return (
        f'<div class="yj-lib-pages" role="navigation" aria-label="{escape(say("library_pages", interface))}">{buttons}'
        f'<span class="yj-hint">{escape(span)}</span></div>'
    )
