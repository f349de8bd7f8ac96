"""Mutations of answers, tried one after the other on libraries, and what they must not do."""

from __future__ import annotations

import contextlib
import datetime
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

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


@contextlib.contextmanager
def trying() -> Iterator[Trials]:
    """Services, and a library that is right."""
    with tempfile.TemporaryDirectory() as folder, unwired(a_world()) as services:
        seeds = Path(folder) / "seeds.yaml"
        sought = "  - title: Encoders That Are Sought by Their Title Alone\n    year: 2018\n"
        seeds.write_text(reading_list(3) + sought, encoding="utf-8")
        yield Trials(services, seeds)


def tried(trials: Trials, mutations: Iterable[Mutation]) -> list[str]:
    """What goes wrong with mutations, cold and over good data, a line each."""
    return [
        f"{'cold' if cold else 'over good data'}: {mutation}: {wrong}"
        for mutation in mutations
        for cold in (True, False)
        for wrong in trials.wrongs(mutation, cold=cold)
    ]
