"""A list that grows from one paper: its ancestors, its descendants, within a budget."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_indexes import with_dois
from fake_services import FakeServices, Source, packed, serving
from synthetic_world import World

from ptm_graph.errors import AmbiguousQueryError, InputError
from ptm_graph.library import Library
from ptm_graph.reading_lists import read_files
from ptm_graph.workflow.opening import lineage_of
from ptm_graph.workflow.tracing import Bounds, TextWishes, Traced, expected, starts, trace

_OWN = (
    "We extend {name} with a second objective and start from its weights.",
    "Our model is based on {name}, whose decoder we replace.",
    "In contrast to {name}, which we build on, we do not share the layers.",
    "We follow {name} and adapt its training.",
)
_OTHERS = ("Earlier work looked at several such tasks.",)
LOST = "Quiet Murmurs of an Unrecorded Ancestor"


@pytest.fixture
def world() -> World:
    """Zorbak descends from Yelmo and a lost work, Yelmo from Xanta, Xanta from Wirro."""
    made = World()
    named = {
        "wirro": ("Wirro: Grain Boundaries in Slow Furnaces", 2014),
        "xanta": ("Xanta: Tidal Phases Read by Small Machines", 2016),
        "yelmo": ("Yelmo: Orchard Maps Drawn from Hearsay", 2018),
        "zorbak": ("Zorbak: Kites and Other Unsteady Instruments", 2019),
        "after": ("Alphork: Painted Clocks for Distant Harbours", 2021),
    }
    ids = {
        name: made.add(
            name,
            title,
            year=year,
            publicationDate=f"{year}-03-01",
            externalIds={"ArXiv": f"{year % 100}03.0000{at}", "CorpusId": 900 + at},
            corpusId=900 + at,
        )
        for at, (name, (title, year)) in enumerate(named.items(), 1)
    }
    others = [
        made.add(f"other-{at}", f"{thing} of Little Consequence", year=2005 + at)
        for at, thing in enumerate(
            ("Lanterns", "Pebbles", "Ledgers", "Anvils", "Thimbles", "Reeds")
        )
    ]
    chain = ["after", "zorbak", "yelmo", "xanta", "wirro"]
    for child, parent in itertools.pairwise(chain):
        name = named[parent][0].partition(":")[0]
        told = [one.format(name=name) for one in _OWN]
        made.cite(
            ids[child], ids[parent], sentences=told, intents=["methodology"], influential=True
        )
        for other in others:
            made.cite(ids[child], other, sentences=list(_OTHERS), intents=["background"])
    told = [one.format(name="Murmurs") for one in _OWN]
    made.cite(ids["zorbak"], None, title=LOST, year=2017, sentences=told, influential=True)
    return made


@pytest.fixture
def services(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServices]:
    with serving(world) as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


def names(done: Traced, generation: int) -> list[str]:
    """The first words of those that matter, by probability."""
    found = [one.name for one in done.papers if one.generation == generation]
    return [name.partition(":")[0] for name in found if "Consequence" not in name]


def test_ancestors_are_found_from_nothing_but_an_identifier(
    services: FakeServices, tmp_path: Path
) -> None:
    done = trace(tmp_path / "own.db", ["1903.00004"])
    assert names(done, 0) == ["Zorbak"]
    assert set(names(done, 1)) == {"Yelmo", LOST}
    assert names(done, 2) == ["Xanta"]
    assert names(done, 3) == ["Wirro"]
    with Library.open(tmp_path / "own.db") as library:
        lineage = lineage_of(library).graph
    by_name = {data["name"].partition(":")[0]: key for key, data in lineage.nodes(data=True)}
    chain = ("Wirro", "Xanta", "Yelmo", "Zorbak")
    for parent, child in itertools.pairwise(chain):
        assert lineage.has_edge(by_name[parent], by_name[child])
    assert lineage.has_edge(by_name[LOST], by_name["Zorbak"]), "its sentences are known, too"


def test_a_list_that_the_first_service_withholds_comes_from_the_others(
    world: World, services: FakeServices, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_dois(world)
    (zorbak,) = [sha for sha, one in world.papers.items() if one["title"].startswith("Zorbak")]
    world.elided.add(zorbak)
    services.sources["1903.00004"] = Source(b"no source", "text/plain")
    with pytest.raises(InputError, match="withholds the reference list"):
        trace(tmp_path / "alone.db", ["1903.00004"])
    monkeypatch.delenv("PTM_GRAPH_SERVICES")
    done = trace(tmp_path / "own.db", ["1903.00004"])
    assert "Yelmo" in names(done, 1)
    with Library.open(tmp_path / "own.db") as library:
        given = {one.givers for one in library.iter_citations() if one.citing == done.papers[0].key}
    assert given <= {("crossref",), ("crossref", "openalex"), ("openalex",)}
    assert given


def test_the_list_is_a_seed_list_that_says_who_lists_what_nobody_has(
    services: FakeServices, tmp_path: Path
) -> None:
    done = trace(tmp_path / "own.db", ["arxiv.org/abs/1903.00004"], file=tmp_path / "mine.yaml")
    listed = {one.title: one for one in read_files([tmp_path / "mine.yaml"]).entries}
    assert len(listed) == len(done.papers)
    lost = listed[LOST]
    assert not lost.identifiers
    assert "no service has a record of it; listed by Zorbak" in (lost.note or "")
    assert all(one.identifiers for title, one in listed.items() if title != LOST)
    with Library.open(tmp_path / "own.db") as library:
        assert library.reading_lists() == [tmp_path / "mine.yaml"]
        assert not library.unresolved_references(done.papers[0].key)


def test_generations_and_papers_have_a_limit(services: FakeServices, tmp_path: Path) -> None:
    near = trace(tmp_path / "near.db", ["1903.00004"], Bounds(up=1))
    assert {one.generation for one in near.papers} == {0, 1}
    few = trace(tmp_path / "few.db", ["1903.00004"], Bounds(papers=2))
    assert len(few.papers) == 2
    assert few.left, "what the budget was not enough for is named"
    chances = [one.probability for one in few.left]
    assert chances == sorted(chances, reverse=True)
    assert few.papers[1].probability >= chances[0], "the likeliest come first"


def test_a_larger_budget_goes_on_and_asks_for_nothing_again(
    services: FakeServices, tmp_path: Path
) -> None:
    trace(tmp_path / "own.db", ["1903.00004"], Bounds(papers=2))
    before = [f"{one.path} {one.body}" for one in services.requests if "references?" in one.path]
    assert before
    more = trace(tmp_path / "own.db", ["1903.00004"], Bounds(papers=10))
    lists = [f"{one.path} {one.body}" for one in services.requests if "references?" in one.path]
    assert len(lists) > len(before)
    assert len(set(lists)) == len(lists), "no list is asked for twice"
    assert "Wirro" in names(more, 3)
    services.heal()
    trace(tmp_path / "own.db", ["1903.00004"], Bounds(papers=10))
    assert services.requests == []


def test_what_was_cut_off_goes_on(services: FakeServices, tmp_path: Path) -> None:
    class Impatient:
        """Presses Ctrl-C in the second round."""

        asked = 0

        def later(self, seconds: float) -> None: ...

        def stage(self, name: str, total: int) -> None: ...

        def advance(self, steps: int = 1) -> None:
            self.asked += steps
            if self.asked == 2:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trace(tmp_path / "own.db", ["1903.00004"], progress=Impatient())
    assert len(read_files([tmp_path / "own.yaml"]).entries) > 1, "what was found is kept"
    services.seen.clear()
    assert "Wirro" in names(trace(tmp_path / "own.db", ["1903.00004"]), 3)
    assert max(services.seen.values()) == 1


def test_descendants_are_those_that_build_on_it(services: FakeServices, tmp_path: Path) -> None:
    done = trace(tmp_path / "own.db", ["1803.00003"], Bounds(up=0, down=2))
    assert names(done, -1) == ["Zorbak"]
    assert names(done, -2) == ["Alphork"]


def test_a_citing_paper_that_only_mentions_it_is_looked_at_and_left(
    services: FakeServices, world: World, tmp_path: Path
) -> None:
    passing = world.add("passing", "Umbrellas in Passing", year=2022, publicationDate="2022-01-01")
    (start,) = [sha for sha, one in world.papers.items() if one["title"].startswith("Alphork")]
    (parent,) = [sha for sha, one in world.papers.items() if one["title"].startswith("Wirro")]
    world.cite(passing, start, sentences=list(_OTHERS))
    told = [one.format(name="Wirro") for one in _OWN]
    world.cite(passing, parent, sentences=told, influential=True)
    done = trace(tmp_path / "own.db", ["2103.00005"], Bounds(up=0, down=1))
    assert names(done, -1) == []
    assert done.dismissed == 1
    assert len(read_files([done.file]).entries) == 1


def test_what_it_costs_is_said_before(services: FakeServices, tmp_path: Path) -> None:
    cost = expected(tmp_path / "own.db", Bounds(papers=20))
    assert services.requests == []
    assert not (tmp_path / "own.db").exists()
    assert cost.papers == 20
    done = trace(tmp_path / "own.db", ["1903.00004"], Bounds(papers=20))
    assert sum(done.report.requests.values()) <= cost.most


def test_no_more_requests_are_sent_than_allowed(services: FakeServices, tmp_path: Path) -> None:
    bounds = Bounds(papers=20, requests=10)
    done = trace(tmp_path / "own.db", ["1903.00004"], bounds)
    assert sum(done.report.requests.values()) <= 10
    assert done.left


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no identifier, link or title"),
        ("https://example.org/a", "is no identifier, link or title"),
        ("9912.99999", "9912.99999"),
        ("A Title that Nobody has Ever Given", "no service knows the title"),
    ],
)
def test_what_is_no_known_paper_is_told_and_leaves_nothing(
    services: FakeServices, tmp_path: Path, text: str, said: str
) -> None:
    with pytest.raises(InputError, match=said) as told:
        trace(tmp_path / "own.db", [text])
    assert "\n" not in str(told.value)
    assert not list(tmp_path.glob("own*"))


def test_a_doubtful_title_is_answered_with_numbered_candidates(
    services: FakeServices, tmp_path: Path
) -> None:
    with pytest.raises(AmbiguousQueryError) as told:
        trace(tmp_path / "own.db", ["Orchard Maps Drawn from Rumours"])
    assert told.value.choices[0].startswith("1. arxiv:1803.00003  “Yelmo")
    assert not (tmp_path / "own.db").exists()


def test_a_paper_without_references_is_told(services: FakeServices, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no references of “Wirro"):
        trace(tmp_path / "own.db", ["1403.00001"])


def test_a_library_with_another_list_is_left_alone(services: FakeServices, tmp_path: Path) -> None:
    trace(tmp_path / "own.db", ["1903.00004"], Bounds(up=1), file=tmp_path / "mine.yaml")
    with pytest.raises(InputError, match="another reading list"):
        trace(tmp_path / "own.db", ["1803.00003"], file=tmp_path / "other.yaml")
    assert not (tmp_path / "other.yaml").exists()


def test_a_service_that_fails_costs_the_papers_it_failed_for(
    services: FakeServices, world: World, tmp_path: Path
) -> None:
    (yelmo,) = [sha for sha, one in world.papers.items() if one["title"].startswith("Yelmo")]
    services.fail("500", naming=f"{yelmo}/references")
    done = trace(tmp_path / "own.db", ["1903.00004"])
    assert done.report.failed
    assert "Yelmo" in names(done, 1)
    assert names(done, 2) == []
    again = list(services.paths(f"{yelmo}/references"))
    services.heal()
    assert "Wirro" in names(trace(tmp_path / "own.db", ["1903.00004"]), 3)
    assert len(again) <= 6, "a failing paper is asked for in one round only"


def test_identifiers_links_and_titles_name_papers() -> None:
    found = starts(["1810.04805", "https://arxiv.org/abs/1810.04805v2", " A Title of Some Words "])
    assert [dict(one.identifiers) for one in found[:2]] == [{"arxiv": "1810.04805"}] * 2
    assert found[2].title == "A Title of Some Words"
    assert dataclasses.replace(found[2], title=None).identifiers == {}


def test_what_is_no_title_is_no_entry_and_a_year_before_one_is_none_of_it(
    services: FakeServices, world: World, tmp_path: Path
) -> None:
    (zorbak,) = [sha for sha, one in world.papers.items() if one["title"].startswith("Zorbak")]
    told = [one.format(name="Grumble") for one in _OWN]
    broken = "2016) rather than the usual kites, as in Grumble. The lines are as long as the wind"
    world.cite(zorbak, None, title=broken, year=2016, sentences=told)
    title = "Grumbling at Length in Empty Rooms"
    world.cite(zorbak, None, title=f"2018a. {title}", year=2018, sentences=told)
    done = trace(tmp_path / "own.db", ["1903.00004"], Bounds(up=1))
    listed = {one.title for one in read_files([done.file]).entries}
    assert title in listed
    assert not any("rather than" in (one or "") for one in listed)
    assert broken in {one.title for one in done.unrecorded}, "it is told, though"


def test_how_likely_a_way_has_to_be_can_be_wished(services: FakeServices, tmp_path: Path) -> None:
    done = trace(tmp_path / "own.db", ["1903.00004"], Bounds(least=0.3))
    assert len(done.papers) > 1
    assert min(one.probability for one in done.papers) >= 0.3
    assert not done.left


def test_several_papers_are_starts_of_one_list(services: FakeServices, tmp_path: Path) -> None:
    done = trace(tmp_path / "own.db", ["1903.00004", "arXiv:2103.00005", "1903.00004v2"])
    assert set(names(done, 0)) == {"Zorbak", "Alphork"}
    assert len(read_files([done.file]).entries) == len(done.papers)


def test_a_later_run_still_knows_what_has_no_record(services: FakeServices, tmp_path: Path) -> None:
    for _ in range(2):
        done = trace(tmp_path / "own.db", ["1903.00004"])
        (lost,) = [one for one in done.papers if one.name == LOST]
        assert lost.entry is not None
        assert lost.listed_by[0].startswith("Zorbak")


@pytest.mark.parametrize(
    "text",
    ["papers: [{title: On One Line}]\n", "# Mine\n- [One](https://arxiv.org/abs/1903.00004)\n"],
)
def test_a_list_that_cannot_be_added_to_is_told_before_anybody_is_asked(
    services: FakeServices, tmp_path: Path, text: str
) -> None:
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    for ask in (
        lambda: expected(tmp_path / "own.db", file=tmp_path / "mine.yaml"),
        lambda: trace(tmp_path / "own.db", ["1903.00004"], file=tmp_path / "mine.yaml"),
    ):
        with pytest.raises(InputError, match=r"mine\.yaml"):
            ask()
    assert services.requests == []
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == text


def test_what_a_person_wrote_into_the_list_stays(services: FakeServices, tmp_path: Path) -> None:
    first = trace(tmp_path / "own.db", ["1903.00004"], Bounds(papers=3))
    text = first.file.read_text(encoding="utf-8")
    mine = text.replace("papers:", "# mine\npapers:").replace("Zorbak: ", "Zorbak:  ")
    first.file.write_text(mine, encoding="utf-8")
    trace(tmp_path / "own.db", ["1903.00004"])
    assert first.file.read_text(encoding="utf-8").startswith(mine.rstrip())


def test_a_full_text_gives_a_reference_list_that_no_service_has(
    services: FakeServices, world: World, tmp_path: Path
) -> None:
    (zorbak,) = [sha for sha, one in world.papers.items() if one["title"].startswith("Zorbak")]
    world.elided.add(zorbak)
    with pytest.raises(InputError, match="no references of “Zorbak"):
        trace(tmp_path / "none.db", ["1903.00004"])
    told = (
        r"We extend Yelmo \cite{y} and start from its weights. Our work is based on Yelmo \cite{y}."
    )
    services.sources["1903.00004"] = Source(
        packed(
            rf"\documentclass{{article}}\begin{{document}}\section{{Method}} {told}"
            r"\begin{thebibliography}{9}\bibitem{y} Ada Yelmo. Yelmo: Orchard Maps Drawn from "
            r"Hearsay. In Proceedings of Nothing, 2018.\end{thebibliography}\end{document}"
        )
    )
    done = trace(tmp_path / "own.db", ["1903.00004"], texts=TextWishes(10))
    assert "Yelmo" in names(done, 1)
    assert "Xanta" in names(done, 2)
