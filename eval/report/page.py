"""A run as one page: everything it needs stands in it, so that it opens by a double click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from yinju.eval.judge import summary
from yinju.eval.report.heat import maps
from yinju.eval.report.latency import latency
from yinju.eval.report.plots import plots
from yinju.eval.report.section import Kind, Section, kind, languages, noise, sections, sentence
from yinju.eval.report.svg import Plot
from yinju.eval.report.tables import Table, ablation, cells, headline, plain, stages, whole
from yinju.eval.report.worst import SHOWN, Failing, worst
from yinju.eval.runs import Run
from yinju.eval.signature import line


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the page shows of one run."""

    label: str
    claims: bool
    count: int
    failed: int
    by: str
    headline: Table
    plots: tuple[Plot, ...]
    maps: tuple[Plot, ...]
    latency: Plot | None
    stages: Table | None
    cost: str
    judge: tuple[str, ...]
    worst: tuple[Failing, ...]
    wrong: int
    whole: Table
    cells: Table | None
    signature: str


@dataclass(frozen=True, slots=True)
class Part:
    """Everything the page shows of one dataset; `ablation` and `rest` are there when it has several runs."""

    name: str
    anchor: str
    sentence: str
    ablation: Table | None
    rest: Table | None
    runs: tuple[Shown, ...]


def page(runs: Sequence[Run]) -> str:
    """Return a whole HTML page about some runs: a section a dataset, runs of one dataset side by side."""
    environment = Environment(
        loader=PackageLoader("yinju.eval.report", "."),
        autoescape=True,  # whatever comes from datasets and models is text, never markup
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    parts = [_part(place, section) for place, section in enumerate(sections(runs), 1)]
    return environment.get_template("page.html").render(parts=parts)


def _part(place: int, section: Section) -> Part:
    several = len(section.runs) > 1
    return Part(
        name=section.name,
        anchor=f"dataset-{place}",
        sentence=sentence(section.runs[0]),
        ablation=ablation(section) if several else None,
        rest=ablation(section, rest=True) if several else None,
        runs=tuple(_shown(label, run) for label, run in zip(section.labels, section.runs, strict=True)),
    )


def _shown(label: str, run: Run) -> Shown:
    wrong = worst(run)
    return Shown(
        label=label,
        claims=kind(run) is Kind.CLAIMS,
        count=len(run.questions),
        failed=sum(question["error"] is not None for question in run.questions),
        by=" and ".join(name for name, there in (("language", languages(run)), ("noise", noise(run))) if there),
        headline=headline(run),
        plots=plots(run),
        maps=maps(run),
        latency=latency(run),
        stages=stages(run),
        cost=_cost(run),
        judge=tuple(summary(run.judge).splitlines()) if run.judge else (),
        worst=wrong[:SHOWN],
        wrong=len(wrong),
        whole=whole(run),
        cells=cells(run),
        signature=line(run.signature),
    )


def _cost(run: Run) -> str:
    """Return where the run was made and what else it took."""
    timings = run.timings
    facts = [str(timings["host"])] if timings.get("host") else []
    if memory := timings.get("memory_mb"):
        facts.append(f"at most {memory:,} MB of memory")
    if seconds := timings.get("cold_start_seconds"):
        facts.append(f"the first answer of a new process after {plain(min(seconds))} to {plain(max(seconds))} s")
    if tokens := timings.get("tokens_written"):
        facts.append(f"{tokens:,} tokens written")
    return "; ".join(facts)
