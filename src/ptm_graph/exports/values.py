"""Attribute values as every format can write them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from ptm_graph.errors import ExportError

Scalar = str | int | float | bool

_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_XML = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
    )
    + "]"
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_BIDI = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")


def scalars(attributes: Mapping[str, object], owner: str) -> Iterator[tuple[str, Scalar]]:
    """Attributes by name, unknown ones (None, not a number) left out.

    Numbers of numpy become numbers of Python; lone surrogates, which no
    encoding of Unicode can write, become U+FFFD.

    Raises
    ------
    ExportError
        For a value that is no scalar; the message names the attribute.
    """
    for name, value in sorted(attributes.items(), key=lambda item: str(item[0])):
        plain = getattr(value, "item", lambda value=value: value)()
        if plain is None or (isinstance(plain, float) and not math.isfinite(plain)):
            continue
        if isinstance(plain, str):
            plain = encodable(plain)
        elif not isinstance(plain, bool | int | float):
            kind = type(value).__name__
            raise ExportError(f"{owner}: “{name}” is a {kind}; exports take texts and numbers")
        yield encodable(str(name)), plain


def encodable(text: str) -> str:
    """The text with lone surrogates replaced by U+FFFD.

    >>> encodable("a" + chr(0xD800))
    'a�'
    """
    return _SURROGATE.sub("\ufffd", text)


def xml_valid(text: str) -> str:
    """The text without the characters that XML 1.0 forbids.

    >>> xml_valid("a" + chr(0) + "b" + chr(0xFFFE) + "c")
    'abc'
    """
    return _NOT_XML.sub("", encodable(text))


def one_line(text: str) -> str:
    """The text on one line: no control characters, no marks that turn its direction."""
    bare = _BIDI.sub("", _CONTROL.sub(" ", encodable(text)))
    return " ".join(_NOT_XML.sub("", bare).split())


def text_of(attributes: Mapping[str, Scalar], name: str) -> str | None:
    """An attribute on one line; None where it is unknown or empty."""
    value = attributes.get(name)
    return None if value is None else one_line(str(value)) or None


def shown_name(key: str, attributes: Mapping[str, Scalar]) -> str:
    """How a drawing or a list calls a paper: name, title or key."""
    return text_of(attributes, "name") or text_of(attributes, "title") or one_line(key)
