"""How much of the processor something takes, on a machine that does other things as well."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

TRIES = 3
_USUAL = 0.12
"""Seconds that a usual machine takes for the sum in :func:`_slowness`."""


def seconds(work: Callable[[], object]) -> float:
    """Seconds of the processor that this thread takes for ``work``.

    Nobody counts covered lines meanwhile, which would take as long as the work.
    """
    tracer = sys.gettrace()
    sys.settrace(None)
    start = time.thread_time()
    try:
        work()
        return time.thread_time() - start
    finally:
        sys.settrace(tracer)


def calls(work: Callable[[], object]) -> int:
    """How many functions ``work`` calls: the same number on every machine."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


def within(limit: float, work: Callable[[], T]) -> T:
    """Do ``work``; an error if it takes more than so many seconds of the processor.

    Even the processor's seconds are longer while other programs use its caches. Work that
    takes too long is therefore done again, and then has as much longer as a sum of numbers
    takes longer than usual; what is really slow is so every time.
    """
    done: list[T] = []
    slower = 1.0
    for _ in range(TRIES):
        took = seconds(lambda: done.append(work()))
        if took < limit * slower:
            return done[-1]
        slower = max(1.0, _slowness())
    raise AssertionError(f"took {took:.1f} s of the processor, more than {limit:g} s")


def _slowness() -> float:
    return seconds(lambda: sum(number for number in range(2_000_000))) / _USUAL
