"""RIS to entries: with a BOM, without a last ``ER``, with unknown tags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ptm_graph.reading_lists.bibliography import Record, collected, given_first
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words import lists
from ptm_graph.words.identifiers import find_identifier
from ptm_graph.words.wording import Said

_TAG = re.compile(r"^([A-Z][A-Z0-9])\s{0,2}-(?: (.*)|\s*)$")
_LISTS = ["A1", "A2", "A3", "A4", "AU", "KW", "N1", "RN", "UR"]
_OF_SERVICES = re.compile(
    r"(?:accession|cited by|coden|copyright|correspondence|date revised|export date|funding|issn"
    r"|language|publication type|references?|source|times cited|\d{4}-\d{3}[\dX])\b",
    re.IGNORECASE,
)
"""How notes begin that databases add to what they export."""


def _is_own(note: str) -> bool:
    return not _OF_SERVICES.match(note) and find_identifier(note) is None


def read(text: str, file: str | None = None) -> ReadingList:
    """Read a RIS file; lines outside a record are listed in ``unused``."""
    pieces, stray = _pieces(text.removeprefix("\ufeff"))
    records = [record for line, lines in pieces for record in _records(lines, line)]
    entries, problems = collected(records, file)
    problems += [unusable(shown, Said("unused.outside"), file, line) for line, shown in stray]
    problems.sort(key=lambda problem: problem.line or 0)
    return ReadingList(entries, (), tuple(problems))


def _pieces(text: str) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str]]]:
    """The records with their first lines, and lines that belong to none.

    A record ends with ``ER``, with the next ``TY``, or with the file.
    """
    pieces: list[tuple[int, list[str]]] = []
    stray: list[tuple[int, str]] = []
    current: list[str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        match = _TAG.match(line.strip())
        tag = match.group(1) if match else None
        if match and tag == "TY":
            current = [f"TY  - {(match.group(2) or 'GEN').strip()}"]
            pieces.append((number, current))
        elif match and tag == "ER":
            current = None
        elif current is not None:
            current.append(f"{tag}  - {(match.group(2) or '').strip()}" if match else line)
        elif line.strip() and not re.fullmatch(r"\d+\.?", line.strip()):
            stray.append((number, line.strip()))
    return pieces, stray


def _records(lines: list[str], line: int) -> Iterator[Record]:
    import rispy

    for fields in rispy.loads(
        "\n".join([*lines, "ER  - ", ""]),
        skip_unknown_tags=False,
        delimiter_tags_mapping={},
        list_tags=_LISTS,
    ):
        yield _record(fields, line)


def _record(fields: dict[str, Any], line: int) -> Record:
    def first(*names: str) -> str:
        for name in names:
            value = fields.get(name)
            if value:
                return str(value[0] if isinstance(value, list) else value)
        return ""

    def all_of(*names: str) -> list[str]:
        found: list[str] = []
        for name in names:
            value = fields.get(name) or []
            found.extend(value if isinstance(value, list) else [str(value)])
        return found

    def own(tag: str) -> str:
        return next(iter((fields.get("unknown_tag") or {}).get(tag, ())), "")

    urls = [
        url.rstrip(";")
        for text in all_of("urls", "url", "link1", "link2", "link3", "link4")
        for url in re.split(r"\s+|;(?=https?://)", text)
        if url.startswith("http")
    ]
    doi = first("doi")
    return Record(
        title=first("title", "primary_title", "translated_title", "short_title"),
        short_title=first("short_title"),
        authors=tuple(
            given_first(*name.split(",", 2)) for name in all_of("authors", "first_authors")
        ),
        year=first("year", "publication_year", "date"),
        venue=first(
            "journal_name",
            "secondary_title",
            "alternate_title3",
            "alternate_title2",
            "custom3",
            "publisher",
        ),
        identifiers=(doi,) if doi else (),
        aliases=lists.split(own("U2")),
        tags=(own("U1"),),
        keywords=tuple(word for word in all_of("keywords") if word != own("U1")),
        properties=lists.split_pairs(own("U3")),
        note="\n".join([*all_of("research_notes"), *filter(_is_own, all_of("notes"))]),
        texts=tuple(
            all_of(
                "notes",
                "note",
                "number",
                "custom7",
                "name_of_database",
                "alternate_title3",
                "journal_name",
                "secondary_title",
                "accession_number",
                "publisher",
            )
        ),
        urls=tuple(urls),
        line=line,
    )
