"""Text from outside inside Markdown files."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#~&$|])")
_LIST_MARK = re.compile(r"^(\d+(?=[.)])|(?=[-+=]))")


def escaped(text: str) -> str:
    r"""Write a text so that Markdown shows it as it is, at the beginning of a line too.

    >>> escaped("a_b <script>"), escaped("1. first")
    ('a\\_b \\<script\\>', '1\\. first')
    """
    return _LIST_MARK.sub(r"\1\\", _SPECIAL.sub(r"\\\1", text))
