"""`yinju repair` and `yinju reembed`: a library verified and mended, or given over to another encoder."""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yinju.rag import settings
from yinju.ui.options import JsonOption, LibraryOption
from yinju.ui.render import json_text, plain
from yinju.ui.terminal import aside, tell

if TYPE_CHECKING:
    from yinju.index.repairing import Repair

_SHOWN = 5  # examples of each kind of fault that are printed; --json has all


def repair(
    library: LibraryOption = None,
    check: Annotated[bool, typer.Option("--check", help="Only say what is wrong; change nothing.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Verify a library and mend it; what is damaged stays beside it under another name."""
    from yinju.index import repairing
    from yinju.rag import bootstrap

    chosen = settings.read(library)
    folder = chosen.library_folder
    if check:
        done = repairing.verify(folder)
    else:
        done = repairing.repair(folder, partial(bootstrap.encoder_named, chosen), tell)
    sys.stdout.write(json_text(_fields(done)) + "\n" if as_json else plain(_report(done, check)))
    if not done.well:
        raise typer.Exit(1)


def reembed(library: LibraryOption = None) -> None:
    """Give a library over to the encoder that is set now; begun before, it goes on where it stopped."""
    from yinju.index.catalogue import Catalogue
    from yinju.index.reembedding import reembed as run
    from yinju.rag import bootstrap
    from yinju.ui.progress import progressing

    chosen = settings.read(library)
    folder = chosen.library_folder
    Catalogue(folder)  # says what is wrong before an encoder is loaded
    encoder = bootstrap.encoder_named(chosen, None)
    with progressing(aside()) as show:
        fresh = run(folder, encoder, partial(show, "re-embedding"))
    sys.stdout.write(f"{fresh} texts encoded; {folder} belongs to {encoder.model}\n")


def _fields(done: Repair) -> dict[str, Any]:
    return {
        "library": str(done.folder),
        "articles": done.articles,
        "found": [{"kind": fault.kind, "about": fault.about, "what": fault.what} for fault in done.found],
        "left": [{"kind": fault.kind, "about": fault.about, "what": fault.what} for fault in done.left],
        "lost": done.lost,
        "emptied": done.emptied,
        "kept": [str(path) for path in done.kept],
        "well": done.well,
    }


def _report(done: Repair, check: bool) -> str:
    lines = [f"{done.folder}: {done.articles} articles"]
    if not done.found:
        return f"{lines[0]}, all is well\n"
    left = Counter(fault.kind for fault in done.left)
    kinds = Counter(fault.kind for fault in done.found)
    for kind, count in kinds.items():
        shown = [f"{fault.about}: {fault.what}" for fault in done.found if fault.kind == kind][:_SHOWN]
        state = "wrong" if check else "mended" if not left[kind] else "not mended"
        lines += [f"{state}: {text}" for text in shown]
        if count > _SHOWN:
            lines.append(f"{state}: … and {count - _SHOWN} more like this")
    lines += [f"lost: article {identifier} {address}".rstrip() for identifier, address in done.lost.items()]
    lines += [f"lost: the facets or page numbers of article {identifier}" for identifier in done.emptied]
    if done.lost or done.emptied:
        lines.append("add their files again to bring them back")
    lines += [f"kept: {path}" for path in done.kept]
    if check:
        lines.append(f"run `yinju repair --library {done.folder}` to mend this")
    elif done.left:
        lines.append(_advice(done, left))
    return "\n".join(lines) + "\n"


def _advice(done: Repair, left: Counter[Any]) -> str:
    if left["file"]:
        return (
            f"no article could be read: move {done.folder} away, or put a copy of it back, and add your articles again"
        )
    return f"set YINJU_ENCODER to the encoder of this library and repair again, or run `yinju reembed --library {done.folder}`"
