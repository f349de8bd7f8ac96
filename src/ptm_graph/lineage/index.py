"""The citation graph as arrays and small tables, read once, for scoring.

Nothing here decides anything: it answers who cites whom, when, and what the edges say.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from ptm_graph.facts.coined_names import is_coined, names_given
from ptm_graph.graph.dates import date_of
from ptm_graph.graph.spans import Floats, Ints, owners, spans, starts_of, summed
from ptm_graph.lineage.edge_numbers import MATERIAL, UNKNOWN, material_shares
from ptm_graph.lineage.title_words import numbered_words
from ptm_graph.words import lists
from ptm_graph.words.model import PartialDate
from ptm_graph.words.titles import normal, surname

# searched in folded titles: half the time of ignoring case
_SURVEY = re.compile(
    r"\b(?:survey|surveys|review|overview|tutorial|primer|roadmap|taxonomy|bibliography|"
    r"systematic mapping|state of the art in|introduction to|an introduction|handbook|a guide to|"
    r"perspectives? on)\b",
)
NOBODY = -1
"""Number of a last name that is not known."""

SHORTEST_NAME = 3
"""Letters of a coined name that can replace a reference that is not known."""

REVIEW = "Review"
REVIEW_LENGTH = 100
"""References from which on the type ``Review`` alone makes a survey; services give the
type to ordinary papers too."""


_MATERIAL_TITLE = re.compile(
    r"\b(?:data ?sets?|corpus|corpora|benchmark(?:s|ing)?|challenge|shared task|treebank|database|"
    r"toolkit|tools?|library|libraries|software|platform|package|optimi[sz]ation|optimi[sz]er|"
    r"evaluation (?:of|metric)|automatic evaluation|leaderboard|\d+ ?questions|crowdsourc\w+|"
    r"annotat\w+|ontology|imagenet|wordnet|crawl\w*|in pytorch|tensorflow)\b",
)


class CitationIndex:
    """Read-only tables over a citation graph (see ``docs/data-model.md``).

    With ``until`` nothing later is used: papers published after it are left out, and
    world-wide counts of today count as unknown. Papers and citations are numbers, so that what
    is asked of many lists is answered by joins of arrays. Building takes O(V + E log E);
    everything else is computed when first asked for.
    """

    def __init__(self, citations: nx.DiGraph[str], until: datetime.date | None = None):
        self.until = until
        self.attributes: dict[str, Mapping[str, Any]] = {
            key: data for key, data in citations.nodes(data=True) if _published_by(data, until)
        }
        self.keys: list[str] = sorted(self.attributes)
        self.number: dict[str, int] = {key: place for place, key in enumerate(self.keys)}
        adjacency = dict(citations.adjacency())
        held = [adjacency[key] for key in self.keys]
        citing = owners(np.array([len(cited) for cited in held], dtype=np.int64))
        cited = np.array([self.number.get(key, -1) for cited in held for key in cited], np.int64)
        data = [data for cited in held for data in cited.values()]
        chosen = np.flatnonzero((cited >= 0) & (cited != citing))
        chosen = chosen[np.lexsort((cited[chosen], citing[chosen]))]
        self.citing, self.cited = citing[chosen], cited[chosen]
        """(citations,): numbers of the papers at both ends, sorted by the citing one."""
        self.edges: list[Mapping[str, Any]] = [*(data[at] for at in chosen.tolist()), {}]
        """Attributes of every citation; behind the last (so at -1) none, for what is none."""
        papers = len(self.keys)
        self.starts = starts_of(np.bincount(self.citing, minlength=papers))
        """Where the citations by each paper start."""
        self.into = np.argsort(self.cited, kind="stable")
        """Citations by the paper they cite, then by the one that cites."""
        self.into_starts = starts_of(np.bincount(self.cited, minlength=papers))
        """Where the citations of each paper start in :attr:`into`."""
        # remembered for each paper; @cache would keep every index that there ever was
        self.surnames = cache(self._surnames)
        """Numbers for the normal forms of the authors' last names; none where unknown."""
        self._surname_numbers: dict[str, int] = {}
        self._surname_of = cache(self._numbered_surname)
        self.names = cache(self._names)
        """Names that aliases and title give the paper."""
        self.plain_title = cache(self._plain_title)
        """The form in which titles are compared."""
        self.is_survey = cache(self._is_survey)
        """Whether a paper looks over a field instead of adding to it."""
        self.is_material = cache(self._is_material)
        """Whether a title mentions a data set, benchmark, optimiser, tool or library."""
        self.has_texts = cache(self._has_texts)
        """Whether citing sentences of a paper were seen (now or when the facts were made)."""

    def references_of(self, number: int) -> list[int]:
        """Papers that one cites, in order."""
        found: list[int] = self.cited[self.starts[number] : self.starts[number + 1]].tolist()
        return found

    def citers_of(self, number: int) -> list[int]:
        """Papers that cite one, in order."""
        into = self.into[self.into_starts[number] : self.into_starts[number + 1]]
        found: list[int] = self.citing[into].tolist()
        return found

    def edge_numbers(self, citing: Ints, cited: Ints) -> Ints:
        """Numbers of the citations between some papers; -1 where no citation is known."""
        asked = citing * len(self.keys) + cited
        found = np.searchsorted(self._ends, asked)
        return np.where(self._ends[found] == asked, found, -1)

    @cached_property
    def _ends(self) -> Ints:
        return np.append(self.citing * len(self.keys) + self.cited, np.iinfo(np.int64).max)

    def edge(self, citing: int, cited: int) -> Mapping[str, Any]:
        """Attributes of one citation; none where no such citation is known."""
        asked = citing * len(self.keys) + cited
        found = int(self._ends.searchsorted(asked))
        return self.edges[found if self._ends[found] == asked else -1]

    def cited_counts(self, papers: Ints) -> Floats:
        """How some papers are cited, each citation read once for all questions.

        (papers, 4): citations whose sentences are known, those in one sentence, those of which
        is known how the work is described, and the sum of their :func:`material_shares`.
        """
        new = np.unique(papers[np.isnan(self._cited_counts[papers, 0])])
        places, lengths = spans(self.into_starts, new)
        held = [self.edges[edge] for edge in self.into[places].tolist()]
        read = [data.get(name, UNKNOWN) for data in held for name in MATERIAL]
        columns = np.array(read, dtype=float).reshape(-1, len(MATERIAL)).T
        mentions, shares = columns[0], material_shares(*columns)
        told = (mentions > 0, mentions == 1, ~np.isnan(shares), np.nan_to_num(shares))
        rows = owners(lengths)
        self._cited_counts[new] = np.column_stack([summed(one, rows, len(new)) for one in told])
        return self._cited_counts[papers]

    @cached_property
    def _cited_counts(self) -> Floats:
        return np.full((len(self.keys), 4), UNKNOWN)

    def node(self, number: int) -> Mapping[str, Any]:
        """Attributes of one paper."""
        return self.attributes[self.keys[number]]

    def name(self, number: int) -> str:
        """Short name of a paper for a message."""
        data = self.node(number)
        return str(data.get("name") or data.get("title") or self.keys[number])

    def _surnames(self, number: int) -> tuple[int, ...]:
        authors = lists.split(self.node(number).get("authors"))
        found = set(map(self._surname_of, authors))
        return tuple(sorted(found - {NOBODY}))

    def _numbered_surname(self, author: str) -> int:
        name = surname(author)
        numbers = self._surname_numbers
        return numbers.setdefault(name, len(numbers)) if name else NOBODY

    def _names(self, number: int) -> tuple[str, ...]:
        data = self.node(number)
        return names_given(str(data.get("title") or ""), lists.split(data.get("aliases")))

    def _plain_title(self, number: int) -> str:
        return normal(str(self.node(number).get("title") or ""))

    @cached_property
    def _seeds_by_name(self) -> dict[str, list[int]]:
        """Coined names of the reading list's papers → who bears them."""
        held: dict[str, list[int]] = {}
        for number in range(len(self.keys)):
            if self.node(number).get("seed"):
                for name in self.names(number):
                    if len(name) >= SHORTEST_NAME and is_coined(name):
                        held.setdefault(name, []).append(number)
        return held

    def named_parents(self, child: int) -> list[int]:
        """Papers of the reading list that title or abstract name, though no reference is known.

        Only for a child whose reference list is not known to be complete (with sentences;
        services call partial lists complete): the authors' word is then better evidence than
        the gap. The name must be coined, have three letters, belong to one
        paper of the list only, and not be the child's own. It is in the title, or the
        abstract says that the child derives from it.
        """
        if not self.node(child).get("seed"):
            return []
        title = str(self.node(child).get("title") or "")
        words = re.findall(r"[\w+.]+(?:-[\w+.]+)*", title)
        pieces = {part for word in words for part in (word, *word.split("-"))}
        runs = pieces | {" ".join(words[at : at + 2]) for at in range(len(words) - 1)}
        return sorted({*self._bearers(child, runs), *self.derived_parents(child)})

    def derived_parents(self, child: int) -> list[int]:
        """Those of :meth:`named_parents` from which the abstract says the child derives."""
        told = lists.split(self.node(child).get("derived_names"))
        names = {name for name in told if name in self._seeds_by_name}
        parts = {name: set(re.split(r"[ -]", name)) for name in names}
        # “BERT-flow” may be stored as “BERT” too
        shorter = {name for name in names if any(name in parts[other] - {other} for other in names)}
        return self._bearers(child, names - shorter)

    def _bearers(self, child: int, names: AbstractSet[str]) -> list[int]:
        """Who bears one of these names and may be a parent without a known reference."""
        data = self.node(child)
        complete = data.get("references_state") == "complete" and self.has_texts(child)
        if complete or not data.get("seed"):
            return []
        own = set(self.names(child))
        found = {
            bearers[0]
            for name in sorted(names - own)
            if len(bearers := self._seeds_by_name.get(name, [])) == 1
        }
        first, last = self.dates
        return sorted(
            number
            for number in found - set(self.references_of(child)) - {child}
            if not first[number] > last[child]
        )

    @cached_property
    def seeds(self) -> npt.NDArray[np.bool_]:
        """Which papers belong to the reading list."""
        return np.array([bool(self.attributes[key].get("seed")) for key in self.keys], dtype=bool)

    @cached_property
    def dates(self) -> tuple[Floats, Floats]:
        """First and last day each paper may be of, as ordinals; NaN where unknown."""
        first = np.full(len(self.keys), UNKNOWN)
        last = np.full(len(self.keys), UNKNOWN)
        days: dict[tuple[Any, Any], tuple[float, float]] = {}
        for place, key in enumerate(self.keys):
            data = self.attributes[key]
            written = (data.get("date"), data.get("year"))
            if written not in days:
                days[written] = _days(date_of(data))
            first[place], last[place] = days[written]
        return first, last

    def _is_survey(self, number: int) -> bool:
        data = self.node(number)
        if says_survey(str(data.get("title") or "")):
            return True
        typed = REVIEW in lists.split(data.get("publication_types"))
        length = max(len(self.references_of(number)), int(data.get("reference_count") or 0))
        return typed and length >= REVIEW_LENGTH

    def _is_material(self, number: int) -> bool:
        return says_material(str(self.node(number).get("title") or ""))

    @cached_property
    def citation_counts(self) -> Floats:
        """Citations in the world; of papers in the graph where the world's are unknown."""
        inside = np.diff(self.into_starts).astype(float)
        if self.until is not None:
            return inside
        world = np.array(
            [float(self.attributes[key].get("citation_count", UNKNOWN)) for key in self.keys]
        )
        known: Floats = np.fmax(world, inside)
        return known

    @cached_property
    def title_words(self) -> tuple[Ints, Ints, Floats]:
        """Content words of the titles: their numbers, where each title's start, and their weights.

        The weight is the inverse document frequency over the graph, ln((1+N)/(1+n)) + 0.1.
        """
        titles = [str(self.attributes[key].get("title") or "") for key in self.keys]
        words, lengths = numbered_words(titles)
        counts = np.bincount(words).tolist()
        total = 1 + len(titles)
        weights = np.array([math.log(total / (1 + count)) + 0.1 for count in counts])
        return words, starts_of(lengths), weights

    def _has_texts(self, child: int) -> bool:
        held = self.edges[self.starts[child] : self.starts[child + 1]]
        return any("mentions" in edge for edge in held)


def says_survey(title: str) -> bool:
    """Whether a title says that the paper looks over a field."""
    return bool(_SURVEY.search(title.casefold()))


def says_material(title: str) -> bool:
    """Whether a title mentions a data set, benchmark, optimiser, tool or library."""
    return bool(_MATERIAL_TITLE.search(title.casefold()))


def _days(date: PartialDate | None) -> tuple[float, float]:
    if date is None:
        return UNKNOWN, UNKNOWN
    return float(date.first_day.toordinal()), float(date.last_day.toordinal())


def _published_by(data: Mapping[str, Any], until: datetime.date | None) -> bool:
    """Whether a paper may count at a date; one without a date may not."""
    if until is None:
        return True
    date = date_of(data)
    return date is not None and date.first_day <= until
