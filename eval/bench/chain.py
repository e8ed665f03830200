"""The stock chain at the other end of a pipe: started once, warm, and asked in turns with Yinju."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from yinju.eval.bench.machine import THREADS
from yinju.eval.bench.types import Bench, Unmeasured
from yinju.index.encoders import bundled, standard

_NEEDED = ("langchain_core", "langchain_text_splitters", "sentence_transformers", "torch", "faiss")


class Chain:
    """A running stock chain; every command returns what it answered, its seconds measured at its own end."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(self, command: str, **arguments: Any) -> dict[str, Any]:
        """Carry out a command. Raises Unmeasured when the chain has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps({"do": command, **arguments}) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError as error:
            raise Unmeasured(f"the stock chain ended ({error})") from error
        if not line:
            raise Unmeasured("the stock chain ended; what it said last stands above")
        answer: dict[str, Any] = json.loads(line)
        return answer


def model(bench: Bench) -> Path:
    """Return the folder with the bundled weights for torch. Raises Unmeasured where the chain cannot run."""
    if bench.plan.quick:
        raise Unmeasured("left out of a quick run")
    if missing := [name for name in _NEEDED if find_spec(name) is None]:
        raise Unmeasured(f"not installed: {', '.join(missing)}")
    if bench.settings.encoder != bundled.MODEL:
        raise Unmeasured("its weights are those of the bundled model alone")
    cache = bench.settings.cache
    return standard.folder(cache) if standard.is_made(cache) else standard.make(cache)


@contextmanager
def started(bench: Bench) -> Iterator[Chain]:
    """Give a stock chain, loaded and warm. Raises Unmeasured."""
    command = _command("serve", str(model(bench)), str(THREADS))
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=_environment())
    try:
        chain = Chain(process)
        warm = bench.corpus.write(bench.folder / "warm.jsonl", 0, 2)
        chain.do("add", path=str(warm), chunk=400, folder=str(bench.folder / "warm"))
        yield chain
    finally:
        process.kill()
        process.communicate()


def ask(bench: Bench, index: Path, question: str) -> None:
    """Ask one question from a cold start, in a process of its own. Raises CalledProcessError, Unmeasured."""
    command = _command("ask", str(model(bench)), str(THREADS), str(index), question)
    subprocess.run(command, env=_environment(), capture_output=True, check=True)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "yinju.eval.bench.stock", *arguments]


def _environment() -> dict[str, str]:
    """The chain's environment: no hub is asked, and none of the settings Yinju makes for itself reaches it."""
    own = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "true"}
    left_out = ("OMP_WAIT_POLICY", "PYTHONDONTWRITEBYTECODE")
    return {**{name: value for name, value in os.environ.items() if name not in left_out}, **own}
