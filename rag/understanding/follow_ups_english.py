"""English follow-ups: and in 2022, what about Shanghai, what else did he say, why, how much was it."""

from __future__ import annotations

import re

from yinju.rag.understanding import coordination_english
from yinju.rag.understanding.exchange import Context
from yinju.rag.understanding.mentions import mentions
from yinju.rag.understanding.periods import timing
from yinju.rag.understanding.sorts import Sort

_end = re.compile(r"[\s?.!]+$")
_leads = re.compile(r"^(?:(?:and|but|so|then|ok|okay|also|now)\b[, ]*)+", re.IGNORECASE)
_what_about = re.compile(r"^(?:what about|how about|and what about)\s+(?:the )?(?P<new>.+)$", re.IGNORECASE)
_more = re.compile(
    r"^(?:what else|who else|where else|anything else|tell me more|more|go on|continue|why not|how so|how come|for example|such as|since when|by whom|in what way|in which year|with whom|until when|how (?:does|did) (?:that|this|it) compare)\b.{0,24}$",
    re.IGNORECASE,
)
_bare = re.compile(
    r"^(?:(?:in|on|at|by|from|to|for|of|with|since) )?(?:who|whom|whose|what|which|when|where|why|how)(?: (?:exactly|many|much|long|often|far|old|so|one|ones|year|country|city))?$|^(?:when|where|why|how) (?:was|is|did) (?:that|this|it)(?: happen| so)?$",
    re.IGNORECASE,
)
_preposition = re.compile(r"^(?:in|on|at|for|during|since|until|before|after|from|by|of|to)\s+", re.IGNORECASE)
_subject = re.compile(r"\b(?:he|she|him|her|his|hers|himself|herself)\b", re.IGNORECASE)
_thing = re.compile(r"\b(?:it|its|they|them|their|theirs|itself|themselves)\b", re.IGNORECASE)
_POINTED = r"\b(?:this|that|these|those|the same) (?:{})\b"
_person = re.compile(_POINTED.format("person|man|woman|player|author|artist"), re.IGNORECASE)
_body = re.compile(
    _POINTED.format(
        "company|firm|event|conference|forum|meeting|project|fund|book|film|group|organi[sz]ation|university|school|team|product|institute|agency|bank|talk|report"
    ),
    re.IGNORECASE,
)
_place = re.compile(_POINTED.format("city|country|place|town|province"), re.IGNORECASE)
_there = re.compile(r"\bthere\b(?=\W*$)", re.IGNORECASE)
_is_there = re.compile(r"\b(?:is|are|was|were|be|been|isn't|aren't) (?:\w+ )?there\W*$", re.IGNORECASE)
_expletive = re.compile(
    r"\b(?:is|was|does|did|would|will|can|has|if|that|makes?|made|how) it (?:(?:\w+ ){0,2}(?:to|that|for|possible|true)\b|takes?\b(?! place| part)|costs?\b|mean\b|called\b|\w+ (?:to|that)\b)|\bwhat (?:time|day|date) (?:is|was) it$|\bit (?:is|was) (?:\w+ )?(?:to|that)\b|\bit takes?\b(?! place| part)",
    re.IGNORECASE,
)
_SMALL = frozenset(
    [
        "who",
        "whom",
        "whose",
        "what",
        "which",
        "when",
        "where",
        "why",
        "how",
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "will",
        "would",
        "can",
        "could",
        "should",
        "may",
        "might",
        "must",
        "the",
        "a",
        "an",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "by",
        "with",
        "from",
        "and",
        "or",
        "but",
        "so",
        "also",
        "else",
        "many",
        "much",
        "long",
        "old",
        "far",
        "often",
        "far",
        "did",
        "about",
        "exactly",
        "then",
        "now",
        "first",
        "last",
        "next",
        "ever",
        "still",
        "already",
    ]
)
_word = re.compile(r"[A-Za-z][\w'’-]*")
_attribute = re.compile(r"\bthe (?P<what>(?!of\b)[a-z-]+(?: [a-z-]+)?) (?P<of>of|in|for) ", re.IGNORECASE)

_owned = re.compile(r"['’]s (?P<what>[a-z-]+(?: [a-z-]+)?)(?=$| (?:in|of|for|on|at|during|last|this)\b)", re.IGNORECASE)
_shift = re.compile(
    r"^(?:(?:in )?the )?(?:(?:year )?(?P<less>before|previous|preceding|prior)|(?:year )?(?P<more>after|following|next))(?: (?:year|that))?$",
    re.IGNORECASE,
)


def _shifted(new: str, before: Context) -> str:
    """Return the year before or after that of the last question."""
    match = _shift.match(new)
    return str(before.year + (1 if match["more"] else -1)) if match and before.year else ""


