"""The signals of one reference list in plain loops: what the arrays must give."""

import math
from collections import Counter
from collections.abc import Callable, Sequence

import networkx as nx
import numpy as np

from ptm_graph.facts.coined_names import NameFinder, is_coined, names_given
from ptm_graph.facts.key_phrases import content_words
from ptm_graph.lineage.index import CitationIndex
from ptm_graph.words import lists
from ptm_graph.words.titles import normal, surname

Values = list[float]


class PlainList:
    """One child of a citation graph and its references, in the order of their keys."""

    def __init__(
        self, graph: "nx.DiGraph[str]", index: CitationIndex, common: Counter[str], child: str
    ):
        self.graph, self.index, self.common, self.child = graph, index, common, child
        self.named = [index.keys[one] for one in index.named_parents(index.number[child])]
        self.own = set(graph[child])
        self.cited = [*sorted(self.own), *self.named]
        self.edges = [graph[child].get(key, {}) for key in self.cited]
        self.citers = sorted(graph.predecessors(child))

    def title(self, key: str) -> str:
        return str(self.graph.nodes[key].get("title") or "")

    def names(self, key: str) -> tuple[str, ...]:
        return names_given(self.title(key), lists.split(self.graph.nodes[key].get("aliases")))

    def surnames(self, key: str) -> set[str]:
        return set(map(surname, lists.split(self.graph.nodes[key].get("authors")))) - {""}

    def sentences(self, citing: str, cited: str) -> set[int]:
        return set(map(int, self.graph[citing].get(cited, {}).get("sentence_numbers", "").split()))

    def material_share(self, citing: str, cited: str) -> float:
        edge = self.graph[citing].get(cited, {})
        if not edge.get("mentions") or "fact_first_person" not in edge:
            return math.nan
        return min(1.0, float(edge.get("fact_cue_material", 0.0)) / float(edge["mentions"]))

    def percentile(self, values: Values) -> Values:
        known = [value for value in values if not math.isnan(value)]
        if len(known) < 2:
            return [value if math.isnan(value) else 0.5 for value in values]

        def rank(value: float) -> float:
            below = sum(other < value for other in known)
            upto = sum(other <= value for other in known)
            return (below + upto - 1) / 2 / (len(known) - 1)

        return [value if math.isnan(value) else rank(value) for value in values]


def shared_author(one: PlainList) -> Values:
    own = one.surnames(one.child)
    held = [one.surnames(key) for key in one.cited]
    return [float(bool(own & theirs)) if own and theirs else math.nan for theirs in held]


def cited_much(one: PlainList) -> Values:
    counts = [
        max(one.graph.nodes[key].get("citation_count", 0), one.graph.in_degree(key))
        for key in one.cited
    ]
    return one.percentile(list(map(float, counts)))


def newest(one: PlainList) -> Values:
    first, last = one.index.dates
    middle = dict(zip(one.index.keys, (first + last).tolist(), strict=True))
    return one.percentile([middle[key] - middle[one.child] for key in one.cited])


def cocitation(one: PlainList) -> Values:
    if not one.citers:
        return [math.nan] * len(one.cited)
    return one.percentile(
        [
            sum(one.graph.has_edge(citer, key) for citer in one.citers)
            / math.sqrt(max(1, one.graph.in_degree(key)) * len(one.citers))
            for key in one.cited
        ]
    )


def cocited_closely(one: PlainList) -> Values:
    if not any(one.sentences(citer, one.child) for citer in one.citers):
        return [math.nan] * len(one.cited)
    return one.percentile(
        [
            float(
                sum(
                    bool(one.sentences(citer, one.child) & one.sentences(citer, key))
                    for citer in one.citers
                )
            )
            for key in one.cited
        ]
    )


def coupling(one: PlainList) -> Values:
    values = []
    for key in one.cited:
        theirs = set(one.graph[key])
        size = math.sqrt(len(one.own) * len(theirs))
        values.append(len(one.own & theirs) / size if size else math.nan)
    return one.percentile(values)


def cited_by_fellows(one: PlainList) -> Values:
    fellows = [key for key in one.cited if one.graph[key]]
    if len(fellows) < 3:
        return [math.nan] * len(one.cited)
    return [
        sum(key in one.own and one.graph.has_edge(fellow, key) for fellow in fellows) / len(fellows)
        for key in one.cited
    ]


