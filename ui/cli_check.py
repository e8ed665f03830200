"""`yinju check`: an answer from anywhere against the articles, or a receipt against its sources."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from yinju.index.errors import UsageError, YinjuError
from yinju.rag import settings
from yinju.ui.options import JsonOption, LibraryOption
from yinju.ui.terminal import aside, display, tell

if TYPE_CHECKING:
    from yinju.index.library import Library
    from yinju.rag.receipt import Receipt, Shelf
    from yinju.rag.types import Answer


def check(
    answer: Annotated[
        str,
        typer.Argument(
            metavar="ANSWER.md|RECEIPT.json",
            help="The answer as text or Markdown, a receipt, or what `yinju ask --json` printed; - reads standard input.",
            show_default=False,
        ),
    ],
    more: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH…]", help="Further files for --sources.", show_default=False),
    ] = None,
    library: LibraryOption = None,
    sources: Annotated[
        list[Path] | None,
        typer.Option(
            "--sources", metavar="PATH…", help="Check against these files and folders instead.", show_default=False
        ),
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Keep the result in a file that `yinju check` can verify.", show_default=False
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Check an answer sentence by sentence, or whether a receipt still holds."""
    from yinju.rag.checking.pasted import pasted
    from yinju.rag.checking.reading import read
    from yinju.ui import render_check

    if more and not sources:
        raise UsageError(f"{more[0]}: only one answer is checked at a time; put its sources after --sources")
    if sources and library is not None:
        raise UsageError("--library and --sources: choose one of them")
    paths = [*(sources or ()), *(more or ())]
    given = pasted(_content(answer), "standard input" if answer == "-" else answer)
    if not isinstance(given, str):
        if receipt is not None:
            raise UsageError("--receipt: a receipt is not written again; leave it out")
        rechecked = _recheck(given, library, paths)
        if as_json:
            _print_json(render_check.recheck_json(rechecked))
        else:
            display(render_check.recheck_text(rechecked))
        return
    read(given)  # an answer that cannot be checked is refused before anything is loaded
    with _library(library, paths) as opened:
        from yinju.rag.pipeline import Yinju

        checked = Yinju(opened).check(given)
    if as_json:
        _print_json(render_check.check_json(checked))
    else:
        display(render_check.check_text(checked))
    if receipt is not None:
        from yinju.rag.receipt import dumps, of_check

        _write(receipt, dumps(of_check(checked)))


def write_receipt(answer: Answer, path: Path) -> None:
    """Write the receipt of an answer. Raises YinjuError when the file cannot be written."""
    from yinju.rag.receipt import dumps, of_answer

    _write(path, dumps(of_answer(answer)))


def _write(path: Path, text: str) -> None:
    try:
        path.write_bytes(text.encode("utf-8", "backslashreplace"))  # half a character as JSON writes it
    except OSError as error:
        raise YinjuError(f"{path}: the receipt cannot be written ({error.strerror}); name another file") from error
    tell(f"receipt: {path}; `yinju check {path}` verifies it")


def _content(answer: str) -> bytes:
    """Return what is to be checked, at most a little more than is read."""
    from yinju.rag.checking.pasted import LARGEST

    if answer == "-":
        content = sys.stdin.buffer.read(LARGEST + 1)
    else:
        path = Path(answer)
        try:
            if not path.is_file():
                raise UsageError(f"{answer}: no such file; check the spelling, or give - and paste the answer")
            with path.open("rb") as stream:
                content = stream.read(LARGEST + 1)
        except (OSError, ValueError) as error:
            raise UsageError(f"{answer}: it cannot be read ({error}); name a file") from error
    return content


@contextmanager
def _library(folder: Path | None, paths: list[Path]) -> Iterator[Library]:
    """Give the library that is meant; for files one in a temporary folder."""
    from yinju.rag import bootstrap

    if not paths:
        yield bootstrap.library_or_samples(settings.read(folder), tell)
        return
    from yinju.index.read.paths import check as check_paths
    from yinju.index.read.paths import count_files, read_paths
    from yinju.ui.progress import adding

    check_paths(paths)
    with TemporaryDirectory(prefix="yinju-check-") as temporary:
        target = bootstrap.library(settings.read(Path(temporary) / "library"), create=True, bulk=True)
        with adding(aside(), count_files(paths)) as (counted, advance):
            report = target.add(counted(read_paths(paths)), progress=advance)
        for item in report.failed:
            tell(f"not read: {item}")
        if not target.count():
            raise YinjuError(f"{', '.join(map(str, paths))}: no article in it; name files with text")
        yield target


def _recheck(given: Receipt, folder: Path | None, paths: list[Path]) -> Any:
    from yinju.rag.receipt import recheck

    with _shelf(folder, paths) as shelf:
        return recheck(given, shelf)


@contextmanager
def _shelf(folder: Path | None, paths: list[Path]) -> Iterator[Shelf]:
    """Give the articles that a receipt is checked against; nothing is encoded."""
    from yinju.index.catalogue import Catalogue
    from yinju.rag.receipt import Shelf, shelf_of

    if not paths:
        with shelf_of(Catalogue(settings.read(folder).library_folder)) as shelf:
            yield shelf
        return
    from yinju.index.identify import article
    from yinju.index.read.paths import check as check_paths
    from yinju.index.read.paths import read_paths
    from yinju.index.types import Draft

    check_paths(paths)
    articles = []
    for item in read_paths(paths):
        if isinstance(item, Draft):
            articles.append(article(item))
        elif not item.ignored:
            tell(f"not read: {item}")
    yield Shelf.of(articles)


def _print_json(value: Any) -> None:
    written = json.dumps(value, ensure_ascii=False)
    sys.stdout.write(written.encode("utf-8", "backslashreplace").decode() + "\n")
