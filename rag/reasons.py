"""Why a question is refused, in words: what the articles do not mention, or mention without saying what was asked.

Every reason is a true statement about the library, looked up before it is made; where none can be made, the
reason is that no sentence states it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

import numpy as np

from yinju.index.library import View
from yinju.index.text.terms import fold
from yinju.rag.phrases import phrase
from yinju.rag.types import Evidence, Kind, Name, Question

_SAID = frozenset(
    (Kind.WHO, Kind.WHEN, Kind.WHERE, Kind.COUNT, Kind.AMOUNT, Kind.MONEY, Kind.PERCENT, Kind.WHY, Kind.HOW, Kind.TITLE)
)
_MOST_YEARS = 3  # of a longer time nothing is said: an article may be about it without naming a year of it
_AROUND = 20_000  # characters on either side of a sentence in which its article is looked through for a name
_MOST_ARTICLES = 50  # looked at for the day they were published


def reason(question: Question, evidence: Sequence[Evidence], view: View, unknown: Sequence[str]) -> str:
    """Return why evidence does not answer a question, in its language; `unknown` are its names that no article has."""
    language = question.language
    if unknown:
        return phrase("missing", language, names=phrase("and", language).join(unknown))
    mentioned = [name for name in question.names if _mentioning(name, evidence, view)]
    if not mentioned or len(mentioned) < len(question.names):
        return phrase("nearest", language)
    names = phrase("and", language).join(name.text for name in mentioned)
    together = _together(mentioned, view)
    if len(mentioned) > 1 and not together:
        return phrase("apart", language, names=names)
    years = _years(question)
    if years and not _speak_of(years, together, view):
        asked = phrase("and", language).join(phrase("year", language, year=str(year)) for year in years)
        told = sorted({year for item in _mentioning(mentioned[0], evidence, view) for year in _told(item.quote)})
        if not told:
            return phrase("period", language, names=names, asked=asked)
        found = phrase("and", language).join(phrase("year", language, year=year) for year in told[-_MOST_YEARS:])
        return phrase("other_period", language, names=names, asked=asked, found=found)
    if question.kind not in _SAID or question.parts:
        return phrase("nearest", language)
    articles = {item.article.id for name in mentioned for item in _mentioning(name, evidence, view)}
    what = phrase(f"asks_{question.kind.name.lower()}", language)
    return phrase("silent_articles" if len(articles) > 1 else "silent_article", language, names=names, what=what)


def _mentioning(name: Name, evidence: Sequence[Evidence], view: View) -> list[Evidence]:
    """Return the evidence out of articles that mention a name, letter by letter or by another name of it."""
    forms = {fold(form) for form in (name.text, *view.library.aliases().others(name.text))}
    return [item for item in evidence if any(_says(form, item) for form in forms)]


def _says(form: str, item: Evidence) -> bool:
    around = item.article.text[max(0, item.start - _AROUND) : item.end + _AROUND]
    text = fold(f"{item.article.title}\n{around}")
    if not form.isascii():
        return form in text
    return re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) is not None


def _holders(terms: Collection[str], view: View, code: str) -> set[str]:
    """Return the articles of a language with a passage that holds any of some terms."""
    cell = view.snapshot.cells[code]
    return {cell.articles[row] for row in np.flatnonzero(view.lexical(code).scores(terms))}


def _together(names: Sequence[Name], view: View) -> Mapping[str, set[str]]:
    """Return by language the articles that may mention all of the names, whatever they call them; the empty ones left out."""
    found = {}
    for code in view.snapshot.cells:
        holding = [_holders(name.terms | view.other_names(name.text, code), view, code) for name in names]
        if common := set.intersection(*holding):
            found[code] = common
    return found


def _years(question: Question) -> list[int]:
    """Return the years that a question asks about, none when they are many or not all known."""
    period = question.period
    if period is None or period.since is None or period.until is None:
        return []
    years = range(date.fromisoformat(period.since).year, date.fromisoformat(period.until).year + 1)
    return list(years) if len(years) <= _MOST_YEARS else []


def _speak_of(years: Sequence[int], articles: Mapping[str, set[str]], view: View) -> bool:
    """Say whether any of the articles may be about any of the years: names one, or was published then; True when unknown."""
    wanted = {str(year) for year in years}
    for code, found in articles.items():
        if found & _holders(wanted, view, code):
            return True
    every = [article for found in articles.values() for article in found]
    if len(every) > _MOST_ARTICLES:
        return True
    return any((view.article(article).published or "")[:4] in wanted for article in every)


def _told(quote: str) -> Iterator[str]:
    return islice(
        (match.group() for match in re.finditer(r"(?<![\d.,])(?:19|20)\d\d(?![\d,]|\.\d)", quote)), _MOST_YEARS
    )
