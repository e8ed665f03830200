"""The one place that chooses: which encoder, which library, which language model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from importlib import resources
from pathlib import Path

from yinju.index.catalogue import FILE, Catalogue
from yinju.index.encoders import bundled, prepare, remembering
from yinju.index.encoders.types import MEANS, Encoder
from yinju.index.library import Library
from yinju.index.tables import meta
from yinju.index.types import AddReport, Draft, OnProgress, Unreadable
from yinju.rag import models
from yinju.rag.pipeline import Yinju
from yinju.rag.settings import Settings

SAMPLE_VECTORS = "vectors.npz"


def encoder(settings: Settings, *, bulk: bool = False) -> Encoder:
    """Return the chosen encoder; for bulk work the prepared graph of the bundled model when it is there.

    Raises EncoderUnavailable.
    """
    if settings.encoder.endswith(MEANS):
        from yinju.index.encoders.means import MeanEncoder

        plain = replace(settings, encoder=settings.encoder.removesuffix(MEANS))
        return MeanEncoder(encoder(plain, bulk=bulk))
    if settings.encoder != bundled.MODEL:
        from yinju.index.encoders.sentence_transformers import SentenceTransformersEncoder

        return SentenceTransformersEncoder(settings.encoder)
    if bulk and prepare.is_prepared(settings.cache):
        from yinju.index.encoders.onnx import OnnxEncoder

        return OnnxEncoder(prepare.folder(settings.cache))
    return bundled.BundledEncoder()


def serving_encoder(settings: Settings) -> Encoder:
    """Return the chosen encoder for a process that answers many questions: soon the prepared graph, where there is one.

    Raises EncoderUnavailable.
    """
    usual = encoder(settings)
    if settings.encoder != bundled.MODEL or not prepare.is_prepared(settings.cache):
        return usual
    from yinju.index.encoders.serving import ServingEncoder

    return ServingEncoder(usual, partial(encoder, settings, bulk=True))


def encoder_named(settings: Settings, name: str | None) -> Encoder:
    """Return the encoder that a library was made with, or the chosen one, for bulk work. Raises EncoderUnavailable."""
    return encoder(replace(settings, encoder=name or settings.encoder), bulk=True)


def adds_faster(settings: Settings, target: Library) -> bool:
    """Say whether there is a faster engine than a library's own for adding to it: the prepared graph of its model."""
    return target.encoder.model.removesuffix(MEANS) == bundled.MODEL and prepare.is_prepared(settings.cache)


def encoder_for_adding(settings: Settings, target: Library) -> Encoder | None:
    """Return the faster engine for adding to an open library, None where its own encoder has to do.

    Where questions use the same graph it is held in memory once, by threads of their own. Raises EncoderUnavailable.
    """
    from yinju.index.encoders.onnx import OnnxEncoder
    from yinju.index.encoders.serving import ServingEncoder

    used = target.encoder.engine if isinstance(target.encoder, ServingEncoder) else target.encoder
    if isinstance(used, OnnxEncoder):
        return used.beside()
    return encoder_named(settings, target.encoder.model) if adds_faster(settings, target) else None


def library(settings: Settings, *, create: bool = False, bulk: bool = False, fast: bool = False) -> Library:
    """Open the library in the settings; one that was made with the faster setting stays with it.

    `fast` is that setting: passages stand for the mean of their sentences, which alone are encoded. A library that
    was made without it refuses it. Raises LibraryError, EncoderUnavailable.
    """
    folder = settings.library_folder
    if not create and not (folder / FILE).is_file():
        Catalogue(folder)  # says what is wrong before an encoder is loaded
    means = settings.encoder.removesuffix(MEANS) + MEANS
    if fast or _owner(folder) == means:
        settings = replace(settings, encoder=means)
    return Library.open(folder, encoder(settings, bulk=bulk), create=create)


def stored(settings: Settings) -> int:
    """Return how many articles the library in the settings holds; 0 when there is none."""
    folder = settings.library_folder
    if not (folder / FILE).is_file():
        return 0
    with Catalogue(folder).reading() as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def _owner(folder: Path) -> object:
    """Return the name of the encoder that made the library in a folder, if there is one."""
    if not (folder / FILE).is_file():
        return None
    with Catalogue(folder).reading() as connection:
        return meta(connection, "encoder")


def library_or_samples(settings: Settings, tell: Callable[[str], None] = lambda _: None) -> Library:
    """Open the library; when none was named and the default one is not there, fill it with the sample articles."""
    if settings.library is not None:
        return library(settings)
    filled = library(settings, create=True)
    if not filled.is_new():
        return filled
    report = add_samples(filled)
    tell(
        f"no library yet: {settings.library_folder} now holds {report.added} sample articles (add yours with `yinju add PATH`)"
    )
    return filled


def add_samples(target: Library, progress: OnProgress = lambda _: None) -> AddReport:
    """Add the sample articles; the bundled model's vectors for them are shipped, so this takes no time."""
    if target.encoder.model != bundled.MODEL:
        return target.add(samples(), progress=progress)
    with resources.as_file(resources.files("yinju.seeds") / SAMPLE_VECTORS) as path:
        memory = remembering.load(path) if path.exists() else {}
    return Library(target.catalogue, remembering.RememberingEncoder(target.encoder, memory)).add(
        samples(), progress=progress
    )


def samples() -> list[Draft | Unreadable]:
    """Return the sample articles as drafts; their identity does not depend on where Yinju is installed."""
    from yinju.index.read.text import read_markdown, read_text

    drafts: list[Draft | Unreadable] = []
    for file in sorted(resources.files("yinju.seeds").iterdir(), key=lambda file: file.name):
        read = {".md": read_markdown, ".txt": read_text}.get(Path(file.name).suffix)
        if read is not None:
            drafts += read(Path(f"sample:{file.name}"), file.read_text("utf-8"))
    return drafts


def yinju(settings: Settings, tell: Callable[[str], None] = lambda _: None, *, serving: bool = False) -> Yinju:
    """Return the engine over the library in the settings, with the language model when one is set up.

    `serving` is for a process that answers many questions; it takes a second of a processor in the background.
    """
    found = library_or_samples(settings, tell)
    if serving and found.encoder.model == bundled.MODEL:
        found = Library(found.catalogue, serving_encoder(settings))
    return Yinju(found, models.writer(settings))
