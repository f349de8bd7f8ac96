"""Whatever is done in whatever order, and whatever goes wrong meanwhile: nothing is lost.

Each story is told a second time without faults, deaths and others who write; in the end both
libraries are the same, to the byte of what is exported.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fake_services import FakeServices, Reply, Request
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from mortal import dying
from mutating import Mutation, Place, places
from richness import Held, difference, held, poorer
from synthetic_world import World, reading_list, sha_of, synthetic_world, told_apart
from unwired import unwired

from ptm_graph.errors import LibraryBusyError, PtmGraphError
from ptm_graph.exports import export
from ptm_graph.graph.citations import citation_graph
from ptm_graph.imports import read_graph
from ptm_graph.imports.into_library import store
from ptm_graph.library import Library
from ptm_graph.reading_lists import ReadingList
from ptm_graph.words.model import Note, SeedEntry
from ptm_graph.workflow import adding, decisions
from ptm_graph.workflow.building import build_library, save_snapshot
from ptm_graph.workflow.decisions import Decision
from ptm_graph.workflow.opening import lineage_of
from ptm_graph.workflow.refreshing import refresh_library

SEEDS = 3
KEYS = [f"arxiv:190{n + 1}.{n + 1:05d}" for n in range(SEEDS + 1)]

KINDS = (
    *("404", "429", "429ra", "500", "503", "html", "cut", "truncate", "garbage", "reset"),
    *("silent", "null", "hollow", "empty", "empty list", "empty feed", "error", "stranger"),
    *("permuted", "fewer", "error entry"),
)
ENDPOINTS = ("", "/batch", "references.paperId", "/references", "/citations", "/match", "/api/")

ENTRIES = (
    SeedEntry(title="Encoders That Are Sought by Their Title Alone", year=2018),
    SeedEntry(identifiers={"arxiv": "1904.00004"}, aliases=("FOURTH",)),
    SeedEntry(identifiers={"arxiv": "1902.00002"}, notes=(Note("what is listed already"),)),
    SeedEntry(title="A Paper That Nobody Knows at All", authors=("Nobody Atall",), year=2001),
)


def a_world() -> World:
    """Twelve papers, two of them records of one work."""
    world = told_apart(synthetic_world(SEEDS + 1, 6))
    world.add("sought", "Encoders That Are Sought by Their Title Alone", year=2018)
    world.cite(sha_of("sought"), sha_of("other-1"), sentences=["We extend the other work."])
    world.add("double", "Sparse Encoders for Problem Number Nought", year=2010)
    world.cite(sha_of("seed-1"), sha_of("double"), sentences=["We build on the double."])
    return world


@dataclass
class Desk:
    """A person's folder: list, decisions and library."""

    folder: Path
    services: FakeServices

    @property
    def library(self) -> Path:
        return self.folder / "library.db"

    @property
    def seeds(self) -> Path:
        return self.folder / "seeds.yaml"

    @property
    def decisions(self) -> Path:
        return self.folder / "decisions.yaml"

    def refresh(self) -> None:
        refresh_library(
            self.library,
            [self.seeds],
            settings=self.services.settings(),
            max_age=datetime.timedelta(0),
            citations=1,
            decisions_file=self.decisions,
        )

    def exported(self) -> dict[str, str]:
        """All that a person takes out of it, as text."""
        with Library.open(self.library) as library:
            graphs = {
                "citations": citation_graph(library),
                "lineage": lineage_of(library, self.decisions).graph,
            }
            dump = library.dump()
        for name, graph in graphs.items():
            export(graph, self.folder / f"{name}.json")
        files = [*self.folder.glob("*.json"), self.seeds, self.decisions]
        told = {path.name: path.read_text(encoding="utf-8") for path in files if path.exists()}
        return {"library": dump, **told}


@dataclass
class Stage:
    """What all stories have in common."""

    services: FakeServices
    folder: Path
    snapshot: Path
    graph: Path
    places: list[Place]


