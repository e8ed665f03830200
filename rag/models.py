"""Language models: which one is chosen, whether it is there, and the only file that imports OpenAI's client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from yinju.index.errors import ModelFailed
from yinju.rag import llama
from yinju.rag.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from yinju.rag.compose.llm import Writer

_TOKENS = 400  # of an answer; three sentences are a hundred or two
_LOCAL_BUDGET = 700  # tokens of evidence for a model in this process, which reads some 45 a second on two cores
_ENDS = frozenset(".!?…。！？।۔؟；;\"”’'」』）)]】}`")  # … of a reply that is whole, in text or in JSON
_LOOK = 3.0  # seconds that an endpoint may take to say which models it has
_STATUSES: Mapping[int, str] = {401: "key", 403: "key"}
_FAILURES: Mapping[str, str] = {"APITimeoutError": "late", "APIConnectionError": "unreachable"}
"""What the client's errors mean, by their names: who asks need not have loaded it."""


@dataclass(frozen=True, slots=True)
class State:
    """Whether a model can be asked, and what it is or why it cannot, in words.

    `phrase` names the sentence in which a face says that in other languages, "" for none, and `values` what stands in it.
    """

    ready: bool
    what: str
    phrase: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def writer(settings: Settings) -> Writer | None:
    """Return a writer over the model in the settings, or None when none is named. Nothing is loaded before it writes."""
    if not settings.llm_model:
        return None
    from yinju.rag.compose.constraint import GRAMMAR, SCHEMA  # without a model nobody waits for them
    from yinju.rag.compose.llm import Writer
    from yinju.rag.compose.prompt import BUDGET

    local = _file(settings) is not None
    return Writer(
        _Opening(settings),
        str(name(settings)),
        seconds=settings.llm_timeout,
        budget=_LOCAL_BUDGET if local else BUDGET,
        constraint=GRAMMAR if local else SCHEMA,
    )


def name(settings: Settings) -> str | None:
    """Return what the model in the settings is called: a file by its name alone."""
    file = _file(settings)
    return file.stem if file else settings.llm_model


def chat(settings: Settings) -> BaseChatModel | None:
    """Return the chat model in the settings, or None when none is named. Raises ModelFailed for a file that is no model."""
    if not settings.llm_model:
        return None
    import openai
    from langchain_openai import ChatOpenAI

    base_url, key, client = settings.llm_base_url, settings.llm_api_key or "none", None  # local servers want any key
    if file := _file(settings):
        base_url, key = llama.serve(file, settings.llm_threads)
        client = openai.DefaultHttpxClient(trust_env=False)  # no proxy stands between this process and itself
    return ChatOpenAI(
        model=str(name(settings)),
        base_url=base_url,
        api_key=lambda: key,
        http_client=client,
        timeout=settings.llm_timeout,
        max_retries=0,  # the writer tries again
        temperature=0,
        max_completion_tokens=_TOKENS,
    )


def state(settings: Settings) -> State:
    """Return whether the model in the settings can be asked; an endpoint is asked which models it has."""
    if not settings.llm_model:
        return State(False, "no language model is set up; set YINJU_LLM_MODEL (README, “A language model”)", "none")
    if file := _file(settings):
        if why := llama.problem(file):
            return State(False, why.what, why.phrase, {"file": file})
        return State(True, f"{file}, run in this process by llama.cpp", "file", {"file": file})
    where = settings.llm_base_url or "OpenAI"
    values, called = {"model": settings.llm_model, "where": where}, f"{settings.llm_model} at {where}"
    try:
        known = _models(settings)
    except Exception as error:  # noqa: BLE001  whatever a vendor raises, the model cannot be asked now
        status = getattr(error, "status_code", None)
        if status in (404, 405):
            return State(True, f"{called}, which does not list its models", "unlisted", values)
        kind = type(error).__name__
        phrase = _STATUSES.get(status, "status") if status else _FAILURES.get(kind, "failed")
        return State(
            False, f"{called}: {kind}: {str(error)[:200]}", phrase, {**values, "status": status, "failure": kind}
        )
    if known and not {settings.llm_model, f"{settings.llm_model}:latest"} & set(known):  # as Ollama names a bare one
        has = ", ".join(known[:5])
        return State(False, f"{where} has no {settings.llm_model}; it has {has}", "unknown", {**values, "known": has})
    return State(True, called, "endpoint", values)


def _models(settings: Settings) -> list[str]:
    import openai

    key = settings.llm_api_key or "none"
    client = openai.OpenAI(base_url=settings.llm_base_url, api_key=key, timeout=_LOOK, max_retries=0)
    return sorted(model.id for model in client.models.list().data)


def _file(settings: Settings) -> Path | None:
    """Return the GGUF file that the settings name; with an endpoint it is a name like any other."""
    if settings.llm_model and not settings.llm_base_url and settings.llm_model.lower().endswith(llama.SUFFIX):
        return Path(settings.llm_model).expanduser()
    return None


class _Opening:
    """The chat model in the settings, opened when it is first needed: its imports alone take a second."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._lock = settings, Lock()
        self._chat: BaseChatModel | None = None

    def stream(self, input: Any, **options: Any) -> Iterator[Any]:
        with self._lock:
            self._chat = self._chat or chat(self._settings)
        if self._chat is None:
            raise ModelFailed("no language model is set up", "no_model")
        return self._whole(self._chat.stream(input, **options))

    def _whole(self, chunks: Iterator[Any]) -> Iterator[Any]:
        """Yield a reply. Raises ModelFailed when it broke off: the half of a sentence at its end is no sentence.

        An endpoint that never says why a reply ended is believed where its last sentence did.
        """
        ended, last = False, ""
        for chunk in chunks:
            ended = ended or bool(chunk.response_metadata.get("finish_reason"))
            last = str(chunk.content).strip()[-1:] or last
            yield chunk
        if not ended and last not in _ENDS:
            raise ModelFailed(f"{name(self._settings)}: the reply broke off", "model_broke_off")
