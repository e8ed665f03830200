"""The list of conversations as HTML, and a kept exchange as the chat shows it: pure functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby

from yinju.rag.conversations.types import Conversation, Entry, Exchange, Listing
from yinju.rag.inert import for_reading
from yinju.ui.html.answer import Shown
from yinju.ui.html.base import does, escape, safe
from yinju.ui.strings import Interface, say

_WEEK = 7  # days that stand together below yesterday


def shown(exchange: Exchange, interface: Interface) -> Shown:
    """Return a kept exchange as the chat shows it; one that neither was answered nor stopped says so."""
    error = exchange.error
    if exchange.answer is None and error is None and not exchange.stopped:
        error = say("conversations_unreadable" if exchange.unreadable else "conversations_unanswered", interface)
    return Shown(
        exchange.question,
        exchange.evidence,
        statements=exchange.statements,
        answer=exchange.answer,
        error=error,
        filtered=exchange.filtered,
        stopped=exchange.stopped,
    )


def conversations(
    listing: Listing,
    interface: Interface,
    now: datetime,
    *,
    current: str = "",
    words: str = "",
    deleted: Conversation | None = None,
    note: str | None = None,
) -> str:
    """Return the list of conversations under the days they were last used on, `now` being a time with its zone.

    `current` is the id of the one that is open, `words` are those that were searched for, `deleted` is one that can be
    restored, `note` says why nothing is kept. Clicks: select, delete, undo (with data `talk`), expand for older ones,
    and edit (with `talk` and `title`), which the script `conversations.js` tells when a title was typed.
    """
    parts = [f'<p class="yj-talks-note" role="status">{escape(note)}</p>'] if note else []
    if deleted is not None:
        parts.append(_restorable(deleted, interface))
    if not listing.entries:
        hint = (
            say("conversations_none", interface, words=words)
            if words.strip()
            else say("conversations_empty", interface)
        )
        parts += [f'<p class="yj-hint">{escape(hint)}</p>'] if words.strip() or not note else []
    parts += _groups(listing.entries, interface, now, current)
    if listing.more:
        more = escape(say("conversations_older", interface))
        parts.append(f'<button class="yj-talks-older" {does("expand")}>{more}</button>')
    name = escape(say("conversations", interface))
    return safe(f'<div class="yj-talks" role="navigation" aria-label="{name}">{"".join(parts)}</div>')


def _restorable(deleted: Conversation, interface: Interface) -> str:
    gone = escape(say("conversations_deleted", interface, title=_title(deleted, interface)))
    undo = f'<button class="yj-talks-undo" {does("undo", talk=deleted.id)}>{escape(say("conversations_undo", interface))}</button>'
    return f'<div class="yj-talks-deleted" role="status"><span dir="auto">{gone}</span>{undo}</div>'


def _groups(entries: Sequence[Entry], interface: Interface, now: datetime, current: str) -> Iterator[str]:
    for when, group in groupby(entries, lambda entry: _when(_day(entry.conversation, now), now.date())):
        rows = "".join(_row(entry, interface, now, when, current) for entry in group)
        yield f"<h3>{escape(say(f'conversations_{when}', interface))}</h3><ul>{rows}</ul>"


def _row(entry: Entry, interface: Interface, now: datetime, when: str, current: str) -> str:
    talk, title = entry.conversation, _title(entry.conversation, interface)
    matched = (
        f'<span class="yj-talk-matched" dir="auto">{escape(for_reading(entry.matched))}</span>' if entry.matched else ""
    )
    day = _date(_day(talk, now), now.date(), interface) if when in ("week", "earlier") else ""
    marked = ' aria-current="true"' if talk.id == current else ""
    rename = escape(say("conversations_rename", interface, title=title))
    delete = escape(say("conversations_delete", interface, title=title))
    return (
        f'<li class="yj-talk"><button class="yj-talk-open" {does("select", talk=talk.id)}{marked} title="{escape(title)}">'
        f'<span class="yj-talk-title" dir="auto">{escape(title)}</span>{matched}<span class="yj-talk-day">{escape(day)}</span></button>'
        f'<button class="yj-talk-tool" data-rename="{escape(talk.id)}" data-label="{escape(say("conversations_title", interface))}" '
        f'aria-label="{rename}" title="{rename}">✎</button>'
        f'<button class="yj-talk-tool" {does("delete", talk=talk.id)} aria-label="{delete}" title="{delete}">×</button></li>'
    )


def _title(conversation: Conversation, interface: Interface) -> str:
    return for_reading(conversation.title) or say("conversations_untitled", interface)


def _day(conversation: Conversation, now: datetime) -> date:
    return conversation.changed.astimezone(now.tzinfo).date()


def _when(day: date, today: date) -> str:
    """Return the group of a day; what a clock that was set back calls the future is today."""
    ago = (today - day).days
    return "today" if ago <= 0 else "yesterday" if ago == 1 else "week" if ago <= _WEEK else "earlier"


def _date(day: date, today: date, interface: Interface) -> str:
    month = say("conversations_months", interface).split()[day.month - 1]
    name = "conversations_day" if day.year == today.year else "conversations_day_of_year"
    return say(name, interface, day=day.day, month=month, year=day.year)
