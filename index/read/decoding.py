"""Bytes to text: UTF-8, UTF-16 and UTF-32 by their marks, and the Chinese encodings when the result reads as Chinese."""

from __future__ import annotations

import codecs
import re

from yinju.index.text.scripts import HAN

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_CHINESE = ("gb18030", "big5hkscs")
# the 200 commonest characters of Chinese news and encyclopaedias (half of all characters there) and those of
# them that are written otherwise in traditional Chinese; a wrong decoding holds 3 to 8 % of them
_COMMON = frozenset(
    "的人在一中国日年为行有大发和了上是公月不市时会动业作文区对新生出以全家法来等成地多到工部民正方于进用个安元通现开经分理"
    "要能关员报展者下将后前高合务机长海场实同美这本电力网与资过事查产保主体化学司表任道品内提可加金自车其示定重管据及建之水"
    "期度更次心信联交题外目面万并警们平子他台量间所利政相入活北被局系记最天持物小名第原东我明责应也此当某点情设数院位防社制"
    "共性案标广处至权服科看起已计强运路特委总得近回"
    "國爲為發時會動業區對來於進個現開經關員報將後務機長場實這電網與資過產體學內車據聯題萬並們臺間記東責應當點設數標廣處權計強運總"
)
_ENOUGH = 16  # Han characters below which a guess is not made: a headline decodes into sense both ways
_READS = 0.25  # share of common ones among the Han characters that Chinese has at least
_JUDGED = 20_000  # characters that are looked at
_han = re.compile(f"[{HAN}]")
_declaration = re.compile(rb"""charset\s*=\s*["']?\s*([a-z0-9_-]+)""", re.IGNORECASE)
_DECLARABLE = re.compile(r"gb|big5|shift_jis|sjis|euc|iso-8859|windows-125|koi8|tis-620", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "iso-8859-1": "cp1252"}  # as browsers read them


class Undecodable(ValueError):
    """Bytes that are no text in an encoding that can be told for sure; the message says what to do."""


def decoded(content: bytes, *, declares: bool = False) -> str:
    """Return the text of a file, with line ends as `\\n`. Raises Undecodable.

    `declares`: the format is HTML, which may name its encoding near the beginning.
    """
    encoding = encoding_of(content, declares=declares)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise unlike(encoding, error) from error
    return text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")


def encoding_of(content: bytes, *, declares: bool = False, cut: bool = False) -> str:
    """Return the encoding of a text, UTF-8 where nothing speaks for another. Raises Undecodable for what is no text.

    `cut`: these are the first bytes of more.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    if b"\x00" in content[:65536]:
        raise Undecodable("binary content, not text")
    if _text(content, "utf-8", cut=cut) is not None:
        return "utf-8"
    return (_declared(content) if declares else None) or _chinese(content, cut=cut) or "utf-8"


def unlike(encoding: str, error: UnicodeDecodeError) -> Undecodable:
    """Return what to say of bytes that are not in the encoding that was found."""
    if encoding != "utf-8":
        return Undecodable(f"not the {encoding.upper()} text its first bytes announce; save it as UTF-8")
    return Undecodable(
        f"not UTF-8 (byte 0x{error.object[error.start]:02x} at {error.start}), nor surely another encoding; "
        "convert it, for example with `iconv -f GB18030 -t UTF-8`"
    )


def _text(content: bytes, encoding: str, *, cut: bool = False) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)().decode(content, final=not cut)
    except (UnicodeDecodeError, LookupError):
        return None


def _declared(content: bytes) -> str | None:
    found = _declaration.search(content[:4096])
    name = found[1].decode().lower() if found else ""
    encoding = _WIDER.get(name, name)
    return encoding if _DECLARABLE.match(name) and _text(content, encoding) is not None else None


def _chinese(content: bytes, *, cut: bool) -> str | None:
    """Return the Chinese encoding in which the text reads as Chinese; None where none or both do."""
    readable = []
    for encoding in _CHINESE:
        text = _text(content, encoding, cut=cut) or ""
        han = _han.findall(text[:_JUDGED])
        if len(han) >= _ENOUGH and sum(map(_COMMON.__contains__, han)) >= _READS * len(han):
            readable.append(encoding)
    return readable[0] if len(readable) == 1 else None
