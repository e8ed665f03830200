"""A model's words as they arrive: until a deadline, tried again when a fault may pass, and stopped when unwanted."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Event, Thread

WAITS = (0.5, 1.0, 2.0)
"""Seconds between attempts."""

_PASSING = (408, 409, 425, 429)  # HTTP: too slow, in conflict, too early, too many
_REJECTED = (400, 415, 422, 501)

_readers: dict[Thread, Event] = {}

Stream = Callable[[], Generator[str]]


def patiently(stream: Stream, end: float, pause: Callable[[float], None] = time.sleep) -> Generator[str]:
    """Yield the pieces of a stream, begun again while it fails before its first piece with what may pass.

    `end` is a time of `time.monotonic`. Raises TimeoutError then, else what the last attempt raised.
    """
    for wait in (*WAITS, None):
        begun = False
        try:
            with closing(arriving(stream, end)) as pieces:
                for piece in pieces:
                    begun = begun or bool(piece)
                    yield piece
            return
        except Exception as error:
            if begun or wait is None or not may_pass(error) or time.monotonic() + wait >= end:
                raise
        pause(wait)


def arriving(stream: Stream, end: float) -> Generator[str]:
    """Yield what a stream gives, waiting no longer than until `end`; a closed or late one is stopped.

    The stream is read by a thread of its own, since most vendors' streams cannot be waited for by halves. Raises
    TimeoutError, and whatever the stream raises.
    """
    found: SimpleQueue[str | Exception | None] = SimpleQueue()
    unwanted = Event()

    def read() -> None:
        try:
            with closing(stream()) as pieces:  # closed with its connection, so the model stops writing
                for piece in pieces:
                    if unwanted.is_set():
                        return
                    found.put(piece)
            found.put(None)
        except Exception as error:  # noqa: BLE001  raised again where it is waited for
            found.put(error)
        finally:
            _readers.pop(reader, None)

    reader = Thread(target=copy_context().run, args=(read,), daemon=True)
    _readers[reader] = unwanted
    reader.start()
    try:
        while True:
            try:
                item = found.get(timeout=max(0.0, end - time.monotonic()))
            except Empty:
                raise TimeoutError("no answer in time (YINJU_LLM_TIMEOUT sets the seconds)") from None
            if item is None:
                return
            if isinstance(item, Exception):
                raise item
            yield item
    finally:
        unwanted.set()


def hang_up(seconds: float = 2.0) -> None:
    """Stop all streams, at the end of a process: a server inside it ends only when nobody listens any more."""
    readers = list(_readers.items())
    for _, unwanted in readers:
        unwanted.set()
    for reader, _ in readers:
        reader.join(seconds)


def may_pass(error: Exception) -> bool:
    """Say whether trying again may help: no connection, a busy or stumbling server; not a wrong key or model."""
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return status in _PASSING or (status >= 500 and status not in _REJECTED)
    return isinstance(error, OSError) or any(word in type(error).__name__ for word in ("Connection", "Timeout"))


def is_rejected(error: Exception) -> bool:
    """Say whether a request may have been refused for what it asks for besides the words."""
    status = getattr(error, "status_code", None)
    return status in _REJECTED if isinstance(status, int) else isinstance(error, TypeError | NotImplementedError)