def completed(text: str, before: Context) -> str:
    """Return a follow-up with what it leaves out put in, or "" when the text stands alone."""
    plain = _end.sub("", text)
    rest = _leads.sub("", plain)
    if _more.match(plain) or _bare.match(rest):
        return _with_names(text, before) or f"{before.question} {text}"
    if match := _what_about.match(rest):
        return _exchanged(match["new"], before)
    led = rest != plain
    fragment = _fragment(rest)
    if (led or _is_time(rest, before)) and fragment:
        return _exchanged(rest, before)
    if put_in := _with_names(text, before):
        return put_in
    if led and not mentions(rest) and before.names:
        return f"{_end.sub('', rest)} {_of(rest)}{before.names[-1].text}?"
    return ""


def _fragment(text: str) -> bool:
    """Tell whether a text is no sentence: neither a word that asks nor a verb that asks."""
    return len(text) <= 48 and not coordination_english.is_question(_preposition.sub("", text))


def _is_time(text: str, before: Context) -> bool:
    """Tell whether a text says nothing but a time: in 2022, last year."""
    spans = timing(text, before.today).spans
    bare = _preposition.sub("", text)
    return bool(spans) and sum(end - start for start, end in spans) >= len(bare) - 4


def _exchanged(new: str, before: Context) -> str:
    """Return the last question about another time, name or attribute."""
    if (when := _shifted(new, before)) and (exchanged := before.with_time(when)):
        return exchanged
    if _is_time(new, before):
        when = _preposition.sub("", new)
        if exchanged := before.with_time(when):
            return exchanged
        return (
            f"{new}，{before.question}" if before.chinese else f"{before.bare} {new if new != when else 'in ' + when}?"
        )
    bare = re.sub("^(?:the|its|his|her|their) ", "", _preposition.sub("", new), flags=re.IGNORECASE)
    if mentions(bare, fragment=True) and (exchanged := before.with_name(bare)):
        return exchanged
    if match := _attribute.search(before.bare) or _owned.search(before.bare):
        return before.question[: match.start("what")] + bare + before.question[match.end("what") :]
    return f"{before.question} {new}"


def _of(text: str) -> str:
    return "of " if re.match(r"(?:what|who) (?:is|are|was|were) the", text, re.IGNORECASE) else ""


_OWNING = frozenset(("his", "her", "its", "their"))
_SUBJECTS = frozenset(("he", "she", "they"))
_asked_noun = re.compile(
    r"^(?:(?:in|on|at|by|from|to|for|of|with) )?(?:what|which|whose|how many|how much) (?:\w+ ){1,2}(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could) $",
    re.IGNORECASE,
)

_how_much = re.compile(r"^how [a-z]+ ", re.IGNORECASE)


def _reaches_back(text: str, found: re.Match[str]) -> bool:
    """Tell whether nothing before a pronoun can be what it means: only small words, and the verb right before it."""
    before, pronoun = _how_much.sub("how ", text[: found.start()]), found.group().lower()
    words = [word.lower() for word in _word.findall(before)]
    told = [word for word in words if word not in _SMALL]
    if not told:
        return True
    if _asked_noun.match(before):  # what company did she found, but not: which company has its seat
        return pronoun not in _OWNING or words[-1] in ("did", "does", "do")
    return len(told) == 1 and words[-1] == told[0] and words[0] in _SMALL and pronoun not in _SUBJECTS


def _with_names(text: str, before: Context) -> str:
    """Return a question with its pronouns replaced by what they mean, or "" when it has none that reach back."""
    own = [mention.start for mention in mentions(text)]
    for pattern, sort in (
        (_subject, Sort.PERSON),
        (_thing, Sort.BODY),
        (_person, Sort.PERSON),
        (_body, Sort.BODY),
        (_place, Sort.PLACE),
        (_there, Sort.PLACE),
    ):
        match = pattern.search(text)
        if not match or any(start < match.start() for start in own):
            continue
        if pattern is _there and _is_there.search(text):
            continue
        if pattern in (_subject, _thing) and not _reaches_back(text, match):
            continue
        if match.group().lower() == "it" and _expletive.search(text):
            continue
        name = before.meant(sort) or (before.names[0].text if before.names else "")
        if not name:
            return f"{before.question} {text}"
        return text[: match.start()] + _form(match.group().lower(), name, text[match.end() :]) + text[match.end() :]
    return ""


def _form(pronoun: str, name: str, after: str) -> str:
    """Return a name in the form of the pronoun it stands for."""
    owns = pronoun in ("his", "its", "their") or (
        pronoun == "her"
        and re.match(r" [a-z]", after)
        and not re.match(r" (?:in|on|at|to|for|by|with|from|and|about)\b", after)
    )
    place = f"in {name}" if pronoun == "there" else name
    return f"{name}’s" if owns else place
