"""A process that opens a library, answers the questions it is given, says so and waits to be looked at."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from yinju.rag.pipeline import Yinju


def main() -> None:
    """Take the library's folder as the argument and a JSON list of questions on standard input."""
    engine = Yinju.open(Path(sys.argv[1]))
    for question in json.loads(sys.stdin.readline()):
        engine.ask(question)
    print("answered", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main()
