"""A cleaned draft made into an Article: language, date and title found where the format did not say."""

from __future__ import annotations

import re

from yinju.index.addresses import address
from yinju.index.text import clean as cleaning
from yinju.index.text.dates import iso_day, stated_day
from yinju.index.text.language import identify
from yinju.index.text.scripts import tokens
from yinju.index.text.sentences import sentence_spans
from yinju.index.types import Article, Draft

_closed = re.compile(r"[.。!！?？;；,，]\W*$")
_LONGEST_TITLE = 40  # estimated tokens


def article(draft: Draft, *, clean: bool = True) -> Article:
    """Return the article in a draft.

    With `clean=False` the text is taken as it is, code point for code point: evaluation sets count offsets
    in their own strings. So is that of a draft with pages, which its reader has cleaned.
    """
    text = cleaning.clean(draft.raw) if clean and not draft.pages else draft.raw
    declared = (draft.language or "").strip().lower().replace("_", "-").split("-")[0]
    if not re.fullmatch("[a-z]{2}", declared):
        declared = ""  # "English", "eng": what the text shows is surer than a guess at what was meant
    return Article(
        identity=draft.identity,
        text=text,
        title=cleaning.mend(" ".join(draft.title.split())) if draft.title.strip() else title_of(text) if clean else "",
        url=address(draft.url),
        published=iso_day(draft.published) if draft.published else (stated_day(draft.raw) if clean else None),
        language=declared or identify(text or draft.title),
        facets=draft.facets,
        pages=draft.pages,
    )


def title_of(text: str) -> str:
    """Return a text's headline: its first line when that is no sentence, else the start of its first sentence."""
    first = text.split("\n", 1)[0].strip()
    if tokens(first) <= _LONGEST_TITLE and not _closed.search(first):
        return first
    spans = sentence_spans(first, identify(first))
    sentence = first[spans[0].start : spans[0].end].rstrip(".。") if spans else first
    if tokens(sentence) <= _LONGEST_TITLE:
        return sentence
    cut = sentence[:90] if " " in sentence[:60] else sentence[:40]
    return cut[: cut.rfind(" ")].rstrip(",;: ") + " …" if " " in cut else cut + "…"
