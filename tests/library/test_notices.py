"""What was published about a paper since: retracted, withdrawn, corrected, doubted."""

from __future__ import annotations

from ptm_graph.enrich.build import build
from ptm_graph.enrich.snapshotting import take_snapshot
from ptm_graph.library import Library
from ptm_graph.sources import snapshot as snapshots
from ptm_graph.words.model import Notice, PartialDate, SeedEntry
from ptm_graph.words.records import PaperRecord

DOI = {"doi": "10.5555/owls"}
RETRACTED = Notice("retraction", "crossref", PartialDate(2021, 3, 4), "https://doi.org/10.5555/no")
CORRECTED = Notice("correction", "crossref", PartialDate(2020))
ALSO = Notice("retraction", "openalex")


def said(library: Library, *notices: Notice, source: str = "crossref", **own: str) -> str:
    record = PaperRecord(source, own or DOI, title="A Study of Owls", notices=notices)
    return library.store_paper(record)


def test_nobody_asked_is_not_asked_and_none(empty: Library) -> None:
    key = empty.store_paper(PaperRecord("arxiv", DOI, title="A Study of Owls"))
    assert empty.paper(key).notices is None
    said(empty)
    assert empty.paper(key).notices == ()
    assert [one.notices for one in empty.iter_papers()] == [()]


def test_only_the_source_that_gave_a_notice_takes_it_back(empty: Library) -> None:
    key = said(empty, CORRECTED, RETRACTED)
    said(empty, source="openalex")
    assert empty.paper(key).notices == (CORRECTED, RETRACTED)
    said(empty, ALSO, source="openalex")
    empty.store_paper(PaperRecord("crossref", DOI, title="A Study of Owls"))
    assert empty.paper(key).notices == (CORRECTED, RETRACTED, ALSO)
    said(empty)
    assert empty.paper(key).notices == (ALSO,)


def test_a_merge_keeps_what_is_said_of_either_and_its_undoing_tells_them_apart(
    empty: Library,
) -> None:
    one, other = said(empty, CORRECTED), said(empty, RETRACTED, doi="10.5555/again")
    said(empty, ALSO, source="openalex", doi="10.5555/again")
    with empty.writing() as writer:
        writer.merge(writer.number(one), writer.number(other), "by hand")
    assert empty.paper(one).notices == (CORRECTED, RETRACTED, ALSO)
    with empty.writing() as writer:
        writer.split(empty.merges()[0].number, "by hand")
    assert empty.paper(one).notices == (CORRECTED,)
    assert empty.paper(other).notices == (RETRACTED, ALSO)


def test_a_paper_newly_retracted_is_a_change(empty: Library) -> None:
    said(empty)
    at = "2026-01-01T00:00:00+00:00"
    with empty.refreshing(at):
        empty.end_refresh(at=at, seconds=0, outcome="done", requests={})
    with empty.refreshing(at):
        said(empty, RETRACTED)
        said(empty, RETRACTED)
    with empty.refreshing(at):
        said(empty)
    changes = [
        (one.kind, one.paper, one.field, one.old, one.new) for one in empty.history.changes()
    ]
    key = "doi:10.5555/owls"
    assert changes == [
        ("notice", key, "retraction", None, "crossref"),
        ("notice", key, "retraction", "crossref", None),
    ]


def test_a_snapshot_carries_notices_with_their_sources_and_overrules_nobody(
    empty: Library,
) -> None:
    said(empty, RETRACTED)
    said(empty, source="openalex")
    text = snapshots.write(take_snapshot(empty, "of today"))
    with Library.in_memory() as other:
        entry = SeedEntry("A Study of Owls", identifiers=DOI)
        build(other, [entry], snapshots.read(text))
        assert other.paper("doi:10.5555/owls").notices == (RETRACTED,)
        said(other)
        build(other, [entry], snapshots.read(text))
        assert other.paper("doi:10.5555/owls").notices == ()


def test_what_is_no_notice_is_refused_and_the_rest_of_it_kept() -> None:
    record = PaperRecord(
        "crossref",
        notices=(
            Notice("no kind", "crossref"),  # type: ignore[arg-type]
            "retraction",
            Notice("concern", "crossref", PartialDate(9999), "javascript:alert(1)"),
            Notice("concern", "", None),
            RETRACTED,
        ),
    )
    assert record.notices == (Notice("concern", "crossref"), RETRACTED)
    assert len(record.refused) == 5


def test_a_table_of_papers_names_the_kinds(empty: Library) -> None:
    said(empty, CORRECTED, RETRACTED)
    said(empty, doi="10.5555/none")
    empty.store_paper(PaperRecord("arxiv", {"arxiv": "2101.00001"}, title="Unasked"))
    told = empty.papers()["notices"]
    assert told.isna().tolist() == [True, False, False]
    assert told.dropna().to_dict() == {
        "doi:10.5555/none": "",
        "doi:10.5555/owls": "correction; retraction",
    }
