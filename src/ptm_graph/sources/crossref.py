"""Crossref, by its documented JSON: `habanero` takes no session of ours.

The service says in every answer how often it may be asked; that is the pace from then on.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlsplit

from ptm_graph.errors import IdentifierError, NotFoundError, RejectedError, UnavailableError
from ptm_graph.settings import Settings
from ptm_graph.sources.batches import Looked, by_halves
from ptm_graph.sources.crossref_records import (
    FIELDS,
    NOTICE_FIELDS,
    SOURCE,
    doi_of,
    is_about_itself,
    notices_on,
    record,
    references,
)
from ptm_graph.sources.json_values import object_of
from ptm_graph.sources.rate_limit import SharedPace, allowed_interval, is_public
from ptm_graph.sources.service import Offer, Service
from ptm_graph.sources.transport import (
    FEWER_TRIES,
    LONGEST_ANSWER,
    Answer,
    Transport,
    user_agent,
)
from ptm_graph.words import titles
from ptm_graph.words.identifiers import canonical, understood_by
from ptm_graph.words.records import PaperRecord, ReferenceList
from ptm_graph.words.wording import Said

T = TypeVar("T")
Work = Mapping[str, Any]

URL = "https://api.crossref.org"
"""Base URL of the API."""
LEAST_INTERVAL = 0.2
"""Least seconds between requests, and those before a work as long as nothing else is said."""
LIST_INTERVAL = 1.0
"""Seconds before a list as long as the service has not said anything else."""
LONGEST_INTERVAL = 60.0
"""Most seconds between requests, whatever the service says."""
BATCH = 50
"""Works in one list."""
MOST_FOUND = 5
"""Works a search for a title gives."""
MOST_NOTICES = 500
"""Notices in one list."""

_MOVED = (301, 302, 303, 307, 308)
_LIMIT, _WITHIN = "x-rate-limit-limit", "x-rate-limit-interval"
_SECONDS = re.compile(r"\s*(\d{1,6})\s*s?\s*")
_NUMBER = re.compile(r"\s*([1-9]\d{0,6})\s*")


class Crossref(Service):
    """The works of Crossref."""

    source = SOURCE
    complement = True
    own_kind = "doi"
    understands = understood_by("crossref")
    offers = {  # noqa: RUF012
        "titles": Offer("resolve", "titles to resolve"),
        "records": Offer("crossref", "metadata", batch=BATCH),
        "references": Offer("crossref references", "reference lists"),
        "notices": Offer("crossref notices", "retractions and corrections", batch=BATCH),
    }

    def __init__(self, settings: Settings):
        endpoint = settings.endpoint("crossref")
        self._url = endpoint.url or URL
        asked = LEAST_INTERVAL if endpoint.interval is None else endpoint.interval
        self.interval = allowed_interval(self._url, asked, LEAST_INTERVAL)
        self._paced = endpoint.interval is None or is_public(self._url)
        self._selects = True
        # one connection at a time is what those without an address are allowed
        self._pace = SharedPace(self._url, self.interval, one_at_a_time=True)
        self._least = self.interval
        self._listing = False
        lists = max(self.interval, LIST_INTERVAL) if self._paced else self.interval
        self._intervals = {False: self.interval, True: lists}
        self.transport = Transport(
            self.source.title,
            self._pace,
            headers={"User-Agent": user_agent(settings.mailto)},
            sign_of_life=(f"{self._url}/works?rows=0", _message),
            watch=self._keep_pace,
            backoff=settings.backoff,
            deadline=min(settings.deadline, LONGEST_ANSWER),
            tries=FEWER_TRIES,
        )

    @property
    def requests(self) -> int:
        """Requests sent so far, repetitions included."""
        return self.transport.requests

    def papers(self, ids: Sequence[str]) -> Looked[PaperRecord]:
        """Look papers up by DOI, at most :data:`BATCH` in one list."""
        looked = by_halves(ids, self.transport, self._works)
        return Looked(
            {one: self._record(item) for one, item in looked.found.items()}, looked.failed
        )

    def notices(self, ids: Sequence[str]) -> Looked[PaperRecord]:
        """Which of several works were retracted or corrected, in one list."""
        return by_halves(ids, self.transport, self._notices)

    def references(self, paper_id: str, stated_count: int | None = None) -> ReferenceList:
        """Read the reference list that the publisher of a paper deposited.

        How many there are is what the publisher counts, not what others state.
        """
        item = self._one(paper_id)
        found = references(item)
        stated = record(item).reference_count
        return ReferenceList(self.source.name, found, max(stated or 0, len(found)) or None)

    def titled(self, title: str) -> list[PaperRecord]:
        """Works whose title, authors or venue have the words of ``title``, nearest first."""
        words = quote(titles.clean(title)[:500], safe="")
        if not words:
            return []
        items = self._list(f"query.bibliographic={words}", MOST_FOUND, all_of_them=False)
        return [self._record(one) for one in items if is_about_itself(one)][:MOST_FOUND]

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()

    # --- the pace --------------------------------------------------------------------------

    def _keep_pace(self, answer: Answer) -> None:
        """Ask no more often than the service says; single works and lists have limits each."""
        limit = _NUMBER.fullmatch(answer.headers.get(_LIMIT, ""))
        within = _SECONDS.fullmatch(answer.headers.get(_WITHIN, ""))
        if limit and within and self._paced:
            told = int(within[1]) / int(limit[1])
            self._intervals[self._listing] = min(max(self._least, told), LONGEST_INTERVAL)

    def _get(self, address: str, check: Callable[[Answer], T], also: tuple[int, ...] = ()) -> T:
        self._listing = "/works?" in address
        self.interval = self._pace.interval = self._intervals[self._listing]
        return self.transport.request("GET", address, check=check, also=also)

    # --- notices ---------------------------------------------------------------------------

    def _record(self, item: Work) -> PaperRecord:
        """The record of a work; what an older service does not tell of notices is not known."""
        made = record(item)
        silent = not self._selects and not made.notices
        return replace(made, notices=None) if silent else made

    def _notices(self, ids: Sequence[str]) -> dict[str, PaperRecord]:
        if self._selects:
            found = self._works(ids, NOTICE_FIELDS)
            if self._selects:
                return {one: record(item) for one, item in found.items()}
        # a service that does not know “updated-by” knows what updates a work
        condition = ",".join(f"updates:{_quoted(one)}" for one in ids)
        address = f"{self._url}/works?filter={condition}&rows={MOST_NOTICES}"
        check = _whole(MOST_NOTICES, all_of_them=True)
        items = self._get(address, check)
        return {
            one: PaperRecord(self.source.name, {"doi": one}, notices=notices_on(one, items))
            for one in ids
        }

    # --- works -----------------------------------------------------------------------------

    def _works(self, ids: Sequence[str], fields: Sequence[str] = FIELDS) -> dict[str, Work]:
        together = [one for one in ids if "," not in one]
        if len(together) < 2:
            together = []
        found = self._listed(together, fields) if together else {}
        for one in ids:
            if one not in together:
                with contextlib.suppress(NotFoundError):
                    found[one] = self._one(one)
        return found

    def _listed(self, ids: Sequence[str], fields: Sequence[str]) -> dict[str, Work]:
        condition = ",".join(f"doi:{_quoted(one)}" for one in ids)
        items = self._list(f"filter={condition}", len(ids), fields)
        named = [(doi_of(item), item) for item in items]
        wanted = set(ids)
        if 2 * sum(doi not in wanted for doi, _ in named) > len(named):
            raise UnavailableError(Said("answer.others"))
        found: dict[str, Work] = {}
        for doi, item in named:
            if doi in wanted:
                found.setdefault(str(doi), item)
        return found

    def _one(self, doi: str) -> Work:
        """Give one work; the service leads from a DOI that became another one to that."""
        told = self._single(doi)
        if isinstance(told, str):
            told = self._single(told)
        if isinstance(told, str):
            raise NotFoundError(Said("service.no record", {"service": self.source.title}))
        return told

    def _single(self, doi: str) -> Work | str:
        def one(answer: Answer) -> Work | str:
            if answer.status in _MOVED:
                path = unquote(urlsplit(answer.headers.get("location", "")).path)
                with contextlib.suppress(IdentifierError):
                    return canonical("doi", path.partition("/works/")[2]).value
                raise UnavailableError(Said("answer.error"))
            item = _message(answer)
            if doi_of(item) != doi:
                raise UnavailableError(Said("answer.others"))
            return item

        address = f"{self._url}/works/{quote(doi, safe='')}"
        return self._get(address, one, _MOVED)

    def _list(
        self,
        condition: str,
        rows: int,
        fields: Sequence[str] = FIELDS,
        *,
        all_of_them: bool = True,
    ) -> list[Work]:
        address = f"{self._url}/works?{condition}&rows={rows}"
        ask = partial(self._get, check=_whole(rows, all_of_them))
        if self._selects:
            try:
                return ask(f"{address}&select={','.join(fields)}")
            except RejectedError:  # a name that the service does not know any more
                found = ask(address)
                self._selects = False
                return found
        return ask(address)


def _quoted(doi: str) -> str:
    return quote(doi, safe="/:()._-")


def _message(answer: Answer) -> Work:
    told = object_of(answer)
    message = told.get("message")
    if told.get("status") != "ok" or not isinstance(message, dict):
        raise UnavailableError(Said("answer.error"))
    return message


def _whole(rows: int, all_of_them: bool) -> Callable[[Answer], list[Work]]:
    def whole(answer: Answer) -> list[Work]:
        message = _message(answer)
        items, count = message.get("items"), message.get("total-results")
        if not isinstance(items, list) or type(count) is not int:
            raise UnavailableError(Said("answer.no titles"))
        if all_of_them and len(items) < min(count, rows):
            raise UnavailableError(Said("answer.misfit"))
        return [one for one in items if doi_of(one) is not None]

    return whole
