"""What is remembered about refreshes."""

from __future__ import annotations

import pytest

from ptm_graph.errors import LibraryError
from ptm_graph.library import Library
from ptm_graph.library.history import Change, RelationRow
from ptm_graph.words.model import PartialDate
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord

BERT = PaperRecord("semantic scholar", {"arxiv": "1810.04805"}, title="BERT", citation_count=5)
ELMO = PaperRecord("semantic scholar", {"arxiv": "1802.05365"}, title="ELMo")


def end(library: Library, outcome: str = "done") -> None:
    library.end_refresh(
        at="2026-01-01T00:01:00+00:00",
        seconds=60.0,
        outcome=outcome,  # type: ignore[arg-type]
        requests={"arXiv": 1},
        failures=["metadata: BERT: no answer"] if outcome == "some failed" else [],
    )


def fill(library: Library) -> None:
    with library.refreshing("2026-01-01T00:00:00+00:00"):
        library.store_paper(BERT)
        end(library)


def test_the_first_fill_is_only_counted(empty: Library) -> None:
    fill(empty)
    (row,) = empty.history.refreshes()
    assert (row.number, row.outcome, row.first_fill) == (1, "done", True)
    assert (row.papers, row.new_papers, row.citations, row.new_citations) == (1, 1, 0, 0)
    assert (row.seconds, row.requests) == (60.0, {"arXiv": 1})
    assert empty.history.changes() == ()


def test_later_ones_tell_what_is_new_and_what_changed(empty: Library) -> None:
    fill(empty)
    with empty.refreshing("2026-01-02T00:00:00+00:00"):
        key = empty.store_paper(
            PaperRecord("semantic scholar", {**BERT.identifiers, "acl": "N19-1423"}, venue="NAACL")
        )
        empty.store_references(key, ReferenceList("semantic scholar", (ReferenceRecord(ELMO),), 1))
        end(empty, "some failed")
    assert empty.history.changes() == (
        Change(2, "field", key, field="venue", old=None, new="NAACL"),
        Change(2, "identifier", key, field="acl", new="N19-1423"),
        Change(2, "paper", "arxiv:1802.05365"),
        Change(2, "citation", key, "arxiv:1802.05365"),
    )
    assert empty.history.refreshes()[-1].failures == ("metadata: BERT: no answer",)


def test_nothing_new_leaves_no_change(empty: Library) -> None:
    fill(empty)
    with empty.refreshing("2026-01-02T00:00:00+00:00"):
        empty.store_paper(BERT)
        end(empty)
    assert empty.history.changes() == ()


def test_what_is_stored_outside_of_a_refresh_is_no_news(empty: Library) -> None:
    fill(empty)
    empty.store_paper(ELMO)
    assert empty.history.changes() == ()
    with pytest.raises(LibraryError, match="no refresh"):
        end(empty)


def test_a_refresh_that_was_cut_off_is_called_so_and_its_changes_stay(empty: Library) -> None:
    fill(empty)
    with pytest.raises(KeyboardInterrupt), empty.refreshing("2026-01-02T00:00:00+00:00"):
        empty.store_paper(ELMO)
        raise KeyboardInterrupt
    with empty.refreshing("2026-01-03T00:00:00+00:00"):
        end(empty)
    assert [row.outcome for row in empty.history.refreshes()] == ["done", "cut off", "done"]
    assert [one.paper for one in empty.history.changes(2, 2)] == ["arxiv:1802.05365"]


def test_a_change_that_was_rolled_back_is_no_news(empty: Library) -> None:
    fill(empty)
    with empty.refreshing("2026-01-02T00:00:00+00:00"):
        with pytest.raises(ZeroDivisionError), empty.writing() as writer:
            writer.store_paper(ELMO)
            raise ZeroDivisionError
        end(empty)
    assert empty.history.changes() == ()


def test_citation_counts_are_kept_over_time_when_they_change(empty: Library) -> None:
    for day, count in ((1, 5), (2, 5), (3, 9), (4, 7)):
        with empty.refreshing(f"2026-01-0{day}T00:00:00+00:00"):
            with empty.writing() as writer:
                record = PaperRecord(
                    "semantic scholar", BERT.identifiers, title="BERT", citation_count=count
                )
                writer.count_citations(writer.store_paper(record))
            end(empty)
    (counted,) = empty.history.citation_counts().values()
    assert [(one.refresh, one.citation_count) for one in counted] == [(1, 5), (3, 9), (4, 7)]
    assert empty.history.changes() == (), "counts alone are no news"


