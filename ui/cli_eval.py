"""`yinju eval`: measure answers, compare runs, report, and turn complaints into tests."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from yinju.index.errors import UsageError
from yinju.rag import settings
from yinju.ui.cli_complain import complain
from yinju.ui.progress import progressing
from yinju.ui.terminal import aside, tell, warn

eval_app = typer.Typer(
    help="Measure answers, compare runs, report, and turn complaints into tests.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
eval_app.command()(complain)

RunArgument = Annotated[Path, typer.Argument(help="Folder of a finished run.", show_default=False)]


@eval_app.command("run")
def run(
    dataset: Annotated[
        Path, typer.Argument(help="Folder of a corpus set, or file of a reading or claim set.", show_default=False)
    ],
    to: Annotated[
        Path, typer.Option("--out", "-o", help="Folder for the results; a stopped run goes on.", show_default=False)
    ],
    compose: Annotated[
        str, typer.Option(help="quotes: the sentences themselves; llm: written by the language model.")
    ] = "quotes",
    without: Annotated[
        list[str] | None,
        typer.Option(
            help="Leave out a part of the search to see what it is worth: centring, sentences, pairs, lexical, names, balance, places, agreement; may be repeated.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the intervals.")] = 0,
) -> None:
    """Ask every question of a dataset and score the answers; no language model and no network is needed."""
    from yinju.eval import experiment
    from yinju.eval.datasets import open_dataset
    from yinju.eval.report import markdown
    from yinju.eval.setup import Setup
    from yinju.rag import models

    if compose not in ("quotes", "llm"):
        raise UsageError(f"--compose {compose}: choose quotes or llm")
    chosen = settings.read()
    if compose == "llm" and not (model := models.state(chosen)).ready:
        raise UsageError(f"--compose llm: {model.what}")
    setup = Setup(compose="llm" if compose == "llm" else "quotes", without=tuple(without or ()), seed=seed)
    opened = open_dataset(dataset)
    _folder(to)
    with progressing(aside()) as progress:
        done = experiment.run(opened, to, setup, chosen, tell, progress)
    sys.stdout.write(
        f"{markdown([done])}\n{to} has the answers and every question's scores; `yinju eval report {to}`\n"
    )


@eval_app.command("compare")
def compare(
    before: RunArgument,
    after: RunArgument,
    flips: Annotated[int, typer.Option(min=0, help="Flipped questions shown each way and measure.")] = 10,
    gate: Annotated[
        bool, typer.Option("--gate", help="Exit with 1 when the second run may be worse by more than the margin.")
    ] = False,
    margin: Annotated[float, typer.Option(min=0.0, help="What the gate lets pass.")] = 0.02,
    measure: Annotated[
        list[str] | None,
        typer.Option(help="Measures the gate watches; default the headline measures.", show_default=False),
    ] = None,
) -> None:
    """Say what changed from one run to another, how sure that is, and which questions flipped."""
    from yinju.eval import comparison, findings
    from yinju.eval.runs import Run
    from yinju.ui import render

    found = comparison.compare(Run.read(before), Run.read(after))
    watched = set(measure or comparison.GATED) & {c.measure for c in found.changes if c.slice == "all" and c.better}
    if gate and (unknown := sorted(set(measure or ()) - watched) or ([] if watched else ["any"])):
        raise UsageError(
            f"--gate: {unknown[0]!r} is no measure of both runs that has a better; metrics.json has the names"
        )
    for sentence in findings.sentences(found):
        sys.stdout.write(f"{sentence}\n")
    for line in findings.flipped(found, flips):
        sys.stdout.write(render.plain(f"{line}\n"))
    if gate and (complaints := findings.gate(found, sorted(watched), margin)):
        for complaint in complaints:
            warn(f"gate: {complaint}")
        raise typer.Exit(1)


@eval_app.command("report")
def report(
    folders: Annotated[
        list[Path], typer.Argument(metavar="DIR…", help="Folders of finished runs.", show_default=False)
    ],
    to: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", help="Folder for report.html and report.md; default the first run's.", show_default=False
        ),
    ] = None,
) -> None:
    """Write one self-contained HTML page and a Markdown table over one or several runs."""
    from yinju.eval import report as reports
    from yinju.eval.runs import Run, write_text

    found = [Run.read(folder) for folder in folders]
    place = to or folders[0]
    _folder(place)
    write_text(place / "report.html", reports.page(found))
    write_text(place / "report.md", reports.markdown(found))
    sys.stdout.write(f"{place / 'report.html'}\n{place / 'report.md'}\n")


@eval_app.command("judge")
def judge(
    folder: RunArgument,
    labelled: Annotated[
        Path, typer.Option(help="Claim set that tells how far the judge can be trusted.", show_default=False)
    ],
) -> None:
    """Let the language model judge a run's statements, and judge the judge."""
    from yinju.eval import judge as judging
    from yinju.eval.datasets import ClaimSet
    from yinju.eval.runs import JUDGE, Run, write_json
    from yinju.rag import models

    chosen = settings.read()
    chat = models.chat(chosen)
    if chat is None:
        raise UsageError("no language model is set up; set YINJU_LLM_MODEL (README, “A language model”)")
    with progressing(aside()) as progress:
        found = judging.judge_run(
            judging.Judge(chat),
            str(models.name(chosen)),
            Run.read(folder),
            ClaimSet.read(labelled),
            0,
            lambda done, total: progress("judgements", done, total),
        )
    write_json(folder / JUDGE, found)
    sys.stdout.write(judging.summary(found) + "\n")


def _folder(path: Path) -> None:
    """Make the folder that results go to. Raises UsageError when it cannot be one."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"--out {path}: not a folder that can be written to ({error.strerror}); name another"
        ) from error
