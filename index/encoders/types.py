"""What an encoder is: the one seam between texts and vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
MEANS = "+means"
"""What the name of a model ends with when texts stand for the mean of their sentences (the faster setting)."""

CONTEXT_END = "\u2028"
"""What ends the context that a text is read with; white space to a model, and in no text that was cleaned."""

Role = Literal["question", "passage"]


class Encoder(Protocol):
    """Turns texts into vectors. Engines that run the same weights carry the same `model` and are interchangeable."""

    model: str
    dimensions: int

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return one unit vector a text, shape (len(texts), dimensions); no vector depends on another text."""
        ...
