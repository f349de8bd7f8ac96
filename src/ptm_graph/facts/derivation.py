"""Where a text says that what it is about derives from something with a name.

A reference list may lack the very work that an abstract says it builds upon. The name
that stands there is a fact of the citing paper, which may be stored and passed on where
the abstract may not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from ptm_graph.facts.coined_names import coined_words, names_of
from ptm_graph.words.model import Paper
from ptm_graph.words.titles import clean

NEAR = 90
"""Characters between a cue and a name within which the cue speaks of that name."""

LONGEST_ABSTRACT = 5000
"""Characters of an abstract in which names are sought."""

MOST_NAMES = 12
"""Names kept for one paper; an abstract with more of them lists, it does not derive."""

_STARTS = re.compile(
    r"\b(?:extend|generali[sz]|distil|compress|based on|buil[dt]\w* (?:up)?on|initiali[sz]|"
    r"variant|version of|adapt|modif|improv(?:es?|ing|ements?) (?:up)?on|"
    r"replicat|reproduc|inspired by|fine-?tun|augment|incorporat|integrat|enhanc|"
    r"optimi[sz]ed|built|special case)",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:outperform|state[- ]of[- ]the[- ]art|scores?|accuracy|f1|points|surpass|exceed)|\d ?%",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:unlike|than|versus|vs|against|beats?|instead of|rather than|alternatives? to|"
    r"(?:contrast|contrary|superior|competitive|comparable) (?:to|with)|"
    r"differ\w* from|compar\w+ (?:to|with))\b[^,;:]{0,24}$",
    re.IGNORECASE,
)
_WINDOW = 48
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\d(“\"])")


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, each as one clean line."""
    return _SENTENCE_END.split(clean(text))


def tells_results(sentence: str) -> bool:
    """Whether a sentence speaks of scores and who is better."""
    return bool(_RESULT.search(sentence))


def derives_from(sentence: str, places: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence says near one of these places that the paper derives from it.

    “Based on A, with a long list of improvements and B as optimiser” says nothing of B.
    """
    cues = _cues(sentence)
    return any(_near(cues, place) for place in places)


def derived_names(paper: Paper) -> tuple[str, ...]:
    """The coined names that an abstract says, near a cue of derivation, it derives from.

    Parameters
    ----------
    paper : Paper
        Its own names are none of them.

    Returns
    -------
    tuple of str
        As they are written, in the order of the abstract, at most :data:`MOST_NAMES`. For
        ``BERT-flow`` both that and ``BERT``, for ``Mask R-CNN`` both that and ``R-CNN``:
        who knows the papers knows which of them is one.

    Notes
    -----
    Linear in the abstract, of which :data:`LONGEST_ABSTRACT` characters are read. Left out
    are sentences that tell results, and names that something is set against (“unlike
    BERT”). What cannot be told apart: whether the cue speaks of this paper or of others
    (“models like GPT-2 are fine-tuned …”), and what is only a part of it (data, optimisers).

    Examples
    --------
    >>> text = "OurNet is based on BERT and, unlike GPT-2, reads both ways."
    >>> derived_names(Paper("a", "OurNet: a net", abstract=text))
    ('BERT',)
    """
    own = {name.casefold() for name in names_of(paper)}
    found: dict[str, None] = {}
    for sentence in sentences_of((paper.abstract or "")[:LONGEST_ABSTRACT]):
        cues = [] if tells_results(sentence) else _cues(sentence)
        if not cues:
            continue
        for names, place in coined_words(sentence):
            mine = any(name.casefold() in own for name in names)
            if not mine and _near(cues, place) and not _set_against(sentence, place):
                found.update(dict.fromkeys(names))
    return tuple(found)[:MOST_NAMES]


def _cues(sentence: str) -> list[tuple[int, int]]:
    return [match.span() for match in _STARTS.finditer(sentence)]


def _near(cues: Sequence[tuple[int, int]], place: tuple[int, int]) -> bool:
    """Whether the nearest cue on either side is near; cues stand in order, apart."""
    after = bisect_left(cues, place)
    return any(_gap(cue, place) <= NEAR for cue in cues[max(0, after - 1) : after + 1])


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Characters between two places of a text."""
    return max(0, other[0] - one[1], one[0] - other[1])


def _set_against(sentence: str, place: tuple[int, int]) -> bool:
    """Whether a name is what something is compared with: “unlike the original BERT”."""
    window = sentence[max(0, place[0] - _WINDOW) : place[0]]
    against = _AGAINST.search(window)
    return against is not None and not _STARTS.search(against.group())
