"""Whose a full text is, and which papers of the library its references are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz

from ptm_graph.full_texts.full_text import FullText, ListedReference
from ptm_graph.library import Library
from ptm_graph.library.rows import strings
from ptm_graph.words import titles
from ptm_graph.words.identifiers import KINDS, surest_first, with_implied
from ptm_graph.words.works import SHORT, Work, described

_BLOCK = 12
"""Letters at the beginning or end of a title that a misread one still has."""
_MOST_ALIKE = 1_000
"""Titles with one beginning that are compared; more of them tell nothing."""
_ALIKE = 80.0
"""Likeness (0–100) from which on a title is one of the few that a paper is known to cite."""


class Works:
    """The papers of a library by what identifies them; read once, for any number of texts."""

    def __init__(self, library: Library):
        self._owner = {
            (kind.name, value): number
            for kind in KINDS
            for value, number in library.numbers_by_identifier(kind.name).items()
        }
        self._works: dict[int, Work] = {}
        self._by_title: dict[str, list[int]] = defaultdict(list)
        self._by_ends: dict[tuple[int, str], list[int]] = defaultdict(list)
        for row in library.columns.works():
            normal = titles.normal(row.title)
            authors = strings(row.authors) or ()
            self._works[row.id] = Work(row.id, row.title, normal, authors, row.year)
            self._by_title[row.title_key].append(row.id)
            for end in _ends(row.title_key):
                self._by_ends[end].append(row.id)

    def __getitem__(self, number: int) -> Work:
        return self._works[number]

    def paper_of(self, text: FullText) -> int | str:
        """Row number of the paper that a full text is of, or why it is of none."""
        own = described(None, text.title, text.authors, text.year)
        contradicted = None
        for number in self._by_identifiers(text.identifiers):
            if not self._contradicts(number, own):
                return number
            contradicted = self._works[number].title
        found = list(self._by_likeness(own))
        if len(found) == 1:
            return found[0]
        if found:
            return f"{len(found)} papers of the library have its title"
        if contradicted is not None:
            return f"its identifier is that of “{contradicted}”"
        if not text.title and not text.identifiers:
            return "neither a title nor an identifier was read"
        return "no paper of the library has its title or identifiers"

    def references_of(
        self, text: FullText, known: Iterable[int], unresolved: Iterable[tuple[str, int | None]]
    ) -> list[Work | None]:
        """The work that each reference of a text is; None where nobody knows it.

        Parameters
        ----------
        text : FullText
            Its reference list.
        known : iterable of int
            Row numbers of the papers that it is known to cite: among so few, less is needed.
        unresolved : iterable of (str, int or None)
            Title and year of the references that a service lists without a record.

        Notes
        -----
        Titles of the works that it is known to cite come first, whatever years are read,
        then identifiers, then titles that are nearly those, then those of the whole library.
        Two references are one work only if their titles agree.
        """
        few = [self._works[number] for number in known]
        few += [described(None, title, (), year, known_as=title) for title, year in unresolved]
        matching = _Matching([_of_reference(one) for one in text.references])
        by_letters = {one.letters: one for one in reversed(few) if len(one.letters) >= SHORT}
        matching.each(lambda place: by_letters.get(matching.works[place].letters))

        def identified(place: int) -> Work | None:
            return self._identified(text.references[place], matching.works[place])

        matching.each(lambda place: _if_alike(identified(place), matching.works[place]))
        matching.among(few, _near_title)
        matching.among(few, _within_raw(text.references))
        matching.each(lambda place: self._titled(matching.works[place]))
        matching.each(identified)
        matching.among(few, _same_author_and_year(few))
        return matching.found

    def _identified(self, reference: ListedReference, own: Work) -> Work | None:
        for number in self._by_identifiers(reference.identifiers):
            work = self._works[number]
            alike = _if_alike(work, own) is not None or work.shares_author(own.authors)
            if alike and not self._contradicts(number, own):
                return work
        return None

    def _titled(self, own: Work) -> Work | None:
        return next((self._works[number] for number in self._by_likeness(own)), None)

    def _by_identifiers(self, identifiers: Mapping[str, str]) -> list[int]:
        implied = sorted(with_implied(identifiers).items(), key=lambda one: surest_first(one[0]))
        found = (self._owner.get(item) for item in implied)
        return list(dict.fromkeys(one for one in found if one is not None))

    def _contradicts(self, number: int, own: Work) -> bool:
        paper = self._works[number]
        return titles.contradict(
            paper.title,
            own.title,
            year=paper.year,
            other_year=own.year,
            authors=paper.authors,
            other_authors=own.authors,
        )

    def _by_likeness(self, own: Work) -> Iterator[int]:
        """Papers that are the same work by their titles; those of equal title come first."""
        key = own.letters
        if not key:
            return
        exact = [one for one in self._by_title.get(key, ()) if self._works[one].is_same(own)]
        if exact:
            yield from exact
            return
        near = dict.fromkeys(
            number for end in _ends(key) for number in self._by_ends.get(end, ())[:_MOST_ALIKE]
        )
        for number in near:
            work = self._works[number]
            alike = fuzz.ratio(own.normal, work.normal, score_cutoff=titles.SAME_TITLE)
            if alike and work.is_same(own):
                yield number


def _if_alike(work: Work | None, own: Work) -> Work | None:
    """The work, unless its title is another one; machines give identifiers of other works."""
    if work is None or not own.normal or not work.normal:
        return work
    alike = max(fuzz.ratio(own.normal, work.normal), fuzz.token_set_ratio(own.normal, work.normal))
    return work if alike >= titles.ALIKE_TITLE else None


def _ends(key: str) -> list[tuple[int, str]]:
    if len(key) < SHORT:
        return []
    return [(0, key[:_BLOCK]), (1, key[-_BLOCK:])]


def _of_reference(reference: ListedReference) -> Work:
    return described(None, reference.title, reference.authors, reference.year)


_Fit = Callable[[int, Work, Work], float]
"""Place and work of a reference, and a work that is cited → how well they fit; 0: not."""


class _Matching:
    """References of one paper and the works that they are; no two of different title are one."""

    def __init__(self, works: Sequence[Work]):
        self.works = works
        self.found: list[Work | None] = [None] * len(works)
        self._taken: dict[object, list[int]] = defaultdict(list)

    def each(self, find: Callable[[int], Work | None]) -> None:
        """Look for each reference that is not found yet."""
        for place in self._open():
            work = find(place)
            if work is not None:
                self._take(place, work)

    def among(self, works: Sequence[Work], fit: _Fit) -> None:
        """Find references among some works, the best fitting pairs first."""
        pairs = [
            (-score, place, at)
            for place in self._open()
            for at, work in enumerate(works)
            if (score := fit(place, self.works[place], work)) > 0
        ]
        for _, place, at in sorted(pairs):
            if self.found[place] is None:
                self._take(place, works[at])

    def _open(self) -> list[int]:
        return [place for place, one in enumerate(self.found) if one is None]

    def _take(self, place: int, work: Work) -> None:
        held = self._taken[work.number or work.known_as]
        own = self.works[place]
        if all(titles.similarity(own.title, self.works[at].title) >= _ALIKE for at in held):
            held.append(place)
            self.found[place] = work


def _near_title(_: int, own: Work, other: Work) -> float:
    """How alike titles are, those cut short or run on included; 0: two works."""
    one, two = own.normal, other.normal
    if not one or not two:
        return 0.0
    score = fuzz.ratio(one, two, score_cutoff=_ALIKE)
    if not score and min(len(one), len(two)) >= SHORT:
        score = _ALIKE if f"{one} ".startswith(f"{two} ") or f"{two} ".startswith(one) else 0.0
    if not score or titles.version_tokens(own.title) != titles.version_tokens(other.title):
        return 0.0
    shared = other.shares_author(own.authors)
    if not shared and not other.near_in_time(own.year):
        return 0.0
    surely = score >= titles.SAME_TITLE and len(one) >= SHORT
    return score if surely or shared is not False else 0.0


def _within_raw(references: Sequence[ListedReference]) -> _Fit:
    """Fits where the title of a work stands in what is printed of a reference."""
    printed = [
        titles.normal(f"{one.raw or ''} {one.title or ''} {one.venue or ''}").replace(" ", "")
        for one in references
    ]

    def fit(place: int, own: Work, other: Work) -> float:
        long = len(other.letters) >= SHORT and other.near_in_time(own.year)
        return float(len(other.letters)) if long and other.letters in printed[place] else 0.0

    return fit


_NO_TITLE = re.compile(
    r"(?i)\b(?:arxiv|preprint|proceedings|conference|journal|technical report)\b"
)


def _same_author_and_year(works: Sequence[Work]) -> _Fit:
    """Fits a reference without a title, if one work alone has its first author and year."""
    holders: dict[tuple[str, int], list[Work]] = defaultdict(list)
    for one in works:
        if one.authors and one.year is not None:
            holders[titles.surname(one.authors[0]), one.year].append(one)

    def fit(_: int, own: Work, other: Work) -> float:
        untitled = len(own.letters) < SHORT or _NO_TITLE.search(own.title)
        if not untitled or not own.authors or own.year is None:
            return 0.0
        return float(holders.get((titles.surname(own.authors[0]), own.year)) == [other])

    return fit
