"""A folder of papers is a reading list."""

from __future__ import annotations

from pathlib import Path

import pytest
from making_pdfs import lines, pdf, turned

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists import read_bytes, read_file, read_files, read_text
from ptm_graph.reading_lists.reading import read_reading_list

BODY = tuple((9.0, 560.0 - 12 * at, f"Line {at} of what owls do by night") for at in range(9))


def paper(path: Path, title: str, stamp: str = "") -> Path:
    page = lines((20, 700, title), *BODY)
    path.parent.mkdir(parents=True, exist_ok=True)
    return pdf(path, None, f"{page} {turned(stamp)}" if stamp else page)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Papers in two folders, a supplement, a scan, what cannot be read, and other lists."""
    papers = tmp_path / "Papers"
    paper(papers / "a/owls.pdf", "Owls of the Silent Wood", "arXiv:2001.00001v2 [cs.CL] 1 Jan 2020")
    paper(papers / "b/owls (copy).pdf", "Owls of the Silent Wood")
    paper(papers / "b/owls of the day.pdf", "Supplementary Information for Owls of the Silent Wood")
    pdf(papers / "a/owls_supp.pdf")
    pdf(papers / "a/scan0001.pdf")
    pdf(papers / "a/secret.pdf", "Secret owls", password="hush")
    (papers / "a/broken.pdf").write_bytes(b"%PDF-1.4 \nbroken")
    (papers / "refs.bib").write_text("@article{w, title={On wrens in winter}, doi={10.1234/wren}}")
    (papers / "notes.md").write_text("- [BERT](https://arxiv.org/abs/1810.04805)\n")
    return papers


def test_a_mixed_folder_is_read_whole_and_what_cannot_be_read_is_told(folder: Path) -> None:
    watched: list[tuple[int, int]] = []
    listed = read_reading_list(folder, watch=lambda done, total: watched.append((done, total)))
    owls = listed.entries[0]
    assert (owls.title, owls.identifiers) == ("Owls of the Silent Wood", {"arxiv": "2001.00001"})
    assert [(one.url.removeprefix(f"{folder}/"), one.title) for one in owls.resources] == [
        ("a/owls.pdf", None),
        ("b/owls (copy).pdf", None),
        ("b/owls of the day.pdf", "supplementary material"),
        ("a/owls_supp.pdf", "supplementary material"),
    ]
    assert [entry.name for entry in listed.entries[1:]] == ["BERT", "On wrens in winter"]
    reasons = {one.subject: one.reason for one in listed.unused}
    assert sorted(reasons) == ["broken.pdf", "scan0001.pdf", "secret.pdf"]
    assert "damaged" in reasons["broken.pdf"]
    assert "scanned" in reasons["scan0001.pdf"]
    assert "password" in reasons["secret.pdf"]
    assert watched == [(number, 9) for number in range(9)]


def test_one_file_that_cannot_be_read_is_an_error(folder: Path) -> None:
    with pytest.raises(ReadingListError, match=r"secret\.pdf: a PDF that needs a password"):
        read_file(folder / "a/secret.pdf")


def test_a_text_is_no_pdf_whatever_it_is_called() -> None:
    with pytest.raises(ReadingListError, match="damaged PDF"):
        read_text("- BERT \ud800", "pdf", "notes.md")
    with pytest.raises(ReadingListError, match="a web page"):
        read_bytes(b"<!DOCTYPE html>\n<html><body>Log in</body></html>", "paper.pdf")


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    file = paper(tmp_path / "owls.bin", "Owls of the Silent Wood")
    (entry,) = read_files([file]).entries
    assert entry.resources[0].url == str(file)
