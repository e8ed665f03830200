"""Which addresses of articles are kept: those that lead somewhere and do nothing else."""

from __future__ import annotations

import re

_KEPT = {"http", "https", "ftp", "ftps", "doi", "urn"}
_scheme = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_ignored = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")  # browsers skip some


def address(url: str | None) -> str | None:
    """Return an article's address without white space around it, or None where following it could run or read something.

    Kept are the web's schemes, `doi:`, `urn:`, and what names none (`example.org/a`, `localhost:8000/a`).
    """
    if not url or not url.strip():
        return None
    scheme = _scheme.match(_ignored.sub("", url))
    named = scheme[1].lower() if scheme else ""
    return url.strip() if not named or named in _KEPT or "." in named or named == "localhost" else None
