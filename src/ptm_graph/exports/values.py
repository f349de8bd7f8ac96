"""Attribute values as every format can write them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ptm_graph.errors import ExportError
from ptm_graph.words import lists
from ptm_graph.words.characters import encodable, one_line, xml_valid
from ptm_graph.words.notices import mark

Scalar = str | int | float | bool

_PLAIN = frozenset((str, int, float, bool))
_ALL_TEXT = {str}


def scalars(attributes: Mapping[str, object], owner: str) -> dict[str, Scalar]:
    """Attributes by name, unknown ones (None, not a number) left out.

    Numbers of numpy become numbers of Python; lone surrogates, which no
    encoding of Unicode can write, become U+FFFD; names lose what XML forbids.

    Raises
    ------
    ExportError
        For a value that is not a scalar, or two attributes with the same name as text.
    """
    names = tuple(attributes)
    # Papers share few sets of names: their order and spelling are worked out once each.
    ordered = _ordered if set(map(type, names)) == _ALL_TEXT else _ordered.__wrapped__
    found: dict[str, Scalar] = {}
    for name, written in ordered(names):
        plain = _plain(attributes[name], name, owner)
        if plain is None:
            continue
        if written in found:
            raise ExportError(f"{owner}: two attributes have the same name as text, “{written}”")
        found[written] = plain
    return found


@lru_cache(maxsize=1024)
def _ordered(names: tuple[object, ...]) -> tuple[tuple[Any, str], ...]:
    """Names with the text that is written for them, in the order of the texts."""
    written = [(name, xml_valid(str(name)) or "unnamed") for name in names]
    return tuple(sorted(written, key=lambda pair: pair[1]))


def _plain(value: object, name: object, owner: str) -> Scalar | None:
    """A value as every format can write it; None where it is unknown."""
    plain = value if type(value) in _PLAIN else _of_numpy(value)
    if isinstance(plain, str):
        return encodable(plain)
    if isinstance(plain, float):
        return plain if math.isfinite(plain) else None
    if plain is None or isinstance(plain, int):
        return plain
    kind = type(value).__name__
    raise ExportError(f"{owner}: “{name}” is a {kind}; exports take texts and numbers")


def _of_numpy(value: object) -> object:
    item = getattr(value, "item", None)
    return item() if callable(item) else value


def text_of(attributes: Mapping[str, Scalar], name: str) -> str | None:
    """An attribute on one line; None where it is unknown or empty."""
    value = attributes.get(name)
    return None if value is None else one_line(str(value)) or None


def list_of(attributes: Mapping[str, Scalar], name: str) -> str | None:
    """A list on one line, for people: ``"; "`` between its items; None where it is empty."""
    return one_line(lists.shown(attributes.get(name))) or None


def notes_in(attributes: Mapping[str, Scalar]) -> list[str]:
    """What the owner of the list says, a line a note."""
    lines = str(attributes.get("note") or "").splitlines()
    return list(filter(None, map(one_line, lines)))


def shown_name(key: str, attributes: Mapping[str, Scalar]) -> str:
    """How a drawing or a list calls a paper: name, title or key, and what became of it."""
    name = text_of(attributes, "name") or text_of(attributes, "title") or one_line(key)
    return name + mark(attributes)
