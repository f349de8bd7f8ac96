"""Which notes of a list's owner name another paper."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SHORTEST = 2


def naming(notes: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """The notes in which one of the names stands by itself.

    >>> naming(["three changes from Bert", "RoBERTa too"], ["BERT"])
    ('three changes from Bert',)
    """
    told = sorted({name for name in names if len(name) >= _SHORTEST})
    if not told:
        return ()
    either = "|".join(map(re.escape, told))
    wanted = re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.ASCII | re.IGNORECASE)
    return tuple(note for note in notes if wanted.search(note))
