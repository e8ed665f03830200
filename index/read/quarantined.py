"""The process behind a Quarantine: reads a path and bytes, answers with one line of JSON, and so on until no more come."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from yinju.index.read.formats import read
from yinju.index.read.quarantine import fields
from yinju.index.types import Draft, Unreadable

_LARGEST = 64 << 20  # bytes of an answer: six for each character of the longest article, and more


def main() -> None:
    """Serve until standard input ends, SIGALRM strikes or memory runs out."""
    seconds, memory = float(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that asked
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the answers
    _limit(memory)
    while header := sys.stdin.buffer.readline():
        request = json.loads(header)
        content = sys.stdin.buffer.read(request["size"])
        _alarm(seconds)
        answers.write(_answer(Path(request["path"]), content))
        _alarm(0)
        answers.flush()


def _answer(path: Path, content: bytes) -> bytes:
    answer = json.dumps([fields(item) for item in _items(path, content)])
    if len(answer) > _LARGEST:
        answer = json.dumps([fields(Unreadable(str(path), "holds more than an article can; split it"))])
    return answer.encode() + b"\n"


def _items(path: Path, content: bytes) -> list[Draft | Unreadable]:
    try:
        return list(read(path, content))
    except RecursionError:
        return [Unreadable(str(path), "nested too deeply to be an article; save it again with another program")]
    except MemoryError:
        os._exit(1)  # what is left of the memory is of no use to the next file
    except Exception as error:  # noqa: BLE001 - of some parser; the file is at fault, and it is named
        why = f"cannot be read ({type(error).__name__}: {str(error)[:120]}); save it again with another program"
        return [Unreadable(str(path), why)]


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):  # Windows has none
        signal.setitimer(signal.ITIMER_REAL, seconds)  # the default of its signal ends the process, in C code too


def _limit(memory: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ImportError, ValueError, OSError):
        pass  # macOS and Windows know no such limit; the time is limited all the same


if __name__ == "__main__":
    main()
