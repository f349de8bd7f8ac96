"""Names that a format's rules allow, from keys that know no rules."""

from __future__ import annotations

import re

_NOT_NMTOKEN = re.compile(r"[^A-Za-z0-9.:\-]")


def as_nmtoken(key: str) -> str:
    """Write a key as an XML name token: other characters become ``_`` and their number.

    Two different keys never give the same token.

    >>> as_nmtoken("doi:10.18653/v1/n19-1423")
    'doi:10.18653_2f_v1_2f_n19-1423'
    """
    return _NOT_NMTOKEN.sub(lambda match: f"_{ord(match[0]):x}_", key) or "_"
