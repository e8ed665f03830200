"""What the filter does: which values there are to choose, what was chosen, and in words what that means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yinju.index.errors import UsageError
from yinju.index.library import Library
from yinju.index.snapshot import State, state_of
from yinju.index.sources import Present, present
from yinju.index.text.invisible import shown
from yinju.index.types import Filter
from yinju.rag.filters import parse
from yinju.ui.strings import Interface, say
from yinju.ui.strings.languages import language_name

_LONGEST = 60  # characters of a choice

Choices = list[tuple[str, str]]
"""What is shown for each value, and the value."""


class Chosen(NamedTuple):
    """What stands in the filter's fields."""

    languages: Sequence[str] | None = None
    since: str | None = None
    until: str | None = None
    facets: Sequence[str] | None = None
    sources: Sequence[str] | None = None

    @property
    def limits(self) -> int:
        """How many fields hold something."""
        return sum(bool(value.strip() if isinstance(value, str) else value) for value in self)


class Narrowing:
    """The filter over one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._known: tuple[State, Present] | None = None

    def present(self) -> Present:
        """Return what there is to choose among; looked up once after each change of the library."""
        with self._library.catalogue.reading() as connection:
            state, known = state_of(connection), self._known
            if known is None or known[0] != state:
                known = self._known = state, present(connection)
        return known[1]

    def languages(self, interface: Interface, chosen: Sequence[str] = ()) -> Choices:
        """Return the languages there are, and those chosen, by their names."""
        codes = dict.fromkeys((*self.present().languages, *chosen))
        return sorted((language_name(code, interface), code) for code in codes)

    def facets(self) -> Choices:
        """Return the facets there are, each as `name: value`."""
        return [(_line(f"{key}: {value}"), f"{key}={value}") for key, value in self.present().facets if "=" not in key]

    def sources(self) -> Choices:
        """Return the hosts and folders that articles come from."""
        return [(_line(source), source) for source in self.present().sources]


def wanted(chosen: Chosen, interface: Interface) -> Filter:
    """Return the filter that was chosen. Raises UsageError in the interface's language."""
    since, until = ((day or "").strip() for day in (chosen.since, chosen.until))
    for day in (since, until):
        try:
            parse((), day, None, ())
        except UsageError as error:
            raise UsageError(say("filter_bad_day", interface, day=_line(day))) from error
    facets = [_facet(text, interface) for text in chosen.facets or ()]
    languages = [code for code in chosen.languages or () if code != "und"]
    try:
        found = parse(languages, since, until, facets, chosen.sources or ())
    except UsageError as error:
        name = "filter_bad_order" if since and until and _after(since, until) else "filter_bad"
        raise UsageError(say(name, interface, since=since, until=until, why=_line(str(error)))) from error
    unknown = ("und",) if "und" in (chosen.languages or ()) else ()
    return Filter((*found.languages, *unknown), found.since, found.until, found.facets, sources=found.sources)


def told(chosen: Chosen, interface: Interface) -> str:
    """Return what the filter means, in a sentence. Raises UsageError as `wanted` does."""
    found = wanted(chosen, interface)
    if not found:
        return say("filter_none", interface)
    either, both = say("filter_or", interface), say("filter_and", interface)
    limits = []
    if found.languages:
        names = either.join(language_name(code, interface) for code in found.languages)
        limits.append(say("filter_in_languages", interface, languages=names))
    if found.since or found.until:
        days = (
            "filter_days"
            if found.since and found.until
            else "filter_days_since"
            if found.since
            else "filter_days_until"
        )
        limits.append(say(days, interface, since=found.since, until=found.until))
    if found.facets:
        facets = both.join(_line(f"{key}: {value}") for key, value in found.facets)
        limits.append(say("filter_with_facets", interface, facets=facets))
    if found.sources:
        limits.append(say("filter_from_sources", interface, sources=either.join(map(_line, found.sources))))
    sentence = say("filter_chosen", interface, limits=("，" if interface == "zh" else ", ").join(limits))
    space = "" if interface == "zh" else " "
    return sentence + (space + say("filter_undated", interface) if found.since or found.until else "")


def _after(since: str, until: str) -> bool:
    first, last = parse((), since, None, ()).since, parse((), until, None, ()).since
    return bool(first and last and first > last)


def _facet(text: str, interface: Interface) -> str:
    """Return a facet as `parse` takes it; a typed one may be written as it is shown."""
    if "=" in text:
        return text
    key, colon, value = text.replace("：", ":", 1).partition(":")
    if not (key.strip() and colon and value.strip()):
        raise UsageError(say("filter_bad_facet", interface, facet=_line(text)))
    return f"{key.strip()}={value.strip()}"


def _line(text: str) -> str:
    """Return a text as a choice shows it: one short line with nothing invisible in it."""
    line = " ".join(shown(text).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
