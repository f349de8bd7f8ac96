"""Full texts are added to a library: matched, merged, quoted, and nothing twice."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from running import Run

from ptm_graph.library import Library
from ptm_graph.library.lock import refresh_lock
from ptm_graph.words.records import FULL_TEXT, PaperRecord, ReferenceList, ReferenceRecord
from ptm_graph.words.wording import LANGUAGES
from ptm_graph.workflow import evidence
from ptm_graph.workflow.quoting import Quote, of_services, quotes

SERVICE = "semantic scholar"
WREN, OWLS, LARKS = "arxiv:1901.00001", "arxiv:1701.00002", "arxiv:1801.00003"
TITLES = {
    WREN: "WrenNet: Small networks for loud birds",
    OWLS: "OwlNet: Networks that hunt at night",
    LARKS: "Larks and their songs in the morning",
}


def biblio(key: str, title: str) -> str:
    return (
        f'<biblStruct xml:id="{key}"><analytic><title level="a">{title}</title></analytic>'
        '<monogr><imprint><date when="2017"/></imprint></monogr></biblStruct>'
    )


def cite(number: int) -> str:
    return f'<ref type="bibr" target="#b{number}">[{number + 1}]</ref>'


def tei(title: str = TITLES[WREN], method: str = "", references: int = 3) -> str:
    listed = [TITLES[OWLS], "Larks and their songs in the rnorning", "A sermon on the small birds"]
    entries = "".join(biblio(f"b{n}", one) for n, one in enumerate(listed[:references]))
    return f"""<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>{title}</title></titleStmt></fileDesc></teiHeader><text><body>
<div><head n="1">Introduction</head><p>Birds are loud {cite(1)}. They sing {cite(1)}, {cite(2)}.
</p></div><div><head n="2">Method</head><p>We extend {cite(0)} to small birds. {method}</p></div>
</body><back><div type="references"><listBibl>{entries}</listBibl></div></back></text></TEI>"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    with Library.open(path, writable=True) as made:
        for key, title in TITLES.items():
            identifiers = {"arxiv": key.removeprefix("arxiv:")}
            made.store_paper(PaperRecord(SERVICE, title=title, identifiers=identifiers))
        told = ("We extend [1] to small birds.", "OwlNet [1] is a net, says the service.")
        owls = ReferenceRecord(
            PaperRecord(SERVICE, title=TITLES[OWLS], identifiers={"arxiv": OWLS[6:]}),
            sentences=told,
        )
        made.store_references(WREN, ReferenceList(SERVICE, (owls,)))
    return path


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "wren.tei.xml").write_text(tei(), encoding="utf-8")
    return folder


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def facts(path: Path, cited: str = OWLS) -> dict[str, float]:
    with Library.open(path) as library:
        (found,) = (one for one in library.iter_citations() if one.cited == cited)
    return dict(found.facts or {})


def test_a_text_completes_the_list_and_every_citation_knows_its_givers(
    library: Path, papers: Path
) -> None:
    (added,) = evidence.add(library, [papers])
    assert (added.paper, added.references, added.matched, added.sentences) == (WREN, 3, 2, 3)
    with Library.open(library) as opened:
        assert {one.cited: one.givers for one in opened.iter_citations()} == {
            OWLS: (FULL_TEXT, SERVICE),
            LARKS: (FULL_TEXT,),
        }
        assert opened.paper(WREN).references_known == 3
        (said,) = opened.passages(WREN)[OWLS]
    assert (said.text, said.section) == ("We extend [*] to small birds.", "Method")
    assert said.kind == "method"


def test_adding_again_changes_nothing(library: Path, papers: Path) -> None:
    evidence.add(library, [papers])
    before = dump(library)
    (again,) = evidence.add(library, [papers / "wren.tei.xml"])
    assert not again.changed
    assert dump(library) == before


def test_facts_come_from_the_distinct_sentences_of_both(library: Path, papers: Path) -> None:
    evidence.add(library, [papers])
    found = facts(library)
    assert (found["spoken_of"], found["first_person"]) == (2.0, 0.5)
    assert (found["text_mentions"], found["text_in_method"], found["text_own_extends"]) == (1, 1, 1)
    assert facts(library, LARKS)["text_mentions"] == 2


def test_a_newer_text_replaces_what_the_older_one_said_and_less_does_not(
    library: Path, papers: Path
) -> None:
    file = papers / "wren.tei.xml"
    file.write_text(tei(method=f"As in {cite(0)}, nets are used."), encoding="utf-8")
    evidence.add(library, [file])
    rich = facts(library)
    file.write_text(tei(), encoding="utf-8")
    evidence.add(library, [file])
    assert facts(library) == rich
    assert rich["text_mentions"] == 2


def test_what_matches_nothing_is_listed_with_its_reason(library: Path, papers: Path) -> None:
    (papers / "gulls.tei.xml").write_text(tei("Gulls of the open sea and the shore"), "utf-8")
    (papers / "broken.tei.xml").write_text("<TEI", encoding="utf-8")
    added = {Path(one.file).name: one for one in evidence.add(library, [papers])}
    assert added["gulls.tei.xml"].reason == "no paper of the library has its title or identifiers"
    assert (added["gulls.tei.xml"].readable, added["broken.tei.xml"].readable) == (True, False)
    with Library.open(library) as opened:
        told = evidence.status(opened)
    assert [Path(one.subject).name for one in told.unused] == ["broken.tei.xml", "gulls.tei.xml"]
    evidence.add(library, [papers / "wren.tei.xml"])
    with Library.open(library) as opened:
        assert evidence.status(opened) == told


