"""Evidence: the sentences that bear on a question, best first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from yinju.index.fusion import comparable
from yinju.index.library import View
from yinju.index.text.names import SOUND
from yinju.index.text.scripts import UNSPACED
from yinju.index.text.terms import terms
from yinju.index.types import Article, Hit, Sentence
from yinju.rag.elsewhere import elsewhere
from yinju.rag.types import Evidence, Name, Question

# Weights against the sentence's own cosine, chosen on XQuAD (gold sentence among the first three).
COVERAGE_WEIGHT = 0.5  # the idf share of the question's terms that the sentence holds
PASSAGE_WEIGHT = 1.0  # the passage's score: a sentence's neighbours say what it is about
NAME_WEIGHT = 0.2  # the idf share of the names it has; inside one language coverage counts them better
NUMBER_WEIGHT = 0.1  # a number shared; likewise
MISSING_WEIGHT = 0.3  # taken off: the idf share of its names that the whole passage lacks, inside one language
OWN_LANGUAGE_WEIGHT = 0.05  # of two equals, the sentence the asker can read comes first
KIND_WEIGHT = 0.1  # a number, date or title where the question asks for one

_EACH = 3  # sentences of a language that are looked at before any more of another, if there are so many

_LETTERS = 4  # Latin and other letters that a sentence has at least; two Han characters say as much
_letter, _dense_letter = re.compile(r"[^\W\d_]"), re.compile(f"[{UNSPACED}]{{2}}")
_year = re.compile("(19|20)[0-9]{2}")

DEPTH = 10
"""Evidence sentences kept for a question."""


def choose(question: Question, hits: Sequence[Hit], view: View) -> list[Evidence]:
    """Return at most `DEPTH` sentences of the hits, best first, none of them twice word for word.

    Like passages, sentences are ranked inside each language by everything that is known, and merged by what
    can be compared across languages: the i-th sentence of a language carries its i-th best comparable score.
    """
    by_language: dict[str, list[_Scored]] = {}
    scorers: dict[str, _Scorer] = {}
    for hit in hits:
        if not hit.sentences:
            continue
        if hit.language not in scorers:
            scorers[hit.language] = _Scorer.of(question, hit.language, view)
        scored = scorers[hit.language].scores(hit, view.article(hit.article_id))
        by_language.setdefault(hit.language, []).extend(scored)
    merged: list[tuple[float, _Scored]] = []
    for scored in by_language.values():
        scored.sort(key=lambda item: (-item.full, item.hit.rank, item.sentence.start))
        comparable_scores = sorted((item.comparable for item in scored), reverse=True)
        merged += zip(comparable_scores, scored, strict=True)
    merged.sort(key=lambda pair: (-pair[0], -pair[1].full, pair[1].hit.rank, pair[1].sentence.start))
    chosen = [_evidence(number, score, item) for number, (score, item) in enumerate(_shortlist(merged), 1)]
    holding: dict[str, list[Hit]] = {}
    for _, item in merged:
        holding.setdefault(item.text, []).append(item.hit)
    article = cache(view.article)
    return [replace(e, also=elsewhere(e.quote, e.article.id, holding[e.quote], article)) for e in chosen]


def _shortlist(merged: Sequence[tuple[float, _Scored]]) -> list[tuple[float, _Scored]]:
    """Return the first `DEPTH` sentences that differ, with up to `_EACH` of every language among them."""
    distinct: dict[str, tuple[float, _Scored]] = {}
    for score, item in merged:
        distinct.setdefault(item.text, (score, item))
    by_language: dict[str, list[tuple[float, _Scored]]] = {}
    for pair in distinct.values():
        by_language.setdefault(pair[1].hit.language, []).append(pair)
    each = max(1, min(_EACH, DEPTH // len(by_language))) if by_language else 0
    others = list(by_language.values())[: DEPTH // 2]  # in the order of their best sentences
    certain = {id(pair[1]) for found in others for pair in found[:each]}
    room = DEPTH - len(certain)
    kept = []
    for pair in distinct.values():
        if id(pair[1]) in certain:
            kept.append(pair)
        elif room > 0:
            kept.append(pair)
            room -= 1
    return kept


def _evidence(number: int, score: float, item: _Scored) -> Evidence:
    return Evidence(
        number=number,
        article=item.article,
        start=item.sentence.start,
        end=item.sentence.end,
        language=item.hit.language,
        score=score,
        cosine=item.sentence.score,
        coverage=item.coverage,
        named=item.named,
        missing=item.missing,
    )


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
class _Scored:
    """A sentence with its two scores: everything, for its own language, and what languages can be compared by."""

    hit: Hit
    article: Article
    sentence: Sentence
    full: float
    comparable: float
    coverage: float
    named: float
    missing: float

    @property
    def text(self) -> str:
        return self.article.text[self.sentence.start : self.sentence.end]


@dataclass(frozen=True, slots=True)
class _Scorer:
    """Everything about a question that is the same for all passages of one language."""

    question: Question
    same_language: bool
    wanted: Collection[str]
    frequency: Mapping[str, float]
    names: tuple[Name, ...]
    name_weights: tuple[float, ...]

    @classmethod
    def of(cls, question: Question, language: str, view: View) -> _Scorer:
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

    def scores(self, hit: Hit, article: Article) -> list[_Scored]:
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
            score += KIND_WEIGHT * self.question.kind.fits(text)
            shared = NAME_WEIGHT * named + NUMBER_WEIGHT * shared_number
            full = score + (COVERAGE_WEIGHT * covered if self.same_language else shared)
            comparable_score = score + shared + OWN_LANGUAGE_WEIGHT * self.same_language
            result.append(_Scored(hit, article, sentence, full, comparable_score, covered, named, missing))
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
