"""BibTeX and BibLaTeX to entries; a broken record gives what can be saved of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from ptm_graph.reading_lists.bibliography import Record, collected, given_first
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words import lists
from ptm_graph.words.dois import LOCATION, untexed
from ptm_graph.words.identifiers import KINDS, find_identifier, numbered
from ptm_graph.words.model import Problem
from ptm_graph.words.tex import put_back, readable, set_aside
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said

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
    records: list[Record] = []
    broken: list[Problem] = []
    for index, block in enumerate(blocks):
        entry = _entry_in(block)
        line = (block.start_line or 0) + 1
        if entry is not None:
            if entry.entry_type.lower() != "set":
                fields, unended = _fields(entry, strings)
                records.append(_record(fields, entry.key, line))
                broken += [
                    unusable(f"{entry.key}: {name}", Said("unused.comma"), file, where)
                    for name, where in unended
                ]
        elif type(block).__name__ == "ParsingFailedBlock":
            raw = str(block.raw or "")
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            if type(following).__name__ == "ImplicitComment":
                raw += str(getattr(following, "raw", ""))
            records.extend(_saved(raw, line))
            shown = " ".join(raw.split())[:80]
            broken.append(unusable(shown, Said("unused.broken"), file, line))
    entries, problems = collected(records, file)
    unused = sorted([*broken, *problems], key=lambda problem: problem.line or 0)
    return ReadingList(entries, (), tuple(unused))


def keyed(text: str) -> dict[str, Callable[[], Record]]:
    """Records by their keys in lower case; each is read when it is asked for.

    What a record does not say, the one it refers to by ``crossref`` says for it.
    """
    blocks = _blocks(text)
    strings = {
        block.key.lower(): _enclosed(str(block.value))
        for block in blocks
        if type(block).__name__ == "String"
    }
    entries: dict[str, Any] = {}
    for block in blocks:
        entry = _entry_in(block)
        if entry is not None:
            entries.setdefault(entry.key.strip().lower(), entry)

    def record(key: str) -> Record:
        fields, _ = _fields(entries[key], strings)
        parent = entries.get(fields.get("crossref", "").strip().lower())
        if parent is not None:
            inherited, _ = _fields(parent, strings)
            inherited.setdefault("booktitle", inherited.pop("title", ""))
            fields = {**inherited, **fields}
        return _record(fields, entries[key].key, 0)

    return {key: partial(record, key) for key in entries}


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


def _fields(entry: Any, strings: Mapping[str, str]) -> tuple[dict[str, str], list[tuple[str, int]]]:
    """The fields of an entry; and those behind which a comma is missing, with their lines."""
    fields: dict[str, str] = {}
    unended: list[tuple[str, int]] = []
    for field in entry.fields:
        name, written = field.key.strip().lower(), str(field.value)
        line = (field.start_line or 0) + 1
        while name and len(unended) < _MOST_UNENDED:
            value, rest = _value(written, strings)
            if name not in _NEVER_READ:
                fields.setdefault(name, _READ.get(name, unlatexed)(value))
            following = _NEXT_FIELD.match(rest)
            if following is not None:
                unended.append((name, line))
                line += written.count("\n", 0, len(written) - len(following[2]))
            name, written = (following[1].lower(), following[2]) if following else ("", "")
    return fields, unended


_MOST_UNENDED = 1_000
_NEXT_FIELD = re.compile(r"\s*([A-Za-z][\w:-]*)\s*=\s*(\S.*)", re.DOTALL)
_MARK = re.compile(r"\\.|[{}\"]", re.DOTALL)
_BARE = re.compile(r"[^\s#,{}\"=]+")


def _value(raw: str, strings: Mapping[str, str]) -> tuple[str, str]:
    """What a field holds, still in LaTeX, and what stands behind it."""
    raw = raw.strip()
    if "#" not in raw and "=" not in raw:  # nine of ten
        return strings[raw.lower()] if raw.lower() in strings else _enclosed(raw), ""
    pieces: list[str] = []
    while True:
        piece, raw = _piece(raw)
        pieces.append(strings.get(piece.lower(), _enclosed(piece)))
        raw = raw.lstrip()
        if not raw.startswith("#"):
            return "".join(pieces), raw
        raw = raw[1:].lstrip()


def _piece(raw: str) -> tuple[str, str]:
    """The first braced, quoted or bare piece of a value, and the rest."""
    if raw[:1] in ("{", '"'):
        depth = 0
        for token in _MARK.finditer(raw):
            depth += {"{": 1, "}": -1}.get(token[0], 0)
            ends = token[0] == ("}" if raw[0] == "{" else '"') and depth == 0
            if ends and token.start() > 0:
                return raw[: token.end()], raw[token.end() :]
        return raw, ""
    bare = _BARE.match(raw)
    return (raw, "") if bare is None else (bare[0], raw[bare.end() :])


def _enclosed(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and (value[0], value[-1]) in (("{", "}"), ('"', '"')):
        return value[1:-1]
    return value


_AMPERSAND = re.compile(r"\\?&amp;")


def unlatexed(value: str) -> str:
    """What TeX prints; formulas stay as they are written."""
    return readable(_AMPERSAND.sub(r"\\&", value) if "&" in value else value).strip()


def _verbatim(value: str) -> str:
    """An address or identifier, in which TeX's signs mean themselves, escaped or not."""
    return put_back(untexed(set_aside(value)).translate(_NO_BRACES)).strip()


_NO_BRACES = str.maketrans("", "", "{}")
_LINK = re.compile(r"\\href\s*\{([^{}\s]*)\}")


