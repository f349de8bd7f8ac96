"""What our clients make of answers in the shapes in which the services really give them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from replay_recorded import Recording, Replay, recordings
from replay_recorded import main as replay

from ptm_graph.enrich.printed import read_printed
from ptm_graph.errors import NotFoundError, SourceError
from ptm_graph.sources.batches import Looked
from ptm_graph.words.model import PartialDate
from ptm_graph.words.records import PaperRecord
from ptm_graph.words.typeset import plain

FOLDER = Path(__file__).parent / "recorded"
ALL = list(recordings(FOLDER))


@pytest.fixture
def clients() -> Iterator[Replay]:
    made = Replay()
    yield made
    for one in made.all:
        one.close()


def ask(clients: Replay, name: str) -> Any:
    """What our client makes of a recording."""
    place, one = next(
        (place, one) for place, one in enumerate(ALL) if one.name.partition(".")[0] == name
    )
    call = clients.call(one, ALL[place + 1 :])
    assert call is not None
    return call()


def body(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_bytes())


def test_no_recorded_answer_surprises_a_client(capsys: pytest.CaptureFixture[str]) -> None:
    assert replay(FOLDER) == 0
    told = capsys.readouterr().out.splitlines()
    assert not [line for line in told if "refused" in line]
    understood = {line.split()[0]: int(line.split()[-1]) for line in told if "understood" in line}
    assert understood == {
        "arxiv.org": 6,
        "crossref.org": 11,
        "openalex.org": 6,
        "semanticscholar.org": 7,
    }


@pytest.mark.parametrize(
    "name",
    ["work", "work-printed", "work-book", "work-no-date", "preprint", "case-report"],
)
def test_a_work_of_crossref_is_read_whole(clients: Replay, name: str) -> None:
    looked, listed = ask(clients, f"crossref/{name}")
    (found,) = looked.found.values()
    told = body(f"crossref/{name}")["message"]
    assert found.title.startswith(plain(told["title"][0]))
    assert len(found.authors or ()) == len(told.get("author", ()))
    given = told.get("reference", [])
    assert len(listed.references) == len(given)
    assert sum(one.cited is not None for one in listed.references) == sum(
        "DOI" in one for one in given
    )
    read = read_printed(listed).references
    said = ("article-title", "volume-title", "unstructured")
    assert [bool(one.title) for one in read] == [any(one.get(n) for n in said) for one in given]


def test_what_crossref_says_of_a_correction_is_a_notice(clients: Replay) -> None:
    looked, _ = ask(clients, "crossref/work")
    (found,) = looked.found.values()
    update = body("crossref/work")["message"]["updated-by"][0]
    (notice,) = found.notices
    date = PartialDate(*update["updated"]["date-parts"][0])
    assert (notice.kind, notice.date) == ("correction", date)
    assert notice.link == f"https://doi.org/{update['DOI'].lower()}"


def test_a_date_that_is_null_is_unknown(clients: Replay) -> None:
    looked, _ = ask(clients, "crossref/work-no-date")
    (found,) = looked.found.values()
    assert body("crossref/work-no-date")["message"]["issued"] == {"date-parts": [[None]]}
    assert (found.published, found.year, found.refused) == (None, None, ())


@pytest.mark.parametrize("name", ["list", "list-queried", "list-selected", "group-author"])
def test_a_list_of_crossref_gives_its_works(clients: Replay, name: str) -> None:
    told = body(f"crossref/{name}")["message"]["items"]
    works = [one["DOI"].lower() for one in told if one.get("type") != "reference-entry"]
    assert [one.identifiers["doi"] for one in ask(clients, f"crossref/{name}")] == works[:5]


@pytest.mark.parametrize("name", ["crossref/unknown", "openalex/unknown"])
def test_what_a_service_does_not_know_is_not_found(clients: Replay, name: str) -> None:
    with pytest.raises(NotFoundError):
        ask(clients, name)


@pytest.mark.parametrize("name", ["work-2023", "work-2024", "work-2026", "work-without-title"])
def test_a_work_of_openalex_of_any_year_is_read_whole(clients: Replay, name: str) -> None:
    looked, _ = ask(clients, f"openalex/{name}")
    (found,) = looked.found.values()
    told = body(f"openalex/{name}")
    assert found.title == told["title"]
    assert f"https://openalex.org/{found.identifiers['openalex']}" == told["id"]
    assert (found.year, found.citation_count) == (told["publication_year"], told["cited_by_count"])
    assert len(found.authors or ()) == len(told["authorships"])
    assert (found.abstract is None) == (not told["abstract_inverted_index"])
    assert found.notices == ()


def test_a_search_of_openalex_gives_its_works(clients: Replay) -> None:
    for name in ("openalex/list", "openalex/search"):
        told = [one["title"] for one in body(name)["results"]]
        assert [one.title for one in ask(clients, name)] == [plain(one) for one in told]


def test_a_match_of_semantic_scholar_is_found_or_not(clients: Replay) -> None:
    told = body("semantic-scholar/match")["data"][0]["title"]
    assert [one.title for one in ask(clients, "semantic-scholar/match")] == [told]
    assert ask(clients, "semantic-scholar/match-none") == []
    assert ask(clients, "semantic-scholar/match-empty") == []


def test_a_batch_of_semantic_scholar_may_have_nulls(clients: Replay) -> None:
    told = body("semantic-scholar/batch")
    found: list[PaperRecord] = ask(clients, "semantic-scholar/batch")
    assert None in told
    assert [one.title for one in found] == [one["title"] for one in told if one is not None]


def test_a_list_of_semantic_scholar_is_read_over_its_pages(clients: Replay) -> None:
    pages = [body(f"semantic-scholar/references-{number}")["data"] for number in (0, 1)]
    listed = ask(clients, "semantic-scholar/references-0")
    titles = [row["citedPaper"]["title"] for page in pages for row in page]
    assert [one.title for one in listed.references] == titles
    with_words = ask(clients, "semantic-scholar/references-with-words").references
    assert all(one.sentences and one.intents for one in with_words)


def test_feeds_of_arxiv_are_read_whole(clients: Replay) -> None:
    told = {
        one.name.split("/")[1].removesuffix(".json"): one.body.count(b"<published>")
        for one in ALL
        if one.name.startswith("arxiv/")
    }
    found = {name: {*ids(ask(clients, f"arxiv/{name}"))} for name in told}
    assert {name: len(those) for name, those in found.items()} == told
    assert sum(told.values()) > 4


def ids(given: Any) -> list[str]:
    records = given.found.values() if isinstance(given, Looked) else given
    return [one.identifiers["arxiv"] for one in records]


def test_a_recording_that_is_cut_is_a_surprise(tmp_path: Path) -> None:
    for one in FOLDER.glob("crossref/work.*"):
        data = one.read_bytes()
        cut = data if one.name.endswith("meta.json") else data[: len(data) // 2]
        (tmp_path / one.name).write_bytes(cut)
    assert replay(tmp_path) == 1
    assert isinstance(next(recordings(tmp_path)), Recording)


HOSTILE: tuple[Any, ...] = (
    *(None, True, -1, 10**30, float("nan"), "", "x" * 6_000, "\ud800\0<script>", [], {}),
    *([None], [[[]]], ["x"], [{}], {"a": {}}, "2019-13-99", "10.1/x"),
)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in an answer, of lists the first entry alone."""
    yield at
    inner = value.items() if isinstance(value, dict) else []
    for name, one in inner if not isinstance(value, list) else enumerate(value[:1]):
        yield from places(one, (*at, name))


@pytest.mark.parametrize("name", ["crossref/work", "crossref/list", "openalex/work-2026"])
def test_a_hostile_value_at_any_place_is_no_surprise(clients: Replay, name: str) -> None:
    one = next(one for one in ALL if one.name.partition(".")[0] == name)
    tried = 0
    for number, at in enumerate(places(body(name))):
        for value in HOSTILE[number % 5 :: 5]:
            told = body(name) if at else value
            inner = told
            for step in at[:-1]:
                inner = inner[step]
            if at:
                inner[at[-1]] = value
            sent = Recording(one.name, one.uri, 200, json.dumps(told).encode())
            call = clients.call(sent, [])
            assert call is not None
            with contextlib.suppress(SourceError):
                call()
            tried += 1
    assert tried > 200
