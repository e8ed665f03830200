"""Names of a claim against the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yinju.rag.verify.finding import Finding, Ground, Level
from yinju.rag.verify.gazetteer import gazetteer
from yinju.rag.verify.names import Name
from yinju.rag.verify.phrases import say
from yinju.rag.verify.presence import presence
from yinju.rag.verify.sentence import CHINESE, Sentence
from yinju.rag.verify.sounds import Presence


def check_names(claimed: Sentence, ground: Ground) -> Iterator[Finding]:
    """Yield a finding for every name of a claim's sentence that can be looked for."""
    shown: dict[int, str] = {}  # names that are there, by where they begin
    for own in reversed(claimed.names):
        found = [presence(own, sentence.text, sentence.chinese, claimed.chinese) for sentence in ground.every]
        if Presence.FOUND in found:
            shown[own.start] = own.text
            yield Finding(Level.FOUND, "name", own.start)
        elif Presence.UNKNOWN in found and not own.entries and own.kind != "latin":
            if ground.language == claimed.language:  # perhaps no name at all
                yield Finding(Level.OPEN, "word", own.start, own.text)
        elif (
            _only_first_name(own, claimed, shown, ground)
            or Presence.UNKNOWN in found
            or ground.language not in (CHINESE, "en")
        ):
            yield Finding(Level.OPEN, "name", own.start, say("no name", claimed.chinese, claimed=own.text))
        elif other := _rival(own, claimed, ground):
            yield Finding(Level.AGAINST, "name", own.start, say("name", claimed.chinese, other.text, own.text))
        else:
            yield Finding(Level.MISSING, "name", own.start, say("no name", claimed.chinese, claimed=own.text))


def _only_first_name(own: Name, claimed: Sentence, shown: dict[int, str], ground: Ground) -> bool:
    """Tell whether a name is the first name of somebody whom the evidence calls by the surname alone."""
    surname = shown.get(own.end + 1)
    if surname is None or claimed.text[own.end] not in " ·・" or kind_of(own) not in ("", "people"):
        return False
    if any(sentence.chinese != claimed.chinese for sentence in ground.near):
        return not re.search(r"[·・]|\b[A-Z][a-z]+ [A-Z][a-z]", ground.text)
    with_first = re.compile(rf"(?:[·・]|\b[A-Z][\w'’-]+ ){re.escape(surname)}")
    return not with_first.search(ground.text)


def _rival(own: Name, claimed: Sentence, ground: Ground) -> Name | None:
    """Return a name of the evidence in whose place the claim's name stands: of its kind, and not in the claim."""
    for sentence in ground.near:
        for other in sentence.names:
            if (
                kind_of(own) == kind_of(other)
                and presence(other, claimed.text, claimed.chinese, sentence.chinese) is Presence.MISSING
            ):
                return other
    return None


def kind_of(name: Name) -> str:
    """Return what sort of thing a name is of: “place”, “people”, a part of the list, or "" when that is not known."""
    kinds = {gazetteer().entries[number].kind for number in name.entries}
    if kinds & {"countries", "cities and regions"} or name.kind == "ns":
        return "place"
    if kinds:
        return "people" if any(kind.startswith("people") for kind in kinds) else min(kinds)
    return "" if name.kind in ("latin", "listed", "generic") else "people"
