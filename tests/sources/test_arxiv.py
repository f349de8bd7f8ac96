"""arXiv through the real client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fake_services import FakeServices
from keeping_time import Time

from ptm_graph.errors import RefusedError, UnavailableError
from ptm_graph.sources.arxiv import Arxiv
from ptm_graph.words.model import PartialDate

IDS = [f"19{n + 1:02d}.{n + 1:05d}" for n in range(5)]


@pytest.fixture
def arxiv(services: FakeServices, time: Time) -> Iterator[Arxiv]:
    made = Arxiv(services.settings())
    yield made
    made.close()


def test_papers_come_by_their_bare_id_with_first_date_comment_and_categories(
    services: FakeServices, arxiv: Arxiv
) -> None:
    paper = services.world.by_service_id(f"ARXIV:{IDS[0]}")
    assert paper is not None
    services.world.papers[paper["paperId"]]["comment"] = "Accepted at   Nowhere"
    found = arxiv.papers(IDS).found
    assert list(found) == IDS
    record = found[IDS[0]]
    assert record.identifiers == {"arxiv": IDS[0]}
    assert record.published == PartialDate(2019, 1, 15)
    assert record.comment == "Accepted at Nowhere"
    assert record.categories == ("cs.CL",)
    assert len(services.requests) == 1


@pytest.mark.parametrize(
    "told", ["2019-02-30", "2019-13-45", "0000-00-00", "soon", "99999-01-01", " "]
)
def test_a_date_that_does_not_exist_is_unknown_and_told(
    services: FakeServices, arxiv: Arxiv, told: str
) -> None:
    paper = services.world.by_service_id(f"ARXIV:{IDS[0]}")
    assert paper is not None
    services.world.papers[paper["paperId"]]["arxivDate"] = told
    answer = arxiv.papers(IDS)
    assert not answer.failed
    record = answer.found[IDS[0]]
    assert (record.published, record.title) == (None, paper["title"])
    (refusal,) = record.refused
    assert (refusal.field, refusal.value) == ("published", f"{told}T00:00:00Z".strip())
    assert answer.found[IDS[1]].published is not None
    assert len(services.requests) == 1


def test_an_unknown_id_is_missing(arxiv: Arxiv) -> None:
    assert list(arxiv.papers([IDS[0], "2001.99999"]).found) == [IDS[0]]


def test_more_than_a_hundred_ids_are_not_cut_silently(services: FakeServices, arxiv: Arxiv) -> None:
    for n in range(150):
        services.world.add(f"more-{n}", f"Paper {n}", externalIds={"ArXiv": f"2003.{n:05d}"})
    assert len(arxiv.papers([f"2003.{n:05d}" for n in range(150)]).found) == 150


def test_a_malformed_id_never_reaches_the_service(services: FakeServices, arxiv: Arxiv) -> None:
    assert list(arxiv.papers([IDS[0], "nonsense", "1901.1", ""]).found) == [IDS[0]]
    assert arxiv.papers(["nonsense"]).found == {}
    assert not services.paths("nonsense")


@pytest.mark.parametrize(
    "kind",
    [
        "html", "cut", "fewer", "truncate", "garbage", "reset", "empty feed", "error entry",
        "stranger", "500", "502", "503", "504", "429", "silent",
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_asked_for_again(
    services: FakeServices, arxiv: Arxiv, kind: str
) -> None:
    services.fail(kind, times=1)
    assert list(arxiv.papers(IDS).found) == IDS


@pytest.mark.parametrize("kind", ["html", "cut", "fewer", "empty feed", "stranger", "503"])
def test_an_outage_is_never_an_empty_result(
    services: FakeServices, arxiv: Arxiv, kind: str
) -> None:
    services.fail(kind)
    with pytest.raises(UnavailableError, match="arXiv"):
        arxiv.papers(IDS)


@pytest.mark.parametrize("kind", ["error entry", "400"])
def test_one_id_that_the_service_stumbles_over_costs_only_itself(
    services: FakeServices, arxiv: Arxiv, kind: str
) -> None:
    services.fail(kind, naming=IDS[2])
    answer = arxiv.papers(IDS)
    assert list(answer.found) == [one for one in IDS if one != IDS[2]]
    assert list(answer.failed) == [IDS[2]]


def test_a_refusal_does_not_speak_of_a_key_that_arxiv_does_not_have(
    services: FakeServices, arxiv: Arxiv
) -> None:
    services.fail("403")
    with pytest.raises(RefusedError, match=r"refused.*403") as caught:
        arxiv.papers(IDS)
    assert "S2_API_KEY" not in str(caught.value)
    assert not caught.value.key_at_fault
    assert len(services.requests) == 1


def test_a_title_is_searched_word_by_word(services: FakeServices, arxiv: Arxiv) -> None:
    title = next(
        paper["title"]
        for paper in services.world.papers.values()
        if "ArXiv" in paper["externalIds"]
    )
    (record,) = arxiv.titled(f'{title}" OR all:"x & y')[:1] or arxiv.titled(title)
    assert record.title == title


def test_a_title_without_words_is_not_searched(services: FakeServices, arxiv: Arxiv) -> None:
    assert arxiv.titled("…") == []
    assert services.requests == []


def test_entities_in_a_feed_are_not_resolved(
    services: FakeServices, arxiv: Arxiv, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = (
        b'<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>&b;</title></feed>'
    )
    monkeypatch.setattr(services, "answer", lambda *_: (200, bomb, "application/atom+xml"))
    with pytest.raises(UnavailableError):
        arxiv.papers(IDS)


def test_an_entry_that_the_client_would_pass_over_is_a_failure_of_that_paper(
    services: FakeServices, arxiv: Arxiv
) -> None:
    paper = services.world.by_service_id(f"ARXIV:{IDS[2]}")
    assert paper is not None
    services.world.papers[paper["paperId"]]["title"] = " "
    answer = arxiv.papers(IDS)
    assert list(answer.failed) == [IDS[2]]
    assert IDS[2] in str(answer.failed[IDS[2]])
    assert list(answer.found) == [one for one in IDS if one != IDS[2]]
