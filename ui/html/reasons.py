"""Why each sentence of a checked answer is judged as it is: reasons, quotes with their sources, citations it carries."""

from __future__ import annotations

from yinju.rag.checking.types import CheckedAnswer, CheckedStatement, Fault, GivenCitation, Outcome
from yinju.rag.types import Citation, Verdict
from yinju.ui.html.base import escape, opens, safe
from yinju.ui.strings import Interface, say

_RESTS = (Outcome.SUPPORTED, Outcome.MISSING, Outcome.WRONG, Outcome.NOWHERE)
_SAYS = (Outcome.CONTRADICTED, Outcome.PARTIAL)


def reasons(checked: CheckedAnswer | None, interface: Interface) -> str:
    """Return a section for every sentence, all of them hidden: the browser shows the one that is picked."""
    if checked is None or not checked.statements:
        return ""
    every = len(checked.statements)
    sections = "".join(_section(number, every, item, interface) for number, item in enumerate(checked.statements, 1))
    return safe(f'<p class="yj-hint">{escape(say("check_pick", interface))}</p>{sections}')


def _section(number: int, every: int, statement: CheckedStatement, interface: Interface) -> str:
    outcome = statement.outcome
    told = {reason for citation in statement.citations if citation.fault for reason in citation.reasons}
    # what is wrong with a citation is said of that citation, and the quote that supports a sentence is shown
    own = statement.reasons[1 if outcome in _RESTS else 0 :]
    why = "".join(f'<li dir="auto">{escape(reason)}</li>' for reason in own if reason not in told)
    listed = f"<h4>{escape(say('check_reasons', interface))}</h4><ul>{why}</ul>" if why else ""
    place = say("check_sentence", interface, number=number, all=every)
    return (
        f'<section class="yj-reasons" id="yj-reasons-{number}" hidden tabindex="-1" aria-label="{escape(place)}">'
        f'<p class="yj-place">{escape(place)}<button class="yj-shut" data-close="1">{escape(say("check_close", interface))}</button></p>'
        f'<h3><span class="yj-outcome yj-is-{outcome.value}">{escape(say(f"outcome_{outcome.value}", interface))}</span></h3>'
        f'<p class="yj-statement" dir="auto" lang="{escape(statement.language)}">{escape(statement.text)}</p>{listed}'
        f"{_quotes(statement, interface)}{_carried(statement, interface)}</section>"
    )


def _quotes(statement: CheckedStatement, interface: Interface) -> str:
    outcome = statement.outcome
    heading = "supports" if outcome in _RESTS else "against" if outcome in _SAYS else "near"
    found = quote(statement.quote, f"check_quote_{heading}", interface) if statement.quote else ""
    return found + (quote(statement.against, "check_quote_other", interface) if statement.against else "")


def quote(citation: Citation, heading: str, interface: Interface) -> str:
    """Return a quote under a heading, with its source, as a button that opens it there."""
    page = say("page", interface, number=citation.page) if citation.page else None
    title = f'<span dir="auto">{escape(citation.title or citation.article_id)}</span>'
    facts = " · ".join([title, *(escape(fact) for fact in (page, citation.published, citation.language) if fact)])
    return (
        f"<h4>{escape(say(heading, interface))}</h4>"
        f'<button class="yj-card" {opens(citation.article_id, citation.start, citation.end, citation.sha256)}>'
        f'<span class="yj-quote" dir="auto" lang="{escape(citation.language)}">{escape(citation.quote)}</span>'
        f'<span class="yj-facts">{facts}</span><span class="yj-way">{escape(say("check_open", interface))} →</span></button>'
    )


def _carried(statement: CheckedStatement, interface: Interface) -> str:
    if statement.outcome is Outcome.UNCHECKED and not statement.citations:
        return ""
    if not statement.citations:
        said = f'<p><span class="yj-outcome yj-is-missing">{escape(say("check_not_cited", interface))}</span></p>'
    else:
        said = f"<ul>{''.join(_citation(citation, interface) for citation in statement.citations)}</ul>"
    return f"<h4>{escape(say('check_carried', interface))}</h4>{said}"


def _citation(citation: GivenCitation, interface: Interface) -> str:
    if citation.fault is not None:
        word, look = say(f"check_fault_{citation.fault.value}", interface), _LOOKS[citation.fault]
    else:
        verdict = citation.verdict
        word = say("check_judged", interface, verdict=say(verdict.value, interface))
        look = verdict.value if verdict is not Verdict.VERBATIM else "supported"
    name = citation.title or citation.reference
    if citation.article_id and name:
        named = f'<button class="yj-other" dir="auto" {opens(citation.article_id)}>{escape(name)}</button>'
    else:
        named = f'<span dir="auto">{escape(name or citation.url or "")}</span>'
    why = "".join(
        f'<p class="yj-because" dir="auto">{escape(reason)}</p>' for reason in citation.reasons if citation.fault
    )
    return (
        f'<li class="yj-given"><span class="yj-sign">{escape(citation.marker)}</span> {named} '
        f'<span class="yj-outcome yj-is-{look}">{escape(word)}</span>{why}</li>'
    )


_LOOKS = {Fault.WRONG: "wrong", Fault.NOWHERE: "nowhere", Fault.ABSENT: "unchecked"}
