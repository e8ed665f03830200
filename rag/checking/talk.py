"""What is said without stating anything that an article could confirm: questions, greetings, opinions, connectives."""

from __future__ import annotations

import re

from yinju.rag.checking.types import Written
from yinju.rag.verify.sentence import Sentence

_question = re.compile(r"[?？][\"'”’」』)）\s]*$")
_greeting = re.compile(
    r"\W*(?:hi|hello|hey|dear|sure|certainly|of course|absolutely|great question|thanks?|thank you|you're welcome|sorry|i'm sorry|"
    r"unfortunately, i|as an ai|here(?:'s| is| are)|below (?:is|are)|let me|feel free|please (?:let|note|feel|see|verify)|i hope|hope this|"
    r"i(?:'ve| have) (?:found|summari[sz]ed|listed|checked|compiled)|based on (?:the|these|my|your) (?:\w+ ){0,3}(?:sources?|articles?|documents?|results?|context|evidence)[^,]{0,20}(?:[:.]|$))\b",
    re.IGNORECASE,
)
_chinese_greeting = re.compile(
    r"\W*(?:你好|您好|当然|好的|没问题|谢谢|感谢您?的|不客气|抱歉|很抱歉|对不起|作为(?:一个)?(?:AI|人工智能)(?:助手|语言模型)|以下(?:是|为)|下面(?:是|为)|如下|"
    r"希望(?:这|以上|对[你您])|如(?:果)?(?:[你您])?(?:有|还有|需要)|请(?:注意|告诉|随时|参考)|根据(?:以上|上述|所给|提供的)?(?:资料|文章|材料|来源|搜索结果)(?:，以下|，整理|：|:|$))"
)
_opinion = re.compile(
    r"\b(?:I|we) (?:(?:personally|really|also|would|do|can|only|strongly) )?(?:think|believe|feel|suppose|guess|hope|recommend|suggest|argue|expect|doubt|wonder|find)\b"
    r"|\bin my (?:opinion|view|experience)\b|\bto my mind\b|\bpersonally\b|\bif you ask me\b",
    re.IGNORECASE,
)
_chinese_opinion = re.compile(
    r"(?:^|[，。；：\s])(?:我|我们|笔者|本人|个人)(?:个人|也|都|还|更|一直)?(?:认为|觉得|相信|建议|希望|感觉|推测|猜测|期待)|在我看来|依我看|个人(?:认为|觉得)"
)
_judging = re.compile(
    r"\b(?:should|ought to|must|worth|impressive|remarkable|exciting|interesting(?:ly)?|fascinating|surprising(?:ly)?|amazing|wonderful|great|"
    r"important(?:ly)?|crucial|significant|promising|noteworthy|clearly|obviously|arguably|perhaps|probably|presumably|likely|may|might|could)\b",
    re.IGNORECASE,
)
_chinese_judging = re.compile(
    "应该|应当|值得|令人|可能|也许|或许|大概|显然|毫无疑问|有趣|重要|精彩|了不起|意义重大|意义深远|前景广阔|总的来说|总而言之|由此可见|可见"
)
_FEW = 2  # content words up to which nothing is stated where there is no value and no name either


def idle(written: Written, read: Sentence) -> str:
    """Return the reason (a phrase's name) why nothing in a sentence can be checked, or ""."""
    text = written.text
    if _question.search(text):
        return "question"
    values = bool(read.quantities or read.dates)
    if not values and (_chinese_opinion if read.chinese else _opinion).search(text):
        return "opinion"
    if (_chinese_greeting if read.chinese else _greeting).match(text) and not values:
        return "talk"
    if written.opens:
        return "opens"
    if not values and not read.names and len(read.content) <= _FEW and read.words:
        return "little"
    return ""


def judging(read: Sentence) -> bool:
    """Tell whether a sentence that no article supports is a judgement rather than a claim: no value, and words that weigh."""
    if read.quantities or read.dates:
        return False
    return bool((_chinese_judging if read.chinese else _judging).search(read.text))
