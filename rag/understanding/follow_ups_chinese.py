"""Chinese follow-ups: 那上海呢, 2022年呢, 他还说了什么, 为什么, 什么时候成立的."""

from __future__ import annotations

import re

from yinju.index.text.terms import tagged
from yinju.rag.understanding.coordination_chinese import ASKS, has_name
from yinju.rag.understanding.exchange import Context
from yinju.rag.understanding.periods import timing
from yinju.rag.understanding.sorts import Sort, sort

_end = re.compile(r"[\s？?。.!！]+$")
_leads = re.compile(r"^(?:那么|那(?![里裡儿兒个個些家位场場次年天时時位种種])|然后|另外|此外|还有|還有|而|再)[，,]?\s*")
_also = re.compile(r"[呢嘛]$")
_asks = re.compile(ASKS)
_more = re.compile(
    r"^(?:还有|還有|另外|此外|其他|其它|然后|接着|继续|繼續|更多|详细|詳細|具体|具體)(?:什[么麼]|哪些|[谁誰]|别的|其他|的|人|内容|信息|方面|[说說]明|[讲講][讲講]?|一[点點下些]|呢|[吗嗎])*$"
)
_why = re.compile(
    r"^(?:[为為]什[么麼]|[为為]何|[为為]啥|原因(?:呢|是什[么麼])|怎[么麼][会會回样樣].{0,4}|[什甚][么麼][时時]候|何[时時]|哪[里裡儿兒]|在哪[里裡儿兒]?|[谁誰]|多少|[几幾][个個]|如何)(?:这么[说做]|这样[说做]?)?[呢啊的吗嗎]?$|^(?:其中|具体|具體).+|^(?:和|与|跟|同|比).{1,12}(?:比|相比)(?:呢|如何|怎么样)?$"
)
_person = re.compile(
    "(?<![吉其维排])[他她](?:们|們)?(?![国國乡鄉日者处處][^的]|[国國]|加[禄祿]|人)|(?:[这這那]一?|[该該])[位名](?:专家|專家|教授|先生|女士|学者|學者|院士|主席|总裁|總裁|领袖|領袖|作家|导演|導演|记者|部长)?(?=[是在有何说說做曾于於的由])|此人"
)
_POINTED = "公司|企业|企業|机构|機構|部门|部門|单位|單位|项目|項目|论坛|論壇|会议|會議|大会|大會|活动|活動|产品|產品|基金|电影|電影|城市|学校|學校|大学|大學|计划|計劃|组织|組織|报告|報告|团队|團隊|研究|展会|展會|平台|集团|集團"
_thing = re.compile(
    rf"(?<!其)[它牠](?:们|們)?|(?:[这這那][一]?|该|該)(?:[个個家项項款场場届屆次部本座所种種])?(?:{_POINTED})|(?<![应應])[该該](?:校|市|国|國|片|书|書)(?![区區域])"
)
_there = re.compile("[这這那](?:里|裡|儿|兒)|当地|當地(?!时)|[该該][地市国國省](?![区區域理方])")
_its = re.compile("(?<![与與尤极極何唯])其(?=[^他它余餘次实實中间間]{2})")
_attribute = re.compile(
    rf"^(?P<owner>.+的)(?P<what>[^的，,]{{1,10}}?)(?P<asked>(?:分别|分別)?(?:是|有|[为為]|在|达到|達到)?(?:{ASKS}).*)$"
)


def completed(text: str, before: Context) -> str:
    """Return a follow-up with what it leaves out put in, or "" when the text stands alone."""
    plain = _end.sub("", text)
    rest = _leads.sub("", plain)
    if _more.match(plain) or _why.match(rest):
        return f"{before.question} {text}"
    asks_again = _also.search(rest) is not None or rest != plain
    bare = _also.sub("", rest).strip()
    if asks_again and not _asks.search(bare) and 0 < len(bare) <= 24:
        return _exchanged(bare, before)
    if pronoun := _with_names(text, before):
        return pronoun
    if definite := _definite(_leads.sub("", text), before):
        return definite
    if _lacks_subject(rest):
        return _with_subject(_leads.sub("", text), text, before)
    return ""


