"""Words of a claim against those of the evidence: the same, akin, of one sense, opposed, or not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yinju.rag.verify.alignment import about, clause_at, clause_of
from yinju.rag.verify.denials import denied
from yinju.rag.verify.finding import Finding, Ground, Level
from yinju.rag.verify.lexicon import converse, opposed
from yinju.rag.verify.phrases import say
from yinju.rag.verify.sentence import Sentence
from yinju.rag.verify.stems import akin
from yinju.rag.verify.words import Word

# fillers that turn a claim round all the same
_TURNING_LISTED = "up down above below under over more less few most least only 降 升 涨 跌 增 减 高 低 多 少"
_TURNING = frozenset(_TURNING_LISTED.split())

_SAME_CLAUSE = 0.35  # of a claim's clause that a clause of long evidence has to hold to be about the same


def alike(one: Word, other: Word) -> bool:
    """Tell whether two words say the same: one stem, one family, or a common sense."""
    return one.key == other.key or bool(one.senses & other.senses) or (one.key.isascii() and akin(one.key, other.key))


def check_opposites(claimed: Sentence, ground: Ground) -> Iterator[Finding]:
    """Yield a finding for every word of a claim whose opposite, and not itself, stands in what it is about."""
    for own in claimed.words:
        if not own.senses or (own.filler and own.key not in _TURNING):
            continue
        no = denied(own, claimed.denials)
        # a word of the evidence that the claim has as well speaks for that one: growth in “raised its growth forecast”
        others = [word for word in claimed.words if word is not own and word.key != own.key and not word.filler]
        open_words = [
            (s, word)
            for s in ground.near
            for word in s.words
            if (not word.filler or word.key in _TURNING) and not any(_claims(other, word, own) for other in others)
        ]
        against = [
            (s, word) for s, word in open_words if opposed(own.senses, word.senses) and denied(word, s.denials) is no
        ]
        against = [
            (s, word)
            for s, word in against
            if not converse(own.senses, word.senses) or _subject(claimed, own) == _subject(s, word) != ""
        ]
        if ground.wide:
            against = [(s, word) for s, word in against if about(claimed, own.start, s, word.start) >= _SAME_CLAUSE]
        if against and _answered(own, others, [word for _, word in open_words]):
            chosen = clause_of(claimed, own.start, ground.near)
            inside = [
                (s, w) for s, w in open_words if chosen and s is chosen[0] and chosen[1][0] <= w.start < chosen[1][1]
            ]
            against = (
                [] if any(alike(own, word) for _, word in inside) else [pair for pair in against if pair in inside]
            )
        if against:
            yield Finding(
                Level.AGAINST, "opposite", own.start, say("opposite", claimed.chinese, against[0][1].text, own.text)
            )


def _answered(own: Word, others: Sequence[Word], open_words: Sequence[Word]) -> bool:
    """Tell whether the evidence has a word for a claim's word, beside those that other words of the claim may mean."""
    met = [word for word in open_words if alike(own, word)]
    return len(met) > sum(any(word.senses & other.senses for word in met) for other in others)


def _claims(other: Word, word: Word, own: Word) -> bool:
    """Tell whether a word of the evidence is that of another word of the claim: its very word, or of its sense alone."""
    return word.key == other.key or (bool(word.senses & other.senses) and not word.senses & own.senses)


def _subject(sentence: Sentence, verb: Word) -> str:
    """Return the name that stands last before a word in its clause: who does it, as far as the order of words tells."""
    start, _ = clause_at(sentence, verb.start)
    return next((name.text for name in reversed(sentence.names) if start <= name.start < verb.start), "")


def check_words(claimed: Sentence, ground: Ground) -> Iterator[Finding]:
    """Yield a finding for every other content word of a claim in the language of the evidence."""
    near = [word for sentence in ground.near for word in sentence.words]
    every = [word for sentence in ground.every for word in sentence.words]
    text, chinese = ground.text, claimed.chinese
    for own in claimed.content:
        level = _level(own, near, every, text, chinese)
        strange = level is Level.OPEN and own.capital and not (own.senses or chinese)
        yield Finding(level, "unknown name" if strange else "word", own.start, own.text)


def _level(own: Word, near: Sequence[Word], every: Sequence[Word], text: str, chinese: bool) -> Level:
    if any(alike(own, word) for word in near) or (chinese and own.text in text):
        return Level.FOUND
    if chinese and len(own.text) > 1 and all(character in text for character in own.text):
        return Level.FOUND
    if any(alike(own, word) for word in every):
        return Level.FAR
    return Level.OPEN
