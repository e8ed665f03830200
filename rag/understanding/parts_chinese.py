"""Several questions in one, in Chinese: 《甲》和《乙》的导演分别是谁, 谁创办了它，什么时候上市, 甲和乙哪个更大."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from yinju.index.text.patterns import Late
from yinju.index.text.terms import tagged
from yinju.rag.understanding.coordination_chinese import (
    ASKS,
    asks,
    coordinated,
    folded,
    has_name,
    inside,
    is_name,
    leading,
)

_polite = Late(r"^(?:请问|請問|请告诉我|告诉我|我想知道|想知道|请分别?[介说]?[绍明]?|麻烦问一下|问一下)[，,：:\s]*")
_end = Late(r"[\s？?。.!！]+$")
_sentence = Late(r"[？?；;。\n]+\s*")
_clause = Late(r"[，,、]\s*(?:以及|并且|而且|同时|并|又|还|且|和|及|那么|那)?(?!而?不?是|即)|(?:以及|并且)(?=.{3})")
_SUBJECT_ENDS_LISTED = "是 由 在 于 於 有 被 为 為 叫 属 屬 位于 位於 属于 共有 共 何时 何地 又 都"
_SUBJECT_ENDS = frozenset(_SUBJECT_ENDS_LISTED.split())
_opens_bare = Late(
    rf"^(?:又|还|也|并|都)?(?:是|由|在|于|於|从|自|到|有|被|[为為]|{ASKS}|[创創][办辦立建]|成立|[发發]生|[举舉][办辦行])"
)


def split(text: str) -> tuple[str, ...]:
    """Return the questions inside a Chinese one, each standing alone; none when it is a single one."""
    plain = _end.sub("", _polite.sub("", text.strip()))
    asked = _sentences(plain)
    if len(asked) == 2 and asked[1].endswith("呢"):
        plain, asked = "，".join(asked), ["，".join(asked)]
    if len([part for part in asked if asks.search(part)]) > 1:
        return _grounded(asked)
    clauses = _clauses(plain)
    if len(clauses) > 1:
        return _grounded(clauses)
    for way in (_and_what_of_it, _compared, _times, _each, _attributes, _twice):
        if parts := tuple(way(plain)):
            return parts
    return ()


def _sentences(text: str) -> list[str]:
    """Cut a text behind question marks, but for those of titles."""
    found, at = [], 0
    for match in _sentence.finditer(text):
        if not inside(text, match.start()):
            found.append(text[at : match.start()])
            at = match.end()
    return [part for part in (*found, text[at:]) if part]


def _clauses(text: str) -> list[str]:
    """Cut a text where both sides of a comma or an 以及 ask something."""
    clauses, at = [], 0
    for match in _clause.finditer(text):
        left, right = text[at : match.start()], text[match.end() :]
        if asks.search(left) and asks.search(right) and not inside(text, match.start()):
            clauses.append(left)
            at = match.end()
    return [*clauses, text[at:]] if clauses else [text]


def _grounded(asked: list[str]) -> tuple[str, ...]:
    """Give every question after the first what the first is about, where it does not say so itself; statements join it."""
    stated = "".join(part for part in asked if not asks.search(part))
    asking = [part for part in asked if asks.search(part)]
    first = asking[0]
    subject = subject_of(first)
    done = [first]
    for part in asking[1:]:
        bare = _pronoun.sub("", part)
        if has_name(bare) and bare == part:
            done.append(part)
        elif subject:
            done.append(f"{subject}{bare}" if _opens_bare.match(bare) else f"{_owner(subject)}的{bare}")
        else:
            done.append(f"{asks.sub('', first)} {bare}")
    return tuple(f"{stated} {part}".strip() if stated else part for part in done)


def subject_of(question: str) -> str:
    """Return what stands in a question before its verb, or the word it asks with; "" when it begins with that."""
    match = asks.search(question)
    end = match.start() if match else len(question)
    at = 0
    for word, _ in tagged(folded(question)):
        if at >= end or word in _SUBJECT_ENDS:
            break
        at += len(word)
    return question[: min(at, end)]


_pronoun = Late("^(?:那|而|它们?|他们?|她们?|其|[该該这這](?:[个個家位部座款所项項])?)的?")


def _owner(subject: str) -> str:
    """Return whose the subject is: 浙江大学 of 浙江大学的校长."""
    head, _, _ = subject.partition("的")
    return head if has_name(head) else subject


_each_of = Late("(?<!的)分[别別](?!墅|称)|各自|各(?=[是为為有在由属屬占佔]|多少)")


def _each(text: str) -> Iterator[str]:
    """Yield a question for each of the things that 分别 deals with one by one."""
    match = _each_of.search(text)
    if not match:
        return
    head, tail = text[: match.start()], text[match.end() :]
    if found := coordinated(head):
        yield from (f"{part}{tail}" for part in found.each())
    elif (
        (asks.search(head) or not head)
        and (found := coordinated(tail))
        and not any(asks.search(item) for item in found.items)
    ):
        yield from (f"{head}{part}" for part in found.each())


_TOGETHER = "关系|關係|合作|区别|區別|差[异異别別]|不同|相同|共同|协[议定]|協[議定]|[战戰]争|边界|邊界|冲突|衝突|[贸貿]易|距离|距離|比[赛賽]|[谈談]判|会[谈晤面]|會[談晤面]|[联聯]系|[联聯]合|之[间間]|建交|[结結]婚|合并|合併|[签簽]|达成|達成|相遇|相[识識]|停火|[开開][战戰]|[对對][阵陣]|交[战戰]|接壤|分界|交界|[边邊]境|的分[别別]|共[有同]|一共|[总總]共|合[计計]|[断斷]交|之和|[总總]和"
_together = Late(_TOGETHER)
_attribute_asked = Late(
    rf"^(?P<head>.+?[^和与與及跟、同])(?P<tail>(?:都?(?:是|在|于|於)|[为為]|叫做?|有)?(?:{ASKS}).{{0,8}}|)$"
)
_LONGEST_ATTRIBUTE = 6


def _attributes(text: str) -> Iterator[str]:
    """Yield a question for each attribute, or each owner, that is asked for at once without a 分别."""
    match = _attribute_asked.match(text)
    if not match or _together.search(text) or not (found := coordinated(match["head"])):
        return
    if not match["tail"] and asks.search(text):
        return
    short = all(len(item) <= _LONGEST_ATTRIBUTE and not has_name(item) for item in found.items)
    attributes = (found.before.endswith("的") or found.of_events) and not found.after and short
    alike = len({item[-1] for item in found.items}) == 1 and any(has_name(found.before + item) for item in found.items)
    named = alike or all(is_name(item) for item in found.items)
    owners = named and re.fullmatch(r"(?:\d{4}年)?的?[^，,]{1,10}", found.after) is not None and "的" in found.after
    counted = named and bool(found.after) and (_ends_in_noun(found.after) or "多少" in match["tail"])
    subjects = named and not found.after and bool(match["tail"]) and len(found.before) <= _LONGEST_ATTRIBUTE
    apart = not found.after and all("的" in item and has_name(item) for item in found.items)
    if attributes or owners or counted or subjects or apart:
        yield from (f"{part}{match['tail']}" for part in found.each())


def _ends_in_noun(text: str) -> bool:
    return tagged(folded(text))[-1][1].startswith(("n", "vn", "q"))


_time = r"(?:(?:19|20)\d\d(?!\d)年?(?:(?<=年)\d{1,2}月)?|[去今前明]年|第[一二三四五六七八九十百\d]+[届屆季期集代])"
_times_joined = Late(rf"(?P<one>{_time})(?:和|与|與|及|、)(?P<other>{_time})(?!之间|之間|相比)")
_changing = Late("[变變]化|增[长長加]|相比|之[间間]|差|下降|上升|比.*[多少高低大小]")


def _times(text: str) -> Iterator[str]:
    """Yield a question for each of two years, or two times a thing took place, of which the same is asked."""
    match = _times_joined.search(text)
    if match and not _changing.search(text) and not text.startswith("从"):
        plain = re.sub("分[别別](?:的(?=[^，]))?|各自", "", text[match.end() :])
        year = "年" if match["other"].endswith("年") and match["one"][-1].isdigit() else ""
        yield f"{text[: match.start()]}{match['one']}{year}{plain}"
        yield f"{text[: match.start()]}{match['other']}{plain}"


_and_what_of = Late(r"[，,]\s*(?:那么|那)?(?P<new>[^，,]{1,16})呢$")


def _and_what_of_it(text: str) -> Iterator[str]:
    """Yield a question and the one that a closing 呢 asks after it: 甲何时上市，乙呢."""
    match = _and_what_of.search(text)
    if match and asks.search(text[: match.start()]) and not asks.search(match["new"]):
        from yinju.rag.understanding import follow_ups_chinese  # loaded when it is needed
        from yinju.rag.understanding.exchange import Context

        first = text[: match.start()]
        yield first
        yield follow_ups_chinese.completed(f"{match['new']}呢", Context(first, "", date.today()))


_both_asked = Late(
    r"(?P<one>(?:在|于|於|是)?(?:什[么麼][时時][候间間]|何[时時]|哪一?[年天日]|哪[里裡兒儿]|何[地处處]|什[么麼]地方|[谁誰]|多少[^，,和与]{0,3}))"
    r"(?:和|与|與|及|以及|、|，|,)?(?P<other>(?:在|于|於|由|被)?(?:什[么麼][时時][候间間]|何[时時]|哪一?[年天日个個][^，,和的]{0,4}?|哪[里裡兒儿]|何[地处處]|什[么麼]地方|[谁誰])(?!的))"
)


def _twice(text: str) -> Iterator[str]:
    """Yield the questions of a clause that asks two things of one event: 何时何地举行."""
    match = _both_asked.search(text)
    if match:
        yield text[: match.start("other")].rstrip("和与與及、，,") + text[match.end("other") :]
        yield text[: match.start("one")].rstrip("由被") + text[match.start("other") :]


_DEGREES = "大小高低多少早晚先后後长長短快慢远遠近强強弱好重轻輕贵貴深老新热熱冷"
_which_is = Late(
    r"(?:相比|比较|比較|之[间間]|当中|當中|中|里|这?[两兩](?:者|[个個家座部人])(?:中|之间|里)?)?[，,]?\s*(?P<asked>哪一?[个個家座部位种種者方]|[谁誰]|何者)的?"
    rf"(?P<said>.*(?:更|比[较較]|[较較]|最(?=[{_DEGREES}])|[{_DEGREES}](?:一些|一点)?$).*)$"
)
_LONGEST_COMPARED = 12
_or = Late(r"(?P<before>.*?(?:是|选择|選擇|：|:|，|,))(?P<one>[^，,是]{1,20}?)还是(?P<other>[^，,？?]{1,20})$")
_than = Late(
    rf"^(?P<one>[^，,]{{2,24}}?)比(?P<other>[^，,比]{{2,16}})(?P<said>(?:更|[{_DEGREES}])(?:出|了)?(?:多少|[几幾].*|[吗嗎]))$"
)


def _compared(text: str) -> Iterator[str]:
    """Yield what has to be known of either side of a comparison."""
    if (match := _which_is.search(text)) and (found := coordinated(text[: match.start()])):
        if max(map(len, found.items)) > _LONGEST_COMPARED or asks.search(found.before):
            return
        yield from (f"{part} {match['said']}".strip() for part in found.each())
    elif (match := _or.match(text.replace("還是", "还是"))) and has_name(match["one"] + "，" + match["other"]):
        yield from (f"{match['before']}{match[item]}" for item in ("one", "other"))
    elif match := _than.match(text):
        owner, _, owned = match["one"].rpartition("的")
        start = leading(match["one"])
        other = match["other"] if "的" in match["other"] or not owner else f"{match['other']}的{owned}"
        asked = match["said"] if not owner else "是多少"
        yield f"{match['one']}{asked}"
        yield f"{match['one'][:start]}{other}{asked}"
