"""arXiv through the `arxiv` package: first dates, categories, comments.

The package sets no timeout, repeats what is final, ignores ``Retry-After``, and
reads a cut or wrong answer as a short list; so its session is replaced by one that
goes through our transport and checks every feed before the package sees it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from ptm_graph.errors import IdentifierError, UnavailableError
from ptm_graph.settings import Settings
from ptm_graph.sources.batches import Looked, by_halves
from ptm_graph.sources.notices import is_withdrawn
from ptm_graph.sources.rate_limit import SharedPace, allowed_interval
from ptm_graph.sources.service import Offer, Service, SourceText
from ptm_graph.sources.transport import Answer, Transport
from ptm_graph.words import titles
from ptm_graph.words.identifiers import arxiv_month, canonical, find_identifier, understood_by
from ptm_graph.words.model import Notice, PartialDate
from ptm_graph.words.records import SOURCES, PaperRecord
from ptm_graph.words.wording import Said

URL = "https://export.arxiv.org"
"""Base URL of the API, without ``/api/query``."""
LEAST_INTERVAL = 3.0
"""Seconds between requests that arXiv's terms of use ask for."""
BATCH = 100
"""Ids in one request."""
MOST_FOUND = 5
"""Papers a search for a title gives."""
SOURCE_DEADLINES = 3
"""How many times as long as a feed a source may take: it may be large."""

_TIME = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T\d\d:\d\d:\d\d(?:Z|[+-])")
_NO_DATE = "1900-01-01T00:00:00Z"
"""Stands in the feed for what is no date; the records have what was told."""
_COUNT = re.compile(r"\s*[0-9]{1,15}\s*")
_VERSION = re.compile(r"(v[1-9]\d{0,3})\.\w")
_COUNTS = ("totalResults", "startIndex", "itemsPerPage")
_ATOM = "{http://www.w3.org/2005/Atom}"
_OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


class Arxiv(Service):
    """The arXiv API, and the sources of papers on the same host."""

    source = SOURCES["arxiv"]
    own_kind = "arxiv"
    understands = understood_by("arxiv")
    offers = {  # noqa: RUF012
        "titles": Offer("resolve", "titles to resolve"),
        "records": Offer("arxiv", "first dates", batch=BATCH),
        "full texts": Offer("sources", "LaTeX sources"),
    }

    def __init__(self, settings: Settings):
        import arxiv

        endpoint = settings.endpoint("arxiv")
        url = endpoint.url or URL
        asked = LEAST_INTERVAL if endpoint.interval is None else endpoint.interval
        self.interval = allowed_interval(url, asked, LEAST_INTERVAL)
        pace = SharedPace(url, self.interval, one_at_a_time=True)
        self.transport = Transport(
            self.source.title,
            pace,
            sign_of_life=(
                f"{url}/api/query?id_list=0704.0001&max_results=1",
                lambda answer: _checked_feed(answer, {"0704.0001"}),
            ),
            backoff=settings.backoff,
            deadline=settings.deadline,
        )
        # the feed is no sign of life of what serves sources
        self._sources = Transport(
            self.source.title,
            pace,
            headers={"Accept-Encoding": "identity"},
            backoff=settings.backoff,
            deadline=SOURCE_DEADLINES * settings.deadline,
            raw=True,
        )
        self._url = url
        self._client = arxiv.Client(page_size=BATCH, delay_seconds=0.0, num_retries=0)
        self._client.query_url_format = url + "/api/query?{}"
        self._session = self._client._session = _GuardedSession(self.transport)

    @property
    def requests(self) -> int:
        """Requests sent so far, repetitions included."""
        return self.transport.requests + self._sources.requests

    def asked_as(self, identifiers: Mapping[str, str]) -> str | None:
        """The arXiv id, if it is one that the API does not call malformed."""
        asked = super().asked_as(identifiers)
        return asked if asked and _is_valid(asked) else None

    def papers(self, ids: Sequence[str]) -> Looked[PaperRecord]:
        """Look papers up by canonical id, :data:`BATCH` in one request.

        Other ids are not sent: one malformed id would make arXiv reject the whole request.
        """
        valid = [one for one in ids if _is_valid(one)]
        looked: Looked[PaperRecord] = Looked()
        for start in range(0, len(valid), BATCH):
            part = by_halves(valid[start : start + BATCH], self.transport, self._batch)
            looked.found.update(part.found)
            looked.failed.update(part.failed)
        return looked

    def _batch(self, arxiv_ids: Sequence[str]) -> dict[str, PaperRecord]:
        import arxiv

        search = arxiv.Search(id_list=list(arxiv_ids), max_results=len(arxiv_ids))
        return {record.identifiers["arxiv"]: record for record in self._records(search)}

    def titled(self, title: str) -> list[PaperRecord]:
        """Papers whose title contains the words of ``title``, most relevant first."""
        import arxiv

        words = " ".join(re.findall(r"[\w'-]+", titles.clean(title)))
        if not words:
            return []
        search = arxiv.Search(query=f'ti:"{words}"', max_results=MOST_FOUND)
        return list(self._records(search))

    def _records(self, search: Any) -> Iterator[PaperRecord]:
        for result in self._client.results(search):
            yield _record(result, self._session.dates)

    def full_text(self, paper_id: str) -> SourceText:
        """Fetch the source of a paper: the body says what it is, no header is believed."""
        address = f"{self._url}/src/{quote(paper_id)}"
        answer = self._sources.request("GET", address, check=_something)
        version = _VERSION.search(answer.headers.get("content-disposition", ""))
        return SourceText(answer.body, version and version[1])

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()
        self._sources.close()


