"""A service that only this test knows is asked like the others, and its word counts its rank."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from fake_services import FakeServices
from refreshing import FIRST as USUAL
from refreshing import Refreshed
from synthetic_world import sha_of

from ptm_graph.enrich.planning import ANSWER_TIME, plan
from ptm_graph.enrich.staleness import Due
from ptm_graph.errors import SourceError, UnavailableError
from ptm_graph.library import Library
from ptm_graph.settings import Settings
from ptm_graph.sources.batches import Looked
from ptm_graph.sources.service import Offer, Service
from ptm_graph.words.records import PaperRecord, ReferenceList, ReferenceRecord, Source
from ptm_graph.workflow.reading import read_lists

ALWAYS = datetime.timedelta(0)
FIRST, SECOND, THIRD = "1901.00001", "1902.00002", "1903.00003"
ABSTRACT = "What only the toy index has read."


class ToyIndex(Service):
    """Knows abstracts and lists by arXiv ids."""

    source = Source("toy index", "Toy Index", 1.5, asked="toy records")
    own_kind = "arxiv"
    understands = {"arxiv": "toy/{value}"}  # noqa: RUF012
    offers = {  # noqa: RUF012
        "records": Offer("toy records", "records of the toy index", batch=2),
        "references": Offer("toy references", "lists of the toy index"),
    }
    interval = 10.0

    def __init__(self, settings: Settings, error: SourceError | None = None):
        self.asked: list[Sequence[str]] = []
        self.error = error

    @property
    def requests(self) -> int:
        return len(self.asked)

    def _ask(self, *ids: str) -> None:
        self.asked.append(ids)
        if self.error is not None:
            raise self.error

    def papers(self, ids: Sequence[str]) -> Looked[PaperRecord]:
        self._ask(*ids)
        return Looked(
            {
                one: PaperRecord(
                    self.source.name,
                    {"arxiv": one.removeprefix("toy/")},
                    abstract=ABSTRACT,
                    venue="Toy Venue",
                )
                for one in ids
            }
        )

    def references(self, paper_id: str, stated_count: int | None = None) -> ReferenceList:
        self._ask(paper_id)
        cited = PaperRecord(self.source.name, {"arxiv": THIRD})
        return ReferenceList(
            self.source.name,
            (ReferenceRecord(cited), ReferenceRecord(None, title="A Book of Toys")),
            2,
        )

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def gaps(services: FakeServices) -> FakeServices:
    """Services that lack an abstract of the second seed and the list of the first."""
    services.world.papers[sha_of("seed-1")]["abstract"] = None
    services.world.elided.add(sha_of("seed-0"))
    return services


def with_toy(error: SourceError | None = None) -> dict[str, Any]:
    return {"kinds": (*USUAL, lambda settings: ToyIndex(settings, error))}


def test_it_fills_in_what_the_others_lack_and_provenance_says_so(
    gaps: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    report = refreshed(**with_toy())
    paper = library.paper(f"arxiv:{SECOND}")
    assert paper.abstract == ABSTRACT
    assert paper.provenance["abstract"] == "toy index"
    listed = [one for one in library.iter_citations() if one.citing == f"arxiv:{FIRST}"]
    assert [(one.cited, one.source) for one in listed] == [(f"arxiv:{THIRD}", "toy index")]
    assert library.paper(f"arxiv:{FIRST}").references_state == "partial", "others count more"
    assert library.unresolved_references(f"arxiv:{FIRST}")[0].title == "A Book of Toys"
    assert report.problems == [], "a list that one service gave is no problem of another"


def test_its_word_counts_less_than_that_of_services_of_a_higher_rank(
    gaps: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    refreshed(**with_toy())
    paper = library.paper(f"arxiv:{THIRD}")
    assert paper.venue == "Proceedings of Nothing"
    assert paper.abstract != ABSTRACT
    sources = {one.source for one in library.iter_citations() if one.citing == paper.key}
    assert sources == {"semantic scholar"}, "it is not asked for a list that another has given"


def test_the_library_remembers_its_rank(
    gaps: FakeServices, refreshed: Refreshed, tmp_path: Path
) -> None:
    path = tmp_path / "library.db"
    with Library.open(path, writable=True) as library:
        refreshed(library, **with_toy())
    with Library.open(path, writable=True) as library:
        for source in ("snapshot", "import"):
            library.store_paper(PaperRecord(source, {"arxiv": SECOND}, abstract="Lesser words."))
        assert library.paper(f"arxiv:{SECOND}").abstract == ABSTRACT
        library.store_paper(PaperRecord("arxiv", {"arxiv": SECOND}, abstract="Greater words."))
        assert library.paper(f"arxiv:{SECOND}").abstract == "Greater words."


def test_its_requests_are_reported_and_what_is_fresh_is_not_asked_for_again(
    gaps: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    report = refreshed(**with_toy())
    asked = [one.service for one in gaps.requests]
    assert report.requests == {
        "Semantic Scholar": asked.count("s2"),
        "arXiv": asked.count("arxiv"),
        "Toy Index": 4,
    }
    assert list(report.requests) == ["Semantic Scholar", "arXiv", "Toy Index"]
    assert library.history.refreshes()[-1].requests["Toy Index"] == 4
    assert refreshed(**with_toy()).requests["Toy Index"] == 0
    assert refreshed(max_age=ALWAYS, **with_toy()).requests["Toy Index"] == 4


def test_its_failure_costs_only_what_it_knows(
    gaps: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    report = refreshed(**with_toy(UnavailableError("Toy Index: out of order")))
    assert {one.stage for one in report.failures} == {"toy records", "toy references"}
    assert {one.reason for one in report.failures} == {"Toy Index: out of order"}
    assert library.paper(f"arxiv:{THIRD}").references_state == "complete"
    assert library.paper(f"arxiv:{SECOND}").abstract is None
    report = refreshed(max_age=ALWAYS, **with_toy())
    assert not report.failed
    assert library.paper(f"arxiv:{SECOND}").abstract == ABSTRACT


def test_what_it_will_be_asked_is_planned(
    gaps: FakeServices, library: Library, refreshed: Refreshed, seeds: Path
) -> None:
    entries = read_lists([seeds]).entries

    def planned(into: Library) -> list[tuple[str, int, int]]:
        now = datetime.datetime.now(datetime.UTC)
        found = plan(
            into,
            entries,
            gaps.settings(),
            lambda copied: Due(copied, ALWAYS, now),
            services=(*USUAL, ToyIndex),
        )
        toys = sum(one.requests for one in found.steps if one.service == "Toy Index")
        assert found.seconds == pytest.approx(
            toys * ToyIndex.interval + (found.requests - toys) * ANSWER_TIME
        )
        return [
            (one.what, one.papers, one.requests)
            for one in found.steps
            if one.service == "Toy Index"
        ]

    assert planned(library)[0] == ("records of the toy index", 5, 3)
    refreshed(**with_toy())
    assert planned(library) == [
        ("records of the toy index", 5, 3),
        ("lists of the toy index", 1, 1),
    ]


def test_a_seed_that_only_it_knows_is_resolved(
    gaps: FakeServices, library: Library, refreshed: Refreshed, seeds: Path
) -> None:
    text = seeds.read_text(encoding="utf-8")
    seeds.write_text(text + '  - identifiers: {arxiv: "2001.99999"}\n', encoding="utf-8")
    refreshed()
    assert library.seed_status()[-1].state == "unresolved"
    refreshed(**with_toy())
    assert library.seed_status()[-1].state == "resolved"
