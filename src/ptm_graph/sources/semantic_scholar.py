"""Semantic Scholar through the `semanticscholar` package.

The package gives an empty paper for an outage, sends no key with paged calls, stops
at a short page and loses the order of batches; so the requester under it is replaced
by one that goes through our transport, reads pages to their end, and checks every
answer before the package sees it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from semanticscholar import SemanticScholar as Client
from semanticscholar.ApiRequester import ApiRequester

from ptm_graph import titles
from ptm_graph.errors import IdentifierError, NotFoundError, RejectedError, UnavailableError
from ptm_graph.identifiers import canonical, find_identifier
from ptm_graph.model import PartialDate
from ptm_graph.records import CitingRecord, PaperRecord, ReferenceList, ReferenceRecord
from ptm_graph.settings import Settings
from ptm_graph.sources.batches import Looked, by_halves
from ptm_graph.sources.rate_limit import SharedPace, allowed_interval
from ptm_graph.sources.transport import Answer, Transport

LEAST_INTERVAL = 1.0
"""Seconds between requests that a key is granted."""
BATCH = 500
"""Ids in one batch request."""
NESTED = 9_000
"""Nested references in one batch request; the service allows 9,999."""
PAGE = 1_000
"""References in one page."""

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

_ASKED_AS: dict[str, str] = {
    "s2": "{}",
    "arxiv": "ARXIV:{}",
    "doi": "DOI:{}",
    "acl": "ACL:{}",
    "corpus": "CorpusId:{}",
    "mag": "MAG:{}",
}
"""How the service wants each kind of identifier, best first."""


def service_id(identifiers: Mapping[str, str]) -> str | None:
    """Give the identifier to ask the service by; None if it knows none of these kinds."""
    for kind, form in _ASKED_AS.items():
        if identifiers.get(kind):
            return form.format(identifiers[kind])
    return None


class SemanticScholar:
    """The Semantic Scholar Graph API.

    Parameters
    ----------
    settings : Settings
        Base URL, key, interval and waiting times.
    """

    name = "semantic scholar"

    def __init__(self, settings: Settings):
        interval = allowed_interval(settings.s2_url, settings.s2_interval, LEAST_INTERVAL)
        key = settings.s2_api_key
        self.transport = Transport(
            "Semantic Scholar",
            SharedPace(settings.s2_url, interval),
            headers={"x-api-key": key} if key else None,
            key_name="S2_API_KEY",
            sign_of_life=(
                f"{settings.s2_url}/graph/v1/paper/CorpusId:1?fields=paperId",
                _object,
            ),
            backoff=settings.backoff,
            deadline=settings.deadline,
        )
        self._client = _client(settings.s2_url)
        requester = _GuardedRequester(self.transport)
        self._client._AsyncSemanticScholar._requester = requester

    def papers(self, ids: Sequence[str]) -> Looked[PaperRecord]:
        """Look papers up, at most :data:`BATCH` in one call.

        Parameters
        ----------
        ids : sequence of str
            As :func:`service_id` gives them.

        Raises
        ------
        SourceError
            If the service fails for all of them, or refuses the key.
        """
        raw = self._batch(ids, PAPER_FIELDS)
        return Looked({asked: record(item) for asked, item in raw.found.items()}, raw.failed)

    def cited_ids(self, ids: Sequence[str]) -> Looked[tuple[str, ...] | None]:
        """Which papers several papers cite, as Semantic Scholar ids only.

        Callers keep the number of references in one call below :data:`NESTED`. Found is
        None where the service had no list to give although it counts references.

        Raises
        ------
        SourceError
            If the service fails for all of them, or refuses the key.
        """
        raw = self._batch(ids, ("paperId", "referenceCount", "references.paperId"))
        return Looked({asked: _cited(item) for asked, item in raw.found.items()}, raw.failed)

    def references(self, paper_id: str, stated_count: int | None = None) -> ReferenceList:
        """Read the complete reference list of a paper, with citing sentences.

        Parameters
        ----------
        paper_id : str
            As :func:`service_id` gives it.
        stated_count : int, optional
            How many references the service says the paper has.

        Raises
        ------
        NotFoundError
            If the service does not know the paper.
        """
        fields = [*_EDGE_FIELDS, *PAPER_FIELDS]
        results = self._client.get_paper_references(
            quote(paper_id, safe=":"), fields=fields, limit=PAGE
        )
        data = results.raw_data
        elided = bool(data) and data[0] is _ELIDED
        rows = [] if elided else data
        return ReferenceList(
            source="semantic scholar",
            references=tuple(_reference(row) for row in rows),
            stated_count=stated_count,
            elided=elided,
        )

    def citations(self, paper_id: str) -> tuple[CitingRecord, ...]:
        """Read who cites a paper: the first 10,000 the service gives, newest first.

        Parameters
        ----------
        paper_id : str
            As :func:`service_id` gives it.

        Raises
        ------
        NotFoundError
            If the service does not know the paper.
        """
        results = self._client.get_paper_citations(
            quote(paper_id, safe=":"), fields=[*_EDGE_FIELDS, *CITING_FIELDS], limit=PAGE
        )
        rows = [row for row in results.raw_data if row is not _ELIDED]
        found = (_citing(row) for row in rows)
        return tuple(one for one in found if one is not None)

    def match_title(self, title: str) -> PaperRecord | None:
        """Give the record whose title is nearest; None if none is near.

        The service's idea of “near” is loose: compare titles, years and authors
        before believing it.
        """
        try:
            found = self._client.search_paper(
                quote(title, safe=""), fields=list(PAPER_FIELDS), match_title=True
            )
        except NotFoundError:
            return None
        return record(found.raw_data)

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()

    def _batch(self, ids: Sequence[str], fields: Sequence[str]) -> Looked[dict[str, Any]]:
        def ask(some: Sequence[str]) -> dict[str, dict[str, Any]]:
            try:
                found = self._client.get_papers(list(some), fields=list(fields))
            except NotFoundError:
                return {}
            except RejectedError as error:
                if "no valid paper ids" in str(error).lower():
                    return {}  # well asked, but it knows none of them
                raise
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


_ELIDED: dict[str, Any] = {"elided": True, "citedPaper": {}, "citingPaper": {}}
"""Marks a list that the publisher withholds, on its way through the client."""


class _GuardedRequester(ApiRequester):  # type: ignore[misc]
    """Stands in for the client's requester: same calls, our transport."""

    def __init__(self, transport: Transport):
        super().__init__(timeout=0, retry=False)
        self._transport = transport

    async def get_data_async(
        self, url: str, parameters: str, headers: dict[str, str], payload: Any = None
    ) -> Any:
        address = f"{url}?{parameters.lstrip('&')}"
        path = urlsplit(url).path
        if payload is not None:
            return self._batch(address, payload["ids"])
        if path.endswith(("/references", "/citations")):
            return self._all_pages(address)
        if path.endswith("/search/match"):
            return self._match(address)
        return self._transport.request("GET", address, check=_object)

    def _batch(self, address: str, ids: Sequence[str]) -> list[Any]:
        fields = parse_qs(urlsplit(address).query)["fields"][0].split(",")

        def whole(answer: Answer) -> list[Any]:
            items = _json(answer)
            if not isinstance(items, list) or len(items) != len(ids):
                raise UnavailableError("the answer to a batch does not fit what was asked")
            if any(item is not None and not _is_paper(item) for item in items):
                raise UnavailableError("the answer to a batch has an entry that is no paper")
            return _noted(ids, items, fields)

        return self._transport.request("POST", address, json={"ids": list(ids)}, check=whole)

    def _all_pages(self, address: str) -> dict[str, Any]:
        """Read a paged list to its end and hand it to the client as one page."""
        base, _, query = address.partition("?")
        fields = parse_qs(query)["fields"][0]
        rows: list[dict[str, Any]] = []
        offset: int | None = 0
        while offset is not None:
            limit = min(PAGE, 9_999 - offset) if offset else PAGE
            page = self._transport.request(
                "GET",
                f"{base}?fields={fields}&offset={offset}&limit={limit}",
                check=_page_at(
                    offset, "citedPaper" if base.endswith("/references") else "citingPaper"
                ),
            )
            if page["data"] is None:
                # withheld by the publisher; a list that broke off on the way is no list
                return {"offset": 0, "data": [_ELIDED]}
            rows.extend(page["data"])
            offset = page.get("next")
            if offset is not None and offset >= 9_999:
                break
        return {"offset": 0, "data": rows}

    def _match(self, address: str) -> dict[str, Any]:
        def one(answer: Answer) -> dict[str, Any]:
            data = _object(answer).get("data")
            if not isinstance(data, list) or not data or not _is_paper(data[0]):
                raise UnavailableError("the answer to a title search is no list of papers")
            return data[0]  # type: ignore[no-any-return]

        return {"data": [self._transport.request("GET", address, check=one)]}


