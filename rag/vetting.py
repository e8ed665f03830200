"""A written sentence held against the evidence: kept, given other citations, replaced by its quote, or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from yinju.index.text.terms import terms
from yinju.rag.compose import quotes
from yinju.rag.compose.tongue import in_language
from yinju.rag.types import Evidence, Origin, Question, Statement, Verdict
from yinju.rag.verify.folding import folded
from yinju.rag.verify.weighing import Judgement

_FOUNDED = (Verdict.VERBATIM, Verdict.SUPPORTED)
_ENOUGH = 0.65  # score from which a model's sentence stands: “the chairman is X” rests on nothing if only X is there
_SURE = 0.8  # … and from which it may cite what it did not
_ABOUT = (Verdict.PARTIAL, Verdict.CONTRADICTED, Verdict.UNCHECKED)  # the quote speaks of the same thing, other than so

_FEW = 3  # words, names and values in a text that may be no sentence


class Vetted(NamedTuple):
    """What became of a sentence: the statement that may be shown, if any, and why the written one may not."""

    statement: Statement | None
    verdict: Verdict
    why: str


class Vetting:
    """Holds the sentences of one answer against the evidence that its writer was shown."""

    def __init__(self, question: Question, offered: Sequence[Evidence]) -> None:
        self._question, self._offered = question, offered
        self._quotes = {item.number: item.quote for item in offered}

    def vet(self, said: Statement, before: Sequence[Statement] = ()) -> Vetted:
        """Return a sentence as it may be shown: borne out by what it cites, or by other evidence, which it then cites.

        A sentence that no check can read against its quotes (other languages than Chinese and English, or too little
        to compare across the two) stays, unchecked. A bare word or number never does: every quote that holds it would
        bear it out, whatever was asked.
        """
        if not in_language(said.text, self._question.language):
            return Vetted(None, Verdict.UNCHECKED, "it is in another language")
        earlier = " ".join(statement.text for statement in before)
        numbers = self._ground(said.text, said.citations, earlier, _ENOUGH)
        if _is_bare(said.text, self._question):
            verdict = Verdict.UNCHECKED if numbers else Verdict.UNSUPPORTED
            return Vetted(None, verdict, "it is a bare word or number")
        if numbers:
            word_for_word = any(folded(said.text) == folded(self._quotes[number]) for number in numbers)
            origin = Origin.QUOTED if word_for_word else said.origin
            return Vetted(replace(said, citations=numbers, origin=origin), Verdict.SUPPORTED, "")
        found = self._judged(said.text, said.citations, earlier)
        if found.verdict is not Verdict.CONTRADICTED and (
            numbers := self._ground(said.text, tuple(self._quotes), earlier, _SURE, most=1)
        ):
            return Vetted(replace(said, citations=numbers, origin=Origin.REPAIRED), Verdict.SUPPORTED, "")
        if found.verdict is Verdict.UNCHECKED and self._unread(said):
            return Vetted(said, found.verdict, "")
        verdict = Verdict.UNCHECKED if found.verdict in _FOUNDED else found.verdict
        return Vetted(None, verdict, "; ".join(found.reasons))

    def quote(self, said: Statement, verdict: Verdict) -> Statement | None:
        """Return a quote that a sentence cites, to stand in its place, if it is about the same thing.

        The first one in the question's language, or the first.
        """
        cited = [item for item in self._offered if item.number in said.citations]
        if verdict not in _ABOUT or not cited:
            return None
        chosen = next((item for item in cited if item.language == self._question.language), cited[0])
        (statement,) = quotes.statements((chosen,))
        return statement

    def _judged(self, text: str, numbers: Sequence[int], before: str) -> Judgement:
        from yinju.rag.verify.claims import judge  # its lists take .1 s, which quotes need not wait for

        return judge(text, [self._quotes[number] for number in numbers], before)

    def _ground(
        self, text: str, numbers: Sequence[int], before: str, enough: float, most: int | None = None
    ) -> tuple[int, ...]:
        """Return what bears a sentence out: each quote (or the first `most`) that does so alone, or one for each clause.

        Never two quotes for one clause: who is named in one and what is said in the other would make a fact of their own.
        """
        alone = [number for number in numbers if self._stands(text, number, before, enough)]
        if alone or len(numbers) < 2:
            return tuple(alone[:most])
        parts, found = _clauses(text), set[int]()
        for place, part in enumerate(parts):
            earlier = " ".join((before, *parts[:place]))
            number = next((number for number in numbers if self._stands(part, number, earlier, enough)), None)
            if number is None:
                return ()
            found.add(number)
        return tuple(sorted(found)) if len(parts) > 1 else ()

    def _stands(self, text: str, number: int, before: str, enough: float) -> bool:
        found = self._judged(text, (number,), before)
        return found.verdict in _FOUNDED and found.score >= enough

    def _unread(self, said: Statement) -> bool:
        from yinju.rag.verify.sentence import OTHER, language_of

        own = language_of(said.text)
        return bool(said.citations) and (
            own == OTHER or all(language_of(self._quotes[number]) != own for number in said.citations)
        )


def _clauses(text: str) -> list[str]:
    from yinju.rag.verify.sentence import sentences

    return [sentence.text[start:end] for sentence in sentences(text) for start, end in sentence.clauses]


def _is_bare(text: str, question: Question) -> bool:
    """Say whether a text is a few words, a name or a number, and none of what the question is about."""
    from yinju.rag.verify.sentence import OTHER, sentences

    read = sentences(text)
    if any(character.isalpha() for character in text) and any(one.language == OTHER for one in read):
        return False  # its words are not known
    items = sum(len(one.content) + len(one.names) + len(one.quantities) + len(one.dates) for one in read)
    shared = {term for term in question.terms.intersection(terms(text)) if len(term) > 1}  # not 人 in 多少人
    return items <= _FEW and not shared
