"""Semantic Scholar through the `semanticscholar` package.

The package gives an empty paper for an outage, sends no key with paged calls, stops
at a short page and loses the order of batches; so the requester under it is replaced
by one that goes through our transport, reads pages to their end, and checks every
answer before the package sees it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from semanticscholar import SemanticScholar as Client

from ptm_graph.errors import (
    NotFoundError,
    OutageError,
    RejectedError,
    SourceError,
    UnavailableError,
)
from ptm_graph.settings import Settings
from ptm_graph.sources.batches import Looked, by_halves
from ptm_graph.sources.rate_limit import SharedPace, allowed_interval
from ptm_graph.sources.scholar_answers import (
    ELIDED,
    MOST_CITING,
    PAGE,
    GuardedRequester,
    json_object,
)
from ptm_graph.sources.scholar_records import cited_ids, citing, record, reference
from ptm_graph.sources.service import Offer, Service
from ptm_graph.sources.transport import Transport
from ptm_graph.words.identifiers import understood_by
from ptm_graph.words.records import SOURCES, CitingRecord, PaperRecord, ReferenceList
from ptm_graph.words.wording import Said, Value

T = TypeVar("T")

URL = "https://api.semanticscholar.org"
"""Base URL of the API, without ``/graph/v1``."""
LEAST_INTERVAL = 1.0
"""Seconds between requests that a key is granted."""
HANDFUL = 5
"""So many papers of one batch may all be unknown to the service."""
BATCH = 500
"""Ids in one batch request."""
NESTED = 9_000
"""Nested references in one batch request; the service allows 9,999."""
PAPER_FIELDS = (
    "paperId",
    "corpusId",
    "externalIds",
    "title",
    "abstract",
    "venue",
    "year",
    "publicationDate",
    "publicationTypes",
    "fieldsOfStudy",
    "authors",
    "citationCount",
    "influentialCitationCount",
    "referenceCount",
)
CITING_FIELDS = tuple(name for name in PAPER_FIELDS if name != "abstract")
"""Of citing papers; a thousand of them with abstracts would exceed the 10 MB of an answer."""
_EDGE_FIELDS = ("contexts", "intents", "isInfluential")


class SemanticScholar(Service):
    """The Semantic Scholar Graph API."""

    source = SOURCES["semantic scholar"]
    own_kind = "s2"
    understands = understood_by("semantic scholar")
    offers = {  # noqa: RUF012
        "titles": Offer("resolve", "titles to resolve"),
        "records": Offer("metadata", "metadata", batch=BATCH),
        "references": Offer("references", "reference lists", page=PAGE),
        "citations": Offer("citations", "citing papers", page=PAGE, most=MOST_CITING),
        "cited ids": Offer("cited ids", "citations of references", batch=BATCH, nested=NESTED),
    }

    def __init__(self, settings: Settings):
        endpoint = settings.endpoint("s2")
        url = endpoint.url or URL
        asked = LEAST_INTERVAL if endpoint.interval is None else endpoint.interval
        self.interval = allowed_interval(url, asked, LEAST_INTERVAL)
        self.transport = Transport(
            self.source.title,
            SharedPace(url, self.interval),
            headers={"x-api-key": endpoint.key} if endpoint.key else None,
            key_name="S2_API_KEY",
            sign_of_life=(
                f"{url}/graph/v1/paper/CorpusId:1?fields=paperId",
                json_object,
            ),
            backoff=settings.backoff,
            deadline=settings.deadline,
        )
        self._client = _client(url)
        requester = GuardedRequester(self.transport)
        self._client._AsyncSemanticScholar._requester = requester

    @property
    def requests(self) -> int:
        """Requests sent so far, repetitions included."""
        return self.transport.requests

    def papers(self, ids: Sequence[str]) -> Looked[PaperRecord]:
        """Look papers up, at most :data:`BATCH` in one call."""
        return _each(self._batch(ids, PAPER_FIELDS), record)

    def cited_ids(self, ids: Sequence[str]) -> Looked[tuple[str, ...] | None]:
        """Which papers several papers cite, as Semantic Scholar ids only.

        Callers keep the number of references in one call below :data:`NESTED`. Found is
        None where the service had no list to give although it counts references.
        """
        fields = ("paperId", "referenceCount", "references.paperId")
        return _each(self._batch(ids, fields), cited_ids)

    def references(self, paper_id: str, stated_count: int | None = None) -> ReferenceList:
        """Read the complete reference list of a paper, with citing sentences."""
        listed = self._references(paper_id, stated_count)
        if stated_count and not listed.elided and len(listed.references) < stated_count:
            # a page that lost its end looks like a short list: a second look tells them apart
            again = self._references(paper_id, stated_count)
            if len(again.references) > len(listed.references):
                return again
        return listed

    def _references(self, paper_id: str, stated_count: int | None) -> ReferenceList:
        fields = [*_EDGE_FIELDS, *PAPER_FIELDS]
        results = _read(
            lambda: self._client.get_paper_references(
                quote(paper_id, safe=":"), fields=fields, limit=PAGE
            )
        )
        data = results.raw_data
        elided = bool(data) and data[0] is ELIDED
        rows = [] if elided else data
        return ReferenceList(
            source=self.source.name,
            references=tuple(_read(lambda: [reference(row) for row in rows])),
            stated_count=stated_count,
            elided=elided,
        )

    def citations(self, paper_id: str) -> tuple[CitingRecord, ...]:
        """Read who cites a paper: the first 10,000 the service gives, newest first."""
        results = _read(
            lambda: self._client.get_paper_citations(
                quote(paper_id, safe=":"), fields=[*_EDGE_FIELDS, *CITING_FIELDS], limit=PAGE
            )
        )
        rows = [row for row in results.raw_data if row is not ELIDED]
        found = _read(lambda: [citing(row) for row in rows])
        return tuple(one for one in found if one is not None)

    def titled(self, title: str) -> list[PaperRecord]:
        """Give the record whose title is nearest; nothing if none is near.

        The service's idea of “near” is loose: compare titles, years and authors
        before believing it.
        """
        try:
            found = _read(
                lambda: self._client.search_paper(
                    quote(title, safe=""), fields=list(PAPER_FIELDS), match_title=True
                )
            )
        except NotFoundError:
            return []
        return [_read(lambda: record(found.raw_data))]

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()

    def _batch(self, ids: Sequence[str], fields: Sequence[str]) -> Looked[dict[str, Any]]:
        def ask(some: Sequence[str]) -> dict[str, dict[str, Any]]:
            try:
                found = _read(lambda: self._client.get_papers(list(some), fields=list(fields)))
            except NotFoundError as error:
                # for ids that it does not know, it answers null
                said = Said("service.batch unknown", {"service": self.source.title})
                raise OutageError(said) from error
            except RejectedError as error:
                if "no valid paper ids" not in str(error).lower():
                    raise
                if len(some) > HANDFUL:
                    values: dict[str, Value] = {
                        "service": self.source.title,
                        "count": len(some),
                    }
                    raise OutageError(Said("service.none known", values)) from error
                return {}  # well asked, but it knows none of them
            return {paper.raw_data["_asked"]: paper.raw_data for paper in found}

        looked = by_halves(ids, self.transport, ask)
        for asked in [one for one, item in looked.found.items() if item["_flaw"]]:
            del looked.found[asked]
            try:  # alone, it is either right or refused by the check of the answer
                looked.found.update(ask([asked]))
            except UnavailableError as error:
                looked.failed[asked] = error
        return Looked({one: looked.found[one] for one in ids if one in looked.found}, looked.failed)


def _client(base_url: str) -> Client:
    root = logging.getLogger()
    placeholder = logging.NullHandler()
    root.addHandler(placeholder)  # the client configures the root logger if it has no handler
    try:
        client = Client(api_url=base_url, retry=False)
    finally:
        root.removeHandler(placeholder)
    logging.getLogger("semanticscholar").setLevel(logging.ERROR)  # we report what is not found
    return client


def _read(work: Callable[[], T]) -> T:
    """Read an answer, with the client or ourselves; one that cannot be read counts as none."""
    try:
        return work()
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise UnavailableError(
            f"Semantic Scholar: the answer has a value of an unknown kind ({error}); "
            "report it if this persists"
        ) from error


def _each(looked: Looked[dict[str, Any]], understand: Callable[[dict[str, Any]], T]) -> Looked[T]:
    found: dict[str, T] = {}
    failed: dict[str, SourceError] = dict(looked.failed)
    for asked, item in looked.found.items():
        try:
            found[asked] = _read(lambda item=item: understand(item))  # type: ignore[misc]
        except UnavailableError as error:
            failed[asked] = error
    return Looked(found, failed)