def _exchanged(new: str, before: Context) -> str:
    """Return the last question about another time, name or attribute."""
    spans = timing(new, before.today).spans
    if spans and sum(end - start for start, end in spans) >= len(new.strip("在的份 ")) - 1:
        return before.with_time(new) or _dated(new, before)
    if (when := _shifted(new, before)) and (exchanged := before.with_time(when)):
        return exchanged
    if (has_name(new) or sort(new) is not Sort.UNKNOWN) and (exchanged := before.with_name(_of.sub("", new))):
        return exchanged
    if match := _attribute.match(before.bare):
        return f"{match['owner']}{new}{match['asked']}？"
    about = before.names[0].text if before.names else ""
    return f"{about}的{new}？" if about and not has_name(new) else f"{before.question} {new}"


_SHIFTS = {
    **dict.fromkeys(("前一年", "上一年", "之前一年"), -1),
    **dict.fromkeys(("后一年", "次年", "第二年", "下一年"), 1),
}


def _shifted(new: str, before: Context) -> str:
    """Return the year before or after that of the last question."""
    shift = _SHIFTS.get(new)
    return f"{before.year + shift}年" if shift and before.year else ""


def _definite(text: str, before: Context) -> str:
    """Return a question that begins with the bare noun of a name before, 论坛 of 虹桥论坛, with the whole name."""
    words = tagged(text)
    if not words or has_name(text):
        return ""
    if re.match("[这這那]些", text) and any(len(word) > 1 and word in before.question for word, _ in words[1:3]):
        return f"{before.question} {text}"
    noun, tag = words[0]
    if tag != "n" or len(noun) < 2:
        return ""
    name = next((name.text for name in before.names if name.text.endswith(noun) and len(name.text) > len(noun)), "")
    return f"{name}{text[len(noun) :]}" if name else ""


_of = re.compile("^(?:对|對|关于|關於|在)")


def _dated(when: str, before: Context) -> str:
    return f"{when}{before.question}" if before.chinese else f"{before.bare} {when}?"


def _with_names(text: str, before: Context) -> str:
    """Return a question with its pronouns replaced by what they mean, or "" when it has none that reach back."""
    for pattern, meant in ((_there, Sort.PLACE), (_person, Sort.PERSON), (_thing, Sort.BODY), (_its, Sort.BODY)):
        match = pattern.search(text)
        if not match or _has_thing(text[: match.start()]):
            continue
        name = before.meant(meant) or (before.names[0].text if before.names else "")
        if not name:
            return f"{before.question} {text}"
        of = (
            "的"
            if pattern is _its or (text[match.end() :][:1] not in "的是在有" and _before_noun(text, match.end()))
            else ""
        )
        return text[: match.start()] + name + of + text[match.end() :]
    return ""


def _has_thing(text: str) -> bool:
    """Tell whether a text names anything that a pronoun behind it could mean."""
    plain = _asks.sub("，", text)
    return any(tag[0] == "n" or tag in ("vn", "eng") for word, tag in tagged(plain) if word not in _NO_THINGS)


def _before_noun(text: str, place: int) -> bool:
    words = tagged(text[place:])
    return bool(words) and words[0][1] in ("n", "vn") and words[0][0] not in ("时候", "问题")


_bare_opening = re.compile(rf"^(?:又|还|也|都|一共|总共)?(?:是|由|在|于|於|从|自|到|有|被|[为為])?(?:{ASKS})")
_THINGS = frozenset(
    {"n", "nr", "ns", "nt", "nz", "nrt", "nrfg", "eng", "m", "j", "i", "l", "vn", "an", "t", "s", "f", "b", "a"}
)
_NO_THINGS = frozenset(
    [
        "时候",
        "时间",
        "地方",
        "人",
        "个",
        "家",
        "年",
        "月",
        "日",
        "天",
        "问题",
        "情况",
        "原因",
        "什么",
        "地点",
        "上市",
        "上映",
    ]
)


def _lacks_subject(text: str) -> bool:
    """Tell whether a short question names nothing at all: 什么时候成立的, 由谁主持."""
    plain = _end.sub("", text)
    if len(plain) > 14 or plain.startswith(("什么是", "什麼是", "谁是", "誰是")) or has_name(plain):
        return False
    if not _bare_opening.match(plain) and not (
        len(plain) <= 8 and tagged(plain)[0][1].startswith("v") and _asks.search(plain)
    ):
        return False
    if re.search("如何|怎|[为為]什|[为為]何", plain):  # 如何注册 leaves nothing out
        return False
    return all(word in _NO_THINGS or tag not in _THINGS or _asks.search(word) for word, tag in tagged(plain))


def _with_subject(rest: str, text: str, before: Context) -> str:
    about = before.names[0].text if len(before.names) == 1 else ""
    return f"{about}{rest}" if about else f"{before.question} {text}"
