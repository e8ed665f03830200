"""Several questions in one, in English: who founded X and when was Y, the capital and the population of X, A or B."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yinju.index.text.patterns import Late
from yinju.rag.understanding.coordination_english import (
    AND,
    ASKS,
    AUXILIARY,
    NAME,
    OR,
    WORD,
    has_name,
    is_question,
    joined,
    named,
)
from yinju.rag.understanding.words import content

_asks = Late(ASKS, re.IGNORECASE)
_sentence = re.compile(r"[?;]+\s*|(?<=[a-z]{3})\.\s+(?=[A-Z])")
_polite = Late(
    r"^(?:(?:please|can you|could you) )?(?:tell me|do you know|i (?:want|would like) to know)[,:]?\s+(?=\w)",
    re.IGNORECASE,
)
# a second question begins with its word, but for which and who, which may only say more of what was named
_next = Late(
    r"(?:\s*,)?\s+(?:and|but|or)\s+(?:also\s+)?(?=(?:(?:in|on|at|by|from|to|for|of|with|since|until)\s+)?(?:what|which (?:\w+ ){1,2}(?:is|was|are|were|did|do|does|has|have|had)|when|where|why|how|who(?:m|se)?)\b)"
    r"|,\s+(?=(?:(?:in|on|at|by|from|to|for|of|with) )?(?:what|when|where|how (?:many|much|long|far|old|large|big))\b)",
    re.IGNORECASE,
)
_TOGETHER = (
    r"marry|married|wed|divorced?|meet|met|merged?|fight|fought|sign(?:ed)?|agreed?|between|relations(?:hip)?|differences?|difference|common|together|share[ds]?|border|against|war|ally|"
    r"cooperat\w+|collaborat\w+|joint\w*|both sides|apart|distance|diplomatic|compete[ds]?|negotiat\w+|unite[ds]?|separate[ds]?|deal|treaty"
)
_together = Late(rf"\b(?:{_TOGETHER})\b", re.IGNORECASE)
_singly = re.compile(r",?\s*\b(?:respectively|each|both)\b", re.IGNORECASE)


def split(text: str) -> tuple[str, ...]:
    """Return the questions inside an English one, each standing alone; none when it is a single one."""
    plain = _polite.sub("", text.strip()).rstrip(" ?.!")
    asked = [part.strip() for part in _sentence.split(plain) if part.strip()]
    if len([part for part in asked if is_question(part)]) > 1:
        return _grounded(asked)
    plain = " ".join(asked)
    clauses = _clauses(plain)
    if len(clauses) > 1:
        return _grounded(clauses)
    for way in (_compared, _twice, _times, _attributes, _each):
        if parts := tuple(way(plain)):
            return tuple(" ".join(part.split()) for part in parts)
    return ()


def _clauses(text: str) -> list[str]:
    if not _asks.search(text):
        return [text]
    clauses, at = [], 0
    for match in _next.finditer(text):
        left = text[at : match.start()]
        if _asks.search(left) and len(re.findall(r"\w+", left)) > 1:
            clauses.append(left)
            at = match.end()
    return [*clauses, text[at:]] if clauses else [text]


_pronoun = Late(r"\b(?:it|he|she|they|him|them|this|that)\b(?! (?:\w+ )?(?:that|to)\b)", re.IGNORECASE)
_possessive = re.compile(r"\b(?:its|his|her|their)\b", re.IGNORECASE)
_bare = Late(rf"(?:(?:in|on|at|by|from|to|for|of|with) )?{WORD}\b(?: \w+)?", re.IGNORECASE)


def _grounded(asked: list[str]) -> tuple[str, ...]:
    """Give every question after the first what the first is about, where it does not say so itself; statements join it."""
    stated = " ".join(part for part in asked if not is_question(part))
    asking = [part for part in asked if is_question(part)] or asked
    first = asking[0]
    about = named(first)
    done = [first]
    for part in asking[1:]:
        if has_name(part) and not _pronoun.search(part):
            done.append(part)
        elif about and _possessive.search(part):
            done.append(_possessive.sub(f"{about[-1]}’s", part, count=1))
        elif about and _pronoun.search(part):
            done.append(_pronoun.sub(about[-1], part, count=1))
        elif _bare.fullmatch(part):
            done.append(f"{part} {_said(first)}")
        else:
            done.append(f"{part} {' '.join(about) or _said(first)}")
    return tuple(f"{stated} {part}".strip() for part in done)


_leading = Late(
    rf"^(?:(?:in|on|at|by|from|to|for|of|with) )?(?:how (?:many|much|long|far|old|large|big)|{WORD}\b)\s*",
    re.IGNORECASE,
)


def _said(question: str) -> str:
    """Return a question without the word it asks with."""
    return _leading.sub("", question)


_both_asked = Late(
    r"^(?P<one>(?:in |on |at |by )?(?:who|when|where|why|how|what \w+|which \w+)),? and (?P<other>(?:in |on |at |by |from |for )?(?:who|when|where|why|how|what \w+|which \w+)) (?P<said>.+)$",
    re.IGNORECASE,
)


def _twice(text: str) -> Iterator[str]:
    """Yield the questions of a clause that asks two things of one event: when and where was it held."""
    if match := _both_asked.match(text):
        yield f"{match['one']} {match['said']}"
        yield f"{match['other']} {match['said']}"


_years_joined = Late(r"(?<!between )(?<!from )\b(?P<one>(?:19|20)\d\d) and (?:in )?(?P<other>(?:19|20)\d\d)\b")
_changing = Late(
    r"\b(?:chang\w+|compar\w+|gr[eo]w\w*|growth|rise|rose|fell|fall|increas\w+|decreas\w+|differen\w+|between)\b",
    re.IGNORECASE,
)


def _times(text: str) -> Iterator[str]:
    """Yield a question for each of two years of which the same is asked: who won in 2018 and 2022."""
    match = _years_joined.search(text)
    if match and not _changing.search(text):
        rest = _singly.sub("", text[match.end() :])
        yield from (f"{text[: match.start()]}{match[item]}{rest}" for item in ("one", "other"))


_attributes_of = Late(
    r"^(?P<asked>(?:what|who|which|where) (?:is|are|was|were) )(?:the )?(?P<one>[a-z][a-z-]*(?: [a-z-]+){0,2}?),? and (?:the )?(?P<other>[a-z][a-z-]*(?: [a-z-]+){0,2}?) (?P<of>(?:of|for|in|at) (?:the )?[A-ZÀ-Þ“\"0-9].*)$",
    re.IGNORECASE,
)
_several = Late(
    r"^(?P<asked>how many )(?P<one>[a-z]+) and (?:how many )?(?P<other>[a-z]+) (?P<of>(?:does|do|did|has|have|are|were|is|was) .+)$",
    re.IGNORECASE,
)
_singular = {"are": "is", "were": "was"}


def _attributes(text: str) -> Iterator[str]:
    """Yield a question for each attribute that is asked for at once: the capital and population of X."""
    if match := _attributes_of.match(_singly.sub("", text)):
        if _together.search(text) or not re.search('[A-ZÀ-Þ“"]', match["of"]):
            return
        asked = re.sub(r"\b(are|were)\b", lambda found: _singular[found[1].lower()], match["asked"])
        yield from (f"{asked}the {match[item]} {match['of']}" for item in ("one", "other"))
    elif match := _several.match(text):
        yield from (f"{match['asked']}{match[item]} {match['of']}" for item in ("one", "other"))


_plural = re.compile(r"\b(?:are|were|do|have)\b", re.IGNORECASE)
_one_by_one = Late(
    r"^(?:when|where|how (?:many|much|old|long|far|large|big|tall|high)|(?:in )?(?:what|which) (?:year|city|country|state|month)|on what|who)\b",
    re.IGNORECASE,
)


def _each(text: str) -> Iterator[str]:
    """Yield a question for each of two names of which the same is asked: when did A and B open."""
    singly = bool(_singly.search(text))
    plain = _singly.sub("", text).rstrip(" ,")
    found = joined(plain, AND)
    if not found or (_together.search(plain) and not singly) or re.search(r"\bbetween\b", plain, re.IGNORECASE):
        return
    before, items, after = found
    asked = bool(_one_by_one.match(plain)) and (
        _plural.search(before) is not None
        or re.search(r"\bdid $", before) is not None
        or (plain.lower().startswith("who") and not after)
    )
    if singly or asked or (_plural.search(before) and re.search(r"\b\w+s of $", before)):
        yield from (f"{before}{item}{after}" for item in items)


_THAN = r"(?:more|less|fewer|greater|higher|lower|larger|bigger|smaller|older|younger|longer|shorter|taller|earlier|later|better|faster|first|last|most|richer|stronger|heavier|closer|cheaper|wider|deeper|newer|larger|\w{3,}ier)"
_comparing = Late(rf"\b{_THAN}\b", re.IGNORECASE)
_than = Late(
    rf"^(?P<asked>(?:how much |by how much )?(?:{AUXILIARY}) )(?P<one>{NAME})(?: (?P<said>.*?\b{_THAN}\b.*?)) than (?P<other>{NAME}|(?:in |that of |those of ){NAME})(?P<rest>.*)$"
)


def _compared(text: str) -> Iterator[str]:
    """Yield what has to be known of either side of a comparison: which is larger, A or B."""
    if match := _than.match(text[:1].lower() + text[1:]):
        said = match["said"]
        for item in (match["one"], re.sub("^(?:in|that of|those of) ", "", match["other"])):
            yield f"{item} {said} {match['rest']}".strip()
        return
    found = joined(text, OR)
    if (
        not found
        and re.search(r"\b(?:which|who) of\b|\bbetween\b|\bwho (?:is|was)\b", text, re.IGNORECASE)
        and _comparing.search(text)
    ):
        found = joined(text, AND)
    if not found:
        return
    before, items, after = found
    said = re.sub(
        rf"^(?:(?:which|who|what) (?:one )?(?:of )?|(?:{AUXILIARY}) |between )|\bbetween\b",
        "",
        f"{before} {after}".strip(" ,:"),
        flags=re.IGNORECASE,
    )
    said = " ".join(re.sub(r"\b(?:which|who)\b", "", said, flags=re.IGNORECASE).replace(",", " ").split())
    if content(said).split():
        yield from (f"{item} {said}".strip() for item in items)
