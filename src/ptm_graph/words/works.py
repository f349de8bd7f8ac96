"""Whether two descriptions of works, in one reference list, are of the same work.

Two services print one reference in two ways: a subtitle is cut, a name is an initial, the year
is that of the preprint. Within one list fewer works have to be told apart than in a library, but
its works are alike: parts and versions of one another, on one subject, by the same people.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ptm_graph.words import titles

SHORT = 15
"""Below so many letters a title alone does not name a work."""
LONG = 30
"""Letters from which on nobody else has the same title."""
YEARS_APART = 2

_WHOLE = 40
"""Letters from which on the beginning of a title is no other work's title."""
_BLOCK = 12
"""Letters at the beginning or end of a title that all its forms have in common."""
_MOST_ALIKE = 200
"""Titles with one beginning that are compared; more of them tell nothing."""
_LEAST = SHORT + 5
"""Letters of a title that is looked for in a printed line."""
_LONGEST_LINE = 3_000
"""Characters from which on what is printed is no reference."""
_NEAR = 88.0
"""Likeness (0–100) below which titles do not differ in spelling alone."""
_LONG_WORD = 6
_EMPTY = frozenset({"a", "an", "the", "and", "of", "in", "on", "for", "to", "with", "by"})
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_SUBTITLE = re.compile(r"[:?!.;(\[–—―]|\s-|-\s|--")
_VERSION = re.compile(
    r"\d{1,2}(?:st|nd|rd|th)?|[ivx]{1,5}|[a-e]|parts?|vol|volume|book|chapter|version|v\d+|no|edition"
    r"|second|third|fourth|supplement|supplementary|reply|comment|correction|erratum|corrigendum"
)


@dataclass(frozen=True, slots=True)
class Work:
    """What is compared of a paper, or of a reference."""

    number: int | None
    title: str
    normal: str
    """Title in normal form."""
    authors: tuple[str, ...]
    year: int | None
    known_as: str | None = None
    """Of a reference that a service has no record of: its title there."""

    def near_in_time(self, year: int | None) -> bool:
        """Whether years do not speak against it."""
        return self.year is None or year is None or abs(self.year - year) <= YEARS_APART

    def shares_author(self, authors: Sequence[str]) -> bool | None:
        """Whether an author is shared; None where authors are not known."""
        if not self.authors or not authors:
            return None
        return bool(_surnames(self.authors) & _surnames(authors))

    def is_same(self, other: Work) -> bool:
        """Whether two are one work, as sure as titles, years and authors can tell."""
        short = min(len(self.letters), len(other.letters)) < SHORT
        shared = self.shares_author(other.authors)
        if short and not shared:
            return False
        if shared and self.letters == other.letters and len(self.letters) >= LONG:
            return True  # one year in ten is misread, that of the page or of the volume
        return titles.same_work(
            self.title,
            other.title,
            year=self.year,
            other_year=other.year,
            authors=self.authors,
            other_authors=other.authors,
        )

    @property
    def letters(self) -> str:
        """The title without spaces."""
        return self.normal.replace(" ", "")


def described(
    number: int | None,
    title: str | None,
    authors: Iterable[str] | None,
    year: int | None,
    known_as: str | None = None,
) -> Work:
    """Describe a work."""
    normal = titles.normal(title or "")
    return Work(number, title or "", normal, tuple(authors or ()), year, known_as)


def _surnames(authors: Iterable[str]) -> set[str]:
    return {titles.surname(one) for one in authors} - {""}


# --- within one reference list ------------------------------------------------------------------

_EQUAL, _SPELT, _CUT = 3, 2, 1

_Fit = tuple[int, bool, int]
"""How the titles agree, whether an author is shared, and years apart (negative)."""


def agreement(one: Work, other: Work) -> _Fit | None:
    """How well two references of one list are the same work; None: they are not, or may not be.

    >>> bert = described(None, "BERT: Pre-training of Transformers", ["Jacob Devlin"], 2019)
    >>> agreement(bert, described(None, "Bert: pretraining of transformers", ["J Devlin"], 2018))
    (3, True, -1)
    >>> agreement(bert, described(None, "Pre-training of transformers", ["Devlin J"], 2019))
    (1, True, 0)
    >>> phi = described(None, "Phi-3 Technical Report", [], 2024)
    >>> agreement(phi, described(None, "Phi-4 Technical Report", [], 2024)) is None
    True
    """
    shared = _share(one.authors, other.authors)
    gap = None if one.year is None or other.year is None else abs(one.year - other.year)
    how = _titles_agree(one, other)
    if not how or shared is False:
        return None
    length = min(len(one.letters), len(other.letters))
    if gap is not None and gap > YEARS_APART and not (how == _EQUAL and shared and length >= LONG):
        return None
    if how == _EQUAL and length < SHORT and gap:
        return None  # “Deep learning” is an article and, a year later, a book
    if how == _SPELT and not shared and gap != 0 and length < LONG:
        return None
    if how == _CUT and not _confirmed(shared, gap, length):
        return None
    if how == _CUT and length < SHORT and not _share(one.authors[:1], other.authors[:1]):
        return None  # two works may bear one name, and have a Zhang each
    return how, bool(shared), -(gap or 0)


