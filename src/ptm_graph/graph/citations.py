"""The library as a NetworkX graph; its attributes are described in ``docs/data-model.md``."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import networkx as nx

from ptm_graph.facts import citation_facts
from ptm_graph.facts.key_phrases import key_phrases
from ptm_graph.library import Library
from ptm_graph.library.columns import Columns, Listed, Row, dated, joined
from ptm_graph.sources.snapshot import CREDITS
from ptm_graph.words.model import IDENTIFIER_KINDS, Citation, Paper


def citation_graph(library: Library, around: Collection[str] | None = None) -> nx.DiGraph[str]:
    """Give the papers and citations of a library as a graph, citing → cited.

    Parameters
    ----------
    library : Library
        Open for reading.
    around : collection of str, optional
        Keys of the papers that matter; default: the whole library.

    Returns
    -------
    networkx.DiGraph
        Nodes are paper keys, ordered; all attributes are scalars, an unknown value is
        an absent attribute (see ``docs/data-model.md``).

    Notes
    -----
    O(papers + citations + length of the texts).

    With ``around``, every paper is a node still, but read is only what the lineage of
    these papers rests on: they themselves and what they cite with all attributes (what
    they cite without abstract and comment), who cites any of these with the counted facts
    alone, and whom their references cite without attributes. All other papers have no more
    than ``title``, ``name``, ``date`` and ``seed``. The reading list always belongs to the
    papers that matter. For these papers as children :func:`ptm_graph.lineage.infer` gives
    what it gives with the whole graph. Facts and key phrases that are not stored in the
    library are not computed then, because reading all texts takes minutes.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.graph.update(_graph_attributes(library))
    if around is None:
        _fill(graph, library.columns)
    else:
        _fill_around(graph, library.columns, around)
    return graph


def _fill(graph: nx.DiGraph[str], columns: Columns) -> None:
    rows = {row[0]: row for row in columns.papers()}
    keys = {number: row[1] for number, row in rows.items()}
    listed = columns.entries()
    told = _node_teller(columns, listed, None)
    for key, data in _with_phrases(told(row) for row in rows.values()):
        graph.add_node(key, **data)
    lists = {citing: list(cited) for citing, cited in groupby(columns.citations(), itemgetter(0))}
    for number, citing in keys.items():  # in the order of the keys
        references = _in_order(lists.pop(number, ()), keys)
        facts = _facts(references, rows, listed) if references else ()
        for reference, numbers in zip(references, facts, strict=True):
            graph.add_edge(citing, keys[reference[1]], **_edge(reference, numbers))


def _fill_around(graph: nx.DiGraph[str], columns: Columns, around: Collection[str]) -> None:
    keys: dict[int, str] = {}
    listed = columns.entries()
    for number, key, title, published in columns.titles():
        keys[number] = key
        data = {"title": title, "name": title, "seed": False}
        date, _ = dated(published)
        graph.add_node(key, **data if date is None else {**data, "date": date})
    wanted = set(around)
    core = {number for number, key in keys.items() if key in wanted or number in listed}
    lists = {
        citing: _in_order(cited, keys)
        for citing, cited in groupby(columns.citations(core), itemgetter(0))
    }
    near = core.union(*({reference[1] for reference in cited} for cited in lists.values()))
    told = _node_teller(columns, listed, near)
    for row in columns.papers(near):
        key, data = told(row)
        if row[0] not in core:
            data.pop("abstract", None)
            data.pop("comment", None)
        graph.nodes[key].update(data)
    graph.add_edges_from(_bare_edges(columns, keys, near, core))
    for number, citing in keys.items():
        for reference in lists.get(number, ()):
            graph.add_edge(citing, keys[reference[1]], **_edge(reference, _stored(reference)))


