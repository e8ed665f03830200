"""A comparison in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from yinju.eval.comparison import Change, Comparison

_SHORT = 160  # characters of a reply shown with a flipped question


def sentences(comparison: Comparison) -> list[str]:
    """Return what changed, in which language, how sure that is, and how many questions flipped."""
    overall = [change for change in comparison.changes if change.slice == "all"]
    if all(change.difference.change == 0 for change in comparison.changes) and not comparison.flips:
        return ["Nothing changed: every measure is the same in both runs."]
    sure = [change for change in overall if change.significant and change.better]
    said = [_sentence(change, comparison) for change in sure]
    rest = [change for change in overall if not change.significant and change.better and change.difference.change]
    if not sure:
        said.append("No measure changed by more than chance over all questions.")
        if rest:
            said.append(f"The largest change: {_figures(max(rest, key=lambda change: abs(change.difference.change)))}.")
    elif rest:
        said.append(f"Within chance: {', '.join(change.measure for change in rest)}.")
    elsewhere = [c for c in comparison.changes if c.slice != "all" and c.significant and c.better]
    alone = [c for c in elsewhere if c.measure not in {change.measure for change in sure}]
    said += [f"In {change.slice} alone, {_figures(change)}." for change in alone]
    return said


def _sentence(change: Change, comparison: Comparison) -> str:
    where = _where(change, comparison.changes)
    flips = [flip for flip in comparison.flips if flip.measure == change.measure]
    better = sum(flip.better for flip in flips)
    counted = f" {better} questions better, {len(flips) - better} worse." if flips else ""
    return f"{_figures(change)}{where}.{counted}"


def _figures(change: Change) -> str:
    found = change.difference
    moved = "rose" if found.change > 0 else "fell"
    judged = "better" if found.change * change.better > 0 else "worse"
    p = f", p = {found.p:.4f}, after Holm {change.p:.4f}" if found.p is not None and change.p is not None else ""
    effect = f", d = {found.effect:+.2f}" if found.effect is not None else ""
    return (
        f"{change.measure} {moved} from {found.before:.3f} to {found.after:.3f} ({judged}; {found.change:+.3f}, "
        f"95 % {found.low:+.3f} to {found.high:+.3f}{p}{effect}, n {found.n})"
    )


def _where(change: Change, changes: Sequence[Change]) -> str:
    """Return the languages a change comes from, when it is sure in some of them and not in others."""
    parts = [c for c in changes if c.measure == change.measure and c.slice != "all"]
    moved = [f"{c.slice} {c.difference.change:+.3f}" for c in parts if c.significant]
    still = [c.slice for c in parts if not c.significant]
    if not moved or not parts:
        return ""
    return f", in {', '.join(moved)}" + (f"; not in {', '.join(still)}" if still else "")


def flipped(comparison: Comparison, most: int) -> list[str]:
    """Return the questions that flipped, at most `most` each way and measure, with what was said before and after."""
    said = []
    measures = dict.fromkeys(flip.measure for flip in comparison.flips)
    for measure, better in ((measure, better) for measure in measures for better in (True, False)):
        flips = [flip for flip in comparison.flips if flip.measure == measure and flip.better is better]
        if flips and most:
            said.append(
                f"\n{measure}, {'right now, wrong before' if better else 'wrong now, right before'}: {len(flips)}"
            )
        for flip in flips[:most]:
            said += [
                f"  {flip.id}  {flip.question}",
                f"      before: {_short(flip.before)}",
                f"      after:  {_short(flip.after)}",
            ]
    return said


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT]}…"


def gate(comparison: Comparison, names: Sequence[str], margin: float) -> list[str]:
    """Return a sentence for each measure that may have become worse by more than the margin (one-sided 95 %)."""
    return [
        f"{change.measure}: B may be worse by {-change.worst_case:.3f} (one-sided 95 %), more than the margin {margin:.3f}; "
        f"{change.difference.before:.3f} → {change.difference.after:.3f}"
        for change in comparison.changes
        if change.slice == "all" and change.measure in names and not change.worst_case >= -margin
    ]
