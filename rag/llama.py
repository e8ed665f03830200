"""A GGUF file run inside this process by llama.cpp; the only file that imports xllamacpp.

The server is started when the first answer is written, listens on this machine alone, wants a key that nobody else
knows, and goes with the process.
"""

from __future__ import annotations

import atexit
import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from yinju.index.errors import ModelFailed
from yinju.rag.compose.pieces import hang_up

SUFFIX = ".gguf"
_MAGIC = b"GGUF"
_CONTEXT = 4_096  # tokens: the evidence's budget, the question, the instruction and the answer

_lock = Lock()
_running: dict[Path, Any] = {}


class Endpoint(NamedTuple):
    """Where a model answers in OpenAI's way, and the key it wants."""

    base_url: str
    key: str


class Problem(NamedTuple):
    """Why a file cannot be run, and the name of the sentence in which a face says so in other languages."""

    what: str
    phrase: str


def problem(path: Path) -> Problem | None:
    """Return why a GGUF file cannot be run here, or None as far as can be told without loading it."""
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except OSError as error:
        what = f"{path}: {(error.strerror or 'cannot be read').lower()}; set YINJU_LLM_MODEL to a GGUF file"
        return Problem(what, "missing" if isinstance(error, FileNotFoundError) else "unreadable")
    if magic != _MAGIC:
        return Problem(f"{path} is not a GGUF file; set YINJU_LLM_MODEL to one", "foreign")
    if find_spec("xllamacpp") is None:
        return Problem("running a GGUF file needs llama.cpp: pip install 'yinju[llm]'", "runner")
    return None


def serve(path: Path, threads: int | None = None) -> Endpoint:
    """Return where a GGUF file answers, starting it when it is not running yet. Raises ModelFailed.

    `threads` are one a processor unless given. Where others keep the processors busy fewer are far faster, since the
    threads wait for each other at every step: 5.6 against .7 tokens/s, one against two on two busy cores.
    """
    path = path.expanduser().resolve()
    with _lock:
        if path not in _running:
            if why := problem(path):
                raise ModelFailed(why.what, "model_unstarted")
            _running[path] = _started(path, threads or _processors())
        server, key = _running[path]
    return Endpoint(f"{server.listening_address}/v1", key)


def _started(path: Path, threads: int) -> tuple[Any, str]:
    import xllamacpp

    key = secrets.token_urlsafe(24)
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = _CONTEXT
    params.n_parallel = 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.hostnames, params.port, params.api_keys = ["127.0.0.1"], 0, [key]
    params.cache_ram_mib = 0  # of prompts that came before the last; usually 8 GiB
    params.verbosity = 0  # it talks on standard error otherwise
    params.ui = params.endpoint_slots = params.endpoint_props = False
    try:
        return xllamacpp.Server(params), key
    except Exception as error:
        why = "the file is damaged, too large for this machine's memory, or of a kind this version does not know"
        raise ModelFailed(
            f"{path} cannot be loaded by llama.cpp ({str(error)[:200]}): {why}", "model_unstarted"
        ) from error


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@atexit.register
def stop() -> None:
    """Stop every model that runs here."""
    if _running:
        hang_up()
    with _lock:
        _running.clear()
