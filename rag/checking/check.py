"""The check of a pasted answer: each sentence against the articles, each of its citations against its source."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from yinju.index.library import Library
from yinju.index.tables import heads
from yinju.index.text.language import UNKNOWN, identify
from yinju.rag.checking.given import Given
from yinju.rag.checking.phrases import say
from yinju.rag.checking.reading import read
from yinju.rag.checking.sources import Sources
from yinju.rag.checking.support import GOOD, Claim, Quote, nearest
from yinju.rag.checking.talk import idle, judging
from yinju.rag.checking.types import CheckedAnswer, CheckedStatement, Fault, GivenCitation, Outcome, Written
from yinju.rag.citations import cite
from yinju.rag.types import Citation, Evidence, Verdict
from yinju.rag.verify.sentence import CHINESE, language_of, sentences

_BEFORE = 3  # sentences that a pronoun may look back on
_LONGEST = 1_000  # characters of what is checked as one sentence
_RIVAL = 0.6  # of what the supporting quote holds of a sentence, what a contradicting one has to hold


def check(text: str, library: Library) -> CheckedAnswer:
    """Return what the articles of a library say of a pasted answer, sentence by sentence.

    Raises AnswerRefused where there is nothing to check, or more than is read.
    """
    for checked in stream(text, library):
        if not checked.left:
            return checked
    raise AssertionError("a stream ends when no sentence is left")


def stream(text: str, library: Library) -> Iterator[CheckedAnswer]:
    """Yield the answer before its first sentence is checked, and again after each. Closing the stream stops the check.

    The articles are of one committed state throughout. Raises AnswerRefused.
    """
    begin = time.perf_counter()
    language, written = read(text)
    checked = CheckedAnswer(
        text=text, language=language, left=len(written), models={"encoder": library.encoder.model, "llm": None}
    )
    yield checked
    with library.view() as view:
        marked = any(sentence.marks for sentence in written)
        given = Given(Sources(heads(view.connection) if marked else ()), view)
        for number, sentence in enumerate(written, 1):
            before = [other.text for other in written[max(0, number - 1 - _BEFORE) : number - 1]]
            checked = replace(
                checked,
                statements=(*checked.statements, _statement(number, sentence, before, given)),
                left=len(written) - number,
                timings_ms={"total": round((time.perf_counter() - begin) * 1000, 1)},
            )
            yield checked


def _statement(number: int, written: Written, before: Sequence[str], given: Given) -> CheckedStatement:
    language = _language(written.text)
    plain = CheckedStatement(written.text, written.start, written.end, language, Outcome.UNCHECKED, Verdict.UNCHECKED)
    own = sentences(written.text)
    why = "row" if written.row else "long" if len(written.text) > _LONGEST else "" if own else "little"
    why = why or idle(written, own[0])
    if why:
        return replace(plain, reasons=(say(why, language),), citations=given.unread(written.marks, language))
    claim = Claim(written.text, language, tuple(before))
    quotes = claim.quotes(given.view)
    cited = given.quotes(claim, written.marks, quotes)
    best = _best(quotes, cited)
    if best is None:
        return replace(
            plain,
            outcome=Outcome.UNSUPPORTED,
            verdict=Verdict.UNSUPPORTED,
            reasons=(say("empty", language),),
            citations=given.unread(written.marks, language),
        )
    verdict, reasons = _verdict(best, language, judging(own[0]))
    if verdict is Verdict.UNSUPPORTED and any(quote and quote.foreign for quote in cited):
        verdict, reasons = Verdict.UNCHECKED, (say("across", language),)
    supported = verdict in GOOD
    citations = given.judged(claim, written.marks, cited, best)
    against = _against(best, [quote for quote in quotes if _disagrees(quote, best)]) if supported else None
    if against:
        reasons = (*reasons, say("disagree", language, why=against.judgement.reasons[0]))
    faults = tuple(reason for citation in citations if citation.fault for reason in citation.reasons)
    missing = (say("missing", language),) if supported and not citations else ()
    return replace(
        plain,
        outcome=_outcome(verdict, citations),
        verdict=verdict,
        reasons=(*reasons, *faults, *missing),
        quote=_citation(best, number, verdict),
        citations=citations,
        against=_citation(against, number, Verdict.CONTRADICTED) if against else None,
    )


def _best(quotes: Sequence[Quote], cited: Sequence[Quote | None]) -> Quote | None:
    """Return the quote that decides: one that supports, from a cited source before any other, else the nearest.

    What contradicts a sentence outweighs what supports it where it is more like it: “the opening was hosted by Chen” what
    speaks of who hosted the discussion. A sentence is read better in its own language, so there it does so too where it is
    a little less like it, unless the two differ in a value, which is found in any language, and so disagree.
    """
    own = [quote for quote in cited if quote is not None]
    supporting = next((quote for quote in (*own, *quotes) if quote.supports), None)
    if supporting is None:
        return nearest([*quotes, *own])
    against = _against(supporting, [*own, *quotes])
    if against is None or not against.same_language:
        return supporting
    if supporting.same_language:
        return against if against.alone > supporting.alone else supporting
    return supporting if against.differs_in_value else against


def _verdict(best: Quote, language: str, weighs: bool) -> tuple[Verdict, tuple[str, ...]]:
    found, reasons = best.judgement.verdict, best.judgement.reasons
    if weighs and found is not Verdict.CONTRADICTED and not (best.supports and best.same_language):
        return Verdict.UNCHECKED, (say("judging", language),)
    if best.supports:
        return found, reasons
    if best.unsure:
        return found, (say("across", language),)
    if not best.about:
        return Verdict.UNSUPPORTED, (say("invented", language),)
    if found is Verdict.UNSUPPORTED:
        return found, (say("invented", language), *reasons)
    return found, reasons


def _against(best: Quote, quotes: Sequence[Quote]) -> Quote | None:
    """Return the quote that is as much about the sentence as the supporting one and contradicts it."""
    rivals = (quote for quote in quotes if quote.contradicts and quote.likeness >= _RIVAL * best.likeness)
    return max(rivals, key=lambda quote: (quote.same_language, quote.alone), default=None)


def _disagrees(quote: Quote, best: Quote) -> bool:
    """Tell whether a quote is of another source that gives another value."""
    return quote.differs_in_value and quote.article.id != best.article.id


def _outcome(verdict: Verdict, citations: Sequence[GivenCitation]) -> Outcome:
    if verdict not in GOOD:
        return Outcome(verdict.value)
    if not citations:
        return Outcome.MISSING
    faults = {citation.fault for citation in citations}
    if Fault.WRONG in faults:
        return Outcome.WRONG
    return Outcome.NOWHERE if faults == {Fault.NOWHERE} else Outcome.SUPPORTED


def _citation(quote: Quote, number: int, verdict: Verdict) -> Citation:
    item = Evidence(number, quote.article, quote.start, quote.end, quote.language, quote.likeness, 0.0, 0.0, 0.0, 0.0)
    (citation,) = cite([item])
    return replace(citation, verdict=verdict, reasons=quote.judgement.reasons)


def _language(text: str) -> str:
    if language_of(text) == CHINESE:
        return "zh"
    found = identify(text)
    return "en" if found == UNKNOWN else found
