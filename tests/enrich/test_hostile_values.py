"""Whatever value a field of an answer has, the run ends, nothing is lost, and it is told."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest
from hostile_trials import Trials, tried, trying
from mutating import Mutation, Place

from ptm_graph.library import Library


@pytest.fixture(scope="module")
def trials() -> Iterator[Trials]:
    with trying() as made:
        yield made


def test_every_field_that_the_services_give_is_tried(trials: Trials) -> None:
    endpoints = {place.endpoint for place in trials.places}
    assert endpoints == {"records", "cited ids", "references", "citations", "match", "feed"}
    assert len({place.kind for place in trials.places}) > 100


@pytest.mark.slow
def test_no_value_of_any_field_ends_a_run_or_loses_anything(trials: Trials) -> None:
    mutations = trials.mutations()
    random.Random(14).shuffle(mutations)
    assert tried(trials, mutations[:30]) == []


@pytest.mark.skipif("SOAK_SECONDS" not in os.environ, reason="make soak: tries all of them")
def test_no_value_at_all_does(trials: Trials) -> None:
    assert tried(trials, trials.mutations()) == []


# --- what the machine found ---------------------------------------------------------------------


def place_of(trials: Trials, endpoint: str, name: str) -> Place:
    return min(place for place in trials.places if place.kind == (endpoint, name))


def test_an_id_that_is_none_among_cited_ids_is_passed_over(trials: Trials) -> None:
    place = place_of(trials, "cited ids", "references.*.paperId")
    assert trials.wrongs(Mutation(place, "controls"), cold=True) == []


def test_a_list_of_cited_ids_that_is_no_list_is_told_as_a_failure(trials: Trials) -> None:
    with Library.in_memory() as library:
        place = place_of(trials, "cited ids", "references")
        report = trials.refresh(library, Mutation(place, "an object"))
    assert [one.stage for one in report.failures] == ["cited ids"]


def test_an_id_of_a_reference_that_is_none_is_told(trials: Trials) -> None:
    place = place_of(trials, "references", "data.*.citedPaper.paperId")
    with Library.in_memory() as library:
        report = trials.refresh(library, Mutation(place, "true"))
        assert [one.reason for one in report.problems] == [
            "semantic scholar: identifiers: no valid identifier of its kind, taken as unknown"
        ]
        assert trials.refresh(library).problems == [], "and not again when it is right"
