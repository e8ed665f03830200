"""`yinju eval complain`: a wrong reply, or all that readers said was wrong, becomes lines of a dataset."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from yinju.index.errors import UsageError
from yinju.rag import settings
from yinju.ui.render import line
from yinju.ui.terminal import warn


def complain(
    to: Annotated[Path, typer.Option("--to", help="Dataset that the complaint is added to.", show_default=False)],
    reply: Annotated[
        Path | None,
        typer.Argument(help="What `yinju ask --json` printed; - reads standard input.", show_default=False),
    ] = None,
    stored: Annotated[
        bool, typer.Option("--stored", help="All that readers of the page said was wrong, instead of one reply.")
    ] = False,
    library: Annotated[Path | None, typer.Option("--library", "-l", help="The library that was asked.")] = None,
    expected: Annotated[
        list[str] | None,
        typer.Option(help="What a right answer holds; may be repeated, all are needed.", show_default=False),
    ] = None,
    refuse: Annotated[bool, typer.Option("--refuse", help="The right reply is a refusal.")] = False,
    citation: Annotated[
        int | None, typer.Option(help="The citation whose verdict is wrong.", show_default=False)
    ] = None,
    verdict: Annotated[str | None, typer.Option(help="The verdict it deserves.", show_default=False)] = None,
) -> None:
    """Turn a wrong reply into a line of a dataset, to be replayed by `yinju eval run` ever after."""
    from yinju.rag.types import Verdict

    ways = [bool(expected), refuse, citation is not None]
    if stored and (reply is not None or any(ways) or verdict is not None):
        raise UsageError("--stored takes what readers said; leave out the reply and what is wrong with it")
    if stored:
        _stored(library, to)
        return
    if reply is None:
        raise UsageError("name what `yinju ask --json` printed, or take what readers said with --stored")
    if sum(ways) != 1 or (citation is None) != (verdict is None):
        raise UsageError("say what is wrong: --expected TEXT, or --refuse, or --citation N with --verdict VERDICT")
    if verdict is not None and verdict not in list(Verdict):
        raise UsageError(f"--verdict {verdict}: choose among {', '.join(Verdict)}")
    wrong = None if citation is None or verdict is None else (citation, Verdict(verdict))
    _one(reply, to, library, expected or [], wrong)


def _one(reply: Path, to: Path, library: Path | None, expected: list[str], wrong: tuple[int, Any] | None) -> None:
    from yinju.eval import complaints
    from yinju.rag import bootstrap

    text = sys.stdin.read() if str(reply) == "-" else _content(reply)
    found = complaints.read_reply(text, str(reply))
    target = bootstrap.library(settings.read(library))
    if wrong is not None:
        made = complaints.wrong_verdict(found, *wrong, target.article)
    else:
        made = complaints.wrong_answer(found, expected, target.article)
    new = complaints.append(made, to)
    sys.stdout.write(_said(made["id"], to, new))


def _stored(library: Path | None, to: Path) -> None:
    from yinju.eval.stored_complaints import gather, store
    from yinju.rag import bootstrap
    from yinju.rag.feedback import FeedbackFile

    target = bootstrap.library(settings.read(library))
    gathered = gather(FeedbackFile(target.catalogue.folder).all(), target.article)
    done = store(gathered, to)
    for item in done:
        sys.stdout.write(_said(item.id, item.path, item.new))
    for text in gathered.left_out:
        warn(line(f"left out: {text}"))
    added = sum(item.new for item in done)
    sys.stdout.write(f"{added} added, {len(done) - added} already there, {len(gathered.left_out)} left out\n")


def _said(id_: str, path: Path, new: bool) -> str:
    return f"{'added' if new else 'already there'}: {id_} in {path}\n"


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); name what `yinju ask --json` printed") from error
