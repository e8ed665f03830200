"""What a claim denies against what the evidence denies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yinju.rag.verify.alignment import about, clause_at, clause_of, items, share
from yinju.rag.verify.denials import Denial, denied
from yinju.rag.verify.finding import Finding, Ground, Level
from yinju.rag.verify.lexicon import lexicon, opposed
from yinju.rag.verify.phrases import say
from yinju.rag.verify.sentence import Sentence
from yinju.rag.verify.words import Word
from yinju.rag.verify.words_check import alike

_SAME_CLAUSE = 0.4  # of a claim's clause that a clause of long evidence has to hold to be about the same
_FEW_CLAUSES = 0.22  # … and one of a few sentences
# words that deny by themselves: who stops, fails, refuses or lacks does not
_NEGATIVE_LISTED = "stop fail refuse reject deny ban prevent cancel cease abandon skip"
_NEGATIVE = _NEGATIVE_LISTED.split()

# what says no in part of a word, where the words of a denial do not meet: unable, absence, 无, 非, 除
_ENGLISH_NO = re.compile(
    r"\b(?:no|not|none|nor|never|un(?!i|der|til|less|e)[a-z]{4,}|in(?:valid|correct|ability|adequate|sufficient|complete|capable)|non-?[a-z]+|dis[a-z]{5,}"
    r"|[a-z]+less|lack\w*|absen\w+|exclu\w+|except|fail\w*|few|little|rare\w*|stop\w*|refus\w+|reject\w*|deni\w+|deny\w*|prevent\w*|avoid\w*|cancel\w*|abandon\w*|neither|hardly|without)\b",
    re.IGNORECASE,
)
_HIDDEN_NO = re.compile(
    r"\b(?:un(?!i|der|til|less|e)[a-z]{4,}|in(?:applicable|valid|correct|visible)|non-?[a-z]+|instead|rather than|little|lack\w*|absence|without)\b|[非无]"
)
_CHINESE_NO = re.compile("[不未无非没否]|拒|缺|失败|停止|取消|放弃|避免|除外|免|禁")


def check_denials(claimed: Sentence, ground: Ground) -> Iterator[Finding]:
    """Yield a finding for every denial that only one side has."""
    for denial in claimed.denials:
        if not _also_denied(claimed, denial, ground) and not (ground.wide and denial.head is None):
            said = claimed.text[denial.start : denial.reach]
            yield Finding(Level.AGAINST, "denied", denial.start, say("denied", claimed.chinese, claimed=said))
    for sentence in ground.near:
        for denial in sentence.denials:
            place = _affirmed_at(claimed, sentence, denial, ground)
            if place is not None:
                said = sentence.text[denial.start : denial.reach]
                yield Finding(Level.AGAINST, "not denied", place, say("not denied", claimed.chinese, said))


def _also_denied(claimed: Sentence, denial: Denial, ground: Ground) -> bool:
    """Tell whether the evidence denies what a claim denies, or says the opposite of it."""
    head = denial.head
    across = any(sentence.language != claimed.language for sentence in ground.near)
    if head is None:
        return across or any(sentence.denials for sentence in ground.near)
    met = [(s, word) for s in ground.near for word in s.words if not word.filler and alike(head, word)]
    if ground.wide:
        met = [(s, word) for s, word in met if about(claimed, denial.start, s, word.start) >= _SAME_CLAUSE]
    if met:
        hidden = across and any(_HIDDEN_NO.search(s.text) for s, _ in met)  # unelected, 未经选举
        return hidden or any(denied(word, s.denials) for s, word in met)
    if any(opposed(head.senses, word.senses) for s in ground.near for word in s.words):
        return True
    if any(s.denials or any(_negative(word) for word in s.words) for s in ground.near):
        return True
    return across and any((_CHINESE_NO if s.chinese else _ENGLISH_NO).search(s.text) for s in ground.near)


def _negative(word: Word) -> bool:
    senses = lexicon().english
    return any(word.senses & senses.get((key,), frozenset()) for key in _NEGATIVE)


def _affirmed_at(claimed: Sentence, sentence: Sentence, denial: Denial, ground: Ground) -> int | None:
    """Return where a claim says what the evidence denies, or None when it does not."""
    head = denial.head
    if head is None:
        return None
    met = [word for word in claimed.words if not word.filler and alike(head, word)]
    if ground.wide:
        met = [w for w in met if w.key == head.key and about(claimed, w.start, sentence, denial.start) >= _SAME_CLAUSE]
        if not met:
            return None
    if met:
        elsewhere = [(s, w) for s in ground.near for w in s.words if head.key == w.key and not denied(w, s.denials)]
        if any(denied(word, claimed.denials) for word in met) or elsewhere:
            return None
        return met[0].start
    if claimed.denials or any(_negative(word) or opposed(head.senses, word.senses) for word in claimed.words):
        return None
    start, end = clause_at(sentence, denial.start)
    stated = items(sentence, start, end)
    for span in claimed.clauses:
        if share(items(claimed, *span), stated) >= (_SAME_CLAUSE if ground.wide else _FEW_CLAUSES):
            chosen = clause_of(claimed, span[0], ground.near)
            if chosen == (sentence, (start, end)):
                return span[0]
    return None
