"""What all views share: escaping, what may stand on the page, and the small pieces that lead to a source.

All text from outside is escaped where it is put into HTML; what is rendered passes a list of what may stand there.
"""

from __future__ import annotations

from html import escape as markup_free

import nh3

from yinju.index.text.invisible import shown

_TAGS = {
    *("article", "br", "button", "dd", "details", "div", "dl", "dt", "h2", "h3", "li", "mark", "ol", "p", "section"),
    *("h4", "span", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {
    "*": {"class", "dir", "hidden", "id", "lang", "role", "tabindex", "title"},
    "button": {"disabled", "type"},
    "details": {"open"},
    "td": {"colspan"},
    "th": {"colspan", "scope"},
}


def escape(text: str) -> str:
    """Return a text as HTML that shows it: no markup of its own, and nothing invisible that would change what is read."""
    return markup_free(shown(text))


def lines(text: str) -> str:
    """Return a text as HTML that shows it with its line breaks."""
    return escape(text).replace("\n", "<br>")


def safe(rendered: str) -> str:
    """Keep only the tags and attributes used on the page: a second line behind the escaping of every text."""
    return nh3.clean(rendered, tags=_TAGS, attributes=_ATTRIBUTES, generic_attribute_prefixes={"data-", "aria-"})


def does(event: str, **values: object) -> str:
    """Return the attributes of an element that tells the server of a click: which of Gradio's events, and its values."""
    return f'data-on="{event}"' + "".join(f' data-{name}="{escape(str(value))}"' for name, value in values.items())


def opens(article_id: str, start: int = 0, end: int = 0, sha256: str = "") -> str:
    """Return the attributes of a button that opens an article at a place."""
    return does("select", article=article_id, start=start, end=end, sha256=sha256)
