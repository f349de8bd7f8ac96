"""How wide a text will be, estimated without a font."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ptm_graph.words.characters import one_line
from ptm_graph.words.titles import clean

_NARROW = frozenset("iljtfr.,:;'|!()[]{}- ")
_BROAD = frozenset("mwMW@%")


def plain(text: str) -> str:
    """One line that can be drawn: nothing invisible, nothing that cannot be encoded."""
    return clean(one_line(text))


def text_width(text: str, font_size: float) -> float:
    """Width of a line in a sans-serif font, in the unit of ``font_size``.

    Slightly generous, so that a box made from it holds the text in the fonts
    that browsers and figures use. Wide East Asian characters count one em.

    >>> text_width("BERT", 10.0) < text_width("预训练模型", 10.0)
    True
    """
    return font_size * sum(map(_em, text))


@lru_cache(maxsize=1 << 14)
def _em(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char in _NARROW:
        return 0.36
    if char in _BROAD:
        return 0.92
    return 0.7 if char.isupper() else 0.6


def wrapped(text: str, width: float, font_size: float = 1.0) -> list[str]:
    """The text in lines no wider than ``width``, broken between words where it has any.

    >>> wrapped("Deep contextualized word representations", 12.0)
    ['Deep contextualized', 'word representations']
    """
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if text_width(longer, font_size) <= width:
            line = longer
            continue
        lines.append(line)
        line = ""
        for char in word:  # a word that no line holds, and Chinese, is broken anywhere
            if line and text_width(line + char, font_size) > width:
                lines.append(line)
                line = ""
            line += char
    return [one for one in (*lines, line) if one] or [""]


def shortened(text: str, width: float, font_size: float = 1.0) -> str:
    """The text, or its beginning with an ellipsis where it is wider than ``width``.

    >>> shortened("Deep contextualized word representations", 12.0)
    'Deep contextualized…'
    """
    if text_width(text, font_size) <= width:
        return text
    room, kept = width - text_width("…", font_size), 0
    for char in text:
        room -= font_size * _em(char)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"
