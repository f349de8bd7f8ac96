"""The path of headings while a paper is read whose headings come one after another."""

from __future__ import annotations

import re

from ptm_graph.full_texts.headings import kind_of_heading
from ptm_graph.words.titles import clean

_NUMBERED = re.compile(
    r"\s*(?:§\s*)?((?:\d{1,2}|[A-Z])(?:\.\d{1,2})*|[IVX]{1,5})(?:[.):]+\s*|\s+)(?=\S*[^\W\d])(.+)"
)
_ROMAN = re.compile(r"[IVX]+")
_TOP = ("introduction", "related work", "discussion", "appendix")
_BEHIND = re.compile(r"acknowledg|funding|(?:data|code) availab|author contrib", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2}")
_FLOAT = re.compile(r"(?:table|figure|fig\.|algorithm)\s*\d", re.IGNORECASE)


class Outline:
    """Where the reader is.

    Parameters
    ----------
    numbered : bool
        Whether headings have numbers; one without is then below the one before it, unless
        its words say that it is a part of the paper (“Conclusion”).
    """

    def __init__(self, *, numbered: bool) -> None:
        self.path: tuple[str, ...] = ()
        self._numbered = numbered
        self._levels: list[int] = []
        self._roman = False

    def open(self, heading: str, *, number: str | None = None, level: int | None = None) -> None:
        """Go on under a heading; what is no word, or the name of a figure, changes nothing.

        Parameters
        ----------
        heading : str
            Its words, perhaps with the number.
        number : str, optional
            ``3.2``, ``IV.``; its parts tell the level.
        level : int, optional
            From 1, where the format says it.
        """
        heading = clean(heading)
        found = None if number else _NUMBERED.fullmatch(heading)
        if found is not None and (self._numbered or found[1][0].isdigit() or len(found[1]) > 1):
            number, heading = found.groups()
        if not _WORD.search(heading) or _FLOAT.match(heading):
            return
        deep = level or self._level(heading, (number or "").strip(" .):§"))
        while self._levels and self._levels[-1] >= deep:
            self._levels.pop()
            self.path = self.path[:-1]
        self._levels.append(deep)
        self.path = (*self.path, heading)

    def _level(self, heading: str, number: str) -> int:
        if number:
            if _ROMAN.fullmatch(number) and (self._roman or not self._levels or len(number) > 1):
                self._roman = True
                return 1
            if self._roman and len(number) == 1 and number.isalpha():
                return 2
            return 1 + number.count(".")
        top = kind_of_heading(heading) in _TOP or _BEHIND.match(heading)
        return 1 if top or not self._numbered or not self._levels else 9
