"""OpenAlex, by its documented JSON.

Not through `pyalex`: it opens a session of its own for every request and keeps address, key
and repetition in one place for the whole process, so its requests would go around our
transport; what it gives are the objects of JSON as they are.

Single works are free. Lists are paid from a budget of a day, of which every answer says how
much is left; once it is spent no list is asked for, so that no money of anybody's is used.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from ptm_graph.errors import (
    NotFoundError,
    OutageError,
    RefusedError,
    RejectedError,
    SourceError,
    UnavailableError,
)
from ptm_graph.settings import Settings
from ptm_graph.sources.batches import Looked, by_halves
from ptm_graph.sources.json_values import mapping, object_of
from ptm_graph.sources.openalex_records import (
    FIELDS,
    NOTICE_FIELDS,
    SOURCE,
    cited,
    is_about_itself,
    is_work,
    names_of,
    record,
    referenced,
    work_id,
)
from ptm_graph.sources.rate_limit import SharedPace, allowed_interval
from ptm_graph.sources.service import Offer, Service
from ptm_graph.sources.transport import (
    FEWER_TRIES,
    LONGEST_ANSWER,
    LONGEST_WAIT,
    Answer,
    Transport,
    json_of,
    retry_after,
    user_agent,
)
from ptm_graph.words import titles
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, understood_by, written_for
from ptm_graph.words.records import PaperRecord, ReferenceList
from ptm_graph.words.wording import Said, Value

T = TypeVar("T")
Work = Mapping[str, Any]

URL = "https://api.openalex.org"
"""Base URL of the API."""
LEAST_INTERVAL = 0.1
"""Seconds between requests; a hundred in a second are allowed."""
BATCH = 100
"""Works in one list, and values in one filter."""
MOST_FOUND = 5
"""Works a search for a title gives."""
LIST_PRICE = 0.0001
"""Dollars that a list costs."""
SEARCH_PRICE = 0.001
"""Dollars that a search costs."""
LONGEST_FILTER = 5_000
"""Characters of one filter."""
MOST_KEPT = 50_000
"""Cited works that are remembered, so that nobody is asked for one again."""

_MOVED = (301, 302, 303, 307, 308)
_LEFT = "x-ratelimit-remaining-usd"
_FILTERS = {"openalex": "openalex", "doi": "doi", "pmid": "ids.pmid", "mag": "ids.mag"}
"""Kind of identifier → filter of a list; works of other kinds are asked for one by one."""


class OpenAlex(Service):
    """The works of OpenAlex."""

    source = SOURCE
    complement = True
    own_kind = "openalex"
    understands = understood_by("openalex")
    offers = {  # noqa: RUF012
        "titles": Offer("resolve", "titles to resolve"),
        "records": Offer("openalex", "metadata", batch=BATCH),
        "references": Offer("openalex references", "reference lists"),
        "notices": Offer("openalex notices", "retractions", batch=BATCH),
    }

    def __init__(self, settings: Settings):
        endpoint = settings.endpoint("openalex")
        self._url = endpoint.url or URL
        asked = LEAST_INTERVAL if endpoint.interval is None else endpoint.interval
        self.interval = allowed_interval(self._url, asked, LEAST_INTERVAL)
        self.left: float | None = None
        """Dollars that are left of the day's budget; None: the service has not said so."""
        self._known: dict[str, Work] = {}
        self._selects = True
        headers = {"User-Agent": user_agent(settings.mailto)}
        if endpoint.key:  # in an address it would stand in logs
            headers["Authorization"] = f"Bearer {endpoint.key}"
        self.transport = Transport(
            self.source.title,
            SharedPace(self._url, self.interval),
            headers=headers,
            key_name="OPENALEX_API_KEY",
            key_at_fault=False,
            sign_of_life=(f"{self._url}/works/W2741809807?select=id", json_of),
            watch=self._count,
            backoff=settings.backoff,
            deadline=min(settings.deadline, LONGEST_ANSWER),
            tries=FEWER_TRIES,
        )

    @property
    def requests(self) -> int:
        """Requests sent so far, repetitions included."""
        return self.transport.requests

    def asked_as(self, identifiers: Mapping[str, str]) -> str | None:
        """The service has most works by the DOI of the journal, few by that of arXiv."""
        for kind in (self.own_kind, "doi", *IDENTIFIER_KINDS):
            if identifiers.get(kind) and kind in self.understands:
                return written_for(self.understands[kind], identifiers[kind])
        return None

    def papers(self, ids: Sequence[str]) -> Looked[PaperRecord]:
        """Look papers up, at most :data:`BATCH` in one list of each kind of identifier."""
        looked = self._works(ids, (*FIELDS, "abstract_inverted_index"))
        return Looked({one: record(item) for one, item in looked.found.items()}, looked.failed)

    def notices(self, ids: Sequence[str]) -> Looked[PaperRecord]:
        """Which of several works the service marks as retracted."""
        looked = self._works(ids, NOTICE_FIELDS)
        return Looked({one: record(item) for one, item in looked.found.items()}, looked.failed)

    def references(self, paper_id: str, stated_count: int | None = None) -> ReferenceList:
        """Read the works that a paper cites: those the service found, which may be none.

        How many there are it does not say: it counts those that it has found.
        """
        told = self._one(paper_id, ("id", "doi", "ids", "referenced_works"))
        names = referenced(told)
        if len(self._known) > MOST_KEPT:  # not in between: this list needs what it finds
            self._known.clear()
        unknown = [one for one in names if one is not None and one not in self._known]
        for start in range(0, len(unknown), BATCH):
            found = self._works(unknown[start : start + BATCH], FIELDS)
            if found.failed:
                raise next(iter(found.failed.values()))
            self._known |= found.found
        rows = tuple(cited(self._known.get(one) if one else None) for one in names)
        return ReferenceList(self.source.name, rows)

    def titled(self, title: str) -> list[PaperRecord]:
        """Works whose title has the words of ``title``, most relevant first."""
        words = quote(titles.normal(title)[:500], safe="")
        if not words:
            return []
        self._afford(SEARCH_PRICE)
        fields = (*FIELDS, "abstract_inverted_index")
        items = self._list(f"title.search:{words}", fields, MOST_FOUND, all_of_them=False)
        found = (one for one in items if is_work(one) and is_about_itself(one))
        return [record(one) for one in found][:MOST_FOUND]

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()

    # --- the budget ------------------------------------------------------------------------

    def _count(self, answer: Answer) -> None:
        """Read what is left of the budget, and end what cannot be answered today."""
        try:
            left = float(answer.headers.get(_LEFT, "nan"))
        except ValueError:
            left = math.nan
        if not math.isnan(left):
            self.left = left
        if answer.status == 429:
            if (retry_after(answer.headers) or 0.0) > LONGEST_WAIT:
                self.left = 0.0
            self._afford(LIST_PRICE)

    def _afford(self, price: float) -> None:
        if self.left is not None and self.left < price:
            values: dict[str, Value] = {
                "service": self.source.title,
                "key": "OPENALEX_API_KEY",
            }
            raise _SpentError(Said("service.spent", values))

    # --- works -----------------------------------------------------------------------------

    def _works(self, ids: Sequence[str], fields: Sequence[str]) -> Looked[Work]:
        """Look works up as :meth:`asked_as` writes them, in lists where that can be."""
        looked: Looked[Work] = Looked()
        errors: list[SourceError] = []
        for kind, some in _portions(ids):
            ask = partial(self._portion, kind, fields)
            try:
                part = by_halves(some, self.transport, ask)
            except RefusedError:
                raise
            except SourceError as error:
                errors.append(error)
                part = Looked(failed=dict.fromkeys(some, error))
            looked.found |= part.found
            looked.failed |= part.failed
        if errors and len(looked.failed) == len(set(ids)):
            raise errors[-1]
        return looked

    def _portion(
        self, kind: str | None, fields: Sequence[str], ids: Sequence[str]
    ) -> dict[str, Work]:
        if kind is not None and len(ids) > 1:
            with contextlib.suppress(_SpentError):  # single works are free
                self._afford(LIST_PRICE)
                return self._listed(kind, fields, ids)
        found: dict[str, Work] = {}
        for one in ids:
            with contextlib.suppress(NotFoundError):
                found[one] = self._one(one, fields)
        return found

    def _listed(self, kind: str, fields: Sequence[str], ids: Sequence[str]) -> dict[str, Work]:
        values = "|".join(quote(_value(one), safe="/:().") for one in ids)
        items = self._list(f"{_FILTERS[kind]}:{values}", fields, BATCH)
        found: dict[str, Work] = {}
        wanted, strangers = set(ids), 0
        for item in items:
            named = wanted & names_of(item)
            strangers += not named
            for one in named if is_work(item) else ():
                found.setdefault(one, item)
        if 2 * strangers > len(items):
            raise UnavailableError(Said("answer.others"))
        return found

    def _one(self, asked: str, fields: Sequence[str]) -> Work:
        """Give one work; the service leads from one that was merged to what it is now."""
        told = self._single(asked, fields, {asked})
        if isinstance(told, str):
            told = self._single(told, fields, {told})
        if isinstance(told, str) or not is_work(told):
            raise NotFoundError(Said("service.no record", {"service": self.source.title}))
        return told

    def _single(self, asked: str, fields: Sequence[str], wanted: set[str]) -> Work | str:
        def one(answer: Answer) -> Work | str:
            if answer.status in _MOVED:
                path = urlsplit(answer.headers.get("location", "")).path
                moved = work_id(path.rpartition("/")[2])
                if moved is None:
                    raise UnavailableError(Said("answer.error"))
                return moved
            item = object_of(answer)
            if work_id(item.get("id")) is None or not wanted & names_of(item):
                raise UnavailableError(Said("answer.others"))
            return item

        path = f"/works/{quote(asked, safe=':')}"
        return self._get(path, fields, one, also=_MOVED)

    def _list(
        self, condition: str, fields: Sequence[str], most: int, *, all_of_them: bool = True
    ) -> list[Work]:
        def whole(answer: Answer) -> list[Work]:
            told = object_of(answer)
            items, count = told.get("results"), mapping(told.get("meta")).get("count")
            if not isinstance(items, list) or type(count) is not int:
                raise UnavailableError(Said("answer.no titles"))
            if all_of_them and len(items) < min(count, most):
                raise UnavailableError(Said("answer.misfit"))
            return [one for one in items if work_id(mapping(one).get("id")) is not None]

        path = f"/works?filter={condition}&per-page={most}"
        return self._get(path, fields, whole)

    def _get(
        self,
        path: str,
        fields: Sequence[str],
        check: Callable[[Answer], T],
        also: tuple[int, ...] = (),
    ) -> T:
        """Ask with the fields that are wanted, or for all where a name is unknown by now."""
        address = f"{self._url}{path}"
        if self._selects:
            chosen = f"{address}{'&' if '?' in path else '?'}select={','.join(fields)}"
            try:
                return self.transport.request("GET", chosen, check=check, also=also)
            except RejectedError:
                found = self.transport.request("GET", address, check=check, also=also)
                self._selects = False
                return found
        return self.transport.request("GET", address, check=check, also=also)


class _SpentError(OutageError):
    """The budget of the day is used up."""


def _value(asked: str) -> str:
    return asked.partition(":")[2] if ":" in asked else asked


def _portions(ids: Sequence[str]) -> Iterator[tuple[str | None, list[str]]]:
    """Divide what is asked for into what one request can hold."""
    kinds: dict[str | None, list[str]] = {}
    for one in dict.fromkeys(ids):
        prefix, colon, value = one.partition(":")
        kind = prefix if colon else "openalex"
        one_by_one = kind not in _FILTERS or any(sign in value for sign in ",|+!")
        kinds.setdefault(None if one_by_one else kind, []).append(one)
    for known, some in kinds.items():
        portion: list[str] = []
        for one in some:
            if len(portion) == BATCH or sum(map(len, portion)) > LONGEST_FILTER:
                yield known, portion
                portion = []
            portion.append(one)
        yield known, portion
