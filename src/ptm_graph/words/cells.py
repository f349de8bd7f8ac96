"""Cells of a table that a spreadsheet shows and does not run."""

from __future__ import annotations

import re

_SIGNS = "=+\\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20"
"""With what a spreadsheet may take a text for a formula or a command, full-width signs
included."""
_FORMULA = re.compile(f"'*[{_SIGNS}]")
_SUSPECT = frozenset("'=+-@\t\r\n|%\uff1d\uff0b\uff0d\uff20")
"""With what such a text, or one that was made harmless, begins; asking this first is cheaper."""


def guarded(text: str) -> str:
    """Put an apostrophe in front of a text that a spreadsheet would run as a formula.

    >>> guarded("=1+1"), guarded("\uff1d1+1"), guarded("BERT")
    ("'=1+1", "'\uff1d1+1", 'BERT')
    """
    return f"'{text}" if text[:1] in _SUSPECT and _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Undo :func:`guarded`.

    >>> unguarded("'=1+1"), unguarded("'quoted'")
    ('=1+1', "'quoted'")
    """
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
