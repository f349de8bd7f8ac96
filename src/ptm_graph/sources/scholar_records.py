"""From Semantic Scholar's objects to records; nothing in them is taken on trust."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ptm_graph.errors import IdentifierError
from ptm_graph.words import titles
from ptm_graph.words.identifiers import KINDS, canonical, find_identifier
from ptm_graph.words.model import PartialDate
from ptm_graph.words.records import SOURCES, CitingRecord, PaperRecord, ReferenceRecord

_DATE = "_publicationDate"
"""Where a date is kept that the client cannot read."""


def tidy(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give a paper object in which every field has the type the client relies on.

    The client takes the first bad date or author in a batch for the end of the world.
    """
    tidied = dict(item)
    date = item.get("publicationDate")
    parsed = PartialDate.parse(date) if isinstance(date, str) else None
    if date is not None and (parsed is None or str(parsed) != date or parsed.precision != "day"):
        tidied["publicationDate"] = None
        tidied[_DATE] = None if parsed is None else str(parsed)
    for name in ("authors", "references"):
        if name in item:
            listed = item[name] if isinstance(item[name], list) else []
            tidied[name] = [one for one in listed if isinstance(one, dict)]
    if not isinstance(item.get("externalIds"), dict):
        tidied["externalIds"] = {}
    return tidied


def tidy_row(row: Mapping[str, Any], other: str) -> dict[str, Any]:
    """The same for a row of a list, whose other paper is under ``other``."""
    tidied = {**row, other: tidy(row[other])}
    for name in ("contexts", "intents"):
        if not isinstance(row.get(name), list):
            tidied[name] = None
    return tidied


def is_paper(item: Any) -> bool:
    """Whether an object is a paper with an id."""
    return isinstance(item, dict) and isinstance(item.get("paperId"), str)


_SOURCE = SOURCES["semantic scholar"]
_EXTERNAL = {
    kind.given_as[_SOURCE.name]: kind.name for kind in KINDS if _SOURCE.name in kind.given_as
}


def record(item: Mapping[str, Any]) -> PaperRecord:
    """Turn a paper object of the service into a record."""
    return PaperRecord(
        source=_SOURCE.name,
        identifiers=_identifiers(item),
        title=text_of(item.get("title")),
        authors=tuple(
            name for author in item.get("authors") or () if (name := text_of(author.get("name")))
        )
        or None,
        year=_number(item.get("year")),
        published=PartialDate.parse(item.get(_DATE) or item.get("publicationDate")),
        venue=text_of(item.get("venue")),
        abstract=text_of(item.get("abstract")),
        fields_of_study=_names(item.get("fieldsOfStudy")),
        publication_types=_names(item.get("publicationTypes")),
        citation_count=_number(item.get("citationCount")),
        influential_citation_count=_number(item.get("influentialCitationCount")),
        reference_count=_number(item.get("referenceCount")) or None,
    )


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
    return ReferenceRecord(
        cited=record(cited) if is_paper(cited) else None,
        title=text_of(cited.get("title")),
        year=_number(cited.get("year")),
        reason=None if is_paper(cited) else f"{_SOURCE.title} has no record of it",
        **_edge(row),
    )


def citing(row: Mapping[str, Any]) -> CitingRecord | None:
    """Turn a row of a list of citing papers into a record; None without an id."""
    paper = row.get("citingPaper") or {}
    return CitingRecord(citing=record(paper), **_edge(row)) if is_paper(paper) else None


def _edge(row: Mapping[str, Any]) -> dict[str, Any]:
    sentences = tuple(
        dict.fromkeys(text for one in row.get("contexts") or () if (text := text_of(one)))
    )
    intents = _names(row.get("intents"))
    influential = row.get("isInfluential")
    known = bool(sentences or intents or influential)
    return {
        # without the citing paper's text the service says “no” to everything it cannot know
        "influential": bool(influential) if known and influential is not None else None,
        "intents": intents if known else None,
        "sentences": sentences or None,
    }


def cited_ids(item: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Ids of the papers a paper cites; None where there is a list that is not given."""
    listed = item.get("references")
    if not listed:
        return () if item.get("referenceCount") == 0 else None
    return tuple(one["paperId"].lower() for one in listed if is_paper(one))


def text_of(value: object) -> str | None:
    """One clean line of text; None for anything else."""
    return titles.clean(value) or None if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _names(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    return tuple(name for one in value if (name := text_of(one))) or None
