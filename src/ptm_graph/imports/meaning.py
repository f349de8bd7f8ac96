"""Attributes of other programs in the words of the data model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import networkx as nx

from ptm_graph.errors import IdentifierError
from ptm_graph.exports.values import Scalar
from ptm_graph.words.characters import encodable, one_line
from ptm_graph.words.doors import Tally, admitted
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, KINDS, canonical, find_identifier

_NODE_WORDS = {
    "label": "name",
    "display_name": "title",
    "paper_title": "title",
    "author": "authors",
    "journal": "venue",
    "booktitle": "venue",
    "publication_year": "year",
    "publication_date": "date",
    "published": "date",
    "citations": "citation_count",
    "cited_by": "citation_count",
    "times_cited": "citation_count",
    "citationcount": "citation_count",
    "cluster": "family",
    "community": "family",
    "group": "family",
    "modularity_class": "family",
} | {
    column.replace(" ", "_"): kind.name
    for kind in KINDS
    for column in kind.columns
    if column.endswith("id")  # other names of columns may mean anything in a graph
}
_EDGE_WORDS = {"isinfluential": "influential", "weight_label": "label"}

_WHOLE = frozenset(
    (
        *("year", "citation_count", "influential_citation_count", "reference_count"),
        *("references_known", "mentions", "rank", "recalibrated"),
    )
)
_REAL = frozenset(("score", "confidence"))
_TRUTH = frozenset(("seed", "influential", "proposal", "field_measured"))
_TEXT = frozenset(
    (
        *("title", "name", "aliases", "authors", "venue", "abstract", "comment", "categories"),
        *("fields_of_study", "publication_types", "date_precision", "references_state", "family"),
        *("note", "tags", "properties"),
        *("key_phrases", "derived_names", "short_names", "contributions", "intents", "sentences"),
        *("sentence_numbers", "given_by"),
        *("tier", "label", "relation_type", "relation_type_quote", "reason", "terms", "labels"),
        *("notes", "decision", "knowledge", "confidence_means"),
    )
)
_DRAWING = frozenset(("x", "y", "z", "r", "g", "b", "size", "color", "colour", "shape"))


def adopt(graph: nx.DiGraph[Any], account: Tally) -> None:
    """Turn the attributes of a foreign graph into those of the data model, in place.

    Known words get the name and type of the data model, drawing instructions are
    left out, anything else is kept as it is; all of this is noted in the account. Every
    paper has ``title``, ``name``, ``seed`` and ``references_state`` afterwards.
    """
    for node, data in graph.nodes(data=True):
        told = _translated(data, _NODE_WORDS, f"paper {node}", account)
        _recognise(str(node), told)
        title = told.get("title") or told.get("name") or str(node)
        told |= {"title": title, "name": told.get("name") or title}
        told.setdefault("seed", False)
        told.setdefault("references_state", "unknown")
        data.clear()
        data.update(told)
    for tail, head, data in graph.edges(data=True):
        told = _translated(data, _EDGE_WORDS, f"edge {tail} → {head}", account)
        data.clear()
        data.update(told)


def _translated(
    data: Mapping[str, Any], words: Mapping[str, str], owner: str, account: Tally
) -> dict[str, Scalar]:
    told: dict[str, Scalar] = {}
    for name, value in sorted(data.items()):
        plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
        ours = words.get(plain, plain)
        if plain in _DRAWING:
            account.note(f"attribute “{name}”", "a drawing instruction, left out")
            continue
        if not isinstance(value, str | int | float | bool):
            account.note(f"{owner}: “{name}”", "neither text nor number, left out")
            continue
        if isinstance(value, str) and not value.strip():
            continue
        known = _converter(ours)
        if known is None:
            account.note(f"attribute “{name}”", "a word the data model does not have, kept")
            told.setdefault(encodable(name), value)
            continue
        converted = known(value)
        if converted is None:
            account.note(
                f"{owner}: {name} “{one_line(str(value))}”", f"not a valid {ours}; left out"
            )
        elif ours not in told or plain == ours:
            told[ours] = converted
    return told


def _converter(name: str) -> Callable[[Scalar], Scalar | None] | None:
    if name in IDENTIFIER_KINDS:
        return lambda value: _identifier(name, str(value))
    if name == "date":
        return lambda value: _let_in("published", str(value))
    for names, converter in (
        (("year",), lambda value: _let_in("year", _whole(value))),
        (_WHOLE, lambda value: _let_in("citation_count", _whole(value))),
        (_REAL, _real),
        (_TRUTH, _truth),
        (_TEXT, lambda value: encodable(str(value))),
    ):
        if name in names:
            return converter
    return None


def _let_in(name: str, value: object) -> Scalar | None:
    found = admitted({name: value})[0][name]
    return found if found is None or isinstance(found, int) else str(found)


def _identifier(kind: str, value: str) -> str | None:
    try:
        return canonical(kind, value).value
    except IdentifierError:
        return None


def _whole(value: Scalar) -> int | None:
    try:
        return int(str(value).strip()[:40])
    except ValueError:
        number = _real(value)
        return int(number) if number is not None and number == int(number) else None


def _real(value: Scalar) -> float | None:
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < float("inf") else None


def _truth(value: Scalar) -> bool | None:
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(
        str(value).strip().lower()
    )


def _recognise(node: str, told: dict[str, Scalar]) -> None:
    """Find identifiers in the node's name and in addresses."""
    texts: Iterable[object] = (node, told.pop("url", ""), told.pop("uri", ""))
    for text in texts:
        found = find_identifier(str(text)) if text else None
        if found is not None:
            told.setdefault(found.kind, found.value)
