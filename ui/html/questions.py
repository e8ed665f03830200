"""A run's questions as HTML: a page of them, each opening in place to what was expected, said, found and judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yinju.eval.entries import PAGE, Entry, Opened, Page
from yinju.eval.outcomes import Outcome
from yinju.rag.inert import for_reading
from yinju.rag.types import Verdict
from yinju.ui.html.base import does, escape, safe
from yinju.ui.html.groups import heading
from yinju.ui.strings import Interface, say
from yinju.ui.strings.languages import language_name


def questions(opened: Opened, page: Page, chosen: str, interface: Interface) -> str:
    """Return a page of a run's questions under the outcomes they can be limited to; `chosen` is one of those, or none."""
    if not opened.order:
        return ""
    if not page.entries:
        every = say("found_every_outcome", interface, count=f"{len(opened.order):,}")
        return _outcomes(opened, chosen, interface) + safe(
            f'<p class="yj-eval-empty yj-hint" role="status">{escape(say("found_none", interface, every=every))}</p>'
        )
    items = "".join(f"<li>{_entry(entry, interface)}</li>" for entry in page.entries)
    return _outcomes(opened, chosen, interface) + safe(
        f'<ol class="yj-eval-questions">{items}</ol>{_pager(page, interface)}'
    )


def title(claims: bool, interface: Interface) -> str:
    """Return the heading over the questions."""
    return heading("found_statements" if claims else "found_questions", interface)


def texts(name: str, found: Sequence[str], interface: Interface, language: str = "") -> str:
    """Return texts from a dataset or an article under what they are; nothing when there are none."""
    if not found:
        return ""
    tongue = f' lang="{escape(language)}"' if language else ""
    said = "".join(f'<p dir="auto"{tongue}>{escape(for_reading(text))}</p>' for text in found)
    return f"<dt>{escape(say(name, interface))}</dt><dd>{said}</dd>"


def _outcomes(opened: Opened, chosen: str, interface: Interface) -> str:
    """Return the outcomes that occur, with how many questions have each, as buttons that limit the list to one."""
    every = say("found_every_outcome", interface, count=f"{len(opened.order):,}")
    choices = [("", every)]
    choices += [
        (outcome.value, f"{say(f'went_{outcome}', interface)} {opened.counts[outcome]:,}")
        for outcome in Outcome
        if opened.counts[outcome]
    ]
    buttons = "".join(
        f'<button class="yj-eval-button yj-eval-small" {does("option_select", outcome=value)} '
        f'aria-pressed="{"true" if value == chosen else "false"}">{escape(label)}</button>'
        for value, label in choices
    )
    label = escape(say("found_outcomes", interface))
    return safe(f'<div class="yj-eval-outcomes" role="group" aria-label="{label}">{buttons}</div>')


def _pager(page: Page, interface: Interface) -> str:
    first = (page.number - 1) * PAGE + 1
    told = say(
        "found_range", interface, first=f"{first:,}", last=f"{first + len(page.entries) - 1:,}", count=f"{page.found:,}"
    )
    turns = "".join(
        f'<button class="yj-eval-button yj-eval-small" {does("select", page=to)}{"" if 1 <= to <= page.pages else " disabled"}>'
        f"{escape(say(name, interface))}</button>"
        for name, to in (("found_earlier", page.number - 1), ("found_later", page.number + 1))
    )
    return f'<div class="yj-eval-pager"><span class="yj-facts">{escape(told)}</span>{turns}</div>'


def _entry(entry: Entry, interface: Interface) -> str:
    line, outcome = entry.line, entry.outcome
    colour, went = "bad" if outcome.bad else "good", say(f"went_{outcome}", interface)
    badge = f'<span class="yj-eval-went yj-eval-{colour}">{escape(went)}</span>'
    question = f'<span dir="auto" lang="{escape(line["language"])}">{escape(for_reading(line["question"]))}</span>'
    told = _claim(entry, interface) if "supported" in line["expected"] else _query(entry, interface)
    facts = " · ".join([line["id"], language_name(line["language"], interface), *_sure(line, interface)])
    return (
        f"<details><summary>{badge} {question}</summary><dl>{told}</dl>"
        f'<p class="yj-facts">{escape(for_reading(facts))}</p></details>'
    )


def _sure(line: Mapping[str, Any], interface: Interface) -> list[str]:
    if "probability" in line:
        return [say("found_sure", interface, share=f"{line['probability'] * 100:.0f}\u00a0%")]
    return [say("found_score", interface, score=f"{line['score']:.2f}")]


def _query(entry: Entry, interface: Interface) -> str:
    line = entry.line
    failed = texts("found_error", [line["error"]] if line["error"] else [], interface)
    return "".join(
        [
            failed,
            texts("found_expected", [_expected(line["expected"], interface)], interface),
            texts("found_gold", line["expected"]["gold"], interface),
            "" if failed else f"<dt>{escape(say('found_reply', interface))}</dt><dd>{_reply(entry, interface)}</dd>",
            texts("found_evidence", line["evidence"], interface),
        ]
    )


def _expected(wanted: Mapping[str, Any], interface: Interface) -> str:
    if not wanted["answerable"]:
        return say("found_expected_refusal", interface)
    parts = [say("found_or", interface).join(dict.fromkeys(part)) for part in wanted["parts"]]
    both = [say("found_expected_both", interface)] if wanted["conflict"] else []
    return " + ".join(parts + both) or say("found_expected_nothing", interface)


def _reply(entry: Entry, interface: Interface) -> str:
    """Return the reply sentence by sentence, each with the verdicts on what it cites."""
    if entry.line["refused"]:
        return f"<p>{escape(say('found_refusal', interface))}</p>"
    if not entry.reply:
        lost = escape(say("found_reply_lost", interface))
        return f'<p dir="auto">{escape(for_reading(entry.line["answer"]))}</p><p class="yj-hint">{lost}</p>'
    verdicts = {citation["marker"]: citation for citation in entry.reply["citations"]}
    said = [
        f'<p dir="auto">{escape(for_reading(statement["text"]))} '
        + " ".join(_cited(verdicts[marker], interface) for marker in statement["citations"] if marker in verdicts)
        + "</p>"
        for statement in entry.reply["statements"]
    ]
    return "".join(said) or f'<p dir="auto">{escape(for_reading(entry.line["answer"]))}</p>'


def _cited(citation: Mapping[str, Any], interface: Interface) -> str:
    """Return a marker with its verdict; the pointer tells the quote and the article."""
    verdict, place = str(citation["verdict"]), f"{citation['doc']}: {citation['quote']}"
    return (
        f'<span class="yj-eval-cited yj-{escape(verdict)}" title="{escape(place)}">'
        f'[{escape(str(citation["marker"]))}]<span class="yj-badge">{escape(_verdict(verdict, interface))}</span></span>'
    )


def _claim(entry: Entry, interface: Interface) -> str:
    line = entry.line
    wanted = Verdict.SUPPORTED if line["expected"]["supported"] else Verdict.UNSUPPORTED
    return "".join(
        [
            texts("found_error", [line["error"]] if line["error"] else [], interface),
            texts("found_expected", [_verdict(wanted.value, interface)], interface),
            texts("found_verdict", [_verdict(line["answer"], interface)], interface),
            texts("found_why", entry.reply.get("reasons", ()), interface),
            texts("found_given", line["evidence"], interface),
        ]
    )


def _verdict(verdict: str, interface: Interface) -> str:
    return say(verdict, interface) if verdict in list(Verdict) else verdict
