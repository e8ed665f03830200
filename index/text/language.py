"""Which language a text is in: its script first, function words second, a classifier last.

The classifier (py3langid) costs .8 s at its first call, so questions whose script or small words settle
the language never load it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from yinju.index.text.scripts import HAN, HANGUL, KANA

UNKNOWN = "und"

_BY_SCRIPT: dict[str, str] = {
    "ko": HANGUL,
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "he": "\u0590-\u05ff",
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f",
    "km": "\u1780-\u17ff",
    "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f",
    "am": "\u1200-\u137f",
    "bn": "\u0980-\u09ff",
    "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff",
    "or": "\u0b00-\u0b7f",
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "kn": "\u0c80-\u0cff",
    "ml": "\u0d00-\u0d7f",
    "si": "\u0d80-\u0dff",
}
_scripts = {code: re.compile(f"[{ranges}]") for code, ranges in _BY_SCRIPT.items()}
_han, _kana = re.compile(f"[{HAN}]"), re.compile(f"[{KANA}]")
_arabic, _cyrillic = re.compile("[\u0600-\u06ff\u0750-\u077f]"), re.compile("[\u0400-\u04ff]")
_devanagari, _latin_word = (
    re.compile("[\u0900-\u097f]"),
    re.compile("[a-zà-öø-ÿāăąćčďđēęěğģīįıķļłńňōőœřśşšșťţțūůűųźżžạ-ỹơư]+"),
)

_FUNCTION_WORDS: dict[str, str] = {
    "en": "the of and to in is was were are what who which when where how why did does do with that for from by a an it "
    "be has have can will me",
    "es": "el la los las de del y en que qué quién cuál cuándo dónde cómo es fue son con una por para se su",
    "fr": "le la les des du et en que qui quel quelle quand où comment est sont était avec une pour dans sur au",
    "de": "der die das und in ist war wer was welche wann wo wie warum mit ein eine für von den dem auf sich",
    "pt": "o a os as do da dos das e em que quem qual quando onde como é foi são com uma por para não no na",
    "it": "il lo la gli le di del della e in che chi quale quando dove come è sono con una per nel un",
    "nl": "de het een en van in is was wie wat welke wanneer waar hoe waarom met voor op dat zijn te",
    "ro": "și în este care cine când unde cum cu pentru din la un o al ale au fost pe ce sunt",
    "tr": "ve bir bu için ile ne kim hangi nerede nasıl kaç mi mı mu olarak da de olan ne zaman",
    "pl": "i w na z się jest był kto co który kiedy gdzie jak dlaczego nie do przez od dla są ile",
    "id": "yang dan di ke dari adalah apa siapa kapan mana bagaimana mengapa dengan untuk pada ini itu berapa",
    "vi": "là của và có được trong ai gì nào khi đâu như thế những các một cho với người không bao nhiêu",
}
_capitals = re.compile(r"\b[A-Z]{2,}\b")
_votes: dict[str, tuple[str, ...]] = {}
for _code, _words in _FUNCTION_WORDS.items():
    for _word in _words.split():
        _votes[_word] = (*_votes.get(_word, ()), _code)

_LATIN = (
    *_FUNCTION_WORDS,
    *("sv", "da", "no", "nb", "nn", "fi", "cs", "sk", "hu", "hr", "sl", "bs", "ca", "gl", "eu", "et", "lv", "lt", "ms"),
    *("tl", "sw", "sq", "az", "uz", "af", "is"),
)
_SHORT = 80  # characters; below, the classifier guesses among rare languages
_CLASSIFIED_CHARACTERS = 2_000  # the classifier is no surer after that


def identify(text: str) -> str:
    """Return the ISO 639-1 code of a text's main language, or `und` when it holds no letters."""
    sample = unicodedata.normalize("NFKC", text[:20_000]).casefold()
    han, kana = len(_han.findall(sample)), len(_kana.findall(sample))
    words = _latin_word.findall(sample)
    units: dict[str, float] = {
        code: len(found) / 4 for code, pattern in _scripts.items() if (found := pattern.findall(sample))
    }
    units["arabic"] = len(_arabic.findall(sample)) / 4
    units["cyrillic"] = len(_cyrillic.findall(sample)) / 4
    units["devanagari"] = len(_devanagari.findall(sample)) / 4
    units["ko"] = units.get("ko", 0.0) * 2
    units["cjk"] = (han + kana) / 2
    # capitals are names of things: AI is no Vietnamese word here
    lower = _latin_word.findall(_capitals.sub(" ", text[:20_000]).casefold())
    votes = Counter(code for word in lower for code in _votes.get(word, ()))
    # names and terms of Latin script stand in texts of every language; small words only in their own
    units["latin"] = float(len(words)) if votes or units["cjk"] < 1 else len(words) / 8
    script = max(units, key=lambda code: units[code])
    if not units[script]:
        return UNKNOWN
    if script == "cjk":
        return "ja" if kana * 12 > han else "zh"
    if script == "latin":
        return _latin(sample, votes)
    if script == "arabic":
        return (
            "ur"
            if re.search("[ٹڈڑے]", sample)
            else "fa"
            if len(re.findall("[پچژگ]", sample)) * 40 > 4 * units[script]
            else "ar"
        )
    if script == "cyrillic":
        return (
            "uk"
            if re.search("[іїєґ]", sample)
            else _among(sample, ("ru", "uk", "bg", "sr", "mk", "be", "kk", "mn"), "ru")
        )
    if script == "devanagari":
        return _among(sample, ("hi", "mr", "ne"), "hi")
    return script


def _latin(sample: str, votes: Counter[str]) -> str:
    ranked = votes.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] >= 1.5 * ranked[1][1]):
        return ranked[0][0]
    candidates = _LATIN if len(sample) > _SHORT else tuple(_FUNCTION_WORDS)
    return _among(sample, candidates, ranked[0][0] if ranked else "en")


def _among(sample: str, candidates: tuple[str, ...], usual: str) -> str:
    """Ask the classifier; short texts, and answers outside the candidates, keep the usual one."""
    if len(sample) < 20:
        return usual
    code = _classify(sample[:_CLASSIFIED_CHARACTERS])
    return code if code in candidates else usual


@lru_cache(maxsize=1024)
def _classify(sample: str) -> str:
    import py3langid

    return str(py3langid.classify(sample)[0])
