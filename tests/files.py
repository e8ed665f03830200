"""Real small files of every format, made in one line, and what the readers find in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from yinju.index.read.folders import Selection
from yinju.index.read.paths import read_paths
from yinju.index.types import Draft, Unreadable

Words = tuple[float, float, float, str]
"""Left and baseline in points from the lower left, type size, text."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with this content."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(*paths: Path, selection: Selection | None = None) -> list[Draft | Unreadable]:
    """Everything found in files and folders."""
    return list(read_paths(paths, selection))


def drafts(*paths: Path) -> list[Draft]:
    """The articles found in files and folders."""
    return [item for item in read(*paths) if isinstance(item, Draft)]


def failures(*paths: Path) -> list[Unreadable]:
    """What was found to be no article."""
    return [item for item in read(*paths) if isinstance(item, Unreadable)]


def one(path: Path) -> Draft:
    """The single article of a file."""
    (draft,) = read(path)
    assert isinstance(draft, Draft), draft
    return draft


def why(path: Path) -> str:
    """Why a file is no article."""
    (item,) = read(path)
    assert isinstance(item, Unreadable), item
    assert "\n" not in item.why
    return item.why


def lines(*texts: str, left: float = 72, top: float = 720, size: float = 11, step: float = 14) -> list[Words]:
    """Lines of type below each other; an empty text leaves a blank line."""
    return [(left, top - step * at, size, text) for at, text in enumerate(texts) if text]


def a_pdf(*pages: Sequence[Words], title: str = "", **trailer: str) -> bytes:
    """A PDF with these pages: Latin in Helvetica, anything else in an Adobe-GB1 font that is not embedded."""
    fonts = "/Font<</L 4 0 R/C 5 0 R>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>"
        % (b" ".join(b"%d 0 R" % (8 + 2 * n) for n in range(len(pages))), len(pages)),
        b"<</Title %s>>" % _hexadecimal("\ufeff" + title),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0"
        b"/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
    ]
    for number, page in enumerate(pages):
        content = b"\n".join(map(_shown, page))
        resources = f"/MediaBox[0 0 612 792]/Contents {9 + 2 * number} 0 R/Resources<<{fonts}>>"
        objects += [b"<</Type/Page/Parent 2 0 R%s>>" % resources.encode(), a_stream(content)]
    return pdf_of(objects, Info="3 0 R", **trailer)


def pdf_of(objects: Sequence[bytes], **trailer: str) -> bytes:
    """A PDF of these objects, numbered from 1, the first being its catalogue."""
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    entries = "".join(f"/{key} {value}" for key, value in {"Root": "1 0 R", **trailer}.items()).encode()
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        *(size, table, size, entries),
        len(out),
    )


def a_stream(content: bytes, entries: bytes = b"") -> bytes:
    """A PDF stream."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(content), content)


def _shown(words: Words) -> bytes:
    left, base, size, text = words
    latin = text.isascii()
    drawn = b"(%s)" % text.replace("(", r"\(").replace(")", r"\)").encode() if latin else _hexadecimal(text)
    return b"BT /%s %g Tf %g %g Td %s Tj ET" % (b"L" if latin else b"C", size, left, base, drawn)


def _hexadecimal(text: str) -> bytes:
    return b"<%s>" % text.encode("utf-16-be").hex().encode()


def a_docx(body: str, **parts: str) -> bytes:
    """A Word document with this body (`w:` elements) and further parts, `__` in their names being a slash."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>')
        for name, xml in parts.items():
            archive.writestr(f"{name.replace('__', '/')}.xml", xml)
    return content.getvalue()


def a_zip(members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with these members."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()
