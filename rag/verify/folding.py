"""Sentences made alike for comparison word for word."""

from __future__ import annotations

_AROUND = " .。“”\"'‘’「」『』"


def folded(text: str) -> str:
    """Return a text for comparison: fold case, white space, and the marks around a sentence; nothing else inside it."""
    return " ".join(text.split()).strip(_AROUND).casefold()
