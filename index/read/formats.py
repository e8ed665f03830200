"""Which reader reads which format, from the bytes of a file wherever they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from yinju.index.read.decoding import Undecodable, decoded
from yinju.index.read.docx import read_docx
from yinju.index.read.html import read_html
from yinju.index.read.lines import lines
from yinju.index.read.pdf import read_pdf
from yinju.index.read.rows import read_jsonl, read_table
from yinju.index.read.text import read_markdown, read_text
from yinju.index.types import Draft, Unreadable

_TEXTS: dict[str, Callable[[Path, str], Iterator[Draft | Unreadable]]] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
}
_ROWS: dict[str, Callable[[Path, Iterable[str]], Iterator[Draft | Unreadable]]] = {
    ".jsonl": read_jsonl,
    ".csv": read_table,
    ".tsv": read_table,
}
_BINARIES: dict[str, Callable[[Path, bytes], Iterator[Draft | Unreadable]]] = {".pdf": read_pdf, ".docx": read_docx}
_DECLARING = {".html", ".htm"}

READ = frozenset({*_TEXTS, *_ROWS, *_BINARIES})
"""The suffixes, in lower case, that can be read."""
QUARANTINED = frozenset({*_BINARIES, *_DECLARING, ".md", ".markdown"})
"""Of these those whose parsers a hostile file may hang or blow up."""

ROWS = frozenset(_ROWS)
"""Of these those with one article a row, which are read row by row and may be of any size."""

_LARGEST = {".txt": 32 << 20, ".pdf": 256 << 20}  # as text a file takes four times as much
_LARGEST_OTHER = 64 << 20  # bytes


def too_large(path: Path, size: int) -> str | None:
    """Return why a file of this name and this many bytes is not read."""
    suffix = path.suffix.lower()
    limit = _LARGEST.get(suffix, _LARGEST_OTHER)
    if suffix in ROWS or size <= limit:
        return None
    return f"{size >> 20} MiB is more than the {limit >> 20} MiB it may have; split it"


def read(path: Path, content: bytes) -> Iterator[Draft | Unreadable]:
    """Yield what the bytes of a file say, read as its suffix tells. Raises KeyError for a suffix not in READ or in ROWS."""
    suffix = path.suffix.lower()
    if not content.strip(b" \t\r\n\x0c"):
        yield Unreadable(str(path), "empty; nothing to add")
        return
    if suffix in _BINARIES:
        yield from _BINARIES[suffix](path, content)
        return
    try:
        text = decoded(content, declares=suffix in _DECLARING)
    except Undecodable as error:
        yield Unreadable(str(path), str(error))
        return
    if text.strip():
        yield from _TEXTS[suffix](path, text)
    else:
        yield Unreadable(str(path), "empty; nothing to add")


def read_rows(path: Path, stream: IO[bytes]) -> Iterator[Draft | Unreadable]:
    """Yield what the rows of a file say. Raises KeyError for a suffix not in ROWS."""
    nothing = True
    try:
        for item in _ROWS[path.suffix.lower()](path, lines(stream)):
            nothing = False
            yield item
    except Undecodable as error:
        nothing = False
        yield Unreadable(str(path), str(error))
    if nothing:
        yield Unreadable(str(path), "empty; nothing to add")
