"""The way of a question: understand → search → choose evidence → decide → compose → cite → verify."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from yinju.index.errors import ModelFailed
from yinju.index.fusion import USUAL, Ranking
from yinju.index.library import Library
from yinju.index.types import Filter
from yinju.rag import answerability, evidence, settings
from yinju.rag.citations import cite
from yinju.rag.compose import quotes
from yinju.rag.compose.llm import Writer
from yinju.rag.inert import flat
from yinju.rag.phrases import phrase
from yinju.rag.types import Answer, Evidence, Question, Statement, Turn
from yinju.rag.understand import understand
from yinju.rag.verify.quotes import verify

Compose = Literal["quotes", "llm"]
_SEARCHED = 20  # passages per question; the first half are looked into sentence by sentence


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """First event: the numbered sentences, before anything is written."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class StatementWritten:
    """A statement as it is written; its citations are not verified yet."""

    statement: Statement


@dataclass(frozen=True, slots=True)
class StartedOver:
    """The model failed while it wrote: the statements so far are withdrawn, the quotes follow."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Last event: the whole answer with its verdicts."""

    answer: Answer


Event = EvidenceFound | StatementWritten | StartedOver | Answered


class Yinju:
    """Answers questions over one library. Safe to use from many threads."""

    def __init__(self, library: Library, writer: Writer | None = None, ranking: Ranking = USUAL) -> None:
        self.library, self._writer, self.ranking = library, writer, ranking

    @classmethod
    def open(cls, library: Path | str | None = None) -> Yinju:
        """Open an existing library; without a name the default one, filled with the samples when it is not there."""
        from yinju.rag import bootstrap  # the wiring knows everybody, so nobody can know it from the start

        return bootstrap.yinju(settings.read(Path(library) if library is not None else None))

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

    def stream(
        self,
        text: str,
        *,
        history: Sequence[Turn] = (),
        wanted: Filter | None = None,
        compose: Compose = "quotes",
    ) -> Iterator[Event]:
        """Yield the evidence, then each statement as it is written, then the verified answer."""
        clock = _Clock()
        with clock("understand"):
            question = understand(text, history)
        # everything is read before anything is given out: a slow reader keeps no transaction open
        with self.library.view() as view:
            with clock("search"):
                hits = view.search(
                    question.search_text,
                    language=question.language,
                    depth=_SEARCHED,
                    with_sentences=_SEARCHED // 2,
                    wanted=wanted,
                    ranking=self.ranking,
                )
            with clock("evidence"):
                found = evidence.choose(question, hits, view)
                decision = answerability.decide(question, found, view, filtered=bool(wanted))
        answer = Answer(
            question=question.text,
            language=question.language,
            answer=phrase("refusal", question.language),
            refused=True,
            reason=decision.reason,
            compose="quotes",
            hits=tuple(hits),
            probability=decision.probability,
            models={"encoder": self.library.encoder.model, "llm": None},
        )
        yield EvidenceFound(tuple(found))
        if decision.answerable:
            yield from self._written(answer, question, found, clock, compose)
        else:
            yield Answered(replace(answer, timings_ms=clock.milliseconds()))

    def _written(
        self, answer: Answer, question: Question, found: Sequence[Evidence], clock: _Clock, compose: Compose
    ) -> Iterator[Event]:
        statements: list[Statement] = []
        note = None
        if compose == "llm":
            try:
                offered, written = self._from_model(question, found)
                while (statement := clock.next("compose", written)) is not None:
                    statements.append(statement)
                    yield StatementWritten(statement)
                chosen = tuple(item for item in offered if any(item.number in s.citations for s in statements))
                answer = replace(answer, compose="llm", models={**answer.models, "llm": self.llm})
            except ModelFailed as error:
                note = str(error)
                if statements:
                    yield StartedOver()
                statements = []
        if not statements:
            with clock("compose"):
                chosen = tuple(replace(item, number=n) for n, item in enumerate(quotes.compose(found), 1))
                statements = list(quotes.statements(chosen))
            for statement in statements:
                yield StatementWritten(statement)
        with clock("verify"):
            citations = verify(statements, cite(chosen), {item.article.id: item.article for item in chosen}.get)
        yield Answered(
            replace(
                answer,
                answer=flat(statements),
                refused=False,
                reason=note,
                statements=tuple(statements),
                citations=citations,
                timings_ms=clock.milliseconds(),
            )
        )

    def _from_model(
        self, question: Question, found: Sequence[Evidence]
    ) -> tuple[tuple[Evidence, ...], Iterator[Statement]]:
        """Return the evidence a model is shown and what it writes over it. Raises ModelFailed, now or later."""
        if self._writer is None:
            raise ModelFailed(phrase("no_model", question.language))
        offered = tuple(replace(item, number=number) for number, item in enumerate(found[: self._writer.most], 1))
        return offered, _failing_in_words(self._writer.write(question, offered), question.language)


def _failing_in_words(written: Iterator[Statement], language: str) -> Iterator[Statement]:
    try:
        yield from written
    except ModelFailed as error:
        raise ModelFailed(phrase("model_failed", language, why=str(error))) from error


class _Clock:
    """Milliseconds a stage, in order; waiting for the reader of a stream counts for no stage but the total."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self._stages = dict.fromkeys(("understand", "search", "evidence", "compose", "verify"), 0.0)

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        begin = time.perf_counter()
        try:
            yield
        finally:
            self._stages[stage] += time.perf_counter() - begin

    def next(self, stage: str, items: Iterator[Statement]) -> Statement | None:
        """Take the next item on a stage's time; None when there is none."""
        with self(stage):
            return next(items, None)

    def milliseconds(self) -> dict[str, float]:
        stages = {**self._stages, "total": time.perf_counter() - self._start}
        return {stage: round(seconds * 1000, 1) for stage, seconds in stages.items()}
