"""What a library holds, and whether it is sound, as HTML."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from yinju.index.holdings import Holdings
from yinju.index.repairing import Repair
from yinju.ui.html.base import does, escape, safe
from yinju.ui.strings import Interface, say


@dataclass(frozen=True, slots=True)
class Verified:
    """A look at whether the library is sound: seconds since it began, what was found once it ended, or why it could not be."""

    seconds: int = 0
    found: Repair | None = None
    trouble: str = ""


def state(held: Holdings, engine: str, verified: Verified | None, interface: Interface) -> str:
    """Return what the library holds in words, with the button that verifies it and what that found."""
    facts = {
        "library_state_articles": f"{held.articles:,}",
        "library_state_passages": f"{held.passages:,}",
        "library_state_sentences": f"{held.sentences:,}",
        "library_state_encoder": held.encoder or say("library_state_no_encoder", interface),
        "library_state_engine": engine,
        "library_state_catalogue": size(held.catalogue_bytes),
        "library_state_index": size(held.index_bytes) if held.index_bytes else say("library_state_no_index", interface),
        "library_state_folder": str(held.folder.absolute()),
    }
    rows = "".join(f"<dt>{escape(say(name, interface))}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    running = verified is not None and verified.found is None and not verified.trouble
    button = f'<button id="yj-verify" class="yj-lib-choice" {does("submit")}{" disabled" if running else ""}>{escape(say("library_verify", interface))}</button>'
    summary = say(
        "library_state",
        interface,
        articles=f"{held.articles:,}",
        passages=f"{held.passages:,}",
        sentences=f"{held.sentences:,}",
    )
    return safe(
        f'<details class="yj-lib-state"{" open" if verified else ""}><summary>{escape(summary)}</summary><dl>{rows}</dl>'
        f"{button}{verdict(verified, interface) if verified else ''}</details>"
    )


def size(count: int) -> str:
    """Return a number of bytes in the unit that people read."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1_000)):,} kB"
    return f"{count / 1_000_000:,.0f} MB" if count >= 10_000_000 else f"{count / 1_000_000:.1f} MB"


def verdict(verified: Verified, interface: Interface) -> str:
    """Return how far the look at a library has come, or what was found."""
    if verified.trouble:
        return f'<p class="yj-error" role="alert">{escape(verified.trouble)}</p>'
    if verified.found is None:
        return f'<p role="status" class="yj-waiting">{escape(say("library_verifying", interface, seconds=verified.seconds))}</p>'
    found = verified.found
    if found.well:
        well = say("library_well", interface, count=f"{found.articles:,}", seconds=verified.seconds)
        return f'<p role="status" class="yj-lib-well">{escape(well)}</p>'
    kinds = Counter(fault.kind for fault in found.left)
    rows = "".join(
        f"<li>{escape(say(f'library_fault_{kind}', interface, count=f'{count:,}'))}</li>"
        for kind, count in kinds.items()
    )
    advice = say("library_repair", interface, folder=found.folder.absolute())
    return (
        f'<div role="alert"><p class="yj-error">{escape(say("library_unwell", interface))}</p><ul>{rows}</ul>'
        f"<p>{escape(advice)}</p></div>"
    )
