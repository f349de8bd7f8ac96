"""From what a person types to papers: an exact short name comes before all that contains it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ptm_graph.errors import QueryError
from ptm_graph.library import Library
from ptm_graph.words import lists, titles
from ptm_graph.words.identifiers import find_identifier

if TYPE_CHECKING:
    from ptm_graph.dashboard.reader import Opened

_LONGEST_QUERY = 300
_WORD = re.compile(r"(?<!\w)\S")
"""Where a word begins."""
_LIKELY, _OTHER = 0, 1
_EXACT = (0, 1)


def names_of(data: Mapping[str, Any]) -> list[str]:
    """What a paper is called for short; nothing where it has its title only."""
    name, title = str(data.get("name") or ""), str(data.get("title") or "")
    names = [*lists.split(data.get("aliases")), name]
    return [one for one in dict.fromkeys(names) if one and one != title]


def found(
    opened: Opened, query: str, likely: Sequence[str] = (), most: int = 8
) -> tuple[tuple[str, ...], str | None]:
    """Papers that somebody may mean, the best first, and the one that is called exactly so.

    Parameters
    ----------
    opened : Opened
        The library.
    query : str
        Words of a name or title, or an identifier.
    likely : sequence of str, optional
        Keys of papers that come before others which fit as well.
    most : int, default 8
        How many papers to give.

    Returns
    -------
    tuple of str
        Keys.
    str or None
        The only paper of that name, or title; None where none or several have it.
    """
    query = titles.clean(query[:_LONGEST_QUERY])
    named = _identified(opened, query)
    if named is not None:
        return (named,), named
    order = {key: place for place, key in enumerate(likely)}
    fits: list[tuple[int, int, int, str]] = []
    asked = _Asked(query)
    for place, key in enumerate(opened.search_options):
        step = asked.step(opened.citations.nodes[key])
        if step is not None:
            group = _LIKELY if key in order else _OTHER
            fits.append((step, group, order.get(key, place), key))
    fits.sort()
    best = fits[0][0] if fits else None
    exact = [key for step, _, _, key in fits if step == best and step in _EXACT]
    return tuple(key for *_, key in fits[:most]), exact[0] if len(exact) == 1 else None


class _Asked:
    """What was typed, and how well a paper fits it."""

    def __init__(self, query: str) -> None:
        self._whole = query.casefold()
        self._words = self._whole.split()
        self._bare = _bare(self._whole)

    def step(self, data: Mapping[str, Any]) -> int | None:
        """0: its name; 1: its title; 2: how its name begins; 3: stands in it; 4: all the words."""
        if not self._bare:
            return None
        names = [name.casefold() for name in names_of(data)]
        title = str(data.get("title") or "").casefold()
        if any(_bare(name) == self._bare for name in names):
            return 0
        if _bare(title) == self._bare:
            return 1
        if any(name.startswith(self._whole) for name in names):
            return 2
        text = "\n".join((*names, title))
        if self._whole in text:
            return 3
        return 4 if all(word in text for word in self._words) else None


def _bare(folded: str) -> str:
    return folded.replace(" ", "").replace("-", "")


def _identified(opened: Opened, query: str) -> str | None:
    """The paper of an identifier, link or key."""
    if query in opened.citations:
        return query
    if find_identifier(query) is None:
        return None
    try:
        with Library.open(opened.path) as library:
            key = library.find(query).key
    except QueryError:
        return None
    return key if key in opened.citations else None


def exact_first(
    keys: Sequence[str],
    lines: Sequence[str],
    names: Sequence[Collection[str]],
    own: Collection[str] = (),
) -> Iterator[str]:
    """Give keys in order, but each after those whose name its line contains.

    A box that lists all lines with what was typed in them then begins with the paper that is
    called exactly so: “ResNet” stands before “Inception-ResNet”. What stands within a word
    (“BERT” in “DistilBERT”) counts only in names, and only for papers of one's ``own`` list,
    lest the box begin with whatever has a short name (“nti” in “sentiment”).
    """
    called: dict[str, list[int]] = defaultdict(list)
    folded = [[name.casefold() for name in some if name.strip()] for some in names]
    for number, some in enumerate(folded):
        for name in some:
            called[name].append(number)
    before: dict[int, list[int]] = defaultdict(list)
    lengths = sorted({len(name) for name in called})
    for holder, line in enumerate(lines):
        text = line.casefold()
        for word in _WORD.finditer(text):
            begin = word.start()
            for length in lengths:
                before[holder] += called.get(text[begin : begin + length], ())
    text = "\n".join(", ".join(some) for some in folded)
    starts = [0, *accumulate(len(", ".join(some)) + 1 for some in folded)]
    for number, some in enumerate(folded):
        for name in some if keys[number] in own else ():
            for place in _places(text, name):
                before[bisect_right(starts, place) - 1].append(number)
    yield from (keys[number] for number in _depth_first(len(keys), before))


def _places(text: str, part: str) -> Iterator[int]:
    place = text.find(part)
    while place >= 0:
        yield place
        place = text.find(part, place + 1)


def _depth_first(count: int, before: Mapping[int, Sequence[int]]) -> Iterator[int]:
    seen: set[int] = set()
    for first in range(count):
        stack = [] if first in seen else [(first, iter(before.get(first, ())))]
        seen.add(first)
        while stack:
            number, rest = stack[-1]
            earlier = next((one for one in rest if one not in seen), None)
            if earlier is None:
                stack.pop()
                yield number
            else:
                seen.add(earlier)
                stack.append((earlier, iter(before.get(earlier, ()))))