def tool(one: PlainList) -> Values:
    values = []
    for key in one.cited:
        counts = [data.get("mentions") for _, _, data in one.graph.in_edges(key, data=True)]
        known = [count for count in counts if count]
        once = sum(count == 1 for count in known)
        values.append(once / len(known) if len(known) >= 5 else math.nan)
    return values


def used_by_others(one: PlainList) -> Values:
    values = []
    for key in one.cited:
        others = [citer for citer in one.graph.predecessors(key) if citer != one.child]
        shares = [one.material_share(citer, key) for citer in others]
        known = [share for share in shares if not math.isnan(share)]
        values.append(sum(known) / len(known) if len(known) >= 2 else math.nan)
    return values


def undivided(one: PlainList) -> Values:
    held = [one.sentences(one.child, key) for key in one.cited]
    works = Counter(number for own in held for number in own)
    return [
        math.log2(1 + sum(1 / works[number] for number in own)) if own else math.nan for own in held
    ]


def title_name(one: PlainList) -> Values:
    own = set(one.names(one.child))
    names = {key: [name for name in one.names(key) if name not in own] for key in one.cited}
    named = NameFinder(names).spans(one.title(one.child))
    told = [edge.get("fact_title_name", 0.0) for edge in one.edges]
    return [max(float(key in named), fact) for key, fact in zip(one.cited, told, strict=True)]


def name_within(one: PlainList) -> Values:
    own = [name.casefold() for name in one.names(one.child) if len(name.split()) <= 2]

    def length(key: str) -> int:
        usable = [name for name in one.names(key) if 3 <= len(name) <= 20 and is_coined(name)]
        folded = [name.casefold() for name in usable]
        inside = [name for name in folded if any(name in it and name != it for it in own)]
        return max(map(len, inside), default=0)

    lengths = list(map(length, one.cited))
    return [float(0 < here == max(lengths)) for here in lengths]


def own_record(one: PlainList) -> Values:
    own = normal(one.title(one.child))
    words = len(own.split())
    titles = [normal(one.title(key)) for key in one.cited]
    return [
        float((words >= 4 and title == own) or (words >= 8 and f" {own} " in f" {title} "))
        for title in titles
    ]


def title_overlap(one: PlainList) -> Values:
    def worth(words: frozenset[str]) -> float:
        counts = [one.common[word] for word in words]
        return sum(math.log((1 + len(one.graph)) / (1 + count)) + 0.1 for count in counts)

    own = content_words(one.title(one.child))
    values = []
    for key in one.cited:
        theirs = content_words(one.title(key))
        whole = worth(own) + worth(theirs)
        values.append(2 * worth(own & theirs) / whole if whole else 0.0)
    return values


def explained_away(one: PlainList, scores: Sequence[float]) -> Values:
    values = []
    held = [one.sentences(one.child, key) for key in one.cited]
    for at, key in enumerate(one.cited):
        shares = [
            len(held[at] & held[fellow]) / len(held[at])
            for fellow, other in enumerate(one.cited)
            if held[at] and one.graph.has_edge(other, key) and scores[fellow] > scores[at]
        ]
        best = max((share for share in shares if share >= 0.5), default=0.0)
        values.append(best if held[at] else math.nan)
    return values


def chances(scores: Sequence[float], eligible: Sequence[bool], unknown: Sequence[float]) -> Values:
    """The share of each reference among the eligible, the unknown and *none of them*."""
    rest = [score for score, able in zip(scores, eligible, strict=True) if able] + list(unknown)
    found = []
    for score, able in zip(scores, eligible, strict=True):
        rivals = np.array([0.0, *rest, *([] if able else [score])])
        top = rivals.max()
        found.append(float(np.exp(score - top) / np.exp(rivals - top).sum()))
    return found


PLAIN: dict[str, Callable[[PlainList], Values]] = {
    one.__name__: one
    for one in (
        shared_author,
        newest,
        cited_much,
        cocitation,
        cocited_closely,
        coupling,
        cited_by_fellows,
        tool,
        used_by_others,
        undivided,
        title_name,
        name_within,
        own_record,
        title_overlap,
    )
}
"""Name of the signal → its values for one list."""
