"""CSV and TSV to entries: the separator is guessed, the columns are known by their names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.bibliography import Record, collected, split_authors
from ptm_graph.reading_lists.headline import is_title
from ptm_graph.reading_lists.result import ReadingList
from ptm_graph.words import lists
from ptm_graph.words.cells import unguarded
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, KINDS, find_identifier, numbered
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said

LONGEST_CELL = 1_000_000
"""Characters of the longest cell that is read."""

_COLUMNS: dict[str, str] = {
    "title": "title|paper title|article title|document title|paper|name"
    "|论文|标题|题目|题名|论文标题|论文名称",
    "short_title": "short title|alias|aliases|abbreviation|acronym|model|method|模型|简称|缩写",
    "authors": "author|authors|author names|author full names|creator|creators|作者",
    "year": "year|publication year|publication date|date|pub year|published|年份|年|日期|发表时间",
    "venue": "venue|publication title|journal|conference|source title|source|booktitle"
    "|proceedings title|conference name|container title|会议|期刊|来源|出处",
    "url": "url|link|links|pdf|paper link|paper url|arxiv link|arxiv url|semantic scholar url"
    "|open access url|open url link|open url|openurl|full text link|full text url|doi link|doi url"
    "|source url|document url|permalink|pubmed link|openreviewlink"
    "|code|code url|code link|github|project"
    "|链接|论文链接|代码|地址",
    "note": "note|notes|my notes|comment|comments|remark|remarks|备注|笔记|说明",
    "extra": "extra|externalids|external ids|archive location|archive|number|report number",
    "keywords": "tags|tag|keywords|keyword|author keywords|manual tags|labels|标签|关键词",
    "numbers": "volume|pages|page|start page|issue|article number|art no",
    "properties": "properties",
    "tags": "collection|collections|category|topic|section|family|folder|group|类别|分类|主题",
}
_COLUMN_OF = {name: column for column, names in _COLUMNS.items() for name in names.split("|")} | {
    name: kind.name for kind in KINDS for name in (kind.name, *kind.columns)
}


def read(text: str, file: str | None = None) -> ReadingList:
    """Read a table.

    The first row is taken as header if it names known columns; else the columns are
    recognised by their content. Zotero's and Semantic Scholar's columns are known.
    """
    rows = _rows(text, file)
    if not rows:
        return ReadingList()
    header = _header(rows[0][1])
    body = rows[1:] if header else rows
    columns = header or _guessed(body)
    if not {"title", "url", *IDENTIFIER_KINDS} & set(columns):
        raise ReadingListError(Said("list.no column"), file, 1)
    records = [_record(cells, columns, line) for line, cells in body if any(map(str.strip, cells))]
    entries, problems = collected(records, file)
    return ReadingList(entries, (), tuple(problems))


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
    first = next((line for line in text[:50_000].split("\n") if line.strip()), "")
    bare = re.sub(r"\"[^\"]*\"", "", first)
    return max("\t,;|", key=lambda separator: (bare.count(separator), separator == ","))


def _header(cells: Sequence[str]) -> dict[str, list[int]]:
    columns: dict[str, list[int]] = {}
    for index, name in enumerate(cells):
        bare = re.sub(r"[\W_]+", " ", clean(name)).strip().casefold()
        column = _COLUMN_OF.get(bare)
        if column is not None:
            columns.setdefault(column, []).append(index)
    return columns if any(len(name) < 40 for name in cells) else {}


def _guessed(body: Sequence[tuple[int, Sequence[str]]]) -> dict[str, list[int]]:
    """Columns of a table without header: links and identifiers, then the longest titles."""
    sample = [cells for _, cells in body[:50]]
    width = max((len(cells) for cells in sample), default=0)
    columns: dict[str, list[int]] = {}
    best, best_share = None, 0.0
    for index in range(width):
        texts = [
            cells[index].strip() for cells in sample if index < len(cells) and cells[index].strip()
        ]
        if not texts:
            continue
        links = sum(find_identifier(text) is not None or "://" in text for text in texts)
        titles = sum(is_title(text) for text in texts) / len(texts)
        if links * 2 > len(texts):
            columns.setdefault("url", []).append(index)
        elif titles > best_share:
            best, best_share = index, titles
    if best is not None:
        columns["title"] = [best]
    return columns


def _record(cells: Sequence[str], columns: Mapping[str, Sequence[int]], line: int) -> Record:
    cells = list(map(unguarded, cells))

    def cell(column: str) -> str:
        found = (cells[index].strip() for index in columns.get(column, ()) if index < len(cells))
        return next(filter(None, found), "")

    def every(column: str) -> list[str]:
        return [cells[index].strip() for index in columns.get(column, ()) if index < len(cells)]

    identifiers = [text for text in every("doi") if text]
    for kind in IDENTIFIER_KINDS:
        value = "" if kind in ("doi", "s2") else cell(kind)
        if value and value.lower() not in ("nan", "none", "-", "n/a"):
            identifiers.append(value if find_identifier(value) else f"{kind}:{value}")
    s2 = cell("s2")
    if re.fullmatch(r"[0-9a-f]{40}", s2):
        identifiers.append(s2)
    numbers = (numbered(cell("venue"), text) for text in (*every("numbers"), *every("extra")))
    identifiers += [str(found) for found in numbers if found is not None]
    title, urls = cell("title"), []
    label, mark, target = title[1:-1].partition("](")
    if label and mark and target and title[0] + title[-1] == "[)" and len(target.split()) == 1:
        title, urls = label, [target]
    for text in every("url"):
        urls.extend(_addresses(text) or ([text] if find_identifier(text) else []))
    tags = tuple(every("tags"))
    return Record(
        title=title,
        aliases=_names(cell("short_title")),
        authors=split_authors(cell("authors")),
        year=cell("year"),
        venue=cell("venue"),
        identifiers=tuple(identifiers),
        texts=(*every("extra"), *every("note")),
        urls=tuple(urls),
        tags=tags,
        keywords=tuple(
            word
            for text in every("keywords")
            for word in lists.split_keywords(text)
            if word not in tags
        ),
        properties=lists.split_pairs(cell("properties")),
        note="\n".join(every("note")),
        line=line,
    )


def _names(cell: str) -> tuple[str, ...]:
    return lists.split(cell) if ";" in cell else tuple(map(str.strip, cell.split("；")))


def _addresses(cell: str) -> list[str]:
    """Links of a cell: with white space between, or with a sign that begins no new word."""
    parts = re.split(r"[;,|]?\s+|[;,|](?=https?://)", cell)
    found = (re.search(r"https?://\S+", part) for part in parts)
    return [one.group().rstrip(";,|") for one in found if one is not None]
