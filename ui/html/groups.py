"""A run's figures by group: a column a language or a share of noise, a heat table from language to language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from yinju.eval.measures import FOR_CLAIMS, FOR_QUERIES
from yinju.eval.report.heat import MAPPED, Cells, cells, strengths
from yinju.eval.report.section import languages, noise
from yinju.eval.report.tables import Cell, Table
from yinju.eval.runs import Run
from yinju.eval.scoring import ACROSS, SAME
from yinju.ui.html.base import escape, safe
from yinju.ui.html.runs import percent
from yinju.ui.strings import STRINGS, Interface, say
from yinju.ui.strings.languages import language_name

Figure = Mapping[str, float]
"""A mean with its interval, as metrics.json has it: mean, low, high, n."""

LOWER = frozenset(
    [
        *(measure.name for measure in FOR_QUERIES if measure.better < 0),
        *(measure.name for measure in FOR_CLAIMS if measure.better < 0),
    ]
)
"""The measures of which a low figure is good."""

_NAMED = {"all": "found_all", SAME: "found_same_language", ACROSS: "found_across_languages"}
_HEATS = 9  # steps of colour that the style sheet has


def measure(name: str, interface: Interface) -> str:
    """Return what a measure is called: in words if it is one of those that matter, else by its own name."""
    return say(f"measure_{name}", interface) if f"measure_{name}" in STRINGS["en"] else name


def group(name: str, run: Run, interface: Interface) -> str:
    """Return what a group of questions is called: a language, a share of noise, a pair of languages, or its own name."""
    if name in _NAMED:
        return say(_NAMED[name], interface)
    if name in noise(run):
        return say("found_noise", interface, share=f"{float(name) * 100:.0f}\u00a0%")
    asked, arrow, held = name.partition("→")
    if arrow:
        return f"{language_name(asked, interface)} → {language_name(held, interface)}"
    return language_name(name, interface) if name in languages(run) else name


def heading(name: str, interface: Interface, hint: str = "") -> str:
    """Return a heading with a hint under it."""
    told = f'<p class="yj-hint">{escape(say(hint, interface))}</p>' if hint else ""
    return safe(f"<h3>{escape(say(name, interface))}</h3>{told}")


def sure(found: Figure, interface: Interface) -> str:
    """Return how sure a figure is: its interval, and how many questions it rests on."""
    interval = say("found_interval", interface, low=percent(found["low"]), high=percent(found["high"]))
    return f"{interval} · {say('found_n', interface, count=format(int(found['n']), ','))}"


def by_group(title: str, run: Run, telling: Sequence[str], names: Sequence[str], interface: Interface) -> str:
    """Return the measures that matter by groups of questions, a column a group; nothing without groups."""
    if not names:
        return ""
    head = "".join(f'<th scope="col">{escape(group(name, run, interface))}</th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row">{escape(measure(name, interface))}\u00a0<span class="yj-eval-arrow">{"↓" if name in LOWER else "↑"}</span></th>'
        + "".join(_cell(run.measures[name].get(at), interface) for at in names)
        + "</tr>"
        for name in telling
        if any(at in run.measures[name] for at in names)
    )
    corner = escape(say("found_measure", interface))
    return heading(title, interface) + safe(
        _scrolling(
            f'<table><thead><tr><th scope="col">{corner}</th>{head}</tr></thead><tbody>{rows}</tbody></table>',
            say(title, interface),
        )
    )


def _cell(found: Figure | None, interface: Interface) -> str:
    if not found:
        return "<td>–</td>"
    return f'<td title="{escape(sure(found, interface))}">{percent(found["mean"])}<span class="yj-facts">{_range(found)}</span></td>'


def _range(found: Figure) -> str:
    return f"{found['low'] * 100:.0f}–{found['high'] * 100:.0f}\u00a0%"


def _scrolling(table: str, label: str) -> str:
    return f'<div class="yj-eval-scroll" role="region" tabindex="0" aria-label="{escape(label)}">{table}</div>'


def heat(run: Run, interface: Interface) -> str:
    """Return a table from language to language for each measure that has one, the higher the stronger its colour."""
    found = [(name, of) for name in MAPPED if len(of := cells(run.measures.get(name, {}))) > 1]
    if not found:
        return ""
    tables = "".join(_heat_table(name, of, interface) for name, of in found)
    return heading("found_across", interface, "found_across_hint") + safe(f'<div class="yj-eval-maps">{tables}</div>')


def _heat_table(name: str, found: Cells, interface: Interface) -> str:
    asked, held = sorted({a for a, _ in found}), sorted({h for _, h in found})
    strong = strengths(found)

    def shown_cell(at: tuple[str, str]) -> str:
        if at not in found:
            return "<td>–</td>"
        figure = found[at]
        says = say(
            "found_cell", interface, asked=language_name(at[0], interface), held=language_name(at[1], interface),
            figure=percent(figure["mean"]), low=percent(figure["low"]), high=percent(figure["high"]), count=f"{int(figure['n']):,}",
        )  # fmt: skip
        return (
            f'<td class="yj-heat-{round(strong[at] * _HEATS)}" title="{escape(says)}">{figure["mean"] * 100:.1f}</td>'
        )

    def tongue(code: str, scope: str) -> str:
        return f'<th scope="{scope}" title="{escape(language_name(code, interface))}">{escape(code)}</th>'

    head = "".join(tongue(code, "col") for code in held)
    rows = "".join(f"<tr>{tongue(a, 'row')}{''.join(shown_cell((a, h)) for h in held)}</tr>" for a in asked)
    corner = escape(say("found_asked_in", interface))
    table = f'<table class="yj-eval-heat"><thead><tr><th scope="col">{corner}</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    title = measure(name, interface)
    return f'<div class="yj-eval-map"><h3>{escape(title)}</h3>{_scrolling(table, title)}</div>'


def every(table: Table, interface: Interface) -> str:
    """Return every measure and group, as the report has them."""
    head = "".join(f'<th scope="col">{escape(column.name)}</th>' for column in table.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(row.name)}</th>{"".join(map(_every_cell, row.cells))}</tr>' for row in table.rows
    )
    title, corner = say("found_every", interface), escape(say("found_measure", interface))
    grid = f'<table><thead><tr><th scope="col">{corner}</th>{head}</tr></thead><tbody>{rows}</tbody></table>'
    more = f'<details class="yj-eval-more"><summary>{escape(title)}</summary>{_scrolling(grid, title)}</details>'
    return safe(more)


def _every_cell(cell: Cell) -> str:
    return f'<td>{escape(cell.figure or "–")}<span class="yj-facts">{escape(cell.interval)}</span></td>'
