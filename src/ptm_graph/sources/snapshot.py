"""Snapshots: the facts of a library as text that a version control can compare.

A snapshot is a file of JSON lines. The first line is the header, every other one a
paper with its reference list, ordered by key. It carries no abstracts and no citing
sentences, only facts and the numbers computed from such texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ptm_graph.errors import InputError
from ptm_graph.words.doors import number
from ptm_graph.words.model import Notice, PartialDate, ReferencesState
from ptm_graph.words.records import PaperRecord
from ptm_graph.words.terms import BUNDLED, credits_of

FORMAT = "ptm-graph snapshot"
VERSION = 1

CREDITS = credits_of(BUNDLED)
"""Who must be named wherever the data is shown."""


@dataclass(frozen=True, slots=True)
class SnapshotReference:
    """One reference inside the snapshot, by the key of the cited paper."""

    cited: str
    listed: bool = True
    """False for a citation known only from the pair, not from a full reference list."""
    influential: bool | None = None
    intents: tuple[str, ...] | None = None
    sentence_numbers: tuple[int, ...] | None = None
    facts: Mapping[str, float] | None = None


@dataclass(frozen=True, slots=True)
class SnapshotPaper:
    """One paper of a snapshot."""

    key: str
    record: PaperRecord
    references_state: ReferencesState = "unknown"
    references: tuple[SnapshotReference, ...] = ()
    unresolved: tuple[tuple[str | None, int | None, str], ...] = ()
    """(title, year, reason) of references without a record."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole snapshot."""

    provenance: str
    """Where the data came from and of when it is, in one sentence."""
    papers: Mapping[str, SnapshotPaper] = field(default_factory=dict)
    """Key → paper, ordered by key."""


def write(snapshot: Snapshot) -> str:
    """Give the text of a snapshot; equal snapshots give equal text."""
    citations = sum(len(paper.references) for paper in snapshot.papers.values())
    header = {
        "format": FORMAT,
        "version": VERSION,
        "provenance": snapshot.provenance,
        "credits": list(CREDITS),
        "papers": len(snapshot.papers),
        "citations": citations,
    }
    lines = [_line(header)]
    lines.extend(_line(_paper_fields(snapshot.papers[key])) for key in sorted(snapshot.papers))
    return "\n".join(lines) + "\n"


def read(text: str, file: str | Path | None = None) -> Snapshot:
    """Read the text of a snapshot; an InputError names the line that cannot be read."""
    name = str(file or "snapshot")
    if not text.strip():
        raise InputError(f"{name}: is empty; make it again with “ptm-graph snapshot”")
    header: dict[str, Any] | None = None
    papers: dict[str, SnapshotPaper] = {}
    # not splitlines(): a title may hold one of the other line breaks of Unicode
    for place, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        try:
            fields = json.loads(line, parse_int=number)
            if header is None:
                header = _checked_header(fields, name)
                continue
            paper = _paper(fields)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise InputError(
                f"{name}:{place}: damaged snapshot ({error}); make it again with "
                "“ptm-graph snapshot”"
            ) from error
        papers[paper.key] = paper
    if header is None or len(papers) != header["papers"]:
        raise InputError(
            f"{name}: has fewer papers than it says ({len(papers)}), the file is truncated; "
            "make it again with “ptm-graph snapshot”"
        )
    return Snapshot(provenance=str(header["provenance"]), papers=papers)


def read_file(path: Path) -> Snapshot:
    """Read a snapshot file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read as a snapshot ({error})") from error
    return read(text, path)


def _checked_header(fields: Any, name: str) -> dict[str, Any]:
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise InputError(f"{name}: is not a ptm-graph snapshot")
    if fields.get("version") != VERSION:
        raise InputError(
            f"{name}: is a snapshot of version {fields.get('version')}, "
            f"this ptm-graph reads {VERSION}; upgrade ptm-graph"
        )
    return fields


_NUMBERS = (
    ("year", "year"),
    ("citation_count", "cited"),
    ("influential_citation_count", "influentially_cited"),
    ("reference_count", "references_stated"),
)
_LISTS = (
    *("authors", "categories", "fields_of_study", "publication_types"),
    *("key_phrases", "derived_names", "short_names", "contributions"),
)


def _paper_fields(paper: SnapshotPaper) -> dict[str, Any]:
    record = paper.record
    fields: dict[str, Any] = {"key": paper.key, "title": record.title}
    fields["identifiers"] = dict(sorted(record.identifiers.items()))
    fields["published"] = None if record.published is None else str(record.published)
    fields["venue"] = record.venue
    fields.update({short: getattr(record, name) for name, short in _NUMBERS})
    for name in _LISTS:
        listed = getattr(record, name)
        fields[name] = None if listed is None else list(listed)
    fields["notices"] = _notices_fields(record.notices)
    fields["references_state"] = paper.references_state
    fields["references"] = [_reference_fields(one) for one in paper.references]
    fields["unresolved"] = [list(one) for one in paper.unresolved]
    return {name: value for name, value in fields.items() if value not in (None, [], "unknown")}


def _notices_fields(notices: Iterable[Notice] | None) -> list[list[str | None]]:
    """Kind, source, date and link of each; that there are none is no news in a file of facts."""
    return [
        [one.kind, one.source, None if one.date is None else str(one.date), one.link]
        for one in notices or ()
    ]


def _reference_fields(reference: SnapshotReference) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "cited": reference.cited,
        "listed": None if reference.listed else False,
        "influential": reference.influential,
        "intents": None if reference.intents is None else list(reference.intents),
        "sentences": (
            None if reference.sentence_numbers is None else list(reference.sentence_numbers)
        ),
        "facts": _rounded(reference.facts),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _rounded(facts: Mapping[str, float] | None) -> dict[str, float] | None:
    if facts is None:
        return None
    # a whole number reads better as one, and a comparison of versions stays quiet
    return {
        name: int(value) if float(value).is_integer() else round(value, 6)
        for name, value in sorted(facts.items())
    }


def _paper(fields: Mapping[str, Any]) -> SnapshotPaper:
    values: dict[str, Any] = {name: fields.get(short) for name, short in _NUMBERS}
    values.update({name: _tuple(fields.get(name)) for name in _LISTS})
    told = fields.get("notices")
    record = PaperRecord(
        source="snapshot",
        identifiers=dict(fields.get("identifiers", {})),
        title=str(fields["title"]),
        published=fields.get("published"),
        venue=fields.get("venue"),
        notices=None if told is None else tuple(map(_notice, told)),
        **values,
    )
    return SnapshotPaper(
        key=str(fields["key"]),
        record=record,
        references_state=fields.get("references_state", "unknown"),
        references=tuple(_reference(one) for one in fields.get("references", ())),
        unresolved=tuple((one[0], one[1], one[2]) for one in fields.get("unresolved", ())),
    )


def _notice(told: Sequence[Any]) -> Notice:
    kind, source, date, link = told
    return Notice(kind, source, PartialDate.parse(date), link)


def _reference(fields: Mapping[str, Any]) -> SnapshotReference:
    return SnapshotReference(
        cited=str(fields["cited"]),
        listed=fields.get("listed", True),
        influential=fields.get("influential"),
        intents=_tuple(fields.get("intents")),
        sentence_numbers=_tuple(fields.get("sentences")),
        facts=fields.get("facts"),
    )


def _tuple(values: Iterable[Any] | None) -> tuple[Any, ...] | None:
    return None if values is None else tuple(values)


def _line(fields: Mapping[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
