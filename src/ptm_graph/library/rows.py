"""Between database rows and the dataclasses of the model."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ptm_graph.words.model import (
    Citation,
    Note,
    Notice,
    Paper,
    PartialDate,
    Passage,
    Resource,
    SeedEntry,
)

PLAIN = (
    *("title", "year", "venue", "abstract", "comment", "citation_count"),
    *("influential_citation_count", "reference_count"),
)
"""Columns of the table ``paper`` that are what the model has."""
LISTS = (
    *("authors", "categories", "fields_of_study", "publication_types"),
    *("key_phrases", "derived_names", "short_names", "contributions"),
)
"""Columns that are lists of texts, as JSON."""

_WRITTEN = ("title", "family", "year", "venue", "file", "line")


def to_json(value: object) -> str | None:
    """Compact JSON, or None for None."""
    if value is None:
        return None
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def strings(text: str | None) -> tuple[str, ...] | None:
    """Read a JSON list of strings; None stays None."""
    return None if text is None else tuple(json.loads(text))


def resources_json(resources: Iterable[Resource]) -> str:
    """Resources as a JSON list of ``[kind, url, title, language]``."""
    rows = [[r.kind, r.url, r.title, r.language] for r in resources]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def notes_json(notes: Iterable[Note]) -> str | None:
    """Notes as a JSON list of ``[text, language, file, line]``; None for none."""
    return to_json([[n.text, n.language, n.file, n.line] for n in notes] or None)


def properties_json(properties: Mapping[str, str]) -> str | None:
    """Properties as a JSON object in their owner's order; None for none."""
    found = json.dumps(dict(properties), ensure_ascii=False, separators=(",", ":"))
    return found if properties else None


def notices_json(notices: Iterable[Notice]) -> str:
    """Notices of one source as a JSON list of ``[kind, date, link]``."""
    told = {(one.kind, one.date and str(one.date), one.link) for one in notices}
    return json.dumps(sorted(map(list, told), key=repr), separators=(",", ":"))


def notices(text: str, source: str) -> tuple[Notice, ...]:
    """Read what :func:`notices_json` wrote."""
    return tuple(
        Notice(kind, source, PartialDate.parse(date), link) for kind, date, link in json.loads(text)
    )


def passages(text: str | None) -> tuple[Passage, ...] | None:
    """Read a JSON list of passages; None stays None."""
    return None if text is None else tuple(Passage(**one) for one in json.loads(text))


def passages_json(listed: Sequence[Passage] | None) -> str | None:
    """Passages as a JSON list; None for None."""
    if listed is None:
        return None
    told = ([(name, getattr(one, name)) for name in _OF_PASSAGES] for one in listed)
    # not compared with False: 0 is the beginning of a paper
    return to_json([{n: v for n, v in one if v is not None and v is not False} for one in told])


_OF_PASSAGES = tuple(one.name for one in dataclasses.fields(Passage))


def seed_entry(row: sqlite3.Row) -> SeedEntry:
    """Rebuild a reading-list entry from its row."""
    return SeedEntry(
        **{name: row[name] for name in _WRITTEN},
        aliases=tuple(json.loads(row["aliases"])),
        identifiers=json.loads(row["identifiers"]),
        resources=tuple(Resource(*parts) for parts in json.loads(row["resources"])),
        notes=tuple(Note(*parts) for parts in json.loads(row["notes"] or "[]")),
        tags=strings(row["tags"]) or (),
        properties=json.loads(row["properties"] or "{}"),
        authors=strings(row["authors"]),
    )


def paper(
    row: sqlite3.Row,
    identifiers: dict[str, str],
    entries: Sequence[SeedEntry],
    references_known: int | None,
    notices: tuple[Notice, ...] | None = None,
) -> Paper:
    """Rebuild a paper from its row, its identifiers and the entries that name it."""
    lists: dict[str, Any] = {name: strings(row[name]) for name in LISTS}
    return Paper(
        **{name: row[name] for name in ("key", "references_state", *PLAIN)},
        **lists,
        aliases=_unique(alias for entry in entries for alias in entry.aliases),
        identifiers=identifiers,
        published=PartialDate.parse(row["published"]),
        references_known=references_known,
        seed=bool(entries),
        family=next((entry.family for entry in entries if entry.family), None),
        notes=_unique(note for entry in entries for note in entry.notes),
        tags=_unique(tag for entry in entries for tag in entry.tags),
        properties=_first_said(entry.properties for entry in entries),
        resources=_unique(resource for entry in entries for resource in entry.resources),
        notices=notices,
        provenance=json.loads(row["provenance"]),
    )


def citation(row: sqlite3.Row, citing: str, cited: str) -> Citation:
    """Rebuild a citation from a row and the keys of both papers."""
    numbers = row["sentence_numbers"]
    return Citation(
        citing=citing,
        cited=cited,
        influential=None if row["influential"] is None else bool(row["influential"]),
        intents=strings(row["intents"]),
        sentences=strings(row["sentences"]),
        facts=None if row["facts"] is None else json.loads(row["facts"]),
        sentence_numbers=None if numbers is None else tuple(json.loads(numbers)),
        source=row["source"],
        givers=tuple(json.loads(row["givers"])),
        rests_on=json.loads(row["rests_on"] or "{}"),
        passages=passages(row["passages"]),
    )


def _first_said(told: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in told:
        found = {**one, **found}
    return found


def _unique(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))
