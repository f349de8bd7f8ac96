"""What OpenAlex and Crossref answer about a synthetic world, in the forms they have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from synthetic_world import Edge, World, sha_of

LIST_PRICE, SEARCH_PRICE = 0.0001, 0.001
Answered = tuple[int, Any, dict[str, str]]
"""Status, object of JSON or text, and headers."""


@dataclass
class Index:
    """What one of the two services knows of the world."""

    unknown: set[str] = field(default_factory=set)
    """Ids of papers that it has no record of."""
    lists: dict[str, list[Edge]] = field(default_factory=dict)
    """Id of a paper → the list that it has instead of the world's."""
    retracted: set[str] = field(default_factory=set)
    """Ids of papers that were retracted."""
    merged: dict[str, str] = field(default_factory=dict)
    """What is asked for → the id it leads to."""
    fields_unknown: set[str] = field(default_factory=set)
    """Names that it does not know in ``select``."""
    left: float | None = None
    """OpenAlex: dollars of the day's budget; None: it says nothing."""
    limit: tuple[str, str] | None = None
    """Crossref: requests, and within how long."""
    printed: bool = False
    """Crossref: references are given as they are printed."""

    def edges(self, world: World, sha: str) -> list[Edge]:
        """The reference list of a paper."""
        return self.lists.get(sha, world.references.get(sha, []))

    def knows(self, world: World, sha: str | None) -> bool:
        """Whether it has a record of a paper."""
        return sha in world.papers and sha not in self.unknown


def work_of(sha: str) -> str:
    """The id of a paper in OpenAlex."""
    return f"W{int(sha[:8], 16)}"


def doi_of(paper: dict[str, Any]) -> str | None:
    """The DOI of a paper at its publisher."""
    found: str | None = paper["externalIds"].get("DOI")
    return found


def _likeness(title: str, wanted: str) -> float:
    have, asked = (set(re.findall(r"\w+", text.lower())) for text in (title, wanted))
    return len(have & asked) / max(1, len(have | asked))


def _nearest(world: World, shas: Sequence[str], wanted: str) -> list[str]:
    scored = sorted((-_likeness(world.papers[sha]["title"], wanted), sha) for sha in shas)
    return [sha for score, sha in scored if score < -0.5]


# --- OpenAlex ----------------------------------------------------------------------------------


def openalex(world: World, index: Index, path: str) -> Answered:
    """Answer a request to OpenAlex, its path without the base."""
    url = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    select = query["select"].split(",") if "select" in query else None
    if wrong := index.fields_unknown.intersection(select or ()):
        told = f"{min(wrong)} is not a valid select field."
        return 400, {"error": "Invalid query parameters error.", "message": told}, {}
    if url.path == "/works":
        return _openalex_list(world, index, query, select)
    asked = unquote(url.path.removeprefix("/works/"))
    headers = _budget(index, 0.0)
    if asked in index.merged:
        return 301, "", {**headers, "Location": f"/works/{work_of(index.merged[asked])}"}
    for sha in world.papers:
        if asked in _asked_as(world.papers[sha], sha) and index.knows(world, sha):
            return 200, _selected(openalex_work(world, index, sha), select), headers
    return 404, "<!doctype html><title>404 Not Found</title>", headers


def _budget(index: Index, price: float) -> dict[str, str]:
    if index.left is None:
        return {}
    return {"X-RateLimit-Limit-USD": "0.1", "X-RateLimit-Remaining-USD": f"{index.left - price:g}"}


def _openalex_list(
    world: World, index: Index, query: dict[str, str], select: list[str] | None
) -> Answered:
    name, _, value = query["filter"].partition(":")
    price = SEARCH_PRICE if "search" in name else LIST_PRICE
    if index.left is not None and index.left < price:
        headers = {**_budget(index, 0.0), "Retry-After": "40000"}
        return 429, {"error": "Rate limit exceeded", "message": "Insufficient budget"}, headers
    headers = _budget(index, price)
    if index.left is not None:
        index.left -= price
    known = [sha for sha in world.papers if index.knows(world, sha)]
    if "search" in name:
        found = _nearest(world, known, value)
    else:
        values = value.split("|")
        if len(values) > 100:
            return 400, {"error": "Maximum number of values exceeded"}, headers
        kind = {"openalex": "", "ids.pmid": "pmid:", "ids.mag": "mag:"}.get(name, f"{name}:")
        asked = {f"{kind}{one}" for one in values}
        found = [sha for sha in known if asked & _asked_as(world.papers[sha], sha)]
    size = int(query.get("per-page", 25))
    works = [_selected(openalex_work(world, index, sha), select) for sha in found[:size]]
    meta = {"count": len(found), "page": 1, "per_page": size, "cost_usd": price}
    return 200, {"meta": meta, "results": works, "group_by": []}, headers


