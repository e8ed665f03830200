"""The files of a folder: which are wanted, in a stable order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePath, PurePosixPath

_CORPUS = "corpus.jsonl"


class Selection:
    """Which files of a folder are wanted, by shell patterns; remembers which patterns ever matched a file.

    A pattern with a slash is matched against the path below the folder (`*` crosses slashes), one without
    against every name on that path: `*.md` picks files at any depth, `drafts` a whole sub-folder.
    """

    def __init__(self, include: Sequence[str] = (), exclude: Sequence[str] = ()) -> None:
        self._include, self._exclude = tuple(include), tuple(exclude)
        self._matched: set[str] = set()

    def admits(self, below: PurePath) -> bool:
        """Say whether the file at a path below its folder is wanted."""
        included = [pattern for pattern in self._include if _matches(below, pattern)]
        excluded = [pattern for pattern in self._exclude if _matches(below, pattern)]
        self._matched.update(included, excluded)
        return (bool(included) or not self._include) and not excluded

    @property
    def idle(self) -> list[str]:
        """The patterns that matched no file so far."""
        return [pattern for pattern in (*self._include, *self._exclude) if pattern not in self._matched]


def _matches(below: PurePath, pattern: str) -> bool:
    pattern = pattern.removeprefix("./").rstrip("/")
    if "/" in pattern:
        path = below.as_posix()
        return fnmatchcase(path, pattern) or fnmatchcase(path, f"{pattern}/*")
    return any(fnmatchcase(name, pattern) for name in below.parts)


def files(path: Path, selection: Selection) -> Iterator[tuple[Path, bool]]:
    """Yield the files at a path, made absolute, each with whether it was named itself; links to folders stay shut."""
    root = Path(os.path.abspath(path))
    if not root.is_dir():
        yield root, True
        return
    found: list[PurePath] = []
    for folder, below, names in os.walk(root):
        below[:] = [name for name in below if not hidden(PurePath(name))]
        place = PurePath(folder).relative_to(root)
        found += (place / name for name in names if not hidden(PurePath(name)))
    for relative in sorted(found):
        if selection.admits(relative):
            yield root / relative, False


def hidden(path: PurePath) -> bool:
    """Say whether a path leads through what a folder's owner does not see: dot files, and what macOS adds to archives."""
    return any(part.startswith(".") or part == "__MACOSX" for part in path.parts)


def aside(path: PurePath, there: Callable[[PurePosixPath], bool]) -> str | None:
    """Return why a file is no article though it looks like one: BEIR's questions and judgements, beside a corpus."""
    place = PurePosixPath(path.as_posix())
    folder = place.parent.parent if place.parent.name == "qrels" else place.parent
    named = place.name == "queries.jsonl" or place.name == "qrels.tsv" or place.parent.name == "qrels"
    if named and place.suffix in (".jsonl", ".tsv") and there(folder / _CORPUS):
        return f"questions or judgements that belong to {_CORPUS} beside it, not articles; name the file to add it"
    return None
