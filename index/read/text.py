"""Plain text and Markdown files, one article each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from yinju.index.read.hidden import Pieces
from yinju.index.read.record import is_record, read_records
from yinju.index.text.scripts import UNSPACED
from yinju.index.types import Draft, Unreadable

_script = re.compile(r"<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_wrapped_han = re.compile(f"(?<=[{UNSPACED}，。、；：！？]) (?=[{UNSPACED}])")
_DAY = "tag:yaml.org,2002:timestamp"
_BLOCK_ENDS = {"paragraph_close", "heading_close", "tr_close"}


class _Loader(yaml.SafeLoader):
    """YAML in which a date stays as it is written: one that is impossible must not cost the article."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != _DAY]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_text(path: Path, text: str) -> Iterator[Draft | Unreadable]:
    """Yield the article of a `.txt` file, or the records in it."""
    if is_record(text):
        yield from read_records(path, text)
    else:
        yield Draft(identity=str(path), raw=text, where=str(path))


def read_markdown(path: Path, text: str) -> Iterator[Draft | Unreadable]:
    """Yield the article of a `.md` file: front matter as metadata, the rest as plain text without markup."""
    try:
        meta, body = _front_matter(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: an impossible number
        mark = getattr(error, "problem_mark", None)
        line = f" at line {mark.line + 2}" if mark else ""
        yield Unreadable(str(path), f"the front matter is not valid YAML{line}; quote values that hold a colon")
        return
    plain, heading = _plain(body)
    yield _draft(path, meta, plain, heading)


def _draft(path: Path, meta: Mapping[str, Any], plain: str, heading: str) -> Draft:
    def take(*names: str) -> str | None:
        value = next((meta[name] for name in names if meta.get(name)), None)
        return str(value) if value is not None else None

    known = {"title", "url", "link", "published", "date", "language", "lang"}
    url = take("url", "link")
    return Draft(
        identity=url or str(path),
        raw=plain,
        where=str(path),
        title=take("title") or heading,
        url=url,
        published=take("published", "date"),
        language=take("language", "lang"),
        facets={
            str(key): tuple(map(str, value)) if isinstance(value, list) else (str(value),)
            for key, value in meta.items()
            if key not in known and value not in (None, "", [])
        },
    )


def _front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    lines = text.lstrip("\ufeff").split("\n")
    if lines[0].strip() != "---" or "---" not in (closing := [line.strip() for line in lines[1:]]):
        return {}, text
    end = closing.index("---")
    meta = yaml.load("\n".join(lines[1 : end + 1]), Loader=_Loader)  # noqa: S506 - it is a SafeLoader
    return (meta, "\n".join(lines[end + 2 :])) if isinstance(meta, dict) else ({}, text)


def _plain(markdown: str) -> tuple[str, str]:
    """Return the text without markup and without what markup hides, and its first heading of level one."""
    markup = Pieces()
    blocks: list[str] = []
    current = ""
    heading, in_heading = "", False
    for token in MarkdownIt("commonmark").enable("table").parse(_script.sub("", markdown)):
        in_heading = in_heading or (token.type == "heading_open" and token.tag == "h1")
        if token.type == "inline":
            current += ("" if not current else " | ") + _inline(token.children or [], markup)
            if in_heading and not heading:
                heading = current
        elif token.type in ("fence", "code_block"):
            blocks.append("" if markup.hidden else token.content.rstrip("\n"))
        elif token.type == "html_block":
            blocks.append(markup.read(token.content).strip())
        elif token.type in _BLOCK_ENDS and not (token.type == "paragraph_close" and token.hidden and not current):
            blocks.append(current)
            current, in_heading = "", False
    return "\n\n".join(filter(None, blocks)), heading


def _inline(children: list[Token], markup: Pieces) -> str:
    """Text of inline tokens: images vanish, HTML tags go while the text they show stays, a wrapped line goes on."""
    texts = {"softbreak": " ", "hardbreak": "\n"}
    inside, joined = markup.hidden, ""
    for token in children:
        if token.type == "html_inline":
            joined += markup.read(token.content)
        elif not markup.hidden:
            joined += texts.get(token.type, token.content if token.type in ("text", "code_inline") else "")
    if not inside:
        markup.forget()
    return _wrapped_han.sub("", joined)
