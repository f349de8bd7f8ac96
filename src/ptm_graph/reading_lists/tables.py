"""CSV and TSV to entries: the separator is guessed, the columns are known by their names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.bibliography import Record, collected, split_authors
from ptm_graph.reading_lists.columns import TELLING, Columns, bare, may_be_of_the_paper, named
from ptm_graph.reading_lists.headline import is_title
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words import lists
from ptm_graph.words.cells import unguarded
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, find_identifier, numbered
from ptm_graph.words.wording import Said

LONGEST_CELL = 1_000_000
"""Characters of the longest cell that is read."""
_AHEAD = 10
"""Rows among which the header is: databases write above it when and where from."""
_NOTHING = ("", "nan", "none", "null", "-", "n/a", "na")


def read(text: str, file: str | None = None) -> ReadingList:
    """Read a table.

    The header is the first of the first rows that names known columns; columns without a
    known name are recognised by their content.
    """
    rows = _rows(text, file)
    if not rows:
        return ReadingList()
    top = next((at for at, (_, cells) in enumerate(rows[:_AHEAD]) if _is_header(cells)), None)
    if top is None and named(rows[0][1]):
        top = 0
    header = [] if top is None else rows[top][1]
    body = rows if top is None else rows[top + 1 :]
    columns = _completed(named(header), header, body)
    if not set(TELLING) & set(columns):
        raise ReadingListError(Said("list.no column"), file, 1)
    glued = "item title" in map(bare, header)
    records = [
        _record(cells, columns, line, glued=glued)
        for line, cells in body
        if any(map(str.strip, cells))
    ]
    entries, problems = collected(records, file)
    above = [
        unusable(" ".join(cells), Said("unused.no record"), file, line)
        for line, cells in rows[: top or 0]
        if any(map(str.strip, cells))
    ]
    return ReadingList(entries, (), (*above, *problems))


def _is_header(cells: Sequence[str]) -> bool:
    columns = named(cells)
    return len(columns) > 1 and bool(set(TELLING) & set(columns))


def _rows(text: str, file: str | None) -> list[tuple[int, list[str]]]:
    text = text.removeprefix("\ufeff").replace("\0", "")
    if re.match(r"sep=(.)\n", text):  # how Excel marks its separator
        separator, text = text[4], "\n" + text.partition("\n")[2]
    else:
        separator = _separator(text)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if cells:
                rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ReadingListError(
            Said("list.not a table", {"error": str(error)}), file, line
        ) from error
    return rows


def _separator(text: str) -> str:
    """The sign that divides the header; without one, the most frequent of the first line."""
    lines = [line for line in text[:50_000].split("\n")[:_AHEAD] if line.strip()]
    for line in lines:
        for separator in "\t,;|":
            if _is_header([cell.strip().strip('"') for cell in line.split(separator)]):
                return separator
    unquoted = re.sub(r"\"[^\"]*\"", "", next(iter(lines), ""))
    return max("\t,;|", key=lambda separator: (unquoted.count(separator), separator == ","))


def _completed(
    columns: dict[str, list[int]], header: Sequence[str], body: Sequence[tuple[int, Sequence[str]]]
) -> dict[str, list[int]]:
    """The columns with those whose content tells: links and identifiers, else titles."""
    sample = [cells for _, cells in body[:50]]
    width = max(map(len, sample), default=0)
    known = {index for indices in columns.values() for index in indices}
    best, best_share = None, 0.0
    for index in range(width):
        if index in known or (index < len(header) and not may_be_of_the_paper(header[index])):
            continue
        texts = [
            cells[index].strip() for cells in sample if index < len(cells) and cells[index].strip()
        ]
        if not texts:
            continue
        links = sum(
            find_identifier(text) is not None or (not header and "://" in text) for text in texts
        )
        titles = sum(is_title(text) for text in texts) / len(texts)
        if links * 2 > len(texts):
            columns.setdefault("url", []).append(index)
        elif titles > best_share:
            best, best_share = index, titles
    if best is not None and "title" not in columns:
        columns["title"] = [best]
    return columns


def _record(cells: Sequence[str], columns: Columns, line: int, *, glued: bool) -> Record:
    cells = list(map(unguarded, cells))

    def cell(column: str) -> str:
        found = (cells[index].strip() for index in columns.get(column, ()) if index < len(cells))
        return next(filter(None, found), "")

    def every(column: str) -> list[str]:
        return [cells[index].strip() for index in columns.get(column, ()) if index < len(cells)]

    identifiers = [text for text in every("doi") if text.lower() not in _NOTHING]
    for kind in IDENTIFIER_KINDS:
        value = "" if kind in ("doi", "s2") else cell(kind).removesuffix(".0")
        if value.lower() not in _NOTHING:
            identifiers.append(value if find_identifier(value) else f"{kind}:{value}")
    s2 = cell("s2")
    if re.fullmatch(r"[0-9a-f]{40}", s2):
        identifiers.append(s2)
    for text in (*every("numbers"), *every("extra")):
        if (known := numbered(cell("venue"), text)) is not None:
            identifiers.append(str(known))
    title, urls = cell("title"), []
    label, mark, target = title[1:-1].partition("](")
    if label and mark and target and title[0] + title[-1] == "[)" and len(target.split()) == 1:
        title, urls = label, [target]
    for text in every("url"):
        urls.extend(_addresses(text) or ([text] if find_identifier(text) else []))
    tags = tuple(every("tags"))
    notes, labels = _of_rayyan(every("note"))
    return Record(
        title=title,
        aliases=_names(cell("short_title")),
        authors=_authors(cell("authors"), glued=glued),
        year=cell("year"),
        venue=cell("venue"),
        identifiers=tuple(identifiers),
        texts=(*every("extra"), *every("note")),
        urls=tuple(urls),
        tags=tags,
        keywords=tuple(
            word
            for text in (*every("keywords"), *labels)
            for word in lists.split_keywords(text)
            if word not in tags
        ),
        properties=lists.split_pairs(cell("properties")),
        note="\n".join(notes),
        line=line,
    )


_NUMBER = re.compile(r" ?\(\d{6,}\)")
_OF_NAMES = ("Mc", "Mac", "De", "Le", "La", "Di", "Van")
_CAPITAL = "A-ZÀ-ÖØ-Þ"
_GLUED = re.compile(
    rf"(?<=[^\W\d_{_CAPITAL}])"
    + "".join(rf"(?<!\b{part})" for part in _OF_NAMES)
    + f"(?=[{_CAPITAL}])"
)


def _authors(cell: str, *, glued: bool) -> tuple[str, ...]:
    """Authors without Scopus's numbers; Springer puts nothing between them (``glued``)."""
    text = _NUMBER.sub("", cell)
    if glued and not re.search("[,;]", text):
        text = _GLUED.sub(";", text)
    return split_authors(text if ";" in text else text.replace("|", ";"))


def _of_rayyan(notes: Sequence[str]) -> tuple[list[str], list[str]]:
    """Notes, and labels: Rayyan writes both in one cell, with its decisions."""
    texts, labels = [], []
    for note in notes:
        if not note.startswith("RAYYAN-"):
            texts.append(note)
            continue
        for part in re.split(r"\s\|\s", note):
            name, _, value = part.partition(": ")
            if name == "RAYYAN-LABELS":
                labels.append(value)
            elif name == "USER-NOTES":
                texts += re.findall(r"[\[,]\s*\"((?:[^\"\\]|\\.)*)\"(?!\s*=)", value)
    return texts, labels


def _names(cell: str) -> tuple[str, ...]:
    return lists.split(cell) if ";" in cell else tuple(map(str.strip, cell.split("；")))


def _addresses(cell: str) -> list[str]:
    """Links of a cell: with white space between, or with a sign that begins no new word."""
    parts = re.split(r"[;,|]?\s+|[;,|](?=https?://)", cell)
    found = (re.search(r"https?://\S+", part) for part in parts)
    return [one.group().rstrip(";,|") for one in found if one is not None]
