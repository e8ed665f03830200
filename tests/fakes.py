"""Fakes for what is slow or far away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from fake_encoder import FakeEncoder

__all__ = ["FakeEncoder", "ScriptedChat"]


class ScriptedChat(BaseChatModel):
    """A chat model that streams given pieces, or raises a given error; keeps what it was asked, and with what.

    `replies` are the pieces, or the error, of one call after the other; the last of them stands for all further calls.
    """

    pieces: list[str] = Field(default_factory=list)
    error: Exception | None = None
    replies: list[list[str] | Exception] = Field(default_factory=list)
    asked: list[Any] = Field(default_factory=list)
    options: list[dict[str, Any]] = Field(default_factory=list)
    closed: list[int] = Field(default_factory=list)
    """Of each finished call, how many pieces were taken."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage("".join(self.pieces)))])

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        said = self.replies[min(len(self.asked), len(self.replies) - 1)] if self.replies else self.pieces
        self.asked.append(messages)
        self.options.append(kwargs)
        if isinstance(said, Exception):
            raise said
        taken = 0
        try:
            for piece in said:
                taken += 1
                yield ChatGenerationChunk(message=AIMessageChunk(piece))
        finally:
            self.closed.append(taken)
        if self.error is not None:
            raise self.error


class Clock:
    """A clock that goes on by a second each time it is looked at."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now
