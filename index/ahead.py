"""Work done ahead: one stage of a pipeline in a thread of its own, a few items before the next stage asks."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable
from typing import TypeVar

T = TypeVar("T")

_LOOK = 0.1  # seconds after which a waiting stage looks whether it should stop


class _End:
    """What a stage leaves behind its last item: nothing, or what went wrong."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


def ahead(items: Iterable[T], stop: threading.Event, most: int = 1) -> Generator[T, None, None]:
    """Yield the items in order; another thread makes them, at most `most` finished ones waiting.

    What making an item raises is raised here, behind the items before it. Closing this generator sets `stop`, which
    all stages of a pipeline share: each finishes the item it is at, and no thread is left running.
    """
    done: queue.Queue[T | _End] = queue.Queue(most)
    thread = threading.Thread(target=_make, args=(items, done, stop), name="ahead", daemon=True)
    thread.start()
    ended = False
    try:
        while not stop.is_set():
            try:
                item = done.get(timeout=_LOOK)
            except queue.Empty:
                continue
            if isinstance(item, _End):
                ended = True
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        if not ended:
            stop.set()
        thread.join()


def _make(items: Iterable[T], done: queue.Queue[T | _End], stop: threading.Event) -> None:
    end = _End()
    try:
        for item in items:
            if not _give(item, done, stop):
                break
    except BaseException as error:  # noqa: BLE001 - raised again where the items are used
        end = _End(error)
    finally:
        if isinstance(items, Generator):
            items.close()  # here, not when it is collected: it may hold a thread or a file
    _give(end, done, stop)


def _give(item: T | _End, done: queue.Queue[T | _End], stop: threading.Event) -> bool:
    """Hand an item on, waiting for room; say whether to go on."""
    while not stop.is_set():
        try:
            done.put(item, timeout=_LOOK)
        except queue.Full:
            continue
        return True
    return False
