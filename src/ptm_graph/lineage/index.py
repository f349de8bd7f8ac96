"""The citation graph as arrays and small tables, read once, for scoring.

Nothing here decides anything: it answers who cites whom, when, and what the edges say.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property
from operator import itemgetter
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from ptm_graph.facts.coined_names import is_coined, names_given
from ptm_graph.facts.key_phrases import content_words
from ptm_graph.graph.dates import date_of
from ptm_graph.words import lists
from ptm_graph.words.model import PartialDate
from ptm_graph.words.titles import surname

Floats = npt.NDArray[np.float64]

UNKNOWN = math.nan
"""How an unknown value is represented in an array."""

_SURVEY = re.compile(
    r"\b(?:survey|surveys|review|overview|tutorial|primer|roadmap|taxonomy|bibliography|"
    r"systematic mapping|state of the art in|introduction to|an introduction|handbook|a guide to|"
    r"perspectives? on)\b",
    re.IGNORECASE,
)
SHORTEST_NAME = 3
"""Letters of a coined name that can replace a reference that is not known."""

_REVIEW_LENGTH = 100
"""References from which on the type ``Review`` alone makes a survey; services give the
type to ordinary papers too."""


_MATERIAL_TITLE = re.compile(
    r"\b(?:data ?sets?|corpus|corpora|benchmark(?:s|ing)?|challenge|shared task|treebank|database|"
    r"toolkit|tools?|library|libraries|software|platform|package|optimi[sz]ation|optimi[sz]er|"
    r"evaluation (?:of|metric)|automatic evaluation|leaderboard|\d+ ?questions|crowdsourc\w+|"
    r"annotat\w+|ontology|imagenet|wordnet|crawl\w*|in pytorch|tensorflow)\b",
    re.IGNORECASE,
)


class CitationIndex:
    """Read-only tables over a citation graph (see ``docs/data-model.md``).

    With ``until`` nothing later is used: papers published after it are left out, and
    world-wide counts of today count as unknown. Building takes O(V + E); everything else is
    computed when first asked for.
    """

    def __init__(self, citations: nx.DiGraph[str], until: datetime.date | None = None):
        self.until = until
        self.attributes: dict[str, Mapping[str, Any]] = {
            key: data for key, data in citations.nodes(data=True) if _published_by(data, until)
        }
        self.keys: list[str] = sorted(self.attributes)
        self.number: dict[str, int] = {key: place for place, key in enumerate(self.keys)}
        self.references: list[list[int]] = [[] for _ in self.keys]
        self.citers: list[list[int]] = [[] for _ in self.keys]
        self._edges: dict[tuple[int, int], Mapping[str, Any]] = {}
        adjacency = dict(citations.adjacency())
        for citing, citing_key in enumerate(self.keys):
            for cited_key, data in sorted(adjacency[citing_key].items(), key=itemgetter(0)):
                cited = self.number.get(cited_key)
                if cited is not None and cited != citing:
                    self.references[citing].append(cited)
                    self.citers[cited].append(citing)
                    self._edges[citing, cited] = data
        # remembered for each paper; @cache would keep every index that there ever was
        self.reference_set = cache(self._reference_set)
        """The references of a paper as a set."""
        self.surnames = cache(self._surnames)
        """Normal forms of the authors' last names; empty where unknown."""
        self.names = cache(self._names)
        """Names that aliases and title give the paper."""
        self.is_survey = cache(self._is_survey)
        """Whether a paper looks over a field instead of adding to it."""
        self.is_material = cache(self._is_material)
        """Whether a title mentions a data set, benchmark, optimiser, tool or library."""
        self.single_mention_share = cache(self._single_mention_share)
        """Share of a paper's citers that mention it once; NaN below five known citers."""
        self.sentence_numbers = cache(self._sentence_numbers)
        """Which of a citing paper's sentences mention another; empty where unknown."""
        self.material_use = cache(self._material_use)
        """Sum and number of :meth:`material_share` over all citers of a paper."""

    def edge(self, citing: int, cited: int) -> Mapping[str, Any]:
        """Attributes of one citation; none where no such citation is known."""
        return self._edges.get((citing, cited), {})

    def cites(self, citing: int, cited: int) -> bool:
        """Whether one paper names the other in its references."""
        return (citing, cited) in self._edges

    def node(self, number: int) -> Mapping[str, Any]:
        """Attributes of one paper."""
        return self.attributes[self.keys[number]]

    def name(self, number: int) -> str:
        """Short name of a paper for a message."""
        data = self.node(number)
        return str(data.get("name") or data.get("title") or self.keys[number])

    def _reference_set(self, number: int) -> frozenset[int]:
        return frozenset(self.references[number])

    def _surnames(self, number: int) -> frozenset[str]:
        return frozenset(map(surname, lists.split(self.node(number).get("authors")))) - {""}

    def _names(self, number: int) -> tuple[str, ...]:
        data = self.node(number)
        return names_given(str(data.get("title") or ""), lists.split(data.get("aliases")))

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
            for number in found - self.reference_set(child) - {child}
            if not first[number] > last[child]
        )

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
        if _SURVEY.search(str(data.get("title") or "")):
            return True
        typed = "Review" in lists.split(data.get("publication_types"))
        length = max(len(self.references[number]), int(data.get("reference_count") or 0))
        return typed and length >= _REVIEW_LENGTH

    def _is_material(self, number: int) -> bool:
        return bool(_MATERIAL_TITLE.search(str(self.node(number).get("title") or "")))

    @cached_property
    def citation_counts(self) -> Floats:
        """Citations in the world; of papers in the graph where the world's are unknown."""
        inside = np.array([len(own) for own in self.citers], dtype=float)
        if self.until is not None:
            return inside
        world = np.array(
            [float(self.attributes[key].get("citation_count", UNKNOWN)) for key in self.keys]
        )
        known: Floats = np.fmax(world, inside)
        return known

    @cached_property
    def title_words(self) -> list[frozenset[str]]:
        """Content words of each title, folded, without plural s."""
        return [content_words(str(self.attributes[key].get("title") or "")) for key in self.keys]

    @cached_property
    def word_weights(self) -> dict[str, float]:
        """Inverse document frequency of title words over the graph, ln((1+N)/(1+n))."""
        counts = Counter(token for words in self.title_words for token in words)
        total = len(self.keys)
        return {token: math.log((1 + total) / (1 + count)) + 0.1 for token, count in counts.items()}

    def _single_mention_share(self, cited: int) -> float:
        counts = [self._edges[citing, cited].get("mentions") for citing in self.citers[cited]]
        known = [count for count in counts if count]
        return sum(count == 1 for count in known) / len(known) if len(known) >= 5 else UNKNOWN

    def _sentence_numbers(self, citing: int, cited: int) -> frozenset[int]:
        text = str(self.edge(citing, cited).get("sentence_numbers") or "")
        return frozenset(int(part) for part in text.split() if part.isdigit())

    def material_share(self, citing: int, cited: int) -> float | None:
        """Share of one paper's citing sentences that describe the other as data or a tool."""
        edge = self.edge(citing, cited)
        mentions = edge.get("mentions")
        if not mentions or "fact_first_person" not in edge:
            return None
        return min(1.0, float(edge.get("fact_cue_material", 0.0)) / float(mentions))

    def _material_use(self, cited: int) -> tuple[float, int]:
        shares = [self.material_share(citing, cited) for citing in self.citers[cited]]
        known = [share for share in shares if share is not None]
        return sum(known), len(known)

    def has_texts(self, child: int) -> bool:
        """Whether citing sentences of a paper were seen (now or when the facts were made)."""
        return any("mentions" in self.edge(child, cited) for cited in self.references[child])


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


def column(edges: Sequence[Mapping[str, Any]], name: str) -> Floats:
    """One numeric edge attribute as an array; NaN where it is absent."""
    return np.array([float(edge.get(name, UNKNOWN)) for edge in edges], dtype=float)
