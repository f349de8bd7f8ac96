"""Batches in which one bad id costs only itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ptm_graph.errors import OutageError, RefusedError, SourceError
from ptm_graph.sources.transport import Transport

T = TypeVar("T")

MOST_FAILURES = 40
"""Failed requests after which a batch is not divided any further."""


@dataclass(slots=True)
class Looked(Generic[T]):
    """What came of looking up several ids; an id in neither is one the service does not know."""

    found: dict[str, T] = field(default_factory=dict)
    failed: dict[str, SourceError] = field(default_factory=dict)
    """Ids the service could not be brought to answer for, with the last error."""


def by_halves(
    ids: Sequence[str], transport: Transport, ask: Callable[[Sequence[str]], Mapping[str, T]]
) -> Looked[T]:
    """Ask for a batch; where it fails, find the id it fails for by halving.

    Once the service counts as down, no half is tried. ``ask`` gives what was found for some
    ids.

    Raises
    ------
    RefusedError
        If the service refuses the key.
    SourceError
        If it fails for every id.
    """
    looked: Looked[T] = Looked()
    failures = 0
    waiting = [list(ids)] if ids else []
    while waiting:
        batch = waiting.pop(0)
        try:
            looked.found.update(ask(batch))
        except RefusedError:
            raise
        except SourceError as error:
            failures += 1
            whole = len(batch) == 1 or isinstance(error, OutageError)
            if whole or transport.down or failures > MOST_FAILURES:
                looked.failed.update(dict.fromkeys(batch, error))
            else:
                middle = len(batch) // 2
                waiting[:0] = [batch[:middle], batch[middle:]]
    if ids and len(looked.failed) == len(set(ids)):
        raise looked.failed[ids[0]]
    return Looked(
        {one: looked.found[one] for one in ids if one in looked.found},
        {one: looked.failed[one] for one in ids if one in looked.failed},
    )
