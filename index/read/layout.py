"""Printed lines to running text: paragraphs put together again, running heads and page numbers left out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low

from yinju.index.text.scripts import UNSPACED

_EDGE = 3  # lines at the top and at the foot of a page that may be running heads
_MOST = 0.4  # share of pages: heads that differ on left and right pages are each on half of them
_CLOSE = 1.6  # times the usual distance of lines that still is one block
_ALIKE = 1.3  # ratio of heights up to which two lines are set in one size, several fonts in each
_INDENT = 0.8  # line heights by which a first line stands in
_NARROWEST = 11  # line heights a column of running text is wide at least; narrower are tables and labels
_PLACE = 18  # points by which lines of one column may begin apart
_LONGEST_HEAD = 120  # characters of a running head
_number = re.compile(r"\d{1,5}")
_page_number = re.compile(
    r"\W*((page|seite|p\.)?\s*\d+\s*(of|von|de|/)\s*\d+|(page|seite|p\.)\s*\d+|第\s*\d+\s*[页頁].{0,12})\W*",
    re.IGNORECASE,
)
_ends_sentence = re.compile(r"[.。!！?？…:：;；][\"'”’」』)）\]】]*$")
_bullet = re.compile(r"[•●■◆▪‣·∙○□➢✓–—-]\s|[•●■◆▪‣➢✓]")
_leader = re.compile(r"(\.\s?){4,}\w*$")  # in a table of contents
_goes_on = re.compile(f"[a-zß-öø-ÿа-яα-ω{UNSPACED}，、）」』”]")
_word = re.compile(r"[^\W\d_]+")
_unbroken = re.compile(f"[“‘「『（《(]*(?:[^\\s{UNSPACED}，。、；：！？]+|.)")  # what would not have been parted
_unspaced_end, _unspaced_start = (
    re.compile(f"[{UNSPACED}，。、；：！？”」』）》]$"),
    re.compile(f"[{UNSPACED}，。、；：！？“「『（《]"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, in points, y growing upwards: its ends, the baselines of its first and its last character.

    The two baselines differ where the format took two lines for one. `hyphen`: its last word goes on in the next.
    """

    text: str
    left: float
    right: float
    first: float
    last: float
    height: float
    hyphen: bool = False


Page = Sequence[Line]


def running_text(pages: Sequence[Page]) -> tuple[str, tuple[int, ...]]:
    """Return the text of all pages and the code point at which each page begins in it.

    Paragraphs of one page are divided by a line end or a blank line, pages by a blank line, except where a
    sentence runs on.
    """
    pages = _without_heads(pages)
    every = [line.text.lower() for page in pages for line in page]
    words = {word for text in every for word in _word.findall(text)[1:-1]}  # those at the ends may be halves
    compounds = {word for text in every for word in re.findall(r"\w+-\w+", text)}
    leading, columns = _leading(pages), _columns(pages)
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    before: Line | None = None
    for page in pages:
        for at, line in enumerate(page):
            if before is not None:
                glue = _glue(before, line, at > 0, leading, columns)
                cut = 0
                if glue == " ":
                    cut, glue = _seam(before, line, words, compounds)
                parts[-1] = parts[-1][: len(parts[-1]) - cut] + glue
                length += len(glue) - cut
            if at == 0:
                starts.append(length)
            parts.append(line.text)
            length += len(line.text)
            before = line
        if not page:
            starts.append(length)  # an empty page begins where the one before ends
    return "".join(parts), tuple(starts)


def headline(pages: Sequence[Page]) -> str:
    """Return the largest lines of the first page where they stand out, else nothing."""
    first = next((page for page in pages if page), ())
    if len(first) < 3:
        return ""
    tallest, usual = max(line.height for line in first), median(line.height for line in first)
    large = [line.text for line in first if line.height * 1.05 >= tallest]
    return " ".join(large) if tallest >= _ALIKE * usual and len(large) <= 4 else ""


