"""The snapshot of OpenAlex: works, with whom they cite."""

from __future__ import annotations

from typing import Any

from ptm_graph.corpus.dumps.dump import (
    BROKEN,
    NO_CITED,
    NO_NUMBER,
    Columns,
    Dataset,
    Dump,
    Rows,
    by_names,
    parsed,
)
from ptm_graph.sources.openalex_records import record

_SCALAR = {
    "id": "VARCHAR",
    "doi": "VARCHAR",
    "title": "VARCHAR",
    "display_name": "VARCHAR",
    "publication_year": "BIGINT",
    "publication_date": "VARCHAR",
    "type": "VARCHAR",
    "cited_by_count": "BIGINT",
    "is_retracted": "BOOLEAN",
    "is_xpac": "BOOLEAN",
    "updated_date": "VARCHAR",
}
_NESTED = (
    *("ids", "authorships", "primary_location", "abstract_inverted_index"),
    *("referenced_works", "primary_topic"),
)
_WORKS = {**_SCALAR, **dict.fromkeys(_NESTED, "JSON")}

UNCHECKED = "work of the unchecked extension (is_xpac)"


def number(work: Any) -> int | None:
    """The number of a work, as its id has it."""
    digits = str(work).rpartition("/")[2][1:] if work else ""
    return int(digits) if digits.isdecimal() and len(digits) < 19 else None


def _works(told: Columns) -> Rows:
    rows = Rows()
    for at, work in enumerate(told["id"]):
        own = number(work)
        if own is None:
            some = work or told["title"][at] or told["doi"][at]
            rows.left_out[NO_NUMBER if some else BROKEN] += 1
        elif told["is_xpac"][at]:
            rows.left_out[UNCHECKED] += 1
        else:
            _take(rows, own, {name: _value(name, told[name][at]) for name in _WORKS})
    return rows


def _value(name: str, told: Any) -> Any:
    return parsed(told) if name in _NESTED else told


def _take(rows: Rows, own: int, item: dict[str, Any]) -> None:
    index = item["abstract_inverted_index"]
    if isinstance(index, str):  # Parquet has it as a text
        item["abstract_inverted_index"] = parsed(index)
    topic = item["primary_topic"]
    field = topic.get("field") if isinstance(topic, dict) else None
    name = field.get("display_name") if isinstance(field, dict) else None
    rows.add(own, record(item), item["updated_date"])
    if isinstance(name, str):
        rows.papers[-1]["fields"] = (name,)
        rows.papers[-1]["measured"] = name.casefold() == "computer science"
    cited = item["referenced_works"]
    for one in cited if isinstance(cited, list) else ():
        other = number(one)
        if other is None:
            rows.left_out[NO_CITED] += 1
        else:
            rows.citations.append((own, other))


DUMP = Dump(
    "openalex",
    "OpenAlex",
    ("OpenAlex (CC0)",),
    {"works": Dataset("works", _WORKS, _works)},
    by_names("works"),
)
