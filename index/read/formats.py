"""Which reader reads which format, from the bytes of a file wherever they came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from yinju.index.read.decoding import Undecodable, decoded
from yinju.index.read.docx import read_docx
from yinju.index.read.html import read_html
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
    ".jsonl": read_jsonl,
    ".csv": read_table,
    ".tsv": read_table,
}
_BINARIES: dict[str, Callable[[Path, bytes], Iterator[Draft | Unreadable]]] = {".pdf": read_pdf, ".docx": read_docx}
_DECLARING = {".html", ".htm"}

READ = frozenset({*_TEXTS, *_BINARIES})
"""The suffixes, in lower case, that can be read."""
QUARANTINED = frozenset({*_BINARIES, *_DECLARING, ".md", ".markdown"})
"""Those whose parsers a hostile file may hang or blow up."""

_LARGEST = {".jsonl": 1 << 30, ".csv": 1 << 30, ".tsv": 1 << 30, ".pdf": 256 << 20}
_LARGEST_OTHER = 64 << 20  # bytes


def largest(path: Path) -> int:
    """Return how many bytes a file of this name may have."""
    return _LARGEST.get(path.suffix.lower(), _LARGEST_OTHER)


def read(path: Path, content: bytes) -> Iterator[Draft | Unreadable]:
    """Yield what the bytes of a file say, read as its suffix tells. Raises KeyError for a suffix not in READ."""
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