def _without_heads(pages: Sequence[Page]) -> list[list[Line]]:
    """Leave out what stands at the edge of most pages, word for word or with the page's number."""
    need = max(2, _MOST * len(pages))
    edges = [list(_edges(page)) for page in pages]
    texts = Counter(text for edge in edges for text in {(top, line.text) for top, line in edge})
    numbers = Counter(
        found for at, edge in enumerate(edges) for found in {n for top, line in edge for n in _numbers(top, line, at)}
    )
    result = []
    for at, (page, edge) in enumerate(zip(pages, edges, strict=True)):
        heads = {
            line
            for top, line in edge
            if texts[top, line.text] >= need
            or any(numbers[found] >= need for found in _numbers(top, line, at))
            or _page_number.fullmatch(line.text)
        }
        result.append([line for line in page if line not in heads])
    return result


def _edges(page: Page) -> Iterator[tuple[bool, Line]]:
    ordered = sorted(page, key=lambda line: -line.first)
    yield from ((True, line) for line in ordered[:_EDGE])
    yield from ((False, line) for line in ordered[-_EDGE:])


def _numbers(top: bool, line: Line, page: int) -> set[tuple[bool, str, int]]:
    """Return which page numbers, as distances from the page's place, the line may begin or end with."""
    if len(line.text) > _LONGEST_HEAD:
        return set()
    words = line.text.split()
    sides = (("first", words[:1]), ("last", words[-1:]))
    return {
        (top, side, int(match[0]) - page)
        for side, word in sides
        if word and (match := _number.fullmatch(word[0].strip("-–—[]()·|")))
    }


def _leading(pages: Iterable[Page]) -> float:
    """Return the usual distance of lines."""
    steps = [above.last - line.first for page in pages for above, line in pairwise(page) if above.last > line.first]
    return median_low(steps) if steps else 1.0


def _columns(pages: Iterable[Page]) -> dict[int, float]:
    """Return how far the lines reach that begin at about the same place, by that place; a tenth may stick out."""
    reach: dict[int, list[float]] = defaultdict(list)
    for page in pages:
        for line in page:
            for near in (-1, 0, 1):
                reach[round(line.left / _PLACE) + near].append(line.right)
    return {place: sorted(rights)[int(0.9 * len(rights))] for place, rights in reach.items()}


def _glue(before: Line, line: Line, same_page: bool, leading: float, columns: dict[int, float]) -> str:
    """Return what divides two lines: a space where the paragraph goes on, else a line end or a blank line."""
    if before.hyphen:
        return " "
    right = columns[round(before.left / _PLACE)]
    width = right - before.left
    first = _unbroken.match(line.text)
    needed = (len(first[0]) + 1 if first else 1) * (line.right - line.left) / len(line.text)
    full = width >= _NARROWEST * before.height and before.right + needed > right - 0.02 * width
    full = full or before.text.endswith(("，", "、", ","))  # no paragraph ends so
    alike = 1 / _ALIKE <= before.height / line.height <= _ALIKE
    step = before.last - line.first
    if not same_page or step < -line.height:  # the next page, the next column
        open_end = full and alike and not _ends_sentence.search(before.text)
        return " " if open_end and _goes_on.match(line.text) else "\n\n"
    close = step <= _CLOSE * leading
    hanging = 3 if _bullet.match(before.text) else _INDENT
    starts = line.left - before.left > hanging * line.height or _bullet.match(line.text)
    if close and alike and full and not starts and not _leader.search(before.text):
        return " "
    return "\n" if close and alike else "\n\n"


def _seam(before: Line, line: Line, words: set[str], compounds: set[str]) -> tuple[int, str]:
    """Return how many characters of a line go, and what comes in their place, where a paragraph goes on."""
    dash = before.text[-1:] == "-" and before.text[-2:-1].isalpha() and line.text[:1].islower()
    if before.hyphen or dash:
        left, right = re.search(r"\w*$", before.text.removesuffix("-")), re.match(r"\w*", line.text)
        one, two = (match[0].lower() if match else "" for match in (left, right))
        known = f"{one}-{two}" in compounds or (one in words and two in words)
        compound = known and one + two not in words
        return int(dash), "-" if compound else ""
    if _unspaced_end.search(before.text) and _unspaced_start.match(line.text):
        return 0, ""
    return 0, " "
