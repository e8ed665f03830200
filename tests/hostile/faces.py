"""What an answer looks like on every face, and what each must never show."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.text import Text

from parsed import Page, parsed
from yinju.index.types import Article
from yinju.rag.types import Answer, Evidence
from yinju.ui import render
from yinju.ui.html.article import article as article_page
from yinju.ui.html.chat import Shown, conversation, panel
from yinju.ui.strings import Interface

TAGS = {"div", "h2", "h3", "p", "ul", "li", "button", "span", "article", "mark", "br", "details", "summary"}
ATTRIBUTES = {
    "class", "dir", "id", "role", "lang", "title", "tabindex", "aria-label", "aria-live",
    "aria-pressed", "aria-describedby", "aria-hidden", "open",
    "data-ask", "data-article", "data-start", "data-end", "data-sha256", "data-on",
    "data-exchange", "data-marker", "data-value", "data-unfiltered",
}  # fmt: skip
_marker = re.compile(r"[\[［【〔]\s*\^?\d+(?:\s*[-,，、]\s*\d+)*\s*[\]］】〕]")
_colour = re.compile(r"\x1b\[[0-9;]*m")
_KEPT = {"\u200c", "\u200d"}  # joiners that Persian and emoji are spelled with; the articles below use none of them so


def unseen(text: str, allowed: str = "\n") -> list[str]:
    """The characters of a text that nobody sees, or that steer what is seen."""
    return [
        f"U+{ord(c):04X}"
        for c in text
        if c not in allowed and (unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") or 0xE0000 <= ord(c) <= 0xE0FFF)
    ]  # fmt: skip


def terminal(answer: Answer, evidence: Sequence[Evidence]) -> str:
    """An answer as a terminal gets it; asserts that nothing but our own colours steers it."""
    raw = io.StringIO()
    Console(file=raw, force_terminal=True, color_system="truecolor", highlight=False).print(
        Text.assemble(*render.answer_text(answer, evidence).parts), soft_wrap=True
    )
    text = _colour.sub("", raw.getvalue())
    assert not unseen(text)
    flood = re.search("[\u0300-\u036f\u0e49]{7}", text)
    assert flood is None
    text.encode()
    return text


def assert_markers_are_ours(text: str, answer: Answer) -> None:
    """Every marker in a terminal's text is one of the answer: those of the statements, then one a source."""
    ours = [f"[{marker}]" for statement in answer.statements for marker in statement.citations]
    sides = [f"[{value['citation']}]" for conflict in answer.conflicts for value in conflict["values"]]
    shown = _marker.findall(text)
    assert sorted(shown) == sorted(ours + sides + [f"[{citation.marker}]" for citation in answer.citations])
    sources = [line for line in text.split("\n") if re.match(r"\s*\[\d+\] ", line)]
    assert len(sources) == len(answer.citations)
    assert len(text.split("\n")) <= 4 + len(answer.statements) + len(sides) + 3 * len(answer.citations)


def as_json(answer: Answer) -> dict[str, Any]:
    """An answer as a program gets it; asserts that it is UTF-8, equal in value, and has nothing unseen in it."""
    text = render.json_text(render.answer_json(answer))
    assert not unseen(text)
    assert text.encode().decode() == text
    found: dict[str, Any] = json.loads(text)
    assert found == json.loads(json.dumps(render.answer_json(answer)))
    ours = [f"[{marker}]" for statement in answer.statements for marker in statement.citations]
    assert _marker.findall(found["answer"]) == ours
    assert "](" not in found["answer"]
    assert not re.search(r"<[A-Za-z/!]", found["answer"])
    for citation in found["citations"]:
        assert citation["url"] is None or re.match(r"https?://", citation["url"]) or ":" not in citation["url"]
    return found


def pages(
    answer: Answer, evidence: Sequence[Evidence], articles: Sequence[Article], interface: Interface
) -> list[Page]:
    """The conversation, the panel and the opened sources; asserts that nothing from outside became markup."""
    turn = Shown(answer.question, tuple(evidence), answer.statements, answer)
    streaming = Shown(answer.question, tuple(evidence), answer.statements)
    sources = [
        conversation([turn], interface),
        panel(turn, interface),
        conversation([streaming], interface),
    ]
    for article in articles:
        spans = [(c.start, c.end) for c in answer.citations if c.article_id == article.id] or [(0, 1)]
        sources.append(article_page(article, *spans[0], article.sha256, interface))
    found = [parsed(source) for source in sources]
    for page, source in zip(found, sources, strict=True):
        assert {tag for tag, _ in page.elements} <= TAGS
        assert {name for _, attributes in page.elements for name in attributes} <= ATTRIBUTES
        assert not unseen(page.text, "\n\t")
        assert not unseen(source, "\n\t")
        assert not any(unseen(value or "", "\n\t") for _, attributes in page.elements for value in attributes.values())
        assert not re.search(r"\bhref\b\s*=|\bsrc\b\s*=", re.sub(r'"[^"]*"', '""', source.split(">", 1)[0]))
    talk = found[0]
    ours = [marker for statement in answer.statements for marker in statement.citations]
    sides = [value for conflict in answer.conflicts for value in conflict["values"]]
    assert len(talk.of("yj-marker")) == len(ours) + len(sides)
    assert not found[2].of("yj-marker")
    known = {article.id for article in articles}
    assert {attributes["data-article"] for attributes in talk.of("yj-marker")} <= known
    return found
