"""Words of a claim against those of the evidence: the same, akin, of one sense, opposed, or not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yinju.rag.verify.alignment import clause_of
from yinju.rag.verify.denials import denied
from yinju.rag.verify.finding import Finding, Ground, Level
from yinju.rag.verify.lexicon import opposed
from yinju.rag.verify.phrases import say
from yinju.rag.verify.sentence import Sentence
from yinju.rag.verify.stems import akin
from yinju.rag.verify.words import Word


def alike(one: Word, other: Word) -> bool:
    """Tell whether two words say the same: one stem, one family, or a common sense."""
    return one.key == other.key or bool(one.senses & other.senses) or (one.key.isascii() and akin(one.key, other.key))


def check_opposites(claimed: Sentence, ground: Ground) -> Iterator[Finding]:
    """Yield a finding for every word of a claim whose opposite, and not itself, stands in what it is about."""
    for own in claimed.words:
        if not own.senses or denied(own, claimed.denials):
            continue
        against = [(s, word) for s in ground.near for word in s.words if opposed(own.senses, word.senses)]
        against = [(s, word) for s, word in against if not denied(word, s.denials)]
        if not against:
            continue
        if any(alike(own, word) for s in ground.near for word in s.words):
            chosen = clause_of(claimed, own.start, ground.near)
            if chosen is None:
                continue
            sentence, (start, end) = chosen
            inside = [word for word in sentence.words if start <= word.start < end]
            if any(alike(own, word) for word in inside):
                continue
            against = [(s, word) for s, word in against if s is sentence and start <= word.start < end]
        if against:
            stated = against[0][1].text
            yield Finding(Level.AGAINST, "opposite", own.start, say("opposite", claimed.chinese, stated, own.text))


def check_words(claimed: Sentence, ground: Ground) -> Iterator[Finding]:
    """Yield a finding for every other content word of a claim in the language of the evidence."""
    near = [word for sentence in ground.near for word in sentence.words]
    every = [word for sentence in ground.every for word in sentence.words]
    text = ground.text
    for own in claimed.content:
        level = _level(own, near, every, text, claimed.chinese)
        yield Finding(level, "word", own.start, own.text if level else "")


def _level(own: Word, near: Sequence[Word], every: Sequence[Word], text: str, chinese: bool) -> Level:
    if any(alike(own, word) for word in near) or (chinese and own.text in text):
        return Level.FOUND
    if any(own.key == word.key for word in every):
        return Level.FOUND
    if chinese and len(own.text) > 1 and all(character in text for character in own.text):
        return Level.FOUND
    return Level.OPEN
