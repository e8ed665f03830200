"""English words without their endings, so that rose, risen and rising are one word."""

from __future__ import annotations

import re
from functools import lru_cache

# past and participle of verbs that news needs; plurals that follow no rule
_FORMS = (
    "be am is are was were been being,arise arose arisen,become became,begin began begun,bring brought,build built,buy bought,catch caught,"
    "choose chose chosen,come came,deal dealt,do does did done,draw drew drawn,drive drove driven,eat ate eaten,fall fell fallen,feel felt,"
    "fight fought,find found,fly flew flown,forbid forbade forbidden,forget forgot forgotten,freeze froze frozen,get got gotten,give gave given,"
    "go goes went gone,grow grew grown,have has had,hear heard,hide hid hidden,hold held,keep kept,know knew known,lay laid,lead led,leave left,lend lent,"
    "lose lost,make made,mean meant,meet met,pay paid,ride rode ridden,ring rang rung,rise rose risen,run ran,say said,see saw seen,seek sought,"
    "sell sold,send sent,shake shook shaken,shoot shot,show shown,shrink shrank shrunk,sing sang sung,sink sank sunk,sit sat,sleep slept,slay slew slain,slide slid,"
    "speak spoke spoken,spend spent,spill spilt,stand stood,steal stole stolen,stick stuck,strike struck stricken,swear swore sworn,swell swollen,swim swam swum,"
    "take took taken,teach taught,tear tore torn,tell told,think thought,throw threw thrown,understand understood,wake woke woken,wear wore worn,"
    "win won,withdraw withdrew withdrawn,write wrote written,bear bore born borne,beat beaten,bind bound,bite bit bitten,blow blew blown,break broke broken,"
    "breed bred,burn burnt,feed fed,flee fled,hang hung,learn learnt,light lit,overcome overcame,overtake overtook overtaken,prove proven,"
    "man men,woman women,child children,person people,foot feet,tooth teeth,life lives,wife wives,knife knives,half halves,crisis crises,"
    "leaf leaves,thief thieves,analysis analyses,medium media,criterion criteria,die dies died dying,lie lies lying,tie tied tying,"
    "will would,can could,shall should,may might,good best,bad worst,far further"
)
_irregular = {form: line.split()[0] for line in _FORMS.split(",") for form in line.split()}
_KEPT_LISTED = (
    "news series species this thus bus gas during evening morning thing nothing something anything king ring spring string wing "
    "bring sing less always perhaps lens chaos virus its his yes process pass loss boss cross class glass press access address mass "
    "need seed feed speed indeed red bed exceed succeed proceed hundred kindred united states bread ahead instead"
)
_KEPT = frozenset(_KEPT_LISTED.split())
_vowel = re.compile("[aeiouy]")
_ise = re.compile("is(e[dr]?|ing|ation)$")
_SHORTEST = 3


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return the stem of a lower-case English word; the same for all its forms, no word by itself."""
    word = word.replace("’", "'").removesuffix("'s").removesuffix("'")
    word = _irregular.get(word, word)
    if word in _KEPT or len(word) <= _SHORTEST or not word.isalpha():
        return word
    if len(word) > 5 and word.endswith(("iest", "ier")):
        word = word[: -4 if word.endswith("iest") else -3] + "y"
    single = _plural(word)
    return single if single in _KEPT else _bare(_british(single))


def _plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _british(word: str) -> str:
    if len(word) > 6 and "is" in word:
        word = _ise.sub(r"iz\1", word)
    if len(word) > 5:
        return word[:-3] + "or" if word.endswith("our") else word
    return word[:-3] + "ter" if word.endswith("tre") else word


def _bare(word: str) -> str:
    for ending in ("ing", "ed"):
        left = word.removesuffix(ending)
        if left != word and len(left) >= 2 and _vowel.search(left):
            doubled = len(left) > 3 and left[-1] == left[-2] and left[-1] not in "lsz"
            word = left[:-1] if doubled else left + "e" if len(left) == 2 else left  # used, suing
            break
    word = word[:-1] + "i" if word.endswith("y") and len(word) > 3 and word[-2] not in "aeiou" else word
    word = word[:-1] if word.endswith("ll") else word
    return word.removesuffix("e") if len(word) > _SHORTEST else word


def akin(one: str, other: str) -> bool:
    """Tell whether two stems are likely of one family: invest and investment, grow and growth."""
    shorter = min(len(one), len(other))
    if shorter < 4:
        return False
    common = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)
    return common >= 4 and common >= 0.6 * max(len(one), len(other)) and common >= shorter - 2