def _asked_as(paper: dict[str, Any], sha: str) -> set[str]:
    ids = paper["externalIds"]
    found = {work_of(sha)}
    for name, form in (("DOI", "doi:{}"), ("PubMed", "pmid:{}"), ("MAG", "mag:{}")):
        if name in ids:
            found.add(form.format(str(ids[name]).lower()))
    if "ArXiv" in ids:
        found.add(f"doi:10.48550/arxiv.{ids['ArXiv'].lower()}")
    return found


def _selected(work: dict[str, Any], select: list[str] | None) -> dict[str, Any]:
    return work if select is None else {name: work.get(name) for name in select}


def openalex_work(world: World, index: Index, sha: str) -> dict[str, Any]:
    """A work of OpenAlex in its form of 2026."""
    paper, ids = world.papers[sha], world.papers[sha]["externalIds"]
    doi = doi_of(paper) or (f"10.48550/arxiv.{ids['ArXiv']}" if "ArXiv" in ids else None)
    cited = [work_of(edge.cited) for edge in index.edges(world, sha) if edge.cited]
    own = f"https://openalex.org/{work_of(sha)}"
    address = None if doi is None else f"https://doi.org/{doi.lower()}"
    return {
        "id": own,
        "doi": address,
        "ids": {"openalex": own, **({} if address is None else {"doi": address})},
        "title": paper["title"],
        "display_name": paper["title"],
        "publication_year": paper["year"],
        "publication_date": paper["publicationDate"] or f"{paper['year']}-01-01",
        "type": "article",
        "authorships": [
            {
                "author_position": "first",
                "author": {"id": None, "display_name": one["name"], "orcid": None},
                "raw_author_name": one["name"],
            }
            for one in paper["authors"]
        ],
        "primary_location": {
            "is_oa": True,
            "landing_page_url": address,
            "source": {"display_name": paper["venue"], "type": "journal"},
        },
        "cited_by_count": len(world.citations(sha)),
        "is_retracted": sha in index.retracted,
        "is_paratext": False,
        "is_xpac": False,
        "referenced_works_count": len(cited),
        "referenced_works": [f"https://openalex.org/{one}" for one in cited],
        "abstract_inverted_index": _inverted(paper["abstract"]),
    }


def _inverted(text: str | None) -> dict[str, list[int]] | None:
    if text is None:
        return None
    places: dict[str, list[int]] = {}
    for place, word in enumerate(text.split()):
        places.setdefault(word, []).append(place)
    return places


# --- Crossref ----------------------------------------------------------------------------------


def crossref(world: World, index: Index, path: str) -> Answered:
    """Answer a request to Crossref, its path without the base."""
    url = urlsplit(path)
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    headers = {"x-api-pool": "public", "x-concurrency-limit": "1"}
    if index.limit is not None:
        headers |= {"x-rate-limit-limit": index.limit[0], "x-rate-limit-interval": index.limit[1]}
    if url.path == "/works":
        return (*_crossref_list(world, index, query), headers)
    asked = unquote(url.path.removeprefix("/works/")).lower()
    if asked in index.merged:
        to = doi_of(world.papers[index.merged[asked]])
        return 301, "", {**headers, "Location": f"/works/{to}"}
    for sha in _with_doi(world, index):
        if str(doi_of(world.papers[sha])).lower() == asked:
            work = crossref_work(world, index, sha)
            return 200, _message("work", work), headers
    return 404, "Resource not found.", headers


def _with_doi(world: World, index: Index) -> Iterator[str]:
    return (sha for sha, paper in world.papers.items() if doi_of(paper) and index.knows(world, sha))


def _message(kind: str, message: Any) -> dict[str, Any]:
    return {
        "status": "ok",
        "message-type": kind,
        "message-version": "1.0.0",
        "message": message,
    }


def _crossref_list(world: World, index: Index, query: dict[str, str]) -> tuple[int, Any]:
    select = query["select"].split(",") if "select" in query else None
    if wrong := index.fields_unknown.intersection(select or ()):
        told = [{"type": "parameter-not-valid", "value": min(wrong), "message": "not a field"}]
        return 400, {"status": "failed", "message-type": "validation-failure", "message": told}
    rows = int(query.get("rows", 20))
    works = list(_found(world, index, query))
    shown = [
        {name: value for name, value in one.items() if _shown(index, select, name)}
        for one in works[:rows]
    ]
    answer = {"facets": {}, "total-results": len(works), "items": shown, "items-per-page": rows}
    return 200, _message("work-list", answer)