class _GuardedSession:
    """Stands in for the `requests.Session` of the arxiv client."""

    def __init__(self, transport: Transport):
        self._transport = transport
        self.dates: dict[str, str] = {}
        """arXiv id → what the last feed says of its first day."""

    def get(self, url: str, headers: dict[str, str] | None = None) -> Any:
        asked = parse_qs(urlsplit(url).query).get("id_list", [""])[0]
        wanted = {canonical("arxiv", one).value for one in asked.split(",") if one}
        body, self.dates = self._transport.request(
            "GET", url, headers=headers, check=lambda answer: _checked_feed(answer, wanted)
        )
        return SimpleNamespace(status_code=200, content=body)


def _something(answer: Answer) -> Answer:
    if not answer.body:
        raise UnavailableError(Said("answer.empty"))
    return answer


def _checked_feed(answer: Answer, wanted: Iterable[str]) -> tuple[bytes, dict[str, str]]:
    """Give the feed back if it is whole and about what was asked, and the dates it tells."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(answer.body, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnavailableError(Said("answer.no feed")) from error
    if root.tag != f"{_ATOM}feed":
        raise UnavailableError(Said("answer.no feed"))
    entries = root.findall(f"{_ATOM}entry")
    if not _COUNT.fullmatch(root.findtext(f"{_OPENSEARCH}totalResults") or ""):
        raise _unusable("the feed does not say how many results there are")
    total, start, page = (
        int(text) if _COUNT.fullmatch(text) else 0
        for text in (root.findtext(f"{_OPENSEARCH}{name}") or "" for name in _COUNTS)
    )
    expected = max(0, min(total - start, page or total))
    if len(entries) < expected:
        raise _unusable(f"the feed has {len(entries)} of {expected} entries")
    asked = set(wanted)
    dates = dict(_checked_entry(entry, asked) for entry in entries)
    return etree.tostring(root), dates


def _checked_entry(entry: Any, asked: set[str]) -> tuple[str, str]:
    """Give the arXiv id and the date of an entry; what is no date is not left for the client."""
    link = entry.findtext(f"{_ATOM}id") or ""
    if "/api/errors" in link or (entry.findtext(f"{_ATOM}title") or "").strip() == "Error":
        summary = titles.clean(entry.findtext(f"{_ATOM}summary") or "unknown error")
        raise _unusable(f"the feed carries an error ({summary[:100]})")
    found = find_identifier(link)
    if found is None or found.kind != "arxiv":
        raise _unusable("the feed has an entry without an arXiv id")
    if asked and found.value not in asked:
        raise _unusable("the feed contains a paper that was not asked for")
    # the client passes over an entry that lacks these, and stops at what is no date
    if not (entry.findtext(f"{_ATOM}title") or "").strip():
        raise _unusable(f"the feed has an entry without “title” ({found.value})")
    from lxml.etree import SubElement

    told = (entry.findtext(f"{_ATOM}published") or "").strip()
    for name in ("published", "updated"):
        place = entry.find(f"{_ATOM}{name}")
        if place is None:
            place = SubElement(entry, f"{_ATOM}{name}")
        if not _TIME.match((place.text or "").strip()) or PartialDate.parse(place.text) is None:
            place.text = _NO_DATE
    return found.value, told


def _unusable(why: str) -> UnavailableError:
    return UnavailableError(Said("answer.feed", {"error": why}))


def _is_valid(arxiv_id: str) -> bool:
    try:
        return canonical("arxiv", arxiv_id).value == arxiv_id and arxiv_month(arxiv_id) is not None
    except IdentifierError:
        return False


def _record(result: Any, dates: Mapping[str, str]) -> PaperRecord:
    identifier = find_identifier(result.entry_id)
    if identifier is None:
        raise _unusable("the feed has an entry without an arXiv id")
    identifiers: dict[str, str] = {"arxiv": identifier.value}
    doi = find_identifier(result.doi) if result.doi else None
    if doi is not None and doi.kind == "doi":
        identifiers["doi"] = doi.value
    published: Any = dates[identifier.value]  # read at the door, which refuses what is none
    return PaperRecord(
        source="arxiv",
        identifiers=identifiers,
        title=result.title,
        authors=tuple(author.name for author in result.authors) or None,
        published=published,
        abstract=result.summary,
        comment=result.comment,
        categories=_categories(result),
        notices=_notices(result),
    )


def _notices(result: Any) -> tuple[Notice, ...] | None:
    """That it was withdrawn; what the archive says of no other fate, nobody knows."""
    if is_withdrawn(result.comment) or is_withdrawn((result.summary or "")[:200]):
        return (Notice("withdrawal", SOURCES["arxiv"].name, link=result.entry_id),)
    return None


def _categories(result: Any) -> tuple[str, ...] | None:
    listed = [result.primary_category, *result.categories]
    return tuple(dict.fromkeys(name for name in listed if name)) or None
