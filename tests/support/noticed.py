"""A made-up library in which works were retracted, withdrawn, corrected and doubted."""

from __future__ import annotations

from pathlib import Path

from ptm_graph.library import Library
from ptm_graph.words.model import Notice, PartialDate, SeedEntry
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord

LINK = "https://doi.org/10.5555/notice"
NOTICES: dict[str, tuple[Notice, ...]] = {
    "Retractnet": (
        Notice("correction", "crossref", PartialDate(2019)),
        Notice("retraction", "openalex"),
        Notice("retraction", "crossref", PartialDate(2021, 3, 4), LINK),
    ),
    "Withdrawnet": (Notice("withdrawal", "arxiv"),),
    "Concernet": (Notice("concern", "crossref"),),
    "Correctnet": (Notice("correction", "crossref", PartialDate(2020, 5), LINK),),
    "Plainnet": (),
}
"""Name of a paper → what was published about it since."""
CHILDREN = ("Child One", "Child Two", "Child Three")
"""They cite the first of those above, and say that they build on it."""


def record(name: str, year: int, number: int) -> PaperRecord:
    """A paper of the library."""
    ids = {"arxiv": f"{year % 100}01.0000{number}"}
    return PaperRecord(
        "semantic scholar",
        ids,
        title=f"{name}: A Made-Up Model",
        year=year,
        published=PartialDate(year, 1, 2),
        short_names=(name,),
    )


def fill(library: Library) -> dict[str, str]:
    """Fill a library; give name → key."""
    keys: dict[str, str] = {}
    parents = {name: record(name, 2018, number) for number, name in enumerate(NOTICES, 1)}
    children = {name: record(name, 2020, number) for number, name in enumerate(CHILDREN, 1)}
    papers = {**parents, **children}
    with library.writing() as writer:
        writer.replace_entries(
            [
                SeedEntry(identifiers=one.identifiers, aliases=(name,))
                for name, one in papers.items()
            ]
        )
    for name, paper in papers.items():
        keys[name] = library.store_paper(paper)
    for name, notices in NOTICES.items():
        for source in sorted({one.source for one in notices}):
            told = tuple(one for one in notices if one.source == source)
            ids = parents[name].identifiers
            library.store_paper(PaperRecord(source, ids, title=parents[name].title, notices=told))
    sentence = "We extend Retractnet, on which our model is based, by a new objective."
    for name in CHILDREN:
        cited = ReferenceRecord(
            parents["Retractnet"], influential=True, sentences=(sentence, sentence)
        )
        library.store_references(keys[name], ReferenceList("semantic scholar", (cited,), 1))
    return keys


def made(path: Path) -> dict[str, str]:
    """Make such a library as a file; give name → key."""
    with Library.open(path, writable=True) as library:
        return fill(library)