def _shown(index: Index, select: list[str] | None, name: str) -> bool:
    return name not in index.fields_unknown and (select is None or name in select)


def _found(world: World, index: Index, query: dict[str, str]) -> Iterator[dict[str, Any]]:
    known = list(_with_doi(world, index))
    if "query.bibliographic" in query:
        for sha in _nearest(world, known, query["query.bibliographic"]):
            yield crossref_work(world, index, sha)
        return
    for one in query.get("filter", "").split(","):
        name, _, value = one.partition(":")
        for sha in known:
            if str(doi_of(world.papers[sha])).lower() != value.lower():
                continue
            if name == "doi":
                yield crossref_work(world, index, sha)
            elif name == "updates" and sha in index.retracted:
                yield _retraction(world, sha)


def notice_doi(sha: str) -> str:
    """The DOI of the notice that retracts a paper."""
    return f"10.9999/notice.{sha[:8]}"


def _retraction(world: World, sha: str) -> dict[str, Any]:
    paper = world.papers[sha]
    update = {"DOI": doi_of(paper), "type": "retraction", "label": "Retraction"}
    return {
        "DOI": notice_doi(sha),
        "type": "journal-article",
        "title": [f"Retracted: {paper['title']}"],
        "update-to": [{**update, "updated": {"date-parts": [[2021, 3, 4]]}, "source": "publisher"}],
    }


def crossref_work(world: World, index: Index, sha: str) -> dict[str, Any]:
    """A work of Crossref as it answers in 2026."""
    paper, doi = world.papers[sha], doi_of(world.papers[sha])
    parts = [int(one) for one in (paper["publicationDate"] or str(paper["year"])).split("-")]
    edges = index.edges(world, sha)
    work: dict[str, Any] = {
        "indexed": {"date-parts": [[2026, 6, 6]], "date-time": "2026-06-06T19:55:37Z"},
        "reference-count": len(edges),
        "references-count": len(edges),
        "DOI": doi,
        "type": "journal-article",
        "title": [paper["title"]],
        "subtitle": [],
        "original-title": [],
        "author": [_person(one["name"], place) for place, one in enumerate(paper["authors"])],
        "container-title": [paper["venue"]] if paper["venue"] else [],
        "issued": {"date-parts": [parts]},
        "published": {"date-parts": [parts]},
        "created": {"date-parts": [[2019, 6, 1]]},
        "abstract": f"<jats:title>Abstract</jats:title><jats:p>{paper['abstract']}</jats:p>",
        "is-referenced-by-count": len(world.citations(sha)),
        "relation": {},
        "score": 1,
        "URL": f"https://doi.org/{doi}",
    }
    if edges:
        work["reference"] = [
            _deposited(world, index, edge, number) for number, edge in enumerate(edges)
        ]
    if sha in index.retracted:
        update = {"DOI": notice_doi(sha), "type": "retraction", "label": "Retraction"}
        work["updated-by"] = [{**update, "updated": {"date-parts": [[2021, 3, 4]]}}]
    return work


def _person(name: str, place: int) -> dict[str, Any]:
    given, _, family = name.rpartition(" ")
    return {
        "given": given,
        "family": family,
        "sequence": "additional" if place else "first",
        "affiliation": [],
    }


def _deposited(world: World, index: Index, edge: Edge, number: int) -> dict[str, Any]:
    cited = world.papers.get(edge.cited or "")
    title = edge.title if cited is None else cited["title"]
    year = edge.year if cited is None else cited["year"]
    told: dict[str, Any] = {"key": f"ref{number + 1}"}
    author = "Lovelace" if cited is None else cited["authors"][0]["name"].split()[-1]
    if index.printed:
        told["unstructured"] = f"A. Lovelace and G. Hopper, “{title},” J. Nothing, vol. 7, {year}."
    else:
        told |= {"article-title": title, "year": str(year), "author": author}
    if cited is not None and doi_of(cited) and index.knows(world, sha_of_paper(cited)):
        told |= {"DOI": doi_of(cited), "doi-asserted-by": "publisher"}
    return told


def sha_of_paper(paper: dict[str, Any]) -> str:
    """The id of a paper of the world."""
    return str(paper["paperId"])


def body_of(answered: Any) -> tuple[bytes, str]:
    """What is sent, and what it is called."""
    if isinstance(answered, str):
        return answered.encode(), "text/html" if answered.startswith("<") else "text/plain"
    return json.dumps(answered).encode(), "application/json"


def with_dois(world: World) -> World:
    """Give every paper of a world a DOI, made of its id."""
    for sha, paper in world.papers.items():
        paper["externalIds"].setdefault("DOI", f"10.5555/{sha_of(sha)[:10]}")
    return world
