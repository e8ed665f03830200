"""Sentences packed into passages: the spans that are searched."""

from __future__ import annotations

from yinju.index.text.scripts import tokens
from yinju.index.text.sentences import sentence_spans
from yinju.index.types import Passage, Span

LARGEST = 240
"""Tokens (estimated) in a passage: half of what the bundled encoder reads, so that none is ever truncated."""


def passages(text: str, language: str) -> list[Passage]:
    """Split a text into passages of whole sentences that together hold every sentence exactly once.

    A passage ends at a paragraph's end once it is half full, and before the sentence that would overfill it.
    """
    packed: list[list[Span]] = []
    size = 0
    previous_end = 0
    for span in sentence_spans(text, language):
        length = tokens(text[span.start : span.end])
        new_paragraph = "\n" in text[previous_end : span.start]
        if not packed or size + length > LARGEST or (new_paragraph and size > LARGEST // 2):
            packed.append([])
            size = 0
        packed[-1].append(span)
        size += length
        previous_end = span.end
    return [Passage(group[0].start, group[-1].end, tuple(group)) for group in packed]
