"""A PDF says its title and its own identifiers, or nothing rather than something wrong."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from making_pdfs import lines, pdf, turned, xmp

from ptm_graph import pdfs
from ptm_graph.errors import InputError
from ptm_graph.pdfs import PdfHead, head_of, read_head

OWLS = "Owls of the Silent Wood"
BODY = tuple((9.0, 560.0 - 12 * at, f"Line {at} of what owls do by night") for at in range(20))
PAGE = lines((20, 700, OWLS), (11, 670, "Ada Wren"), (12, 600, "Abstract"), *BODY)


def head(path: Path, name: str | None = "x.pdf") -> PdfHead:
    return head_of(path.read_bytes(), name)


@pytest.mark.parametrize(
    "title",
    [
        *(
            "untitled",
            "Microsoft Word - owls.doc",
            "paper.dvi",
            "owls_final.tex",
            "arXiv:2001.00001v2",
        ),
        *(
            "doi:10.1234/owl",
            "PII: S0893-6080(18)30228-4",
            "LNCS 1234 - Owls",
            "Slide 1",
            "",
            "owls",
        ),
        *("Instructions for ACL Proceedings", "Title of the paper", "1234..1240", "Layout 1"),
        "Another Paper From This Template",
    ],
)
def test_a_title_that_is_none_gives_way_to_the_largest_print(tmp_path: Path, title: str) -> None:
    assert head(pdf(tmp_path / "x.pdf", title, PAGE)).title == OWLS


def test_the_metadata_write_the_title_where_the_page_has_it_too(tmp_path: Path) -> None:
    page = lines((20, 700, "OWLS OF THE"), (20, 676, "SILENT WOOD"), *BODY)
    assert head(pdf(tmp_path / "x.pdf", OWLS, page)).title == OWLS


@pytest.mark.parametrize(
    "above",
    [
        (30, 770, "Nature"),
        (26, 770, "Journal of Bird Research"),
        (24, 770, "Proceedings of the Bird Society"),
        (22, 770, "www.birds.org/articles about owls"),
        (22, 770, "Original Article"),
    ],
)
def test_the_name_of_a_journal_is_no_title(tmp_path: Path, above: tuple[float, float, str]) -> None:
    page = lines(above, (18, 700, OWLS), *BODY)
    assert head(pdf(tmp_path / "x.pdf", None, page)).title == OWLS


def test_a_word_that_is_divided_is_mended(tmp_path: Path) -> None:
    page = lines((20, 700, "Owls and their trans-"), (20, 676, "formation by pre-"))
    page += " " + lines((20, 652, "training"), (9, 500, "We use pre-training of owls"), *BODY)
    assert head(pdf(tmp_path / "x.pdf", None, page)).title == (
        "Owls and their transformation by pre-training"
    )


def test_authors_in_the_size_of_the_title_are_no_part_of_it(tmp_path: Path) -> None:
    bold = lines((16, 700, OWLS)).replace("/F1", "/F2")
    page = f"{bold} {lines((16, 678, 'Ada Wren and Bo Finch'), (9, 650, 'Birds'), *BODY)}"
    assert head(pdf(tmp_path / "x.pdf", None, page)).title == OWLS
    page = lines((16, 700, OWLS), (16, 660, "Ada Wren and Bo Finch"), (9, 640, "Birds"), *BODY)
    assert head(pdf(tmp_path / "x.pdf", None, page)).title == OWLS


def test_where_no_abstract_begins_a_doi_within_the_text_is_another_papers(tmp_path: Path) -> None:
    text = "That owls hear (see https://doi.org/10.1234/other) was shown by others before us"
    page = lines((20, 700, OWLS), (9, 640, text), *BODY)
    assert head(pdf(tmp_path / "x.pdf", None, page)).identifiers == {}
    page = lines((20, 700, OWLS), (9, 640, "https://doi.org/10.1234/owl"), *BODY)
    assert head(pdf(tmp_path / "x.pdf", None, page)).identifiers == {"doi": "10.1234/owl"}


def test_print_of_one_size_has_no_title(tmp_path: Path) -> None:
    page = lines((9, 700, "Dear reader, these are owls"), *BODY)
    assert head(pdf(tmp_path / "x.pdf", None, page)).title is None


@pytest.mark.parametrize(
    ("page", "identifiers"),
    [
        (turned("arXiv:2001.00001v2 [cs.CL] 1 Jan 2020"), {"arxiv": "2001.00001"}),
        (turned("arXiv:hep-th/9901001v3 12 Jan 1999"), {"arxiv": "hep-th/9901001"}),
        (lines((8, 20, "arXiv:2001.00001v2 [cs.CL] 1 Jan 2020")), {"arxiv": "2001.00001"}),
        (lines((9, 300, "Heidi Owl. Nests. arXiv preprint arXiv:1409.0473, 2014")), {}),
        (lines((9, 780, "https://doi.org/10.1234/owl")), {"doi": "10.1234/owl"}),
        (lines((9, 30, "DOI: 10.1234/owl (c) The Birds")), {"doi": "10.1234/owl"}),
        (lines((9, 650, "doi 10.1234/owl")), {"doi": "10.1234/owl"}),
        (lines((9, 300, "as was shown before (doi:10.1234/other)")), {}),
        (lines((9, 780, "Comment on https://doi.org/10.1234/other")), {}),
        (lines((9, 780, "doi:10.1234/owl"), (9, 30, "doi:10.1234/other")), {}),
        (lines((9, 780, "doi:10.1234/owl-")), {}),
    ],
)
def test_only_an_identifier_of_its_own_is_taken(
    tmp_path: Path, page: str, identifiers: dict[str, str]
) -> None:
    title = lines((20, 700, OWLS), (11, 670, "Ada Wren"))
    rest = lines((12, 600, "Abstract"), *BODY)
    told = head(pdf(tmp_path / "x.pdf", None, f"{title} {page} {rest}"))
    if "650" not in page:  # what stands before the abstract must come before it
        told = head(pdf(tmp_path / "x.pdf", None, f"{title} {rest} {page}"))
    assert told.identifiers == identifiers


@pytest.mark.parametrize(
    ("address", "top", "identifiers"),
    [
        ("https://doi.org/10.1234/owl", 780, {"doi": "10.1234/owl"}),
        ("https://doi.org/10.1234/other", 300, {}),
        (
            "https://crossmark.crossref.org/dialog/?doi=10.1234%2Fowl&x=1",
            100,
            {"doi": "10.1234/owl"},
        ),
    ],
)
def test_a_link_is_its_own_where_it_stands_before_the_abstract(
    tmp_path: Path, address: str, top: float, identifiers: dict[str, str]
) -> None:
    told = head(pdf(tmp_path / "x.pdf", None, PAGE, links=[(address, top)]))
    assert told.identifiers == identifiers


def test_metadata_name_the_paper_surely(tmp_path: Path) -> None:
    told = xmp("<prism:doi>10.1234/owl</prism:doi><dc:title>Owls of the night</dc:title>")
    page = f"{PAGE} {lines((9, 30, 'doi:10.1234/other'))}"
    found = head(pdf(tmp_path / "x.pdf", "x", page, told))
    assert found.identifiers == {"doi": "10.1234/owl"}
    assert found.title == "Owls of the night"
    fields = {
        "/Subject": "Birds 7 (2019), doi:10.1234/owl",
        "/arXivID": "https://arxiv.org/abs/2001.00001v1",
    }
    found = head(pdf(tmp_path / "y.pdf", None, PAGE, fields=fields))
    assert found.identifiers == {"arxiv": "2001.00001", "doi": "10.1234/owl"}


def test_packets_of_figures_do_not_name_the_paper(tmp_path: Path) -> None:
    told = xmp("<dc:title>Figure of an owl</dc:title>") + xmp("<dc:title>Another figure</dc:title>")
    file = pdf(tmp_path / "x.pdf", None, PAGE)
    file.write_bytes(file.read_bytes() + told.encode())
    assert head(file).title == OWLS


@pytest.mark.parametrize(
    ("name", "identifiers", "title"),
    [
        ("1810.04805v2.pdf", {"arxiv": "1810.04805"}, None),
        ("arXiv-1810.04805.pdf", {"arxiv": "1810.04805"}, None),
        ("2020.1234.pdf", {}, None),
        ("N19-1423.pdf", {"acl": "N19-1423"}, None),
        ("10.1234_owl.7.pdf", {"doi": "10.1234/owl.7"}, None),
        ("Wren et al. - 2019 - Owls of the Wood.pdf", {}, "Owls of the Wood"),
        ("attention_is_all_you_need.pdf", {}, "attention is all you need"),
        ("scan0001.pdf", {}, None),
        ("1-s2.0-S0893608018302284-main.pdf", {}, None),
    ],
)
def test_the_name_of_a_scan_may_say_what_it_is(
    tmp_path: Path, name: str, identifiers: dict[str, str], title: str | None
) -> None:
    found = head(pdf(tmp_path / "x.pdf"), name)
    assert found == PdfHead(title, identifiers, has_text=False)


def test_a_supplement_has_the_title_of_its_paper(tmp_path: Path) -> None:
    page = lines((20, 700, "Supplementary Material for:"), (20, 676, OWLS), *BODY)
    assert head(pdf(tmp_path / "x.pdf", None, page)) == PdfHead(OWLS, supplement=True)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.4\n", b"not a pdf", b"%PDF-1.4\ntrailer<</Root 1 0 R>>"]
)
def test_a_damaged_file_says_so(data: bytes) -> None:
    with pytest.raises(InputError, match="damaged PDF"):
        head_of(data)


def test_a_file_with_a_password_says_so(tmp_path: Path) -> None:
    file = pdf(tmp_path / "x.pdf", OWLS, PAGE, password="hush")
    with pytest.raises(InputError, match="needs a password"):
        head(file)


def bomb() -> bytes:
    """Some kilobytes that become many states of drawing."""
    packed = zlib.compress(b"q " * 4_000_000, 1)
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R"
        b"/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
        b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        b"4 0 obj<</Length " + str(len(packed)).encode() + b"/Filter/FlateDecode>>stream\n"
        b"" + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def test_a_file_made_to_take_all_memory_costs_only_itself(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    with pytest.raises(InputError, match="too much time or memory"):
        read_head(bomb(), "x.pdf")
    good = pdf(tmp_path / "x.pdf", None, PAGE)
    assert read_head(good.read_bytes(), "x.pdf").title == OWLS


def test_where_no_other_process_can_be_started_this_one_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfs, "_HELPERS", [])
    monkeypatch.setattr("sys.executable", "/bin/false")
    good = pdf(tmp_path / "x.pdf", None, PAGE)
    assert read_head(good.read_bytes(), "x.pdf").title == OWLS
    assert pdfs._HELPERS == []