def _confirmed(shared: bool | None, gap: int | None, length: int) -> bool:
    """Whether author and year say that a part of a title is that of the same work."""
    if shared:
        return gap is None or gap <= 1
    return gap == 0 and length >= LONG


def _share(one: Sequence[str], other: Sequence[str]) -> bool | None:
    first, second = titles.families(one), titles.families(other)
    return bool(first & second) if first and second else None


def _titles_agree(one: Work, other: Work) -> int:
    short, long = sorted((one, other), key=lambda each: len(each.letters))
    if not short.letters:
        return 0
    if short.letters == long.letters:
        return _EQUAL
    if len(short.letters) >= SHORT and _spelt_otherwise(short, long):
        return _SPELT
    return _CUT if _cut(short, long) else 0


def _spelt_otherwise(one: Work, other: Work) -> bool:
    """Whether titles differ in spelling, and in words that mean nothing, alone."""
    if not fuzz.ratio(one.normal, other.normal, score_cutoff=_NEAR):
        return False
    if titles.version_tokens(one.title) != titles.version_tokens(other.title):
        return False
    mine, theirs = one.normal.split(), other.normal.split()
    matched = difflib.SequenceMatcher(None, mine, theirs, autojunk=False)
    return all(
        kind == "equal" or _same_words(mine[a:b], theirs[c:d])
        for kind, a, b, c, d in matched.get_opcodes()
    )


