"""Clauses of a sentence: the stretches in which one thing is said."""

from __future__ import annotations

from yinju.index.text.patterns import Late

_english = Late(
    r"(?<!\d)[,;:–—]\s|,\s|;\s|:\s|\s[-–—]\s|\s(?=(?:but|while|whereas|although|though|because|despite|after which|so that|which|who|whose|until|unless|when|after|before|even though|instead of|rather than) )"
)
_chinese = Late(r"[，；：。！？,;]|(?<!\d)、(?=[^，；。]{12})")
_FEWEST = 2  # words; what is shorter belongs to its neighbour


def clauses(text: str, chinese: bool) -> tuple[tuple[int, int], ...]:
    """Return the spans of a sentence's clauses, code points half open; they cover the sentence."""
    cuts = [match.end() for match in (_chinese if chinese else _english).finditer(text)]
    spans: list[tuple[int, int]] = []
    start = 0
    for end in [*cuts, len(text)]:
        size = len(text[start:end]) if chinese else len(text[start:end].split())
        if size >= _FEWEST or (end == len(text) and size):
            spans.append((start, end))
            start = end
    if start < len(text) and spans:
        spans[-1] = (spans[-1][0], len(text))
    return tuple(spans) or ((0, len(text)),)
