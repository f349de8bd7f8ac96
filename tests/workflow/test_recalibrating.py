"""A person's decisions recalibrate the confidences of her library, if she wishes."""

from __future__ import annotations

from pathlib import Path

import pytest
from running import Run

from ptm_graph.errors import InputError
from ptm_graph.library import Library
from ptm_graph.lineage import why
from ptm_graph.lineage.recalibration import Recalibration
from ptm_graph.lineage.weights import recalibrated
from ptm_graph.workflow import decisions
from ptm_graph.workflow.decisions import Decision
from ptm_graph.workflow.opening import DecidedLineage, lineage_of
from ptm_graph.workflow.recalibrating import ENOUGH, learned, recalibrate

WHEN = "2026-01-02T03:04:05+00:00"


def found(path: Path, file: Path) -> DecidedLineage:
    with Library.open(path) as library:
        return lineage_of(library, file)


def decide(path: Path, file: Path, verdict: decisions.Verdict, most: int) -> int:
    """Say the same of the most doubtful relations; how many there were."""
    graph = found(path, file).graph
    pairs = sorted(graph.edges, key=lambda pair: (graph.edges[pair]["confidence"], pair))[:most]
    made = [Decision(child, parent, verdict, "ada", WHEN) for parent, child in pairs]
    decisions.record_all(file, [(one, ()) for one in made])
    return len(made)


def test_every_relation_has_one_confidence_wherever_it_is_asked_for(
    bundled_library_path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "decisions.yaml"
    opened = found(bundled_library_path, file)
    pairs = sorted(opened.graph.edges)[:12]
    assert pairs
    for parent, child in pairs:
        shown = opened.graph.edges[parent, child]["confidence"]
        for candidate in why(opened.citations, child, parent).candidates:
            if candidate.relation.parent == parent:
                assert candidate.relation.confidence == shown
        one = Decision(child, parent, "rejected", "ada", WHEN)
        without, _ = decisions.apply(opened.graph, opened.citations, [one])
        again, _ = decisions.apply(
            without, opened.citations, [Decision(child, parent, "set", "ada", WHEN)]
        )
        assert again.edges[parent, child]["confidence"] == shown


def test_nothing_is_recalibrated_silently_and_it_is_taken_back(
    run: Run, bundled_library_path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "decisions.yaml"
    where = ("--library", bundled_library_path, "--decisions", file)
    before = found(bundled_library_path, file).graph
    count = decide(bundled_library_path, file, "accepted", 40)
    assert count >= ENOUGH
    gold = tmp_path / "gold.csv"
    assert run("relation", "export", gold, *where).status == 0
    hint = run("evaluate", gold, *where)
    assert f"{count} of your decisions suggest that confidences are too low" in hint.err
    assert found(bundled_library_path, file).recalibration is None

    stored = run("evaluate", "--recalibrate", *where)
    assert f"recalibrated by {count} of your decisions" in stored.out
    after = found(bundled_library_path, file)
    assert after.recalibration is not None and after.recalibration.decisions == count
    assert len(after.decisions) == count
    undecided = [
        pair
        for pair in before.edges
        if pair in after.graph.edges and not after.graph.edges[pair].get("decision")
    ]
    assert undecided
    for pair in undecided:
        assert after.graph.edges[pair]["confidence"] > before.edges[pair]["confidence"]
        assert f"{count} of your decisions" in after.graph.edges[pair]["confidence_means"]
        said = why(after.citations, pair[1], weights=recalibrated(after.recalibration)).candidates
        (same,) = [one.relation for one in said if one.relation.parent == pair[0]]
        assert same.confidence == after.graph.edges[pair]["confidence"]
    why_of = run("why", undecided[0][1], *where).out
    assert f"recalibrated by {count} of your decisions" in why_of

    assert "as shipped" in run("evaluate", "--no-recalibrate", *where).out
    again = found(bundled_library_path, file)
    assert again.recalibration is None and len(again.decisions) == count
    for pair in undecided:
        assert again.graph.edges[pair]["confidence"] == before.edges[pair]["confidence"]
    assert "no recalibration" in run("evaluate", "--no-recalibrate", *where).out


def test_a_recalibration_is_learned_from_confidences_as_shipped(
    bundled_library_path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "decisions.yaml"
    decide(bundled_library_path, file, "rejected", 20)
    first = recalibrate(found(bundled_library_path, file), "ada")
    second = recalibrate(found(bundled_library_path, file), "ada")
    assert first is not None and second is not None
    assert first.recalibration == second.recalibration
    assert first.recalibration.shift < 0
    assert first.said is None  # twenty are too few to say it unasked


def test_a_relation_that_another_parent_replaced_counts_as_wrong(
    bundled_library_path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "decisions.yaml"
    opened = found(bundled_library_path, file)
    _, child = max(opened.graph.edges, key=lambda pair: opened.graph.edges[pair]["confidence"])
    ranked = why(opened.citations, child).candidates
    other = next(one.relation.parent for one in ranked if not one.chosen)
    decisions.record(file, Decision(child, other, "set", "ada", WHEN))
    what = learned(found(bundled_library_path, file))
    assert what is not None and what.recalibration.decisions == 1
    assert what.recalibration.slope < 1  # the surest was wrong, a doubtful one right


def test_decisions_about_no_candidate_teach_nothing(
    run: Run, bundled_library_path: Path, tmp_path: Path
) -> None:
    file = tmp_path / "decisions.yaml"
    decisions.record(file, Decision("nobody", "nothing", "accepted", "ada", WHEN))
    text = file.read_text(encoding="utf-8")
    assert learned(found(bundled_library_path, file)) is None
    where = ("--library", bundled_library_path, "--decisions", file)
    outcome = run("evaluate", "--recalibrate", *where)
    assert outcome.status == 1 and "nothing changed" in outcome.err
    assert file.read_text(encoding="utf-8") == text


def test_comments_and_later_decisions_leave_a_recalibration_where_it_is(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(
        "# ours\ndecisions:\n  - child: a  # A\n    parent: b\n    verdict: set\n", "utf-8"
    )
    assert decisions.read_with_recalibration(file)[1] is None
    moved = Recalibration(0.9, -0.25, 1)
    decisions.store_recalibration(file, moved, "ada", WHEN)
    decisions.record(file, Decision("c", "d", "accepted", "ada", WHEN))
    decisions.withdraw(file, "a", "b")
    decided, kept = decisions.read_with_recalibration(file)
    assert kept == moved and [one.child for one in decided] == ["c"]
    assert "# ours" in file.read_text("utf-8")
    assert decisions.withdraw_recalibration(file)
    assert decisions.read_with_recalibration(file) == (decided, None)


@pytest.mark.parametrize(
    "told",
    [
        "[]",
        "yes",
        "{slope: 1}",
        "{slope: -1, shift: 0, decisions: 3}",
        "{slope: .nan, shift: 0, decisions: 3}",
        "{slope: 1, shift: .inf, decisions: 3}",
        "{slope: 1, shift: 0, decisions: 0}",
        "{slope: 1e9, shift: 0, decisions: 3}",
        "{slope: 1, shift: 0, decisions: .inf}",
        "{slope: x, shift: 0, decisions: 3}",
    ],
)
def test_what_is_no_recalibration_is_refused_and_can_be_removed(tmp_path: Path, told: str) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(f"decisions: []\nrecalibration: {told}\n", encoding="utf-8")
    with pytest.raises(InputError, match="--no-recalibrate"):
        decisions.read(file)
    decisions.withdraw_recalibration(file)
    assert decisions.read(file) == ()
