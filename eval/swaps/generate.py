"""Wrong versions of a true statement, one of each kind there is a rule for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from random import Random
from types import MappingProxyType

from yinju.eval.swaps.dating import dating
from yinju.eval.swaps.denying import denying
from yinju.eval.swaps.naming import naming
from yinju.eval.swaps.quantities import quantity
from yinju.eval.swaps.turning import turning
from yinju.eval.swaps.types import Edit, Rule, Statement, Swap
from yinju.eval.swaps.variants import in_writing_of, simplified
from yinju.index.errors import UsageError

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "number": quantity("number"),
        "date": dating,
        "money": quantity("money"),
        "percent": quantity("percent"),
        "name": naming,
        "direction": turning,
        "negation": denying,
    }
)
_article = re.compile(r"(?<![\w'’-])(?P<article>[Aa])n? $")
_vowel = re.compile(r"(?!(?:uni|use|eu|one|once)\w)[aeiou]|8|1[18](?!\d)", re.IGNORECASE)


def swaps(statement: str, language: str, seed: int = 0, avoid: str = "") -> list[Swap]:
    """Return wrong versions of a true statement in English or Chinese, at most one of each kind.

    Each differs from the statement in one place, and what stands there is in the writing of what stood there.
    `avoid` are the texts that make the statement true: no value and no name that they have is put in, so that no
    swap is true by chance. The same arguments give the same swaps. Raises UsageError for another language.
    """
    main = language.lower().split("-")[0]
    if main not in ("en", "zh"):
        raise UsageError(f"swaps are made of statements in en and zh, not in {language!r}")
    chinese = main == "zh"
    read = Statement(simplified(statement) if chinese else statement, chinese, simplified(avoid))
    return [swap for kind, rule in RULES.items() if (swap := _first(kind, rule, read, statement, seed))]


def _first(kind: str, rule: Rule, read: Statement, statement: str, seed: int) -> Swap | None:
    # of each kind a sequence of its own, so that a change of one rule leaves the other kinds alone
    rng = Random(hashlib.sha256(f"{seed}\n{kind}\n{statement}".encode()).digest())  # noqa: S311 -- to be repeated
    for edit in rule(read, rng):
        start, end, after = edit if read.chinese else _with_article(statement, edit)
        after = in_writing_of(statement, after) if read.chinese else after
        if after != statement[start:end]:
            return Swap(kind, statement[:start] + after + statement[end:], statement[start:end], after)
    return None


def _with_article(text: str, edit: Edit) -> Edit:
    """Take an “a” or “an” before the edit along when it has to change."""
    article = _article.search(text[: edit.start])
    if not article:
        return edit
    right = article["article"] + "n" * bool(_vowel.match(edit.after)) + " "
    return edit if right == article.group() else Edit(article.start(), edit.end, right + edit.after)
