"""Line numbers of drafts, which a parser of PDFs leaves in the text."""

from __future__ import annotations

import re

from ptm_graph.full_texts.marks import Raw

_NUMBER = re.compile(r"[0-9]+(?=\s|\Z)")
_BEFORE = ("", " ", "\n", "-")
_LINE = range(15, 160)
"""Characters between one number and the next."""
_LEAST = 10


def without_line_numbers(paragraphs: list[list[Raw]]) -> None:
    """Take the numbers out of paragraphs, in place, that count the lines of a draft.

    Those are numbers that follow each other, one or a few higher, at the distance of a
    line; ten of them at least, so that years and figures stay.
    """
    found: list[tuple[int, int, int, re.Match[str]]] = []
    offset = 0
    for paragraph, parts in enumerate(paragraphs):
        for place, part in enumerate(parts):
            if isinstance(part, str):
                for number in _NUMBER.finditer(part):
                    start = number.start()
                    if number.end() - start < 5 and part[start - 1 : start] in _BEFORE:
                        found.append((offset + start, paragraph, place, number))
                offset += len(part)
            else:
                offset += len(part.text)
    counting = {
        at
        for first in range(len(found) - 1)
        if _follow(found[first], found[first + 1])
        for at in (first, first + 1)
    }
    if len(counting) < _LEAST or 2 * len(counting) < len(found):
        return
    for at in sorted(counting, reverse=True):
        _, paragraph, place, number = found[at]
        parts = paragraphs[paragraph]
        text = str(parts[place])
        parts[place] = text[: number.start()] + text[number.end() :].lstrip()


def _follow(
    one: tuple[int, int, int, re.Match[str]], other: tuple[int, int, int, re.Match[str]]
) -> bool:
    step = int(other[3].group()) - int(one[3].group())
    return 0 < step <= 3 and (other[0] - one[0]) // step in _LINE
