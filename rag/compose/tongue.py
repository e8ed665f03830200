"""Whether a sentence is in the language of a question, as far as scripts tell; when in doubt it is."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from yinju.index.text.language import identify

_LATIN = ("en", "de", "fr", "es", "pt", "it", "nl", "ro", "pl", "tr", "id", "vi", "sv", "da", "no", "fi", "cs", "hu")
_SCRIPTS = {
    "zh": ("CJK",),
    "ja": ("CJK", "HIRAGANA", "KATAKANA"),
    "ko": ("HANGUL", "CJK"),
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk", "sr", "kk"), ("CYRILLIC",)),
    **dict.fromkeys(("ar", "fa", "ur", "ps"), ("ARABIC",)),
    **dict.fromkeys(("hi", "mr", "ne"), ("DEVANAGARI",)),
    **{"el": ("GREEK",), "he": ("HEBREW",), "th": ("THAI",)},
    **dict.fromkeys(_LATIN, ("LATIN",)),
}
_WEIGHT = {"CJK": 3, "HANGUL": 3}  # letters that one of these stands for
_SHARE = 1 / 3  # of a sentence's letters in the question's script: names are often in another
_SENTENCE = 20  # letters; less may be a name alone
_SURE = 40  # letters from which a language written in the same script is told


def in_language(text: str, language: str) -> bool:
    """Return False when a text is surely not in a language: in another script, or English for any other."""
    own = _SCRIPTS.get(language)
    letters = Counter[str]()
    for script in (unicodedata.name(character, "").split(" ")[0] for character in text if character.isalpha()):
        letters[script] += _WEIGHT.get(script, 1)
    total = letters.total()
    if own is None or total < _SENTENCE:
        return True
    if sum(letters[script] for script in own) < _SHARE * total:
        return False
    if language == "ja" and not letters["HIRAGANA"] + letters["KATAKANA"]:
        return total < _SURE
    plain = re.sub(r"[“\"「《].*?[”\"」》]", "", text)  # a title keeps its language
    return own != ("LATIN",) or language == "en" or total < _SURE or identify(plain) != "en"
