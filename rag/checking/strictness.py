"""What a check of an answer from anywhere holds against verdicts that were made for evidence chosen beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yinju.rag.types import Verdict
from yinju.rag.verify.finding import Ground, Level
from yinju.rag.verify.phrases import say
from yinju.rag.verify.sentence import Sentence
from yinju.rag.verify.values_check import check_amounts, check_dates
from yinju.rag.verify.weighing import Judgement
from yinju.rag.verify.words import Word
from yinju.rag.verify.words_check import alike

_most = re.compile(
    r"\b(?:most(?! (?:of|likely))|least|(?:larg|bigg|high|low|fast|rich|old|young|small|strong|earli|new|long|short|great|poor|weak|clean)est|best|worst|only|first)\b",
    re.IGNORECASE,
)
_post = re.compile(
    r"\b(?P<post>minister|secretary|president|chair(?:man|woman)?|head|director|founder|governor|mayor|professor|dean|winner|capital)"
    r" (?:of|for) (?P<field>(?:the )?[\w'’-]+(?: (?!who|said|says|told|spoke|was|is|has|had|and (?:his|her|the))[\w'’-]+){0,4})",
    re.IGNORECASE,
)
_chinese_most = re.compile("最(?!近|后|终|新)|首[个家次座位台]|第一(?![个届季])|唯一")


def stricter(judgement: Judgement, claimed: Sequence[Sentence], stated: Sequence[Sentence]) -> Judgement:
    """Return a verdict without what the quote may not be about.

    A superlative that the quote does not have is not supported, nor a post that it gives to another field, nor what shares
    no more than names and half of the other words with it (of true sentences in other words 3 in 100). A denial of what the quote does not speak of does not
    contradict it: of evidence chosen for a sentence that can be assumed, of whatever comes nearest it cannot.
    """
    if judgement.verdict is Verdict.SUPPORTED:
        unheld = [found.group() for part in claimed if (found := _superlative(part))]
        unheld = [] if any(_superlative(part) for part in stated) else unheld
        unheld = unheld or _too_many_unheld(claimed, stated)
        if unheld:
            reason = say("words", claimed[0].chinese, claimed=("、" if claimed[0].chinese else ", ").join(unheld))
            return Judgement(Verdict.UNCHECKED, judgement.score, (reason,))
        reasons = tuple(reason for part in claimed for reason in _other_posts(part, stated))
        if reasons:
            return Judgement(Verdict.CONTRADICTED, judgement.score, reasons)
    if judgement.verdict is Verdict.CONTRADICTED:
        empty = {reason for part in claimed for reason in _unmet(part, stated)}
        left = tuple(reason for reason in judgement.reasons if reason not in empty)
        return judgement._replace(reasons=left) if left else Judgement(Verdict.UNCHECKED, judgement.score, tuple(empty))
    return judgement


def differs_in_value(claimed: Sequence[Sentence], stated: Sequence[Sentence]) -> bool:
    """Tell whether a text has another amount or date in the place of one of a sentence's."""
    ground = Ground(stated, stated, stated[0].language) if stated else None
    return ground is not None and any(
        finding.level is Level.AGAINST
        for part in claimed
        for finding in (*check_amounts(part, ground), *check_dates(part, ground))
    )


def _superlative(part: Sentence) -> re.Match[str] | None:
    return (_chinese_most if part.chinese else _most).search(part.text)


def _too_many_unheld(claimed: Sequence[Sentence], stated: Sequence[Sentence]) -> list[str]:
    """Return the words of a sentence that the quote has not, when they are too many; across languages none can be missed."""
    if not stated or claimed[0].language != stated[0].language:
        return []
    words = [word for part in stated for word in part.words if not word.filler]
    own = [word for part in claimed for word in part.content]
    unheld = [word.text for word in own if not any(alike(word, other) for other in words)]
    values = any(part.quantities or part.dates for part in claimed)
    many = 2 * len(unheld) > len(own) if values else 2 * len(unheld) >= len(own)
    return unheld if own and many else []


def _other_posts(claimed: Sentence, stated: Sequence[Sentence]) -> Iterator[str]:
    """Yield a reason for every post of a sentence that the quote gives to another field: minister of commerce, of finance."""
    for own in _post.finditer(claimed.text):
        others = [(found, part) for part in stated for found in _post.finditer(part.text)]
        same = [(found, part) for found, part in others if found["post"].lower() == own["post"].lower()]
        words = _within(claimed, own)
        if words and same and not any(alike(a, b) for found, part in same for b in _within(part, found) for a in words):
            yield say("opposite", claimed.chinese, same[0][0].group(), own.group())


def _within(part: Sentence, post: re.Match[str]) -> list[Word]:
    start, end = post.span("field")
    return [word for word in part.words if not word.filler and start <= word.start and word.end <= end]


def _unmet(claimed: Sentence, stated: Sequence[Sentence]) -> list[str]:
    """Return the reasons that denials give where the quote has no word for what they deny."""
    words = [word for sentence in stated for word in sentence.words if not word.filler]
    return [
        say("denied", claimed.chinese, claimed=claimed.text[denial.start : denial.reach])
        for denial in claimed.denials
        if denial.head is None or not any(alike(denial.head, word) for word in words)
    ]
