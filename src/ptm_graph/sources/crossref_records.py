"""From the works of Crossref to records; nothing in them is taken on trust."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ptm_graph.errors import IdentifierError
from ptm_graph.sources.json_values import line, listed, mapping, mappings
from ptm_graph.words.identifiers import canonical, find_identifier
from ptm_graph.words.model import PartialDate
from ptm_graph.words.records import SOURCES, PaperRecord, ReferenceRecord
from ptm_graph.words.typeset import untagged

SOURCE = SOURCES["crossref"]
FIELDS = (
    *("DOI", "title", "subtitle", "author", "container-title", "event", "type", "issued"),
    *("published-online", "published-print", "posted", "abstract", "relation", "update-to"),
    *("updated-by", "references-count", "is-referenced-by-count"),
)
"""What is asked of works that are looked up several at a time."""
_DATES = ("issued", "published", "published-online", "published-print", "posted")
_TYPES = {
    "journal-article": "JournalArticle",
    "proceedings-article": "Conference",
    "book": "Book",
    "monograph": "Book",
    "book-chapter": "BookSection",
    "dataset": "Dataset",
}
_NO_WORKS = frozenset(
    {
        *("component", "peer-review", "grant", "journal", "journal-issue", "journal-volume"),
        *("book-series", "proceedings-series", "report-series", "reference-entry"),
    }
)
_HEAD = re.compile(
    r"<(?:jats:)?title[^<>]*>\s*(?:abstract|summary)[.:]?\s*</(?:jats:)?title>", re.I
)
_BLOCK_END = re.compile(r"</(?:jats:)?(?:p|title|sec|list-item)>", re.I)
_JATS = re.compile(r"</?jats:[a-z-]{1,30}(?:\s[^<>]{0,500})?/?>", re.I)
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")


def doi_of(item: Any) -> str | None:
    """The DOI of a work, as we write it; None where there is none."""
    told = mapping(item).get("DOI")
    try:
        return canonical("doi", told).value if isinstance(told, str) else None
    except IdentifierError:
        return None


def record(item: Mapping[str, Any]) -> PaperRecord:
    """Turn a work of the service into a record."""
    date, told = _published(item)
    kind = _TYPES.get(line(item.get("type")) or "")
    return PaperRecord(
        source=SOURCE.name,
        identifiers=_identifiers(item),
        title=_title(item),
        authors=_authors(item.get("author")),
        year=None if date is None else date.year,
        published=date or told,
        venue=_first(item.get("container-title")) or mapping(item.get("event")).get("name"),
        abstract=_abstract(item.get("abstract")),
        publication_types=(kind,) if kind else None,
        citation_count=item.get("is-referenced-by-count"),
        reference_count=_count(item),
    )


def is_about_itself(item: Mapping[str, Any]) -> bool:
    """Whether a record is a work of its own: no review, part, or notice of another work."""
    others = {doi_of(one) for one in mappings(item.get("update-to"))} - {doi_of(item), None}
    return line(item.get("type")) not in _NO_WORKS and not others


def _identifiers(item: Mapping[str, Any]) -> dict[str, str]:
    doi = doi_of(item)
    found = {} if doi is None else {"doi": doi}
    for one in mappings(mapping(item.get("relation")).get("has-preprint")):
        if one.get("id-type") in ("arxiv", "doi") and (name := line(one.get("id"))):
            known = find_identifier(name if one["id-type"] == "doi" else f"arXiv:{name}")
            if known is not None and known.kind == "arxiv":
                found.setdefault("arxiv", known.value)
    return found


def _first(told: Any) -> Any:
    """The first text of a list of texts; what is neither stays, to be refused."""
    if not isinstance(told, list):
        return told
    return next((one for one in told if not isinstance(one, str) or one.strip()), None)


def _title(item: Mapping[str, Any]) -> Any:
    title, below = _first(item.get("title")), _first(item.get("subtitle"))
    if not isinstance(title, str) or not isinstance(below, str):
        return title
    if untagged(below).lower() in untagged(title).lower():
        return title
    return f"{title.rstrip(' :')}: {below}"


def _authors(told: Any) -> Any:
    if not isinstance(told, list):
        return told
    return [_name(one) for one in told] or None


def _name(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    parts = [line(told.get(part)) for part in ("given", "family", "suffix")]
    if parts[1] is not None:
        return " ".join(part for part in parts if part)
    return line(told.get("name")) or line(told.get("literal")) or parts[0]


def _published(item: Mapping[str, Any]) -> tuple[PartialDate | None, Any]:
    """The first of the dates, as exactly as it is told, and a value that is none if all are."""
    found: list[PartialDate] = []
    wrong: Any = None
    for name in _DATES:
        parts = listed(next(iter(listed(mapping(item.get(name)).get("date-parts"))), None))
        if not parts or parts[0] is None:
            continue
        date = date_of(parts)
        if date is None:
            wrong = "-".join(map(str, parts[:3]))
        else:
            found.append(date)
    if found:
        return min(found, key=lambda one: (one.year, one.month or 13, one.day or 32)), None
    return None, wrong


def date_of(parts: Any) -> PartialDate | None:
    """A date of year, month and day, of which those behind may be missing or none."""
    numbers = [one if type(one) is int else None for one in listed(parts)[:3]]
    for known in range(len(numbers), 0, -1):
        try:
            if None not in numbers[:known]:
                return PartialDate(*numbers[:known])  # type: ignore[arg-type]
        except (ValueError, OverflowError):
            continue
    return None


def _count(item: Mapping[str, Any]) -> Any:
    """How many references there are; 0 stands for those that were not deposited."""
    return item.get("references-count") or item.get("reference-count") or None


def _abstract(told: Any) -> Any:
    if not isinstance(told, str):
        return told
    return untagged(_JATS.sub("", _BLOCK_END.sub(" ", _HEAD.sub("", told)))) or None


# --- references ----------------------------------------------------------------------------------


def references(item: Mapping[str, Any]) -> tuple[ReferenceRecord, ...]:
    """The reference list of a work as its publisher deposited it."""
    return tuple(map(_reference, mappings(item.get("reference"))))


def _reference(told: Mapping[str, Any]) -> ReferenceRecord:
    doi = doi_of(told)
    title = line(told.get("article-title")) or line(told.get("volume-title"))
    title = title or line(told.get("series-title"))
    year = _year(told.get("year"))
    printed = line(told.get("unstructured"))
    author = line(told.get("author"))
    if doi is None:
        reason = f"{SOURCE.title} has no DOI of it"
        title = title or (None if printed else line(told.get("journal-title")))
        return ReferenceRecord(None, title=title, year=year, reason=reason, printed=printed)
    cited = PaperRecord(
        SOURCE.name,
        _named(doi),
        title=title,
        authors=(author,) if author else None,
        year=year,
        venue=line(told.get("journal-title")),
    )
    return ReferenceRecord(cited, title=title, year=year, printed=printed)


def _named(doi: str) -> dict[str, str]:
    known = find_identifier(f"doi:{doi}")
    return {"doi": doi} if known is None else {known.kind: known.value}


def _year(told: Any) -> int | None:
    """A year; publishers write ``2019a``, ``in press`` and 0, too."""
    found: Iterable[str] = _YEAR.findall(str(told)) if isinstance(told, str | int) else ()
    return next((int(one) for one in found if 1000 <= int(one) <= 2100), None)
