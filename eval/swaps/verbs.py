"""English verbs and their forms, as far as the rules need them."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple


class Verb(NamedTuple):
    """A verb in its five forms; only those that differ from the rule are listed below."""

    base: str
    third: str
    past: str
    participle: str
    gerund: str


_IRREGULAR_FORMS = (
    "be was been,become became become,begin began begun,bring brought brought,build built built,buy bought bought,catch caught caught,"
    "choose chose chosen,come came come,cost cost cost,cut cut cut,do did done,draw drew drawn,fall fell fallen,feel felt felt,"
    "fight fought fought,find found found,get got got,give gave given,go went gone,grow grew grown,have had had,hear heard heard,"
    "hit hit hit,hold held held,keep kept kept,know knew known,lay laid laid,lead led led,leave left left,lend lent lent,let let let,lose lost lost,"
    "make made made,meet met met,pay paid paid,put put put,read read read,rise rose risen,run ran run,see saw seen,"
    "seek sought sought,sell sold sold,send sent sent,set set set,show showed shown,shrink shrank shrunk,shut shut shut,sink sank sunk,"
    "slide slid slid,speak spoke spoken,spend spent spent,stand stood stood,strike struck struck,take took taken,tell told told,"
    "think thought thought,win won won,withdraw withdrew withdrawn,write wrote written"
)
_IRREGULAR = {base: (past, participle) for base, past, participle in map(str.split, _IRREGULAR_FORMS.split(","))}
_DOUBLED = "admit ban commit cut dip drop get hit let permit plan put refer rid set ship shut slip stop submit tip transfer trim win"

_NEWS = (
    "accept account achieve acquire add admit adopt agree aim allow appear appoint approve arrest arrive attend award ban beat begin block build buy "
    "cancel carry catch cause cease charge choose climb close complete confiscate contract cover create cross cut decide decline decrease "
    "delay deliver demand deny deploy destroy detect dip discover display donate double draw drop earn ease elect employ end enter establish exceed "
    "expand export extend fall find finish fund gain get give go grow halt halve hire hit hold host import impose improve increase install introduce "
    "invest issue join jump keep kill land launch lay lead leave lend lift loosen lose lower make meet miss move narrow offer open order oust overtake "
    "own part pass pay plunge postpone produce publish purchase raise reach rebound receive record recover reduce reject relax release remove repair "
    "replace resign resume retain return rise seize sell send ship show shrink shut sign sink slide slip slow slump soar spend start "
    "stop strengthen strike submit sue surge suspend take tighten top transfer triple tumble unveil visit vote weaken widen win wipe withdraw witness worsen"
)
PLAIN = _NEWS.split()
"""Verbs of news, what `negation` and `direction` may meet; those of saying are left out, whose denial denies no fact."""


@lru_cache(maxsize=1 << 10)
def verb(base: str) -> Verb:
    """Return the forms of a verb."""
    stem = base + base[-1] if base in _DOUBLED.split() else base
    ends_in_y = base.endswith("y") and base[-2] not in "aeiou"
    regular = base + "d" if base.endswith("e") else base[:-1] + "ied" if ends_in_y else stem + "ed"
    past, participle = _IRREGULAR.get(base, (regular, regular))
    hissing = base.endswith(("s", "sh", "ch", "x", "z", "o"))
    third = {"have": "has", "be": "is"}.get(base) or (
        base[:-1] + "ies" if ends_in_y else base + ("es" if hissing else "s")
    )
    gerund = (base[:-1] if base.endswith("e") and not base.endswith("ee") else stem) + "ing"
    return Verb(base, third, past, participle, gerund)


@lru_cache(maxsize=1)
def _by_past() -> dict[str, str]:
    listed = dict.fromkeys(
        (*PLAIN, *(base for base in _IRREGULAR if base not in ("be", "have", "do", "tell", "speak")))
    )
    # of cut, hit, put nobody can tell which form it is
    return {verb(base).past: base for base in listed if verb(base).past != base}


@lru_cache(maxsize=1)
def _by_third() -> dict[str, str]:
    return {
        verb(base).third: base
        for base in (*PLAIN, "anticipate", "expect", "hope", "intend", "need", "plan", "provide", "want")
    }


@lru_cache(maxsize=1)
def _participles() -> frozenset[str]:
    return frozenset(verb(base).participle for base in (*PLAIN, *_IRREGULAR))


def base_of_past(word: str) -> str | None:
    """Return the verb that a word is the past of, if it is known and its past cannot be anything else."""
    return _by_past().get(word)


def base_of_third(word: str) -> str | None:
    """Return the verb of which a word is the form after he, she and it, if it is known."""
    return _by_third().get(word)


def is_participle(word: str) -> bool:
    """Tell whether a word can be what stands after has and was."""
    return word in _participles() or word.endswith("ed")
