"""BibTeX."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from ptm_graph.exports.entries import Entry, Name, entries
from ptm_graph.exports.job import Job
from ptm_graph.exports.streaming import write_lines

_TYPES = {"preprint": "misc", "conference": "inproceedings", "journal": "article"}
# BibTeX counts braces even behind a backslash, so that they must become commands.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        '"': r"\textquotedbl{}",
        **{char: f"\\{char}" for char in "$&#%_"},
    }
)


def write(job: Job, out: BinaryIO) -> None:
    """Write one entry for each paper; who made it stands in a comment at the top."""
    write_lines(_lines(job), out)


def _lines(job: Job) -> Iterator[str]:
    for line in (job.about.title, *job.about.lines):
        yield f"% {line.replace('@', '(at)')}"  # an @ would begin an entry
    for entry in entries(job):
        yield ""
        yield f"@{_TYPES[entry.kind]}{{{entry.key},"
        for name, value in _fields(entry):
            yield f"  {name} = {{{value}}},"
        yield "}"


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{latex(entry.title)}}}"  # the inner braces keep capitals
    if entry.authors:
        yield "author", " and ".join(map(_author, entry.authors))
    if entry.date is not None:
        yield "year", str(entry.date.year)
        if entry.date.month is not None:
            yield "month", str(entry.date.month)
    if entry.venue and entry.kind != "preprint":
        yield "booktitle" if entry.kind == "conference" else "journal", latex(entry.venue)
    if entry.arxiv:
        yield "eprint", latex(entry.arxiv)
        yield "archiveprefix", "arXiv"
    if entry.arxiv and entry.arxiv_category:
        yield "primaryclass", latex(entry.arxiv_category)
    for name, value in (("doi", entry.doi), ("url", entry.url), ("abstract", entry.abstract)):
        if value:
            yield name, latex(value)
    if entry.family:
        yield "keywords", latex(entry.family)


def _author(name: Name) -> str:
    family, given = latex(name.family), latex(name.given)
    if not given:
        return f"{{{family}}}"
    # Braces keep a name together that has an "and" or a comma of its own.
    parts = [
        f"{{{part}}}" if "," in part or " and " in f" {part} " else part for part in (family, given)
    ]
    return ", ".join(parts)


def latex(text: str) -> str:
    r"""Write a text so that LaTeX prints it as it is.

    >>> latex("AT&T {x}_1")
    'AT\\&T \\textbraceleft{}x\\textbraceright{}\\_1'
    """
    return text.translate(_LATEX)
