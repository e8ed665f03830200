"""The way of a question: understand → search → choose evidence → decide → compose → cite → verify."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from yinju.index.fusion import USUAL, Ranking
from yinju.index.library import Library
from yinju.index.types import Filter
from yinju.rag import settings
from yinju.rag.citations import cite
from yinju.rag.clock import Clock
from yinju.rag.compose import quotes
from yinju.rag.conflicts.finding import conflicts
from yinju.rag.conflicts.quoting import told, with_both_sides
from yinju.rag.conflicts.types import Conflict
from yinju.rag.events import Answered, Event, EvidenceFound, StartedOver, StatementWritten
from yinju.rag.finding import find
from yinju.rag.inert import flat
from yinju.rag.phrases import phrase
from yinju.rag.types import Answer, Compose, Evidence, Origin, Question, Statement, Turn
from yinju.rag.understand import understand
from yinju.rag.understanding.marking import marked
from yinju.rag.verify.quotes import verify
from yinju.rag.writing import composed

if TYPE_CHECKING:
    from yinju.rag.checking import CheckedAnswer
    from yinju.rag.compose.llm import Writer

__all__ = ["Answered", "Compose", "Event", "EvidenceFound", "StartedOver", "StatementWritten", "Yinju"]


_DISPUTED = 0.25
"""Probability from which evidence that disagrees about what is asked for is an answer: why else would it?"""


class Yinju:
    """Answers questions over one library. Safe to use from many threads."""

    def __init__(self, library: Library, writer: Writer | None = None, ranking: Ranking = USUAL) -> None:
        self.library, self._writer, self.ranking = library, writer, ranking

    @classmethod
    def open(cls, library: Path | str | None = None, *, writer: Writer | None = None) -> Yinju:
        """Open an existing library; without a name the default one, filled with the samples when it is not there.

        A `writer` takes the place of the language model in the environment.
        """
        from yinju.rag import bootstrap  # the wiring knows everybody, so nobody can know it from the start

        found = bootstrap.yinju(settings.read(Path(library) if library is not None else None))
        return cls(found.library, writer) if writer else found

    @property
    def llm(self) -> str | None:
        """The name of the language model, if one is set up."""
        return self._writer.model if self._writer else None

    def ask(
        self,
        text: str,
        *,
        history: Sequence[Turn] = (),
        wanted: Filter | None = None,
        compose: Compose = "quotes",
    ) -> Answer:
        """Return the answer to a question. Raises UsageError for an empty or endless one, LibraryError."""
        for event in self.stream(text, history=history, wanted=wanted, compose=compose):
            if isinstance(event, Answered):
                return event.answer
        raise AssertionError("a stream ends with an answer")

    def check(self, text: str) -> CheckedAnswer:
        """Return what the articles say of an answer from elsewhere. Raises UsageError for none or too much, LibraryError."""
        from yinju.rag.checking import check  # its lists take .1 s, which a question need not wait for

        return check(text, self.library)

    def stream_check(self, text: str) -> Iterator[CheckedAnswer]:
        """Yield the check of an answer as far as it has come, sentence by sentence; see `check`.

        Closing the stream stops it.
        """
        from yinju.rag.checking import stream

        yield from stream(text, self.library)

    def stream(
        self,
        text: str,
        *,
        history: Sequence[Turn] = (),
        wanted: Filter | None = None,
        compose: Compose = "quotes",
    ) -> Iterator[Event]:
        """Yield the evidence, then each statement as soon as it may be shown, then the verified answer.

        Closing the stream stops a model that is writing.
        """
        clock = Clock()
        with clock("understand"):
            question = understand(text, history)
        # everything is read before anything is given out: a slow reader keeps no transaction open
        with self.library.view() as view:
            hits, found, decision = find(question, view, wanted, self.ranking, clock)
            with clock("evidence"):
                likely = decision.answerable or decision.probability >= _DISPUTED
                disputed = conflicts(question, found, hits, view.article) if likely else ()
        answer = Answer(
            question=question.text,
            language=question.language,
            answer=phrase("refusal", question.language),
            refused=True,
            reason=decision.reason,
            compose="quotes",
            hits=hits,
            probability=decision.probability,
            models={"encoder": self.library.encoder.model, "llm": None},
        )
        yield EvidenceFound(found)
        if decision.answerable or disputed:
            answer = replace(answer, reason=decision.reason if decision.answerable else None)
            yield from self._written(answer, question, found, disputed, clock, compose)
        else:
            yield Answered(replace(answer, timings_ms=clock.milliseconds()))

    def _written(
        self,
        answer: Answer,
        question: Question,
        found: Sequence[Evidence],
        disputed: Sequence[Conflict],
        clock: Clock,
        compose: Compose,
    ) -> Iterator[Event]:
        made = yield from composed(question, found, compose, self._writer, clock)
        # both sides of a disagreement are heard, whoever chose the evidence
        heard = with_both_sides(made.evidence, disputed)
        added = quotes.statements(heard[len(made.evidence) :])
        for statement in added:
            yield StatementWritten(statement)
        with clock("compose"):
            statements = tuple(_marked(question, statement) for statement in (*made.statements, *added))
        with clock("verify"):
            citations = verify(statements, cite(heard), {item.article.id: item.article for item in heard}.get)
        yield Answered(
            replace(
                answer,
                answer=flat(statements),
                refused=False,
                reason=" ".join(filter(None, (answer.reason, made.note))) or None,
                compose=made.compose,
                statements=statements,
                citations=citations,
                conflicts=told(disputed, heard),
                timings_ms=clock.milliseconds(),
                models={**answer.models, "llm": self.llm if made.compose == "llm" else None},
            )
        )


def _marked(question: Question, statement: Statement) -> Statement:
    """Return a quote with its short answer marked; what a model wrote stays as it is."""
    if statement.origin is not Origin.QUOTED:
        return statement
    return replace(statement, marked=marked(question, statement.text))
