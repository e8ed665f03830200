"""`yinju add`: files and folders into the library, once or for as long as they are watched."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from yinju.rag import settings
from yinju.ui.options import LibraryOption
from yinju.ui.progress import adding
from yinju.ui.terminal import aside, tell, warn

_SHOWN = 20  # remarks that are printed; of ten thousand rows without a day nobody reads each

IncludeOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATTERN",
        help="Only files like this, for example '*.md' or 'news/*'; may be repeated.",
        show_default=False,
    ),
]
ExcludeOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PATTERN", help="No files like this, for example 'drafts/*'; may be repeated.", show_default=False
    ),
]


def add(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Files and folders, zipped ones too: .txt .md .html .pdf .docx .jsonl .csv .tsv, crawled records.",
            show_default=False,
        ),
    ],
    library: LibraryOption = None,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on: add what changes, remove what is deleted, until Ctrl-C.")
    ] = False,
    fast: Annotated[
        bool,
        typer.Option(
            "--fast", help="Encode sentences only (nearly twice as fast); for a new library, which keeps to it."
        ),
    ] = False,
) -> None:
    """Add articles, or update those that changed."""
    from yinju.index.read.folders import Selection
    from yinju.index.read.paths import check, count_files, read_paths
    from yinju.rag import bootstrap, engines

    check(paths)
    chosen, selection = settings.read(library), Selection(include or (), exclude or ())
    total = count_files(paths, selection)
    engines.ready_for(chosen, total - bootstrap.stored(chosen), tell)
    target = bootstrap.library(chosen, create=True, bulk=True, fast=fast)
    for pattern in selection.idle:
        tell(
            f"the pattern {pattern!r} matches no file in {', '.join(map(str, paths))}; put it in quotes, check its spelling"
        )
    if watch:
        _watch(target, paths, selection)
        return
    with adding(aside(), total) as (counted, advance):
        report = target.add(counted(read_paths(paths, selection)), progress=advance)
    _list(report)
    sys.stdout.write(
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, {len(report.failed)} not added; "
        f"{_holds(target)}\n"
    )
    if report.failed or not (report.added or report.updated or report.unchanged):
        raise typer.Exit(1)


def _watch(target: Any, paths: Sequence[Path], selection: Any) -> None:
    """Follow files and folders until Ctrl-C, then sum up."""
    from yinju.index.following import follow

    added = updated = removed = 0
    failed: set[str] = set()
    told: set[Path] = set()
    tell(f"watching {', '.join(map(str, paths))}; Ctrl-C ends it")
    try:
        for step in follow(target, paths, selection):
            report = step.report
            _list(report)
            added, updated, removed = added + report.added, updated + report.updated, removed + step.removed
            failed.update(item.where for item in report.failed)
            if report.added or report.updated or step.removed:
                tell(f"{report.added} added, {report.updated} updated, {step.removed} removed; {_holds(target)}")
            for folder in set(step.missing) - told:
                told.add(folder)
                tell(f"{folder} cannot be reached; its articles stay. Start again when it is back")
    except KeyboardInterrupt:
        pass
    sys.stdout.write(
        f"{added} added, {updated} updated, {removed} removed, {len(failed)} not added; {_holds(target)}\n"
    )


def _list(report: Any) -> None:
    """Print what was not added, and what was left out of articles that were."""
    for item in report.unreadable:
        warn(f"{'skipped' if item.ignored else 'not added'}: {item}")
    for remark in report.remarks[:_SHOWN]:
        warn(f"note: {remark}")
    if len(report.remarks) > _SHOWN:
        warn(f"note: and {len(report.remarks) - _SHOWN:,} more such articles")


def _holds(target: Any) -> str:
    return f"{target.catalogue.folder} holds {target.count()} articles"
