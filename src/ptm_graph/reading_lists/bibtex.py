"""BibTeX and BibLaTeX to entries; a broken record gives what can be saved of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from ptm_graph.reading_lists.bibliography import Record, collected, given_first
from ptm_graph.reading_lists.result import ReadingList, unusable
from ptm_graph.words import lists
from ptm_graph.words.identifiers import IDENTIFIER_KINDS, find_identifier
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
        fields = _fields(entries[key], strings)
        parent = entries.get(fields.get("crossref", "").strip().lower())
        if parent is not None:
            inherited = _fields(parent, strings)
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


def _fields(entry: Any, strings: Mapping[str, str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for field in entry.fields:
        name = field.key.strip().lower()
        value = _value(str(field.value), strings)
        fields.setdefault(name, _READ.get(name, unlatexed)(value))
    return fields


def _value(raw: str, strings: Mapping[str, str]) -> str:
    """What a field holds, still in LaTeX."""
    value = raw.strip()
    if "#" in value and not value.startswith("{"):
        pieces = re.findall(r"\"[^\"]*\"|\{[^{}]*\}|[^\s#]+", value)
        return "".join(strings.get(piece.lower(), _enclosed(piece)) for piece in pieces)
    return strings[value.lower()] if value.lower() in strings else _enclosed(value)


def _enclosed(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and (value[0], value[-1]) in (("{", "}"), ('"', '"')):
        return value[1:-1]
    return value


# Signs that mean themselves are put aside, as characters no text has, while the others are read.
_ASIDE = {sign: chr(0xFDD0 + number) for number, sign in enumerate("\\{}~^\"-`'<>,?!")}
_PUT_BACK = {ord(aside): sign for sign, aside in _ASIDE.items()}
_COMMANDS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textquotedbl": '"',
}
_MEANT = re.compile(
    rf"\\(?:({'|'.join(_COMMANDS)})(?:{{}}|\s+|(?![A-Za-z]))|([{{}}])|([~^]){{}})"
    r"|([-`'<>,?!])\{\}"  # apart, so that TeX makes no dash and no quotation mark of two
)


def _set_aside(value: str) -> str:
    def aside(found: re.Match[str]) -> str:
        command, *signs = found.groups()
        return _ASIDE[_COMMANDS[command] if command else next(filter(None, signs))]

    return _MEANT.sub(aside, value)


_AMPERSAND = re.compile(r"\\?&amp;")
_FORMULA = re.compile(r"\$[^$]+\$")
_BRACES_ASIDE = str.maketrans({brace: _ASIDE[brace] for brace in "{}"})


def unlatexed(value: str) -> str:
    """What TeX prints; formulas stay as they are written."""
    value = _set_aside(_AMPERSAND.sub(r"\\&", value))
    if "\\" in value or "$" in value:
        value = _converter().latex_to_text(value) if len(value) < 20_000 else value
        value = _FORMULA.sub(lambda found: found[0].translate(_BRACES_ASIDE), value)
    bare = value.replace("{", "").replace("}", "").replace("~", " ").replace("---", "–").strip()
    return bare.translate(_PUT_BACK)


def _verbatim(value: str) -> str:
    """An address or identifier, in which TeX's signs mean themselves, escaped or not."""
    bare = re.sub(r"\\([_%&#$~^])", r"\1", _set_aside(value)).replace("{", "").replace("}", "")
    return bare.translate(_PUT_BACK).strip()


def _as_written(value: str) -> str:
    return value


_READ = {
    **dict.fromkeys(("url", "doi", "eprint", "link", "ee", "pdf", "biburl"), _verbatim),
    "identifiers": _verbatim,
    "author": _as_written,
}
"""Fields that are not read as text; authors are when they are divided."""


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
    notes = (fields.get(name, "") for name in ("note", "annote", "annotation", "comment", "review"))
    texts = (venue, fields.get("note", ""), key if "/" in key else "")
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
            for found in re.findall(r"https?://[^\s{}<>]+", url)
            or ([url] if url.startswith("10.") else [])
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
