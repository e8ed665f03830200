"""A run's figures as HTML: each in words with its interval, then by group, and as plots."""

from __future__ import annotations

from dataclasses import fields

from yinju.eval.report.latency import latency
from yinju.eval.report.plots import plots
from yinju.eval.report.section import Kind, kind, languages, noise
from yinju.eval.report.svg import Plot
from yinju.eval.report.tables import HEADLINE, whole
from yinju.eval.report.words import Words
from yinju.eval.runs import Run
from yinju.eval.shelf import Kept
from yinju.ui.html.base import escape, safe
from yinju.ui.html.groups import LOWER, Figure, by_group, every, heading, heat, measure, sure
from yinju.ui.html.runs import day, facts, percent, shown
from yinju.ui.strings import STRINGS, Interface, say
from yinju.ui.strings.languages import language_name


def figures(run: Run, kept: Kept, interface: Interface) -> str:
    """Return everything a run's figures tell; its questions are listed elsewhere."""
    telling = [name for name in HEADLINE if "all" in run.measures.get(name, {})]
    return "".join(
        [
            safe(_head(run, kept, interface)),
            heading("found_figures", interface, "found_figures_hint"),
            '<ul class="yj-eval-figures">' + "".join(_figure(name, run, interface) for name in telling) + "</ul>",
            by_group("found_by_language", run, telling, languages(run), interface),
            by_group("found_by_noise", run, telling, noise(run), interface),
            heat(run, interface),
            _plots(run, interface),
            every(whole(run), interface),
            safe(f'<p class="yj-facts">{escape(say("found_kept", interface, folder=shown(run.folder)))}</p>'),
        ]
    )


def _head(run: Run, kept: Kept, interface: Interface) -> str:
    line = " · ".join([day(kept), *facts(run.signature, interface)])
    failed = sum(question["error"] is not None for question in run.questions)
    warning = (
        f'<p class="yj-note" role="note">{escape(say("found_not_asked", interface, failed=failed, count=len(run.questions)))}</p>'
        if failed
        else ""
    )
    return (
        f'<h2 class="yj-eval-name" dir="auto">{escape(kept.dataset or run.name)}</h2>'
        f'<p class="yj-facts">{escape(line)}</p><p>{escape(_asked(run, interface))}</p>{warning}'
    )


def _asked(run: Run, interface: Interface) -> str:
    """Return what was asked and how it was answered, in two sentences."""
    asked = sorted({str(question["language"]) for question in run.questions} - {"und"})
    named = [language_name(code, interface) for code in asked or ["und"]]
    comma = "、" if interface == "zh" else ", "
    spoken = comma.join(named[:-1]) + say("found_and", interface) + named[-1] if len(named) > 1 else named[0]
    of = kind(run)
    first = say(f"found_asked_{of}", interface, count=f"{len(run.questions):,}", languages=spoken)
    if of is Kind.CLAIMS:
        return first
    compose = str(run.signature.get("compose", "quotes"))
    second = "found_by_quotes" if compose == "quotes" else "found_by_llm"
    values = {} if compose == "quotes" else {"model": compose}
    return f"{first}{'' if interface == 'zh' else ' '}{say(second, interface, **values)}"


def _figure(name: str, run: Run, interface: Interface) -> str:
    """Return a measure over all questions: what it means, the figure, and how sure that is."""
    found = run.measures[name]["all"]
    says = say("found_lower" if name in LOWER else "found_higher", interface)
    words = safe(
        f'<div class="yj-eval-means"><h3>{escape(measure(name, interface))}</h3>'
        f"<p>{escape(say(f'means_{name}', interface))}</p></div>"
    )
    figure = safe(
        f'<p class="yj-eval-value"><span class="yj-eval-figure">{percent(found["mean"])}</span> '
        f'<span class="yj-eval-better">{"↓" if name in LOWER else "↑"} {escape(says)}</span></p>'
    )
    bounds = safe(f'<p class="yj-facts">{escape(sure(found, interface))}</p>')
    return f'<li>{words}<div class="yj-eval-measured">{figure}{_track(found)}{bounds}</div></li>'


def _track(found: Figure) -> str:
    """Return a line from 0 to 100 % with the interval and the figure on it; made of numbers alone."""
    low, mean, high = (max(0.0, min(100.0, 100 * found[at])) for at in ("low", "mean", "high"))
    return (
        '<svg class="yj-eval-track" viewBox="-3 0 106 8" aria-hidden="true">'
        '<rect class="rail" x="0" y="3" width="100" height="2" rx="1"/>'
        f'<rect class="range" x="{low:.1f}" y="2.5" width="{max(high - low, 0.5):.1f}" height="3" rx="1.5"/>'
        f'<circle class="at" cx="{mean:.1f}" cy="4" r="2.6"/></svg>'
    )


def _plots(run: Run, interface: Interface) -> str:
    words = Words(**{field.name: STRINGS[interface][f"plot_{field.name}"] for field in fields(Words)})
    drawn = [*plots(run, words), *filter(None, [latency(run, words)])]
    if not drawn:
        return ""
    return (
        heading("found_plots", interface)
        + '<div class="yj-eval-plots">'
        + "".join(f'<div class="yj-eval-plot">{_plot(plot)}</div>' for plot in drawn)
        + "</div>"
    )


def _plot(plot: Plot) -> str:
    """Return a plot; its drawing is markup of ours that escapes every text, and is not put through the list of tags."""
    return (
        safe(f"<h3>{escape(plot.heading)}</h3>")
        + str(plot.drawing)
        + safe(f'<p class="yj-hint">{escape(plot.caption)}</p>')
    )
