"""The requester under the `semanticscholar` client: every answer checked and whole.

The package gives an empty paper for an outage, sends no key with paged calls, stops
at a short page and loses the order of batches; this requester goes through our
transport, reads pages to their end, and checks every answer before the package sees it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from semanticscholar.ApiRequester import ApiRequester

from ptm_graph.errors import NotFoundError, UnavailableError
from ptm_graph.sources.scholar_records import is_paper, text_of, tidy, tidy_row
from ptm_graph.sources.transport import Answer, Transport, json_of
from ptm_graph.words.wording import Said

PAGE = 1_000
"""References in one page."""
MOST_CITING = 9_999
"""Entries of a list that the service gives at all."""

ELIDED: dict[str, Any] = {"elided": True, "citedPaper": {}, "citingPaper": {}}
"""Marks a list that the publisher withholds, on its way through the client."""


class GuardedRequester(ApiRequester):  # type: ignore[misc]
    """Stands in for the client's requester: same calls, our transport."""

    def __init__(self, transport: Transport):
        super().__init__(timeout=0, retry=False)
        self._transport = transport

    async def get_data_async(
        self, url: str, parameters: str, headers: dict[str, str], payload: Any = None
    ) -> Any:
        """Send what the client wants sent; its own headers lack the key at times."""
        address = f"{url}?{parameters.lstrip('&')}"
        path = urlsplit(url).path
        if payload is not None:
            return self._batch(address, payload["ids"])
        if path.endswith(("/references", "/citations")):
            return self._all_pages(address)
        if path.endswith("/search/match"):
            return self._match(address)
        return self._transport.request("GET", address, check=json_object)

    def _batch(self, address: str, ids: Sequence[str]) -> list[Any]:
        fields = parse_qs(urlsplit(address).query)["fields"][0].split(",")

        def whole(answer: Answer) -> list[Any]:
            items = json_of(answer)
            if not isinstance(items, list) or len(items) != len(ids):
                raise UnavailableError(Said("answer.misfit"))
            if any(item is not None and not is_paper(item) for item in items):
                raise UnavailableError(Said("answer.no papers"))
            return _noted(ids, items, fields)

        return self._transport.request("POST", address, json={"ids": list(ids)}, check=whole)

    def _all_pages(self, address: str) -> dict[str, Any]:
        """Read a paged list to its end and hand it to the client as one page."""
        base, _, query = address.partition("?")
        fields = parse_qs(query)["fields"][0]
        rows: list[dict[str, Any]] = []
        offset: int | None = 0
        while offset is not None:
            limit = min(PAGE, MOST_CITING - offset) if offset else PAGE
            page = self._transport.request(
                "GET",
                f"{base}?fields={fields}&offset={offset}&limit={limit}",
                check=_page_at(
                    offset, "citedPaper" if base.endswith("/references") else "citingPaper"
                ),
            )
            if page["data"] is None:
                # withheld by the publisher; a list that broke off on the way counts as none
                return {"offset": 0, "data": [ELIDED]}
            rows.extend(page["data"])
            offset = page.get("next")
            if offset is not None and offset >= MOST_CITING:
                break
        return {"offset": 0, "data": rows}

    def _match(self, address: str) -> dict[str, Any]:
        empty: list[Answer] = []

        def one(answer: Answer) -> dict[str, Any]:
            data = json_object(answer).get("data")
            if data == []:  # said once it may be a fault; said again it means that there is none
                empty.append(answer)
                if len(empty) > 1:
                    service = self._transport.service
                    raise NotFoundError(Said("service.no record", {"service": service}))
            if not isinstance(data, list) or not data or not is_paper(data[0]):
                raise UnavailableError(Said("answer.no titles"))
            return tidy(data[0])

        return {"data": [self._transport.request("GET", address, check=one)]}


def json_object(answer: Answer) -> dict[str, Any]:
    """The answer as a JSON object that carries data, or else UnavailableError."""
    data = json_of(answer)
    if not isinstance(data, dict):
        raise UnavailableError(Said("answer.no object"))
    if set(data) <= {"error", "message", "code"}:
        raise UnavailableError(Said("answer.error"))
    return data


def _noted(
    ids: Sequence[str], items: Sequence[Any], fields: Sequence[str]
) -> list[dict[str, Any] | None]:
    """Note on every entry of a batch which id it answers and what is wrong with it.

    The client drops nulls and with them the order. A few flawed entries are asked for
    again alone; where most are flawed, the answer as a whole is none.
    """
    noted = [
        None
        if item is None
        else {**tidy(item), "_asked": asked, "_flaw": _flaw(item, asked, fields)}
        for asked, item in zip(ids, items, strict=True)
    ]
    there = [item for item in noted if item is not None]
    flaws = [item["_flaw"] for item in there if item["_flaw"]]
    if 2 * len(flaws) > len(there):
        raise UnavailableError(Said("answer.flaw", {"error": flaws[0]}))
    moved = [
        item["paperId"].lower()
        for item in there
        if _is_sha(item["_asked"]) and item["_asked"] != item["paperId"].lower()
    ]
    # single records move when the service merges two, to one that answers for itself, too
    elsewhere = {item["paperId"].lower() for item in there if item["_asked"] != item["paperId"]}
    swapped = elsewhere.intersection(ids) - {
        item["_asked"] for item in there if item["_asked"] == item["paperId"].lower()
    }
    if swapped or (len(moved) > 2 and 2 * len(moved) > len(there)):
        raise UnavailableError(Said("answer.others"))
    times = Counter(item["paperId"] for item in there)
    if len(there) > 2 and 2 * max(times.values()) > len(there) + 1:
        raise UnavailableError(Said("answer.others"))
    return noted


def _flaw(item: Mapping[str, Any], asked: str, fields: Sequence[str]) -> str | None:
    if "title" in fields and not text_of(item.get("title")):
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
        data = json_object(answer)
        rows = data.get("data", [])
        if rows is None and offset == 0 and "offset" in data:
            return data
        if not isinstance(rows, list) or data.get("offset") != offset:
            raise UnavailableError(Said("answer.other page"))
        following = data.get("next")
        if following is not None and (not isinstance(following, int) or following <= offset):
            raise UnavailableError(Said("answer.no next page"))
        if any(not isinstance(row, dict) or not isinstance(row.get(other), dict) for row in rows):
            raise UnavailableError(Said("answer.no reference"))
        return {**data, "data": [tidy_row(row, other) for row in rows]}

    return page
