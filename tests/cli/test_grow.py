"""``ptm-graph grow``: proposals are shown, accepted, declined and taken back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click
import pytest
from running import Run


@pytest.fixture(autouse=True)
def library(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    bundled_library_path: Path,
) -> Path:
    """A library of its own, named after ``run`` has named another."""
    request.getfixturevalue("run")
    path = Path(shutil.copy(bundled_library_path, tmp_path / "library.db"))
    monkeypatch.setenv("PTM_GRAPH_LIBRARY", str(path))
    monkeypatch.setenv("PTM_GRAPH_DECISIONS", str(tmp_path / "decisions.yaml"))
    return path


def proposed(run: Run, *more: str) -> list[str]:
    return [one["key"] for one in json.loads(run("grow", "--json", *more).out)]


def test_each_proposal_is_shown_with_reason_chance_and_what_it_means(run: Run) -> None:
    shown = run("grow", "--most", "5")
    assert shown.out.startswith("5 proposals from ")
    assert shown.out.count(" that stand to the list like this one are on it") == 5
    assert shown.out.count("each of its papers was looked at as if it were not there") == 1


def test_a_declined_paper_is_listed_and_not_proposed(run: Run) -> None:
    first = proposed(run)[0]
    assert run("grow", "--decline", first).status == 0
    assert first not in proposed(run)
    assert json.loads(run("grow", "--declined", "--json").out)[0]["paper"] == first
    assert "1 of 1" in run("grow", "--take-back", first).out
    assert proposed(run)[0] == first


def test_a_rule_accepts_what_is_likely_enough_and_a_trial_nothing(run: Run, library: Path) -> None:
    own = library.with_name("reading-list.yaml")
    tried = run("grow", "--accept", "0.5", "--dry-run")
    assert (tried.status, own.exists()) == (0, False)
    assert "nothing to accept" in run("grow", "--accept", "1").out
    done = run("grow", "--accept", "0.5")
    assert done.status == 0
    assert own.exists()
    assert str(own) in done.out


def test_keys_decide_one_by_one_and_the_end_of_the_input_stops(
    run: Run, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = iter("xadsq")
    monkeypatch.setattr(click, "getchar", lambda: next(keys))
    first, second, *_ = proposed(run)
    asked = run("grow", "--ask")
    assert asked.status == 0
    assert "4 of 20" in asked.out
    assert "5 of 20" not in asked.out
    assert first.split(":")[1] in library.with_name("reading-list.yaml").read_text("utf-8")
    assert json.loads(run("grow", "--declined", "--json").out)[0]["paper"] == second


def test_no_service_is_asked_beyond_the_budget(run: Run) -> None:
    refused = run("grow", "--refresh", "5", "--budget", "1")
    assert refused.status == 2
    assert "nothing was asked" in refused.err


@pytest.mark.parametrize(
    "options", [("--dry-run",), ("--ask", "--json"), ("--ask", "--accept", "1")]
)
def test_options_that_contradict_each_other_are_refused(run: Run, options: tuple[str, ...]) -> None:
    assert run("grow", *options).status == 2


AWESOME = """# Awesome pretraining

## Models

- **XLNet**: [XLNet: Generalized Pretraining](https://arxiv.org/abs/1906.08237) (2019)
- **RoBERTa**: [RoBERTa: A Robustly Optimized BERT](https://arxiv.org/abs/1907.11692) (2019)
- **BERT**: [BERT: Pre-training of Transformers](https://arxiv.org/abs/1810.04805) (2018)

## Vision

- **ViLBERT**: [ViLBERT: Pretraining Representations](https://arxiv.org/abs/1908.02265) (2019)
- **VL-BERT**: [VL-BERT: Visual-Linguistic Representations](https://arxiv.org/abs/1908.08530) (2019)
"""


def test_a_patch_adds_lines_in_the_form_of_the_list_and_says_what_and_why(
    run: Run, tmp_path: Path
) -> None:
    target = tmp_path / "README.md"
    target.write_text(AWESOME, encoding="utf-8")
    told = run("grow", "--diff", target)
    lines = told.out.splitlines()[2:]
    added = [line[1:] for line in lines if line.startswith("+")]
    assert target.read_text(encoding="utf-8") == AWESOME
    assert added
    assert not [line for line in lines if line.startswith("-")]
    assert all(line.startswith("- **") and "](https://arxiv.org/abs/" in line for line in added)
    assert f"{len(added)} of 20 added to {target}" in told.err
    assert "descends most likely from" in told.err
    data = json.loads(run("grow", "--diff", target, "--json").out)
    assert data["patch"] == told.out
    assert len(data["added"]) + len(data["left"]) == 20
