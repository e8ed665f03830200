"""Language models: the only file that imports LangChain's chat models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yinju.rag.compose.llm import Writer
from yinju.rag.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def writer(settings: Settings) -> Writer | None:
    """Return a writer over the OpenAI-compatible endpoint in the settings, or None when no model is named."""
    model = chat(settings)
    return Writer(model, str(settings.llm_model), seconds=settings.llm_timeout) if model else None


def chat(settings: Settings) -> BaseChatModel | None:
    """Return the chat model in the settings, or None when none is named."""
    if not settings.llm_model:
        return None
    from langchain_openai import ChatOpenAI

    key = settings.llm_api_key or "none"  # local servers want any key
    return ChatOpenAI(
        model=settings.llm_model,
        base_url=settings.llm_base_url,
        api_key=lambda: key,
        timeout=settings.llm_timeout,
        max_retries=1,
        temperature=0,
        max_completion_tokens=400,
    )
