"""Fakes for what is slow or far away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from fake_encoder import FakeEncoder

__all__ = ["FakeEncoder", "ScriptedChat"]


class ScriptedChat(BaseChatModel):
    """A chat model that streams given pieces, or raises a given error; keeps what it was asked."""

    pieces: list[str] = Field(default_factory=list)
    error: Exception | None = None
    asked: list[Any] = Field(default_factory=list)

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
        self.asked.append(messages)
        for piece in self.pieces:
            yield ChatGenerationChunk(message=AIMessageChunk(piece))
        if self.error is not None:
            raise self.error
