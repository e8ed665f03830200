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
# a question for what or who something is: all that it says is the name of it
_identity = re.compile(
    r"^(?:what|who) (?:is|was|are|were) (?P<of>[^,?]+?)\s*\??$|^(?P<han>[^，,？?的]+?)(?:是[谁誰]|是什[么麼]|在哪[里裡儿兒]?)[？?]?$",
    re.IGNORECASE,
)
_CLOSE = 5  # characters between two dates that are exchanged together: 2018 and 2020
_noun = re.compile(r" [a-z][a-z-]{3,}(?=$|[?.,]| (?:in|of|at|on|for|that|which|by)\b)")
_LONGEST_IDENTITY = 90  # characters
_ARTICLES = ("the ", "a ", "an ")


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
        whole = self._subject(sort)
        if whole and not whole.lower().startswith(_ARTICLES):
            return whole
        asked = kind(self.question, "zh" if self.chinese else "en")
        known = {name.text for name in self.names}
        answered = [name for name in mentions(self.answer) if name.text not in known]
        if sort is Sort.PERSON and asked is Kind.WHO:
            people = [name for name in answered if name.sort is Sort.PERSON] or answered[:1]
            if people and not any(name.sort is Sort.PERSON and not self.chinese for name in self.names):
                return people[0].text
        if sort is Sort.PLACE and asked is Kind.WHERE:
            places = [name for name in answered if name.sort is Sort.PLACE]
            if places:
                return places[0].text
        if whole and sort is not Sort.PLACE:
            return whole
        for names in (self.names, answered):
            fitting = [name for name in names if _fits(name.sort, sort)]
            certain = [name for name in fitting if name.sort is sort]
            if fitting:
                chosen = (certain or fitting)[0]
                return self._phrase(chosen) if names is self.names else chosen.text
        return ""

    def _phrase(self, name: Mention) -> str:
        """Return a name with the noun that it only qualifies: the Hongqiao forum."""
        noun = _noun.match(self.question, name.end)
        the = self.question[: name.start].lower().endswith("the ")
        return f"the {name.text}{noun.group()}" if noun and the else name.text

    def _subject(self, sort: Sort) -> str:
        """Return what a question for who or what something is calls it, "" when it asks something else."""
        match = _identity.match(self.question)
        whole: str = (match["of"] or match["han"]) if match else ""
        named = match is not None and (match["han"] or whole[0].isupper() or whole.lower().startswith(_ARTICLES))
        fits = not self.names or _fits(self.names[0].sort, sort) or whole.lower().startswith(_ARTICLES)
        return whole if named and fits and len(whole) <= _LONGEST_IDENTITY else ""

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
        rest = self.question[old.end :]
        for length in range(len(name), 0, -1):  # the Chongqing forum in the place of the Hongqiao forum
            if rest.startswith(name[-length:]) and name[-length:].strip():
                rest = rest[length:]
                break
        return self.question[: old.start] + name + rest

    def with_time(self, when: str) -> str:
        """Return the question with its date exchanged, "" when it has none; dates close together are one."""
        spans = timing(self.question, self.today).spans
        if not spans:
            return ""
        start, end = spans[0]
        for more_start, more_end in spans[1:]:
            if more_start - end <= _CLOSE:
                end = more_end
        before = self.question[:start]
        if when.lower().startswith(("last ", "this ", "next ", "yesterday", "today")):
            before = re.sub(r"\b(?:in|on|during) $", "", before, flags=re.IGNORECASE)
        return before + when + self.question[end:]

    @property
    def year(self) -> int | None:
        """The one year that the question asks about, if it is one."""
        period = timing(self.question, self.today).period
        if not period or not period.since or not period.until or period.since[:4] != period.until[:4]:
            return None
        return int(period.since[:4])


def _fits(found: Sort, meant: Sort) -> bool:
    """Tell whether a pronoun of a sort can mean a name."""
    if meant is Sort.PERSON:
        return found in (Sort.PERSON, Sort.UNKNOWN)
    if meant is Sort.PLACE:
        return found in (Sort.PLACE, Sort.UNKNOWN)
    return found is not Sort.PERSON
