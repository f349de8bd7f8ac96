"""A file is read by what is in it."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest
from making_pdfs import pdf

from ptm_graph.errors import FullTextError
from ptm_graph.full_texts.formats import FORMATS, files_in, is_paper, read_file, recognised

TEI = b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body/></text></TEI>'
JATS = b"<!-- c --><article><front/></article>"
S2ORC = b'{"corpusid": 1, "content": {"text": "a", "annotations": {}}}\n'


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("main.tex"))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "head", "format_name"),
    [
        ("x.tei.xml", TEI, "tei"),
        ("wrong.nxml", TEI, "tei"),
        ("x.xml", JATS, "jats"),
        ("x.xml", JATS.decode().encode("utf-16"), "jats"),
        ("x.json", S2ORC, "s2orc"),
        ("x.pdf", b"%PDF-1.4", "pdf"),
        ("1810.04805", tar(), "latex"),
        ("x", b"% a comment\n\\documentclass{article}", "latex"),
        ("x.tex", b"Only text", "latex"),
        ("x.xml", b"<graphml/>", None),
        ("x.md", b"# Owls", None),
        ("x.tex", b"", None),
    ],
)
def test_content_tells_more_than_the_name(name: str, head: bytes, format_name: str | None) -> None:
    found = recognised(name, head)
    assert (found and found.name) == format_name


@pytest.mark.parametrize("data", [TEI, JATS, S2ORC])
def test_gzipped_is_read_as_well(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "plain").write_bytes(data)
    (tmp_path / "packed").write_bytes(gzip.compress(data))
    assert list(read_file(tmp_path / "plain")) == list(read_file(tmp_path / "packed"))


@pytest.mark.parametrize("data", [b"nothing known", b"", gzip.compress(TEI)[:40], b"%PDF-1.7 cut"])
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.bin"
    file.write_bytes(data)
    with pytest.raises(FullTextError) as told:
        list(read_file(file))
    assert str(file) in str(told.value)
    assert "\n" not in str(told.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(FullTextError, match="no such file"):
        list(read_file(tmp_path / "none"))


def test_the_papers_of_a_folder(tmp_path: Path) -> None:
    for name in ("b/2.tei.xml", "b/1.tei.xml", "a/latex/main.tex", "a/latex/fig.tei.xml", ".git/x"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(TEI)
    found = [str(one.relative_to(tmp_path)) for one in files_in(tmp_path)]
    assert found == ["a/latex", "b/1.tei.xml", "b/2.tei.xml"]
    assert is_paper(tmp_path / "a/latex")


def test_every_format_says_what_it_is() -> None:
    assert all(one.purpose and one.suffixes[0].startswith(".") for one in FORMATS.values())


LETTERS = (
    "BT /F1 20 Tf 1 0 0 1 90 700 Tm (Owls of the Silent Wood) Tj ET "
    "BT /F1 9 Tf 1 0 0 1 90 600 Tm (Owls are birds, https://doi.org/10.1234/owl.) Tj ET "
    "BT /F1 24 Tf 0 1 -1 0 20 200 Tm (arXiv:2001.00001v2 [cs.CL] 1 Jan 2020) Tj ET"
)


def test_a_pdf_says_its_title_and_identifiers_on_its_first_page(tmp_path: Path) -> None:
    (text,) = read_file(pdf(tmp_path / "x.pdf", "paper.dvi", LETTERS))
    assert text.title == "Owls of the Silent Wood"
    assert text.identifiers == {"arxiv": "2001.00001", "doi": "10.1234/owl"}
    assert "PTM_GRAPH_GROBID_URL" in text.unused[0].reason


def test_the_metadata_of_a_pdf_come_first(tmp_path: Path) -> None:
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">'
        "<prism:doi>10.1234/xmp</prism:doi></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    (text,) = read_file(pdf(tmp_path / "x.pdf", "The owls of the night", LETTERS, xmp))
    assert text.title == "The owls of the night"
    assert text.identifiers["doi"] == "10.1234/xmp"


def test_grobid_reads_the_text_of_a_pdf(tmp_path: Path) -> None:
    sent: list[bytes] = []

    def grobid(data: bytes) -> bytes:
        sent.append(data)
        return TEI

    file = pdf(tmp_path / "x.pdf", None, LETTERS)
    (text,) = read_file(file, grobid)
    assert sent == [file.read_bytes()]
    assert (text.title, text.unused) == ("Owls of the Silent Wood", ())
    assert text.identifiers["arxiv"] == "2001.00001"
