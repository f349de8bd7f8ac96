"""``ptm-graph evidence read``: what is read of full texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from running import Run

TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>{title}</title></titleStmt></fileDesc></teiHeader><text><body><div><head n="1">Results</head>
<p>Owls fly <ref type="bibr" target="#b0">[1]</ref>.
So <ref type="bibr" target="#b9">[10]</ref>.</p>
</div></body><back><div type="references"><listBibl><biblStruct xml:id="b0"><analytic>
<title level="a">On wings</title><author><persName><surname>Owl</surname></persName></author>
<idno type="DOI">10.1234/wings</idno></analytic><monogr><imprint><date when="2019"/></imprint>
</monogr></biblStruct></listBibl></div></back></text></TEI>"""

UNUSED = {"what": "b9", "reason": "cited, but not in the reference list"}


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "papers" / "owls.tei.xml"
    file.parent.mkdir()
    file.write_text(TEI.format(title="Of owls"), "utf-8")
    return file


def test_a_paper_as_json(run: Run, paper: Path) -> None:
    assert json.loads(run("evidence", "read", paper, "--json").out) == {
        "title": "Of owls",
        "references": [
            {
                "key": "b0",
                "title": "On wings",
                "authors": ["Owl"],
                "year": 2019,
                "identifiers": {"doi": "10.1234/wings"},
                "raw": None,
            }
        ],
        "sentences": [
            {
                "text": "Owls fly [b0].",
                "references": ["b0"],
                "section": "Results",
                "kind": "experiments",
                "place": 0.0,
            }
        ],
        "unused": [UNUSED],
    }


def test_a_paper_for_a_person(run: Run, paper: Path) -> None:
    shown = run("evidence", "read", paper).out
    assert "owls.tei.xml: Of owls" in shown
    assert "1 references (1 cited), 1 of 2 sentences cite" in shown
    assert "b9: cited, but not in the reference list" in shown


def test_several_papers_are_a_list_and_none_is_lost(run: Run, paper: Path) -> None:
    (paper.parent / "a.tei.xml").write_text(TEI.format(title="Of mice"), "utf-8")
    (paper.parent / "z.nxml").write_text("no xml at all", "utf-8")
    (paper.parent / "notes.md").write_text("no paper", "utf-8")
    found = json.loads(run("evidence", "read", paper.parent, "--json").out)
    assert [one["title"] for one in found] == ["Of mice", "Of owls", None]
    assert "z.nxml" in found[2]["unused"][0]["what"]


@pytest.mark.parametrize("name", ["missing.tei.xml", "empty"])
def test_what_cannot_be_read_is_one_line(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    outcome = run("evidence", "read", tmp_path / name)
    assert outcome.status == 1
    assert outcome.err.startswith("ptm-graph: ") and outcome.err.count("\n") == 1


@pytest.fixture
def grobid() -> Iterator[tuple[str, list[bytes]]]:
    """A service that answers every PDF with the same TEI; what it was sent."""
    sent: list[bytes] = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200 if self.path == "/api/processFulltextDocument" else 404)
            self.end_headers()
            self.wfile.write(TEI.format(title="Of owls").encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Service)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", sent
    server.shutdown()
    server.server_close()


def test_a_pdf_is_read_by_grobid_only_where_one_is_set(
    run: Run,
    tmp_path: Path,
    grobid: tuple[str, list[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "x.pdf")
    alone = json.loads(run("evidence", "read", tmp_path / "x.pdf", "--json").out)
    assert (alone["sentences"], grobid[1]) == ([], [])
    assert "PTM_GRAPH_GROBID_URL" in alone["unused"][0]["reason"]
    monkeypatch.setenv("PTM_GRAPH_GROBID_URL", grobid[0])
    read = json.loads(run("evidence", "read", tmp_path / "x.pdf", "--json").out)
    assert [one["text"] for one in read["sentences"]] == ["Owls fly [b0]."]
    assert (tmp_path / "x.pdf").read_bytes() in grobid[1][0]
