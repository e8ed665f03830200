"""Text made inert beside the markers of an answer.

Articles are written by anybody. What they hold that a terminal or a Markdown page would act on (markers, images, links)
is taken out of the copy that is shown; the stored text stays as it is. What a model reads and writes is made inert by
`yinju.rag.compose.inert`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from yinju.index.text.invisible import shown
from yinju.rag.types import Statement

OPEN, SHUT = r"[\[［【〔⟦]", r"[\]］】〕⟧]"
"""What opens a marker and what ends it, as sets of a pattern."""

_marker = re.compile(rf"{OPEN}\s*\^?(\d+(?:\s*[-–,，、]\s*\d+)*(?:\s*†[^\[\]【】]{{0,30}})?)\s*{SHUT}")
_tag = re.compile(r"<(?=[A-Za-z/!?|])")


def without_markers(text: str) -> str:
    """Return a text in which nothing looks like a marker: [1] of an article becomes (1)."""
    return _marker.sub(r"(\1)", text)


def for_reading(text: str) -> str:
    """Return a statement's text as it may stand before its markers: one line, nothing invisible, no marker."""
    return without_markers(" ".join(shown(text).split()))


def flat(statements: Iterable[Statement]) -> str:
    """Return an answer as one text, each statement before its markers, for whoever shows it as text or Markdown.

    Nothing but the answer's own markers looks like one, and no image, link or element of an article is left whole.
    """
    return " ".join(
        _tag.sub("‹", for_reading(statement.text)).replace("](", "] (")
        + "".join(f" [{marker}]" for marker in statement.citations)
        for statement in statements
    )
