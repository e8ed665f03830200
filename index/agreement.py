"""Agreement across languages: a passage that says what one in the question's own language says shares its score.

A question and a passage in two languages are compared by vectors alone, and roughly; inside one language they
are compared well; and two passages that are translations of each other are recognised almost surely (centred
cosine .59 in the median of XQuAD's Chinese and English pairs, .37 for the nearest other). So what is known about a
passage of the question's language is passed on to its counterparts in the others: their score moves halfway
to it. A passage without a counterpart keeps its own score, so it loses nothing.
"""

from __future__ import annotations

import numpy as np

from yinju.index.encoders.types import Vectors
from yinju.index.lexical import Scores
from yinju.index.vectors import Rows

_STRANGER = 0.40  # cosine of two passages up to which nothing is passed on …
_COUNTERPART = 0.55  # … and from which on all is
_SHARE = 0.5  # how far a score moves
_DISCOUNT = 0.1  # what scores inside a language are higher by, for the same content


def shared(scores: Scores, vectors: Vectors, own_scores: Scores, own_vectors: Vectors) -> Scores:
    """Return how much each passage's score changes by what is known of its counterpart.

    `scores` and `vectors` (n, dimensions) are those of passages in another language, `own_scores` and
    `own_vectors` (m, dimensions) those of the best passages in the question's language.
    """
    if not len(own_scores) or not len(scores):
        return np.zeros(len(scores), np.float32)
    alike = vectors @ own_vectors.T
    sure = np.clip((alike - _STRANGER) / (_COUNTERPART - _STRANGER), 0.0, 1.0)
    moves = _SHARE * sure * (own_scores[None, :] - _DISCOUNT - scores[:, None])
    # of several counterparts (texts are cut differently in every language) the one that speaks most for it
    change: Scores = np.where(sure > 0, moves, -np.inf).max(axis=1)
    return np.where(np.isfinite(change), change, 0.0).astype(np.float32)


def best(rows: Rows, scores: Scores, count: int) -> Rows:
    """Return where the `count` highest scores stand, the highest first."""
    order: Rows = np.lexsort((rows, -scores))[:count]
    return order
