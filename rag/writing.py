"""The answer composed: quotes, or a model's sentences of which only those are shown that the evidence bears out."""

from __future__ import annotations

import logging
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from yinju.index.errors import ModelFailed
from yinju.rag.clock import Clock
from yinju.rag.compose import quotes
from yinju.rag.events import StartedOver, StatementWritten
from yinju.rag.phrases import phrase
from yinju.rag.types import Compose, Evidence, Origin, Question, Statement
from yinju.rag.verify.folding import folded
from yinju.rag.vetting import Vetting

if TYPE_CHECKING:
    from yinju.rag.compose.llm import Writer

_REWRITES = 2
"""Sentences of an answer that a model is asked to write anew."""


class Composed(NamedTuple):
    """What an answer is made of; `note` says in the question's language what became of a model's words."""

    statements: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]
    compose: Compose
    note: str | None = None


Composing = Generator[StatementWritten | StartedOver, None, Composed]


def composed(
    question: Question, found: Sequence[Evidence], compose: Compose, writer: Writer | None, clock: Clock
) -> Composing:
    """Yield statements as soon as they may be shown, and return them; whatever a model does, there is an answer."""
    if compose == "quotes":
        return (yield from _quoted(found, clock))
    if writer is None:
        return (yield from _quoted(found, clock, phrase("no_model", question.language)))
    offered = tuple(replace(item, number=number) for number, item in enumerate(found[: writer.most], 1))
    writing = _Writing(question, offered, writer, clock)
    try:
        if made := (yield from writing.written()):
            return made
        note = phrase("model_unfounded", question.language)
    except ModelFailed as error:
        logging.getLogger(__name__).warning("no answer of a language model: %s", error)
        note = phrase(error.phrase, question.language, why=str(error))
    if writing.shown:
        yield StartedOver()
    return (yield from _quoted(found, clock, note))


def _quoted(found: Sequence[Evidence], clock: Clock, note: str | None = None) -> Composing:
    with clock("compose"):
        chosen = quotes.compose(found)
        statements = quotes.statements(chosen)
    for statement in statements:
        yield StatementWritten(statement)
    return Composed(statements, chosen, "quotes", note)


class _Writing:
    """One answer while a model writes it. What is shown has been held against the evidence."""

    def __init__(self, question: Question, offered: tuple[Evidence, ...], writer: Writer, clock: Clock) -> None:
        self._question, self._offered, self._writer, self._clock = question, offered, writer, clock
        self._vetting = Vetting(question, offered)
        self._end = time.monotonic() + writer.seconds
        self.shown: list[Statement] = []
        self._waiting: list[Statement] = []  # quotes in the place of sentences, until one of the model's own stands
        self._own = self._replaced = self._dropped = self._rewritten = 0

    def written(self) -> Generator[StatementWritten, None, Composed | None]:
        """Yield what may be shown of what the model writes; None when nothing of its own may. Raises ModelFailed."""
        with closing(self._clock.each("compose", self._writer.write(self._question, self._offered))) as sentences:
            for said in sentences:
                yield from self._show(said)
        if not self._own:
            return None
        yield from self._show_waiting()
        yield from self._complete()
        cited = {number for statement in self.shown for number in statement.citations}
        evidence = tuple(item for item in self._offered if item.number in cited)
        return Composed(tuple(self.shown), evidence, "llm", self._note())

    def _show(self, said: Statement) -> Generator[StatementWritten]:
        with self._clock("verify"):
            found = self._vetting.vet(said, self.shown)
        statement = found.statement or self._anew(said, found.why)
        if statement is not None:
            if not self._is_said(statement):
                self._own += 1
                yield from self._show_waiting()
                self.shown.append(statement)
                yield StatementWritten(statement)
            return
        quote = self._vetting.quote(said, found.verdict)
        if quote is not None and not self._is_said(quote):
            self._replaced += 1
            self._waiting.append(quote)
        else:
            self._dropped += 1

    def _anew(self, said: Statement, why: str) -> Statement | None:
        """Let the model write a sentence once more, if it cites something; return it if the evidence bears it out."""
        seconds = self._end - time.monotonic()
        if not said.citations or self._rewritten == _REWRITES or seconds <= 0:
            return None
        self._rewritten += 1
        with self._clock("compose"):
            anew = self._writer.rewrite(self._question, self._offered, said, why, seconds)
        if anew is None:
            return None
        with self._clock("verify"):
            found = self._vetting.vet(anew, self.shown).statement
        return None if found is None or found.origin is Origin.QUOTED else replace(found, origin=Origin.REPAIRED)

    def _is_said(self, statement: Statement) -> bool:
        return any(folded(statement.text) == folded(other.text) for other in (*self.shown, *self._waiting))

    def _show_waiting(self) -> Generator[StatementWritten]:
        waiting, self._waiting = self._waiting, []
        for statement in waiting:
            self.shown.append(statement)
            yield StatementWritten(statement)

    def _complete(self) -> Generator[StatementWritten]:
        """Add the best quote that holds what is asked for, a number or a date, if nothing of what is said does."""
        kind = self._question.kind
        if any(kind.fits(statement.text) for statement in self.shown):
            return
        if fitting := [item for item in self._offered if kind.fits(item.quote)]:
            self.shown += (added := quotes.statements(fitting[:1]))
            yield from map(StatementWritten, added)

    def _note(self) -> str | None:
        language = self._question.language

        def count(number: int) -> str:
            return phrase("sentence" if number == 1 else "sentences", language, count=str(number))

        what = [
            phrase(name, language, count=count(number))
            for name, number in (("replaced", self._replaced), ("dropped", self._dropped))
            if number
        ]
        return phrase("left_out", language, what=phrase("and", language).join(what)) if what else None
