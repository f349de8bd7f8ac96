"""Items as Zotero tells them become entries with what belongs to them."""

from __future__ import annotations

from typing import Any

import pytest

from ptm_graph.reading_lists.zotero_items import read_items


def item(key: str, kind: str = "journalArticle", **data: Any) -> dict[str, Any]:
    """An item in the form of the API."""
    return {
        "key": key,
        "version": 3,
        "library": {"type": "user", "id": 7},
        "data": {"key": key, "itemType": kind, **data},
    }


OWLS = item(
    "OWLS0001",
    title="Owls of the <i>Silent</i> Wood",
    creators=[
        {"creatorType": "author", "firstName": "Ada", "lastName": "Wren"},
        {"creatorType": "author", "name": "The Owl Group"},
        {"creatorType": "editor", "firstName": "Ed", "lastName": "Itor"},
    ],
    publicationTitle="Journal of Birds",
    date="May 01, 2019",
    DOI="10.1234/owl",
    extra="PMID: 1234567\nCitation Key: wren2019",
    collections=["COLL0001", "COLL0002"],
    tags=[{"tag": "to read"}, {"tag": "birds", "type": 1}],
)
PDF = item(
    "PDFS0001",
    "attachment",
    parentItem="OWLS0001",
    linkMode="imported_url",
    contentType="application/pdf",
    title="Full Text PDF",
    url="https://arxiv.org/pdf/1905.01234v2.pdf",
    filename="owls.pdf",
)
NOTE = item(
    "NOTE0001",
    "note",
    parentItem="OWLS0001",
    note="<div><p>see https://mp.weixin.qq.com/s?sn=1&amp;pass_ticket=abc</p>"
    "<p>Uses <b>two</b> ears &amp; no eyes</p><p>again</p><script>x()</script></div>",
)


def test_an_item_says_what_its_paper_is() -> None:
    (entry,) = read_items([OWLS], "zotero:").entries
    assert entry.title == "Owls of the Silent Wood"
    assert entry.authors == ("Ada Wren", "The Owl Group")
    assert (entry.venue, entry.year, entry.file) == ("Journal of Birds", 2019, "zotero:")
    assert entry.identifiers == {"doi": "10.1234/owl", "pmid": "1234567"}


def test_notes_and_files_go_to_their_paper_in_whatever_order_they_come() -> None:
    listed = read_items([NOTE, PDF, OWLS])
    (entry,) = listed.entries
    assert listed.unused == ()
    assert [note.text for note in entry.notes] == [
        "see https://mp.weixin.qq.com/s?sn=1",
        "Uses two ears & no eyes",
        "again",
    ]
    assert entry.tags == ("to read",)
    assert entry.identifiers["arxiv"] == "1905.01234"
    (file,) = entry.resources
    assert (file.kind, file.url) == ("file", "zotero://open-pdf/library/items/PDFS0001")


@pytest.mark.parametrize(
    ("links", "path"),
    [
        ({"enclosure": {"href": "file:///home/ada/Zotero/a%20b.pdf"}}, "/home/ada/Zotero/a b.pdf"),
        ({"enclosure": {"href": "file:///C:/Zotero/a.pdf"}}, "C:/Zotero/a.pdf"),
        ({"enclosure": {"href": "file:///a%0Ab.pdf"}}, "zotero://open-pdf/library/items/PDFS0001"),
    ],
)
def test_a_file_that_lies_on_this_disk_is_named_by_its_path(
    links: dict[str, Any], path: str
) -> None:
    (entry,) = read_items([OWLS, {**PDF, "links": links}]).entries
    assert [one.url for one in entry.resources] == [path]


def test_a_file_of_a_group_opens_in_its_group() -> None:
    theirs = {**PDF, "library": {"type": "group", "id": 42}}
    (entry,) = read_items([OWLS, theirs]).entries
    assert entry.resources[0].url == "zotero://open-pdf/groups/42/items/PDFS0001"


def test_the_innermost_collection_is_the_family() -> None:
    families = {"COLL0001": "Birds", "COLL0002": "Birds / Owls"}
    (entry,) = read_items([OWLS], families=families).entries
    assert entry.family == "Birds / Owls"


def test_what_lies_in_the_bin_is_passed_over_and_what_belongs_to_nothing_is_told() -> None:
    loose = item("NOTE0002", "note", note="<p>buy milk</p>")
    thrown = item("OLDS0001", title="Thrown away", deleted=1)
    listed = read_items([loose, thrown, "text", {"key": "x"}])
    assert listed.entries == ()
    assert [one.subject for one in listed.unused] == ["buy milk", "text", "{'key': 'x'}"]


def test_the_form_of_better_bibtex_has_everything_in_the_item() -> None:
    told = {
        "itemType": "preprint",
        "title": "Owls at noon",
        "archiveID": "arXiv:2001.00001",
        "creators": [{"firstName": "Ada", "lastName": "Wren", "creatorType": "author"}],
        "notes": ["<p>first</p>", {"note": "second"}],
        "attachments": [{"path": "/home/ada/noon.pdf", "title": "noon.pdf"}],
    }
    (entry,) = read_items([told]).entries
    assert entry.identifiers == {"arxiv": "2001.00001"}
    assert [one.url for one in entry.resources] == ["/home/ada/noon.pdf"]
    assert [note.text for note in entry.notes] == ["first", "second"]


@pytest.mark.parametrize(
    "data",
    [
        {"title": 7, "creators": "x", "tags": 3, "collections": {}, "DOI": ["10.1/x"]},
        {
            "title": "Owls \ud800 \x00",
            "extra": {"a": 1},
            "date": None,
            "url": "http://[",
            "note": 3,
        },
        {"title": "Owls", "notes": {"a": 1}, "attachments": "x", "links": [], "library": "y"},
        {"title": "Owls", "notes": ["<" * 150_000, "<p>" * 50_000, "\x00<b>", "<!--"]},
        {
            "title": "Owls",
            "attachments": [{"contentType": "application/pdf", "links": {"enclosure": 3}}],
        },
    ],
)
def test_fields_of_other_types_than_they_should_be_cost_only_themselves(
    data: dict[str, Any],
) -> None:
    listed = read_items([item("OWLS0001", **data)])
    assert len(listed.entries) + len(listed.unused) >= 1
