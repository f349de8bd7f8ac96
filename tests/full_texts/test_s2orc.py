"""S2ORC, of both generations."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.errors import FullTextError
from ptm_graph.full_texts import s2orc
from ptm_graph.full_texts.full_text import ListedReference, Unused

TEXT = "Of owls\nAnn Lark\nOwls are birds.\nIntroduction\nOwls fly [1]. They rest. So [1] say."
LIST = "On wings\nA Owl\nBirds\n2019. 4, 5-6.\nHawk, notes, 1999."


def spans(text: str, *words: str, **attributes: Any) -> str:
    """Annotations as the dumps have them: a string of JSON, each twice."""
    found = []
    for word in words:
        start = text.index(word)
        found.append({"start": start, "end": start + len(word), "attributes": attributes})
    return json.dumps(found + found)


def links(text: str) -> str:
    places = [place for place in range(len(text)) if text.startswith("[1]", place)]
    return json.dumps(
        [{"start": one, "end": one + 3, "attributes": {"ref_id": "b0"}} for one in places]
    )


def entries(text: str) -> str:
    first = text.index("On wings")
    second = text.index("Hawk")
    return json.dumps(
        [
            {
                "start": first,
                "end": second - 1,
                "attributes": {"id": "b0", "matched_paper_id": 77},
            },
            {"start": second, "end": len(text), "attributes": {"id": "b1"}},
            {"start": None, "end": 3},
        ]
    )


def of_2022() -> dict[str, Any]:
    text = f"{TEXT}\n\n{LIST}"
    return {
        "corpusid": 9,
        "externalids": {"doi": "10.1234/OWL", "mag": None, "arxiv": "2001.00001"},
        "content": {
            "text": text,
            "annotations": {
                "title": spans(text, "Of owls"),
                "author": spans(text, "Ann Lark"),
                "abstract": spans(text, "Owls are birds."),
                "sectionheader": spans(text, "Introduction"),
                "paragraph": spans(text, "Owls fly [1]. They rest. So [1] say."),
                "bibref": links(text),
                "bibentry": entries(text),
                "bibtitle": spans(text, "On wings"),
                "bibauthor": spans(text, "A Owl"),
                "bibvenue": spans(text, "Birds"),
                "figurecaption": None,
            },
        },
    }


def of_2025() -> dict[str, Any]:
    return {
        "corpusid": 9,
        "externalids": {"DOI": "10.1234/OWL", "ArXiv": "2001.00001"},
        "title": "Of owls",
        "authors": [{"authorid": 1, "name": "Ann Lark"}],
        "body": {
            "text": TEXT,
            "annotations": {
                "abstract": spans(TEXT, "Owls are birds."),
                "section_header": spans(TEXT, "Introduction", n="1."),
                "paragraph": spans(TEXT, "Owls fly [1]. They rest. So [1] say."),
                "bib_ref": links(TEXT),
            },
        },
        "bibliography": {
            "text": LIST,
            "annotations": {
                "bib_entry": entries(LIST),
                "bib_title": spans(LIST, "On wings"),
                "bib_author": spans(LIST, "A Owl"),
                "bib_venue": spans(LIST, "Birds"),
            },
        },
    }


def line(record: object) -> bytes:
    return json.dumps(record).encode() + b"\n"


@pytest.mark.parametrize("record", [of_2022(), of_2025()], ids=["2022", "2025"])
def test_both_generations_say_the_same(record: dict[str, Any]) -> None:
    (text,) = s2orc.read([line(record)])
    assert (text.title, text.authors, text.abstract) == (
        "Of owls",
        ("Ann Lark",),
        "Owls are birds.",
    )
    assert text.identifiers == {"doi": "10.1234/owl", "arxiv": "2001.00001", "corpus": "9"}
    assert text.references == (
        ListedReference("b0", "On wings", ("A Owl",), 2019, "Birds", {"corpus": "77"}),
        ListedReference("b1", year=1999, raw="Hawk, notes, 1999."),
    )
    assert [(one.text, one.section, one.kind, one.place) for one in text.sentences] == [
        ("Owls fly [b0].", "Introduction", "introduction", 0.0),
        ("So [b0] say.", "Introduction", "introduction", 1.0),
    ]


def test_a_line_that_is_no_record_is_told_and_the_others_are_read() -> None:
    first, second, third = s2orc.read([line(of_2022()), b"{broken\n", line(of_2025())], "dump")
    assert first.title == third.title == "Of owls"
    assert second.unused == (Unused("dump:2", "no record of S2ORC (JSONDecodeError)"),)


@pytest.mark.parametrize(
    "data", [b"{", b"[]", b"7", b'{"a": 1}', b'{"content": 3}', b"[" * 100_000]
)
def test_a_file_of_something_else_is_refused(data: bytes) -> None:
    with pytest.raises(FullTextError, match="no paper in the format S2ORC"):
        list(s2orc.read([data]))


JSON = st.recursive(
    st.none() | st.integers(-3, 40) | st.sampled_from(("b0", "[1]", "[{]")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("start", "end", "attributes", "id")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.sampled_from(("bibref", "paragraph", "bibentry", "title", "sectionheader")), JSON)
def test_any_annotations_are_read_or_told(name: str, value: object) -> None:
    record = of_2022()
    record["content"]["annotations"][name] = value
    _, text = s2orc.read([line(of_2022()), line(record)])
    assert text.title == "Of owls" or text.unused or name == "title"