def _json(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise UnavailableError("the answer is no complete JSON") from error


def _object(answer: Answer) -> dict[str, Any]:
    data = _json(answer)
    if not isinstance(data, dict):
        raise UnavailableError("the answer is no JSON object")
    if set(data) <= {"error", "message", "code"}:
        raise UnavailableError("the answer carries an error instead of data")
    return data


def _is_paper(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("paperId"), str)


def _noted(
    ids: Sequence[str], items: Sequence[Any], fields: Sequence[str]
) -> list[dict[str, Any] | None]:
    """Note on every entry of a batch which id it answers and what is wrong with it.

    The client drops nulls and with them the order. A few flawed entries are asked for
    again alone; where most are flawed, the answer as a whole is none.
    """
    noted = [
        None if item is None else {**item, "_asked": asked, "_flaw": _flaw(item, asked, fields)}
        for asked, item in zip(ids, items, strict=True)
    ]
    there = [item for item in noted if item is not None]
    flaws = [item["_flaw"] for item in there if item["_flaw"]]
    if 2 * len(flaws) > len(there):
        raise UnavailableError(flaws[0])
    moved = sum(item["_asked"] != item["paperId"] for item in there if _is_sha(item["_asked"]))
    if moved > 2 and 2 * moved > len(there):  # single records move when the service merges two
        raise UnavailableError("the answer to a batch is about other papers")
    return noted


def _flaw(item: Mapping[str, Any], asked: str, fields: Sequence[str]) -> str | None:
    if "title" in fields and not _text(item.get("title")):
        return "the answer has a record without a title"
    if "references.paperId" in fields and "references" not in item:
        return "the answer has a record without the list that was asked for"
    held = item.get("externalIds")
    kind, _, value = asked.partition(":")
    name = {"ARXIV": "ArXiv", "CorpusId": "CorpusId"}.get(kind)
    if name is None or not isinstance(held, Mapping) or held.get(name) is None:
        return None
    if str(held[name]).lower() != value.lower():
        return "the answer is about another paper"
    return None


def _is_sha(text: str) -> bool:
    return len(text) == 40 and ":" not in text


def _page_at(offset: int, other: str) -> Callable[[Answer], dict[str, Any]]:
    def page(answer: Answer) -> dict[str, Any]:
        data = _object(answer)
        rows = data.get("data", [])
        if rows is None and offset == 0 and "offset" in data:
            return data
        if not isinstance(rows, list) or data.get("offset") != offset:
            raise UnavailableError("the answer is no page of the list that was asked for")
        following = data.get("next")
        if following is not None and (not isinstance(following, int) or following <= offset):
            raise UnavailableError("the page does not say where the next one begins")
        if any(not isinstance(row, dict) or not isinstance(row.get(other), dict) for row in rows):
            raise UnavailableError("the page has an entry that is no reference")
        return {**data, "data": rows}

    return page


# --- from the service's words to ours ------------------------------------------------------

_EXTERNAL = {"ArXiv": "arxiv", "DOI": "doi", "ACL": "acl", "CorpusId": "corpus", "MAG": "mag"}


def record(item: Mapping[str, Any]) -> PaperRecord:
    """Turn a paper object of the service into a record."""
    return PaperRecord(
        source="semantic scholar",
        identifiers=_identifiers(item),
        title=_text(item.get("title")),
        authors=tuple(
            name for author in item.get("authors") or () if (name := _text(author.get("name")))
        )
        or None,
        year=_number(item.get("year")),
        published=PartialDate.parse(item.get("publicationDate")),
        venue=_text(item.get("venue")),
        abstract=_text(item.get("abstract")),
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


def _reference(row: Mapping[str, Any]) -> ReferenceRecord:
    cited = row.get("citedPaper") or {}
    return ReferenceRecord(
        cited=record(cited) if _is_paper(cited) else None,
        title=_text(cited.get("title")),
        year=_number(cited.get("year")),
        reason=None if _is_paper(cited) else "Semantic Scholar has no record of it",
        **_edge(row),
    )


def _citing(row: Mapping[str, Any]) -> CitingRecord | None:
    citing = row.get("citingPaper") or {}
    return CitingRecord(citing=record(citing), **_edge(row)) if _is_paper(citing) else None


def _edge(row: Mapping[str, Any]) -> dict[str, Any]:
    sentences = tuple(
        dict.fromkeys(text for one in row.get("contexts") or () if (text := _text(one)))
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


def _cited(item: Mapping[str, Any]) -> tuple[str, ...] | None:
    listed = item.get("references")
    if not listed:
        return () if item.get("referenceCount") == 0 else None
    return tuple(one["paperId"].lower() for one in listed if _is_paper(one))


def _text(value: object) -> str | None:
    return titles.clean(value) or None if isinstance(value, str) else None


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _names(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    return tuple(name for one in value if (name := _text(one))) or None
