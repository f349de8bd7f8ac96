"""Which characters a file, a line or a drawing can hold."""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")
_LAST_OF_PLANES = "".join(
    chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF)
)
_NOT_XML = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff{_LAST_OF_PLANES}]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_TURNING = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")


def encodable(text: str) -> str:
    """The text with lone surrogates, which no encoding can write, replaced by U+FFFD.

    >>> encodable("a" + chr(0xD800)) == "a" + chr(0xFFFD)
    True
    """
    return text if _is_plain(text) else _SURROGATE.sub("\ufffd", text)


def xml_valid(text: str) -> str:
    """The text without the characters that XML 1.0 forbids and those that are none.

    >>> xml_valid("a" + chr(0) + "b" + chr(0xFFFE) + "c")
    'abc'
    """
    return text if _is_plain(text) else _NOT_XML.sub("", encodable(text))


def _is_plain(text: str) -> bool:
    # What is printable needs no search: this makes large exports several times as fast.
    return text.isprintable() or text.replace("\n", "").isprintable()


def one_line(text: str) -> str:
    """The text on one line: no control characters, no marks that turn its direction."""
    if text.isprintable():
        return " ".join(text.split())
    return " ".join(_TURNING.sub("", _CONTROL.sub(" ", xml_valid(text))).split())
