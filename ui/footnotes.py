"""An answer as text with footnotes, to be copied into a letter or a note; `yinju check` reads it again."""

from __future__ import annotations

from yinju.rag.inert import for_reading
from yinju.rag.types import Answer, Citation, Verdict
from yinju.ui.conflicts import disagreements
from yinju.ui.strings import Interface, say


def footnotes(answer: Answer, interface: Interface) -> str:
    """Return what an answer says, each statement before its markers, then what each marker stands for.

    A source is named with its date and address, and quoted where the statement is not its very words.
    """
    if answer.refused:
        return " ".join(filter(None, (answer.answer, answer.reason)))
    said = [
        for_reading(statement.text) + "".join(f" [{marker}]" for marker in statement.citations)
        for statement in answer.statements
    ]
    for conflict in disagreements(answer, interface):
        sides = (f"{for_reading(side.value)} [{side.citation.marker}]" for side in conflict.sides)
        said.append(f"{for_reading(conflict.heading)}: {'; '.join(sides)}")
    sources = [_source(citation, interface) for citation in answer.citations]
    return "\n".join([*said, "", f"{say('answer_sources', interface)}:", *sources]) + "\n"


def _source(citation: Citation, interface: Interface) -> str:
    page = say("page", interface, number=citation.page) if citation.page else None
    facts = (citation.title or citation.article_id, page, citation.published, citation.url)
    named = ", ".join(for_reading(fact) for fact in facts if fact)
    quoted = "" if citation.verdict is Verdict.VERBATIM else f" – “{for_reading(citation.quote)}”"
    return f"[{citation.marker}] {named}{quoted}"
