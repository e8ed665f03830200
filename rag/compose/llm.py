"""The answer written by a language model over numbered evidence, and nothing else.

Whatever fails becomes ModelFailed, and the quotes are the answer. What the sentences are worth is not judged here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import Any, Protocol

from yinju.index.errors import ModelFailed, ModelUnusable
from yinju.rag.compose import prompt, reading
from yinju.rag.compose.constraint import SENTENCES, Constraint
from yinju.rag.compose.pieces import is_rejected, patiently
from yinju.rag.compose.prompt import Message
from yinju.rag.compose.tongue import in_language
from yinju.rag.types import Evidence, Question, Statement

MOST = 6
"""Pieces of evidence a model is shown; more of them cost time and distract small models."""


class Chat(Protocol):
    """What is needed of a LangChain chat model."""

    def stream(self, input: Any, **options: Any) -> Iterator[Any]:
        """Yield message chunks for (role, text) pairs."""
        ...


class Writer:
    """Writes statements with a LangChain chat model. Safe to use from many threads if the chat model is."""

    def __init__(
        self,
        chat: Chat,
        model: str,
        most: int = MOST,
        seconds: float = 60.0,
        budget: int = prompt.BUDGET,
        constraint: Constraint | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`seconds` is what the model may take for one answer, however slowly it streams.

        `budget` is how many tokens of evidence it is shown, by tiktoken. `constraint` holds it to evidence that exists; a backend that rejects it is asked without.
        """
        self._chat, self.model, self.most, self.seconds = chat, model, most, seconds
        self._budget, self._constraint, self._pause = budget, constraint, pause

    def write(self, question: Question, evidence: Sequence[Evidence]) -> Generator[Statement]:
        """Yield one to three sentences as they are written, citing evidence numbers that exist, or none.

        A model that begins in another language is asked once more. Raises ModelFailed; ModelUnusable for a reply
        without a sentence. Closing it stops the model.
        """
        shown = prompt.within(self._budget, evidence)
        end = time.monotonic() + self.seconds
        for firmly in (False, True):
            written, why = 0, "model_silent"
            with closing(self._reply(question, shown, firmly, end)) as pieces:
                for statement in reading.statements(pieces, {item.number for item in shown}):
                    if reading.refuses(statement):
                        why = "model_refused"
                        continue
                    if not written and not in_language(statement.text, question.language):
                        why = "model_foreign"
                        break
                    written += 1
                    yield statement
                    if written == SENTENCES:
                        return  # it may ramble on, unread
            if written:
                return
            if why != "model_foreign":
                break
        raise ModelUnusable(f"{self.model} wrote nothing that can be used ({why})", why)

    def rewrite(
        self, question: Question, evidence: Sequence[Evidence], statement: Statement, why: str, seconds: float
    ) -> Statement | None:
        """Return a sentence written anew after it was found unfounded, or None when the model has none."""
        shown = prompt.within(self._budget, evidence)
        messages = prompt.rewrite(question, shown, statement, why)
        try:
            with closing(self._pieces(messages, {}, time.monotonic() + seconds)) as pieces:
                anew = next(reading.statements(pieces, {item.number for item in shown}), None)
        except ModelFailed:  # the sentence is judged as it stands
            return None
        return None if anew is None or reading.refuses(anew) else anew

    def _reply(self, question: Question, evidence: Sequence[Evidence], firmly: bool, end: float) -> Generator[str]:
        """Yield the reply, constrained where the backend takes the constraint."""
        numbers = {item.number for item in evidence}
        held, begun = self._constraint, False
        if held is not None:
            messages = prompt.answer(question, evidence, json=held.json, firmly=firmly)
            try:
                for piece in self._pieces(messages, held.options(numbers), end):
                    begun = begun or bool(piece)
                    yield piece
                return
            except ModelFailed as error:
                if begun or not isinstance(error.__cause__, Exception) or not is_rejected(error.__cause__):
                    raise
        for piece in self._pieces(prompt.answer(question, evidence, firmly=firmly), {}, end):
            self._constraint = None  # it was the constraint that was rejected
            yield piece

    def _pieces(self, messages: Sequence[Message], options: dict[str, Any], end: float) -> Generator[str]:
        def stream() -> Generator[str]:
            for chunk in self._chat.stream(list(messages), **options):
                yield _text(chunk.content)

        try:
            yield from patiently(stream, end, self._pause)
        except ModelFailed:  # it could not be started, or its reply broke off
            raise
        except Exception as error:
            message = f"{self.model}: {type(error).__name__}: {str(error)[:200]}"
            raise ModelFailed(message, _phrase(error)) from error


def _phrase(error: Exception) -> str:
    """Return the name of the sentence that says what an error means, told by what clients have in common."""
    if status := getattr(error, "status_code", None):
        return "model_key" if status in (401, 403) else "model_error"
    kind = type(error).__name__
    if "Timeout" in kind:
        return "model_late"
    return "model_unreachable" if "Connection" in kind else "model_failed"


def _text(content: str | list[Any]) -> str:
    if isinstance(content, str):
        return content
    return "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in content)
