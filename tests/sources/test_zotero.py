"""Lists that Zotero keeps, asked of the program and of zotero.org."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fake_zotero import FakeZotero, serving

from ptm_graph.errors import InputError, PtmGraphError, RefusedError, UnavailableError
from ptm_graph.settings import Settings
from ptm_graph.sources.transport import Transport
from ptm_graph.sources.zotero import Shelf, Zotero
from ptm_graph.words.zotero import Place, address_of, place_in

KEY = "s3cr3tkeyOfAda"


@pytest.fixture
def program() -> Iterator[FakeZotero]:
    with serving() as running:
        yield running


@pytest.fixture
def web() -> Iterator[FakeZotero]:
    with serving(KEY) as running:
        yield running


@pytest.fixture(params=["program", "web"])
def either(request: pytest.FixtureRequest) -> FakeZotero:
    found: FakeZotero = request.getfixturevalue(request.param)
    return found


def read(zotero: FakeZotero, address: str = "zotero:", since: str | None = None) -> Shelf | None:
    told = {name: value for name, value in zotero.environment().items() if value is not None}
    place = place_in(address)
    assert place is not None
    asked = Zotero(Settings.from_environment(told))
    try:
        return asked.read(place, since)
    finally:
        asked.close()


def keys(zotero: FakeZotero, address: str = "zotero:") -> list[str]:
    shelf = read(zotero, address)
    assert shelf is not None
    return [str(one["key"]) for one in shelf.items]


def birds(zotero: FakeZotero) -> None:
    """Collections in one another, and papers in them."""
    shelves = zotero.own
    shelves.collection("BIRDS001", "Birds")
    shelves.collection("OWLS0001", "Owls / night", "BIRDS001")
    shelves.collection("FISH0001", "Fish")
    shelves.collection("OWLS0002", "Owls / night", "FISH0001")
    shelves.item("PAPER001", title="On wrens", collections=["BIRDS001"], tags=[{"tag": "-new"}])
    shelves.item("PAPER002", title="On owls", collections=["OWLS0001", "BIRDS001"])
    shelves.item("PAPER003", title="On eels", collections=["FISH0001"], tags=[{"tag": "read"}])
    shelves.item("NOTE0001", "note", parentItem="PAPER003", note="<p>slippery</p>")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("zotero:", Place()),
        ("zotero:collection/Birds/Owls", Place(collection="Birds/Owls")),
        ("zotero:tag/to%20read", Place(tag="to read")),
        ("zotero:tag/a/b", Place(tag="a/b")),
        ("zotero:group/42", Place(group="42")),
        ("zotero:group/Bird lab/tag/x", Place(group="Bird lab", tag="x")),
        ("zotero:colection/x", None),
        ("zotero:collection/", None),
        ("zotero:group//tag/x", None),
    ],
)
def test_what_an_address_means(address: str, place: Place | None) -> None:
    assert address_of(address) == address
    assert place_in(address) == place


def test_a_whole_library_is_read_with_its_notes(either: FakeZotero) -> None:
    birds(either)
    assert sorted(keys(either)) == ["NOTE0001", "PAPER001", "PAPER002", "PAPER003"]


def test_a_collection_is_read_with_those_in_it_each_paper_once(either: FakeZotero) -> None:
    birds(either)
    shelf = read(either, "zotero:collection/birds")
    assert shelf is not None
    assert [one["key"] for one in shelf.items] == ["PAPER001", "PAPER002"]
    assert shelf.families == {"BIRDS001": "Birds", "OWLS0001": "Birds / Owls / night"}


@pytest.mark.parametrize(
    "name", ["OWLS0001", "Birds/Owls %2F night", "birds/owls %2f NIGHT", "Birds"]
)
def test_a_collection_is_found_by_key_path_and_name(program: FakeZotero, name: str) -> None:
    birds(program)
    assert "PAPER002" in keys(program, f"zotero:collection/{name}")


def test_a_tag_brings_its_papers_with_their_notes(either: FakeZotero) -> None:
    birds(either)
    assert keys(either, "zotero:tag/read") == ["PAPER003", "NOTE0001"]
    assert keys(either, "zotero:tag/-new") == ["PAPER001"]


def test_a_tag_of_many_papers_is_not_a_request_for_each(web: FakeZotero) -> None:
    for number in range(120):
        web.own.item(f"P{number:07}", title=f"Paper {number}", tags=[{"tag": "read"}])
        web.own.item(f"N{number:07}", "note", parentItem=f"P{number:07}", note="x")
    assert len(keys(web, "zotero:tag/read")) == 240
    assert len(web.asked) < 10


@pytest.mark.parametrize("group", ["42", "bird LAB"])
def test_a_group_is_found_by_number_and_name(either: FakeZotero, group: str) -> None:
    either.group.collection("NESTS001", "Nests")
    either.group.item("PAPER009", title="On nests", collections=["NESTS001"])
    assert keys(either, f"zotero:group/{group}") == ["PAPER009"]
    assert keys(either, f"zotero:group/{group}/collection/Nests") == ["PAPER009"]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("zotero:collection/Brids", "no collection “Brids”; did you mean “Birds”"),
        ("zotero:collection/quantum", "there are “Birds”, "),
        ("zotero:collection/Owls %2F night", "several collections"),
        ("zotero:tag/raed", "the tag “raed”; did you mean “read”?"),
        ("zotero:group/Brid lab", "no group “Brid lab”; did you mean “42 (Bird lab)”?"),
        ("zotero:group/43", "no group “43”"),
    ],
)
def test_a_wrong_name_is_one_line_with_the_right_ones(
    either: FakeZotero, address: str, told: str
) -> None:
    birds(either)
    with pytest.raises(InputError) as error:
        read(either, address)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


def test_a_program_that_does_not_run_is_one_line_at_once(program: FakeZotero) -> None:
    settings = Settings.from_environment(
        {"PTM_GRAPH_ZOTERO_URL": "http://127.0.0.1:9/api", "PTM_GRAPH_BACKOFF": "0"}
    )
    with pytest.raises(InputError, match=r"no Zotero answers at http://127.*start Zotero, or set"):
        Zotero(settings).read(Place())


def test_a_program_that_lets_nobody_read_says_where_to_allow_it(program: FakeZotero) -> None:
    program.allowed = False
    with pytest.raises(InputError, match="allow it in its settings"):
        read(program)


def test_a_key_that_is_refused_is_named_and_not_shown(web: FakeZotero) -> None:
    told = {**web.environment(), "ZOTERO_API_KEY": "wrongkeyOfBo"}
    settings = Settings.from_environment({k: v for k, v in told.items() if v is not None})
    with pytest.raises(RefusedError, match="check the key in ZOTERO_API_KEY") as error:
        Zotero(settings).read(Place())
    assert "wrongkeyOfBo" not in str(error.value)


def test_a_large_collection_comes_in_pages_and_whole(either: FakeZotero) -> None:
    either.own.collection("BIRDS001", "Birds")
    for number in range(1_250):
        either.own.item(f"P{number:07}", title=f"Paper {number}", collections=["BIRDS001"])
    found = keys(either, "zotero:collection/Birds")
    assert found == [f"P{number:07}" for number in range(1_250)]
    assert len(either.asked) == (15 if either.key else 3)


def test_an_outage_passes_and_a_wish_to_be_left_alone_is_kept(
    web: FakeZotero, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    defaults = Transport.__init__.__kwdefaults__ or {}
    monkeypatch.setitem(defaults, "sleep", slept.append)
    web.own.item("PAPER001", title="On wrens")
    web.faults = [(503, {"Retry-After": "7"}), (429, {"Retry-After": "8"}), (200, {"Backoff": "9"})]
    assert keys(web) == ["PAPER001"]
    assert [round(one) for one in slept[:3]] == [7, 8, 9]


@pytest.mark.parametrize("status", [500, 503])
def test_an_outage_that_stays_is_one_line(either: FakeZotero, status: int) -> None:
    either.faults = [(status, {})] * 10
    with pytest.raises(PtmGraphError, match=f"HTTP {status}"):
        read(either)


def test_what_has_not_changed_is_not_sent_again(web: FakeZotero) -> None:
    birds(web)
    first = read(web)
    assert first is not None
    web.asked.clear()
    assert read(web, since=first.version) is None
    assert len(web.asked) == 2  # whose key it is, and whether anything changed
    web.own.item("PAPER004", title="On geese")
    again = read(web, since=first.version)
    assert again is not None
    assert len(again.items) == len(first.items) + 1
    assert again.version != first.version


def test_a_version_of_another_library_says_nothing(web: FakeZotero) -> None:
    birds(web)
    first = read(web)
    assert first is not None
    assert read(web, "zotero:group/42", since=first.version) is not None


def test_a_version_that_is_refused_is_forgotten(web: FakeZotero) -> None:
    birds(web)
    first = read(web)
    assert first is not None
    web.faults = [(200, {}), (412, {})]
    assert read(web, since=first.version) is not None


def test_the_program_is_always_read_whole_because_its_version_hides_changes(
    program: FakeZotero,
) -> None:
    birds(program)
    first = read(program)
    assert first is not None
    assert first.version is None


def test_a_library_that_changes_between_pages_is_read_again(web: FakeZotero) -> None:
    for number in range(150):
        web.own.item(f"P{number:07}", title=f"Paper {number}")
    changes = iter(["P0000000"])

    def change(path: str) -> None:
        if "start=100" in path:
            for key in itertools.islice(changes, 1):
                web.own.remove(key)

    web.before = change
    assert keys(web) == [f"P{number:07}" for number in range(1, 150)]


def test_a_library_that_never_rests_is_given_up(web: FakeZotero) -> None:
    web.before = lambda path: web.own.__setattr__("version", web.own.version + 1)
    with pytest.raises(UnavailableError, match="changes all the time"):
        read(web)


def test_collections_that_lie_in_one_another_end(program: FakeZotero) -> None:
    shelves = program.own
    shelves.collection("AAAA0001", "A", "BBBB0001")
    shelves.collection("BBBB0001", "B", "AAAA0001")
    shelves.collection("CCCC0001", "C", "CCCC0001")
    shelves.item("PAPER001", title="On wrens", collections=["AAAA0001", "BBBB0001"])
    assert keys(program, "zotero:collection/A") == ["PAPER001"]
    assert keys(program, "zotero:collection/C") == []
    assert keys(program) == ["PAPER001"]


@pytest.mark.parametrize(
    "answer", [None, {}, "x", [3], [{"key": "../../x", "data": {}}], [{"data": {"name": "x"}}]]
)
def test_an_answer_of_another_form_is_one_line(
    program: FakeZotero, answer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fake_zotero

    monkeypatch.setattr(
        fake_zotero, "_found", lambda *_: answer if isinstance(answer, list) else []
    )
    monkeypatch.setattr(fake_zotero, "_json", lambda _: (200, {}, json.dumps(answer).encode()))
    try:
        shelf = read(program)
    except PtmGraphError as error:
        assert "\n" not in str(error)
    else:
        assert shelf is not None
        assert shelf.items == ()
