"""A BibTeX entry written as the entries around it are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ptm_graph.reading_lists.line_forms import Described
from ptm_graph.words.characters import one_line
from ptm_graph.words.identifiers import url_of
from ptm_graph.words.titles import surname

_HEAD = re.compile(r"^[ \t]*@(\w+)\s*\{\s*([^\s,]+)\s*,", re.MULTILINE)
_FIELD = re.compile(r"^([ \t]*)(\w+)([ \t]*=[ \t]*)([{\"\d])(.*)$", re.MULTILINE)
_UNSAFE = re.compile(r"(?<!\\)([#$%&_])")
_NO_PAPER = frozenset(["comment", "string", "preamble"])


def bibtex_block(text: str, paper: Described) -> str:
    """One entry, with the indent, signs and fields that most entries of a text have."""
    heads = [one for one in _HEAD.findall(text) if one[0].casefold() not in _NO_PAPER]
    fields = _FIELD.findall(text)
    used = Counter(name.casefold() for _, name, _, _, _ in fields)
    shouted = bool(fields) and all(name.isupper() for _, name, _, _, _ in fields)
    indent = _usual([one[0] for one in fields], "  ")
    equals = _usual([re.sub(r"\s+=", " =", one[2]) for one in fields], " = ")
    quoted = _usual([one[3] for one in fields if not one[3].isdigit()], "{") == '"'
    kinds = [one[0] for one in heads]
    kind = next((one for one in ("article", "misc") if one in map(str.casefold, kinds)), "misc")
    kind = next((one for one in kinds if one.casefold() == kind), kind)
    width = _aligned(fields)
    lines = [f"@{kind}{{{_key(paper, {one[1] for one in heads})},"]
    for name, value in _values(paper, used):
        shown = name.upper() if shouted else name
        held = f'"{value}"' if quoted and '"' not in value else f"{{{value}}}"
        lines.append(f"{indent}{shown.ljust(width)}{equals}{held},")
    if not re.search(r",\s*\n\s*\}", text):
        lines[-1] = lines[-1].removesuffix(",")
    return "\n".join([*lines, "}"])


def _usual(found: list[str], otherwise: str) -> str:
    return Counter(found).most_common(1)[0][0] if found else otherwise


def _aligned(fields: list[tuple[str, str, str, str, str]]) -> int:
    """Letters that names of fields are filled up to, where the signs stand below each other."""
    widths = Counter(
        len(name) + len(equals) - len(equals.lstrip()) for _, name, equals, _, _ in fields
    )
    if not widths or widths.most_common(1)[0][1] * 10 < len(fields) * 9:
        return 0
    return widths.most_common(1)[0][0] - 1 if len({len(one[1]) for one in fields}) > 1 else 0


def _values(paper: Described, used: Counter[str]) -> Iterator[tuple[str, str]]:
    yield "title", _tex(paper.title)
    if paper.authors:
        yield "author", _tex(" and ".join(paper.authors))
    if paper.published:
        yield "year", str(paper.published.year)
    if paper.venue:
        yield "journal", _tex(paper.venue)
    identifiers = paper.identifiers
    if "doi" in identifiers:
        yield "doi", identifiers["doi"]
    if "arxiv" in identifiers and (used["eprint"] or not used["url"]):
        yield "eprint", identifiers["arxiv"]
        yield "archivePrefix", "arXiv"
    elif not ("doi" in identifiers and used["doi"]):
        page = next((url for kind, one in identifiers.items() if (url := url_of(kind, one))), None)
        if page:
            yield "url", page


def _tex(text: str) -> str:
    """A text in which no brace or sign means anything; braces that TeX writes are lost."""
    plain = one_line(text).replace("\\", " ").replace("{", "(").replace("}", ")")
    return _UNSAFE.sub(r"\\\1", plain)


def _key(paper: Described, there: set[str]) -> str:
    name = surname(paper.authors[0]) if paper.authors else "anonymous"
    words = re.findall(r"[a-z0-9]{3,}", paper.title.casefold())
    year = paper.published.year if paper.published else ""
    key = re.sub(r"[^\w-]", "", f"{name}{year}{words[0] if words else ''}") or "paper"
    taken = {one.casefold() for one in there}
    found, number = key, 1
    while found.casefold() in taken:
        number += 1
        found = f"{key}-{number}"
    return found
