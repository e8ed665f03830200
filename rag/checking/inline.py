"""The words of a stretch of Markdown or HTML without the markup, and the citations that stand among them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from yinju.rag.checking.types import Mark, Reference

References = Mapping[str, Reference]
"""What the labels of a text stand for: 1, 2, note."""

_MOST_OF_A_RANGE = 50  # [1-9999999] is no list of sources
_NUMBERS = r"\^?\d{1,12}(?:\s*[,，、;；]\s*\^?\d{1,12}|\s*[-–—~]\s*\d{1,12})*"
_SOURCE = r"(?:sources?|refs?\.?|references?|docs?|documents?|citations?|来源|文献|资料|文档|引用)"
_URL = r"(?:[^\s()<>\"]|\([^\s()<>]{0,200}\)){1,2000}"
_LINK = rf"\[(?:\[[^\[\]\n]{{0,300}}\]|[^\[\]]{{0,300}})\]\(\s*<?{_URL}>?(?:\s+[\"'(][^\"'()\n]{{0,300}}[\"')])?\s*\)"

_token = re.compile(
    rf"""(?P<dropped><!--.{{0,5000}}?--> | <(?P<hidden>script|style|template)\b.{{0,5000}}?</(?P=hidden)\s*>
           | !\[[^\]\n]{{0,300}}\](?:\({_URL}?[^()\n]{{0,300}}\)|\[[^\]\n]{{0,100}}\])
           | \x1b\][^\x07\x1b]{{0,2000}}(?:\x07|\x1b\\) | \x1b\[[0-9;?]{{0,20}}[A-Za-z]
           | [\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f\U000e0000-\U000e007f])
    |   (?P<escaped>\\[\\`*_{{}}\[\]()#+.!|>~-])
    |   `{{1,3}}(?P<code>[^`\n]{{1,500}})`{{1,3}}
    |   [(（]\s*(?P<group>{_LINK}(?:\s{{0,3}}[,;，；、]?\s{{0,3}}{_LINK}){{0,20}})\s*[)）]
    |   [(（]\s*{_SOURCE}\s*[:：]\s*(?P<named>(?:{_LINK}|[^()（）\n]){{1,400}})[)）]
    |   (?P<link>{_LINK})
    |   [\[［【]\s*(?:{_SOURCE}\s*[:：]?\s*)?(?P<numbers>{_NUMBERS})\s*(?:†[^\]】］\n]{{0,200}})?[\]］】]
    |   \[\^(?P<note>[^\]\s]{{1,60}})\]
    |   \[(?P<worded>[^\[\]\n]{{1,300}})\]\[(?P<label>[^\[\]\n]{{1,60}})\]
    |   <sup\b[^<>]{{0,200}}>\s*\[?(?P<raised>{_NUMBERS})\]?\s*</sup>
    |   (?P<small>[⁰¹²³⁴-⁹]{{1,4}})
    |   <a\b[^<>]{{0,2000}}?href\s*=\s*["']?(?P<href>[^"'\s<>]{{1,2000}})[^<>]{{0,2000}}>(?P<anchor>[^<>]{{0,300}})</a\s*>
    |   <(?P<auto>https?://[^\s<>]{{1,2000}})>
    |   (?P<bare>https?://[^\s<>()（）\[\]【】「」『』"'，。；、！？]{{1,2000}})
    |   (?P<break><(?:br|p|div|li|td|tr)\b[^<>]{{0,500}}>) | (?P<tag></?[A-Za-z][^<>]{{0,2000}}>)
    |   (?P<emphasis>\*{{1,3}}(?=\S)|(?<=\S)\*{{1,3}}|~~|(?<!\w)_{{1,3}}(?=\S)|(?<=\S)_{{1,3}}(?!\w))""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_link_parts = re.compile(rf"\[+([^\[\]]*)\]+\(\s*<?({_URL})", re.DOTALL)
_only_number = re.compile(r"\[?\s*\^?(\d{1,12})\s*\]?")
_only_pointing = re.compile(
    rf"\W*(?:{_SOURCE}|links?|here|url|via|原文|链接|网址|出处|详情|see|[\w-]+(?:\.[\w-]+)+(?:/\S*)?)?\W*\d*\W*",
    re.IGNORECASE,
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_BEFORE_POINT = " \t\n"
_POINTS = ".,;:!?。，；：！？、"
_UNITS = "mM0123456789"  # m² is an area


@dataclass(slots=True)
class Words:
    """Words with the place of each character in the given text, and the marks with where they stand among the words."""

    characters: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    marks: list[tuple[int, Mark]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words as one string."""
        return "".join(self.characters)

    def add(self, text: str, places: list[int]) -> None:
        """Add characters; after a mark, a sentence's point moves up to its words."""
        if text and self.marks and self.marks[-1][0] >= len(self.characters) and text[0] in _POINTS:
            while self.characters and self.characters[-1] in _BEFORE_POINT:
                self.characters.pop()
                self.places.pop()
            self.marks = [(min(place, len(self.characters)), mark) for place, mark in self.marks]
        self.characters += text
        self.places += places

    def mark(self, mark: Mark) -> None:
        """Add a mark after the words so far."""
        self.marks.append((len(self.characters), mark))


def words(raw: str, places: list[int], references: References) -> Words:
    """Return the words of a stretch of text, `places` being where each of its characters stands in the whole."""
    found = Words()
    at = 0
    for match in _token.finditer(raw):
        found.add(raw[at : match.start()], places[at : match.start()])
        at = match.end()
        kind = match.lastgroup if match.lastgroup != "hidden" else "dropped"
        _HANDLED[kind or "dropped"](match, found, places, references)
    found.add(raw[at:], places[at:])
    return found


def labels(numbers: str) -> list[str]:
    """Return the labels in a marker: "1, 3-5" is 1, 3, 4 and 5. A range without sense is taken for its two ends."""
    found: list[str] = []
    for part in re.split(r"[,，、;；]", unicodedata.normalize("NFKC", numbers).replace("^", "")):
        first, *rest = (int(number) for number in re.findall(r"\d+", part))
        last = rest[-1] if rest else first
        found += map(str, range(first, last + 1) if 0 <= last - first < _MOST_OF_A_RANGE else (first, last))
    return list(dict.fromkeys(found))


def _kept(group: str) -> Callable[[re.Match[str], Words, list[int], References], None]:
    def keep(match: re.Match[str], found: Words, places: list[int], _: References) -> None:
        start, end = match.span(group)
        found.add(match[group], places[start:end])

    return keep


def _numbered(group: str) -> Callable[[re.Match[str], Words, list[int], References], None]:
    def mark(match: re.Match[str], found: Words, _: list[int], references: References) -> None:
        for label in labels(match[group]):
            found.mark(Mark(f"[{label}]", references.get(label)))

    return mark


def _link(match: re.Match[str], found: Words, places: list[int], references: References) -> None:
    parts = _link_parts.match(match["link"])
    if parts is None:
        return
    begin = match.start("link")
    shown, url = parts[1], parts[2]
    inner = (places[begin + parts.start(1) : begin + parts.end(1)], shown)
    _pointed(found, shown, url, *inner, references)


def _anchor(match: re.Match[str], found: Words, places: list[int], references: References) -> None:
    start, end = match.span("anchor")
    _pointed(found, match["anchor"], match["href"], places[start:end], match["anchor"], references)


def _pointed(found: Words, shown: str, url: str, places: list[int], text: str, references: References) -> None:
    number = _only_number.fullmatch(shown)
    if number:
        known = references.get(number[1])
        outside = url.lower().startswith(("http:", "https:"))
        found.mark(Mark(f"[{number[1]}]", Reference(known.text if known else "", url) if outside else known))
        return
    if not _only_pointing.fullmatch(shown):
        inner = words(text, places, references)  # emphasis inside the link's words
        found.add(inner.text, inner.places)
    if not url.startswith("#"):
        found.mark(Mark(f"[{' '.join(shown.split()) or url}]", Reference(shown, url)))


def _group(match: re.Match[str], found: Words, _: list[int], __: References) -> None:
    """A parenthesis that holds nothing but links only cites."""
    for parts in _link_parts.finditer(match["group"]):
        shown = " ".join(parts[1].split())
        found.mark(Mark(f"[{shown or parts[2]}]", Reference(shown, parts[2])))


def _named(match: re.Match[str], found: Words, places: list[int], references: References) -> None:
    start, end = match.span("named")
    inner = words(match["named"], places[start:end], references)
    if inner.marks:
        for _, mark in inner.marks:
            found.mark(mark)
    else:
        for name in re.split(r"[;；]", inner.text):
            found.mark(Mark(f"({name.strip()})", Reference(name.strip())))


def _note(match: re.Match[str], found: Words, _: list[int], references: References) -> None:
    found.mark(Mark(f"[^{match['note']}]", references.get(match["note"].casefold())))


def _worded(match: re.Match[str], found: Words, places: list[int], references: References) -> None:
    start, end = match.span("worded")
    found.add(match["worded"], places[start:end])
    label = match["label"].strip()
    found.mark(Mark(f"[{label}]", references.get(label.casefold())))


def _small(match: re.Match[str], found: Words, places: list[int], references: References) -> None:
    label = match["small"].translate(_RAISED)
    if label in references and found.characters and found.characters[-1] not in _UNITS:
        found.mark(Mark(f"[{label}]", references[label]))
    else:
        found.add(match["small"], places[match.start() : match.end()])


def _address(group: str) -> Callable[[re.Match[str], Words, list[int], References], None]:
    def mark(match: re.Match[str], found: Words, places: list[int], _: References) -> None:
        url = match[group].rstrip(".,;:!?*_")
        found.mark(Mark(f"[{url}]", Reference("", url)))
        if group == "bare":  # the point after it ends a sentence
            cut = match.start() + len(url)
            found.add(match[group][len(url) :].strip("*_"), places[cut : match.end()][: len(match[group]) - len(url)])

    return mark


def _broken(match: re.Match[str], found: Words, places: list[int], _: References) -> None:
    found.add(" ", [places[match.start()]])


def _escaped(match: re.Match[str], found: Words, places: list[int], _: References) -> None:
    found.add(match["escaped"][1], [places[match.start() + 1]])


def _nothing(*_: object) -> None:
    """Markup says nothing."""


_HANDLED: dict[str, Callable[[re.Match[str], Words, list[int], References], None]] = {
    **{"dropped": _nothing, "tag": _nothing, "emphasis": _nothing, "break": _broken, "escaped": _escaped},
    **{"code": _kept("code"), "group": _group, "named": _named, "link": _link, "numbers": _numbered("numbers")},
    **{"note": _note, "label": _worded, "raised": _numbered("raised"), "small": _small, "anchor": _anchor},
    **{"auto": _address("auto"), "bare": _address("bare")},
}
