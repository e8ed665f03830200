"""A process that adds articles and is killed while it does; it says how many drafts were committed so far."""

from __future__ import annotations

import sys
import tempfile
from itertools import islice
from pathlib import Path

from yinju.eval.bench.synthetic import SyntheticEncoder
from yinju.index.library import Library
from yinju.index.read.paths import read_paths


def main() -> None:
    """Take the library's folder and a file of articles."""
    folder, articles = map(Path, sys.argv[1:])
    # dictionaries are loaded before the clock starts: nearly all moments then lie in the adding itself
    with tempfile.TemporaryDirectory(dir=folder.parent) as warm:
        Library.open(Path(warm) / "library", SyntheticEncoder(), create=True).add(islice(read_paths([articles]), 2))
    print(0, flush=True)
    done = 0

    def progress(count: int) -> None:
        nonlocal done
        done += count
        print(done, flush=True)

    Library.open(folder, SyntheticEncoder(), create=True).add(read_paths([articles]), progress=progress)


if __name__ == "__main__":
    main()
