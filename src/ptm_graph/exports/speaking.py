"""A graph in the language of its reader: families, what changed, reasons, confidences."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import networkx as nx

from ptm_graph.errors import ExportError
from ptm_graph.graph.families import in_language
from ptm_graph.lineage.in_words import ENGLISH, edge_reason, label_text, named
from ptm_graph.lineage.reliability import meaning
from ptm_graph.words import lists
from ptm_graph.words.notices import IN_LANGUAGE, kind_in, word
from ptm_graph.words.wording import LANGUAGES, sentence, understood


def language_of(wanted: object) -> str:
    """The language that is meant: ``zh-CN`` is ``zh``.

    Raises
    ------
    ExportError
        For one that exports do not speak.
    """
    known = str(wanted).replace("_", "-").partition("-")[0].casefold()
    if known not in LANGUAGES:
        raise ExportError(f"exports are written in {' or '.join(LANGUAGES)}, not in “{wanted}”")
    return known


def said_in(graph: nx.DiGraph[Any], language: str) -> nx.DiGraph[Any]:
    """The graph with its texts in a language; names, titles and quotes stay as they are."""
    shown = in_language(graph, language)
    if language == ENGLISH:
        return shown
    said = graph.copy() if shown is graph else shown
    for *_, data in said.edges(data=True):
        data.update(_told(data, language))
    for _, data in said.nodes(data=True):
        kind = kind_in(data)
        if kind is not None:
            data[IN_LANGUAGE] = word(kind, language)
    return said


def _told(data: Mapping[str, Any], language: str) -> dict[str, str]:
    found: dict[str, str | None] = {}
    if data.get("label"):
        found["label"] = label_text(str(data["label"]), language)
    if data.get("reason"):
        found["reason"] = _reason(data, language)
    if data.get("confidence_means"):
        means = _meaning(data)
        found["confidence_means"] = sentence(means, language) if means else None
    if data.get("decision"):
        found["decision"] = named("decided", str(data["decision"]), language)
    notes = [sentence(understood(one), language) for one in lists.split(data.get("notes"))]
    intents = [named("intent", one, language) for one in lists.split(data.get("intents"))]
    found |= {"notes": lists.joined(notes), "intents": lists.joined(intents)}
    return {name: text for name, text in found.items() if text}


def _reason(data: Mapping[str, Any], language: str) -> str:
    try:
        return edge_reason(data, language)
    except (ValueError, TypeError, KeyError):  # terms of another program
        return str(data["reason"])


def _meaning(data: Mapping[str, Any]) -> Any:
    try:
        return meaning(data, own=False)
    except (ValueError, TypeError):
        return None


def unquoted(graph: nx.DiGraph[Any]) -> nx.DiGraph[Any]:
    """The graph without a sentence of its papers: of a library that is to quote nothing."""
    silent = graph.copy()
    for *_, data in silent.edges(data=True):
        data.pop("sentences", None)
        if data.get("labels"):
            data["labels"] = _without_quotes(str(data["labels"]))
    return silent


def _without_quotes(labels: str) -> str:
    try:
        told = json.loads(labels)
        return json.dumps([_own(one) for one in told], ensure_ascii=False)
    except (ValueError, TypeError, RecursionError):  # of another program: nothing of it is sure
        return "[]"


def _own(label: Mapping[str, Any]) -> dict[str, Any]:
    """A label without the sentence behind it, but with a note of the list's owner."""
    return {**label, "quote": label.get("quote") if label.get("noted") else None}
