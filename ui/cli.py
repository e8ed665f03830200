"""The command line: parses, calls one floor down, prints. Results on standard output, everything else on standard error."""

from __future__ import annotations

import gc
import os
import sys
from copy import copy
from pathlib import Path
from typing import Annotated, Any

import typer

from yinju.index.errors import UsageError, YinjuError
from yinju.rag import settings
from yinju.rag.inert import for_reading
from yinju.ui.cli_add import add
from yinju.ui.cli_check import check, write_receipt
from yinju.ui.cli_eval import eval_app
from yinju.ui.cli_models import models_app
from yinju.ui.cli_repair import reembed, repair
from yinju.ui.options import JsonOption, LibraryOption
from yinju.ui.render import json_text
from yinju.ui.terminal import display, tell, warn

app = typer.Typer(
    name="yinju",
    help="Ask a collection of articles anything; every sentence of the answer points at the sentence it rests on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(add)
app.command()(check)
app.command()(repair)
app.command()(reembed)
app.add_typer(models_app, name="models")
app.add_typer(eval_app, name="eval")


def main() -> None:
    """Run the command line; errors become one sentence on standard error and an exit code."""
    try:
        _called(sys.argv[1:2])()
    except YinjuError as error:
        warn(f"yinju: {error}")
        sys.exit(2 if isinstance(error, UsageError) else 1)
    finally:
        gc.freeze()  # what is still there ends with the process: to look once more for what could be freed takes 50 ms


def _json(value: Any) -> None:
    sys.stdout.write(json_text(value) + "\n")


def _called(words: list[str]) -> typer.Typer:
    """Return the program with the one command that is called; to lay out the options of all takes 15 ms."""
    commands = [
        known for known in app.registered_commands if [known.name or getattr(known.callback, "__name__", "")] == words
    ]
    if not commands:
        return app
    program = copy(app)
    program.registered_commands, program.registered_groups = commands, []
    return program


@app.callback(invoke_without_command=True)
def _root(
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if show_version:
        from importlib.metadata import version

        sys.stdout.write(f"yinju {version('yinju')}\n")
        raise typer.Exit


@app.command("list")
def list_(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List the articles."""
    from yinju.ui import render

    for article in _open(library).articles():
        if as_json:
            _json(render.article_json(article, text=False))
        else:
            facts = f"{article.id}  {article.published or '          '}  {article.language:<3}"
            sys.stdout.write(f"{facts}  {render.line(article.title)}\n")


@app.command()
def show(
    article_id: Annotated[str, typer.Argument(metavar="ID")],
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print one article."""
    from yinju.ui import render

    article = _open(library).article(article_id)
    if article is None:
        raise _no_article(article_id)
    if as_json:
        _json(render.article_json(article, text=True))
        return
    facets = (f"{key}: {', '.join(values)}" for key, values in article.facets.items())
    facts = " · ".join(filter(None, (article.published, article.language, article.url, *facets)))
    sys.stdout.write(f"{render.line(article.title)}\n{render.line(facts)}\n\n{render.plain(article.text)}\n")


@app.command()
def remove(ids: Annotated[list[str], typer.Argument(metavar="ID…")], library: LibraryOption = None) -> None:
    """Remove articles and everything derived from them."""
    target = _open(library)
    unknown = [article_id for article_id in ids if target.article(article_id) is None]
    if unknown:
        raise _no_article(unknown[0])
    sys.stdout.write(f"{target.remove(ids)} removed; {target.catalogue.folder} holds {target.count()} articles\n")


def _open(library: Path | None) -> Any:
    from yinju.rag import bootstrap

    return bootstrap.library(settings.read(library))


def _no_article(article_id: str) -> YinjuError:
    return YinjuError(f"no article {article_id} in this library; `yinju list` prints the ids")


@app.command()
def ask(
    question: str,
    library: LibraryOption = None,
    as_json: JsonOption = False,
    compose: Annotated[
        str, typer.Option(help="quotes: the sentences themselves; llm: written by the language model.")
    ] = "quotes",
    language: Annotated[
        list[str] | None,
        typer.Option(help="Only articles in this language; may be repeated.", show_default=False),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Only articles of this day or later (YYYY-MM-DD).", show_default=False),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Only articles of this day or earlier.", show_default=False),
    ] = None,
    facet: Annotated[
        list[str] | None,
        typer.Option(metavar="K=V", help="Only articles with this facet; may be repeated.", show_default=False),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST|FOLDER",
            help="Only articles of this host, or of files in this folder; may be repeated.",
            show_default=False,
        ),
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Keep the answer in a file that `yinju check` can verify.", show_default=False
        ),
    ] = None,
) -> None:
    """Answer a question with quotes from the articles."""
    from yinju.rag import bootstrap
    from yinju.rag.filters import parse
    from yinju.rag.pipeline import Answered, EvidenceFound
    from yinju.rag.types import Evidence
    from yinju.rag.understand import understand
    from yinju.ui import render

    if compose not in ("quotes", "llm"):
        raise UsageError(f"--compose {compose}: choose quotes or llm")
    wanted = parse(language or (), since, until, facet or (), [_source(text) for text in source or ()])
    understand(question)  # an empty or endless question is refused before anything is loaded
    engine = bootstrap.yinju(settings.read(library), tell)
    evidence: tuple[Evidence, ...] = ()
    for event in engine.stream(question, wanted=wanted, compose="llm" if compose == "llm" else "quotes"):
        if isinstance(event, EvidenceFound):
            evidence = event.evidence
            if compose == "llm" and sys.stderr.isatty():  # a model takes a while; what it is shown does not
                tell("\n".join(f"· {for_reading(item.quote)}" for item in evidence[:3]))
        elif isinstance(event, Answered):
            if as_json:
                _json(render.answer_json(event.answer))
            else:
                display(render.answer_text(event.answer, evidence))
            if receipt is not None:
                write_receipt(event.answer, receipt)


def _source(text: str) -> str:
    """Return a folder that is there as articles know it: by its whole path."""
    return os.path.abspath(text) if text.strip() and Path(text).is_dir() else text


@app.command()
def chat(
    library: LibraryOption = None,
    host: Annotated[
        str, typer.Option(help="Address to listen on; beyond this machine only with --auth.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes any free one.")] = 7860,
    auth: Annotated[
        str | None,
        typer.Option(
            metavar="USER:PASSWORD", envvar="YINJU_AUTH", help="Ask for this user and password.", show_default=False
        ),
    ] = None,
) -> None:
    """Open the chat page in the browser's reach."""
    from yinju.rag import bootstrap
    from yinju.ui.app.serve import credentials, serve

    login = credentials(host, auth)
    serve(bootstrap.yinju(settings.read(library), tell, serving=True), host, port, login, tell)


if __name__ == "__main__":
    main()
