"""Where a sentence says that something is not so, and what it says that of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yinju.index.text.patterns import Late
from yinju.rag.verify.words import Word

_english = Late(
    r"\b(?:(?:is|are|was|were|do|does|did|has|have|had|wo|would|could|should|ca|might|must|need)n['’]t|cannot|not(?! (?:only|just|merely|less than|more than|least))"
    r"|never|no longer|nor|neither|without|none of|nobody|nothing|no one|yet to|(?:fail|fails|failed|failing|refuse|refuses|refused|refusing|decline|declines|declined) to(?= (?!an? |the |its |their |about |around |nearly |almost |below |above |just |as |under |roughly |over |less |more |half )[a-z])"
    r"|unable to|no(?! (?:less|more|fewer|doubt|later|sooner|\d))|hardly)\b",
    re.IGNORECASE,
)
_ends = Late(
    r"[,;:—]|\b(?:but|while|because|although|though|despite|after|before|when|as|until|if|since|due to|and (?:will|has|is|was|are|were|would|had|have|did|then))\b"
)
_chinese = Late(
    r"未见|没有(?!关系)|没(?!收|落|有)|未能?(?![来必婚知名遂免央了曾成])|从不|并不|不再|不会|不能(?!不)|(?<!而)不是(?![^，。]{1,8}就是)|并非|不予|不打算|不准备|不必|无需|无须|不需要|不愿|不肯|无法|无一|无人(?!机|驾)"
    r"|拒绝|毫无|不(?![仅间但过断少久到足同满超低高一是]|等(?!于)|[良论变管料安错妨禁宜定锈列])|(?<![南])非(?![常洲法典凡])(?=[^，。]{1,6}(?:所|为))|缺乏"
)
_attribute = Late(r"[不未无非][^，。；\s]{1,3}[的地](?!是)")  # 不懈的努力 denies nothing
_chinese_ends = Late("[，；：。！？]|但|而(?!且)|却")
# what is denied with them is what follows
_SKIPPED_LISTED = "been be being have has had yet any longer so only even further also to able plan intend expect want get mak giv tak need manag see 获 被 得到 受到 进行 予以 能 能够 计划 打算 准备 可以 加以 得 见"
_SKIPPED = frozenset(_SKIPPED_LISTED.split())


@dataclass(frozen=True, slots=True)
class Denial:
    """A word of denial, what it denies first of all, and how far it reaches; code points half open."""

    start: int
    end: int
    reach: int
    head: Word | None


def denials(text: str, words: Sequence[Word], chinese: bool) -> tuple[Denial, ...]:
    """Return the denials of a sentence in order."""
    return tuple(_denials(text, words, chinese))


def _denials(text: str, words: Sequence[Word], chinese: bool) -> Iterator[Denial]:
    for match in (_chinese if chinese else _english).finditer(text):
        if chinese and (_inside(match, words) or _attribute.match(text, match.start())):
            continue
        stop = (_chinese_ends if chinese else _ends).search(text, match.end() + 1)
        reach = stop.start() if stop else len(text)
        after = [word for word in words if match.end() <= word.start < reach and not word.filler]
        yield Denial(match.start(), match.end(), reach, _head(after, chinese))


def _inside(match: re.Match[str], words: Sequence[Word]) -> bool:
    """Tell whether the characters of denial are within a longer listed word, such as 不满 or 差不多."""
    return any(
        (
            word.start < match.start()
            and match.end() <= word.end
            and not word.filler
            and (bool(word.senses) or word.tag[:1] == "n")
        )
        or (word.start == match.start() and word.end > match.end() and bool(word.senses) and match.group() == "不")
        for word in words
    )


def _head(after: Sequence[Word], chinese: bool) -> Word | None:
    if chinese:
        after = [word for word in after if word.key not in _SKIPPED] or list(after)
        verbs = [word for word in after if word.tag[:1] == "v"]
        return next(iter(verbs or after), None)
    content = [
        word for word in after if word.key not in _SKIPPED and not (word.text.endswith("ly") and len(word.text) > 4)
    ]
    return next(iter(content), None) or next(iter(after), None)


def denied(word: Word, found: Sequence[Denial]) -> bool:
    """Tell whether a word stands within the reach of a denial."""
    return any(denial.end <= word.start < denial.reach or denial.start <= word.start < denial.end for denial in found)
