"""`yinju models`: what runs on this machine, and how to make it faster."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from yinju.rag import settings

models_app = typer.Typer(help="The encoder and the language model.", no_args_is_help=True, rich_markup_mode=None)


@models_app.command("list")
def models_list() -> None:
    """List the encoder's engines and the language model, and whether each is ready."""
    from yinju.rag import engines

    for engine in engines.every(settings.read()):
        sys.stdout.write(f"{'ready  ' if engine.ready else 'missing'}  {engine.name:<24} {engine.what}\n")


@models_app.command("prepare")
def models_prepare() -> None:
    """Make the faster graph of the bundled encoder (some seconds, no network)."""
    from yinju.rag import engines

    folder = engines.prepare(settings.read(), lambda text: print(text, file=sys.stderr))
    sys.stdout.write(f"prepared in {folder}; `yinju add` uses it from now on\n")


@models_app.command("show")
def models_show(
    library: Annotated[Path | None, typer.Option("--library", "-l", help="Folder of the library.")] = None,
) -> None:
    """Show which encoder and which language model are chosen."""
    from yinju.rag import engines

    for name, value in engines.chosen(settings.read(library)).items():
        sys.stdout.write(f"{name}: {value}\n")
