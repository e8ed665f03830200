"""The kinds of answers that questions ask for, and whether a sentence holds something of a kind.

The tests are patterns of what such a thing looks like, not of what it says: they are made to be asked of a
hundred sentences a question. Chinese, English and what needs no language (digits, capitals) are known; where a
script shows no capitals, nobody is found.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from yinju.index.text.patterns import Late
from yinju.index.text.scripts import HAN
from yinju.index.text.terms import tagged


class Kind(Enum):
    """What a question asks for, as far as its words tell.

    COUNT is how many of something, AMOUNT any other quantity (how long, how large, 多少 by itself), TITLE what a
    work or a talk is called, WHICH one thing out of a sort. ANY is a question whose words do not tell.
    """

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    COUNT = "how many"
    AMOUNT = "how much"
    MONEY = "how much money"
    PERCENT = "which share"
    TITLE = "which title"
    WHICH = "which"
    WHY = "why"
    HOW = "how"
    LIST = "which ones"
    YES_NO = "whether"
    ANY = "anything"

    def fits(self, sentence: str) -> bool:
        """Say whether a sentence holds something of this kind; never for YES_NO and ANY, which any sentence may answer."""
        if self is Kind.WHO:
            return _has_name(sentence, _PEOPLE_TAGS) or bool(_body.search(sentence))
        if self is Kind.WHERE:
            return bool(_place.search(sentence)) or _has_name(sentence, _PLACE_TAGS)
        if self is Kind.WHICH:
            return Kind.TITLE.fits(sentence) or _has_name(sentence, _PEOPLE_TAGS | _PLACE_TAGS)
        if self in (Kind.COUNT, Kind.AMOUNT):
            return bool(_number.search(_calendar.sub(" ", sentence)))
        pattern = _pattern(self)
        return bool(pattern and pattern.search(sentence))


_MONTHS = "jan(?:uary)?|feb(?:ruary)?|march|mar|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_WEEKDAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_HAN_DIGITS = "一二三四五六七八九十"
_MONEY_WORDS = "[元圆圓镑鎊]|美金|卢布|盧布|卢比|盧比|法郎|克朗|比索|泰铢|里拉|第纳尔|yuan|renminbi|dollars?|euros?|pounds?|yen|won|rupees?|roubles?|rubles?|francs?|pesos?|cents?|lira|zloty|krona|kroner?|(?:rmb|cny|usd|eur|gbp|jpy)\\b"

_PATTERNS: Mapping[Kind, str] = {
    Kind.WHEN: (
        rf"(?<!\d)1\d{{3}}(?!\d|[,.]\d)|[٠-٩۰-۹०-९๐-๙]{{4}}|(?<!\d)25\d\d(?!\d)|(?<!\d)20\d\d(?!\d|[,.]\d)|\d+\s?[年月日号號时時点點](?!半|份额)|世[纪紀]|年代|[{_HAN_DIGITS}〇零○]+[年月日](?!本)"
        rf"|星期|[周週][{_HAN_DIGITS}日末]|\b(?:{_MONTHS}|{_WEEKDAYS})\b|\b(?:century|centuries|decade|\d0s)\b|\bBC\b|\bAD\b|\d:\d\d|[朝代]时期|时期|時期|年[间間]|王朝|中世|去年|今年|昨天"
    ),
    Kind.MONEY: (
        rf"[$€£¥￥₩₹]\s?\d|(?:\d|[{_HAN_DIGITS}百千万萬亿億两兩多余餘]|hundred|thousand|[mb]illion|trillion|[kmb]n?\b)[\s-]?(?:[a-z]+ )?(?:港|美|日|欧|歐|英|新台|台|新加坡|韩|加|澳)?(?:{_MONEY_WORDS})"
        r"|(?:rmb|cny|usd|eur|gbp|jpy)\s?\d"
    ),
    Kind.PERCENT: (
        rf"\d\s?[%％‰]|百分之|[{_HAN_DIGITS}]成|分之[{_HAN_DIGITS}\d]|一半|半数|\bper ?cent\b|\bpercentage|\bhalf\b|\b(?:a|one|two|three)[ -](?:third|quarter|fifth|tenth)s?\b"
        r"|\bout of (?:every )?\w+"
    ),
    Kind.TITLE: ('《[^》]+》|〈[^〉]+〉|[“"『「][^”"』」]{6,}[”"』」]'),
    Kind.WHY: (
        r"因[为為此而]|由[于於]|之所以|原因|[为為]了|以便|[导導]致|造成|使得|[鉴鑒]于|出于|缘于|源于|得益于|所以|因故"
        r"|\b(?:because|since|due to|owing to|thanks to|reasons?|caus(?:e|es|ed|ing)|therefore|so that|in order to|so as to|as a result|result(?:s|ed)? (?:in|from)|led to|leads to|to avoid|to (?:ensure|prevent|protect))\b"
    ),
    Kind.HOW: (
        r"[通经經][过過]|利用|使用|采用|採用|借助|依靠|以.{1,12}(?:方式|方法|形式|手段)|方式|方法|途[径徑]|步[骤驟]|首先|[从從]而"
        r"|\b(?:by (?:\w+ )?\w+ing|through|using|via|with the help|means of|method|way|process|steps?|first)\b"
    ),
    Kind.LIST: (
        r"[^、]、[^、]|包括|包含|分[别別][是为為有]|[；;].*[；;]|[一1][是、.].*[二2][是、.]|以及"
        r"|\w+, [^,.]{1,60},? (?:and|or) \w|\b(?:such as|includ(?:e|es|ed|ing)|both .{1,60} and|consists? of|as well as)\b"
    ),
}


@lru_cache(maxsize=len(Kind))  # compiled when first asked for
def _pattern(kind: Kind) -> re.Pattern[str] | None:
    return re.compile(_PATTERNS[kind], re.IGNORECASE) if kind in _PATTERNS else None


# numbers that only say when, in either language; taken out before a number is looked for
_calendar = Late(
    rf"(?<![\d.,])(?:1[0-9]|20)\d\d\s?(?:[年/-]\s?\d{{1,2}}\s?[月/-]\s?(?:\d{{1,2}}\s?[日号號]?)?|年(?!代)|s\b|(?![\d,.]*[\d%％万亿]))|\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?[日号號])?"
    rf"|\b(?:{_MONTHS})\.? \d{{1,2}}\b(?:, \d{{4}})?|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTHS})\b|\[\d+\]",
    re.IGNORECASE,
)
_number = Late(
    rf"\d|[{_HAN_DIGITS}百千万萬亿億两兩](?:[{_HAN_DIGITS}百千万萬亿億个個家位名人次項项种種条條座所年月天歲岁倍米吨噸度级級届屆章部集本艘架辆輛枚只隻元分])|百分之|一半"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|[mb]illions?|dozens?|half|twice|double)\b",
    re.IGNORECASE,
)

_PEOPLE_TAGS = frozenset({"nr", "nrt", "nrfg", "nt", "nz"})
_PLACE_TAGS = frozenset({"ns"})
_han = re.compile(f"[{HAN}]")
_kana_run = re.compile("[\u30a1-\u30fa\u30fc・]{3,}")
_body = Late(
    f"(?<=[{HAN}])(?:公司|集[团團]|大[学學]|[学學]院|委[员員][会會]|[协協][会會]|基金[会會]|[银銀]行|政府|[组組][织織]|[机機][构構]|部[门門]|出版社|[乐樂][团團队隊]|球[会會队隊]|[总總][统統]|主席|先生|女士|教授)"
)
_place = Late(
    rf"[{HAN}](?:[省市县縣区區州国國岛島山河湖江海路街镇鎮乡鄉村港湾灣宫宮寺洲]|大[学學]|[广廣][场場]|[车車]?站|[机機][场場]|盆地|平原|半[岛島]|大道|公[园園]|中心|地[区區])|位[于於]|坐落|地[处處]"
    r"|\b(?:in|at|near|from|to|of|outside|around|across|into|via|between|throughout|toward|towards) (?:the |southern |northern |eastern |western |central |downtown |nearby )*[A-ZÀ-Þ]"
    r"|\b(?:north|south|east|west|coast|border|river|city|village|island|region|located|situated|capital)\b"
)
_no_name = Late(
    rf"(?:{_MONTHS}|{_WEEKDAYS}|I|The|A|An|In|On|At|It|He|She|They|We|You|This|That|These|Those|There|But|And|Or|If|When|While|After|Before|For|From|With|By|As|Its|His|Her|Their|Our|My|Some|Many|Most|All|Other|One|Two|Three|Since|During|However|Although|Also|To|Of)",
    re.IGNORECASE,
)
_capital = Late(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def _has_name(sentence: str, tags: frozenset[str]) -> bool:
    """Say whether a sentence has a word with one of the tags, or one in capitals that does not only open it."""
    if _han.search(sentence):
        if "·" in sentence or "・" in sentence or _kana_run.search(sentence):
            return True
        if any(tag in tags and len(word) > 1 for word, tag in tagged(sentence)):
            return True
    opening = True
    for match in _capital.finditer(sentence):
        word = match.group()
        if word[0].isupper() and not _no_name.fullmatch(word):
            following = sentence[match.end() : match.end() + 2]
            if not opening or (len(following) == 2 and following[0] == " " and following[1].isupper()):
                return True
        opening = False
    return False
