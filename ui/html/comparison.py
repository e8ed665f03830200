"""Two runs held against each other as HTML: what changed, how sure that is, and which questions flipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from yinju.eval.comparison import REFUSED, Change, Comparison, Flip
from yinju.eval.report.tables import HEADLINE
from yinju.eval.shelf import Kept
from yinju.rag.inert import for_reading
from yinju.ui.html.base import does, escape, safe
from yinju.ui.html.groups import group, heading, measure
from yinju.ui.html.questions import texts
from yinju.ui.html.runs import day, without
from yinju.ui.strings import STRINGS, Interface, say

FEW = 5
"""Flipped questions of a measure and a direction that are shown before all are asked for."""

_COUNTS = frozenset({"statements a reply", "characters a reply"})  # every other measure is a share


def comparison(found: Comparison, before: Kept, after: Kept, interface: Interface, whole: bool = False) -> str:
    """Return what changed from one run to another; `whole` shows every flipped question, not only a few of each kind."""
    over_all = [change for change in found.changes if change.slice == "all"]
    telling = [change for change in over_all if change.measure in HEADLINE or change.significant]
    telling.sort(key=lambda change: (not change.significant, _place(change.measure)))
    rest = [change for change in over_all if change not in telling]
    alone = [c for c in found.changes if c.slice != "all" and c.significant and c.better]
    return "".join(
        [
            safe(_head(before, after, interface)),
            safe(f'<p class="yj-eval-sum" role="status">{escape(_summary(found, over_all, interface))}</p>'),
            _table(telling, interface),
            safe(f'<p class="yj-hint">{escape(say("found_p_hint", interface))}</p>'),
            heading("found_in_groups", interface) + _table(alone, interface, found) if alone else "",
            _rest(rest, interface),
            _flips(found.flips, interface, whole),
        ]
    )


def _head(before: Kept, after: Kept, interface: Interface) -> str:
    versus = say(
        "found_versus",
        interface,
        before=f"{before.folder.name} ({day(before)})",
        after=f"{after.folder.name} ({day(after)})",
    )
    differing = [
        f"{say(f'found_{name}', interface) if f'found_{name}' in STRINGS['en'] else name} "
        f"({_setting(name, before.signature, interface)} → {_setting(name, after.signature, interface)})"
        for name in dict.fromkeys([*before.signature, *after.signature])
        if before.signature.get(name) != after.signature.get(name)
    ]
    comma = "、" if interface == "zh" else ", "
    setup = say("found_differs", interface, what=comma.join(differing)) if differing else say("found_alike", interface)
    return (
        f'<h2 class="yj-eval-name" dir="auto">{escape(before.dataset)}: {escape(say("found_changes", interface))}</h2>'
        f"<p>{escape(versus)}{'' if interface == 'zh' else ' '}{escape(setup)}</p>"
    )


def _setting(name: str, signature: Mapping[str, Any], interface: Interface) -> str:
    value = str(signature.get(name) or "")
    if name == "without":
        return without(signature, interface) or say("found_none_left_out", interface)
    return say("eval_by_quotes", interface) if (name, value) == ("compose", "quotes") else value or "–"


def _summary(found: Comparison, over_all: Sequence[Change], interface: Interface) -> str:
    if all(change.difference.change == 0 for change in found.changes) and not found.flips:
        return say("found_nothing_changed", interface)
    sure = [change for change in over_all if change.significant and change.better]
    if not sure:
        return say("found_chance_only", interface)
    better = sum(_good(change) for change in sure)
    judged = sum(bool(change.better) for change in over_all)
    return say("found_some_changed", interface, count=judged, better=better, worse=len(sure) - better)


def _good(change: Change) -> bool:
    return change.difference.change * change.better > 0


def _place(name: str) -> int:
    return HEADLINE.index(name) if name in HEADLINE else len(HEADLINE)


def _table(changes: Sequence[Change], interface: Interface, groups: Comparison | None = None) -> str:
    """Return changes as a table, with a column for the group of each when groups are shown."""
    names = ["measure", *(["group"] if groups else []), "judged", "change", "before", "after", "p"]
    head = "".join(f'<th scope="col">{escape(say(f"found_{name}", interface))}</th>' for name in names)
    rows = "".join(_row(change, interface, groups) for change in changes)
    label = escape(say("found_changes", interface))
    return safe(
        f'<div class="yj-eval-scroll" role="region" tabindex="0" aria-label="{label}"><table class="yj-eval-changes">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(change: Change, interface: Interface, groups: Comparison | None) -> str:
    found = change.difference
    where = f"<td>{escape(group(change.slice, groups.before, interface))}</td>" if groups else ""
    bounds = f"{_figure(change.measure, found.low, True)} … {_figure(change.measure, found.high, True)}"
    p = "–" if change.p is None else "< .0001" if change.p < 0.0001 else f"{change.p:.4f}".removeprefix("0")
    word = _judged(change)
    judged = escape(say(f"found_{word}", interface))
    return (
        f'<tr><th scope="row">{escape(measure(change.measure, interface))}</th>{where}'
        f'<td><span class="yj-eval-change yj-eval-{word}">{judged}</span></td>'
        f'<td>{_figure(change.measure, found.change, True)}<span class="yj-facts">{bounds}</span></td>'
        f"<td>{_figure(change.measure, found.before)}</td><td>{_figure(change.measure, found.after)}</td><td>{escape(p)}</td></tr>"
    )


def _judged(change: Change) -> str:
    """Return in one word what a change means."""
    if change.difference.change == 0:
        return "same"
    if not change.significant:
        return "chance"
    return ("better" if _good(change) else "worse") if change.better else "other"


def _figure(name: str, figure: float, signed: bool = False) -> str:
    """Return a figure as its measure is counted: a share in per cent, a change of one in points of them."""
    sign, unit = ("+", "") if signed else ("", "\u00a0%")
    shown = f"{figure:{sign}z.2f}" if name in _COUNTS else f"{figure * 100:{sign}z.1f}{unit}"
    return shown.replace("-", "−")


def _rest(changes: Sequence[Change], interface: Interface) -> str:
    if not changes:
        return ""
    summary = safe(f"<summary>{escape(say('found_rest', interface))}</summary>")
    return f'<details class="yj-eval-more">{summary}{_table(changes, interface)}</details>'


def _flips(flips: Sequence[Flip], interface: Interface, whole: bool) -> str:
    title = heading("found_flips", interface)
    if not flips:
        return title + safe(f'<p class="yj-hint">{escape(say("found_no_flips", interface))}</p>')
    names = sorted(dict.fromkeys(flip.measure for flip in flips), key=_place)
    return title + "".join(
        _flipped(
            [flip for flip in flips if flip.measure == name and flip.better is better], name, better, interface, whole
        )
        for name in names
        for better in (False, True)
    )


def _flipped(flips: Sequence[Flip], name: str, better: bool, interface: Interface, whole: bool) -> str:
    """Return the questions that flipped one way by one measure, each opening to what was said before and after."""
    if not flips:
        return ""
    shown = flips if whole else flips[:FEW]
    way = say("found_flipped_better" if better else "found_flipped_worse", interface)
    items = "".join(f"<li>{_flip(flip, interface)}</li>" for flip in shown)
    every = escape(say("found_more", interface, count=f"{len(flips):,}"))
    more = (
        f'<button class="yj-eval-button yj-eval-small" {does("expand")}>{every}</button>'
        if len(flips) > len(shown)
        else ""
    )
    return safe(
        f'<div class="yj-eval-flips"><h3><span class="yj-eval-change yj-eval-{"better" if better else "worse"}">{escape(way)}</span> '
        f'{escape(measure(name, interface))} <span class="yj-eval-count">{len(flips):,}</span></h3><ol class="yj-eval-questions">{items}</ol>{more}</div>'
    )


def _flip(flip: Flip, interface: Interface) -> str:
    return (
        f'<details><summary><span dir="auto">{escape(for_reading(flip.question))}</span></summary><dl>'
        f"{texts('found_before', [_said(flip.before, interface)], interface)}{texts('found_after', [_said(flip.after, interface)], interface)}</dl>"
        f'<p class="yj-facts">{escape(for_reading(flip.id))}</p></details>'
    )


def _said(text: str, interface: Interface) -> str:
    return say("found_refusal", interface) if text == REFUSED else text
