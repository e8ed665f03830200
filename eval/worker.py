"""Does a run in a process of its own: `python -m yinju.eval.worker FOLDER`, see `yinju.eval.running`.

The order comes as one JSON line on standard input, how far the run is goes out as JSON lines on standard output.
When standard input ends, because the run is to stop or whoever started it is gone, the run stops as by Ctrl-C:
its journal stays, and the same order goes on with it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

from yinju.eval import experiment
from yinju.eval.datasets import open_dataset
from yinju.eval.order import Order
from yinju.index.errors import YinjuError
from yinju.rag import settings

STOPPED = 3
"""Exit code of a run that was stopped."""

_EVERY = 0.2  # seconds between two lines on how far it is
_BEHIND = 10  # nice: whoever asks a question meanwhile comes first


def main(folder: Path) -> int:
    """Do the order that standard input gives into a folder and return the exit code."""
    os.nice(_BEHIND)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # it is ignored where a server was started with &
    order = Order.read(json.loads(sys.stdin.readline() or "null"))
    if order is None:
        return 2
    threading.Thread(target=_stop_at_the_end_of_input, daemon=True).start()
    try:
        dataset = open_dataset(order.dataset)
        experiment.run(dataset, folder, order.setup, settings.read(), progress=_Telling(), cold=False)
    except (KeyboardInterrupt, BrokenPipeError):
        return STOPPED
    except YinjuError as error:
        _say(error=str(error))
        return 1
    except Exception as error:
        _say(error=f"{type(error).__name__}: {error}")
        raise
    return 0


def _stop_at_the_end_of_input() -> None:
    sys.stdin.read()
    # to the main thread itself, so that it also wakes from waiting for a language model
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


class _Telling:
    """Says how far the run is, now and then, and always when a part of it is done."""

    def __init__(self) -> None:
        self._what, self._told = "", 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if what != self._what:
            # what an earlier start has done passes in a moment, and would make the rest look near
            self._what, self._told = what, now
        if done == total or now - self._told >= _EVERY:
            self._told = now
            _say(what=what, done=done, total=total)


def _say(**values: Any) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
