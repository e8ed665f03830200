"""Which article a reference means: by id, address, title or file name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import PurePath
from urllib.parse import unquote, urlsplit

from rapidfuzz import fuzz

from yinju.index.text.scripts import tokens
from yinju.index.text.terms import fold
from yinju.index.types import Head
from yinju.rag.checking.types import Reference

_id = re.compile(r"(?<![0-9a-f])[0-9a-f]{16}(?![0-9a-f])")
_marks = re.compile(r"[\W_]+")
_tracking = re.compile(r"^(?:utm_\w+|spm|from|fbclid|gclid|ref|source)$", re.IGNORECASE)
_LEAST = 4  # estimated tokens that a title has at least to be recognised inside a longer reference
_ALIKE = 90.0  # of 100 (rapidfuzz), above which a title written slightly otherwise is the same


class Sources:
    """The articles of a library by what they are called."""

    def __init__(self, heads: Iterable[Head]) -> None:
        self._heads = {head.id: head for head in heads}
        self._urls = {key: head.id for head in self._heads.values() if head.url and (key := _address(head.url))}
        self._names: dict[str, str] = {}
        for head in self._heads.values():
            name = PurePath(unquote(head.identity.removeprefix("sample:"))).name
            for form in (name, PurePath(name).stem):
                if len(form) > 1:
                    self._names.setdefault(form.casefold(), head.id)
        self._titles = [(words, head.id) for head in self._heads.values() if (words := _words(head.title))]

    def find(self, reference: Reference) -> str | None:
        """Return the id of the article that a reference means, or None."""
        named = (found for text in (reference.text, reference.url or "") for found in _id.findall(text))
        by_id = next((found for found in named if found in self._heads), None)
        return by_id or self._by_address(reference.url) or self._by_title(reference.text) or self._by_file(reference)

    def _by_address(self, url: str | None) -> str | None:
        return self._urls.get(_address(url)) if url else None

    def _by_title(self, text: str) -> str | None:
        words = _words(text)
        if not words:
            return None
        held = [(len(title), own) for title, own in self._titles if title == words or _holds(words, title)]
        if held:
            return max(held, key=lambda pair: pair[0])[1]
        near = [(fuzz.ratio(title, words, score_cutoff=_ALIKE), own) for title, own in self._titles]
        score, best = max(near, key=lambda pair: pair[0], default=(0.0, ""))
        return best if score and tokens(text) >= _LEAST else None

    def _by_file(self, reference: Reference) -> str | None:
        path = urlsplit(reference.url).path if reference.url and not _web(reference.url) else ""
        forms = [reference.text.strip().casefold(), PurePath(unquote(path)).name.casefold()]
        forms += [PurePath(part).name for part in re.split(r"[\s,;()（），；]+", forms[0]) if "." in part]
        return next((self._names[form] for form in forms if form and form in self._names), None)


@lru_cache(maxsize=1 << 12)
def _words(text: str) -> str:
    """Return a title for comparison: words alone, folded, one space between them."""
    return _marks.sub(" ", fold(text)).strip()


def _holds(words: str, title: str) -> bool:
    return tokens(title) >= _LEAST and f" {title} " in f" {words} "


def _web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def _address(url: str) -> str:
    """Return an address for comparison: no scheme, www, fragment, tracking or closing slash."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
    except ValueError:
        return url.casefold()
    query = "&".join(sorted(p for p in parts.query.split("&") if p and not _tracking.match(p.partition("=")[0])))
    host = parts.netloc.casefold().removeprefix("www.").removesuffix(":443").removesuffix(":80")
    return f"{host}{unquote(parts.path).rstrip('/')}{'?' if query else ''}{query}"
