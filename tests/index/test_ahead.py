"""Work done ahead: in order, bounded, and nothing is lost or left running when a stage fails."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import closing

import pytest

from yinju.index.ahead import ahead


def running() -> int:
    return sum(thread.name == "ahead" for thread in threading.enumerate())


def test_items_come_in_order_and_no_more_than_agreed_are_made_ahead() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for number in range(20):
            made.append(number)
            yield number

    taken = []
    for number in ahead(items(), threading.Event(), most=2):
        time.sleep(0.005)
        taken.append(number)
        assert len(made) <= len(taken) + 4  # two waiting, one offered, one being made
    assert taken == list(range(20))
    assert not running()


def test_an_error_comes_out_behind_the_items_before_it_through_all_stages() -> None:
    def failing() -> Iterator[int]:
        yield from range(3)
        raise OSError("the disk went away")

    stop = threading.Event()
    first = ahead(failing(), stop)
    taken: list[int] = []

    def slow(number: int) -> None:
        time.sleep(0.01)
        taken.append(number)

    with pytest.raises(OSError, match="went away"):
        deque(map(slow, ahead((2 * number for number in first), stop)), maxlen=0)
    assert taken == [0, 2, 4]
    assert not running()


def test_leaving_early_ends_every_stage_even_one_that_waits() -> None:
    def endless() -> Iterator[int]:
        number = 0
        while True:
            yield number
            number += 1

    stop = threading.Event()
    with closing(ahead(endless(), stop)) as first, closing(ahead(first, stop)) as second:
        assert [number for number, _ in zip(second, range(6), strict=False)] == list(range(6))
    assert stop.is_set()
    assert not running()
