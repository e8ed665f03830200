"""A page without what its own markup hides, before the article in it is looked for."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from yinju.index.read.colours import WHITE, Colour, alike, ground, ink
from yinju.index.read.hidden import declarations, gone, invisible, tiny

_ROOTS = {"html", "body", "head"}
_LONGEST_SHEET = 200_000  # characters
_comment = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_at_block = re.compile(r"@[^{}@;]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")  # for paper, for phones, key frames
_simple = re.compile(r"[a-z][a-z0-9]*|(?:[a-z][a-z0-9]*)?[.#][\w-]+", re.IGNORECASE)


class Sheet(NamedTuple):
    """What the style sheets in a page declare, by selector (an element, a class, an id, a class of an element).

    `whole`: nothing else can say on what ground text stands.
    """

    rules: dict[str, dict[str, str]]
    whole: bool


class _Handed(NamedTuple):
    """What an element hands down to those in it."""

    ground: Colour | None
    ink: Colour | None = None
    invisible: bool = False
    tiny: bool = False


def prune(tree: Any) -> None:
    """Take out of a page (an lxml tree) what is hidden, leaving all that follows it."""
    sheet = _sheet(tree)
    waiting = [(tree, _Handed(WHITE if sheet.whole else None))]
    dropped = []
    while waiting:
        element, around = waiting.pop()
        style = _style(element, sheet.rules)
        if element.tag not in _ROOTS and (element.tag == "template" or gone(_attributes(element), style)):
            dropped.append(element)
            continue
        inside = _inside(style, around, sheet) if element.tag not in _ROOTS else _painted(style, around, sheet)
        blank = inside.invisible or inside.tiny or alike(inside.ink, inside.ground)
        if blank and element.tag not in _ROOTS:
            element.text = None
        for child in element:
            if blank and element.tag not in _ROOTS:
                child.tail = None
            if isinstance(child.tag, str):
                waiting.append((child, inside))
    for element in dropped:
        if element.getparent() is not None:
            element.drop_tree()


def _painted(style: dict[str, str], around: _Handed, sheet: Sheet) -> _Handed:
    """Hand down colours; grounds only where no other sheet can lay one between."""
    return around._replace(
        ground=ground(style, around.ground if sheet.whole else None),
        ink=ink(style, around.ink if sheet.whole else None),
    )


def _inside(style: dict[str, str], around: _Handed, sheet: Sheet) -> _Handed:
    hides, shrinks = invisible(style), tiny(style)
    return _painted(style, around, sheet)._replace(
        invisible=around.invisible if hides is None else hides, tiny=around.tiny if shrinks is None else shrinks
    )


def _attributes(element: Any) -> dict[str, str]:
    """Return an element's attributes; a page behind an open dialogue is hidden from screen readers, but is the page."""
    attributes = dict(element.attrib)
    if "aria-hidden" in attributes and any(element.find(f".//{tag}") is not None for tag in ("h1", "main")):
        del attributes["aria-hidden"]
    return attributes


def _sheet(tree: Any) -> Sheet:
    rules: dict[str, dict[str, str]] = {}
    whole = not any("stylesheet" in (link.get("rel") or "").lower() for link in tree.iter("link"))
    for element in tree.iter("style"):
        text = _comment.sub("", (element.text or "")[:_LONGEST_SHEET])
        plain = _at_block.sub("", text)
        whole = whole and not (plain != text and "background" in text) and "@import" not in text
        for block in plain.split("}"):
            selectors, _, body = block.partition("{")
            declared = declarations(body)
            for selector in map(str.strip, selectors.split(",")):
                if _simple.fullmatch(selector):
                    rules.setdefault(selector, {}).update(declared)
                else:
                    whole = whole and not any(name.startswith("background") for name in declared)
    return Sheet(rules, whole)


def _style(element: Any, rules: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return what is declared for an element, the more particular counting; old attributes too."""
    style: dict[str, str] = {}
    if element.tag == "font" and "color" in element.attrib:
        style["color"] = element.get("color").lower()
    if "bgcolor" in element.attrib:
        style["background"] = element.get("bgcolor").lower()
    if rules:
        style.update(rules.get(element.tag, {}))
        names = (element.get("class") or "").split()
        for selector in (*(f".{n}" for n in names), *(f"{element.tag}.{n}" for n in names), f"#{element.get('id')}"):
            style.update(rules.get(selector, {}))
    style.update(declarations(element.get("style")))
    return style
