"""Whom a claim says something of, where the evidence says it of somebody else: the names right before its verbs."""

from __future__ import annotations

from collections.abc import Iterator

from yinju.rag.verify.alignment import beside, items, share
from yinju.rag.verify.finding import Finding, Ground, Level
from yinju.rag.verify.names import Name
from yinju.rag.verify.phrases import say
from yinju.rag.verify.presence import presence
from yinju.rag.verify.sentence import ENGLISH, Sentence
from yinju.rag.verify.sounds import Presence
from yinju.rag.verify.words import Word
from yinju.rag.verify.words_check import alike

_FEWEST = 3  # other things that a claim has to say, or any sentence is about the same
_SAME = 0.5  # of those other things that the sentence with the other name has to hold
_BETWEEN = 3  # small words that may stand between a name and its verb: has already been
_ENDS_LISTED = "and or of in at by with who which"
_ENDS = frozenset(_ENDS_LISTED.split())  # after them it is another one that the verb belongs to
_LEADS_LISTED = "in at of from near to for with by on against under over into"
_LEADS = frozenset(_LEADS_LISTED.split())  # before a name they tell that the verb belongs to what stands before them


def check_subjects(claimed: Sentence, ground: Ground) -> Iterator[Finding]:
    """Yield a finding for every name of long English evidence that has another name before the word that follows it.

    The claim's name stands in the evidence, but in no sentence that has the word; the other one is not in the claim.
    """
    if not ground.wide or claimed.language != ENGLISH or ground.language != ENGLISH:
        return
    stated = [(sentence, name, verb) for sentence in ground.near for name, verb in _subjects(sentence)]
    for own, verb in _subjects(claimed):
        met = [(sentence, name) for sentence, name, word in stated if alike(verb, word)]
        if not met or not _stands_apart(own, verb, ground):
            continue
        rest = beside(claimed, own.start, own.end)
        most = max(share(rest, items(sentence)) for sentence in ground.every if _has(sentence, verb))
        others = [name for s, name in met if share(rest, items(s)) >= max(most, _SAME) and not _shows(claimed, name)]
        if others and len(rest) >= _FEWEST:
            said = say("elsewhere", claimed.chinese, others[0].text, own.text)
            yield Finding(Level.MISSING, "elsewhere", own.start, said)


def _subjects(sentence: Sentence) -> Iterator[tuple[Name, Word]]:
    """Yield the names that small words at most part from a word written small, with that word."""
    for name in sentence.names:
        before = [word.text.lower() for word in sentence.words if word.end <= name.start][-1:]
        if not _LEADS.isdisjoint(before):
            continue
        following = [word for word in sentence.words if word.start >= name.end][: _BETWEEN + 1]
        for word in following:
            if word.capital or word.text.lower() in _ENDS or "," in sentence.text[name.end : word.start]:
                break
            if not word.filler:
                yield name, word
                break


def _stands_apart(own: Name, verb: Word, ground: Ground) -> bool:
    """Tell whether the evidence has a name, and never in one sentence with a word."""
    holding = [sentence for sentence in ground.every if _shows(sentence, own)]
    return bool(holding) and not any(_has(sentence, verb) for sentence in holding)


def _has(sentence: Sentence, verb: Word) -> bool:
    return any(alike(verb, word) for word in sentence.words if not word.filler)


def _shows(sentence: Sentence, name: Name) -> bool:
    return presence(name, sentence.text, chinese=False, name_chinese=False) is not Presence.MISSING
