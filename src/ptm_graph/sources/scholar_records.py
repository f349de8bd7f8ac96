"""From Semantic Scholar's objects to records; nothing in them is taken on trust."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ptm_graph.errors import IdentifierError
from ptm_graph.sources.notices import marked
from ptm_graph.words import titles
from ptm_graph.words.doors import admitted
from ptm_graph.words.identifiers import KINDS, canonical, find_identifier
from ptm_graph.words.model import PartialDate
from ptm_graph.words.records import SOURCES, CitingRecord, PaperRecord, ReferenceRecord

_SHA = re.compile(r"[0-9a-f]{40}")
_TOLD = "_told"
"""Where values are kept that the client cannot read."""


def tidy(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give a paper object in which every field has the type the client relies on.

    The client takes the first bad date or author in a batch for the end of the world.
    """
    told: dict[str, Any] = {}
    tidied = {**item, _TOLD: told}
    date = item.get("publicationDate")
    parsed = PartialDate.parse(date) if isinstance(date, str) else None
    if date is not None and (parsed is None or str(parsed) != date or parsed.precision != "day"):
        tidied["publicationDate"], told["publicationDate"] = None, date
    for name in ("authors", "references"):
        if name in item:
            listed = item[name] if isinstance(item[name], list) else []
            tidied[name] = [one for one in listed if isinstance(one, dict)]
            told[name] = item[name]
    if not isinstance(item.get("externalIds"), dict):
        tidied["externalIds"] = {}
    return tidied


def tidy_row(row: Mapping[str, Any], other: str) -> dict[str, Any]:
    """The same for a row of a list, whose other paper is under ``other``."""
    told = {name: row.get(name) for name in ("contexts", "intents")}
    tidied = {**row, _TOLD: told, other: tidy(row[other])}
    return tidied | {name: None for name in told if not isinstance(told[name], list)}


def is_paper(item: Any) -> bool:
    """Whether an object is a paper with an id."""
    return isinstance(item, dict) and isinstance(item.get("paperId"), str)


_SOURCE = SOURCES["semantic scholar"]
_EXTERNAL = {
    kind.given_as[_SOURCE.name]: kind.name for kind in KINDS if _SOURCE.name in kind.given_as
}


def record(item: Mapping[str, Any]) -> PaperRecord:
    """Turn a paper object of the service into a record."""
    told = {**item, **item.get(_TOLD, {})}
    title, notices = marked(told.get("title"), _SOURCE.name)
    return PaperRecord(
        source=_SOURCE.name,
        identifiers=_identifiers(item),
        title=title,
        authors=_authors(told.get("authors")),
        year=told.get("year"),
        published=told.get("publicationDate") or None,
        venue=told.get("venue"),
        abstract=told.get("abstract"),
        fields_of_study=told.get("fieldsOfStudy") or None,
        publication_types=told.get("publicationTypes") or None,
        citation_count=told.get("citationCount"),
        influential_citation_count=told.get("influentialCitationCount"),
        reference_count=told.get("referenceCount") or None,
        notices=notices or None,
    )


def _authors(listed: Any) -> Any:
    """Names of the authors; what is none stays, to be refused."""
    if not isinstance(listed, list):
        return listed
    return [one.get("name") if isinstance(one, dict) else one for one in listed] or None


def _identifiers(item: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, kind in _EXTERNAL.items():
        value = (item.get("externalIds") or {}).get(name)
        if value is None:
            continue
        try:
            identifier = canonical(kind, str(value))
        except IdentifierError:
            continue  # the service's own slips; the other identifiers still name the paper
        found.setdefault(identifier.kind, identifier.value)
    doi = find_identifier(f"doi:{found['doi']}") if "doi" in found else None
    if doi is not None and doi.kind == "arxiv":  # arXiv's own DOI says nothing new
        del found["doi"]
        found.setdefault("arxiv", doi.value)
    if isinstance(item.get("paperId"), str):
        found["s2"] = item["paperId"].lower()
    return found


def reference(row: Mapping[str, Any]) -> ReferenceRecord:
    """Turn a row of a reference list into a record."""
    cited = row.get("citedPaper") or {}
    edge = _edge(row)
    if not is_paper(cited) and cited.get("paperId") is not None:
        _, refused = admitted({"identifiers": {"s2": cited["paperId"]}})
        edge["refused"] = (*edge["refused"], *refused)
    return ReferenceRecord(
        cited=record(cited) if is_paper(cited) else None,
        title=cited.get("title"),
        year=cited.get("year"),
        reason=None if is_paper(cited) else f"{_SOURCE.title} has no record of it",
        **edge,
    )


def citing(row: Mapping[str, Any]) -> CitingRecord | None:
    """Turn a row of a list of citing papers into a record; None without an id."""
    paper = row.get("citingPaper") or {}
    return CitingRecord(citing=record(paper), **_edge(row)) if is_paper(paper) else None


def _edge(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {**row, **row.get(_TOLD, {})}
    values, refused = admitted(
        {
            "influential": told.get("isInfluential"),
            "intents": told.get("intents"),
            "sentences": told.get("contexts"),
        }
    )
    # without the citing paper's text the service says “no” to everything it cannot know
    known = any(values.values())
    return {
        "influential": values["influential"] if known else None,
        "intents": (values["intents"] or None) if known else None,
        "sentences": values["sentences"] or None,
        "refused": refused,
    }


def cited_ids(item: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Ids of the papers a paper cites; None where there is a list that is not given."""
    if not isinstance(item.get(_TOLD, {}).get("references"), list | None):
        raise ValueError("references that are no list")
    listed = item.get("references")
    if not listed:
        return () if item.get("referenceCount") == 0 else None
    named = (one["paperId"].lower() for one in listed if is_paper(one))
    return tuple(one for one in named if _SHA.fullmatch(one))


def text_of(value: object) -> str | None:
    """One clean line of text; None for anything else."""
    return titles.clean(value) or None if isinstance(value, str) else None
