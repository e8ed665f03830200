"""How well each sentence of the passages found bears on a question, by everything that needs no reading."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from yinju.index.fusion import comparable
from yinju.index.library import View
from yinju.index.text.names import SOUND
from yinju.index.text.patterns import Late
from yinju.index.text.scripts import UNSPACED
from yinju.index.text.terms import terms
from yinju.index.types import Article, Hit, Sentence
from yinju.rag.types import Name, Question
from yinju.rag.understanding.candidates import candidates

# Weights against the sentence's own cosine, chosen on XQuAD (gold sentence among the first three).
COVERAGE_WEIGHT = 0.5  # the idf share of the question's terms that the sentence holds
PASSAGE_WEIGHT = 1.0  # the passage's score: a sentence's neighbours say what it is about
NAME_WEIGHT = 0.2  # the idf share of the names it has; inside one language coverage counts them better
NUMBER_WEIGHT = 0.1  # a number shared; likewise
MISSING_WEIGHT = 0.3  # taken off: the idf share of its names that the whole passage lacks, inside one language
OWN_LANGUAGE_WEIGHT = 0.05  # of two equals, the sentence the asker can read comes first
KIND_WEIGHT = 0.1  # words that go with the kind of answer: a reason where the question asks why
FITS_WEIGHT = 0.4  # how exactly it holds what could be the short answer: a day to “when”, an amount to “how much” …
FITS_ACROSS_WEIGHT = 0.1  # … likewise across languages, where cosines lie closer together
AGREED_WEIGHT = 0.15  # for every e times as many articles that give the same short answer in other words

_MOST_AGREED = 5  # articles; more say nothing new
_SAYS = 0.6  # exactness from which an answer can be agreed upon: two articles of a year share little with it

_LETTERS = 4  # Latin and other letters that a sentence has at least; two Han characters say as much
_letter, _dense_letter = Late(r"[^\W\d_]"), Late(f"[{UNSPACED}]{{2}}")
_year = re.compile("(19|20)[0-9]{2}")


def _says_something(text: str) -> bool:
    """Say whether a sentence has words at all; scraps of tables have not."""
    return len(_letter.findall(text)) >= _LETTERS or bool(_dense_letter.search(text))


def coverage(wanted: Collection[str], held: Collection[str], frequency: Mapping[str, float]) -> float:
    """Return which share (0 to 1) of the wanted terms' idf the held terms make up."""
    total = sum(frequency.get(term, 0.0) for term in wanted)
    return sum(frequency.get(term, 0.0) for term in wanted if term in held) / total if total else 0.0


@lru_cache(maxsize=8192)  # some 20 MB; sentences that one question meets are met by the next
def _terms(text: str) -> frozenset[str]:
    return frozenset(terms(text))


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with its two scores: everything, for its own language, and what languages can be compared by.

    `answers` are the short answers it may give, in one form for all languages.
    """

    hit: Hit
    article: Article
    sentence: Sentence
    full: float
    comparable: float
    coverage: float
    named: float
    missing: float
    exact: float
    answers: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentence."""
        return self.article.text[self.sentence.start : self.sentence.end]


@dataclass(frozen=True, slots=True)
class Scorer:
    """Everything about a question that is the same for all passages of one language."""

    question: Question
    same_language: bool
    wanted: Collection[str]
    frequency: Mapping[str, float]
    names: tuple[Name, ...]
    name_weights: tuple[float, ...]

    @classmethod
    def of(cls, question: Question, language: str, view: View) -> Scorer:
        """Return the scorer for passages of a language."""
        same, lexical = language == question.language, view.lexical(language)
        wanted = comparable(question.terms, same)
        if not same:  # a year says when, not what: half a collection of news shares it
            wanted = {term for term in wanted if not _year.fullmatch(term)}
        wanted = wanted | view.other_names(question.search_text, language)
        # across languages a name counts by its sound, and only where that says enough
        names = tuple(Name(name.text, frozenset(comparable(name.terms, same))) for name in question.names)
        names = tuple(name for name in names if same or any(term.startswith(SOUND) for term in name.terms))
        idfs = [
            [idf for idf in lexical.inverse_frequency(name.terms).values() if idf < lexical.absent] for name in names
        ]
        weights = tuple(max(present, default=lexical.absent) for present in idfs)
        return cls(question, same, wanted, lexical.inverse_frequency(wanted), names, weights)

    def scores(self, hit: Hit, article: Article) -> list[Scored]:
        """Return the sentences of a passage that say something, with their scores but for agreement."""
        texts = [article.text[sentence.start : sentence.end] for sentence in hit.sentences]
        terms_of = [_terms(text) for text in texts]
        passage = _terms(article.title).union(*terms_of)
        missing = 1 - self._named(passage) if self.names and self.same_language else 0.0
        result = []
        for sentence, text, held in zip(hit.sentences, texts, terms_of, strict=True):
            if not _says_something(text) or self._is_mere_headline(text, article):
                continue
            covered, named = coverage(self.wanted, held, self.frequency), self._named(held)
            shared_number = any(term in held for term in self.wanted if term[0].isdigit())
            score = sentence.score + PASSAGE_WEIGHT * hit.score - MISSING_WEIGHT * missing
            found = candidates(self.question.kind, self.question.standalone or self.question.text, text)
            exact = max((candidate.exact for candidate in found), default=0.0)
            answers = tuple(candidate.value for candidate in found if candidate.exact >= _SAYS)
            shared = NAME_WEIGHT * named + NUMBER_WEIGHT * shared_number
            comparable_score = score + shared + FITS_ACROSS_WEIGHT * exact + OWN_LANGUAGE_WEIGHT * self.same_language
            full = comparable_score
            if self.same_language:
                full = score + COVERAGE_WEIGHT * covered + FITS_WEIGHT * exact
                full += KIND_WEIGHT * self.question.kind.fits(text)
            result.append(
                Scored(hit, article, sentence, full, comparable_score, covered, named, missing, exact, answers)
            )
        return result

    def _is_mere_headline(self, text: str, article: Article) -> bool:
        """A headline shares the question's words and answers nothing, but for a figure or a date it may hold."""
        return text == article.title != article.text.strip() and not self.question.kind.fits(text)

    def _named(self, held: Collection[str]) -> float:
        """Return the idf share of the names that the held terms show; a name that no passage has weighs most."""
        total = sum(self.name_weights)
        found = (
            weight
            for name, weight in zip(self.names, self.name_weights, strict=True)
            if not name.terms.isdisjoint(held)
        )
        return sum(found) / total if total else 0.0


def agreed(scored: Iterable[Scored], language: str) -> list[Scored]:
    """Return the sentences with what it adds to those in a language that others give the same short answer.

    Articles count that say it in other words: a reprint is no second source.
    """
    scored = list(scored)
    said: dict[str, dict[str, str]] = defaultdict(dict)  # answer → sentence → the article that has it first
    for item in scored:
        for answer in item.answers:
            said[answer].setdefault(item.text, item.article.id)
    sources = {answer: min(_MOST_AGREED, len(set(sentences.values()))) for answer, sentences in said.items()}
    result = []
    for item in scored:
        most = max((sources[answer] for answer in item.answers), default=1)
        own = item.hit.language == language
        result.append(replace(item, full=item.full + AGREED_WEIGHT * math.log(most)) if own and most > 1 else item)
    return result
