"""What came of asking a service for something, as a code and as a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

ReplyCode = Literal[
    "ok",
    "failed",
    "not reached",
    "unknown paper",
    "another title",
    "list withheld",
    "list not given",
    "list cut",
    "no source",
    "source not read",
    "nothing to ask by",
    "no such title",
    "title too short",
    "several works",
]
"""``failed``: the service may answer when it is asked again. ``not reached``: nor did a service
that only completes what others say. ``unknown paper``: it has no record. ``another title``: its
record has not the title that the reading list gives. ``list withheld``: by the publisher.
``list not given``: for another reason. ``list cut``: the service gives only its beginning. ``no
source``: it has no LaTeX of the paper. ``source not read``: what it has could not be read. The
others say why a title names no paper surely."""

CODES: tuple[ReplyCode, ...] = get_args(ReplyCode)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of asking."""

    code: ReplyCode | None
    """None where it is not known any more: what was stored before there were codes."""
    reason: str | None = None
    """What is the matter and what to do, in words; None where all is well."""

    @property
    def ok(self) -> bool:
        """Whether the service gave what it was asked for."""
        return self.code == "ok"


OK = Reply("ok")
