"""An article as HTML, with the sentence that is cited marked."""

from __future__ import annotations

from yinju.index.types import Article
from yinju.ui.html.base import does, escape, lines, safe
from yinju.ui.strings import Interface, say


def unread(why: str, interface: Interface, back: str = "back") -> str:
    """Return what stands in place of an article that cannot be read."""
    return f'{_back(back, interface)}<p class="yj-error" role="alert">{escape(why)}</p>'


def article(found: Article | None, start: int, end: int, sha256: str, interface: Interface, back: str = "back") -> str:
    """Return an article with the cited span marked; says so when it is gone or has changed.

    `back` names what stands on the button that leads back.
    """
    if found is None:
        return unread(say("gone", interface), interface, back)
    changed = f'<p class="yj-note">{escape(say("changed", interface))}</p>' if sha256 != found.sha256 else ""
    start, end = (start, end) if not changed and 0 <= start < end <= len(found.text) else (0, 0)
    text = found.text
    marked = (
        f'{lines(text[:start])}<mark id="yj-cited" tabindex="-1">{lines(text[start:end])}</mark>{lines(text[end:])}'
        if end
        else lines(text)
    )
    facts = " · ".join(filter(None, (found.published, found.language, found.url)))
    return safe(
        f'{_back(back, interface)}<article lang="{escape(found.language)}"><h3 dir="auto">{escape(found.title)}</h3><p class="yj-facts">{escape(facts)}</p>{changed}'
        f'<div class="yj-text" dir="auto">{marked}</div></article>'
    )


def _back(word: str, interface: Interface) -> str:
    return f'<button class="yj-back" {does("undo")}>← {escape(say(word, interface))}</button>'
