"""Seeds back into the formats of reference managers; the readers here read them again."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence

from ptm_graph.errors import ExportError
from ptm_graph.words.identifiers import url_of
from ptm_graph.words.model import IDENTIFIER_KINDS, SeedEntry
from ptm_graph.words.titles import clean, normal, surname

_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_FORMULA = re.compile(r"^[=+\-@\t\r]")


def export(entries: Iterable[SeedEntry], format: str) -> str:
    """Write seeds in another format.

    Parameters
    ----------
    entries : iterable of SeedEntry
        The seeds, in the order to write them.
    format : str
        ``bibtex``, ``ris``, ``csl-json``, ``csv`` or ``markdown``.

    Raises
    ------
    ExportError
        If the format is unknown.
    """
    write = EXPORTS.get(format)
    if write is None:
        raise ExportError(f"unknown format “{format}”; known are {', '.join(EXPORTS)}")
    return write(list(entries))


def to_bibtex(entries: Sequence[SeedEntry]) -> str:
    """BibTeX, one ``@article`` or ``@misc`` a paper, keys like ``devlin2019bert``."""
    used: set[str] = set()
    return "\n".join(_bibtex_entry(entry, _bibtex_key(entry, used)) for entry in entries)


def _bibtex_key(entry: SeedEntry, used: set[str]) -> str:
    first = surname(entry.authors[0]) if entry.authors else ""
    words = [word for word in normal(entry.title or entry.name).split() if len(word) > 3]
    bare = f"{first}{entry.year or ''}{words[0] if words else 'paper'}"
    key = base = re.sub(r"[^a-z0-9]", "", bare) or "paper"
    number = 2
    while key in used:
        key, number = f"{base}{number}", number + 1
    used.add(key)
    return key


def _bibtex_entry(entry: SeedEntry, key: str) -> str:
    fields = {
        "title": entry.title,
        "shorttitle": entry.aliases[0] if entry.aliases else None,
        "author": " and ".join(entry.authors) if entry.authors else None,
        "year": str(entry.year) if entry.year is not None else None,
        "journal": entry.venue,
    }
    lines = [f"  {name} = {{{_latex(value)}}}," for name, value in fields.items() if value]
    identifiers = dict(entry.identifiers)
    if "arxiv" in identifiers:
        lines.append(f"  eprint = {{{identifiers.pop('arxiv')}}},\n  archiveprefix = {{arXiv}},")
    if "doi" in identifiers:
        lines.append(f"  doi = {{{_braced(identifiers.pop('doi'))}}},")
    url = next(filter(None, (url_of(kind, value) for kind, value in identifiers.items())), None)
    if url:
        lines.append(f"  url = {{{url}}},")
    notes = [f"{kind}:{value}" for kind, value in identifiers.items()]
    notes += [resource.url for resource in entry.resources] + ([entry.note] if entry.note else [])
    if notes:
        lines.append(f"  note = {{{_latex('; '.join(notes))}}},")
    if entry.family:
        lines.append(f"  groups = {{{_latex(entry.family.replace(',', ' '))}}},")
    return f"@{'article' if entry.venue else 'misc'}{{{key},\n" + "\n".join(lines) + "\n}\n"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(char, char) for char in clean(text))


def _braced(value: str) -> str:
    return value.replace("{", "").replace("}", "")


def to_ris(entries: Sequence[SeedEntry]) -> str:
    """RIS, as reference managers import it."""
    return "".join("\n".join(_ris_lines(entry)) + "\nER  - \n\n" for entry in entries)


def _ris_lines(entry: SeedEntry) -> list[str]:
    lines = [f"TY  - {'JOUR' if entry.venue else 'GEN'}"]

    def add(tag: str, value: str | None) -> None:
        if value and clean(value):
            lines.append(f"{tag}  - {clean(value)}")

    add("TI", entry.title)
    add("ST", entry.aliases[0] if entry.aliases else None)
    for author in entry.authors or ():
        add("AU", author)
    add("PY", str(entry.year) if entry.year is not None else None)
    add("JO", entry.venue)
    add("DO", entry.identifiers.get("doi"))
    for kind, value in entry.identifiers.items():
        link = url_of(kind, value)
        if kind == "mag":
            add("N1", f"mag:{value}")
        elif kind != "doi":
            add("UR", link)
    for resource in entry.resources:
        add("UR", resource.url)
    add("N1", entry.note)
    return lines


def to_csl_json(entries: Sequence[SeedEntry]) -> str:
    """CSL-JSON; identifiers without a field of their own stand in ``note``."""
    used: set[str] = set()
    items = [_csl_item(entry, _bibtex_key(entry, used)) for entry in entries]
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def _csl_item(entry: SeedEntry, key: str) -> dict[str, object]:
    item: dict[str, object] = {"id": key, "type": "article-journal" if entry.venue else "article"}
    if entry.title:
        item["title"] = entry.title
    if entry.aliases:
        item["title-short"] = entry.aliases[0]
    if entry.authors:
        item["author"] = [_csl_name(author) for author in entry.authors]
    if entry.year is not None:
        item["issued"] = {"date-parts": [[entry.year]]}
    if entry.venue:
        item["container-title"] = entry.venue
    if "doi" in entry.identifiers:
        item["DOI"] = entry.identifiers["doi"]
    notes = [f"{kind}:{value}" for kind, value in entry.identifiers.items() if kind != "doi"]
    notes += [resource.url for resource in entry.resources] + ([entry.note] if entry.note else [])
    if notes:
        item["note"] = "\n".join(notes)
    links = (url_of(kind, value) for kind, value in entry.identifiers.items() if kind != "doi")
    url = next(filter(None, links), None)
    if url:
        item["URL"] = url
    return item


def _csl_name(author: str) -> dict[str, str]:
    family, comma, given = author.partition(",")
    if comma:
        return {"family": family.strip(), "given": given.strip()}
    first, _, last = author.rpartition(" ")
    return {"family": last, "given": first} if first else {"literal": author}


def to_csv(entries: Sequence[SeedEntry]) -> str:
    """CSV with one column a field; cells that a spreadsheet would run are disarmed."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    kinds = [str(kind) for kind in IDENTIFIER_KINDS]
    writer.writerow(
        ["title", "aliases", "authors", "year", "venue", "family", *kinds, "links", "note"]
    )
    for entry in entries:
        cells = [
            entry.title or "",
            "; ".join(entry.aliases),
            "; ".join(entry.authors or ()),
            str(entry.year or ""),
            entry.venue or "",
            entry.family or "",
            *(entry.identifiers.get(kind, "") for kind in kinds),
            " ".join(resource.url for resource in entry.resources),
            entry.note or "",
        ]
        writer.writerow([_disarmed(cell) for cell in cells])
    return stream.getvalue()