def test_relations_are_compared_with_those_of_the_last_refresh(empty: Library) -> None:
    def refreshed(*rows: RelationRow) -> list[tuple[str, str, str | None]]:
        with empty.refreshing("2026-01-02T00:00:00+00:00") as begun:
            with empty.writing() as writer:
                writer.remember_lineage(rows)
            end(empty)
        changes = empty.history.changes(begun.number)
        return [(one.kind, one.paper, one.other) for one in changes]

    fill(empty)
    first = RelationRow("elmo", "bert", 1, "A", 0.9, "longer training")
    assert refreshed(first) == [], "nothing to compare with"
    assert refreshed(first) == []
    barely = RelationRow("elmo", "bert", 1, "A", 0.91, "longer training")
    assert refreshed(barely) == []
    less = RelationRow("elmo", "bert", 1, "B", 0.6, "")
    gpt = RelationRow("gpt", "bert", 2, "B", 0.5, "")
    assert refreshed(less, gpt) == [
        ("relation changed", "bert", "elmo"),
        ("relation gained", "bert", "gpt"),
    ]
    assert refreshed(gpt) == [("relation lost", "bert", "elmo")]
    change = empty.history.changes()[-1]
    assert (change.old, change.new) == ("60%, tier B, rank 1", None)


def test_a_proposal_is_remembered_as_a_perhaps_until_somebody_decides(empty: Library) -> None:
    def refreshed(row: RelationRow) -> list[tuple[str | None, str | None]]:
        with empty.refreshing("2026-01-02T00:00:00+00:00") as begun:
            with empty.writing() as writer:
                writer.remember_lineage([row])
            end(empty)
        return [(one.old, one.new) for one in empty.history.changes(begun.number)]

    fill(empty)
    refreshed(RelationRow("elmo", "bert", 1, "A", 0.52, ""))
    unsure = RelationRow("elmo", "bert", 1, "A", 0.49, "")
    assert refreshed(unsure) == [("52%, tier A, rank 1", "perhaps 49%, tier A, rank 1")]
    assert refreshed(unsure) == []
    named = RelationRow("elmo", "bert", 1, "name only", 0.3, "", decided=True)
    assert refreshed(named) == [("perhaps 49%, tier A, rank 1", "decided, name only, rank 1")]


def test_a_relation_of_a_paper_that_was_merged_is_neither_new_nor_gone(empty: Library) -> None:
    parent = empty.store_paper(PaperRecord("snapshot", {"mag": "1"}, title="A parent of others"))
    child = empty.store_paper(PaperRecord("snapshot", {"mag": "2"}, title="A child of others"))
    twin = empty.store_paper(PaperRecord("snapshot", {"arxiv": "1901.00001"}, title="The child"))
    with empty.writing() as writer:
        writer.remember_lineage([RelationRow(parent, child, 1, "A", 0.9, "extends")])
        writer.set_meta("snapshot", "made up")
    with empty.refreshing("2026-01-02T00:00:00+00:00") as begun:
        with empty.writing() as writer:
            writer.merge(writer.number(child), writer.number(twin), "they are one")
        now = RelationRow(parent, twin, 1, "A", 0.9, "extends")
        with empty.writing() as writer:
            writer.remember_lineage([now])
    assert {one.kind for one in empty.history.changes(begun.number)} == {"merged"}


def test_a_date_is_kept_with_who_said_it_and_when(empty: Library) -> None:
    def told(source: str, *date: int) -> PaperRecord:
        published = PartialDate(*date)
        return PaperRecord(source, {"mag": "1"}, title="A work", published=published)

    key = empty.store_paper(told("arxiv", 2019, 5, 1))
    for day, date in (("02", (1900, 1, 1)), ("03", (2018, 10, 11)), ("04", (2018, 10))):
        with empty.refreshing(f"2026-01-{day}T00:00:00+00:00"):
            empty.store_paper(told("semantic scholar", *date))
    assert empty.paper(key).published == PartialDate(2018, 10, 11)
    assert empty.dates_told(key) == {
        "arxiv": ("2019-05-01", None),
        "semantic scholar": ("2018-10-11", "2026-01-03T00:00:00+00:00"),
    }
