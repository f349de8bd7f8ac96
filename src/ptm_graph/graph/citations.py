"""The library as a NetworkX graph; its attributes are described in ``docs/data-model.md``."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import Any

import networkx as nx

from ptm_graph.facts import citation_facts
from ptm_graph.facts.derivation import derived_names
from ptm_graph.facts.key_phrases import key_phrases
from ptm_graph.graph.families import add_names
from ptm_graph.library import Library
from ptm_graph.library.columns import CitationRow, Columns, Listed, PaperRow, dated, joined
from ptm_graph.library.rows import strings
from ptm_graph.library.store import QUOTING
from ptm_graph.words import lists
from ptm_graph.words.model import IDENTIFIER_KINDS, Citation, Paper, says_withdrawn
from ptm_graph.words.notices import attributes_of
from ptm_graph.words.terms import QUOTED, credits_of


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
    add_names(graph, library.family_names())
    if around is None:
        _fill(graph, library.columns)
    else:
        _fill_around(graph, library.columns, around)
    return graph


def _fill(graph: nx.DiGraph[str], columns: Columns) -> None:
    rows = {row.id: row for row in columns.papers()}
    keys = {number: row.key for number, row in rows.items()}
    listed = columns.entries()
    told = _node_teller(columns, listed, None)
    for key, data in _with_phrases(told(row) for row in rows.values()):
        graph.add_node(key, **data)
    cited_by = {citing: list(cited) for citing, cited in groupby(columns.citations(), _CITING)}
    for number, citing in keys.items():  # in the order of the keys
        references = _in_order(cited_by.pop(number, ()), keys)
        facts = _facts(references, rows, listed) if references else ()
        for reference, numbers in zip(references, facts, strict=True):
            graph.add_edge(citing, keys[reference.cited], **_edge(reference, numbers))


def _fill_around(graph: nx.DiGraph[str], columns: Columns, around: Collection[str]) -> None:
    keys: dict[int, str] = {}
    listed = columns.entries()
    for paper in columns.titles():
        key = keys[paper.id] = paper.key
        data = {"title": paper.title, "name": paper.name, "seed": False}
        date, _ = dated(paper.published)
        graph.add_node(key, **data if date is None else {**data, "date": date})
    wanted = set(around)
    core = {number for number, key in keys.items() if key in wanted or number in listed}
    cited_by = {
        citing: _in_order(cited, keys)
        for citing, cited in groupby(columns.citations(core), _CITING)
    }
    near = core.union(*({one.cited for one in cited} for cited in cited_by.values()))
    told = _node_teller(columns, listed, near)
    for row in columns.papers(near):
        key, data = told(row)
        if row.id not in core:
            data.pop("abstract", None)
            data.pop("abstract_from", None)
            data.pop("comment", None)
        graph.nodes[key].update(data)
    graph.add_edges_from(_bare_edges(columns, keys, near, core))
    for number, citing in keys.items():
        for reference in cited_by.get(number, ()):
            graph.add_edge(citing, keys[reference.cited], **_edge(reference, _stored(reference)))


_CITING = attrgetter("citing")


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
) -> Callable[[PaperRow], tuple[str, dict[str, Any]]]:
    """From the row of a paper to its key and its scalar attributes; unknown ones are absent."""
    identifiers = columns.identifiers(numbers)
    known = columns.references_known()
    notices = columns.notices(numbers)
    nobody = Listed()

    def tell(row: PaperRow) -> tuple[str, dict[str, Any]]:
        entry = listed.get(row.id, nobody)
        own = identifiers.get(row.id, {})
        date, precision = dated(row.published)
        asked = row.references_state != "unknown"
        unread = row.key_phrases is None and row.abstract
        values: dict[str, Any] = {
            "title": row.title,
            "name": entry.aliases[0] if entry.aliases else row.short_name or row.title,
            "aliases": lists.joined(entry.aliases) if entry.aliases else None,
            **{kind: own.get(kind) for kind in IDENTIFIER_KINDS},
            "authors": joined(row.authors),
            "year": row.year,
            "date": date,
            "date_precision": precision,
            "venue": row.venue,
            "abstract": row.abstract,
            "abstract_from": row.abstract_from if row.abstract else None,
            "comment": row.comment,
            "withdrawn": True if says_withdrawn(row.comment) else None,
            **attributes_of(notices.get(row.id, ()), row.comment),
            "categories": joined(row.categories),
            "fields_of_study": joined(row.fields_of_study),
            "publication_types": joined(row.publication_types),
            "citation_count": row.citation_count,
            "influential_citation_count": row.influential_citation_count,
            "reference_count": row.reference_count,
            "references_known": known.get(row.id, 0 if asked else None),
            "references_state": row.references_state,
            "seed": row.id in listed,
            "family": entry.family,
            "note": entry.note,
            "tags": lists.joined(entry.tags),
            "properties": lists.joined_pairs(entry.properties),
            "key_phrases": _UNREAD if unread else joined(row.key_phrases),
            "derived_names": _derived(row, listed),
            "short_names": joined(row.short_names),
            "contributions": joined(row.contributions),
        }
        if numbers is not None and values["key_phrases"] is _UNREAD:
            values["key_phrases"] = None
        return row.key, {name: value for name, value in values.items() if value is not None}

    return tell


def _derived(row: PaperRow, listed: Mapping[int, Listed]) -> str | None:
    """The stored names; of a paper of the reading list they are computed where none are."""
    if row.derived_names is None and row.abstract and row.id in listed:
        return lists.joined(derived_names(_paper(row, listed)))
    return joined(row.derived_names)


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
            data["key_phrases"] = lists.joined(found[key])
    return iter(told)


# --- citations -------------------------------------------------------------------------------


def _in_order(references: Iterable[CitationRow], keys: Mapping[int, str]) -> list[CitationRow]:
    """The references of one paper by their place in its list, those without one last."""
    return sorted(
        references, key=lambda row: (row.position is None, row.position or 0, keys[row.cited])
    )


def _edge(reference: CitationRow, facts: citation_facts.CitationFacts) -> dict[str, Any]:
    """Scalar attributes of a citation; unknown ones are absent."""
    influential = reference.influential
    numbers = facts.sentence_numbers
    values: dict[str, Any] = {
        "influential": None if influential is None else bool(influential),
        "intents": joined(reference.intents),
        "mentions": facts.mentions,
        "sentence_numbers": None if numbers is None else " ".join(map(str, numbers)),
        "sentences": _lines(reference.sentences),
        "given_by": reference.source,
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


def _stored(reference: CitationRow) -> citation_facts.CitationFacts:
    facts, listed = reference.facts, reference.sentence_numbers
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
    references: Sequence[CitationRow], rows: Mapping[int, PaperRow], listed: Mapping[int, Listed]
) -> list[citation_facts.CitationFacts]:
    """Facts of one reference list: the stored ones, else computed from the texts."""
    citing = rows[references[0].citing]
    stored = [_stored(reference) for reference in references]
    if any(one.facts or one.sentence_numbers is not None for one in stored) or (
        citing.abstract is None and all(reference.sentences is None for reference in references)
    ):
        return stored
    pairs = []
    for reference in references:
        cited = _paper(rows[reference.cited], listed)
        sentences = strings(reference.sentences)
        pairs.append((cited, Citation(citing.key, cited.key, sentences=sentences)))
    return citation_facts.for_reference_list(_paper(citing, listed), pairs)


def _paper(row: PaperRow, listed: Mapping[int, Listed]) -> Paper:
    """As much of a paper as the facts are computed from."""
    entry = listed.get(row.id)
    return Paper(
        key=row.key,
        title=row.title,
        aliases=entry.aliases if entry else (),
        authors=strings(row.authors),
        abstract=row.abstract,
    )


def _lines(listed: str | None) -> str | None:
    if listed is None:
        return None
    return "\n".join(" ".join(sentence.split()) for sentence in json.loads(listed))


def _graph_attributes(library: Library) -> dict[str, str]:
    values: dict[str, str | None] = {
        "fetched": library.meta("fetched"),
        "source": "; ".join(library.origins()),
        "quoting": "none" if library.meta(QUOTING) == "none" else None,
        "credits": "; ".join(credits_of(library.columns.givers())),
        "terms": QUOTED,
        "kind": "citations",
        "direction": "citing-cited",
    }
    return {name: value for name, value in values.items() if value}
