"""From what a person types to the one paper meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ptm_graph.errors import AmbiguousQueryError, QueryError
from ptm_graph.library import Library
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import PaperRecord

ENTRIES = [
    SeedEntry(
        title="ERNIE: Enhanced Representation through Knowledge Integration",
        aliases=("ERNIE (Baidu)",),
        identifiers={"arxiv": "1904.09223"},
    ),
    SeedEntry(
        title="ERNIE: Enhanced Language Representation with Informative Entities",
        aliases=("ERNIE (THU)",),
        identifiers={"arxiv": "1905.07129", "acl": "P19-1139"},
    ),
    SeedEntry(
        title="BERT: Pre-training of Deep Bidirectional Transformers",
        aliases=("BERT",),
        identifiers={"arxiv": "1810.04805"},
    ),
    SeedEntry(
        title="RoBERTa: A Robustly Optimized BERT Pretraining Approach",
        aliases=("RoBERTa",),
        identifiers={"arxiv": "1907.11692"},
    ),
    SeedEntry(title="Deep contextualized word representations", aliases=("ELMo", "EMLO")),
]


SHORT_NAMES = [
    ("Deep residual map folding", ("MapNet", "MapNet-50")),
    ("Folds", ("ORNA (Sun 2019)", "ORNA")),
    ("Folds again", ("ORNA (Low 2020)", "ORNA")),
    ("MapNet", ("OldNet",)),
    ("One kind of wings", ("WING",)),
    ("Another kind of wings", ("Wing",)),
    ("Planes", ("PLANE", "WING", "winG")),
]


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with Library.in_memory() as made:
        with made.writing() as writer:
            writer.replace_entries(ENTRIES)
            for n in range(20):
                title = f"Notes on BERT and other things, part {n} of many"
                writer.store_paper(PaperRecord(source="arxiv", title=title, year=2000 + n))
            for title, names in SHORT_NAMES:
                record = PaperRecord(source="snapshot", title=title, short_names=names)
                writer.store_paper(record)
        yield made


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("arxiv:1810.04805", "arxiv:1810.04805"),
        ("1810.04805v2", "arxiv:1810.04805"),
        ("https://arxiv.org/pdf/1810.04805", "arxiv:1810.04805"),
        ("https://aclanthology.org/P19-1139/", "arxiv:1905.07129"),
        ("BERT", "arxiv:1810.04805"),
        ("bert", "arxiv:1810.04805"),
        ("  roberta ", "arxiv:1907.11692"),
        ("EMLO", "title:deep-contextualized-word-representations"),
        ("Deep  contextualised word representations"[:4], None),
        ("deep contextualized", "title:deep-contextualized-word-representations"),
        ("informative entities", "arxiv:1905.07129"),
        ("ernie (thu)", "arxiv:1905.07129"),
        ("mapnet", "title:deep-residual-map-folding"),
        ("MapNet 50", "title:deep-residual-map-folding"),
        ("orna (sun 2019)", "title:folds"),
        ("oldnet", "title:mapnet"),
        ("WING", "title:one-kind-of-wings"),
        ("Wing", "title:another-kind-of-wings"),
        ("winG", "title:planes"),
    ],
)
def test_any_name_finds_its_paper(library: Library, query: str, key: str | None) -> None:
    if key is None:
        key = "title:deep-contextualized-word-representations"
    assert library.find(query).key == key


def test_a_name_of_two_papers_lists_both(library: Library) -> None:
    with pytest.raises(AmbiguousQueryError) as caught:
        library.find("ERNIE")
    assert [choice.split()[0] for choice in caught.value.choices] == [
        "arxiv:1904.09223",
        "arxiv:1905.07129",
    ]
    assert "ERNIE (Baidu)" in caught.value.choices[0]


def test_a_short_name_that_two_papers_bear_lists_both_as_they_are_shown(library: Library) -> None:
    with pytest.raises(AmbiguousQueryError) as caught:
        library.find("ORNA")
    assert "ORNA (Sun 2019): Folds" in str(caught.value)
    assert "ORNA (Low 2020): Folds again" in str(caught.value)


def test_a_name_in_other_letters_that_two_papers_are_shown_by_lists_both(library: Library) -> None:
    with pytest.raises(AmbiguousQueryError) as caught:
        library.find("wing")
    assert len(caught.value.choices) == 2


def test_many_choices_are_cut_and_counted(library: Library) -> None:
    with pytest.raises(AmbiguousQueryError) as caught:
        library.find("other things")
    assert len(caught.value.choices) == 13
    assert caught.value.choices[-1] == "… and 8 more"


def test_an_unknown_name_offers_the_nearest(library: Library) -> None:
    with pytest.raises(QueryError, match="did you mean “RoBERTa”"):
        library.find("RoBERTTa")


@pytest.mark.parametrize("query", ["", "  ", "\u200b"])
def test_an_empty_query_names_no_paper(library: Library, query: str) -> None:
    with pytest.raises(QueryError, match="empty"):
        library.find(query)


@pytest.mark.parametrize("query", ["2001.99999", "zzzzzz", "…", "%", "'; DROP TABLE paper; --"])
def test_what_is_not_there_says_what_to_do(library: Library, query: str) -> None:
    with pytest.raises(QueryError, match=r"ptm-graph refresh|did you mean"):
        library.find(query)
    assert library.paper_count() > 5