@contextlib.contextmanager
def a_stage() -> Iterator[Stage]:
    with unwired(a_world()) as services, tempfile.TemporaryDirectory() as name:
        folder, found = Path(name), {}

        def note(request: Request, reply: Reply) -> Reply:
            found.update({place.kind: place for place in places(request, reply)})
            return reply

        services.tamper = note
        desk = Desk(folder / "first", services)
        desk.folder.mkdir()
        desk.seeds.write_text(reading_list(SEEDS + 1), encoding="utf-8")
        desk.refresh()
        services.tamper = untouched
        with Library.open(desk.library) as library:
            save_snapshot(library, folder / "snapshot.jsonl", "a made-up world")
            export(citation_graph(library), folder / "graph.json")
        yield Stage(
            services,
            folder,
            folder / "snapshot.jsonl",
            folder / "graph.json",
            sorted(found.values(), key=str),
        )


def untouched(_: Request, reply: Reply) -> Reply:
    return reply


STAGE: list[Stage] = []
_faults = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from(ENDPOINTS), st.sampled_from([None, 1, 3])),
    max_size=3,
)
_numbers = st.integers(0, len(ENTRIES) - 1)
_deaths = st.one_of(st.none(), st.integers(0, 120))
HOSTILE = ("true", "minus one", "of five thousand digits", "enormous", "a deep list", "an object")


