"""The content words of all titles at once, as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ptm_graph.facts.key_phrases import FUNCTION_WORDS, LONG_WORD
from ptm_graph.graph.spans import Ints, distinct

_WORD_OR_END = re.compile(rf"{LONG_WORD.pattern}|\n")
_END, _NO_WORD = -2, -1


def numbered_words(titles: Sequence[str]) -> tuple[Ints, Ints]:
    """:func:`ptm_graph.facts.key_phrases.content_words` of many texts, as numbers.

    Returns
    -------
    words, lengths : numpy.ndarray
        The words of each text, sorted, behind each other; and how many each text has.
    """
    whole = "\n".join([title.replace("\n", " ") for title in titles]).casefold()
    found = _WORD_OR_END.findall(whole)
    numbers: dict[str, int] = {}
    bare: dict[str, int] = {}
    for word in dict.fromkeys(found):
        if word in FUNCTION_WORDS:
            numbers[word] = _NO_WORD
        else:
            numbers[word] = bare.setdefault(word.removesuffix("s"), len(bare))
    numbers["\n"] = _END
    numbered = np.fromiter(map(numbers.__getitem__, found), np.int64, len(found))
    counted = numbered >= 0
    pairs = np.sort(np.cumsum(numbered == _END)[counted] * len(bare) + numbered[counted])
    title, words = np.divmod(distinct(pairs), max(1, len(bare)))
    return words, np.bincount(title, minlength=len(titles))
