"""The lines of a pasted answer: which are paragraphs, items and rows, which are headings and code, which list sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from yinju.index.text.scripts import UNSPACED
from yinju.index.types import Span


class Sort(Enum):
    """What a block of lines is."""

    TEXT = "paragraph or item of a list"
    ROW = "row of a table"
    SOURCE = "entry of a list of sources"


@dataclass(slots=True)
class Block:
    """Lines that belong together: the spans of their content in the text, without what stands before it.

    A source has a label, "" where its list has none. `listed` is what follows a line that opens a list.
    """

    sort: Sort
    spans: list[Span] = field(default_factory=list)
    label: str = ""
    item: bool = False


_line = re.compile(r"[^\n]*\n?")
_fence = re.compile(r" {0,3}(```+|~~~+)")
_rule = re.compile(r" {0,3}(?:[-*_=] *){3,}$")
_under = re.compile(r" {0,3}(?:=+|-{2,}) *$")
_heading = re.compile(r" {0,3}#{1,6}(?:\s+|$)(?P<title>.*?)\s*#*\s*$")
_bold = re.compile(r"\s*(?:\*\*|__)(?P<title>[^*_]{1,120})(?:\*\*|__)\s*[:：]?\s*$")
_quote = re.compile(r"(?: {0,3}>\s?)+")
_item = re.compile(
    r"\s*(?:[-*+•·◦‣▪●○–]\s+|\d{1,3}(?:[.)](?=\s)|、)\s*|[(（]\d{1,3}[)）]\s*|[①-⑳]\s*)(?:\[[ xX]\]\s+)?"
)
_row = re.compile(r"\s*\|.*\|\s*$")
_row_rule = re.compile(r"\s*\|?\s*:?-{2,}[\s|:-]*$")
_definition = re.compile(r" {0,3}(?:\[\^?(?P<label>[^\[\]\s]{1,60})\]|【(?P<wide>\d{1,12})】)\s*[:：]\s*(?P<rest>.*)")
_entry = re.compile(
    r"\s*(?:[-*+•]\s+)?(?:[\[［【]\^?(?P<label>\d{1,12})[\]］】]\s*[:：.]?|(?P<number>\d{1,4})\s*(?:[.):：]|、)(?=\s|\S*//))"
    r"\s*(?P<rest>.*)"
)
_bullet = re.compile(r"\s*(?:[-*+•]\s+)?(?P<rest>.*)")
_address = re.compile(r"https?://|www\.", re.IGNORECASE)
_WORDS = (
    r"(?:list of )?(?:references?|sources?|citations?|bibliography|footnotes?|notes|works cited|further reading|links)(?: (?:list|cited|used))?"
    r"|参考(?:资料|文献|来源|链接)?|引用(?:来源|文献|资料)?|(?:资料|信息|数据|文章)?来源(?:列表)?|出处|注释|脚注|相关链接"
)
_sources = re.compile(rf"\W*(?:\d+[.、]\s*)?(?:{_WORDS})\W*$", re.IGNORECASE)
_sources_line = re.compile(rf"\W{{0,6}}(?:{_WORDS})\W{{0,4}}[:：]\W{{0,4}}?(?P<rest>\S.*)", re.IGNORECASE)
_inner_entry = re.compile(r"[\[［【]\^?(?P<label>\d{1,12})[\]］】]\s*[:：.]?\s*")
_closed = re.compile(
    r"[.!?。！？:：;；…][\"'”’」』)）*_]*(?:\s*[\[［【(（][^\]］】)）\n]{1,80}[\]］】)）](?:\([^()\s]*\))?)*\s*$"
)
_wide = re.compile(f"[{UNSPACED}]")
_WRAPPED = 50  # columns from which a line without an end may go on in the next one
_FRONT = 40  # lines in which front matter ends


def blocks(text: str) -> Iterator[Block]:
    """Yield what a text says and what it lists as its sources; headings, code, rules and front matter are left out."""
    lines = [Span(m.start(), m.end() - m.group().endswith("\n")) for m in _line.finditer(text) if m.group()]
    lines = lines[_front_matter(text, lines) :]
    tail = _tail(text, lines)
    reader = _Reader(text)
    for number, line in enumerate(lines):
        if number == tail:
            reader.in_sources = True
            reader.finish()
        reader.read(line, lines[number + 1] if number + 1 < len(lines) else None)
    reader.finish()
    yield from reader.found


class _Reader:
    """Takes line after line; `found` is what they made."""

    def __init__(self, text: str) -> None:
        self.text, self.found = text, list[Block]()
        self.in_sources, self._fence, self._open = False, "", False

    def read(self, line: Span, after: Span | None) -> None:
        raw = self.text[line.start : line.end]
        if self._in_code(raw):
            return
        following = self.text[after.start : after.end] if after else ""
        title = self._title(raw, following)
        if title is not None:
            self.finish()
            self.in_sources = bool(_sources.fullmatch(title))
        elif not raw.strip() or _rule.match(raw) or _row_rule.match(raw) or (_under.match(raw)):
            self.finish()
        elif self.in_sources:
            self._source(line, raw)
        elif definition := _definition.match(raw):
            self._begin(Sort.SOURCE, line, definition.start("rest"), definition["label"] or definition["wide"])
        elif listed := _sources_line.match(raw):
            self._inline_sources(line, listed.start("rest"))
        elif _row.match(raw):
            if not _row_rule.match(following):  # what stands above the rule names the columns
                self._begin(Sort.ROW, line, 0)
            self.finish()
        else:
            self._say(line, raw)

    def finish(self) -> None:
        """End the block that is open."""
        self._open = False

    def _in_code(self, raw: str) -> bool:
        fence = _fence.match(raw)
        if self._fence:
            if fence and fence[1][0] == self._fence[0] and len(fence[1]) >= len(self._fence):
                self._fence = ""
            return True
        if fence:
            self.finish()
            self._fence = fence[1]
        return bool(fence)

    def _title(self, raw: str, following: str) -> str | None:
        """Return the title in a line that is a heading, or opens a list of sources."""
        if heading := _heading.match(raw):
            return heading["title"]
        if bold := _bold.match(raw):
            return bold["title"] if not _closed.search(bold["title"]) or _sources.fullmatch(bold["title"]) else None
        if _sources.fullmatch(raw) and not self._open:
            return raw
        under = raw.strip() and not self._open and _under.match(following)
        return raw if under and not _closed.search(raw) else None

    def _source(self, line: Span, raw: str) -> None:
        entry = _entry.match(raw) or _definition.match(raw)
        label = entry.groupdict().get("label") or entry.groupdict().get("number") or "" if entry else ""
        indented = raw[:2].isspace() and not _item.match(raw)
        if not entry and indented and self._open:
            self.found[-1].spans.append(Span(line.start, line.end))
            return
        plain = _bullet.match(raw)
        start = entry.start("rest") if entry else plain.start("rest") if plain else 0
        self._begin(Sort.SOURCE, line, start, label)

    def _inline_sources(self, line: Span, start: int) -> None:
        """Sources that stand in one line: "Sources: [1] …; [2] …"."""
        begin = line.start + start
        entries = list(_inner_entry.finditer(self.text, begin, line.end))
        if not entries:
            self._begin(Sort.SOURCE, line, start)
        for entry, end in zip(entries, [e.start() for e in entries[1:]] + [line.end], strict=True):
            self._begin(Sort.SOURCE, Span(entry.end(), end), 0, entry["label"])
        self.finish()

    def _say(self, line: Span, raw: str) -> None:
        start = quoted.end() if (quoted := _quote.match(raw)) else 0
        item = _item.match(raw, start)
        start = item.end() if item else start
        last = self.found[-1] if self._open and self.found else None
        if last and last.sort is Sort.TEXT and not item and self._goes_on(last):
            last.spans.append(Span(line.start + start, line.end))
            return
        self._begin(Sort.TEXT, line, start, item=bool(item))

    def _goes_on(self, block: Block) -> bool:
        """Tell whether a paragraph's last line is cut by the margin, and not at its end."""
        written = self.text[block.spans[-1].start : block.spans[-1].end]
        return len(written) + len(_wide.findall(written)) >= _WRAPPED and not _closed.search(written)

    def _begin(self, sort: Sort, line: Span, start: int, label: str = "", item: bool = False) -> None:
        self.found.append(Block(sort, [Span(line.start + start, line.end)], label.casefold(), item))
        self._open = True


def _front_matter(text: str, lines: list[Span]) -> int:
    """Return how many lines the front matter takes."""
    if not lines or text[lines[0].start : lines[0].end].strip() != "---":
        return 0
    for number, line in enumerate(lines[1:_FRONT], 1):
        if text[line.start : line.end].strip() == "---":
            return number + 1
    return 0


def _tail(text: str, lines: list[Span]) -> int:
    """Return at which line a list of sources without a heading begins, at the end of the text; past the end if none does."""
    first = len(lines)
    pending = False  # lines indented under an entry that is still to come
    for number in range(len(lines) - 1, -1, -1):
        raw = text[lines[number].start : lines[number].end]
        entry = _entry.match(raw)
        if entry and (entry["label"] or _address.search(raw)) and not raw.rstrip().endswith(("。", "！", "？")):
            first, pending = number, False
        elif raw.strip() and raw[:2].isspace() and not _item.match(raw):
            pending = True
        elif raw.strip() or pending:
            break
    said = any(text[line.start : line.end].strip() for line in lines[:first])
    return first if said else len(lines)