def test_a_map_says_outright_which_paper_a_file_is_of(library: Path, papers: Path) -> None:
    (papers / "x.tei.xml").write_text(tei("1 Introduction"), encoding="utf-8")
    named = papers / "map.csv"
    named.write_text(f"file,paper\nx.tei.xml,{LARKS}\nwren.tei.xml,\ny.xml,{OWLS}\n", "utf-8")
    added = {Path(one.file).name: one for one in evidence.add(library, [papers], named_in=named)}
    assert (added["x.tei.xml"].paper, added["wren.tei.xml"].paper) == (LARKS, WREN)
    assert added["y.xml"].reason == "is not among the files that were read"


def test_a_library_that_is_being_refreshed_is_left_alone(
    run: Run, library: Path, papers: Path
) -> None:
    with refresh_lock(library):
        assert run("evidence", "add", papers, "--library", library).status == 75


def test_status_counts_what_was_known_before(run: Run, library: Path, papers: Path) -> None:
    run("evidence", "add", papers, "--library", library)
    told = json.loads(run("evidence", "status", "--json", "--library", library).out)
    (paper,) = told["papers"]
    assert (paper["before"], paper["known"], paper["papers"]) == (1, 3, 2)
    assert paper["readings"][0]["format"] == "tei"
    shown = run("evidence", "status", "--library", library).out
    assert "1 tei from file" in shown
    assert "References known: 1 without the full texts, 3 with them" in shown


def test_a_file_that_cannot_be_read_is_told_by_the_status(
    run: Run, library: Path, papers: Path
) -> None:
    (papers / "broken.tei.xml").write_text("<TEI", encoding="utf-8")
    done = run("evidence", "add", papers, "--library", library)
    assert (done.status, "broken.tei.xml" in done.err) == (3, True)
    assert "1 full texts of papers of the library: 1 new or changed" in done.out
    missing = run("evidence", "add", papers / "none.xml", "--library", library)
    assert missing.status == 1


# --- quotes -----------------------------------------------------------------------------------


def quoted(path: Path, cited: str = OWLS) -> tuple[Quote, ...]:
    with Library.open(path) as opened:
        return quotes(opened, WREN).get(cited) or of_services(opened, ("A service tells this.",))


def test_without_a_full_text_services_are_quoted(library: Path, papers: Path) -> None:
    assert quoted(library) == (Quote("A service tells this."),)
    evidence.add(library, [papers])
    assert quoted(library) == (Quote("We extend [*] to small birds.", "Method"),)


def test_a_library_can_be_told_to_quote_nothing(run: Run, library: Path, papers: Path) -> None:
    evidence.add(library, [papers])
    full = facts(library)
    run("evidence", "quote", "none", "--library", library)
    assert "small birds." not in " ".join(
        line for line in dump(library) if "passages" in line or '"section"' in line
    ).replace("We extend [1] to small birds.", "")
    assert (quoted(library), facts(library)) == ((), full)
    evidence.add(library, [papers])
    assert (quoted(library), facts(library)) == ((), full)
    run("evidence", "quote", "short", "--library", library)
    evidence.add(library, [papers])
    assert (len(quoted(library)), facts(library)) == (1, full)


def test_facts_are_the_same_whether_words_are_kept_or_not(library: Path, papers: Path) -> None:
    evidence.set_quoting(library, "none")
    evidence.add(library, [papers])
    wordless = facts(library)
    evidence.set_quoting(library, "short")
    evidence.add(library, [papers])
    assert facts(library) == wordless
    assert wordless["spoken_of"] == 2.0


def test_why_quotes_the_paper(run: Run, library: Path, papers: Path) -> None:
    evidence.add(library, [papers])
    asked = ("why", WREN, "--library", library, "--candidates", "all")
    assert "Quoted from https://arxiv.org/abs/1901.00001" in run(*asked).out
    shown = run(*asked, "--all").out
    assert "in Method: “We extend [*] to small birds.”" in shown
    assert "Quoted from https://arxiv.org/abs/1901.00001" in shown


def test_who_gave_the_references_is_said_in_both_languages() -> None:
    with Library.in_memory() as library:
        key = library.store_paper(PaperRecord("crossref", {"doi": "10.5555/owls"}, title="Of owls"))
        assert evidence.references_said(library, key) is None
        lines = [ReferenceRecord(None, f"A book on the {bird} of the north") for bird in "ABC"]
        for source, number in (("crossref", 2), ("semantic scholar", 3), (FULL_TEXT, 3)):
            library.store_references(key, ReferenceList(source, tuple(lines[:number])))
        said = evidence.references_said(library, key)
        assert said == "3 references: 3 the paper itself, 3 Semantic Scholar, 2 Crossref"
        told = evidence.references_said(library, key, LANGUAGES[1])
        assert told == "3 条参考文献：论文本身 3 条、Semantic Scholar 3 条、Crossref 2 条"
        assert evidence.references_said(library) is None, "no list names it"
