"""A library with a past, made by the code as it is: what kept libraries are made from.

The bundled list is built from the bundled snapshot, refreshed twice from the fake services
with changes in between, and somebody merges, splits and decides. The services tell the
snapshot's facts over again; their abstracts, sentences and comments are made up.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from fake_services import FakeServices, serving
from synthetic_world import World, sha_of

from ptm_graph import bundled
from ptm_graph.enrich import build
from ptm_graph.enrich.progress import Silent
from ptm_graph.enrich.refresh import refresh
from ptm_graph.library import Library
from ptm_graph.sources import snapshot as snapshots
from ptm_graph.sources.services import opened
from ptm_graph.sources.snapshot import Snapshot, SnapshotPaper
from ptm_graph.words.model import Notice, Paper, PartialDate, Passage, Problem, SeedEntry
from ptm_graph.words.records import (
    FULL_TEXT,
    FullTextReading,
    PaperRecord,
    ReferenceList,
    ReferenceRecord,
)
from ptm_graph.workflow import decisions
from ptm_graph.workflow.decisions import Decision, Verdict
from ptm_graph.workflow.opening import lineage_of
from ptm_graph.workflow.reading import read_lists
from ptm_graph.workflow.refreshing import lineage_rows

FOLDER = Path("/a-made-up-folder")
"""Where the reading lists seem to lie, whatever machine makes the library."""

OFTEN_CITED = 6
"""Of the papers that no list names, those that so many others cite are kept."""

DUPLICATES = ("arxiv:1711.00043", "s2:e3d772986d176057aca2f5e3eb783da53b559134")
"""One work under two keys of the snapshot; somebody merges them."""

MISTAKEN = ("ERNIE (Baidu)", "ERNIE (Tsinghua)")
"""Two works of one name; somebody merges them and splits them again."""

DECIDED: tuple[tuple[str, str, Verdict, str | None, str | None], ...] = (
    ("RoBERTa", "BERT", "accepted", "trained longer", None),
    ("ELECTRA", "RoBERTa", "accepted", None, "not inferred, accepted all the same"),
    ("ERNIE (Tsinghua)", "ERNIE (Baidu)", "rejected", None, "a name in common, no more"),
    ("XLNet", "Transformer-XL", "set", "permuted order", "named after it"),
)
"""Child, parent, verdict, label and note."""

NOT_KNOWN = ("BERTRAM", "PANLP")
"""Papers of the list that the services do not know."""

WITHHELD = "Grover"
"""The publisher withholds the reference list of this one."""

NAMED = {
    *(name for child, parent, *_ in DECIDED for name in (child, parent)),
    *(*MISTAKEN, *NOT_KNOWN, WITHHELD, "ELMo", "GloVe", "MASS"),
}
"""Papers of the bundled list without which there is no story; MASS cites the duplicates."""

SENTENCES = (
    "We extend {name} with an objective that is made up.",
    "Our invented model builds on {name} and starts from its weights.",
    "We follow {name} in each experiment of this made-up sentence.",
    "{name} is trained on a data set that does not exist – «nowhere», 无处.",
    "Unlike {name}, we only consider texts that nobody has written; it's no loss.",
)

OWN_LIST = f"""\
papers:
  - title: Quiet Encoders for Loud Texts
    aliases: [QUIET, 静]
    identifiers: {{s2: "{sha_of("quiet")}"}}
    authors: [Ada Lovelace, Grace Hopper]
    year: 2020
    venue: Proceedings of Nothing
    family: Made-up papers
    resources:
      - {{kind: code, url: "https://example.org/quiet", title: "quiet; it's made up", language: en}}
      - {{kind: article, url: "https://example.org/quiet.html"}}
    tags: [quiet, made-up]
    properties: {{layers: "12", "corpus; size": nothing}}
    note:
      - The record of the proceedings below turns out to be the same work.
      - {{text: "Leiser als alles andere; it's 静", language: de}}
  - title: Quiet Encoders for Loud Texts in Proceedings
    identifiers: {{doi: "10.5555/quiet"}}
    family: Made-up papers
  - title: Loud Decoders for Quiet Texts
    identifiers: {{arxiv: "2101.00001"}}
    family: Made-up papers
  - title: Loud Decoders for Silent Texts
    identifiers: {{arxiv: "2101.00002", pmid: 12345678, pmcid: PMC7654321, openalex: W123456789,
      dblp: conf/none/LoudQ21}}
  - title: Loud Decoders Heard Again
    identifiers: {{s2: "{sha_of("again")}"}}
    apart_from: ["arxiv:2101.00001"]
  - title: Sparse Maps of Made-up Lands
    authors: [Nobody Atall]
    year: 2019
  - note: neither title nor identifier
