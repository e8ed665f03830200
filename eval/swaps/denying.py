"""Wrong negations: a denial taken away, or one put in at the main verb."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from yinju.eval.swaps.denying_chinese import affirmed_chinese, denied_chinese
from yinju.eval.swaps.denying_english import affirmed_english, denied_english
from yinju.eval.swaps.types import Edit, Statement


def denying(statement: Statement, rng: Random) -> Iterator[Edit]:
    """Yield the edits that turn a denial into an assertion, or else an assertion into a denial.

    Only the first place where one can be taken away, or put in, is sure to be the main verb's.
    """
    affirmed, denied = (affirmed_chinese, denied_chinese) if statement.chinese else (affirmed_english, denied_english)
    yield from list(affirmed(statement.text)) or denied(statement.text)
