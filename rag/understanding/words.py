"""The words of a question that carry content, and the names among them."""

from __future__ import annotations

import re

from yinju.index.text.names import han_sounds, latin_names
from yinju.index.text.scripts import HAN
from yinju.index.text.terms import fold, tagged, terms
from yinju.rag.types import Name

_INTERROGATIVES = {
    "zh": "请问|什么时候|什么|为什么|为何|谁|哪一?[个些里位家届年天月]?|何时|何地|如何|怎么样?|怎样|多少|几[个位家届年天月次]?|是否|有没有|吗|呢|的是|是",
    "en": r"\b(?:who|whom|whose|what|which|when|where|why|how|many|much|is|are|was|were|be|been|do|does|did|has|have|had|will|would|can|could|"
    r"should|the|a|an|of|in|on|at|to|for|by|with|from|and|or|that|this|it|its|there|tell|me|about|please)\b",
}
_patterns = {code: re.compile(pattern, re.IGNORECASE) for code, pattern in _INTERROGATIVES.items()}
_CAPITALISED = r"(?:[A-ZÀ-Þ]{3,}|[A-ZÀ-Þ]\w*[a-zß-ÿ]\w*)"  # two capitals (AI, EU) are words more than names
_capitalised = re.compile(rf"\b{_CAPITALISED}(?: {_CAPITALISED})*\b")
_opener = re.compile(
    _INTERROGATIVES["en"]
    + r"|describe|list|name|give|explain|show|compare|summari[sz]e|find|define|identify|also|if|did|in"
    r"|january|february|march|april|may|june|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
_NAME_TAGS = {"nr", "nrt", "nrfg", "ns", "nz", "nt"}
_has_han = re.compile(f"[{HAN}]")


def names(text: str, language: str) -> tuple[Name, ...]:
    """Return the names in a question: runs of capitalised words, and what the Chinese tagger holds for names.

    A single capital at the beginning of a sentence says nothing but in English, where the words that open
    questions are known; German writes every noun with one, so its capitals say nothing at all.
    """
    latin = []
    for found in _capitalised.finditer(text) if language != "de" else ():
        words = " ".join(word for word in found.group().split() if not _opener.fullmatch(word))
        alone = not text[: found.start()].strip("¿¡«“”\"'(* ") and " " not in found.group() and language != "en"
        if words and not alone:
            latin.append(Name(words, frozenset({*terms(words), *latin_names(words)})))
    han = [
        Name(word, frozenset({*terms(word), *han_sounds(word, tag)}))
        for word, tag in (tagged(fold(text)) if _has_han.search(text) else [])
        if tag in _NAME_TAGS and len(word) > 1 and not word.isascii()
    ]
    return tuple(dict.fromkeys([*latin, *han]))


def content(text: str) -> str:
    """Return a text without interrogatives and, in English, without function words."""
    if _has_han.search(text):
        text = _patterns["zh"].sub(" ", text)
    return _patterns["en"].sub(" ", text)