class AnyOrder(RuleBasedStateMachine):
    """One folder to which things happen."""

    @initialize()
    def begin(self) -> None:
        self.stage = STAGE[0]
        self.root = Path(tempfile.mkdtemp(dir=self.stage.folder))
        self.told: list[Callable[[Desk], None]] = []
        self.desk = self._desk("this")
        self.before: Held | None = None
        self.decided: dict[tuple[str, str], Decision] = {}
        self.merged = 0

    def _desk(self, name: str) -> Desk:
        desk = Desk(self.root / name, self.stage.services)
        desk.folder.mkdir()
        desk.seeds.write_text(reading_list(SEEDS), encoding="utf-8")
        return desk

    def _do(self, step: Callable[[Desk], None], death: int | None = None) -> None:
        """Do something; whoever died over it does it again."""
        self.told.append(step)
        with dying(death) as died:
            step(self.desk)
        if died:
            self._look()
            step(self.desk)

    # --- what may be done --------------------------------------------------------------------

    @rule(death=_deaths)
    def build(self, death: int | None) -> None:
        self._do(
            lambda desk: void(build_library(desk.library, [desk.seeds], self.stage.snapshot)), death
        )

    @rule(faults=_faults, data=st.data(), death=_deaths)
    def refresh(
        self, faults: list[tuple[str, str, int | None]], data: st.DataObject, death: int | None
    ) -> None:
        services = self.stage.services
        services.heal()
        for kind, naming, times in faults:
            services.fail(kind, naming=naming, times=times)
        if data.draw(st.booleans()):
            place = data.draw(st.sampled_from(self.stage.places))
            mutation = Mutation(place, data.draw(st.sampled_from(HOSTILE)))
            if not mutation.plausible:
                services.tamper = mutation
        try:
            with dying(death):
                self.desk.refresh()
        finally:
            services.heal()
            services.tamper = untouched
        self.told.append(Desk.refresh)

    @rule(number=_numbers, death=_deaths)
    def add(self, number: int, death: int | None) -> None:
        self._do(lambda desk: add(desk, ENTRIES[number]), death)

    @rule(
        pair=st.permutations(KEYS).map(lambda keys: tuple(keys[:2])),
        verdict=st.sampled_from(["accepted", "rejected", "set"]),
        death=_deaths,
    )
    def decide(self, pair: tuple[str, str], verdict: decisions.Verdict, death: int | None) -> None:
        decision = Decision(*pair, verdict, "Ada", "2026-01-05T12:00:00+00:00")
        self.decided[pair] = decision
        self._do(lambda desk: decisions.record(desk.decisions, decision), death)

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        if self.decided:
            pair = data.draw(st.sampled_from(sorted(self.decided)))
            del self.decided[pair]
            self._do(lambda desk: void(decisions.withdraw(desk.decisions, *pair)))

    @rule(death=_deaths)
    def import_graph(self, death: int | None) -> None:
        self._do(lambda desk: import_graph(desk, self.stage.graph), death)

    @rule()
    def merge_and_split(self) -> None:
        """A mistake that is taken back leaves no trace."""
        with self._opened() as library:
            known = library.numbers_by_identifier("s2")
            if not known.keys() >= {sha_of("other-0"), sha_of("double")}:
                return
            keys = [library.find(sha_of(name)).key for name in ("other-0", "double")]
            before = library.dump()
            with library.writing() as writer:
                one, two = (writer.number(key) for key in keys)
                writer.allow_joining(one, two)
                writer.merge(one, two, "by mistake")
            with library.writing() as writer:
                writer.split(library.merges()[-1].number, "they are two")
            assert library.dump() == before, difference(before, library.dump())

    @contextlib.contextmanager
    def _opened(self) -> Iterator[Library]:
        with Library.open(self.desk.library, writable=True) as library:
            yield library

    @rule(
        number=_numbers,
        pair=st.permutations(KEYS).map(lambda keys: tuple(keys[:2])),
        when=st.integers(0, 6),
    )
    def refresh_while_others_write(self, number: int, pair: tuple[str, str], when: int) -> None:
        """Others decide, add, import and refresh while a refresh waits for an answer."""
        decision = Decision(*pair, "accepted", "Bob", "2026-01-06T12:00:00+00:00")
        self.decided[pair] = decision
        left = [when]

        def others(request: Request, reply: Reply) -> Reply:
            left[0] -= 1
            if left[0] == -1:
                decisions.record(self.desk.decisions, decision)
                add(self.desk, ENTRIES[number])
                import_graph(self.desk, self.stage.graph)
                with pytest.raises(LibraryBusyError):
                    self.desk.refresh()
            return reply

        self.stage.services.heal()
        self.stage.services.tamper = others
        try:
            self.desk.refresh()
        finally:
            self.stage.services.tamper = untouched
        self.told.append(Desk.refresh)
        if left[0] < 0:
            self.told.append(lambda desk: decisions.record(desk.decisions, decision))
            self.told.append(lambda desk: add(desk, ENTRIES[number]))
            self.told.append(lambda desk: import_graph(desk, self.stage.graph))
        else:
            self._do(lambda desk: decisions.record(desk.decisions, decision))

    # --- what is always so ---------------------------------------------------------------------

    @invariant()
    def nothing_is_lost(self) -> None:
        self._look()

    def _look(self) -> None:
        present = {one.pair[::-1]: one for one in decisions.read(self.desk.decisions)}
        assert present.items() <= self.decided.items()
        if not self.desk.library.exists():
            return
        try:
            library = Library.open(self.desk.library)
        except PtmGraphError:  # its maker died before there was anything in it
            assert self.before is None
            return
        with library:
            assert not library.faults(), library.faults()
            if self.before is not None:
                lost = list(poorer(self.before, library))
                assert not lost, lost
            self.before = held(library)

    def teardown(self) -> None:
        try:
            self._compare()
        finally:
            shutil.rmtree(self.root)

    def _compare(self) -> None:
        self.stage.services.heal()
        assert {one.pair[::-1]: one for one in decisions.read(self.desk.decisions)} == self.decided
        self.desk.refresh()
        self._look()
        ours = self.desk.exported()
        assert not list(self.desk.folder.glob("*.lock"))
        self.desk.folder.rename(self.root / "told first")
        self.desk = self._desk("this")  # in the same place, which is part of what is exported
        for step in self.told:
            step(self.desk)
        self.desk.refresh()
        right = self.desk.exported()
        assert ours.keys() == right.keys()
        for name, text in right.items():
            assert ours[name] == text, f"{name}: {difference(text, ours[name])}"


def void(_: object) -> None:
    """Nothing."""


def add(desk: Desk, entry: SeedEntry) -> None:
    with adding.editing(desk.seeds, "reading list"):
        adding.write(adding.proposed(desk.seeds, ReadingList((entry,))))


def import_graph(desk: Desk, graph: Path) -> None:
    with Library.open(desk.library, writable=True) as library:
        store(library, read_graph(graph).graph)


@pytest.fixture(scope="module", autouse=True)
def stage() -> Iterator[None]:
    with a_stage() as made:
        STAGE[:] = [made]
        yield


@pytest.mark.slow
def test_whatever_is_done_in_whatever_order_nothing_is_lost() -> None:
    """The same few stories in every run; with ``make soak`` others, as long as is wanted."""
    usual = settings(max_examples=6, stateful_step_count=8, suppress_health_check=list(HealthCheck))
    left = float(os.environ.get("SOAK_SECONDS", "0"))
    if not left:
        run_state_machine_as_test(AnyOrder, settings=usual)
        return
    longer = settings(usual, max_examples=40, stateful_step_count=16, derandomize=False)
    until = time.monotonic() + left
    while time.monotonic() < until:
        run_state_machine_as_test(AnyOrder, settings=longer)
