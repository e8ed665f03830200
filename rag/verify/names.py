"""Names in a text: listed ones, runs of capitals, and what the tagger of Chinese takes for names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yinju.index.text.patterns import Late
from yinju.rag.verify.cuts import Cut, borders, cuts
from yinju.rag.verify.gazetteer import gazetteer
from yinju.rag.verify.lexicon import lexicon
from yinju.rag.verify.stems import stem
from yinju.rag.verify.words import FILLERS


@dataclass(frozen=True, slots=True)
class Name:
    """A name, code points half open. `entries` are its places in the list; `kind` is how it can be compared."""

    text: str
    start: int
    end: int
    entries: frozenset[int]
    kind: str


def names(text: str, chinese: bool) -> tuple[Name, ...]:
    """Return the names of a sentence, whose dates have to be blanked out before."""
    return tuple(_chinese_names(text) if chinese else _english_names(text))


_capital = r"(?:[A-ZÀ-Þ][\w'’&-]*(?:\.[A-Z]\.?)*|[a-z]+[A-Z]\w+)"
_sequence = Late(rf"{_capital}(?:(?: of(?: the)? | and the | for | & | de | von | van | al-|\s){_capital})*")
_piece = Late(r"[\w'’&.-]+")
_TITLES_LISTED = (
    "celsius fahrenheit mr mrs ms dr sir lord lady president minister captain prime professor prof king queen prince princess judge senator governor mayor chief "
    "general colonel sergeant detective inspector officer secretary chairman director the i a an in on at by he she it they we"
)
_TITLES = frozenset(_TITLES_LISTED.split())
_GENERIC_LISTED = (
    "agency bank board bureau center centre group house institute ministry office party police union university court council committee department "
    "company corporation inc ltd co corp commission association federation service school college hospital museum airport street road river lake "
    "mountain park island city province county state district region north south east west northern southern eastern western central international "
    "national new grand great royal supreme high act law prize award cup league open games world summit forum festival day week year war treaty route master parliament assembly republic kingdom empire church palace square bay gulf valley station line bridge tower stadium theatre theater library gallery club fc united association alliance front army navy force forces"
)
GENERIC = frozenset(_GENERIC_LISTED.split())
_possessive = re.compile(r"['’]s?$")


def _english_names(text: str) -> Iterator[Name]:
    for match in _sequence.finditer(text):
        pieces = [(m.start() + match.start(), m.group()) for m in _piece.finditer(match.group())]
        opens = _opens(text, match.start())
        if opens and pieces and not _begins_listed(pieces) and _ordinary(pieces[0][1], alone=len(pieces) == 1):
            pieces = pieces[1:]
        yield from _listed_or_not(pieces)


def _begins_listed(pieces: Sequence[tuple[int, str]]) -> bool:
    """Tell whether a run of capitals begins with a listed name of several words: State Grid."""
    known = gazetteer().english
    return any(
        _possessive.sub("", " ".join(piece for _, piece in pieces[:n])).lower() in known
        for n in (2, 3, 4)
        if n <= len(pieces)
    )


def _opens(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“‘(")
    return not before or before[-1] in ".!?:;。"


def _ordinary(word: str, alone: bool) -> bool:
    """Tell whether the first word of a sentence is written large for that reason only."""
    low = _possessive.sub("", word.lower())
    if low in gazetteer().english or (
        low != word.lower() and (stem(low),) not in lexicon().english and low not in FILLERS
    ):
        return False
    if low in FILLERS or low in _TITLES or word.lower() in FILLERS:
        return True
    return word[1:].islower() and (alone or (stem(low),) in lexicon().english)


def _listed_or_not(pieces: list[tuple[int, str]]) -> Iterator[Name]:
    """Yield the listed names among the pieces of one run of capitals, and what is left between them."""
    known, place = gazetteer().english, 0
    rest: list[tuple[int, str]] = []
    while place < len(pieces):
        for length in range(min(6, len(pieces) - place), 0, -1):
            run = pieces[place : place + length]
            phrase = _possessive.sub("", " ".join(piece for _, piece in run)).lower()
            found = known.get(phrase) or known.get(phrase.rstrip("."))
            if found and not (phrase in ("may", "us") and run[0][1].islower()):
                yield from _unlisted(rest)
                rest = []
                start, end = run[0][0], run[-1][0] + len(run[-1][1])
                yield Name(_possessive.sub("", " ".join(piece for _, piece in run)), start, end, found, "listed")
                place += length
                break
        else:
            rest.append(pieces[place])
            place += 1
    yield from _unlisted(rest)


def _unlisted(rest: list[tuple[int, str]]) -> Iterator[Name]:
    while rest and rest[0][1].lower().rstrip(".") in FILLERS | _TITLES:
        rest = rest[1:]
    while rest and rest[-1][1].lower() in FILLERS:
        rest = rest[:-1]
    if rest:
        text = _possessive.sub("", " ".join(piece for _, piece in rest)).rstrip(".,")
        own = [
            p
            for _, p in rest
            if p.lower() not in GENERIC | FILLERS and not (p.isupper() and (stem(p.lower()),) in lexicon().english)
        ]
        kind = "latin" if own else "generic"
        yield Name(text, rest[0][0], rest[-1][0] + len(rest[-1][1]), frozenset(), kind)


# characters that foreign names are written with by sound; four and more of them in a row are one
_sounding = Late(
    "[阿埃艾奥巴班贝比彼波伯博布查达戴丹德登迪蒂杜顿多厄恩尔法费芬佛弗福格戈哥哈海汉赫亨胡霍基吉加贾杰金卡凯坎康科克肯库拉莱兰朗劳勒雷里利莉林卢鲁伦罗洛玛迈曼梅蒙米密摩莫姆穆纳娜内尼涅"
    "努诺欧帕潘佩彭皮普奇契乔切萨赛桑瑟莎沙什舍史舒斯丝苏索塔泰坦汤特滕提图托瓦威维韦温文沃乌希夏谢辛休雅亚耶伊因尤泽扎詹朱兹卓]{4,}"
)
_latin_in_han = re.compile(r"[A-Z][A-Za-zÀ-ÿ0-9.&-]{2,}")
_NAME_TAGS = ("nr", "ns", "nt", "nz", "nrt", "nrfg")
# what the tagger takes for names, and is none
_NO_NAMES_LISTED = (
    "向东 向西 向南 向北 许可证 马拉松 高铁 高层 高管 黄金 周边 周年 马路 高峰 马上 白天 安全 明年 和平 成功 温度 高速 平均 任何 常年 时任 方面 年度 全国 国内 国家 市场 国际 中方 外国 白色 康复 金额 冰雹 大豆 小麦 "
    "水费 首付 月费 房贷 车站 华人 华语 汉语 西部 东部 南部 北部 沿海 全球 亚军 冠军 皇家 阳光 石油 铁路 高于 高达 成交 幼儿园 双方 都市 高校 农历 阴历 阳历 高中 初中 高温 高科技 元旦 宝宝"
)
_NO_NAMES = frozenset(_NO_NAMES_LISTED.split())


def _chinese_names(text: str) -> Iterator[Name]:
    known, taken = gazetteer(), list[tuple[int, int]]()
    words = cuts(text)
    for begin, end in _transcribed(words):
        taken.append((begin, end))
        for part in re.finditer("[^·・]+", text[begin:end]):
            entries = known.chinese.get(part.group(), frozenset())
            yield Name(
                part.group(), begin + part.start(), begin + part.end(), entries, "listed" if entries else "transcribed"
            )
    for start, end in known.found(text):
        free = all(end <= a or start >= b for a, b in taken)
        if free and _cut_out(start, end, text):
            taken.append((start, end))
            yield Name(text[start:end], start, end, known.chinese[text[start:end]], "listed")
    for match in _sounding.finditer(text):
        if all(match.end() <= a or match.start() >= b for a, b in taken) and match.group() not in lexicon().chinese:
            taken.append(match.span())
            yield Name(match.group(), *match.span(), frozenset(), "transcribed")
    for start, end, word, tag in words:
        free = all(end <= a or start >= b for a, b in taken)
        if free and tag in _NAME_TAGS and len(word) > 1 and word not in _NO_NAMES and not _common(word):
            yield Name(word, start, start + len(word), frozenset(), tag)
    for match in _latin_in_han.finditer(text):
        entries = known.english.get(match.group().lower(), frozenset())
        yield Name(match.group(), *match.span(), entries, "listed" if entries else "latin")


_AFTER_LISTED = "市 省 州 县 区 国 人 方 队 籍 岛 湾 港 大学 机场 银行 公司 集团 政府 地区 新区 自治区 半岛 运河 海峡 大桥 队员 居民 分公司 总部"
_AFTER = frozenset(_AFTER_LISTED.split())


def _common(word: str) -> bool:
    """Tell whether a word that the tagger takes for a name is a common one, or made of common ones."""
    listed = lexicon().chinese
    return word in listed or any(word[n : n + 2] in listed for n in range(len(word) - 1))


def _cut_out(start: int, end: int, text: str) -> bool:
    """Tell whether a listed name is a word, or begins one that goes on with 市, 大学 or their like; no part of another name."""
    edges = borders(text)
    starts, ends = start in edges, end in edges
    if (starts and ends) or (end - start >= 4 and (starts or ends)):
        return True
    own = next((cut.word for cut in cuts(text) if cut.start == start), "")
    return own[end - start :] in _AFTER


def _transcribed(words: Sequence[Cut]) -> Iterator[tuple[int, int]]:
    """Yield the spans of foreign names with a dot; the tagger may have cut a single character off either part."""
    for place, cut in enumerate(words):
        if cut.word in "·・" and 0 < place < len(words) - 1:
            first = place - 1 if len(words[place - 1].word) > 1 or place < 2 else place - 2
            last = place + 1 if len(words[place + 1].word) > 1 or place + 2 >= len(words) else place + 2
            yield words[first].start, words[last].end
