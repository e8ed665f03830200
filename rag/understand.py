"""The question understood: its language, what to search for, and which of its words carry content."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yinju.index.errors import UsageError
from yinju.index.text.language import UNKNOWN, identify
from yinju.index.text.names import han_sounds, latin_names
from yinju.index.text.scripts import HAN
from yinju.index.text.terms import fold, tagged, terms
from yinju.rag.types import Kind, Name, Question, Turn

LONGEST = 2_000
"""Characters in a question; of long ones the words count wholly, the meaning from the first half."""

_INTERROGATIVES = {
    "zh": "请问|什么时候|什么|为什么|为何|谁|哪一?[个些里位家届年天月]?|何时|何地|如何|怎么样?|怎样|多少|几[个位家届年天月次]?|是否|有没有|吗|呢|的是|是",
    "en": r"\b(?:who|whom|whose|what|which|when|where|why|how|many|much|is|are|was|were|be|been|do|does|did|has|have|had|will|would|can|could|"
    r"should|the|a|an|of|in|on|at|to|for|by|with|from|and|or|that|this|it|its|there|tell|me|about|please)\b",
}
_patterns = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in _INTERROGATIVES.items()}
_follow_up = re.compile(
    r"^(and|but|what about|how about|so)\b.{0,40}$|^(why|when|where)\W*$|\b(he|she|they|him|her|them|it|its|his|their)\b"
    r"|\b(there|that|those|this)\W*$|^(那么?|还有|另外|此外|然后|接着|为什么|何时).{0,16}$|(?<!吉|其)[他她](?!国|乡|日)|它"
    r"|(?<!与|尤)其(?!他|它|余|次|实|中)|这[个些家位场次]|那[个些家位场次年]",
    re.IGNORECASE,
)
_CAPITALISED = r"(?:[A-ZÀ-Þ]{3,}|[A-ZÀ-Þ]\w*[a-zß-ÿ]\w*)"  # two capitals (AI, EU) are words more than names
_capitalised = re.compile(rf"\b{_CAPITALISED}(?: {_CAPITALISED})*\b")
_opener = re.compile(
    _INTERROGATIVES["en"]
    + r"|describe|list|name|give|explain|show|compare|summari[sz]e|find|define|identify|also|if|did|in",
    re.IGNORECASE,
)
_NAME_TAGS = {"nr", "nrt", "nrfg", "ns", "nz", "nt"}
_KINDS = (
    (
        Kind.TIME,
        re.compile(
            r"^when\b|\b(what|which) (year|date|day|month|century)\b|什么时候|何时|哪一?[年天月]|几[月号点]",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.NUMBER,
        re.compile(
            r"\bhow (many|much|large|big|old|long|far|high|tall)\b|多少|几[个家位名届次项]|多[大长高远]",
            re.IGNORECASE,
        ),
    ),
    (
        Kind.TITLE,
        re.compile(
            r"\b(what|which|whose) (talk|speech|lecture|report|keynote|book|paper|film|movie|song|article|album|play|theme|title)\b"
            r"|\b(title|theme|topic) of\b|(题目|主题|名称|标题|书名)是什么|什么(题目|主题|报告|演讲|书|论文|电影)",
            re.IGNORECASE,
        ),
    ),
)


def understand(text: str, history: Sequence[Turn] = ()) -> Question:
    """Return the question behind a text; a follow-up is searched together with the question before it.

    Raises UsageError when there is nothing to answer or too much to read.
    """
    text = re.sub(r"\s+", " ", text).strip()
    if not any(c.isalnum() for c in text):
        raise UsageError("the question is empty; type what you want to know")
    if len(text) > LONGEST:
        raise UsageError(f"the question has {len(text):,} characters, at most {LONGEST:,} are read; shorten it")
    language = identify(text)
    language = "en" if language == UNKNOWN else language
    search_text = f"{_subject(history)} {text}".strip() if _follow_up.search(text) else text
    wanted = frozenset(terms(content(search_text)))
    return Question(text, language, search_text, wanted, names(search_text, language), kind(text))


def _subject(history: Sequence[Turn]) -> str:
    """Return the last question of a conversation that stands alone, or nothing."""
    return next((turn.question for turn in reversed(history) if not _follow_up.search(turn.question)), "")


def kind(text: str) -> Kind:
    """Return what a question asks for."""
    return next((kind for kind, words in _KINDS if words.search(text)), Kind.ANY)


def names(text: str, language: str) -> tuple[Name, ...]:
    """Return the names in a question: runs of capitalised words, and what the Chinese tagger holds for names.

    A single capital at the beginning of a sentence says nothing but in English, where the words that open
    questions are known; German writes every noun with one, so its capitals say nothing at all.
    """
    latin = []
    for found in _capitalised.finditer(text) if language != "de" else ():
        words = " ".join(word for word in found.group().split() if not _opener.fullmatch(word))
        alone = found.start() == 0 and " " not in found.group() and language != "en"
        if words and not alone:
            latin.append(Name(words, frozenset({*terms(words), *latin_names(words)})))
    chinese = tagged(fold(text)) if re.search(f"[{HAN}]", text) else []
    han = [
        Name(word, frozenset({*terms(word), *han_sounds(word, tag)}))
        for word, tag in chinese
        if tag in _NAME_TAGS and len(word) > 1 and not word.isascii()
    ]
    return tuple(dict.fromkeys([*latin, *han]))


def content(text: str) -> str:
    """Return a text without interrogatives and, in English, without function words."""
    if re.search(f"[{HAN}]", text):
        text = _patterns["zh"].sub(" ", text)
    return _patterns["en"].sub(" ", text)
