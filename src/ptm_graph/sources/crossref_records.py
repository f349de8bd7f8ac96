"""From the works of Crossref to records; nothing in them is taken on trust."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ptm_graph.errors import IdentifierError
from ptm_graph.sources.json_values import line, listed, mapping, mappings
from ptm_graph.sources.notices import marked, of_doi
from ptm_graph.words.identifiers import canonical, find_identifier
from ptm_graph.words.model import Notice, NoticeKind, PartialDate
from ptm_graph.words.records import SOURCES, PaperRecord, ReferenceRecord
from ptm_graph.words.typeset import untagged

SOURCE = SOURCES["crossref"]
NOTICE_FIELDS = ("DOI", "title", "update-to", "updated-by")
"""What is asked of works of which only the notices are wanted."""
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
    title, notices = _marked(item)
    kind = _TYPES.get(line(item.get("type")) or "")
    return PaperRecord(
        source=SOURCE.name,
        identifiers=_identifiers(item),
        title=title,
        authors=_authors(item.get("author")),
        year=None if date is None else date.year,
        published=date or told,
        venue=_first(item.get("container-title")) or mapping(item.get("event")).get("name"),
        abstract=_abstract(item.get("abstract")),
        publication_types=(kind,) if kind else None,
        citation_count=item.get("is-referenced-by-count"),
        reference_count=_count(item),
        notices=notices,
    )


def is_about_itself(item: Mapping[str, Any]) -> bool:
    """Whether a record is a work of its own: no review, part, or notice of another work."""
    return line(item.get("type")) not in _NO_WORKS and not _updated(item)


def _updated(item: Mapping[str, Any]) -> set[str]:
    """Other works of which this is a notice."""
    told = {doi_of(one) for one in mappings(item.get("update-to"))}
    return {one for one in told if one is not None and one != doi_of(item)}


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
    given = (one for one in told if one is not None)
    return next((one for one in given if not isinstance(one, str) or one.strip()), None)


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


# --- notices -------------------------------------------------------------------------------------

_KINDS: tuple[tuple[str, NoticeKind], ...] = (
    ("partial", "correction"),
    ("retract", "retraction"),
    ("withdraw", "withdrawal"),
    ("remov", "withdrawal"),
    ("concern", "concern"),
    *((part, "correction") for part in ("correct", "corrig", "errat", "addend", "clarif")),
)
"""Part of the name of an update → what it says; others are new editions."""


def _marked(item: Mapping[str, Any]) -> tuple[Any, tuple[Notice, ...]]:
    """Title and notices of a work; the title of a notice names the work and stays as it is."""
    title = _title(item)
    if _updated(item):
        return title, ()
    title, from_title = marked(title, SOURCE.name)
    own = [one for one in mappings(item.get("update-to")) if doi_of(one) == doi_of(item)]
    told = [_notice(one) for one in (*mappings(item.get("updated-by")), *own)]
    found = {(one.kind, one.link): one for one in reversed(told) if one is not None}
    kinds = {one.kind for one in found.values()}
    more = tuple(one for one in from_title if one.kind not in kinds)
    return title, (*reversed(found.values()), *more)


def notices_on(doi: str, items: Iterable[Mapping[str, Any]]) -> tuple[Notice, ...]:
    """What records of notices say of a work."""
    found: dict[tuple[str, str | None], Notice] = {}
    for item in items:
        for told in mappings(item.get("update-to")):
            notice = _notice({**told, "DOI": item.get("DOI")}) if doi_of(told) == doi else None
            if notice is not None:
                found.setdefault((notice.kind, notice.link), notice)
    return tuple(found.values())


def _notice(told: Mapping[str, Any]) -> Notice | None:
    name = (line(told.get("type")) or line(told.get("label")) or "").lower()
    kind = next((kind for part, kind in _KINDS if part in name), None)
    if kind is None:
        return None
    doi = doi_of(told)
    parts = next(iter(listed(mapping(told.get("updated")).get("date-parts"))), None)
    return Notice(kind, SOURCE.name, date_of(parts), None if doi is None else of_doi(doi))


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
    authors = (author,) if author else None
    if doi is None:
        reason = f"{SOURCE.title} has no DOI of it"
        return ReferenceRecord(None, title, year, authors, reason=reason, printed=printed)
    cited = PaperRecord(
        SOURCE.name,
        _named(doi),
        title=title,
        authors=authors,
        year=year,
        venue=line(told.get("journal-title")),
    )
    return ReferenceRecord(cited, title, year, authors, printed=printed)


def _named(doi: str) -> dict[str, str]:
    known = find_identifier(f"doi:{doi}")
    return {"doi": doi} if known is None else {known.kind: known.value}


def _year(told: Any) -> int | None:
    """A year; publishers write ``2019a``, ``in press`` and 0, too."""
    found: Iterable[str] = _YEAR.findall(str(told)) if isinstance(told, str | int) else ()
    return next((int(one) for one in found if 1000 <= int(one) <= 2100), None)
