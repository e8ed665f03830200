"""Names that sound alike across scripts: Sifakis = 希发基斯, Craig = 克雷格, Xu Xiaolan = 徐晓兰.

A name becomes a term by its sound. Foreign names keep only classes of consonants, because Chinese writes
them with what syllables it has; Chinese names keep their whole pinyin. Where a letter may sound in two ways
both terms are given; a term of three consonants is weak: it tells whether a name may be there at all, and
counts for nothing else; shorter ones are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise, product

from yinju.index.text.pinyin import readings

SOUND, WEAK_SOUND = "~", "≈"  # the first characters of sound terms
_SHORTEST = 4  # consonants: on XQuAD a sentence sharing four holds the answer in 36 % of cases, three in 9 %
_SHORTEST_PINYIN = 5  # letters; shorter ones ("Ming", "Dali") are words of many languages
_LONGEST = 8  # syllables of a name
_MOST = 8  # readings kept of one name

_area = re.compile("(?<=..)(新区|自治区|市|省|区|县|州)$")
_latin_name = re.compile(r"\b[A-ZÀ-ÞŠŽČĆŁŚ][a-zß-ÿšžčćłśąęėńōū'’-]+\b")
_syllable = (
    "zh(?:uang|uai|uan|ang|eng|ong|ao|ai|an|en|ei|ou|un|ui|uo|ua|[aeiu])|"
    "(?:sh|ch)(?:uang|uai|uan|ang|eng|ong|ao|ai|an|en|ei|ou|un|ui|uo|ua|[aeiu])|"
    "[jqx](?:iang|iong|uan|ing|ian|iao|ue|un|ia|ie|iu|in|[iu])|"
    "[bpmfdtnlgkhrzcsyw](?:iang|uang|uai|uan|iao|ian|ang|eng|ing|ong|ao|ai|an|en|ei|ou|un|ui|uo|ua|ue|ve|ia|ie|iu|in|[aeiouv])|"
    "ang|eng|ao|ai|an|en|ei|er|ou|[aeo]"
)
_pinyin_word = re.compile(f"(?:{_syllable}){{1,3}}")

_LATIN = re.compile(
    r"(?P<F>ph|f+|v)|(?P<S>sch|sh|tch|ts|tz|dge|c(?=[eiy])|z+|s+)|(?P<SK>ch|g(?=[eiy]))|(?P<KS>x)|(?P<none>gh|h|w|y|[aeiou]+|r(?![aeiouy]))"
    r"|(?P<TS>th)|(?P<K>ck|c+|k+|q|g+)|(?P<T>d+|t+)|(?P<P>b+|p+)|(?P<L>l+|r+)|(?P<MN>m(?![aeiouy]))|(?P<M>m+)|(?P<N>ng|n+)|(?P<Sx>j)"
)
_SOUNDS = {"SK": ("S", "K"), "KS": ("KS",), "none": ("",), "TS": ("T", "S"), "MN": ("M", "N"), "Sx": ("S", "")}
_INITIALS = {
    initial: sounds
    for initials, sounds in (
        ("b p", ("P",)),
        ("m", ("M",)),
        ("f", ("F",)),
        ("d t", ("T",)),
        ("n", ("N",)),
        ("l r", ("L",)),
        ("g k", ("K",)),
        ("j", ("S", "K")),
        ("q z c s zh ch sh", ("S",)),
        ("x", ("S", "")),
        ("w", ("F", "")),
        ("h y", ("",)),
    )
    for initial in initials.split()
}
_initial = re.compile("zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]")


def latin_names(text: str) -> Iterator[str]:
    """Yield the sound terms of the capitalised words of a text in Latin script."""
    words = [(match.start(), match.end(), match.group()) for match in _latin_name.finditer(text)]
    for _, _, word in words:
        yield from latin_sounds(word)
    for (_, end, first), (start, _, second) in pairwise(words):
        joined = first.lower(), re.sub(r"['’-]", "", second.lower())
        if text[end:start] == " " and all(map(_pinyin_word.fullmatch, joined)):
            yield SOUND + "".join(joined)


def latin_sounds(word: str) -> Iterator[str]:
    """Yield the sound terms of one capitalised word: its consonants, and its pinyin when it can be that."""
    plain = re.sub(r"(['’]s)$|['’-]", "", word.lower())
    yield from _by_sound(_latin_readings(plain))
    if len(plain) >= _SHORTEST_PINYIN and _pinyin_word.fullmatch(plain):
        yield SOUND + plain


def han_names(tagged: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the sound terms of the names in a Chinese text, given as (word, part of speech) pairs."""
    for i, (word, tag) in enumerate(tagged):
        if tag[0] == "n":
            yield from han_sounds(word, tag)
        if word == "·":  # a foreign name; the tagger may have cut either part in two
            for part in (tagged[i - 1 : i], tagged[max(0, i - 2) : i], tagged[i + 1 : i + 2], tagged[i + 1 : i + 3]):
                yield from _by_sound(_han_readings("".join(piece for piece, _ in part)))


def han_sounds(word: str, tag: str) -> Iterator[str]:
    """Yield the sound terms of one Chinese word that the tagger holds for a name."""
    word = _area.sub("", word) if tag == "ns" else word
    if tag.startswith(("nr", "ns")) and 2 <= len(word) <= 4:
        yield from (SOUND + "".join(syllables) for syllables in islice(product(*map(readings, word)), _MOST))
    if tag.startswith(("nr", "ns", "nz")) and 3 <= len(word) <= _LONGEST:
        yield from _by_sound(_han_readings(word))


def _by_sound(sounds: set[str]) -> Iterator[str]:
    for sound in sorted(sounds):
        if len(sound) >= _SHORTEST - 1:
            yield (SOUND if len(sound) >= _SHORTEST else WEAK_SOUND) + sound


@lru_cache(maxsize=1 << 14)
def _latin_readings(word: str) -> set[str]:
    parts = [_SOUNDS.get(match.lastgroup or "", (match.lastgroup or "",)) for match in _LATIN.finditer(word)]
    return _combined(parts)


@lru_cache(maxsize=1 << 14)
def _han_readings(word: str) -> set[str]:
    if len(word) > _LONGEST or not re.fullmatch("[\u4e00-\u9fff]+", word):
        return set()
    parts: list[tuple[str, ...]] = []
    for syllable in (readings(c)[0] for c in word):
        initial = _initial.match(syllable)
        parts.append(_INITIALS[initial.group()] if initial else ("",))
        if syllable == "er":
            parts.append(("", "L"))
        elif syllable.endswith(("n", "ng")):
            parts.append(("N",))
    return _combined(parts)


def _combined(parts: Sequence[tuple[str, ...]]) -> set[str]:
    sounds = [""]
    for choices in parts:
        longer = (re.sub(r"(.)\1+", r"\1", sound + choice) for sound in sounds for choice in choices)
        sounds = list(dict.fromkeys(longer))[:_MOST]
    return set(sounds)
