"""Links to references as they stand in a text, and what “[2]–[5]” means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ptm_graph.full_texts.assembling import Paragraph, Part
from ptm_graph.full_texts.full_text import ListedReference, SectionKind, Unused


@dataclass(frozen=True, slots=True)
class Mark:
    """A link, or what looks like one, as the format gives it."""

    text: str
    """As it is printed: ``[2``, ``(Smith, 2019)``."""
    keys: tuple[str, ...] = ()
    """What it is linked to; empty: to nothing."""


Raw = str | Mark


@dataclass(frozen=True, slots=True)
class RawParagraph:
    """A paragraph whose marks are not yet understood."""

    parts: list[Raw]
    headings: tuple[str, ...] = ()
    kind: SectionKind | None = None


WIDEST_RANGE = 60
"""References that a range may mean; “[1]–[1999]” is none."""

_DASH = r"[-‐‑‒–—−]"
_SPAN = re.compile(rf"(?<!\d)(\d{{1,4}})\s*[\])]?\s*{_DASH}\s*[\[(]?\s*(\d{{1,4}})(?!\d)")
_DASHES = re.compile(rf"\s*[\])]?\s*{_DASH}\s*[\[(]?\s*")
_DASH_BEFORE = re.compile(rf"\s*{_DASH}")
_DASH_BEHIND = re.compile(rf"{_DASH}\s*$")
_NUMBERS = re.compile(r"(?<![\d.])\d{1,4}(?![\d.]\d)")
_NUMBER_LIST = re.compile(rf"[\s\[\](){{}},;.and&\d]*(?:{_DASH}[\s\[\](),;\d]*)*")
_LEAST_MARKS = 3
_SURE = 0.8


class Numbering:
    """Which number of a numbered reference list is which key.

    Parameters
    ----------
    keys : sequence of str
        The reference list in its order.
    marks : iterable of Mark
        All links of the text: where four of five show the number of what they are linked
        to, the paper cites by numbers.
    labels : mapping, optional
        Number → key, where the list itself says it.
    """

    def __init__(
        self,
        keys: Sequence[str],
        marks: Iterable[Mark],
        labels: Mapping[int, str] | None = None,
    ) -> None:
        self._place = {key: place for place, key in enumerate(keys)}
        self._keys = keys
        self._labels = dict(labels or {})
        self._first = None if self._labels else self._offset(marks)

    def _offset(self, marks: Iterable[Mark]) -> int | None:
        """The number of the first reference; None where the paper does not cite by numbers."""
        seen: Counter[int] = Counter()
        for mark in marks:
            if len(mark.keys) == 1 and mark.keys[0] in self._place:
                numbers = _NUMBERS.findall(mark.text)
                if len(numbers) == 1:
                    seen[int(numbers[0]) - self._place[mark.keys[0]]] += 1
        if seen.total() < _LEAST_MARKS:
            return None
        (first, times) = seen.most_common(1)[0]
        return first if times >= _SURE * seen.total() else None

    def key(self, number: int) -> str | None:
        """The reference with this number."""
        if self._first is None:
            return self._labels.get(number)
        place = number - self._first
        return self._keys[place] if 0 <= place < len(self._keys) else None

    def meant(self, mark: Mark) -> tuple[str, ...]:
        """Keys that a mark means: its links, its numbers, and those between them."""
        found = list(mark.keys)
        if not found and _NUMBER_LIST.fullmatch(mark.text):
            found = [key for n in _NUMBERS.findall(mark.text) if (key := self.key(int(n)))]
        for low, high in _SPAN.findall(mark.text):
            found.extend(self.between(int(low), int(high), ends=True))
        return tuple(dict.fromkeys(found))

    def between(self, low: int, high: int, *, ends: bool = False) -> list[str]:
        """Keys of the numbers of a range; none where it is no range of this list."""
        if not 0 < high - low <= WIDEST_RANGE or not (self.key(low) and self.key(high)):
            return []
        numbers = range(low, high + 1) if ends else range(low + 1, high)
        return [key for number in numbers if (key := self.key(number))]


def cited(parts: Iterable[Raw], numbering: Numbering) -> Iterator[Part]:
    """Turn marks into citations; one that means no reference stays as the text it is."""
    before: Mark | None = None
    dash = ""  # behind a mark, until it is known whether a range follows
    for part in parts:
        if isinstance(part, str):
            if before is not None and not dash and _DASHES.fullmatch(part):
                dash = part
                continue
            yield dash + part
            before = None
        else:
            gap = _gap(before, part, numbering, dash) if before is not None else []
            if dash and not gap:
                yield dash
            yield (*gap, *numbering.meant(part)) or part.text
            before = part
        dash = ""
    if dash:
        yield dash


def _gap(one: Mark, other: Mark, numbering: Numbering, dash: str) -> list[str]:
    """Keys of a range of which two neighbouring marks are the ends."""
    if not dash and not _DASH_BEFORE.match(other.text) and not _DASH_BEHIND.search(one.text):
        return []
    low, high = _NUMBERS.findall(one.text), _NUMBERS.findall(other.text)
    return numbering.between(int(low[-1]), int(high[0])) if low and high else []


def understood(
    raw: Sequence[RawParagraph],
    references: Sequence[ListedReference],
    unused: Iterable[Unused],
    labels: Mapping[int, str] | None = None,
) -> tuple[list[Paragraph], Sequence[ListedReference], tuple[Unused, ...]]:
    """Understand all marks of a paper together.

    Parameters
    ----------
    raw : sequence of RawParagraph
        Its text.
    references : sequence of ListedReference
        Its reference list.
    unused : iterable of Unused
        What else could not be used.
    labels : mapping, optional
        Number → key, where the reference list is numbered.

    Returns
    -------
    paragraphs, references, unused
        What :func:`~ptm_graph.full_texts.assembling.full_text` takes behind the header;
        how many marks mean no reference is added to ``unused``.
    """
    marks = [mark for one in raw for mark in one.parts if isinstance(mark, Mark)]
    numbering = Numbering([one.key for one in references], marks, labels)
    paragraphs = [
        Paragraph(list(cited(one.parts, numbering)), one.headings, one.kind) for one in raw
    ]
    unlinked = sum(not mark.keys and not numbering.meant(mark) for mark in marks)
    lost = [Unused("citations", f"{unlinked} linked to no reference")] if unlinked else []
    return paragraphs, references, (*unused, *lost)