def _with_addresses(value: str) -> str:
    return unlatexed(_LINK.sub(r"\\url{\1} ", value))


def _as_written(value: str) -> str:
    return value


_NEVER_READ = frozenset(("abstract", "file", "bdsk-file-1", "bdsk-url-1"))
_WEB = re.compile(rf"https?://(?:[^\s{{}}<>]++|{LOCATION})+", re.IGNORECASE)
_NUMBERS = ("volume", "number", "pages", "eid")
_FIELDS_OF_KINDS = {
    name: kind.name
    for kind in KINDS
    for name in (kind.name, *kind.prefixes, *kind.columns)
    if name.isalnum() and name not in ("doi", "eprint")
}
_READ = {
    **dict.fromkeys(("url", "doi", "eprint", "link", "ee", "pdf", "biburl"), _verbatim),
    **dict.fromkeys(("identifiers", *_NUMBERS, *_FIELDS_OF_KINDS), _verbatim),
    **dict.fromkeys(("howpublished", "note", "annote"), _with_addresses),
    "author": _as_written,
}
"""Fields that are not read as text; authors are when they are divided."""


def _record(fields: Mapping[str, str], key: str, line: int) -> Record:
    archive = fields.get("archiveprefix", fields.get("eprinttype", "")).lower()
    eprint = fields.get("eprint", "")
    identifiers = [fields["doi"]] if fields.get("doi") else []
    urls = [fields.get(name, "") for name in ("url", "howpublished", "link", "ee", "pdf", "biburl")]
    if eprint and archive in ("arxiv", "", "arxiv.org"):
        identifiers.append(eprint if not archive else f"arXiv:{eprint.removeprefix('arXiv:')}")
        if not archive and not re.search(r"\d{4}\.\d{4,5}|/\d{7}", eprint):
            identifiers.pop()
    elif eprint:  # biblatex calls PubMed so
        identifiers += [text for text in (f"{archive}:{eprint}",) if find_identifier(text)]
    named = (
        f"{kind}:{fields[name]}" for name, kind in _FIELDS_OF_KINDS.items() if fields.get(name)
    )
    identifiers += [text for text in named if find_identifier(text)]
    venue = fields.get("booktitle") or fields.get("journal") or fields.get("journaltitle", "")
    notes = (fields.get(name, "") for name in ("note", "annote", "annotation", "comment", "review"))
    numbers = [numbered(venue or archive, fields.get(name, "")) for name in (*_NUMBERS, "eprint")]
    identifiers += [str(found) for found in numbers if found is not None]
    texts = (
        venue,
        fields.get("note", ""),
        fields.get("howpublished", ""),
        key if "/" in key else "",
    )
    groups = tuple(_groups(fields.get("groups", "")))
    return Record(
        title=fields.get("title", ""),
        short_title=fields.get("shorttitle", ""),
        aliases=lists.split(fields.get("aliases")),
        authors=_authors(fields.get("author", "")),
        year=fields.get("year") or fields.get("date", ""),
        venue=venue,
        identifiers=(*identifiers, *fields.get("identifiers", "").split()),
        texts=texts,
        urls=tuple(
            found
            for url in urls
            for found in _WEB.findall(url) or ([url] if url.startswith("10.") else [])
            if "dblp.org" not in found or find_identifier(found)
        ),
        tags=groups,
        keywords=_tags(fields.get("keywords", ""), groups),
        properties=lists.split_pairs(fields.get("properties")),
        note="\n".join(_paragraphs(text) for text in notes if not _FILE_LINKS.match(text)),
        line=line,
    )


def _tags(text: str, groups: Sequence[str]) -> tuple[str, ...]:
    return tuple(one for one in lists.split_keywords(text) if one not in groups)


def _paragraphs(text: str) -> str:
    """A line for each paragraph."""
    return "\n".join(map(clean, re.split(r"\n\s*\n", text)))


def _groups(text: str) -> list[str]:
    """Names with commas between, as JabRef writes them: a comma in a name has a backslash."""
    return [re.sub(r"\\([\\,])", r"\1", name) for name in re.findall(r"(?:\\[\\,]|[^,])+", text)]


def _authors(raw: str) -> tuple[str, ...]:
    """Authors of a field in LaTeX, given name first; braces keep a name together."""
    names = []
    for name in _divided(raw.replace("\n", " ").strip(), r"\s+and\s+"):
        full = given_first(*map(unlatexed, _divided(name, ",", 2)))
        if full and full.lower() != "others":
            names.append(full)
    return tuple(names)


def _divided(raw: str, separator: str, most: int = 0) -> list[str]:
    """Divide at separators outside of braces."""
    parts, depth, start = [], 0, 0
    for token in re.finditer(rf"\\.|[{{}}]|(?P<separator>{separator})", raw):
        if token["separator"] is None:
            depth += {"{": 1, "}": -1}.get(token.group(), 0)
        elif depth <= 0:
            parts.append(raw[start : token.start()])
            start = token.end()
            if len(parts) == most:
                break
    return [*parts, raw[start:]]


def _saved(raw: str, line: int) -> Iterator[Record]:
    """What a broken record still says."""
    fields: dict[str, str] = {}
    for name, braced, quoted, number in _FIELD.findall(raw[:20_000]):
        read = _READ.get(name.lower(), unlatexed)
        value = read((braced or quoted or number).strip().rstrip(","))
        if value:
            fields.setdefault(name.lower(), value)
    if fields.get("title") or fields.get("doi") or fields.get("eprint"):
        yield _record(fields, "", line)
