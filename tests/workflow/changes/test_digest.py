"""What is new is told once, in the order in which a reader wants it, everywhere the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from ptm_graph.library import Library
from ptm_graph.library.history import RelationRow
from ptm_graph.words.model import PartialDate, SeedEntry
from ptm_graph.words.records import PaperRecord
from ptm_graph.workflow.changes import Digest, digest, digests
from ptm_graph.workflow.changes.atom import as_atom
from ptm_graph.workflow.changes.telling import as_email, as_markdown, as_text, besides

LISTED = {name: {"arxiv": f"1801.0000{n}"} for n, name in enumerate(("ELMo", "GPT", "BERT"), 1)}
KEYS = {name: f"arxiv:{ids['arxiv']}" for name, ids in LISTED.items()}
HOSTILE = "A < b & new one\x00\n\ufffe\u202e [with](marks) " + "and a long name " * 8


def new_paper(number: int, title: str, month: int) -> PaperRecord:
    ids = {"arxiv": f"26{month:02d}.0000{number}"}
    return PaperRecord("semantic scholar", ids, title=title, published=PartialDate(2026, month, 2))


@pytest.fixture
def library() -> Library:
    made = Library.in_memory()
    with made.writing() as writer:
        writer.replace_entries(
            [SeedEntry(identifiers=ids, aliases=(name,)) for name, ids in LISTED.items()]
        )
    with made.refreshing("2026-01-01T00:00:00+00:00"):
        for name, ids in LISTED.items():
            made.store_paper(
                PaperRecord("semantic scholar", ids, title=name, published=PartialDate(2018, 1, 1))
            )
        with made.writing() as writer:
            writer.remember_lineage([row("GPT", "BERT", 0.41)])
        made.end_refresh(at="2026-01-01T00:01:00+00:00", seconds=1, outcome="done", requests={})
    return made


def row(parent: str, child: str, confidence: float) -> RelationRow:
    return RelationRow(KEYS[parent], KEYS[child], 1, "B", confidence, "")


def refreshed(
    library: Library,
    day: int,
    lineage: list[RelationRow],
    records: list[PaperRecord] | None = None,
    cites: dict[int, list[str]] | None = None,
) -> None:
    with library.refreshing(f"2026-02-0{day}T00:00:00+00:00"):
        with library.writing() as writer:
            numbers = [writer.store_paper(record) for record in records or ()]
            for citing, names in (cites or {}).items():
                cited = [writer.number(KEYS[name]) for name in names]
                pairs = [(numbers[citing], number) for number in cited]
                writer.store_citing_pairs(pairs, "semantic scholar")
            writer.remember_lineage(lineage)
        library.end_refresh(
            at=f"2026-02-0{day}T00:01:00+00:00", seconds=1, outcome="done", requests={}
        )


def said(told: Digest) -> list[str]:
    return [one.said() for one in told.stories]


def test_the_lineage_comes_first_then_new_papers_and_each_part_newest_first(
    library: Library,
) -> None:
    records = [new_paper(1, "Older", 1), new_paper(2, "Newer", 3), new_paper(3, "Of one", 4)]
    withdrawn = PaperRecord("arxiv", LISTED["GPT"], comment="Withdrawn by the authors")
    cites = {0: ["BERT", "GPT"], 1: ["ELMo", "BERT", "GPT"], 2: ["BERT"]}
    refreshed(library, 1, [row("GPT", "BERT", 0.41)], [*records, withdrawn], cites)
    refreshed(library, 2, [row("ELMo", "BERT", 0.8)])
    told = digest(library, "2")
    assert said(told) == [
        "New: BERT descends from ELMo.",
        "BERT is no longer said to descend from GPT.",
        "Newer cites BERT, ELMo, GPT.",
        "Older cites BERT, GPT.",
        "GPT was withdrawn: Withdrawn by the authors",
    ]
    assert [one.day() for one in told.stories] == [
        "2026-02-02", "2026-02-02", "2026-03-02", "2026-01-02", "2026-02-01",
    ]  # fmt: skip
    newest = told.stories[2]
    assert newest.parent_name in LISTED
    assert newest.reason() is not None and "Best parent" in str(newest.reason())
    assert "最可能的父论文" in str(newest.reason("zh"))
    assert told.stories[1].reason() == "It stood at 41%."
    assert told.counted["digest.more papers"] == 1


def test_the_first_fill_and_what_was_unknown_are_no_news(library: Library) -> None:
    assert digest(library, "1").stories == ()
    assert digests(library, "1")[0].stories == ()
    refreshed(library, 1, [row("GPT", "BERT", 0.41)], [
        PaperRecord("semantic scholar", {**LISTED["GPT"], "doi": "10.1000/1"}, venue="ECCV")
    ])  # fmt: skip
    told = digest(library)
    assert told.stories == ()
    assert besides(told) == "Besides: fields that were unknown and are filled in: 2."
    refreshed(library, 2, [row("GPT", "BERT", 0.41)], [
        PaperRecord("semantic scholar", LISTED["GPT"], venue="arXiv.org")
    ])  # fmt: skip
    refreshed(library, 3, [row("GPT", "BERT", 0.41)], [
        PaperRecord("semantic scholar", LISTED["GPT"], venue="NAACL")
    ])  # fmt: skip
    assert said(digest(library)) == ["GPT appeared: NAACL (before: arXiv.org)."]


def test_a_date_that_gains_its_day_is_no_correction(library: Library) -> None:
    with library.refreshing("2026-02-01T00:00:00+00:00"):
        with library.writing() as writer:
            told = {"field": "published", "old": "2018", "new": "2018-01"}
            writer.journal.note("field", KEYS["GPT"], **told)
        library.end_refresh(at="2026-02-01T00:01:00+00:00", seconds=1, outcome="done", requests={})
    found = digest(library)
    assert (found.stories, dict(found.counted)) == ((), {"digest.filled": 1})


def test_what_the_list_cites_itself_is_new_to_the_library_alone(library: Library) -> None:
    with library.refreshing("2026-02-01T00:00:00+00:00"):
        with library.writing() as writer:
            number = writer.store_paper(new_paper(1, "Known to all", 1))
            pairs = [(number, writer.number(KEYS[name])) for name in ("BERT", "GPT")]
            pairs.append((writer.number(KEYS["ELMo"]), number))
            writer.store_citing_pairs(pairs, "semantic scholar")
        library.end_refresh(at="2026-02-01T00:01:00+00:00", seconds=1, outcome="done", requests={})
    assert digest(library).stories == ()


def test_what_went_to_and_fro_is_no_news(library: Library) -> None:
    refreshed(library, 1, [])
    refreshed(library, 2, [row("GPT", "BERT", 0.41)])
    assert said(digest(library, "2")) == []
    assert said(digest(library, "3")) == ["New: BERT descends from GPT."]


@pytest.mark.parametrize(
    ("after", "how"),
    [
        (0.8, "no longer a mere guess; 41% → 80% sure"),
        (0.3, "41% → 30% sure"),
    ],
)
def test_a_change_says_what_is_different(library: Library, after: float, how: str) -> None:
    refreshed(library, 1, [row("GPT", "BERT", after)])
    assert said(digest(library)) == [f"BERT from GPT: {how}."]
    labelled = replace(row("GPT", "BERT", after), label="larger")
    refreshed(library, 2, [labelled])
    assert said(digest(library)) == ["BERT from GPT: what changed: not told → “larger”."]


def test_every_face_says_the_same_and_foreign_text_stays_text(library: Library) -> None:
    cites = {0: ["BERT", "GPT", "ELMo"]}
    refreshed(library, 1, [row("GPT", "BERT", 0.9)], [new_paper(1, HOSTILE, 1)], cites)
    told = digest(library)
    assert len(told.stories) == 2
    faces = [as_text(told), as_email(told, "library.db"), as_markdown(told)]
    feed = etree.fromstring(as_atom(digests(library, "1"), "li<b>rary", "2026-01-01T00:00:00Z"))
    content = str(feed.findtext(".//{*}content"))
    assert "A &lt; b &amp; new one" in content
    assert feed.findtext("{*}title") == "What is new in li<b>rary"
    for face in (*faces, content):
        assert "BERT from GPT: no longer a mere guess" in " ".join(face.split())
        assert "\x00" not in face and "\ufffe" not in face and "\u202e" not in face
    assert all(len(line) <= 78 for line in faces[1].splitlines())
    assert "[with](marks)" not in faces[2]
    entry = feed.find("{*}entry")
    assert entry is not None and entry.findtext("{*}updated") == "2026-02-01T00:01:00+00:00"


def test_where_no_new_paper_cites_several_those_that_cite_one_are_told(library: Library) -> None:
    refreshed(library, 1, [row("GPT", "BERT", 0.41)], [new_paper(1, "Of one", 4)], {0: ["BERT"]})
    told = digest(library)
    assert said(told) == ["Of one cites BERT."]
    assert told.stories[0].parent_name == "BERT"
    assert "digest.more papers" not in told.counted


def test_a_paper_that_came_to_the_list_is_told_once(library: Library) -> None:
    refreshed(library, 1, [row("GPT", "BERT", 0.41)], [new_paper(1, "T5", 2)])
    assert digest(library).stories == ()
    with library.writing() as writer:
        writer.replace_entries([SeedEntry(identifiers={"arxiv": "2602.00001"}, aliases=("T5",))])
    assert said(digest(library)) == ["T5 is on the list now."]


@pytest.mark.parametrize(
    ("records", "quiet"),
    [([], "nothing new came"), ([new_paper(1, "Read by no one", 1)], "the lineage stands")],
)
def test_only_where_nothing_came_it_is_said_so(
    library: Library, records: list[PaperRecord], quiet: str
) -> None:
    assert as_text(digest(library)).count("the library was filled with 3 papers") == 1
    assert "Besides" not in as_text(digest(library))
    refreshed(library, 1, [row("GPT", "BERT", 0.41)], records)
    for face in (as_text, as_markdown):
        assert quiet in face(digest(library))


def test_a_correction_says_of_what_and_another_spelling_is_none(library: Library) -> None:
    with library.refreshing("2026-02-01T00:00:00+00:00"):
        with library.writing() as writer:
            writer.journal.note("field", KEYS["GPT"], field="year", old="2018", new="2017")
            told = {"field": "title", "old": "GPT: a Test", "new": "Gpt - a test"}
            writer.journal.note("field", KEYS["GPT"], **told)
        library.end_refresh(at="2026-02-01T00:01:00+00:00", seconds=1, outcome="done", requests={})
    found = digest(library)
    assert said(found) == ["GPT: year corrected from “2018” to “2017”."]
    assert dict(found.counted) == {"digest.metadata": 1}
