"""What other installed packages bring: entries of our registries, found by entry points.

A package names its entry in its own metadata, and everything that asks the registry finds
it as if it were ours::

    [project.entry-points."ptm_graph.exports"]
    outline = "my_package.outline:FORMAT"
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from importlib import import_module
from typing import Any, Literal, Protocol, TypeVar

Group = Literal["ptm_graph.reading_lists", "ptm_graph.exports"]


class Plug(Protocol):
    """An entry of a registry."""

    @property
    def name(self) -> str:
        """How a person calls it."""


P = TypeVar("P", bound=Plug)

_LOG = logging.getLogger("ptm_graph")


def plugs(group: Group, kind: type[P], taken: Collection[str]) -> tuple[P, ...]:
    """Entries that other packages bring, by the names of their entry points.

    What cannot be used costs only itself: it is left out, and one line in the log
    (without a handler: on standard error) says which it is and why.

    Parameters
    ----------
    group : str
        Name of the group of entry points.
    kind : type
        Class of the entries of the registry.
    taken : collection of str
        Names that our own entries have; nobody may replace these.
    """
    from importlib.metadata import entry_points

    found: dict[str, P] = {}
    for point in sorted(entry_points(group=group), key=lambda point: (point.name, point.value)):
        try:
            entry = point.load()
            if not isinstance(entry, kind):
                raise TypeError(f"it is a {type(entry).__name__}, not a {kind.__name__}")
            if entry.name in taken or entry.name in found:
                raise ValueError(f"the name “{entry.name}” is taken")
        except Exception as error:  # whatever a stranger's module does when it is imported
            package = point.dist.name if point.dist is not None else point.module
            reason = " ".join(f"{type(error).__name__}: {error}".split())
            _LOG.warning("“%s” of %s cannot be used: %s", point.name, package, reason)
        else:
            found[entry.name] = entry
    return tuple(found.values())


def loaded(function: str | Callable[..., Any]) -> Callable[..., Any]:
    """A function of an entry, imported when it is needed if it is given as ``module:name``."""
    if not isinstance(function, str):
        return function
    module, _, name = function.partition(":")
    given: Callable[..., Any] = getattr(import_module(module), name)
    return given
