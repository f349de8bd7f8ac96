"""RIS to entries: with a BOM, without a last ``ER``, with unknown tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from ptm_graph.reading_lists.bibliography import Record, collected, person
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words import lists
from ptm_graph.words.identifiers import find_identifier
from ptm_graph.words.wording import Said

_TAG = re.compile(r"([ \t]*)([A-Z][A-Z0-9])(\s{0,2}-)(?: (.*)|\s*)$")
_TYPE = re.compile(r"([ \t]*)(TY)(\s{0,2}-)(?: +[A-Za-z]\w*(?: [A-Z]\w*)?)?\s*$")
_AROUND = re.compile(
    r"\s*(?:\d+\.?|<\d+>|Record #?\d+ of \d+|Provider:.*|Database:.*|Content:.*)\s*$"
)
"""Lines that databases write around the records."""
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

    A record ends with ``ER``, with the next ``TY``, or with the file. Tags between two records
    belong to the one below, and what is written unlike the file's own ``TY`` is no tag but a
    wrapped line.
    """
    pieces: list[tuple[int, list[list[str]]]] = []
    stray: list[tuple[int, str]] = []
    ahead: list[tuple[int, str]] = []
    current: list[list[str]] | None = None
    lines = text.split("\n")
    styles = {(found[1], found[3]) for found in map(_TYPE.match, lines) if found}
    for number, line in enumerate(lines, 1):
        match = _TAG.match(line)
        tag, value = (match[2], (match[4] or "").strip()) if match else ("", "")
        if match and (match[1], match[3]) not in styles:
            tag = ""
        if tag == "TY" and (current is None or _TYPE.match(line)):
            current = [[f"TY  - {value or 'GEN'}"], *([one] for _, one in ahead)]
            pieces.append((ahead[0][0] if ahead else number, current))
            ahead = []
        elif tag == "ER" and (not value or _is_end(lines[number : number + 1])):
            current = None
        elif current is not None:
            _add(current, tag, value if tag and tag != "ER" else line.strip())
        elif tag:
            ahead.append((number, f"{tag}  - {value}"))
        elif line.strip() and not _AROUND.match(line):
            stray.append((number, line.strip()))
    joined = [(line, [" ".join(parts) for parts in record]) for line, record in pieces]
    return joined, sorted([*stray, *ahead])


def _is_end(following: list[str]) -> bool:
    return not "".join(following).strip() or _TYPE.match(following[0]) is not None


def _add(record: list[list[str]], tag: str, value: str) -> None:
    """Add a tag to a record, or a wrapped line to its last one."""
    last = record[-1][0][:2]
    if tag and tag not in ("ER", "TY"):
        record.append([f"{tag}  - {value}"])
    elif value and last in _LISTS:
        record.append([f"{last}  - {value}"])
    elif value and last != "TY":
        record[-1].append(value)


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
        for text in (
            *all_of("urls", "url", "file_attachments1", "file_attachments2", "figure"),
            own("L3"),
        )
        for url in re.split(r"\s+|;(?=https?://)", text)
        if url.startswith("http")
    ]
    return Record(
        title=first("title", "primary_title")
        or own("BT")
        or own("CT")
        or first("translated_title", "short_title"),
        short_title=first("short_title"),
        authors=tuple(map(person, all_of("authors", "first_authors"))),
        year=first("year", "publication_year", "date"),
        venue=first(
            "journal_name",
            "secondary_title",
            "alternate_title3",
            "alternate_title2",
            "custom3",
            "publisher",
        ),
        identifiers=tuple(_identifiers(first, own)),
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


def _identifiers(first: Callable[..., str], own: Callable[[str], str]) -> Iterator[str]:
    """What stands for DOI, then whatever databases write elsewhere and is an identifier."""
    if first("doi"):
        yield first("doi")
    accession = first("accession_number")
    if accession.isdigit() and _PUBMED.search(first("name_of_database", "database_provider")):
        yield f"pmid:{accession}"
    others = (own("L3"), own("M2"), accession, *map(first, _ELSEWHERE))
    yield from (text for text in others if "://" not in text and find_identifier(text))


_PUBMED = re.compile(r"pubmed|medline|\bnlm\b", re.IGNORECASE)
_ELSEWHERE = (
    *("type_of_work", "file_attachments1", "file_attachments2", "figure", "custom2", "custom7"),
    *("note", "id"),
)
