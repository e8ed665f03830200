"""Sentence spans of a text in any language, exact to the code point."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN, tokens
from yinju.index.types import Span

LONGEST = 120
"""Tokens (estimated) above which a sentence is cut again: a quote should be a sentence, not a paragraph."""

_AT_ONCE = 10_000  # characters of a line that sentencex sees together: its time grows with their square

_PRELUDE = 20  # characters up to which what says nothing waits for what follows it

_SECOND_CUTS = (
    Late(r"(?<=[。！？!?；;।۔።])[。！？!?；;”’」』）)\"]*"),
    # crawled Chinese pages run captions together: 甲《…》乙《…》
    Late(f"(?<=》)(?=[{HAN}])(?![的和与及等中是在上里为一])"),
    Late(r"(?<=[，,、：:])"),
    Late(r"(?<=\s)"),
)
_line = re.compile(r"[^\n]+")
_before_figure = Late(r"[。！？][”’」』）]*(?=[0-9A-Za-z])")  # sentencex sees no end in 。2007年
_says_something = re.compile(r"[^\W\d_]{2}|[^\W\d_].*\s")  # "1." and "(a)" belong to what follows them


def sentence_spans(text: str, language: str) -> list[Span]:
    """Split a text into its sentences.

    The spans are in order, do not overlap, neither begin nor end with white space, and leave out nothing
    but white space. A line break always ends a sentence. Boundaries come from sentencex; what is longer
    than `LONGEST` is cut again at ever weaker marks.
    """
    spans: list[Span] = []
    for line in _line.finditer(text):
        begin = line.start()
        for end in _boundaries(language, line):
            if _says_something.search(text, begin, end) or end == line.end() or end - begin > _PRELUDE:
                spans += _cut(text, begin, end, 0)
                begin = end
    return spans


def _boundaries(language: str, line: re.Match[str]) -> list[int]:
    ends = {line.start() + end for end in _ends(language, line.group())}
    ends |= {found.end() for found in _before_figure.finditer(line.string, *line.span())}
    return sorted(ends)


def _ends(language: str, line: str) -> Iterator[int]:
    """Yield where sentencex sees sentences end; a long line stretch by stretch, each from a sentence's beginning."""
    at = 0
    while at < len(line):
        stretch = line[at : at + _AT_ONCE]
        found = [boundary["end_index"] for boundary in sentencex.get_sentence_boundaries(language, stretch)]
        if at + len(stretch) < len(line):
            found = found[:-1] or found  # the last one may be cut in two
        yield from (at + end for end in found)
        at += found[-1] if found else len(stretch)


def _cut(text: str, start: int, end: int, level: int) -> list[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return []
    if tokens(text[start:end]) <= LONGEST:
        return [Span(start, end)]
    if level == len(_SECOND_CUTS):
        middle = (start + end) // 2  # one endless word
        return _cut(text, start, middle, level) + _cut(text, middle, end, level)
    pieces = _packed(text, start, end, _SECOND_CUTS[level])
    return [span for piece in pieces for span in _cut(text, *piece, level + 1)]


def _packed(text: str, start: int, end: int, mark: Late) -> list[Span]:
    """Cut at every mark; weak marks (commas, spaces) only where a piece would otherwise grow too long."""
    cuts = [found.end() for found in mark.finditer(text, start, end) if start < found.end() < end]
    if mark in _SECOND_CUTS[:2]:
        edges = [start, *cuts, end]
        return [Span(a, b) for a, b in pairwise(edges) if a < b]
    pieces, begin, last = [], start, start
    for cut in [*cuts, end]:
        if last > begin and tokens(text[begin:cut]) > LONGEST:
            pieces.append(Span(begin, last))
            begin = last
        last = cut
    return [*pieces, Span(begin, end)]
