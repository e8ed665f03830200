"""Filters as people write them, checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from yinju.index.errors import UsageError
from yinju.index.sources import host
from yinju.index.types import Filter


def parse(
    languages: Sequence[str],
    since: str | None,
    until: str | None,
    facets: Sequence[str],
    sources: Sequence[str] = (),
) -> Filter:
    """Return the filter meant. Raises UsageError naming what is wrong."""
    pairs = []
    for facet in facets:
        key, equals, value = facet.partition("=")
        if not (key and equals and value):
            raise UsageError(f"facet {facet!r}: write it as NAME=VALUE")
        pairs.append((key, value))
    codes = tuple(re.split("[-_]", code.strip().lower())[0] for code in languages)
    for code, given in zip(codes, languages, strict=True):
        if not re.fullmatch("[a-z]{2}", code):
            raise UsageError(f"language {given!r}: give its two-letter code, for example en or zh")
    first, last = _day(since), _day(until)
    if first and last and first > last:
        raise UsageError(f"since {first} is after until {last}; no day lies between them")
    return Filter(codes, first, last, tuple(pairs), sources=tuple(_source(text) for text in sources))


def _source(text: str) -> str:
    bare = text.strip()
    if not bare:
        raise UsageError("a source is empty; name a host, for example www.example.org, or the folder of a file")
    return host(bare) if "://" in bare else bare.rstrip("/") or "/"


def _day(text: str | None) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"date {text!r}: write it as YYYY-MM-DD, for example 2023-11-05") from None
