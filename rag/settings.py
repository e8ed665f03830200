"""All settings in one frozen object, made at the edge from arguments and environment and passed in.

A plain dataclass: pydantic-settings would take .15 s of every question asked from the command line.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from yinju.index.errors import UsageError


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be chosen; `read` takes each field from `YINJU_` + its name in capitals unless it is given."""

    library: Path | None = None
    """The library's folder; None means ./.yinju."""
    encoder: str = "multilingual-e5-small"
    """The bundled model, or the id or folder of a sentence-transformers model."""
    cache: Path = field(default_factory=lambda: Path.home() / ".cache" / "yinju")
    """Where `yinju models prepare` puts the faster graph."""
    prepare: bool = True
    """Whether adding many articles prepares that graph by itself; YINJU_PREPARE=0 prevents it."""
    llm_base_url: str | None = None
    """An OpenAI-compatible endpoint, for example http://127.0.0.1:11434/v1."""
    llm_model: str | None = None
    """The name of a model there; without an endpoint also a GGUF file, which is run in this process."""
    llm_api_key: str | None = field(default=None, repr=False)
    """The endpoint's key."""
    llm_timeout: float = 60.0
    """Seconds the model may take for one answer."""
    llm_threads: int | None = None
    """Threads that a GGUF file is run with; None means one a processor."""

    @property
    def library_folder(self) -> Path:
        """The folder that is meant, whether named or not."""
        return self.library or Path(".yinju")


def read(library: Path | None = None, environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of an environment, with the library named if it is. Raises UsageError.

    An empty variable counts as none. The key may also stand in OPENAI_API_KEY.
    """

    def take(name: str) -> str | None:
        return environment.get(f"YINJU_{name}") or None

    named = library or (Path(folder) if (folder := take("LIBRARY")) else None)
    usual = Settings()
    return Settings(
        library=named,
        encoder=take("ENCODER") or usual.encoder,
        cache=Path(folder) if (folder := take("CACHE")) else usual.cache,
        prepare=(take("PREPARE") or "1").lower() not in ("0", "no", "false", "off"),
        llm_base_url=take("LLM_BASE_URL"),
        llm_model=take("LLM_MODEL"),
        llm_api_key=take("LLM_API_KEY") or environment.get("OPENAI_API_KEY") or None,
        llm_timeout=_seconds(take("LLM_TIMEOUT")) or usual.llm_timeout,
        llm_threads=_threads(take("LLM_THREADS")),
    )


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise UsageError(f"YINJU_LLM_TIMEOUT={text!r}: give a number of seconds greater than 0, for example 60")
    return seconds


def _threads(text: str | None) -> int | None:
    if text is None:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise UsageError(f"YINJU_LLM_THREADS={text!r}: give a whole number from 1, for example 4")
    return int(text)