"""


def make(folder: Path, *, every: int = 1) -> Path:
    """Make the library and the decisions beside it; give the library's file.

    Parameters
    ----------
    folder : Path
        Where; gets ``library.db`` and ``decisions.yaml``.
    every : int, optional
        Take only every so many entries of the bundled list, and those of the story.
    """
    path = folder / "library.db"
    told = _told(folder, every)
    with Library.open(path, writable=True) as library:
        build(library, told.entries, _thinned(told.entries), unused=told.unused, lists=told.lists)
        _join_and_split(library)
        _read_full_text(library)
        with serving(_world(library)) as services:
            _refresh(library, services, told, "2026-01-05")
            _decide(library, folder / "decisions.yaml")
            _cut_off(library, services, told, "2026-01-06")
            _change(services.world)
            _give_notice(library, "2026-01-11")
            services.fail("500", naming=f"{_id_of(library, 'GloVe')}/references")
            _refresh(library, services, told, "2026-01-12")
    with contextlib.closing(sqlite3.connect(path)) as connection:
        # the one value that comes from no clock of ours
        connection.execute("UPDATE refresh SET seconds = 60.5 * id")
        connection.commit()
    return path


# --- the reading lists ------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class _Told:
    """What the reading lists say."""

    entries: list[SeedEntry]
    unused: list[Problem]
    lists: list[Path]


def _told(folder: Path, every: int) -> _Told:
    own = folder / "own.yaml"
    own.write_text(OWN_LIST, encoding="utf-8")
    read = read_lists([bundled.seed_list(), own])
    entries = [
        one
        for number, one in enumerate(read.entries)
        if number % every == 0 or one.file == str(own) or NAMED & set(one.aliases)
    ]
    unused = list(read.unused)
    own.unlink()
    return _Told(
        [_moved(one) for one in entries],
        [dataclasses.replace(one, file=_placed(one.file)) for one in unused],
        [FOLDER / bundled.seed_list().name, FOLDER / own.name],
    )


def _moved(entry: SeedEntry) -> SeedEntry:
    notes = tuple(dataclasses.replace(one, file=_placed(one.file)) for one in entry.notes)
    return dataclasses.replace(entry, file=_placed(entry.file), notes=notes)


def _placed(file: str | None) -> str | None:
    return None if file is None else str(FOLDER / Path(file).name)


def _thinned(entries: Iterable[SeedEntry]) -> Snapshot:
    """The bundled snapshot without the papers that hardly anybody cites."""
    whole = snapshots.read_file(bundled.snapshot())
    cited = Counter(one.cited for paper in whole.papers.values() for one in paper.references)
    listed = {item for entry in entries for item in entry.identifiers.items()}
    kept = {
        key
        for key, paper in whole.papers.items()
        if cited[key] >= OFTEN_CITED
        or key in DUPLICATES
        or not listed.isdisjoint(paper.record.identifiers.items())
    }
    papers = {key: _within(kept, paper) for key, paper in whole.papers.items() if key in kept}
    return dataclasses.replace(whole, papers=papers)


def _within(kept: set[str], paper: SnapshotPaper) -> SnapshotPaper:
    references = tuple(one for one in paper.references if one.cited in kept)
    lost = len(references) < len(paper.references)
    state = "partial" if lost and paper.references_state == "complete" else paper.references_state
    return dataclasses.replace(paper, references=references, references_state=state)


# --- what people do ---------------------------------------------------------------------------


def _join_and_split(library: Library) -> None:
    """As ``ptm-graph merge`` and ``ptm-graph split`` do."""
    for one, other in (DUPLICATES, MISTAKEN):
        numbers = library.find(one).key, library.find(other).key
        with library.writing() as writer:
            kept, absorbed = map(writer.number, numbers)
            writer.allow_joining(kept, absorbed)
            writer.merge(kept, absorbed, "merged by hand")
    with library.writing() as writer:
        writer.split(library.merges()[-1].number, "they only share a name")


def _read_full_text(library: Library) -> None:
    counts = {"references": 60, "sentences": 140}
    read = FullTextReading("a made-up archive", "latex", "v2", "2026-01-04", counts)
    said = (
        Passage("We read [*] and […] in this made-up sentence.", "2 Method", "method", 0.25, 3, 2),
        Passage(None, "1 Introduction", "introduction", 0.0, 0, named=True),
    )
    references = (
        ReferenceRecord(None, library.find("ELMo").title, passages=said),
        ReferenceRecord(
            None, "An Invented Letter", 1999, ("Nobody",), reason="only the paper lists it"
        ),
    )
    with library.writing() as writer:
        number = writer.number(library.find("BERT").key)
        writer.store_full_text(number, read)
        writer.store_references(number, ReferenceList(FULL_TEXT, references))


def _give_notice(library: Library, day: str) -> None:
    """A service that is asked whether works were retracted says so of one."""
    told = Notice("retraction", "crossref", PartialDate(2026, 1), "https://example.org/notice")
    at = f"{day}T03:00:00+00:00"
    with library.refreshing(at), library.writing() as writer:
        number = writer.number(library.find("QUIET").key)
        writer.store_paper(PaperRecord("crossref", notices=(told,)), number)
        number = writer.number(library.find("BERT").key)
        writer.store_paper(PaperRecord("crossref", notices=()), number)


def _decide(library: Library, path: Path) -> None:
    for child, parent, verdict, label, note in DECIDED:
        keys = library.find(child).key, library.find(parent).key
        decision = Decision(*keys, verdict, "Ada", "2026-01-05T12:00:00+00:00", label, note)
        decisions.record(path, decision, [child, parent])


# --- refreshes --------------------------------------------------------------------------------


class _Clock:
    """Goes on by a second whenever it is asked."""

    def __init__(self, day: str):
        self._now = datetime.datetime.fromisoformat(f"{day}T03:00:00+00:00")

    def __call__(self) -> datetime.datetime:
        self._now += datetime.timedelta(seconds=1)
        return self._now


class _Impatient(Silent):
    """Ends the refresh when it begins to ask."""

    def stage(self, name: str, total: int) -> None:
        raise KeyboardInterrupt


def _refresh(
    library: Library, services: FakeServices, told: _Told, day: str, **options: Any
) -> None:
    settings = services.settings(deadline=60.0)  # a busy machine must not change the story
    with opened(settings) as asked:
        refresh(
            library,
            told.entries,
            *asked,
            unused=told.unused,
            lists=told.lists,
            max_age=datetime.timedelta(0),
            citations=1,
            lineage=lambda refreshed: lineage_rows(lineage_of(refreshed).graph),
            now=_Clock(day),
            **options,
        )


def _cut_off(library: Library, services: FakeServices, told: _Told, day: str) -> None:
    with contextlib.suppress(KeyboardInterrupt):
        _refresh(library, services, told, day, progress=_Impatient())


# --- what the services know -------------------------------------------------------------------


def _world(library: Library) -> World:
    """What the library holds, told by the services, with texts for every second paper."""
    world = World()
    papers = {paper.key: paper for paper in library.iter_papers() if _is_known(paper)}
    silent = {library.find(child).key for child, *_ in DECIDED}
    listed = [key for key, paper in papers.items() if paper.seed and key not in silent]
    speaking = set(listed[::2])
    ids = {key: _sha(paper) for key, paper in papers.items()}
    for key, paper in papers.items():
        world.papers[ids[key]] = _told_of(paper, speaking=key in speaking)
    said: Counter[str] = Counter()
    for one in library.iter_citations():
        if one.citing in ids and one.cited in ids:
            edge = world.cite(ids[one.citing], ids[one.cited])
            number = said[one.citing]
            said[one.citing] += 1
            if one.citing in speaking and number < 2 * len(SENTENCES):
                cited = papers[one.cited].name
                edge.sentences = list(_sentences(cited, number))
                edge.intents = ["methodology", "background"][number % 2 :]
                edge.influential = number % 4 == 0
    for number, key in enumerate(sorted(speaking)):
        world.cite(ids[key], None, title=f"An Invented Book, Volume {number}", year=1990 + number)
    world.elided.add(ids[library.find(WITHHELD).key])
    _make_up(world, ids[library.find("BERT").key], ids[library.find("ELMo").key])
    return world


def _is_known(paper: Paper) -> bool:
    made_up = "snapshot" not in paper.provenance.values()
    return not made_up and paper.name not in NOT_KNOWN


def _sha(paper: Paper) -> str:
    return paper.identifiers.get("s2") or sha_of(paper.key)


def _id_of(library: Library, name: str) -> str:
    return _sha(library.find(name))


def _sentences(name: str, number: int) -> Iterator[str]:
    yield SENTENCES[number % len(SENTENCES)].format(name=name)
    if number % 3 == 0:
        yield f"We thank nobody for {name} in made-up sentence {number}."


def _told_of(paper: Paper, *, speaking: bool) -> dict[str, Any]:
    names = {"arxiv": "ArXiv", "doi": "DOI", "acl": "ACL", "corpus": "CorpusId", "mag": "MAG"}
    sha = _sha(paper)
    return {
        "paperId": sha,
        "corpusId": int(sha[:6], 16),
        "externalIds": {
            name: paper.identifiers[kind]
            for kind, name in names.items()
            if kind in paper.identifiers
        },
        "title": paper.title,
        "abstract": _abstract(paper.name) if speaking else None,
        "comment": f"{len(paper.title)} pages, all of them made up" if speaking else None,
        "venue": paper.venue,
        "year": paper.year,
        "publicationDate": None,
        "arxivDate": f"{paper.published}-28"[:10],
        "publicationTypes": ["JournalArticle", "Conference"] if speaking else None,
        "fieldsOfStudy": ["Computer Science"] if speaking else None,
        "authors": [{"authorId": None, "name": name} for name in paper.authors or ()],
        "citationCount": paper.citation_count,
        "influentialCitationCount": paper.influential_citation_count,
    }


def _abstract(name: str) -> str:
    return (
        f"This abstract of {name} is made up. We propose invented sentence encoders and "
        "pretrain them on a corpus of nothing; results on imaginary benchmarks improve. "
        "Everything is based on NoSuchNet, which nobody has written."
    )


def _make_up(world: World, bert: str, elmo: str) -> None:
    """Add the papers of the list that is made up, and what is near them."""
    quiet = world.add("quiet", "Quiet Encoders for Loud Texts", year=2020, citationCount=7)
    loud = _on_arxiv(world, "loud", "Loud Decoders for Quiet Texts", "2101.00001")
    silent = _on_arxiv(world, "silent", "Loud Decoders for Silent Texts", "2101.00002")
    world.papers[silent]["externalIds"]["DOI"] = "10.5555/silent"
    again = world.add("again", "Loud Decoders Heard Again", year=2022)
    world.add("maps", "Sparse Maps of Made-up Lands and Seas", year=2019)
    forgotten = world.add("forgotten", "Soon Forgotten Encoders", year=2015, abstract=None)
    world.cite(forgotten, elmo)  # known by the ids alone
    for citing, cited in (
        (quiet, (bert, elmo, forgotten)),
        (loud, (quiet, bert)),
        (silent, (loud, quiet)),
        (again, (loud, elmo)),
    ):
        for number, one in enumerate(cited):
            name = world.papers[one]["title"]
            world.cite(
                citing,
                one,
                sentences=list(_sentences(name, number)),
                intents=["methodology"],
                influential=number == 0,
            )


def _on_arxiv(world: World, name: str, title: str, arxiv: str) -> str:
    sha = world.add(name, title, year=2021, publicationDate="2021-01-20")
    world.papers[sha]["externalIds"]["ArXiv"] = arxiv
    world.papers[sha]["comment"] = "a made-up comment"
    return sha


def _change(world: World) -> None:
    """What is different when the services are asked again."""
    quiet, loud = sha_of("quiet"), sha_of("loud")
    papers = world.papers
    papers[quiet]["citationCount"] = 9
    papers[quiet]["externalIds"] |= {"DOI": "10.5555/quiet", "MAG": "2020"}
    papers[loud]["comment"] = "This made-up paper was withdrawn."
    papers[loud]["externalIds"]["DOI"] = "10.5555/silent"  # another work's: doubtful
    papers[sha_of("silent")]["venue"] = "Proceedings of Something"
    newcomer = world.add("newcomer", "Encoders Nobody Knew", year=2018)
    for edge in world.references[quiet]:
        if edge.cited == sha_of("forgotten"):
            edge.cited = newcomer
    for name in ("Quiet", "Silent"):
        sentence = f"We modify the decoders of {name} texts, which this sentence makes up."
        world.references[loud][0].sentences.append(sentence)
