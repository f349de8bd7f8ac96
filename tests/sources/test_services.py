"""The services there are have one form, and only their room knows them by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ptm_graph
from ptm_graph.errors import InputError
from ptm_graph.settings import Endpoint, Settings
from ptm_graph.sources.services import SERVICES, USUAL, chosen, name_of, opened, ranked
from ptm_graph.words.identifiers import IDENTIFIER_KINDS

SRC = Path(ptm_graph.__file__).parent


def test_only_the_room_of_the_services_imports_one() -> None:
    modules = {re.escape(one.__module__) for one in SERVICES}
    named = re.compile(rf"\b(?:{'|'.join(modules)})\b")
    found = {
        path.relative_to(SRC).parts[0]
        for path in SRC.rglob("*.py")
        if named.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"sources"}


def test_no_two_offers_are_noted_under_one_name() -> None:
    with opened(Settings(), SERVICES) as services:
        noted = [
            offer.what
            for one in services
            for capability, offer in one.offers.items()
            if capability != "titles"
        ]
        records = {one.source.asked for one in services}
    assert len(noted) == len(set(noted))
    assert records <= set(noted), "by this name the state of a seed is told"


def test_services_are_asked_in_the_order_of_their_rank() -> None:
    with opened(Settings(), SERVICES) as services:
        titles = [one.source.title for one in ranked(services[::-1])]
        assert titles == ["Semantic Scholar", "arXiv", "Crossref", "OpenAlex"]
        assert all(set(one.understands) <= set(IDENTIFIER_KINDS) for one in services)


def test_a_public_service_keeps_its_pace_whatever_is_set() -> None:
    names = ("s2", "arxiv", "openalex", "crossref")
    hurried = {name: Endpoint(interval=0.0) for name in names}
    with opened(Settings(hurried), SERVICES) as services:
        assert [one.interval for one in services] == [1.0, 3.0, 0.1, 0.2]
    nearby = {name: Endpoint("http://127.0.0.1:9", 0.0) for name in names}
    with opened(Settings(nearby), SERVICES) as services:
        assert [one.interval for one in services] == [0.0] * 4


def test_what_a_service_does_not_offer_cannot_be_asked() -> None:
    asked = {
        "titles": lambda one: one.titled("A Title"),
        "records": lambda one: one.papers([]),
        "references": lambda one: one.references("x"),
        "citations": lambda one: one.citations("x"),
        "cited ids": lambda one: one.cited_ids([]),
        "notices": lambda one: one.notices([]),
    }
    with opened(Settings(), SERVICES) as services:
        for one in services:
            for capability in set(asked) - set(one.offers):
                with pytest.raises(NotImplementedError, match=one.source.title):
                    asked[capability](one)
        assert any(set(asked) - set(one.offers) for one in services)


def test_services_are_chosen_by_name_in_an_order_of_their_own() -> None:
    names = ("crossref", "arxiv")
    with opened(Settings(services=names)) as services:
        assert [name_of(one) for one in services] == ["arxiv", "crossref"]
    with opened(Settings()) as services:
        assert {name_of(one) for one in services} == set(USUAL)


def test_an_unknown_service_is_told_with_those_there_are() -> None:
    with pytest.raises(InputError) as caught:
        chosen(("arxiv", "scopus"))
    told = str(caught.value)
    assert "scopus" in told and "\n" not in told
    assert all(name_of(one) in told for one in SERVICES)
