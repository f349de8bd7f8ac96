"""Objects of JSON of which nothing is taken on trust: what is not there is empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ptm_graph.errors import UnavailableError
from ptm_graph.sources.transport import Answer, json_of
from ptm_graph.words import titles
from ptm_graph.words.wording import Said


def mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects in a list."""
    return (one for one in listed(value) if isinstance(one, dict))


def listed(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def line(value: Any) -> str | None:
    """One clean line of text; None for anything else."""
    return titles.clean(value) or None if isinstance(value, str) else None


def object_of(answer: Answer) -> Mapping[str, Any]:
    """The answer as an object of JSON, or else UnavailableError."""
    data = json_of(answer)
    if not isinstance(data, dict):
        raise UnavailableError(Said("answer.no object"))
    return data
