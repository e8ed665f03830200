"""A model in a process that answers many questions: the engine that starts at once, and a faster one once it is loaded.

The bundled engine starts in .1 s and takes 30 ms a question; the prepared graph takes a second to load and then 5 ms a
question. Both run the same weights, so who asks need not know which it was.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from yinju.index.encoders.types import Encoder, Role, Vectors
from yinju.index.errors import EncoderUnavailable


class ServingEncoder:
    """One engine until another of the same model is ready, which then takes its place. Safe to use from many threads."""

    def __init__(self, first: Encoder, better: Callable[[], Encoder]) -> None:
        """`better` makes the other engine, in a thread of its own; what it cannot make (EncoderUnavailable) is done without."""
        self.model, self.dimensions = first.model, first.dimensions
        self._engine = first
        self._making = threading.Thread(target=self._make, args=(better,), daemon=True, name="encoder")
        self._making.start()

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return one unit vector a text."""
        return self._engine.encode(texts, role)

    @property
    def engine(self) -> Encoder:
        """The engine that encodes at present."""
        return self._engine

    def settle(self) -> None:
        """Wait until the better engine is there, or cannot be."""
        self._making.join()

    def _make(self, better: Callable[[], Encoder]) -> None:
        try:
            engine = better()
            engine.encode(["warm"], "question")  # loaded now, so that nobody waits for it
        except EncoderUnavailable as error:
            logging.getLogger(__name__).warning("questions stay with the bundled engine: %s", error)
        else:
            self._engine = engine
