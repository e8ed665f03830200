"""What the library view does: lists, opens, removes and brings back articles, and says what the library holds."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from yinju.index import listing, repairing, restoring
from yinju.index.errors import YinjuError
from yinju.index.holdings import holdings
from yinju.index.listing import Counts, Wanted
from yinju.index.restoring import Removed
from yinju.index.snapshot import State, state_of
from yinju.rag.pipeline import Yinju
from yinju.ui.html import holdings as held_html
from yinju.ui.html import library as html
from yinju.ui.html.base import escape
from yinju.ui.html.holdings import Verified
from yinju.ui.html.library import Listed
from yinju.ui.html.look import HOURS, Look, moment_before
from yinju.ui.html.troubles import trouble
from yinju.ui.strings import Interface, say

_KEPT = 16  # people whose last removal can be undone; what they removed is held in memory
_COUNTED = 32  # searches whose counts are kept until the library changes
_EVERY = 1.0  # seconds between two signs of life while the library is verified


class _Counted(NamedTuple):
    state: State
    wanted: Wanted


class Browsing:
    """The view's handlers over one engine; which part of the list is looked at is passed in and out."""

    def __init__(self, engine: Yinju, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._library, self._now = engine.library, now
        self._folder = str(engine.library.catalogue.folder.absolute())
        self._removed: OrderedDict[str, Removed] = OrderedDict()
        self._counts: OrderedDict[_Counted, Counts] = OrderedDict()
        self._lock = threading.Lock()
        self._verifying = threading.Lock()

    def page(self, look: Look, owner: str, interface: Interface) -> str:
        """Return the list, or the article that is open; the sentence that helps where the library cannot be read.

        `owner` is whose removals can be undone.
        """
        try:
            return self._article(look, interface) if look.article else self._list(look, owner, interface)
        except YinjuError as error:
            return self._sorry(error, interface)

    def remove(self, ids: list[str], look: Look, owner: str, interface: Interface) -> tuple[str, Look]:
        """Remove articles; return what there is to tell of it, and the list. It can be undone instead of the one before."""
        try:
            removed = restoring.remove(self._library, ids)
        except YinjuError as error:
            return self._sorry(error, interface), look
        if not removed.rows:
            return self._told("library_gone", interface), look.without("top")
        with self._lock:
            self._removed[owner] = removed
            self._removed.move_to_end(owner)
            while len(self._removed) > _KEPT:
                self._removed.popitem(last=False)
        return "", look.without("restore")

    def restore(self, look: Look, owner: str, interface: Interface) -> tuple[str, Look]:
        """Bring back what somebody removed last; return what there is to tell of it, and the list."""
        with self._lock:
            removed = self._removed.get(owner)
        if removed is None:
            return self._told("library_nothing_to_restore", interface), look.without("top")
        try:
            restored = restoring.restore(self._library, removed)
        except YinjuError as error:
            return self._sorry(error, interface), look
        with self._lock:
            if self._removed.get(owner) is removed:
                del self._removed[owner]
        return "", look.without(restored[0] if restored else "top")

    def forget(self, owner: str) -> None:
        """Let go of what somebody removed last: it cannot be brought back any more."""
        with self._lock:
            self._removed.pop(owner, None)

    def version(self) -> str:
        """Return a text that is another one after every change of the library; empty while it cannot be read."""
        try:
            with self._library.catalogue.reading() as connection:
                return "-".join(map(str, state_of(connection)))
        except YinjuError:
            return ""

    def state(self, engine: str, interface: Interface, verified: Verified | None = None) -> str:
        """Return what the library holds, in words; `engine` names what encodes additions."""
        try:
            return held_html.state(holdings(self._library.catalogue), engine, verified, interface)
        except YinjuError as error:
            # it says what was found where a library is so far gone that nothing can be counted
            return held_html.verdict(verified, interface) if verified else self._sorry(error, interface)

    def verify(self, engine: str, interface: Interface) -> Iterator[str]:
        """Yield what the library holds while it is verified as `yinju repair --check` does it, then what was found."""
        begun = time.monotonic()
        yield self.state(engine, interface, Verified(0))
        found: list[Verified] = []
        thread = threading.Thread(target=lambda: found.append(self._verified(begun, interface)), daemon=True)
        thread.start()
        thread.join(_EVERY)
        while thread.is_alive():
            yield self.state(engine, interface, Verified(round(time.monotonic() - begun)))
            thread.join(_EVERY)
        yield self.state(engine, interface, found[0])

    def _verified(self, begun: float, interface: Interface) -> Verified:
        try:
            with self._verifying:  # one at a time: it reads everything
                found = repairing.verify(self._library.catalogue.folder)
        except YinjuError as error:
            return Verified(trouble=trouble(error, self._folder, interface))
        except Exception:  # the page must say so rather than wait for ever; the log keeps the trace
            logging.getLogger(__name__).exception("verifying failed")
            return Verified(trouble=say("failed", interface))
        return Verified(max(1, round(time.monotonic() - begun)), found)

    def _list(self, look: Look, owner: str, interface: Interface) -> str:
        now = self._now()
        wanted = look.at(now)
        with self._library.catalogue.reading() as connection:
            counts = self._counted(_Counted(state_of(connection), wanted), lambda: listing.counted(connection, wanted))
            last = max(1, -(-counts.total // listing.PAGE))
            look = replace(look, page=min(look.page, last))
            entries = listing.listed(connection, wanted, look.page)
            lately = listing.changed_since(connection, wanted, [moment_before(now, hours) for hours in HOURS])
            held = 1 if entries else self._library.count()
        with self._lock:
            removed = self._removed.get(owner)
        shown = Listed(entries, counts, lately, held, now, removed.titles if removed else ())
        return html.listing(shown, look, interface)

    def _counted(self, key: _Counted, count: Callable[[], Counts]) -> Counts:
        """Return counts, from memory while the library has not changed: turning a page then counts nothing."""
        key = key._replace(wanted=replace(key.wanted, sort="added", turned=False))
        with self._lock:
            known = self._counts.get(key)
        if known is None:
            known = count()
            with self._lock:
                self._counts[key] = known
                while len(self._counts) > _COUNTED:
                    self._counts.popitem(last=False)
        return known

    def _article(self, look: Look, interface: Interface) -> str:
        found = self._library.article(look.article)
        with self._library.catalogue.reading() as connection:
            entries = listing.entries(connection, [look.article])
        return html.reading(found, entries[0].added if entries else "", look, self._now(), interface)

    def _sorry(self, error: YinjuError, interface: Interface) -> str:
        return f'<p class="yj-error" role="alert">{escape(trouble(error, self._folder, interface))}</p>'

    def _told(self, name: str, interface: Interface) -> str:
        return f'<p class="yj-note" role="status">{escape(say(name, interface))}</p>'