def _bare_edges(
    columns: Columns, keys: Mapping[int, str], near: set[int], core: set[int]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Edges of papers around the core: counted ones into it and its references, and theirs."""
    for citing, cited in columns.references(near - core):
        yield keys[citing], keys[cited], {}
    for citing, cited, numbers, first_person, material in columns.counted_in(near):
        if citing in core:
            continue
        data: dict[str, Any] = {}
        if numbers is not None:
            data["sentence_numbers"] = numbers[1:-1].replace(",", " ")
            data["mentions"] = len(data["sentence_numbers"].split())
        if first_person is not None:
            data["fact_first_person"] = float(first_person)
        if material is not None:
            data["fact_cue_material"] = float(material)
        yield keys[citing], keys[cited], data


# --- papers ----------------------------------------------------------------------------------


def _node_teller(
    columns: Columns, listed: Mapping[int, Listed], numbers: Collection[int] | None
) -> Callable[[Row], tuple[str, dict[str, Any]]]:
    """From the row of a paper to its key and its scalar attributes; unknown ones are absent."""
    identifiers = columns.identifiers(numbers)
    known = columns.references_known()
    nobody = Listed((), None)

    def tell(row: Row) -> tuple[str, dict[str, Any]]:
        number, key, title, authors, year, published, venue, abstract, comment = row[:9]
        categories, fields, types, cited, influential, stated, state, phrases = row[9:]
        entry = listed.get(number, nobody)
        own = identifiers.get(number, {})
        date, precision = dated(published)
        asked = state != "unknown"
        values: dict[str, Any] = {
            "title": title,
            "name": entry.aliases[0] if entry.aliases else title,
            "aliases": "; ".join(entry.aliases) or None,
            **{kind: own.get(kind) for kind in IDENTIFIER_KINDS},
            "authors": joined(authors),
            "year": year,
            "date": date,
            "date_precision": precision,
            "venue": venue,
            "abstract": abstract,
            "comment": comment,
            "categories": joined(categories),
            "fields_of_study": joined(fields),
            "publication_types": joined(types),
            "citation_count": cited,
            "influential_citation_count": influential,
            "reference_count": stated,
            "references_known": known.get(number, 0 if asked else None),
            "references_state": state,
            "seed": number in listed,
            "family": entry.family,
            "key_phrases": _UNREAD if phrases is None and abstract else joined(phrases),
        }
        if numbers is not None and values["key_phrases"] is _UNREAD:
            values["key_phrases"] = None
        return key, {name: value for name, value in values.items() if value is not None}

    return tell


_UNREAD = "\0"
"""Stands for the key phrases of an abstract that nobody has computed yet."""


def _with_phrases(
    nodes: Iterable[tuple[str, dict[str, Any]]],
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Compute the key phrases that are not stored."""
    told = list(nodes)
    unread = [(key, data) for key, data in told if data.get("key_phrases") is _UNREAD]
    found = key_phrases(
        Paper(key, data["title"], abstract=data["abstract"]) for key, data in unread
    )
    for key, data in unread:
        del data["key_phrases"]
        if key in found:
            data["key_phrases"] = "; ".join(found[key])
    return iter(told)


# --- citations -------------------------------------------------------------------------------


def _in_order(references: Iterable[Row], keys: Mapping[int, str]) -> list[Row]:
    """The references of one paper by their place in its list, those without one last."""
    return sorted(references, key=lambda row: (row[2] is None, row[2] or 0, keys[row[1]]))


def _edge(reference: Row, facts: citation_facts.CitationFacts) -> dict[str, Any]:
    """Scalar attributes of a citation; unknown ones are absent."""
    _, _, _, influential, intents, sentences, _, _, source = reference
    numbers = facts.sentence_numbers
    values: dict[str, Any] = {
        "influential": None if influential is None else bool(influential),
        "intents": joined(intents),
        "mentions": facts.mentions,
        "sentence_numbers": None if numbers is None else " ".join(map(str, numbers)),
        "sentences": _lines(sentences),
        "given_by": source,
    }
    values = {name: value for name, value in values.items() if value is not None}
    if facts.facts:
        values.update(_named_facts(facts.facts))
    return values


def _named_facts(facts: Mapping[str, float]) -> dict[str, float]:
    return {_fact_name(name): float(value) for name, value in facts.items()}


@lru_cache(maxsize=1024)
def _fact_name(name: str) -> str:
    return f"fact_{name}"  # one string for all edges


def _stored(reference: Row) -> citation_facts.CitationFacts:
    facts, listed = reference[6], reference[7]
    if facts is None and listed is None:
        return _NO_FACTS
    numbers = None if listed is None else tuple(json.loads(listed))
    return citation_facts.CitationFacts(
        facts={} if facts is None else json.loads(facts),
        sentence_numbers=numbers,
        mentions=None if numbers is None else len(numbers),
    )


_NO_FACTS = citation_facts.CitationFacts()


def _facts(
    references: Sequence[Row], rows: Mapping[int, Row], listed: Mapping[int, Listed]
) -> list[citation_facts.CitationFacts]:
    """Facts of one reference list: the stored ones, else computed from the texts."""
    citing = rows[references[0][0]]
    stored = [_stored(reference) for reference in references]
    if any(one.facts or one.sentence_numbers is not None for one in stored) or (
        citing[7] is None and all(reference[5] is None for reference in references)
    ):
        return stored
    pairs = []
    for reference in references:
        cited = _paper(rows[reference[1]], listed)
        sentences = None if reference[5] is None else tuple(json.loads(reference[5]))
        pairs.append((cited, Citation(citing[1], cited.key, sentences=sentences)))
    return citation_facts.for_reference_list(_paper(citing, listed), pairs)


def _paper(row: Row, listed: Mapping[int, Listed]) -> Paper:
    """As much of a paper as the facts are computed from."""
    entry = listed.get(row[0])
    return Paper(
        key=row[1],
        title=row[2],
        aliases=entry.aliases if entry else (),
        authors=None if row[3] is None else tuple(json.loads(row[3])),
        abstract=row[7],
    )


def _lines(listed: str | None) -> str | None:
    if listed is None:
        return None
    return "\n".join(" ".join(sentence.split()) for sentence in json.loads(listed))


def _graph_attributes(library: Library) -> dict[str, str]:
    values = {
        "fetched": library.meta("fetched"),
        "source": library.meta("snapshot"),
        "credits": "; ".join(CREDITS),
        "kind": "citations",
        "direction": "citing-cited",
    }
    return {name: value for name, value in values.items() if value}
