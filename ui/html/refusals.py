"""Why a file is no article, in the language of the page."""

from __future__ import annotations

import re
from functools import lru_cache

from yinju.ui.strings import Interface
from yinju.ui.strings.refusals import REFUSALS

_place = re.compile(r"\\\{(\w+)\\\}")


def refusal(why: str, interface: Interface) -> str:
    """Return a reader's sentence in the language of the page; as it is where there is no other word for it."""
    if interface == "en":
        return why
    for pattern, chinese in _patterns():
        if found := pattern.fullmatch(why):
            return chinese.format(**found.groupdict())
    return why


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile(_place.sub(r"(?P<\1>.+)", re.escape(english)), re.DOTALL), chinese)
        for english, chinese in REFUSALS.items()
    ]
