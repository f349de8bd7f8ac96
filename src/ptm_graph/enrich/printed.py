"""References that a service gives as they are printed, read as those of a paper are."""

from __future__ import annotations

from dataclasses import replace

from ptm_graph.reading_lists.printed_references import (
    bare,
    divided,
    identifiers_in,
    names_in,
    year_of,
)
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord, SourceName

_LONGEST = 300
"""Characters of a print that stands for the title that was not found in it."""


def read_printed(listed: ReferenceList) -> ReferenceList:
    """Take apart what is printed, where the service says no title of its own.

    An identifier in the print makes a record of its own where there is none; where there is
    one, it only gets a title.
    """
    read = tuple(_read(one, listed.source) for one in listed.references)
    return replace(listed, references=read)


def _read(reference: ReferenceRecord, source: SourceName) -> ReferenceRecord:
    if not reference.printed or reference.title:
        return reference
    text = reference.printed
    parts = divided(text.lstrip(" ;,.&"))
    authors = names_in(parts.names) or None
    rest = bare(text).replace(parts.title or "\0", " ")
    year = reference.year or year_of((), rest, "")
    known = reference.cited
    named = known.identifiers if known is not None else identifiers_in((), text)
    record = None
    if named and (known is not None or parts.title):
        record = PaperRecord(source, named, parts.title, authors, year, venue=parts.venue)
    title = parts.title or (bare(text)[:_LONGEST] if record is None else None)
    return replace(reference, cited=record, title=title, year=year)
