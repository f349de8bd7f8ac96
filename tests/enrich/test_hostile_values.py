"""Whatever value a field of an answer has, the run ends, nothing is lost, and it is told."""

from __future__ import annotations

import datetime
import os
import random
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from fake_services import FakeServices, Reply, Request
from mutating import VALUES, Mutation, Place, places
from refreshing import refresh_from
from richness import difference, held, poorer
from synthetic_world import World, reading_list, sha_of, synthetic_world, told_apart
from unwired import unwired

from ptm_graph.enrich.refresh import RefreshReport
from ptm_graph.library import Library

ASKED = datetime.timedelta(0)


def untouched(_: Request, reply: Reply) -> Reply:
    return reply


def a_world() -> World:
    """Few papers, but of every kind: one is found by its title, one has a list withheld."""
    world = told_apart(synthetic_world(3, 5))
    world.add("sought", "Encoders That Are Sought by Their Title Alone", year=2018)
    world.cite(sha_of("sought"), sha_of("other-1"), sentences=["We extend the other work."])
    return world


_SEVERAL = re.compile(r"}(author|name|\w*category)$")
"""Elements of which a paper has several."""

_CORRECTED = re.compile(r": (facts|abstract) was")
"""A text may be replaced by a shorter one, from which less is read."""


def _stays(mutation: Mutation) -> bool:
    """Whether a value that may be right is kept, as more than what is told next."""
    place = mutation.place
    several = place.endpoint == "feed" and _SEVERAL.search(str(place.path[0]))
    return place.sort == "list" or 0 in place.path or bool(several)


class Trials:
    """One library that is right, and what becomes of it and of an empty one."""

    def __init__(self, services: FakeServices, seeds: Path):
        self.services, self.seeds = services, seeds
        self.right = Library.in_memory()
        self.places: dict[Place, None] = {}
        self.refresh(self.right, self._note)
        self.held, self.dump = held(self.right), self.right.dump()

    def _note(self, request: Request, reply: Reply) -> Reply:
        self.places.update(dict.fromkeys(places(request, reply)))
        return reply

    def refresh(
        self, library: Library, tamper: Callable[[Request, Reply], Reply] = untouched
    ) -> RefreshReport:
        """Refresh a library from services whose answers are tampered with."""
        self.services.heal()
        self.services.tamper = tamper
        return refresh_from(self.services, library, self.seeds, max_age=ASKED, citations=1)

    def mutations(self) -> list[Mutation]:
        """Each field of each kind of answer with each value."""
        kinds = {place.kind: place for place in sorted(self.places, reverse=True, key=str)}
        return [Mutation(place, value) for place in kinds.values() for value in VALUES]

    def wrongs(self, mutation: Mutation, *, cold: bool) -> list[str]:
        """What a mutation does that it must not."""
        with Library.in_memory() if cold else self.right.copy() as library:
            try:
                return list(self._wrongs(mutation, library, cold=cold))
            except Exception as error:
                return [f"ends with {error!r}"]

    def _wrongs(self, mutation: Mutation, library: Library, *, cold: bool) -> Iterator[str]:
        report = self.refresh(library, mutation)
        if not cold:
            lost = poorer(self.held, library)
            yield from (one for one in lost if not (mutation.plausible and _CORRECTED.search(one)))
        yield from (f"damaged: {one}" for one in library.faults())
        if cold and not report.problems and not mutation.plausible and library.dump() != self.dump:
            yield "less than there is, and not told"
        report = self.refresh(library)
        if library.dump() != self.dump and not (mutation.plausible and _stays(mutation)):
            yield f"not mended by the next healthy run: {difference(self.dump, library.dump())}"
        if report.failed:
            yield f"the next healthy run fails: {report.failures}"


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trials]:
    seeds = tmp_path_factory.mktemp("hostile") / "seeds.yaml"
    sought = "  - title: Encoders That Are Sought by Their Title Alone\n    year: 2018\n"
    seeds.write_text(reading_list(3) + sought, encoding="utf-8")
    with unwired(a_world()) as services:
        yield Trials(services, seeds)


def tried(trials: Trials, mutations: Iterable[Mutation]) -> list[str]:
    """What goes wrong with mutations, cold and over good data, a line each."""
    return [
        f"{'cold' if cold else 'over good data'}: {mutation}: {wrong}"
        for mutation in mutations
        for cold in (True, False)
        for wrong in trials.wrongs(mutation, cold=cold)
    ]


def test_every_field_that_the_services_give_is_tried(trials: Trials) -> None:
    endpoints = {place.endpoint for place in trials.places}
    assert endpoints == {"records", "cited ids", "references", "citations", "match", "feed"}
    assert len({place.kind for place in trials.places}) > 100


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
