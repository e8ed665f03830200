"""One library with all hostile articles, read as anybody would add them, and every question asked once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hostile.articles import CASES
from hostile.case import Case
from yinju.index.encoders.bundled import BundledEncoder
from yinju.index.encoders.means import MeanEncoder
from yinju.index.library import Library
from yinju.index.read.paths import read_paths
from yinju.index.types import AddReport, Article, Draft, Unreadable
from yinju.rag import Yinju
from yinju.rag.pipeline import Answered, EvidenceFound
from yinju.rag.types import Answer, Evidence


class Asked:
    """A library of the hostile articles and what came of each."""

    def __init__(self, folder: Path, encoder: BundledEncoder) -> None:
        self.folder, articles = folder / "library", folder / "articles"
        articles.mkdir()
        for case in CASES:
            content = case.content if isinstance(case.content, bytes) else case.content.encode()
            (articles / case.file).write_bytes(content)
        self.read: list[Draft | Unreadable] = list(read_paths([articles]))
        # the faster setting: half of what these tests would take is encoding
        self.library = Library.open(self.folder, MeanEncoder(encoder), create=True)
        self.report: AddReport = self.library.add(self.read)
        self.engine = Yinju(self.library)
        self.asked = cache(self._asked)

    def drafts(self, case: Case) -> list[Draft]:
        """What was read of a case."""
        return [item for item in self.read if isinstance(item, Draft) and f"/{case.file}" in item.where]

    def article(self, case: Case) -> Article:
        """A case's article as it is stored."""
        (draft,) = self.drafts(case)
        (found,) = [article for article in self.library.articles() if article.identity == draft.identity]
        whole = self.library.article(found.id)
        assert whole is not None
        return whole

    def _asked(self, case: Case) -> tuple[tuple[Evidence, ...], Answer]:
        evidence: tuple[Evidence, ...] = ()
        for event in self.engine.stream(case.ask):
            if isinstance(event, EvidenceFound):
                evidence = event.evidence
            elif isinstance(event, Answered):
                return evidence, event.answer
        raise AssertionError("no answer")
