"""The Academic Graph of Semantic Scholar.

As of 2022 (ids as texts, flat intents, many cited papers unknown) and later. How sure a
citation is of influence, intents and contexts is told as the service tells it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ptm_graph.corpus.dumps.dump import (
    BROKEN,
    NO_NUMBER,
    Columns,
    Dataset,
    Dump,
    Rows,
    by_names,
    parsed,
)
from ptm_graph.sources import scholar_records

_PAPERS = {
    "corpusid": "BIGINT",
    "externalids": "JSON",
    "url": "VARCHAR",
    "title": "VARCHAR",
    "authors": "JSON",
    "venue": "VARCHAR",
    "year": "BIGINT",
    "referencecount": "BIGINT",
    "citationcount": "BIGINT",
    "influentialcitationcount": "BIGINT",
    "s2fieldsofstudy": "JSON",
    "publicationtypes": "VARCHAR[]",
    "publicationdate": "VARCHAR",
    "journal": "JSON",
    "updated": "VARCHAR",
}
_CITATIONS = {
    "citingcorpusid": "BIGINT",
    "citedcorpusid": "BIGINT",
    "isinfluential": "BOOLEAN",
    "contexts": "VARCHAR[]",
    "intents": "JSON",
}


def _papers(told: Columns) -> Rows:
    rows = Rows()
    for at, number in enumerate(told["corpusid"]):
        row = {name: told[name][at] for name in _PAPERS}
        if number is None:
            rows.left_out[BROKEN if not any(row.values()) else NO_NUMBER] += 1
        else:
            rows.add(
                number, scholar_records.record(scholar_records.tidy(_item(row))), row["updated"]
            )
    return rows


def _item(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the service gives it when it is asked."""
    fields = parsed(row["s2fieldsofstudy"])
    journal = parsed(row["journal"])
    named = [one.get("category") for one in fields or () if isinstance(one, dict)]
    held = parsed(row["externalids"])
    url = row["url"] or ""
    return {
        "paperId": url.rpartition("/")[2].lower() or None,
        "externalIds": {name: one for name, one in held.items() if one} if held else {},
        "title": row["title"],
        "authors": parsed(row["authors"]),
        "venue": row["venue"] or (journal or {}).get("name") or None,
        "year": row["year"],
        "referenceCount": row["referencecount"],
        "citationCount": row["citationcount"],
        "influentialCitationCount": row["influentialcitationcount"],
        "fieldsOfStudy": list(dict.fromkeys(one for one in named if isinstance(one, str))),
        "publicationTypes": row["publicationtypes"],
        "publicationDate": row["publicationdate"],
    }


def _abstracts(told: Columns) -> Rows:
    rows = Rows()
    for number, text in zip(told["corpusid"], told["abstract"], strict=True):
        if number is None:
            rows.left_out[BROKEN] += 1
        elif text:
            rows.abstracts.append((number, text))
    return rows


def _paper_ids(told: Columns) -> Rows:
    rows = Rows()
    for number, sha in zip(told["corpusid"], told["sha"], strict=True):
        if number is None or not sha:
            rows.left_out[BROKEN] += 1
        else:
            rows.ids.append(("s2", sha.lower(), number))
    return rows


DUMP = Dump(
    "s2ag",
    "Semantic Scholar Academic Graph",
    ("Semantic Scholar Academic Graph (ODC-BY)",),
    {
        "papers": Dataset("papers", _PAPERS, _papers, deleted="corpusid AS paper"),
        "paper-ids": Dataset("paper-ids", {"sha": "VARCHAR", "corpusid": "BIGINT"}, _paper_ids),
        "abstracts": Dataset(
            "abstracts", {"corpusid": "BIGINT", "abstract": "VARCHAR"}, _abstracts
        ),
        "citations": Dataset(
            "citations",
            _CITATIONS,
            # without the citing paper's text the service says “no” to what it cannot know
            select="citingcorpusid AS citing, citedcorpusid AS cited, "
            "CASE WHEN isinfluential OR len(contexts) > 0 OR json_array_length(intents) > 0 "
            "THEN isinfluential END AS influential, "
            "CASE WHEN json_array_length(intents) > 0 THEN list_distinct(regexp_extract_all("
            "intents::VARCHAR, '\"([a-z]+)\"', 1)) END AS intents, contexts",
            deleted="citingcorpusid AS citing, citedcorpusid AS cited",
        ),
    },
    by_names("papers", "paper-ids", "abstracts", "citations"),
)