def _same_words(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    if "".join(mine) == "".join(theirs):
        return True
    mine = [word for word in mine if word not in _EMPTY]
    theirs = [word for word in theirs if word not in _EMPTY]
    return len(mine) == len(theirs) and all(map(_same_word, mine, theirs))


def _same_word(one: str, other: str) -> bool:
    """Whether a letter is all that differs, and not at the beginning: “un”, “micro”, “macro”."""
    if one == other:
        return True
    long = min(len(one), len(other)) >= _LONG_WORD and one[:3] == other[:3]
    return long and one.isalpha() and other.isalpha() and Levenshtein.distance(one, other) == 1


def _cut(short: Work, long: Work) -> bool:
    """Whether one title is the other without its subtitle, its end or the name before it."""
    length = len(short.letters)
    words = _words(long.title)
    if long.letters.startswith(short.letters):
        at = _words_of(words, length)
        if at is None:
            return length >= _WHOLE and _ends_within(short, words)
        rest = words[at][0]
        if _VERSION.fullmatch(rest) or titles.version_tokens(rest):
            return False
        # a word or two more (“revisited”, “in practice”) make another work
        many = length >= _WHOLE and len(words) - at >= _MANY_WORDS
        return many or bool(_SUBTITLE.search(words[at][1]))
    if length >= SHORT + 5 and long.letters.endswith(short.letters):
        at = _words_of(words, len(long.letters) - length)
        return at is not None and at <= _MANY_WORDS and ":" in words[at][1]
    return False


def _ends_within(short: Work, words: Sequence[tuple[str, str]]) -> bool:
    """Whether the last word is the beginning of one: “sequences” is not that of “sequence, s…”."""
    last = short.normal.split()[-1]
    at = _words_of(words, len(short.letters) - len(last))
    return at is not None and len(words[at][0]) > len(last)


_MANY_WORDS = 3


def _words(title: str) -> list[tuple[str, str]]:
    """Each word of a title in normal form, with what stands before it as it is written."""
    text = unicodedata.normalize("NFKC", title).replace("_", " ")
    found, end = [], 0
    for word in _WORD.finditer(text):
        found.append((titles.normal(word[0]).replace(" ", ""), text[end : word.start()]))
        end = word.end()
    return found


def _words_of(words: Sequence[tuple[str, str]], letters: int) -> int | None:
    """How many words have so many letters; None where these end within a word."""
    total = 0
    for at, (word, _) in enumerate(words):
        if total == letters:
            return at
        total += len(word)
    return None


class AmongFew:
    """References that are known already, to find one among them.

    One that is found by an equal title may be found again; one that is found by less only once.
    """

    def __init__(self, works: Sequence[Work]):
        self.works = works
        self._equal: dict[str, list[int]] = defaultdict(list)
        self._ends: dict[tuple[int, str], list[int]] = defaultdict(list)
        for at, one in enumerate(works):
            self._equal[one.letters].append(at)
            for end in _ends(one):
                self._ends[end].append(at)
        self._titled = Beginnings((at, (one.letters,)) for at, one in enumerate(works))
        self._lines = {at: line for at, one in enumerate(works) if (line := _printed(one.title))}
        self._printed = Beginnings((at, line.parts()) for at, line in self._lines.items())

    def find(self, wanted: Sequence[tuple[Work, str | None]]) -> list[int | None]:
        """Place of each reference among the known ones; None where it is surely none of them.

        ``wanted`` are references, each with the line that is printed of it, if there is one.
        """
        fits = [
            (*(-value for value in map(int, fit)), at, place)
            for at, (one, printed) in enumerate(wanted)
            for place, fit in self._fitting(one, printed)
        ]
        found: list[int | None] = [None] * len(wanted)
        taken: set[int] = set()
        doubtful = _doubtful(fits)
        for fit in sorted(fits):
            how, at, place = -fit[0], fit[-2], fit[-1]
            if found[at] is None and (how == _EQUAL or (place not in taken and at not in doubtful)):
                found[at] = place
                taken.add(place)
        return found

    def _fitting(self, one: Work, printed: str | None) -> Iterator[tuple[int, _Fit]]:
        places = dict.fromkeys(self._equal.get(one.letters, ()) if one.letters else ())
        for end in _ends(one):
            places |= dict.fromkeys(self._ends.get(end, ())[:_MOST_ALIKE])
        found = [(place, fit) for place in places if (fit := agreement(one, self.works[place]))]
        yield from found
        if not found:
            line = _printed(printed or one.title)
            told = self._titled.of(*line.parts()) if line else ()
            standing = [place for place in told if line and line.names(self.works[place])]
            lines = self._printed.of(one.letters)
            standing += [place for place in lines if self._lines[place].names(one)]
            yield from ((place, (_CUT, True, 0)) for place in standing)


class Beginnings:
    """What texts begin with, to find those with an equal beginning without comparing all."""

    def __init__(self, texts: Iterable[tuple[int, Iterable[str]]]):
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, some in texts:
            for one in dict.fromkeys(text[:_LEAST] for text in some if len(text) >= _LEAST):
                if len(held := self._places[one]) < _MOST_ALIKE:
                    held.append(place)

    def of(self, *texts: str) -> list[int]:
        """Places of those that begin as one of some texts does, in order, each once."""
        found = (self._places.get(one[:_LEAST], ()) for one in texts)
        return sorted({place for places in found for place in places})


class _Line:
    """A whole reference as it is printed."""

    def __init__(self, text: str):
        bare = unicodedata.normalize("NFKD", text.casefold())
        self.text = "".join(char for char in bare if not unicodedata.combining(char))
        self.letters = titles.normal(text).replace(" ", "")

    def parts(self) -> Iterator[str]:
        """The beginning of what stands behind each word."""
        words = titles.normal(self.text).split()
        letters, at = "".join(words), 0
        for word in words:
            yield letters[at : at + _LEAST]
            at += len(word)

    def names(self, known: Work) -> bool:
        """Whether title, and author or year, of a work stand in it."""
        if len(known.letters) < _LEAST or known.letters not in self.letters:
            return False
        title = r"\W*".join(map(re.escape, known.normal.split()))
        stands = re.search(rf"(?:^|[^\w\s-])\W*{title}(?!\w)\W{{0,3}}", self.text)
        if stands is None:
            return False
        behind = self.text[stands.end() :].split(maxsplit=1)
        closed = not behind or set(stands[0][-3:]) & set(".,;?!\"”’'»)(")
        if not closed or (behind and _VERSION.fullmatch(behind[0].strip(".,:;"))):
            return False
        words = set(_WORD.findall(self.text))
        if titles.families(known.authors) & words:
            return True
        years = () if known.year is None else range(known.year - 1, known.year + 2)
        return len(known.letters) >= LONG and any(str(year) in words for year in years)


def _printed(title: str) -> _Line | None:
    """What is printed of a whole reference; None for a mere title."""
    told = title[:_LONGEST_LINE]
    whole = _YEAR.search(told) and told.count(".") + told.count(",") >= 2
    return _Line(told) if whole else None


def _doubtful(fits: Iterable[tuple[int, ...]]) -> set[int]:
    """References that fit two known ones equally well by less than an equal title."""
    best: dict[int, tuple[int, ...]] = {}
    twice: set[int] = set()
    for *fit, at, _ in sorted(fits):
        if at not in best:
            best[at] = tuple(fit)
        elif best[at] == tuple(fit) and -fit[0] != _EQUAL:
            twice.add(at)
    return twice


def _ends(one: Work) -> list[tuple[int, str]]:
    letters = one.letters
    if len(letters) < _BLOCK:
        return [(0, letters)] if letters else []
    return [(0, letters[:_BLOCK]), (1, letters[-_BLOCK:])]
