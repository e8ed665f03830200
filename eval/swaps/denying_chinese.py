"""Where a Chinese sentence denies, and where it could; all in simplified characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from yinju.eval.swaps.types import Edit
from yinju.index.text.terms import tagged

_AFFIRMED = (
    (r"(?:从来?|至今)?(?:没有?|未)(?:任何|丝毫)", "有一些"),
    (r"(?:至今|目前|一直)?(?:仍然?|还|尚|并)?没有(?!人|关系)", "已经"),
    (r"从来?(?:没有?|未)", "曾经"),
    (r"未见(?=好转|改善|起色|回升|成效|明显)", "已见"),
    (r"未见", "出现"),
    (r"未能(?:够)?", "成功"),
    (r"未([在被向对按把将与给])", r"\1"),
    (r"(?:至今|目前)?(?:仍|还|尚|并)?未(?![来必免婚知名遂央了曾成])", "已"),
    (r"(?:将|会)不再", "仍将"),
    (r"不再", "仍"),
    (r"将?不会", "将"),
    (r"(?:并不|不)是", "是"),
    (r"并非", "是"),
    (r"不能(?!不)|无法", "能够"),
    (r"无需|无须|不必|不需要", "需要"),
    (r"不打算|不准备", "打算"),
    (r"拒绝", "同意"),
)
_affirmed = tuple((re.compile(pattern), after) for pattern, after in _AFFIRMED)
_any_after = re.compile(r"(?P<between>[^，。；]{0,4})任何")

_NUMERAL = r"(?:近|约|超|逾|达)?(?:\d|百分之|[一二三四五六七八九十两]|三分之)"
_MOVES = "增长|收窄|上升|下降|上涨|下跌|上调|下调|提高|降低|增加|减少|扩大|缩小|攀升|下滑|回升|回落|升|降|增大|涨价|降价|缩短|延长|萎缩|跳涨|下挫|提升|削减"
_EVENTS = (
    "签订|签署|夺得|赢得|获得|找到|发现|进入|启用|扣押|查扣|缴获|损失|升空|(?:揭幕|开幕|闭幕)(?=[了，。；]|$)|开通|通车|投入|卖光|售罄|接待|收紧|放松|放宽|批准|收购|出售|达成|"
    "取消|当选|辞职|完成|建成|投产|上市|成立|举行|召开|起诉|关闭|停止|恢复|退出|加入|关门|停课|动工|开工|发射|起飞|发布|推出|抵达|击败|出席|参加"
)
# what belongs to the verb and stands before it is denied with it: 没有从3%提高到4%
_BEFORE = rf"(?P<before>(?:(?<![正现所])在(?![^，。；]{{1,8}}[前后内时])|每[年月周天日](?={_EVENTS})|定于|(?<!百分)(?<![同环占])比(?![例赛较重])|从(?!事)|由(?!于)|将|把|自(?=\d)|以(?=[^，。；]{{1,12}}的成绩)|[与同](?=[^，。；]{{1,8}}签))[^，。；]*?)?"
_PLANNED = (
    (r"(?<![早而])已经?(?=[\u4e00-\u9fff])(?![故知婚久])", "尚未"),
    (r"拟(?=将|花|把|在|于|向|投|建|收)", "不打算"),
    (r"(?<=[^的该年道线])计划(?=\d|[明今]年|将|到|在|于|把|向)", "没有计划"),
)
# what is denied is not done, so its 了 goes
_DONE = (
    (r"(?P<verb>为[^，。；\d]{2,12}?)了(?!解)", r"没有\g<verb>"),
    (rf"{_BEFORE}(?P<verb>{_MOVES})了?(?=到?{_NUMERAL}|[至到])", r"没有\g<before>\g<verb>"),
    (rf"{_BEFORE}(?P<verb>[涨跌增减缩](?=[至到]))", r"没有\g<before>\g<verb>"),
    (
        rf"{_BEFORE}就?(?<!的)(?<!被迫)(?P<verb>{_EVENTS})了?(?!式|会|日|仪|后|前|时|[^，。；\d]{{0,6}}的)",
        r"没有\g<before>\g<verb>",
    ),
    (rf"(?<![作认成以称因仅只约])为(?={_NUMERAL})", "并非"),
    (r"(?<![可将未已所荣截])获(?=[^得批准悉，。]{2})", "未获"),
    (r"(?<![所的])(?P<verb>造成|导致|引发)了?", r"没有\g<verb>"),
    (r"来自", "并非来自"),
    (r"占(?=[^，。；]{1,14}\d)", "并不占"),
    (r"(?<=[^的])是(?=[^，。否])", "不是"),
)
_planned = tuple((re.compile(pattern), after) for pattern, after in _PLANNED)
_done = tuple((re.compile(pattern), after) for pattern, after in _DONE)
_EXPECTED_AMOUNT = ("达", "达到", "到", "有", "超", "超过")


def affirmed_chinese(text: str) -> Iterator[Edit]:
    """Yield the edits that take a denial away, in the order they stand in."""
    for edit in sorted(_replaced(text, _affirmed), key=lambda edit: (edit.start, -edit.end)):
        after = "有" if edit.after == "已经" and _noun_follows(text, edit.end) else edit.after
        following = _any_after.match(text, edit.end)
        if following and edit.after != "有一些":  # 发现任何痕迹 is said of what was not found only
            yield Edit(edit.start, following.end(), after + following["between"])
        else:
            yield Edit(edit.start, edit.end, after)


def _noun_follows(text: str, end: int) -> bool:
    tag = next((tag for start, _, tag in _words(text) if start == end), "v")
    return tag[0] in "nmar"


def _words(text: str) -> Iterator[tuple[int, str, str]]:
    start = 0
    for word, tag in tagged(text):
        yield start, word, tag
        start += len(word)


def denied_chinese(text: str) -> Iterator[Edit]:
    """Yield the edits that deny a verb, the surest first."""
    words = list(_words(text))
    for (start, word, _), (_, following, tag) in pairwise(words):
        # 将 before a noun is no future: it puts the object first, as 把 does
        if word in ("将", "将会", "会") and tag[0] in "vpdl":
            yield Edit(start, start + len(word), "不会")
        if word == "预计" and tag[0] in "vp" and following not in _EXPECTED_AMOUNT:
            yield Edit(start, start + len(word), "预计不会")
        if word == "计划" and tag == "v" and following[0] not in "已获未将":
            yield Edit(start, start + len(word), "没有计划")
    yield from _replaced(text, _planned)
    yield from (Edit(start, start + 1, "没有把") for start, word, tag in words if (word, tag[0]) == ("把", "p"))
    starts = frozenset(start for start, _, _ in words)
    yield from _replaced(text, _done, starts)


def _replaced(
    text: str, patterns: Sequence[tuple[re.Pattern[str], str]], starts: frozenset[int] | None = None
) -> Iterator[Edit]:
    """Yield an edit for each place a pattern finds; the verb has to begin a word: 动工 is not in 驱动工业."""
    for pattern, after in patterns:
        for match in pattern.finditer(text):
            if starts is None or match.start("verb" if "verb" in pattern.groupindex else 0) in starts:
                yield Edit(*match.span(), match.expand(after))
