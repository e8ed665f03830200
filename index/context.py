"""The headline that a sentence is read with: “It rose by 30 %” says what rose only under it.

The encoder reads it before the sentence; it is never quoted, counted or searched for as the sentence's words
(our samples: right answers .60 → .68, refusals of what no article says .54 → .63). A passage says by itself what it
is about, and gains nothing.
"""

from __future__ import annotations

from yinju.index.encoders.types import CONTEXT_END

_LONGEST = 150  # characters of a headline


def in_context(title: str, text: str, start: int, end: int) -> str:
    """Return a sentence of a text as the encoder reads it: after the article's headline, when that says more."""
    sentence, headline = text[start:end], " ".join(title.split())
    beginning = headline.removesuffix("…").rstrip()
    if not headline or len(headline) > _LONGEST or sentence.startswith(beginning) or _is_made(beginning, text):
        return sentence
    return f"{headline}.{CONTEXT_END}{sentence}"


def _is_made(beginning: str, text: str) -> bool:
    """Say whether a headline is but the beginning of the text, which has none of its own."""
    return text.startswith(beginning) and text[len(beginning) : len(beginning) + 1] not in ("", "\n")
