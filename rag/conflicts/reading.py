"""A sentence read for comparison: its pieces, and the dates, amounts and names that they make up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from yinju.index.text.patterns import Late
from yinju.rag.conflicts.tokens import Token, tokens
from yinju.rag.conflicts.twins import Stretch
from yinju.rag.verify.cuts import borders
from yinju.rag.verify.dates import Date, Spanned
from yinju.rag.verify.names import Name
from yinju.rag.verify.quantity import COUNT, ORDINAL, Quantity
from yinju.rag.verify.sentence import Sentence, language_of, read
from yinju.rag.verify.words import FILLERS

_sign_before, _sign_after = Late(r"[$€£¥￥₩₹]\s?$"), Late("\\s?[%％‰°℃]")
_mark, _year = Late(r"[，；：。！？、]|[,;:!?](?!\d)|\.(?=\s|$)"), Late(r"(?:1[5-9]|20)\d\d")
_before = Late(r"(?:从|由|自|最初的?|原来的?|\bfrom|\bup on|\bdown on)\s?(?:约|近|about |over |some )?$", re.IGNORECASE)
_clock = re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?::\d{2})?(?!\d)")
LASTING = frozenset(["second", "minute", "hour", "day", "week", "month", "year", "decade", "century"])
"""Units of how long something lasts."""

_AROUND = 60  # characters shown on either side of a value


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A sentence, its pieces as it stands, and what the verifier reads in it; `pieces` are those of the read text.

    Both lists of pieces are as long, so that a stretch of one is that of the other.
    """

    text: str
    tokens: tuple[Token, ...]
    sentence: Sentence
    pieces: tuple[Token, ...]

    def written(self, stretch: Stretch) -> str:
        """Return what stands in a stretch, as the source writes it."""
        if stretch.start >= stretch.end:
            return ""
        start, end = self._signs(self.tokens[stretch.start].start, self.tokens[stretch.end - 1].end)
        return self.text[start:end]

    def around(self, stretch: Stretch) -> str:
        """Return what stands around a stretch, as the source writes it, with an ellipsis in its place."""
        start, end = self._signs(self.tokens[stretch.start].start, self.tokens[stretch.end - 1].end)
        before, after = self.text[:start], self.text[end:]
        if len(before) > _AROUND:
            before = "…" + before[-_AROUND:].partition(" ")[2] if " " in before[-_AROUND:] else "…" + before[-_AROUND:]
        if len(after) > _AROUND:
            after = after[:_AROUND].rpartition(" ")[0] + " …" if " " in after[:_AROUND] else after[:_AROUND] + "…"
        return f"{before}…{after}"

    def forms(self, stretch: Stretch) -> list[str]:
        """Return the folded pieces of a stretch."""
        return [token.form for token in self.tokens[stretch.start : stretch.end]]

    def dates(self, stretch: Stretch) -> list[Date]:
        """Return the dates that a stretch is part of."""
        return [date for date in self.sentence.dates if self._meets(date, stretch)]

    def amounts(self, stretch: Stretch) -> list[Quantity]:
        """Return the amounts that a stretch is part of."""
        return [amount for amount in self.sentence.quantities if self._meets(amount, stretch)]

    def names(self, stretch: Stretch) -> list[Name]:
        """Return the names that a stretch is part of."""
        return [name for name in self.sentence.names if self._meets(name, stretch)]

    def like(self, stretch: Stretch) -> list[Stretch]:
        """Return where else values stand of the sort that a stretch is part of: dates, amounts, or names."""
        dates, amounts = self.dates(stretch), self.amounts(stretch)
        others: Sequence[Spanned] = self.sentence.dates if dates else self.sentence.names
        if amounts and not dates:
            lasting = any(amount.unit in LASTING for amount in amounts)
            others = [a for a in self.sentence.quantities if self.counts(a) and (lasting or a.unit not in LASTING)]
        found = (self.stretch(other) for other in others)
        return [other for other in found if other.end <= stretch.start or stretch.end <= other.start]

    def clock(self, stretch: Stretch) -> bool:
        """Tell whether a stretch is part of a time of day in figures."""
        start, end = self._span(stretch)
        return any(found.start() < end and start < found.end() for found in _clock.finditer(self.sentence.text))

    def around_all(self, items: Sequence[Spanned]) -> Stretch:
        """Return the stretch from the first of some things that were read to the last."""
        found = [self.stretch(item) for item in items]
        return Stretch(min(s.start for s in found), max(s.end for s in found))

    def counts(self, amount: Quantity) -> bool:
        """Tell whether an amount is one that may be asked for: no place in an order, no bare year, not what was before."""
        if amount.unit == ORDINAL or (amount.unit == COUNT and _year.fullmatch(amount.text)):
            return False
        return not _before.search(self.sentence.text[: amount.start])

    def stretch(self, item: Spanned) -> Stretch:
        """Return where something that was read stands among the pieces."""
        places = [n for n, piece in enumerate(self.pieces) if piece.start < item.end and item.start < piece.end]
        return Stretch(places[0], places[-1] + 1) if places else Stretch(0, 0)

    @property
    def clauses(self) -> list[int]:
        """In which clause each piece stands, counted from 0."""
        marks = [found.start() for found in _mark.finditer(self.sentence.text)]
        return [sum(mark < piece.start for mark in marks) for piece in self.pieces]

    def grown(self, stretch: Stretch) -> Stretch:
        """Return the stretch with the whole words, dates, amounts and names that it is part of."""
        if stretch.start >= stretch.end:
            return stretch
        start, end = self._whole_words(*self._span(stretch))
        items: list[Spanned] = [*self.dates(stretch), *self.amounts(stretch), *self.names(stretch)]
        for item in items:
            start, end = min(start, item.start), max(end, item.end)
        first = next((n for n, piece in enumerate(self.pieces) if piece.end > start), stretch.start)
        past = next((n for n, piece in enumerate(self.pieces) if piece.start >= end), len(self.pieces))
        return self._with_capitals(Stretch(min(first, stretch.start), max(past, stretch.end)))

    def _whole_words(self, start: int, end: int) -> tuple[int, int]:
        if not self.sentence.chinese:
            return start, end
        edges = borders(self.sentence.text)
        return max(e for e in edges if e <= start), min(e for e in edges if e >= end)

    def _with_capitals(self, stretch: Stretch) -> Stretch:
        """Add the capitalised words that a name goes on with: [Tampa] Bay."""
        start, end = stretch
        while start and self._joined(start - 1) and self._capital(start - 1) and self._capital(start):
            start -= 1
        while end < len(self.pieces) and self._joined(end - 1) and self._capital(end) and self._capital(end - 1):
            end += 1
        return Stretch(start, end)

    def _joined(self, first: int) -> bool:
        """Tell whether nothing but a space or a hyphen stands between a piece and the next."""
        return self.sentence.text[self.pieces[first].end : self.pieces[first + 1].start] in (" ", "-", ". ")

    def _capital(self, place: int) -> bool:
        piece = self.pieces[place]
        written = self.sentence.text[piece.start : piece.end]
        return written[0].isupper() and written.lower() not in FILLERS

    def _signs(self, start: int, end: int) -> tuple[int, int]:
        """Add the signs of money and of shares, which are no pieces, to a span of the text."""
        before, after = _sign_before.search(self.text[:start]), _sign_after.match(self.text, end)
        return (before.start() if before else start), (after.end() if after else end)

    def _span(self, stretch: Stretch) -> Stretch:
        return Stretch(self.pieces[stretch.start].start, self.pieces[stretch.end - 1].end)

    def _meets(self, item: Spanned, stretch: Stretch) -> bool:
        if stretch.start >= stretch.end:
            return False
        start, end = self._span(stretch)
        return item.start < end and start < item.end


@lru_cache(maxsize=256)
def reading(text: str) -> Reading:
    """Return a sentence, read."""
    sentence = read(text, language_of(text))
    pieces, own = tokens(sentence.text), tokens(text)
    if len(pieces) != len(own):  # a sign that compatibility forms write with several letters
        return Reading(sentence.text, pieces, sentence, pieces)
    return Reading(text, own, sentence, pieces)
