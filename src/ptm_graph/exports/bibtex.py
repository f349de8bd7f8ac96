"""BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import BinaryIO

from ptm_graph.exports.entries import Entry, Name, entries, entries_of_seeds
from ptm_graph.exports.job import Job
from ptm_graph.exports.streaming import write_lines
from ptm_graph.words import lists
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.typeset import as_formulas, formulas

_TYPES = {"preprint": "misc", "conference": "inproceedings", "journal": "article"}
_VENUES = {"preprint": "journal", "conference": "booktitle", "journal": "journal"}
# BibTeX counts braces even behind a backslash, so that they must become commands.
_BRACES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
}
_LATEX = str.maketrans(
    {
        **_BRACES,
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        '"': r"\textquotedbl{}",
        "\0": "{}",  # what keeps two signs apart
        **{char: f"\\{char}" for char in "$&#%_"},
    }
)
_VERBATIM = str.maketrans(_BRACES)
_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[{}%$]", re.DOTALL)
_PLACING = frozenset(
    (
        *("frac", "sqrt", "bar", "hat", "tilde", "vec", "dot", "ddot", "overline", "underline"),
        *("mathcal", "mathbb", "mathbf", "mathrm", "mathit", "mathsf", "mathtt", "mathfrak"),
        *("text", "textrm", "textit", "textbf", "ensuremath", "operatorname", "left", "right"),
    )
)
_AT_BEGIN = re.compile(r"^(?=[ \t]*@)", re.MULTILINE)
"""What begins an entry for some readers, even within a field."""
_LIGATURE = re.compile(r"[-`'<>,](?=[-`'<>,])|[?!](?=`)|&(?=amp;)")
"""A sign that TeX, or a reader of HTML in BibTeX, would join with what follows."""


def write(job: Job, out: BinaryIO) -> None:
    """Write one entry for each paper; what made it is said in a comment at the top."""
    comments = (f"% {_harmless(line)}" for line in (job.about.title, *job.about.lines))
    found = (replace(one, title=one.title and as_formulas(one.title)) for one in entries(job))
    write_lines((*comments, *_lines(found)), out)


def write_seeds(seeds: Iterable[SeedEntry], out: BinaryIO) -> None:
    """Write one entry for each seed; :mod:`ptm_graph.reading_lists.bibtex` reads them back."""
    write_lines(_lines(entries_of_seeds(seeds)), out)


def entry_text(entry: Entry) -> str:
    """One entry as text."""
    return "\n".join(
        _lines([replace(entry, title=entry.title and as_formulas(entry.title))])
    ).strip()


def _harmless(comment: str) -> str:
    return comment.replace("@", "(at)")  # an @ would begin an entry


def _lines(found: Iterable[Entry]) -> Iterator[str]:
    for entry in found:
        yield ""
        yield f"@{_TYPES[entry.kind]}{{{entry.key},"
        for name, value in _fields(entry):
            yield f"  {name} = {{{value}}},"
        yield "}"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.title:
        yield "title", f"{{{_with_formulas(entry.title)}}}"  # the inner braces keep capitals
    if entry.aliases:
        yield "shorttitle", latex(entry.aliases[0])
    if entry.authors:
        yield "author", " and ".join(map(_author, entry.authors))
    if entry.date is not None:
        yield "year", str(entry.date.year)
        if entry.date.month is not None:
            yield "month", str(entry.date.month)
    if entry.venue:
        yield _VENUES[entry.kind], latex(entry.venue)  # the journal of a @misc is not printed
    yield from _places(entry)
    if entry.abstract:
        yield "abstract", latex(entry.abstract)
    if entry.keywords:
        yield "keywords", latex(lists.keywords(entry.keywords) or "")
    if entry.family:
        yield "groups", latex(re.sub(r"([\\,])", r"\\\1", entry.family))  # as JabRef reads them
    if entry.properties:
        yield "properties", latex(lists.joined_pairs(entry.properties) or "")
    if entry.notes:
        written = "\n\n".join(map(latex, entry.notes))
        yield "annote", _AT_BEGIN.sub("{}", written)  # a note would be printed


def _places(entry: Entry) -> Iterator[tuple[str, str]]:
    """Where the paper is found; fields that no style prints hold what has no field of its own."""
    if entry.arxiv:
        yield "eprint", verbatim(entry.arxiv)
        yield "archiveprefix", "arXiv"
    if entry.arxiv and entry.arxiv_category:
        yield "primaryclass", latex(entry.arxiv_category)
    if entry.doi:
        yield "doi", verbatim(entry.doi)
    for kind in ("pmid", "pmcid"):
        if kind in entry.identifiers:
            yield kind, verbatim(entry.identifiers[kind])
    if entry.pages:
        yield "url", verbatim(entry.pages[0])
    if entry.others:
        yield "identifiers", verbatim(" ".join(entry.others))
    if entry.resources:
        yield "link", verbatim(" ".join(one.url for one in entry.resources))
    if len(entry.aliases) > 1:
        yield "aliases", latex(lists.joined(entry.aliases) or "")


def _author(name: Name) -> str:
    parts = [latex(part) for part in (name.family, name.suffix, name.given) if part]
    if len(parts) == 1:
        return f"{{{parts[0]}}}"
    # Braces keep a name together that has an "and" or a comma of its own.
    return ", ".join(
        f"{{{part}}}" if "," in part or " and " in f" {part} " else part for part in parts
    )


def _with_formulas(title: str) -> str:
    """A title as LaTeX prints it; formulas stay formulas if they do nothing but typeset."""
    return "".join(
        piece if is_formula and _only_typesets(piece) else latex(piece)
        for piece, is_formula in formulas(title)
    )


def _only_typesets(formula: str) -> bool:
    depth = 0
    for sign in _TOKEN.findall(formula[1:-1]):
        if sign.startswith("\\") and sign[1:].isalpha() and sign[1:] not in _commands():
            return False
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0 or sign in ("%", "$"):
            return False
    return depth == 0


@lru_cache(maxsize=1)
def _commands() -> frozenset[str]:
    """Commands that stand for signs of mathematics, and those that only place them."""
    from pylatexenc.latexencode import get_builtin_uni2latex_dict

    signs = " ".join(get_builtin_uni2latex_dict().values())
    return frozenset(re.findall(r"\\([A-Za-z]+)", signs)) | _PLACING


def latex(text: str) -> str:
    r"""Write a text so that LaTeX prints it as it is.

    >>> latex("AT&T {x}_1 -- y")
    'AT\\&T \\textbraceleft{}x\\textbraceright{}\\_1 -{}- y'
    """
    return _LIGATURE.sub("\\g<0>\0", text).translate(_LATEX)


def verbatim(text: str) -> str:
    r"""Write an address or identifier, in which TeX's signs mean themselves.

    >>> verbatim("10.1000/a_b{c}")
    '10.1000/a_b\\textbraceleft{}c\\textbraceright{}'
    """
    return text.translate(_VERBATIM)
