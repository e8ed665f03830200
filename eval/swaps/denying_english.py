"""Where an English sentence denies, and where it could."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yinju.eval.swaps.types import Edit
from yinju.eval.swaps.verbs import base_of_past, base_of_third, is_participle, verb

_adverb = r"(?P<adverb>[a-z]+ly )?"
_did_not = re.compile(rf"\b(?P<do>did|does|do)(?: not|n't) {_adverb}(?P<verb>[a-z]+)\b")
_not = re.compile(
    r"\b(?P<aux>has|have|had|is|are|was|were|will|would|can|could|should|must|might|wo|ca)(?P<not> not|n't|not)(?P<yet> yet)?\b(?! (?:only|just)\b)"
)
_WHOLE = {"wo": "will", "ca": "can"}
_no_longer = re.compile(r"\bno longer\b")
_yet_to = re.compile(r"\b(?P<aux>has|have|had) yet to (?P<verb>[a-z]+)\b")
_never = re.compile(r"\bnever (?P<verb>[a-z]+)")
_failed = re.compile(r"\b(?P<verb>fail|fails|failed|refuse|refuses|refused) to\b")
_MANAGED = {
    **{"fail": "manage", "fails": "manages", "failed": "managed"},
    **{"refuse": "agree", "refuses": "agrees", "refused": "agreed"},
}
_any_after = re.compile(r"(?P<between>(?: [a-z]+){0,2} )any(?= )")

_word = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_SUBORDINATE = "who which whose where although though because while when if as after before despite since until unless how why what whether"
_MODALS = "was were is are will would could should might"
_TO_VERBS = "aim aims expect expects hope hopes intend intends need needs plan plans want wants"
_SAID_BEFORE = 8  # words between “said” and its “that”
_SAYING = "said says say announced told added argued warned found showed shows show reported believes expects"
_PLURAL_VERBS = "expect fall hold hope make need own produce provide rise supply use"
_amount_after = re.compile(r" (?:(?:by|to|from|nearly|about|over|more than) )?(?:[A-Z]{0,3}[$€£¥])?\d")
_auxiliary_after = re.compile(r"[^,;:]*?\b(?:was|were|is|are|has|have|had|will|would|did|does|can|could)\b")
_perfect = re.compile(r" (?P<adverb>(?:already|also|just|long|now|since|[a-z]+ly) )?(?P<verb>[a-z]+)")
_MADE = "build find hold make produce publish"  # what is done to something, so that something would have to follow
_nobody = re.compile(r"\b(?:no|nobody|none|nothing|neither|nor|hardly)\b", re.IGNORECASE)
_by_after = re.compile(r" by (?!\d|nearly|about|more than|over|an? )")


def affirmed_english(text: str) -> Iterator[Edit]:
    """Yield the edits that take a denial away, in the order they stand in."""
    edits = [_without_any(text, edit) for edit in _affirmed(text)]
    yield from sorted(edits)


def _affirmed(text: str) -> Iterator[Edit]:
    for match in _did_not.finditer(text):
        forms = verb(match["verb"])
        form = {"did": forms.past, "does": forms.third, "do": forms.base}[match["do"]]
        yield Edit(*match.span(), (match["adverb"] or "") + form)
    for match in _not.finditer(text):
        whole = _WHOLE.get(match["aux"], match["aux"])
        yield Edit(*match.span(), whole + " already" * bool(match["yet"]))
    for match in _no_longer.finditer(text):
        yield Edit(*match.span(), "still")
    for match in _yet_to.finditer(text):
        yield Edit(*match.span(), f"{match['aux']} already {verb(match['verb']).participle}")
    for match in _never.finditer(text):
        yield Edit(*match.span(), match["verb"])
    for match in _failed.finditer(text):
        yield Edit(*match.span(), _MANAGED[match["verb"]] + " to")


def _without_any(text: str, edit: Edit) -> Edit:
    """Make “found any trace” “found some trace”."""
    following = _any_after.match(text, edit.end)
    return Edit(edit.start, following.end(), edit.after + following["between"] + "some") if following else edit


def denied_english(text: str) -> Iterator[Edit]:
    """Yield the edit that denies the main verb, when that is one of those the rules know."""
    words = list(_word.finditer(text)) if not _nobody.search(text) else []
    skipped = -1  # subordinate clauses, up to their comma
    for n, match in enumerate(words):
        if match.start() < skipped:
            continue
        before = [earlier.group() for earlier in words[max(0, n - _SAID_BEFORE) : n]]
        word, last = match.group(), before[-1] if before else ""
        # “said on Monday that it will …” goes on, “a share that was …” does not
        relative = word == "that" and not set(before) & set(_SAYING.split())
        if relative or word.lower() in _SUBORDINATE.split():
            comma = text.find(",", match.end())
            skipped = comma if comma >= 0 else len(text) if n else -1
        elif edit := _denial(text, match, words[n + 1].group() if n + 1 < len(words) else "", last):
            yield edit
            return


def _denial(text: str, match: re.Match[str], following: str, last: str) -> Edit | None:
    """Return the edit that denies a word, if it is a verb that the rules know."""
    word, (start, end) = match.group(), match.span()
    if word in _MODALS.split():
        also = len(" also") if following == "also" else 0
        return Edit(start, end + also, f"{word} not")
    if word in ("can", "may", "must"):
        return Edit(start, end, {"can": "cannot", "may": "may not", "must": "need not"}[word])
    if word in ("has", "have", "had"):
        return _denied_having(text, start, end)
    if word == "now" and (base_of_third(following) or following in ("cost", "costs", *_PLURAL_VERBS.split())):
        return Edit(start, end, "no longer")
    base = base_of_past(word)
    if base and following != "that" and text[end : end + 1] not in ".," and not _modifies(text, word, base, end):
        return Edit(start, end, f"did not {base}")
    third = base_of_third(word)
    infinite = following == "to" if word in _TO_VERBS.split() else following.endswith("ing") and word == "anticipates"
    if third and (infinite or (word not in _TO_VERBS.split() and _amount_after.match(text, end))):
        return Edit(start, end, f"does not {third}")
    plural = re.fullmatch("(?!this)[A-Za-z]{3,}s", last) and (
        word in _PLURAL_VERBS.split() or (word in _TO_VERBS.split() and following == "to")
    )
    return Edit(start, end, f"do not {word}") if plural else None


def _denied_having(text: str, start: int, end: int) -> Edit:
    word, following = text[start:end], _perfect.match(text, end)
    if following and is_participle(following["verb"]):
        already = following["adverb"] == "already "
        return Edit(start, end + len(" already") * already, f"{word} not" + " yet" * already)
    return Edit(start, end, {"has": "does", "have": "do", "had": "did"}[word] + " not have")


def _modifies(text: str, word: str, base: str, end: int) -> bool:
    """Tell whether a past form is more likely a participle: the plan approved by the council, goods sold in May were …"""
    participle = verb(base).participle == word
    made = base in _MADE.split() and text.startswith((" at ", " for ", " from ", " in ", " of "), end)
    return participle and (made or bool(_by_after.match(text, end) or _auxiliary_after.match(text, end)))
