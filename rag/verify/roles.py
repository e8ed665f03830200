"""Who did it to whom: a claim that turns subject and object round, and one that takes a plan for a deed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from yinju.rag.verify.alignment import clause_at
from yinju.rag.verify.denials import denied
from yinju.rag.verify.finding import Finding, Ground, Level
from yinju.rag.verify.gazetteer import gazetteer
from yinju.rag.verify.names import Name
from yinju.rag.verify.phrases import say
from yinju.rag.verify.presence import presence
from yinju.rag.verify.sentence import Sentence
from yinju.rag.verify.sounds import Presence
from yinju.rag.verify.words import Word
from yinju.rag.verify.words_check import alike

_passive = re.compile(r"\b(?:was|were|been|be|being|is|are)\s(?:\w+ly\s)?$", re.IGNORECASE)
_by = re.compile(r"\s(?:\w+\s){0,3}?by\s", re.IGNORECASE)
_chinese_passive = re.compile("(?:被|由|遭|获|为)[^，。；]{0,14}$")
_plan = re.compile(
    r"\b(?:plan|plans|planned|planning|intend\w*|aim|aims|propose\w*|consider\w*|hope|hopes|hoping|want|wants|seek|seeks|is set|are set|is due|are due|will|would|expect\w*|may|might|could)\b(?! not)"
)
_chinese_plan = re.compile("拟|将(?!近|军)|计划|打算|考虑|有意|准备|预计|有望|可能|希望")
_done = re.compile(r"\b(?:has|have|had)\s(?:already\s|now\s|just\s)?$|\balready\s$", re.IGNORECASE)
_chinese_done = re.compile("(?:已经?|业已|早已)[^，。；]{0,8}$")
_NEAR = 40  # characters between a word of planning and what is planned


class Deed(NamedTuple):
    """A verb with the names on either side of it, in the order of doing."""

    verb: Word
    doer: Name
    done_to: Name


def check_roles(claimed: Sentence, ground: Ground) -> Iterator[Finding]:
    """Yield a finding for every deed that the evidence has the other way round."""
    if len(claimed.names) < 2:
        return
    stated = [(sentence, deed) for sentence in ground.near for deed in _deeds(sentence)]
    for own in _deeds(claimed):
        same = [(s, deed) for s, deed in stated if alike(own.verb, deed.verb)]
        right = [
            1 for s, deed in same if _is(own.doer, claimed, deed.doer, s) and _is(own.done_to, claimed, deed.done_to, s)
        ]
        turned = [
            s for s, deed in same if _is(own.doer, claimed, deed.done_to, s) and _is(own.done_to, claimed, deed.doer, s)
        ]
        if turned and not right:
            yield Finding(Level.AGAINST, "roles", own.verb.start, say("roles", claimed.chinese, turned[0].text))


def _deeds(sentence: Sentence) -> Iterator[Deed]:
    for verb in sentence.words:
        if verb.filler or (sentence.chinese and verb.tag[:1] != "v") or not verb.senses:
            continue
        start, end = clause_at(sentence, verb.start)
        actors = [name for name in sentence.names if name.kind != "ns" and not _is_city(name)]
        before = [name for name in actors if start <= name.start and name.end <= verb.start]
        after = [name for name in actors if verb.end <= name.start < end]
        if sentence.chinese:
            if (marked := _chinese_passive.search(sentence.text[start : verb.start])) and len(before) > 1:
                agent = next((name for name in before if name.start > start + marked.start()), None)
                if agent and agent is not before[0]:
                    yield Deed(verb, agent, before[0])
            elif before and after:
                yield Deed(verb, before[-1], after[0])
        elif before and after:
            passive = _passive.search(sentence.text[: verb.start]) and _by.match(sentence.text, verb.end)
            yield Deed(verb, after[0], before[-1]) if passive else Deed(verb, before[-1], after[0])


def _is_city(name: Name) -> bool:
    """Tell whether a name is of a place in which things are done, rather than of somebody who does them."""
    return bool(name.entries) and all(gazetteer().entries[n].kind.startswith("cities") for n in name.entries)


def _is(own: Name, claimed: Sentence, other: Name, stated: Sentence) -> bool:
    if own.entries and other.entries:
        return bool(own.entries & other.entries)
    return presence(own, other.text, stated.chinese, claimed.chinese) is Presence.FOUND


def check_plans(claimed: Sentence, ground: Ground) -> Iterator[Finding]:
    """Yield a finding for every deed said to be done that the evidence only plans."""
    done, plan = (_chinese_done, _chinese_plan) if claimed.chinese else (_done, _plan)
    for own in claimed.words:
        before = claimed.text[clause_at(claimed, own.start)[0] : own.start]
        if own.filler or not done.search(before) or plan.search(before) or denied(own, claimed.denials):
            continue
        met = [(s, word) for s in ground.near for word in s.words if not word.filler and alike(own, word)]
        planned = [(s, found) for s, word in met if (found := _planned(s, word))]
        if met and len(planned) == len(met):
            yield Finding(Level.AGAINST, "plan", own.start, say("plan", claimed.chinese, planned[0][1]))


def _planned(sentence: Sentence, word: Word) -> str:
    """Return the words in which a sentence plans something, or "" when it does not."""
    start = max(clause_at(sentence, word.start)[0], word.start - _NEAR)
    found = list((_chinese_plan if sentence.chinese else _plan).finditer(sentence.text, start, word.start))
    return sentence.text[found[-1].start() : word.end] if found and not denied(word, sentence.denials) else ""
