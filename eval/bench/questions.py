"""Questions of many kinds: our own in Chinese and English, and sentences of the articles themselves."""

from __future__ import annotations

import random

from yinju.eval.bench.articles import Corpus
from yinju.index.encoders.profile import calibration
from yinju.index.text.language import identify
from yinju.index.text.sentences import sentence_spans

_SHORTEST, _LONGEST = 12, 60  # characters of a sentence that may pass for a question
_TRIES = 20  # articles looked into for every sentence that is wanted


def questions(corpus: Corpus, count: int, seed: int) -> list[str]:
    """Return questions without repetition, half of them our own as far as there are enough; the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - a sample, not a secret
    texts = calibration()
    own = [text for pair in zip(texts["zh"]["questions"], texts["en"]["questions"], strict=True) for text in pair]
    chosen = dict.fromkeys(own[: max(2, count // 2)])
    articles = corpus.texts()
    for _ in range(count * _TRIES):
        if len(chosen) >= count:
            break
        text = draw.choice(articles)
        spans = [
            span for span in sentence_spans(text, identify(text)) if _SHORTEST <= span.end - span.start <= _LONGEST
        ]
        if spans:
            span = draw.choice(spans)
            chosen.setdefault(text[span.start : span.end].strip())
    mixed = list(chosen)[:count]
    draw.shuffle(mixed)
    return mixed
