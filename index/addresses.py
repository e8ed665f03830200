"""Which addresses of articles are kept: those that lead somewhere and do nothing else."""

from __future__ import annotations

import re

_KEPT = {"http", "https", "ftp", "ftps", "doi", "urn"}
_scheme = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_unseen = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\U000e0000-\U000e0fff]"
)


def address(url: str | None) -> str | None:
    """Return an article's address without white space around it, or None where following it could run or read something.

    Kept are the web's schemes, `doi:`, `urn:`, and what names none (`example.org/a`, `localhost:8000/a`).
    """
    bare = (url or "").strip()
    if not bare or _unseen.search(bare):  # a line break or an override: made to look like something else
        return None
    scheme = _scheme.match(bare)
    named = scheme[1].lower() if scheme else ""
    return bare if not named or named in _KEPT or "." in named or named == "localhost" else None
