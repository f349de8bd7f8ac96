"""What services and Zotero answer in JSON is read, each in its own shape."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists import read_text
from ptm_graph.reading_lists.result import ReadingList

S2_ID = "0123456789" * 4


def read(value: Any, indent: int | None = None) -> ReadingList:
    return read_text(json.dumps(value, indent=indent), "csl-json", "x.json")


def lines(*values: Any) -> ReadingList:
    return read_text("\n".join(map(json.dumps, values)), "json-lines", "x.jsonl")


CROSSREF = {
    "DOI": "10.1234/W.51",
    "title": ["Owls of the <i>far</i> North"],
    "container-title": ["Journal of Owls"],
    "author": [
        {"given": "Jane", "family": "Doe", "sequence": "first"},
        {"given": "Max", "family": "Roe", "suffix": "III"},
        {"name": "Owl Society"},
    ],
    "published-print": {"date-parts": [[2019, 5]]},
    "abstract": "<jats:p>Not kept.</jats:p>",
    "reference": [{"DOI": "10.1234/other", "article-title": "Another"}],
    "URL": "http://dx.doi.org/10.1234/w.51",
}


@pytest.mark.parametrize(
    "wrapped",
    [
        CROSSREF,
        [CROSSREF],
        {"status": "ok", "message-type": "work", "message": CROSSREF},
        {"status": "ok", "message-type": "work-list", "message": {"items": [CROSSREF]}},
        [{"status": "ok", "message": {"items": [CROSSREF]}}],
    ],
)
def test_a_work_of_crossref_is_read_however_the_answer_wraps_it(wrapped: Any) -> None:
    result = read(wrapped)
    (entry,) = result.entries
    assert entry.title == "Owls of the far North"
    assert entry.identifiers == {"doi": "10.1234/w.51"}
    assert (entry.year, entry.venue) == (2019, "Journal of Owls")
    assert entry.authors == ("Jane Doe", "Max Roe III", "Owl Society")
    assert entry.note is None
    assert result.unused == ()


def test_a_work_of_openalex_brings_all_its_numbers_and_the_preprint_among_its_places() -> None:
    work = {
        "id": "https://openalex.org/W4392145873",
        "doi": "https://doi.org/10.1234/w.52",
        "display_name": "Owls at night",
        "publication_year": 2020,
        "ids": {
            "openalex": "https://openalex.org/W4392145873",
            "pmid": "https://pubmed.ncbi.nlm.nih.gov/29456894",
            "mag": "2741809807",
        },
        "authorships": [{"author": {"id": "https://openalex.org/A1", "display_name": "J. Doe"}}],
        "primary_location": {"source": {"display_name": "Owl Letters"}},
        "locations": [
            {"landing_page_url": "https://doi.org/10.1234/another-version"},
            {"landing_page_url": "https://arxiv.org/abs/1901.00001"},
        ],
        "referenced_works": ["https://openalex.org/W1"],
    }
    author = {"id": "https://openalex.org/A1", "display_name": "J. Doe"}
    result = read({"meta": {"count": 2}, "results": [work, author]})
    (entry,) = result.entries
    assert entry.identifiers == {
        "arxiv": "1901.00001",
        "doi": "10.1234/w.52",
        "mag": "2741809807",
        "pmid": "29456894",
        "openalex": "W4392145873",
    }
    assert (entry.title, entry.year, entry.venue) == ("Owls at night", 2020, "Owl Letters")
    assert entry.authors == ("J. Doe",)
    assert [problem.subject for problem in result.unused] == ["J. Doe"]


PAPERS_OF_OTHERS: dict[str, tuple[Any, dict[str, str]]] = {
    "semantic scholar's reference": (
        {"data": [{"citedPaper": {"paperId": S2_ID, "title": "Owls", "year": 2019}}]},
        {"s2": S2_ID},
    ),
    "semantic scholar's corpus of 2020": (
        {"id": S2_ID, "title": "Owls", "doi": "", "pmid": "29456894", "magId": "77", "year": 2019},
        {"s2": S2_ID, "mag": "77", "pmid": "29456894"},
    ),
    "arXiv's data set": (
        {
            "id": "1901.00001",
            "title": "Owls",
            "authors_parsed": [["Doe", "Jane", ""]],
            "versions": [{"version": "v1", "created": "Tue, 1 Jan 2019 00:00:00 GMT"}],
        },
        {"arxiv": "1901.00001"},
    ),
    "DBLP": (
        {
            "result": {
                "hits": {
                    "hit": [
                        {
                            "info": {
                                "title": "Owls.",
                                "key": "conf/owl/Doe19",
                                "ee": "https://doi.org/10.1234/w.5",
                                "year": "2019",
                                "authors": {"author": [{"text": "Jane Doe"}]},
                            }
                        }
                    ]
                }
            }
        },
        {"doi": "10.1234/w.5", "dblp": "conf/owl/Doe19"},
    ),
    "Europe PMC": (
        {
            "resultList": {
                "result": [
                    {"pmid": "29456894", "title": "Owls", "authorString": "J D", "pubYear": "2019"}
                ]
            }
        },
        {"pmid": "29456894"},
    ),
    "INSPIRE": (
        {
            "hits": {
                "hits": [
                    {
                        "metadata": {
                            "titles": [{"title": "Owls"}],
                            "authors": [{"full_name": "Doe, Jane"}],
                            "arxiv_eprints": [{"value": "1901.00001"}],
                            "dois": [{"value": "10.1234/w.5"}],
                            "earliest_date": "2019-01-01",
                        }
                    }
                ]
            }
        },
        {"arxiv": "1901.00001", "doi": "10.1234/w.5"},
    ),
}


@pytest.mark.parametrize("kind", PAPERS_OF_OTHERS)
def test_papers_are_read_in_the_shapes_of_other_services(kind: str) -> None:
    value, identifiers = PAPERS_OF_OTHERS[kind]
    (entry,) = read(value).entries
    assert (entry.title, entry.year, entry.identifiers) == ("Owls", 2019, identifiers)


def zotero(key: str, **data: Any) -> dict[str, Any]:
    return {"key": key, "library": {"id": 1}, "meta": {}, "data": {"key": key, **data}}


def test_items_of_zoteros_api_keep_their_notes_and_links() -> None:
    result = read(
        [
            zotero(
                "A",
                itemType="journalArticle",
                title="Owls",
                date="January 07 , 2011",
                publicationTitle="Owl Letters",
                extra="PMID: 20664272\narXiv: 1901.00001",
                tags=[{"tag": "to read"}, {"tag": "Birds", "type": 1}],
                creators=[
                    {"creatorType": "author", "firstName": "Cuba, Jr.", "lastName": "Doe"},
                    {"creatorType": "editor", "firstName": "E", "lastName": "Ditor"},
                ],
            ),
            zotero("B", itemType="note", parentItem="A", note="<p>Read &amp; <b>liked</b></p>"),
            zotero(
                "C",
                itemType="attachment",
                parentItem="A",
                linkMode="linked_url",
                url="https://x.org/a.pdf",
            ),
            zotero("D", itemType="note", note="<p>Loose thoughts</p>"),
        ],
        indent=1,
    )
    (entry,) = result.entries
    assert entry.identifiers == {"arxiv": "1901.00001", "pmid": "20664272"}
    assert (entry.title, entry.year, entry.venue) == ("Owls", 2011, "Owl Letters")
    assert entry.authors == ("Cuba Doe Jr.",)
    assert (entry.note, entry.tags) == ("Read & liked", ("to read",))
    assert [resource.url for resource in entry.resources] == ["https://x.org/a.pdf"]
    assert [problem.subject for problem in result.unused] == ["Loose thoughts"]
    assert (entry.line or 0) < (result.unused[0].line or 0)


def test_collections_of_better_bibtex_are_families_by_their_path() -> None:
    result = read(
        {
            "config": {"label": "BetterBibTeX JSON"},
            "collections": {
                "K1": {"key": "K1", "name": "Birds", "parent": False, "items": []},
                "K2": {"key": "K2", "name": "Owls", "parent": "K1", "items": [7]},
            },
            "items": [
                {"itemID": 7, "itemType": "book", "title": "One", "extra": [], "creators": []},
                {"itemID": 8, "itemType": "book", "title": "Two", "notes": [{"note": "good"}]},
            ],
        }
    )
    assert [(entry.title, entry.family, entry.note) for entry in result.entries] == [
        ("One", "Birds / Owls", None),
        ("Two", None, "good"),
    ]


def test_collections_in_a_circle_end() -> None:
    circle = {"K": {"name": "A", "parent": "L"}, "L": {"name": "B", "parent": "K", "items": [1]}}
    item = {"itemType": "book", "itemID": 1, "title": "One"}
    (entry,) = read({"collections": circle, "items": [item]}).entries
    assert entry.family == "A / B"


def test_every_object_knows_its_line_however_deep_it_stands() -> None:
    text = '{"message": {\n"items": [\n{"title": "A}{"},\n{"x": {},\n "title": "B"}\n]}}'
    assert [entry.line for entry in read_text(text, "csl-json").entries] == [3, 4]


def test_a_broken_line_costs_only_itself() -> None:
    text = (
        '{"title": "A"}\n{"title": \n\n{"title": "B"},\n7\n{"message": {"items": [{"title": "C"}]}}'
    )
    result = read_text(text, "json-lines")
    assert [(entry.title, entry.line) for entry in result.entries] == [("A", 1), ("B", 4), ("C", 6)]
    assert [problem.line for problem in result.unused] == [2, 5]


def test_lines_that_are_all_broken_are_one_clear_error() -> None:
    with pytest.raises(ReadingListError, match="not valid JSON"):
        read_text("{a\n{b", "json-lines", "x.jsonl")


@pytest.mark.parametrize("length", [1, 30_000])
def test_json_lines_are_recognised_without_a_name(length: int) -> None:
    text = f'{{"abstract": "{"a" * length}", "title": "A"}}\n{{"title": "B"}}\n'
    assert [entry.title for entry in read_text(text).entries] == ["A", "B"]


NAMES = [
    *("title", "authors", "author", "id", "DOI", "data", "items", "itemType", "creators", "ids"),
    *("versions", "issued", "notes", "key", "parentItem", "collections", "message", "results"),
    *("info", "externalIds", "locations"),
]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(NAMES),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_no_json_makes_a_reader_stumble(value: Any) -> None:
    for read_it in (read, lines):
        try:
            result = read_it(value)
        except ReadingListError:
            continue
        assert all(entry.title or entry.identifiers or entry.resources for entry in result.entries)
