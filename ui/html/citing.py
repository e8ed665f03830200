"""A citation where it stands in an answer: its marker, its verdict, and beneath the pointer what it rests on."""

from __future__ import annotations

from yinju.rag.inert import for_reading
from yinju.rag.types import Citation, Origin, Statement, Verdict
from yinju.ui.html.base import escape, opens
from yinju.ui.strings import Interface, say
from yinju.ui.strings.languages import language_name


def cited(citation: Citation, place: str, interface: Interface) -> str:
    """Return the marker of a citation with its verdict, which opens the article, and its popover.

    `place` names this marker among all on the page; the popover is shown by the style sheet alone, while the pointer or
    the keyboard is at the marker.
    """
    verdict = citation.verdict.value
    label = f"{say('open', interface, number=citation.marker)}: {say(verdict, interface)}"
    return (
        f'<span class="yj-cite"><button class="yj-marker yj-{verdict}" '
        f"{opens(citation.article_id, citation.start, citation.end, citation.sha256)} "
        f'aria-label="{escape(label)}" aria-describedby="yj-quoted-{place}">[{citation.marker}]'
        f'<span class="yj-badge">{escape(say(verdict, interface))}</span></button>'
        f"{_popover(citation, place, interface)}</span>"
    )


def coming(statement: Statement, interface: Interface) -> str:
    """Return the markers of a statement that is not verified yet: as wide as the verdict that is to be expected."""
    expected = escape(say("verbatim" if statement.origin is Origin.QUOTED else "supported", interface))
    return "".join(
        f'<span class="yj-cite"><span class="yj-coming" role="img" aria-label="{escape(say("answer_checking", interface, number=number))}">'
        f'[{number}]<span class="yj-badge" aria-hidden="true">{expected}</span></span></span>'
        for number in statement.citations
    )


def _popover(citation: Citation, place: str, interface: Interface) -> str:
    page = say("page", interface, number=citation.page) if citation.page else None
    title = f'<span dir="auto">{escape(for_reading(citation.title))}</span>' if citation.title else None
    rest = (page, citation.published or say("undated", interface), language_name(citation.language, interface))
    facts = " · ".join(filter(None, (title, *(escape(fact) if fact else None for fact in rest))))
    told = () if citation.verdict is Verdict.VERBATIM else citation.reasons  # that it is the source's own is seen
    reasons = "".join(f'<span class="yj-reason">{escape(for_reading(reason))}</span>' for reason in told)
    return (
        f'<span class="yj-popover" role="tooltip" id="yj-quoted-{place}">'
        f'<span class="yj-quote" dir="auto" lang="{escape(citation.language)}">{escape(for_reading(citation.quote))}</span>'
        f'<span class="yj-facts">{facts}</span>{reasons}</span>'
    )
