"""What a call of the command line said, for the tests of its commands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """Exit status and output of one call."""

    status: int
    out: str
    err: str


Run = Callable[..., Outcome]


OURS = re.compile(r"\b[A-Z]\w*\(\w+=|<[A-Z]\w+ |\bNone\b|\{['\"]|\[\(|'[a-z]+:\S+'")
"""Data of ours as Python writes it, which no answer to a person may hold."""
