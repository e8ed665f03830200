"""PDF, through PDFium: the text of every page, and where in the text each page begins."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from ctypes import c_double
from pathlib import Path
from typing import Any, NamedTuple

from yinju.index.read.layout import Line, headline, running_text
from yinju.index.types import Draft, Unreadable

_HYPHENS = ("\ufffe", "\x02")  # PDFium's for a hyphen at a line's end
_break = re.compile("\r\n|\r|\n|\ufffe|\x02")
_look_alike = re.compile("[\ufb00-\ufb06\u2e80-\u2fdf]")  # ligatures; radicals that fonts show in place of characters
_unmapped = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd\x00-\x08\x0e-\x1f]")
_GARBLED = 0.2  # share of characters without a meaning from which nothing of the text can be trusted
_WHY = {
    "password": "locked with a password; save a copy without one",
    "security": "locked in a way that PDFium does not know; save a copy without protection",
}


def read_pdf(path: Path, content: bytes) -> Iterator[Draft | Unreadable]:
    """Yield the article of a PDF, its pages noted; say so when it is locked, damaged or holds pictures of text only."""
    import pypdfium2  # only for those who add PDF files

    try:
        document = pypdfium2.PdfDocument(content)
        title = str(document.get_metadata_value("Title"))
    except pypdfium2.PdfiumError as error:
        why = next((why for word, why in _WHY.items() if word in str(error).lower()), None)
        yield Unreadable(str(path), why or "damaged or cut short, no PDF that can be opened; fetch or export it again")
        return
    pages: list[list[Line]] = []
    for number in range(1, len(document) + 1):
        try:
            pages.append(list(_lines(document[number - 1])))
        except pypdfium2.PdfiumError:
            pages.append([])
            yield Unreadable(f"{path}, page {number}", "damaged, left out; fetch or export the file again")
    text, starts = running_text(pages)
    if not text.strip():
        yield Unreadable(
            str(path), f"no text on its {len(pages)} pages, a scan perhaps; run text recognition first (`ocrmypdf`)"
        )
    elif len(_unmapped.findall(text)) > _GARBLED * len(text):
        yield Unreadable(
            str(path), "its fonts do not say which letters they show; run text recognition (`ocrmypdf --force-ocr`)"
        )
    else:
        said = " ".join(title.split())
        stands = said and "".join(said.split()) in "".join(text[:5000].split())  # else "Microsoft Word - new3.doc"
        yield Draft(
            identity=str(path), raw=text, where=str(path), title=said if stands else headline(pages), pages=starts
        )


def _lines(page: Any) -> Iterator[Line]:
    """Yield the lines of a page in the order in which the file has them."""
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    at = 0
    for match in [*_break.finditer(text), None]:
        end = match.start() if match else len(text)
        printed = text[at:end].strip()
        usual = printed.isascii() and printed.isprintable()
        plain = " ".join((printed if usual else _mended(printed)).split())
        if plain:
            start = text.index(printed, at)
            boxes = [_box(text_page, text, start + at) for at in (0, len(printed) - 1, len(printed) // 2)]
            hyphen = match is not None and match[0] in _HYPHENS
            height = max(box.height for box in boxes)
            yield Line(plain, boxes[0].left, boxes[1].right, boxes[0].base, boxes[1].base, height, hyphen)
        at = match.end() if match else end


class _Box(NamedTuple):
    left: float
    right: float
    base: float
    height: float


def _box(text_page: Any, text: str, at: int) -> _Box:
    """Return where a character stands. PDFium counts in UTF-16, and has characters that no text shows."""
    from pypdfium2 import raw

    before = at if text.isascii() else len(text[:at].encode("utf-16-le", "surrogatepass")) // 2
    index = raw.FPDFText_GetCharIndexFromTextIndex(text_page, before)
    x, base = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(text_page, index, x, base)
    left, bottom, right, top = text_page.get_charbox(index, loose=True)
    return _Box(left, right, base.value, top - bottom or 1.0)


def _mended(text: str) -> str:
    from yinju.index.text.clean import mend  # loads ftfy

    return mend(_look_alike.sub(_usual, text))


def _usual(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])
