"""What a list may lack is proposed with its place; what was declined is not proposed again."""

import shutil
from pathlib import Path

import pytest

from ptm_graph.errors import DecisionsError, InputError
from ptm_graph.library import Library
from ptm_graph.workflow import decisions, growing
from ptm_graph.workflow.building import build_library
from ptm_graph.workflow.decisions import Declined


@pytest.fixture(scope="module")
def found(bundled_library_path: Path) -> growing.Proposals:
    with Library.open(bundled_library_path) as library:
        return growing.proposals(library, Path("none.yaml"))


@pytest.fixture
def path(bundled_library_path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(bundled_library_path, tmp_path / "library.db"))


def test_proposals_are_works_outside_the_list_each_with_reason_and_place(
    found: growing.Proposals,
) -> None:
    nodes = found.citations.nodes
    assert len(found.made) == growing.MOST
    assert not any(nodes[one.paper]["seed"] for one in found.made)
    assert {one.kind for one in found.made} >= {"parent", "descendant"}
    for one in found.made:
        assert str(one.reason)
        assert all(nodes[relation.parent]["seed"] for relation in one.parents)
        assert all(nodes[relation.child]["seed"] for relation in one.children)
        assert (one.kind == "parent") == bool(one.children)


def test_a_missing_parent_of_the_lineage_is_among_them(found: growing.Proposals) -> None:
    missing = {one.paper for one in found.decided.inferred.lineage.missing_parents}
    assert missing
    assert missing <= {one.paper for one in found.made}


def test_a_chance_is_told_with_the_works_it_was_measured_on(found: growing.Proposals) -> None:
    first = found.made[0]
    assert first.chance is not None
    assert str(first.standing.works) in str(first.means)
    assert growing.at_least(found.made, first.chance)[0] == first
    assert growing.at_least(found.made, 1.0) == []


def test_a_declined_work_is_not_proposed_until_it_is_taken_back(path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "decisions.yaml"
    with Library.open(path) as library:
        first = growing.proposals(library, kept).made[0].paper
        assert growing.decline(library, {first: "a name"}, kept, by="Ada") == kept
        growing.decline(library, {first: "a name"}, kept, by="Bo")
        again = growing.proposals(library, kept)
        assert [(one.paper, one.by) for one in again.declined] == [(first, "Ada")]
        assert first not in {one.paper for one in again.made}
        assert "# a name" in kept.read_text(encoding="utf-8")
        assert growing.take_back(library, {first}, kept) == 1
        assert growing.take_back(library, {first}, kept) == 0
        assert growing.proposals(library, kept).made[0].paper == first


def test_what_was_declined_follows_its_paper_to_a_new_key(tmp_path: Path) -> None:
    kept = tmp_path / "decisions.yaml"
    decisions.decline(kept, [(Declined("s2:old", "Ada", "2026"), "name")])
    decisions.follow(kept, {"s2:old": "arxiv:2001.00001"})
    assert [one.paper for one in decisions.read_file(kept).declined] == ["arxiv:2001.00001"]
    assert "# name" in kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("told", ["declined: 3", "declined: [{by: Ada}]", "declined: [a]"])
def test_a_file_that_declines_nothing_readable_is_refused(tmp_path: Path, told: str) -> None:
    kept = tmp_path / "decisions.yaml"
    kept.write_text(f"decisions: []\n{told}\n", encoding="utf-8")
    with pytest.raises(DecisionsError, match="declined"):
        decisions.read_file(kept)


def test_what_is_accepted_is_on_the_list_and_no_longer_proposed(path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "decisions.yaml"
    with Library.open(path) as library:
        before = growing.proposals(library, kept)
    wanted = before.made[:2]
    added = growing.accept(path, before.entries(wanted))
    assert added.added == 2
    with Library.open(path) as library:
        after = growing.proposals(library, kept)
        listed = {key for _, key in library.seed_entries()}
    assert {one.paper for one in wanted} <= listed
    assert not {one.paper for one in wanted} & {one.paper for one in after.made}


def test_a_library_without_a_list_cannot_grow() -> None:
    with Library.in_memory() as library, pytest.raises(InputError, match="no reading list"):
        growing.proposals(library)


def test_a_list_of_one_paper_gets_proposals_without_chances(tmp_path: Path) -> None:
    (tmp_path / "list.yaml").write_text(
        'papers:\n  - {title: BERT, identifiers: {arxiv: "1810.04805"}}\n', encoding="utf-8"
    )
    build_library(tmp_path / "library.db", [tmp_path / "list.yaml"])
    with Library.open(tmp_path / "library.db") as library:
        found = growing.proposals(library, tmp_path / "decisions.yaml")
    assert found.made
    assert {one.chance for one in found.made} == {None}
    assert str(found.made[0].means).startswith("not measured")
    assert growing.at_least(found.made, 0.0) == []
