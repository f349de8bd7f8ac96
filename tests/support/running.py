"""What a call of the command line said, for the tests of its commands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """Exit status and output of one call."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]
