"""A list of short texts as one text, for formats that know no lists – and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_MARK = re.compile(r"[\\;]")
_ITEM = re.compile(r"(?:\\[\\;]|[^;])+")
_ESCAPED = re.compile(r"\\([\\;])")


def joined(texts: Iterable[str]) -> str | None:
    r"""Write a list as one text with ``"; "`` between its items; None for an empty list.

    A semicolon or backslash inside an item gets a backslash in front of it, so that
    :func:`split` finds the same items again.

    >>> joined(["Ada One", "Bo Two"]), joined(["AT&amp;T", "Bo"])
    ('Ada One; Bo Two', 'AT&amp\\;T; Bo')
    """
    written = (text.strip() for text in texts)
    return "; ".join(_MARK.sub(r"\\\g<0>", text) for text in written if text) or None


def split(text: object) -> tuple[str, ...]:
    r"""Read what :func:`joined` has written; None and an empty text are an empty list.

    Texts from before semicolons were escaped, and those of other programs, read as
    they always did: without a backslash every semicolon divides.

    >>> split("Ada One; Bo Two"), split("AT&amp\\;T; Bo")
    (('Ada One', 'Bo Two'), ('AT&amp;T', 'Bo'))
    """
    if text is None:
        return ()
    written = str(text)
    if "\\" not in written:
        parts = written.split(";")
    else:
        parts = [_ESCAPED.sub(r"\1", part) for part in _ITEM.findall(written)]
    return tuple(filter(None, map(str.strip, parts)))


def keywords(words: Iterable[str]) -> str | None:
    """Write words with commas between, as others do; where one has a comma, as :func:`joined`.

    >>> keywords(["MLM", "NSP"]), keywords(["one, two"])
    ('MLM, NSP', 'one, two;')
    """
    written = list(words)
    if any(sign in word for word in written for sign in ",;\\"):
        return f"{joined(written)};"
    return ", ".join(written) or None


def split_keywords(text: str) -> tuple[str, ...]:
    """Read what :func:`keywords` has written, and what others have."""
    found = split(text) if ";" in text else re.split("[,，；、]", text)
    return tuple(filter(None, map(str.strip, found)))


def joined_pairs(pairs: Mapping[str, str]) -> str | None:
    """Write names and values as :func:`joined` writes a list: ``layers: 24; steps: 1M``."""
    return joined(f"{name}: {value}" for name, value in pairs.items())


def split_pairs(text: object) -> dict[str, str]:
    """Read what :func:`joined_pairs` has written."""
    pairs = (one.partition(": ") for one in split(text))
    return {name: value for name, colon, value in pairs if colon}


def shown(text: object) -> str:
    """Write a joined list for people: its items with ``"; "`` between, nothing escaped."""
    return "; ".join(split(text))
