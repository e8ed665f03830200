"""A pasted answer read: its sentences with their places and marks, and what the marks stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from yinju.index.errors import AnswerRefused
from yinju.index.text.language import UNKNOWN, identify
from yinju.index.text.scripts import UNSPACED
from yinju.index.text.sentences import sentence_spans
from yinju.rag.checking.inline import References, Words, words
from yinju.rag.checking.lines import Block, Sort, blocks
from yinju.rag.checking.types import Reference, Written

LONGEST = 100_000
"""Characters of an answer that are read: some fifty pages."""
MOST = 1_000
"""Sentences of an answer that are checked, some 30 ms each."""
_MOST_MARKS = 20  # different ones a sentence: each has its source looked into
_address = re.compile(r"https?://[^\s<>\"'，。；、（）【】\[\]]+", re.IGNORECASE)
_linked = re.compile(r"\[([^\[\]]*)\]\(\s*<?((?:[^\s()<>]|\([^\s()]*\))+)(?:>?\s*(?:[\"'][^\"']*[\"'])?\s*\))?")
_unspaced = re.compile(f"[{UNSPACED}，。！？：；、]")


def read(text: str) -> tuple[str, list[Written]]:
    """Return the language of an answer and its sentences, in the order they stand.

    Raises AnswerRefused where there is nothing to check, or more than is read.
    """
    if len(text) > LONGEST:
        raise AnswerRefused(
            f"the answer has {len(text):,} characters, at most {LONGEST:,} are checked; check it in parts",
            "long",
            count=f"{len(text):,}",
            most=f"{LONGEST:,}",
        )
    found = list(blocks(text))
    references = _references(text, [block for block in found if block.sort is Sort.SOURCE])
    said = [block for block in found if block.sort is not Sort.SOURCE]
    sentences: list[Written] = []
    for block, after in pairwise([*said, None]):
        if block is not None:
            opens = after is not None and after.item and not block.item
            sentences += _sentences(block, _words(text, block, references), opens)
    if not sentences:
        raise AnswerRefused("there is no sentence in it; give an answer in words, as text or Markdown", "wordless")
    if len(sentences) > MOST:
        raise AnswerRefused(
            f"the answer has {len(sentences):,} sentences, at most {MOST:,} are checked; check it in parts",
            "many",
            count=f"{len(sentences):,}",
            most=f"{MOST:,}",
        )
    language = identify(" ".join(sentence.text for sentence in sentences))
    return "en" if language == UNKNOWN else language, sentences


def _references(text: str, listed: Sequence[Block]) -> References:
    """Return what labels stand for; where a list has no labels, its entries count from 1."""
    found: dict[str, Reference] = {}
    for number, block in enumerate(listed, 1):
        label = block.label or ("" if any(other.label for other in listed) else str(number))
        if label:
            written = " ".join(text[span.start : span.end].strip() for span in block.spans)
            found.setdefault(label, reference(written))
    return found


def reference(written: str) -> Reference:
    """Return what an entry of a list of sources says."""
    linked, plain = _linked.search(written), _address.search(written)
    url = linked[2] if linked else plain.group().rstrip(".,;:!?)") if plain else None
    words = _linked.sub(r" \1 ", written)
    words = " ".join(_address.sub(" ", words).replace("**", "").split())
    return Reference(words.strip(" -–—·|:：*_<>"), url)


def _words(text: str, block: Block, references: References) -> Words:
    raw, places = "", list[int]()
    for span in block.spans:
        if raw:
            joined = bool(_unspaced.match(raw[-1]) or _unspaced.match(text[span.start : span.start + 1]))
            raw, places = raw + ("" if joined else " "), places + ([] if joined else [span.start])
        part = text[span.start : span.end].rstrip()
        part = part if not raw else part.lstrip()
        begin = text.index(part, span.start) if part else span.start
        raw, places = raw + part, places + list(range(begin, begin + len(part)))
    return words(raw, places, references)


def _sentences(block: Block, found: Words, opens: bool) -> list[Written]:
    plain = found.text
    if block.sort is Sort.ROW:
        spans = [(0, len(plain))] if any(c.isalnum() for c in plain) else []
    else:
        spans = [(start, end) for start, end in sentence_spans(plain, _code(plain)) if _says(plain[start:end])]
    written: list[Written] = []
    for number, (start, end) in enumerate(spans):
        last = number == len(spans) - 1
        after = len(plain) if last else spans[number + 1][0]
        own = [mark for place, mark in found.marks if (place > start or not number) and (place <= after or last)]
        words = (
            plain[start:end] if block.sort is not Sort.ROW else " ".join(plain.replace("|", " | ").split()).strip(" |")
        )
        written.append(
            Written(
                words,
                found.places[start],
                found.places[end - 1] + 1,
                tuple(dict.fromkeys(own))[:_MOST_MARKS],
                opens=opens and last and words.rstrip().endswith((":", "：")),
                row=block.sort is Sort.ROW,
            )
        )
    return written


def _code(text: str) -> str:
    language = identify(text)
    return "en" if language == UNKNOWN else language


def _says(text: str) -> bool:
    """Tell whether there is a letter or figure in it: what is left of markup says nothing."""
    return any(character.isalnum() for character in text)
