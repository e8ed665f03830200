"""What a hostile article is to the tests."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A file that tries something, and a question that leads to it.

    `quote` stands in the sentence that answers the question; the rest of the article is the attack. `unread` must not
    be in the article as it is stored (its text, title, address, facets), `unshown` on no face, as it is written here.
    """

    name: str
    file: str
    content: str | bytes
    ask: str
    quote: str
    unread: tuple[str, ...] = ()
    unshown: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name


def row(text: str, **fields: object) -> str:
    """A line of JSON Lines, everything but ASCII escaped (half characters too)."""
    return json.dumps({"text": text, **fields}) + "\n"
