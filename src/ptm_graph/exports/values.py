"""Attribute values as every format can write them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ptm_graph.characters import encodable, one_line, xml_valid
from ptm_graph.errors import ExportError

Scalar = str | int | float | bool

_PLAIN = frozenset((str, int, float, bool))


def scalars(attributes: Mapping[str, object], owner: str) -> dict[str, Scalar]:
    """Attributes by name, unknown ones (None, not a number) left out.

    Numbers of numpy become numbers of Python; lone surrogates, which no
    encoding of Unicode can write, become U+FFFD; names lose what XML forbids.

    Raises
    ------
    ExportError
        For a value that is no scalar, or two attributes with the same name as text.
    """
    found: dict[str, Scalar] = {}
    for name, value in attributes.items():
        plain = value if type(value) in _PLAIN else _of_numpy(value)
        if plain is None or (isinstance(plain, float) and not math.isfinite(plain)):
            continue
        if isinstance(plain, str):
            plain = encodable(plain)
        elif not isinstance(plain, bool | int | float):
            kind = type(value).__name__
            raise ExportError(f"{owner}: “{name}” is a {kind}; exports take texts and numbers")
        written = xml_valid(str(name)) or "unnamed"
        if written in found:
            raise ExportError(f"{owner}: two attributes have the same name as text, “{written}”")
        found[written] = plain
    return dict(sorted(found.items()))


def _of_numpy(value: object) -> object:
    item = getattr(value, "item", None)
    return item() if callable(item) else value


def text_of(attributes: Mapping[str, Scalar], name: str) -> str | None:
    """An attribute on one line; None where it is unknown or empty."""
    value = attributes.get(name)
    return None if value is None else one_line(str(value)) or None


def shown_name(key: str, attributes: Mapping[str, Scalar]) -> str:
    """How a drawing or a list calls a paper: name, title or key."""
    return text_of(attributes, "name") or text_of(attributes, "title") or one_line(key)
