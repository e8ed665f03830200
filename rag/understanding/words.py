"""The words of a question that carry content, and the names among them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yinju.index.text.names import han_names, han_sounds, latin_names
from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN
from yinju.index.text.terms import fold, tagged, terms
from yinju.rag.types import Name
from yinju.rag.understanding.naming import held_names

_INTERROGATIVES = {
    "zh": "请问|什么时候|什么|为什么|为何|谁|哪一?[个些里位家届年天月]?|何时|何地|如何|怎么样?|怎样|多少|几[个位家届年天月次]?|是否|有没有|吗|呢|的是|是",
    "en": r"\b(?:who|whom|whose|what|which|when|where|why|how|many|much|is|are|was|were|be|been|do|does|did|has|have|had|will|would|can|could|"
    r"should|the|a|an|of|in|on|at|to|for|by|with|from|and|or|that|this|it|its|there|tell|me|about|please)\b",
}
_patterns = {code: Late(pattern, re.IGNORECASE) for code, pattern in _INTERROGATIVES.items()}
_CAPITALISED = r"(?:[A-ZÀ-Þ]{3,}|[A-ZÀ-Þ]\w*[a-zß-ÿ]\w*)"  # two capitals (AI, EU) are words more than names
_capitalised = re.compile(rf"\b{_CAPITALISED}(?: {_CAPITALISED})*\b")
_opener = Late(
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
    han = _han_names(fold(text)) if _has_han.search(text) else ()
    return tuple(dict.fromkeys([*latin, *han]))


_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔汤"
)


def _han_names(folded: str) -> Iterator[Name]:
    """Yield the names of a Chinese text: what the tagger holds for one, with a surname it cut off, and foreign ones with a dot."""
    dotted = [(n.start, n.end) for n in held_names(folded) if "·" in folded[n.start : n.end]] if "·" in folded else []
    for start, end in dotted:
        parts = folded[start:end].split("·")
        heard = [pair for part in parts for pair in ((part, "nrt"), ("·", "x"))][:-1]
        yield Name(folded[start:end], frozenset({*(term for part in parts for term in terms(part)), *han_names(heard)}))
    at, before = 0, ""
    for word, tag in tagged(folded):
        at += len(word)
        inside = any(start < at <= end for start, end in dotted)
        if tag in _NAME_TAGS and len(word) > 1 and not word.isascii() and not inside:
            cut_off = before in _SURNAMES and len(word) == 2 and tag in ("nz", "nr", "nrfg")  # 高 + 大明
            whole, how = (before + word, "nr") if cut_off else (word, tag)
            yield Name(whole, frozenset({*terms(whole), *han_sounds(whole, how)}))
        before = word


def content(text: str) -> str:
    """Return a text without interrogatives and, in English, without function words."""
    if _has_han.search(text):
        text = _patterns["zh"].sub(" ", text)
    return _patterns["en"].sub(" ", text)
