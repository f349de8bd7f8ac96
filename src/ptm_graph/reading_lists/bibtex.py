"""BibTeX and BibLaTeX to entries; a broken record gives what can be saved of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ptm_graph.reading_lists.bibliography import Record, collected
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, find_identifier

_FILE_LINKS = re.compile(r"^\s*(?::|file:)", re.I)
_FIELD = re.compile(
    r"\b(title|author|year|date|doi|eprint|url|journal|booktitle)\s*=\s*"
    r"(?:\{((?:[^{}\n]|\{[^{}\n]*\})*)|\"([^\"\n]*)|(\d+))",
    re.I,
)


def read(text: str, file: str | None = None) -> ReadingList:
    """Read a BibTeX file.

    Good records are kept whatever stands between them. Of a broken one title and
    identifiers are saved where they can be found, and it is listed in ``unused``.
    """
    blocks = _blocks(text)
    strings = {
        block.key.lower(): _enclosed(str(block.value))
        for block in blocks
        if type(block).__name__ == "String"
    }
    records, broken = [], []
    for index, block in enumerate(blocks):
        entry = _entry_in(block)
        line = (block.start_line or 0) + 1
        if entry is not None:
            if entry.entry_type.lower() != "set":
                records.append(_record(_fields(entry, strings), entry.key, line))
        elif type(block).__name__ == "ParsingFailedBlock":
            raw = str(block.raw or "")
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if type(following).__name__ == "ImplicitComment":
                raw += str(getattr(following, "raw", ""))
            records.extend(_saved(raw, line))
            shown = " ".join(raw.split())[:80]
            broken.append(
                unusable(shown, "a broken record; check its braces and commas", file, line)
            )
    entries, problems = collected(records, file)
    unused = sorted([*broken, *problems], key=lambda problem: problem.line or 0)
    return ReadingList(entries, (), tuple(unused))


def _blocks(text: str) -> list[Any]:
    from bibtexparser.splitter import Splitter

    logger = logging.getLogger("bibtexparser")
    before = logger.level
    logger.setLevel(logging.CRITICAL)  # it would print a line for every broken record
    try:
        return list(Splitter(text).split().blocks)
    finally:
        logger.setLevel(before)


def _entry_in(block: Any) -> Any | None:
    """The entry of a block; a repeated key or field spoils none."""
    name = type(block).__name__
    if name == "Entry":
        return block
    if name in ("DuplicateBlockKeyBlock", "DuplicateFieldKeyBlock"):
        inner = block.ignore_error_block
        return inner if type(inner).__name__ == "Entry" else None
    return None


def _fields(entry: Any, strings: Mapping[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for field in entry.fields:
        fields.setdefault(field.key.strip().lower(), _value(str(field.value), strings))
    return fields


def _value(raw: str, strings: Mapping[str, str]) -> str:
    value = raw.strip()
    if "#" in value and not value.startswith("{"):
        pieces = re.findall(r"\"[^\"]*\"|\{[^{}]*\}|[^\s#]+", value)
        value = "".join(strings.get(piece.lower(), _enclosed(piece)) for piece in pieces)
    elif value.lower() in strings:
        value = strings[value.lower()]
    else:
        value = _enclosed(value)
    return _unlatexed(value)


def _enclosed(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and (value[0], value[-1]) in (("{", "}"), ('"', '"')):
        return value[1:-1]
    return value


def _unlatexed(value: str) -> str:
    if "\\" in value or "$" in value:
        value = _converter().latex_to_text(value) if len(value) < 20_000 else value
    return value.replace("{", "").replace("}", "").replace("~", " ").replace("---", "–").strip()


@lru_cache(maxsize=1)
def _converter() -> Any:
    return _Converter()


class _Converter:
    """LaTeX to text; a formula stays as it is written."""

    def __init__(self) -> None:
        from pylatexenc.latex2text import LatexNodes2Text

        logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
        self._decoder = LatexNodes2Text(math_mode="verbatim", keep_comments=True)

    def latex_to_text(self, value: str) -> str:
        try:
            return str(self._decoder.latex_to_text(value, tolerant_parsing=True))
        except (ValueError, IndexError, RecursionError, AttributeError, TypeError):
            return value


def _record(fields: Mapping[str, str], key: str, line: int) -> Record:
    archive = fields.get("archiveprefix", fields.get("eprinttype", "")).lower()
    eprint = fields.get("eprint", "")
    identifiers = [fields["doi"]] if fields.get("doi") else []
    urls = [fields.get(name, "") for name in ("url", "howpublished", "link", "ee", "pdf", "biburl")]
    if eprint and archive in ("arxiv", "", "arxiv.org"):
        identifiers.append(eprint if not archive else f"arXiv:{eprint.removeprefix('arXiv:')}")
        if not archive and not re.search(r"\d{4}\.\d{4,5}|/\d{7}", eprint):
            identifiers.pop()
    if fields.get("arxivid"):
        identifiers.append(f"arXiv:{fields['arxivid']}")
    named = (f"{kind}:{fields[kind]}" for kind in IDENTIFIER_KINDS if fields.get(kind))
    identifiers += [text for text in named if find_identifier(text)]
    venue = fields.get("booktitle") or fields.get("journal") or fields.get("journaltitle", "")
    texts = (venue, fields.get("note", ""), fields.get("annote", ""), key if "/" in key else "")
    return Record(
        title=fields.get("title", ""),
        short_title=fields.get("shorttitle", ""),
        authors=split_bibtex_authors(fields.get("author", "")),
        year=fields.get("year") or fields.get("date", ""),
        venue=venue,
        identifiers=tuple(identifiers),
        texts=texts,
        urls=tuple(
            found
            for url in urls
            for found in re.findall(r"https?://[^\s{}<>]+", url)
            or ([url] if url.startswith("10.") else [])
            if "dblp.org" not in found or find_identifier(found)
        ),
        tags=tuple(fields.get("groups", "").split(",")),
        note=fields.get("note", "") if not _FILE_LINKS.match(fields.get("note", "")) else "",
        line=line,
    )


def split_bibtex_authors(text: str) -> tuple[str, ...]:
    """Authors of a BibTeX field, given name first: ``Devlin, Jacob and …``."""
    names = []
    for name in re.split(r"\s+and\s+", text.replace("\n", " ").strip()):
        family, comma, given = name.partition(",")
        full = f"{given.strip()} {family.strip()}".strip() if comma else name.strip()
        if full and full.lower() != "others":
            names.append(full)
    return tuple(names)


def _saved(raw: str, line: int) -> Iterator[Record]:
    """What a broken record still says."""
    fields: dict[str, str] = {}
    for name, braced, quoted, number in _FIELD.findall(raw[:20_000]):
        value = _unlatexed((braced or quoted or number).strip().rstrip(","))
        if value:
            fields.setdefault(name.lower(), value)
    if fields.get("title") or fields.get("doi") or fields.get("eprint"):
        yield _record(fields, "", line)