def _disarmed(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def to_markdown(entries: Sequence[SeedEntry]) -> str:
    """Markdown: a heading a family, an item a paper, links behind it."""
    families: dict[str | None, list[SeedEntry]] = {}
    for entry in entries:
        families.setdefault(entry.family, []).append(entry)
    parts = []
    for family, members in families.items():
        heading = f"## {_markdown(family)}\n\n" if family else ""
        parts.append(heading + "".join(f"- {_markdown_item(entry)}\n" for entry in members))
    return "\n".join(parts)


def _markdown_item(entry: SeedEntry) -> str:
    title = _markdown(entry.title or entry.name)
    parts = [f"**{title}**."]
    if entry.authors:
        parts.append(f"*{_markdown(', '.join(entry.authors))}*.")
    place = " ".join(filter(None, [entry.venue, str(entry.year) if entry.year else None]))
    if place:
        parts.append(f"{_markdown(place)}.")
    for kind, value in entry.identifiers.items():
        url = url_of(kind, value)
        label = {"arxiv": "arXiv", "doi": "DOI", "acl": "ACL", "openreview": "OpenReview"}
        if url:
            parts.append(f"[[{label.get(kind, 'paper')}](<{url}>)]")
    for resource in entry.resources:
        label_text = _markdown(resource.title or resource.kind)
        parts.append(f"[[{label_text}](<{resource.url.replace('>', '%3E')}>)]")
    names = [alias for alias in entry.aliases if alias != entry.title]
    parts += [f"(**{_markdown(alias)}**)" for alias in names[:1]]
    return " ".join(parts)


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", clean(text))


EXPORTS: dict[str, Callable[[Sequence[SeedEntry]], str]] = {
    "bibtex": to_bibtex,
    "ris": to_ris,
    "csl-json": to_csl_json,
    "csv": to_csv,
    "markdown": to_markdown,
}
"""Name of a format → the function that writes it."""
