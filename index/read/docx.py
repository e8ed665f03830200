"""Word documents: paragraphs and tables in their order, inserted text kept and deleted text left out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from yinju.index.types import Draft, Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_GONE = {
    f"{_W}del",
    f"{_W}moveFrom",
    f"{_W}pPr",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_TEXTS = {f"{_W}tab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_BODY, _NOTES, _PROPERTIES = "word/document.xml", ("word/footnotes.xml", "word/endnotes.xml"), "docProps/core.xml"
_LARGEST = 32 << 20  # bytes of one part, unpacked; a tree of it takes 25 times as much memory
_OLE = b"\xd0\xcf\x11\xe0"  # what old Word files and locked new ones begin with


def read_docx(path: Path, content: bytes) -> Iterator[Draft | Unreadable]:
    """Yield the article of a Word document; say so when it is locked, damaged or empty."""
    from lxml.etree import LxmlError  # only for those who add Word documents

    if content.startswith(_OLE):
        why = "locked with a password, or in Word's old format; save it as .docx without a password"
        yield Unreadable(str(path), why)
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            body = _part(parts, _BODY)
            notes = [_part(parts, name) for name in _NOTES if name in parts.namelist()]
            properties = _part(parts, _PROPERTIES) if _PROPERTIES in parts.namelist() else None
    except _TooLarge as error:
        yield Unreadable(str(path), f"its part {error} unpacks to more than {_LARGEST >> 20} MiB; split the document")
        return
    except (zipfile.BadZipFile, KeyError, LxmlError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        yield Unreadable(str(path), "damaged or cut short, no Word document that can be opened; fetch or save it again")
        return
    blocks = [block for root in (body, *notes) for block in _blocks(root)]
    text = "\n\n".join(filter(None, (block.strip() for block in blocks)))
    if not text:
        yield Unreadable(str(path), "no text in this document; nothing to add")
        return
    said = (
        " ".join((properties.findtext("{http://purl.org/dc/elements/1.1/}title") or "").split())
        if properties is not None
        else ""
    )
    yield Draft(identity=str(path), raw=text, where=str(path), title=said if said in text[:5000] else "")


class _TooLarge(ValueError):
    """A part unpacks to more than a document may hold."""


def _part(parts: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    with parts.open(name) as stream:
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise _TooLarge(name)
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _blocks(element: Any) -> Iterator[str]:
    """Yield paragraphs and table rows, whatever they are wrapped in."""
    for child in element:
        if child.tag == f"{_W}p":
            yield "".join(_words(child))
        elif child.tag == f"{_W}tr":
            own = (cell for cell in child.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is child)
            cells = (" ".join(" ".join(_blocks(cell)).split()) for cell in own)
            yield " | ".join(filter(None, cells))
        elif child.tag not in _GONE and child.get(f"{_W}type") not in ("separator", "continuationSeparator"):
            yield from _blocks(child)


def _words(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}p":  # of a text box
            yield f"\n{''.join(_words(child))}\n"
        elif child.tag in _TEXTS:
            yield _TEXTS[child.tag]
        elif child.tag not in _GONE and not _vanishes(child):
            yield from _words(child)


def _vanishes(run: Any) -> bool:
    """Say whether a run is set as hidden text."""
    set_hidden = run.find(f"{_W}rPr/{_W}vanish")
    return set_hidden is not None and set_hidden.get(f"{_W}val", "true") not in ("0", "false", "off")
