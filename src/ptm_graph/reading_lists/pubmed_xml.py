"""PubMed's XML to entries: articles and books."""

from __future__ import annotations

from ptm_graph.reading_lists.bibliography import Record
from ptm_graph.reading_lists.medline import keywords, translated
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.reading_lists.xml_records import line_of, markup, read_records
from ptm_graph.words.titles import clean
from ptm_graph.words.xml import Element

_AUTHORS = (
    "Article/AuthorList/Author",
    "AuthorList[@Type='authors']/Author",
    "AuthorList/Author",
    "Book/AuthorList/Author",
)
_YEARS = (
    "Article/Journal/JournalIssue/PubDate/Year",
    "Article/Journal/JournalIssue/PubDate/MedlineDate",
    "Article/ArticleDate/Year",
    "Book/PubDate/Year",
    "Book/PubDate/MedlineDate",
)
_VENUES = (
    "Article/Journal/Title",
    "Article/Journal/ISOAbbreviation",
    "MedlineJournalInfo/MedlineTA",
    "Book/Publisher/PublisherName",
)


def read(text: str, file: str | None = None) -> ReadingList:
    """Read what PubMed and its programming interface give as XML."""
    return read_records(text, file, ("MedlineCitation", "BookDocument"), _record)


def _record(record: Element) -> Record:
    title = record.find("Article/ArticleTitle")
    title = record.find("ArticleTitle") if title is None else title
    whole = translated(markup(title)) or markup(record.find("Article/VernacularTitle"))
    book = markup(record.find("Book/BookTitle"))
    return Record(
        title=whole or book,
        authors=next(filter(None, (_people(record, path) for path in _AUTHORS)), ()),
        year=_first(record, _YEARS),
        venue=(book if whole else "") or _first(record, _VENUES),
        identifiers=tuple(_identifiers(record)),
        keywords=(
            *keywords(_texts(record, "KeywordList/Keyword")),
            *_texts(record, "MeshHeadingList/MeshHeading/DescriptorName[@MajorTopicYN='Y']"),
        ),
        line=line_of(record),
    )


def _identifiers(record: Element) -> list[str]:
    """Its own numbers, not those of its references, of comments on it, and of corrections."""
    parent = record.getparent()
    given = [
        (one.get("IdType", ""), clean(one.text or ""))
        for home in (None if parent is None else parent.find("PubmedData"), record)
        if home is not None
        for one in home.findall("ArticleIdList/ArticleId")
    ]
    dois = [value for kind, value in given if kind == "doi"] or [
        clean(one.text or "")
        for one in record.findall("Article/ELocationID[@EIdType='doi']")
        if one.get("ValidYN") != "N"
    ]
    pmids = _texts(record, "PMID") or [value for kind, value in given if kind == "pubmed"]
    pmcids = [value for kind, value in given if kind in ("pmc", "pmcid")]
    pmcids += [value for value in _texts(record, "OtherID") if value.startswith("PMC")]
    return [*dois[:1], *map("pmid:{}".format, pmids[:1]), *map(_pmcid, pmcids[:1])]


def _pmcid(value: str) -> str:
    """``PMC123`` of ``pmc-id: PMC123;``, as one of PubMed's lists has it."""
    return f"pmcid:{value.removeprefix('pmc-id:').strip(' ;')}"


def _people(record: Element, path: str) -> tuple[str, ...]:
    names = []
    for author in record.findall(path):
        said = {str(one.tag): clean(one.text or "") for one in author}
        given = said.get("ForeName") or said.get("FirstName") or said.get("Initials", "")
        parts = (given, said.get("LastName", ""), said.get("Suffix", ""))
        names.append(said.get("CollectiveName") or " ".join(filter(None, parts)))
    return tuple(filter(None, names))


def _texts(record: Element, path: str) -> list[str]:
    found = (clean("".join(map(str, one.itertext()))) for one in record.findall(path))
    return [text for text in found if text]


def _first(record: Element, paths: tuple[str, ...]) -> str:
    return next((text for path in paths for text in _texts(record, path)), "")
