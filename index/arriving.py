"""A draft on its way in, made into a row of the catalogue where that is needed."""

from __future__ import annotations

import re
from dataclasses import replace

from yinju.index.identify import article as identified
from yinju.index.splitting import passage_rows
from yinju.index.tables import ArticleRow
from yinju.index.types import Draft, article_id

_half = re.compile("[\ud800-\udfff]")  # half characters cannot be stored; offsets stay as they were


class Prepared:
    """A draft on its way in: its id and digest first, everything that costs time only when it is needed."""

    def __init__(self, draft: Draft, clean: bool) -> None:
        self._draft = replace(draft, raw=_half.sub("\ufffd", draft.raw), title=_half.sub("\ufffd", draft.title))
        self._clean = clean
        self.id = article_id(draft.identity)
        self.published, self.url = (draft.published or "").strip(), (draft.url or "").strip()
        self.digest = f"{draft.digest}{'' if clean else '-as-is'}"

    def undated(self, row: ArticleRow) -> bool:
        """Say whether the draft gives a date that no calendar has, or none to the day."""
        return bool(self.published) and row.article.published is None

    def unaddressed(self, row: ArticleRow) -> bool:
        """Say whether the draft gives an address that is not kept."""
        return bool(self.url) and row.article.url is None

    def row(self) -> ArticleRow:
        """Clean, identify and split the article."""
        article = identified(self._draft, clean=self._clean)
        raw = self._draft.raw if self._draft.raw != article.text else None
        return ArticleRow(article, self.digest, raw, passage_rows(article))
