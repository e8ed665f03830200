"""The question before, as a follow-up finds it: its names, its dates, and what takes their place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from yinju.index.text.scripts import HAN
from yinju.rag.understanding.asked import kind
from yinju.rag.understanding.kinds import Kind
from yinju.rag.understanding.mentions import Mention, mentions
from yinju.rag.understanding.periods import timing
from yinju.rag.understanding.sorts import Sort

_has_han = re.compile(f"[{HAN}]")
_identity = re.compile(r"^who (?:is|was) [^,]+$|是谁[？?]?$|是誰[？?]?$", re.IGNORECASE)


@dataclass(frozen=True)
class Context:
    """The last question, standing alone, and its answer."""

    question: str
    answer: str
    today: date

    @cached_property
    def chinese(self) -> bool:
        """Whether the question is in Chinese."""
        return bool(_has_han.search(self.question))

    @cached_property
    def names(self) -> tuple[Mention, ...]:
        """The names in the question."""
        return mentions(self.question)

    @cached_property
    def bare(self) -> str:
        """The question without what closes it."""
        return self.question.rstrip(" ?？。.!！")

    def meant(self, sort: Sort) -> str:
        """Return the name that a pronoun of a sort means, "" when there is none: of the question, else of the answer.

        PERSON is he or she, PLACE there, BODY it. Who was asked for is named by the answer.
        """
        asked = kind(self.question, "zh" if self.chinese else "en")
        known = {name.text for name in self.names}
        answered = [name for name in mentions(self.answer) if name.text not in known]
        if sort is Sort.PERSON and asked is Kind.WHO and not _identity.search(self.question):
            people = [name for name in answered if name.sort is Sort.PERSON] or answered[:1]
            if people and not any(name.sort is Sort.PERSON and not self.chinese for name in self.names):
                return people[0].text
        if sort is Sort.PLACE and asked is Kind.WHERE:
            places = [name for name in answered if name.sort is Sort.PLACE]
            if places:
                return places[0].text
        for names in (self.names, answered):
            fitting = [name for name in names if _fits(name.sort, sort)]
            certain = [name for name in fitting if name.sort is sort]
            if fitting:
                return (certain or fitting)[0].text
        return ""

    def with_name(self, name: str) -> str:
        """Return the question with a name in the place of the one of its sort, "" when it has none."""
        new = mentions(name, fragment=True)
        wanted = new[0].sort if new else Sort.UNKNOWN
        same = [old for old in self.names if old.sort is wanted] or [
            old for old in self.names if Sort.UNKNOWN in (old.sort, wanted)
        ]
        if not same and len(self.names) == 1:
            same = list(self.names)
        if not same:
            return ""
        old = same[-1]
        return self.question[: old.start] + name + self.question[old.end :]

    def with_time(self, when: str) -> str:
        """Return the question with its dates exchanged, or with one more where it has none."""
        spans = timing(self.question, self.today).spans
        if spans:
            (start, _), end = spans[0], spans[-1][1]
            if len(spans) > 1 and end - start > len(" 2021 and  2022") + 12:
                end = spans[0][1]
            return self.question[:start] + when + self.question[end:]
        return ""


def _fits(found: Sort, meant: Sort) -> bool:
    """Tell whether a pronoun of a sort can mean a name."""
    if meant is Sort.PERSON:
        return found in (Sort.PERSON, Sort.UNKNOWN)
    if meant is Sort.PLACE:
        return found in (Sort.PLACE, Sort.UNKNOWN)
    return found is not Sort.PERSON
