"""Dumps become corpora: nothing is lost unsaid, and what was cut off goes on."""

import gzip
import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from made_up_dumps import CITATIONS, PAPERS, older, s2ag, write_lines
from pyarrow import parquet

from ptm_graph.corpus import importing, layout, staging
from ptm_graph.corpus.checking import check
from ptm_graph.corpus.dumps.dump import Dump
from ptm_graph.corpus.dumps.registry import DUMPS
from ptm_graph.corpus.importing import import_dump
from ptm_graph.corpus.layout import Corpus, TableName
from ptm_graph.corpus.updating import update
from ptm_graph.errors import CorpusError

S2AG = DUMPS["s2ag"]


@pytest.fixture(autouse=True)
def _one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others take longer to start than such dumps to read."""
    monkeypatch.setattr(importing, "_workers", lambda: 1)


def rows(corpus: Corpus, table: TableName) -> list[dict[str, Any]]:
    read = [parquet.read_table(path) for path in corpus.files(table)]
    found: list[dict[str, Any]] = pa.concat_tables(read).to_pylist()
    return found


def made(folder: Path, out: Path, dump: Dump = S2AG, **options: Any) -> Corpus:
    return import_dump(dump, folder, out, **options)


def test_papers_keep_what_the_dump_says_and_what_titles_coin(tmp_path: Path) -> None:
    corpus = made(s2ag(tmp_path / "dump"), tmp_path / "corpus")
    first, second, third = rows(corpus, "papers")
    assert (first["paper"], first["key"], first["date"]) == (101, "arxiv:1501.00001", "2015-01-02")
    assert first["authors"] == ["Ada One", "Bo Two"]
    assert first["venue"] == "Journal of Trees"
    assert first["fields"] == ["Computer Science"]
    assert (first["names"], first["measured"]) == (["TreeNet"], True)
    assert (second["key"], second["citation_count"]) == ("doi:10.5555/second", 9)
    assert (third["survey"], third["review"], third["year"]) == (True, True, None)
    assert third["first_day"] is None
    assert third["reference_count"] == 2


def test_citations_keep_influence_and_facts_of_sentences(tmp_path: Path) -> None:
    corpus = made(s2ag(tmp_path / "dump"), tmp_path / "corpus", sentences=True)
    found = {(one["citing"], one["cited"]): one for one in rows(corpus, "citations")}
    extends = found[102, 101]
    assert (extends["influential"], extends["intents"]) == (True, ["methodology"])
    assert (extends["mentions"], extends["own_extends"]) == (1, 1.0)
    assert (extends["abstract_extends"], extends["name_within"]) == (1.0, 1.0)
    unseen = found[103, 101]
    assert (unseen["influential"], unseen["intents"]) == (None, None)
    assert unseen["mentions"] == 0, "another reference of the list has sentences"
    assert [one["text"] for one in rows(corpus, "sentences")] == [
        "We extend TreeNet (One et al., 2015) by more layers.",
        "DeepTreeNet is deeper.",
    ]
    assert [(one["cited"], one["citing"]) for one in rows(corpus, "cited_by")] == [
        (101, 102),
        (101, 103),
        (102, 103),
    ]


def test_both_generations_say_the_same(tmp_path: Path) -> None:
    new = made(s2ag(tmp_path / "new"), tmp_path / "a")
    old = made(s2ag(tmp_path / "old", citations=map(older, CITATIONS)), tmp_path / "b")
    for table in ("papers", "ids", "cited_by"):
        assert rows(new, table) == rows(old, table)
    assert [one["mentions"] for one in rows(new, "citations")] == [
        one["mentions"] for one in rows(old, "citations")
    ]


def test_parquet_says_the_same_as_json(tmp_path: Path) -> None:
    lines = made(s2ag(tmp_path / "lines"), tmp_path / "a")
    folder = tmp_path / "tables"
    for name, told in (("papers", PAPERS), ("citations", CITATIONS)):
        (folder / name).mkdir(parents=True)
        parquet.write_table(pa.Table.from_pylist(list(told)), folder / name / "0.parquet")
    tables = made(folder, tmp_path / "b")
    assert rows(lines, "papers") == rows(tables, "papers")
    same = ("citing", "cited", "influential", "intents", "mentions")
    assert [[one[name] for name in same] for one in rows(lines, "citations")] == [
        [one[name] for name in same] for one in rows(tables, "citations")
    ]


def test_what_cannot_be_used_is_counted_with_its_reason(tmp_path: Path) -> None:
    newer = {**PAPERS[1], "title": "DeepTreeNet, again", "updated": "2023-01-01"}
    bad_papers: list[Any] = ['{"corpusid": 1, "titl', "[1, 2]", {"title": "No number"}, newer]
    citation = CITATIONS[1]
    bad_citations: list[Any] = [
        "no json at all",
        {**citation, "citedcorpusid": 103},
        citation,
        {**citation, "citedcorpusid": 999},
        {**citation, "citingcorpusid": 999},
    ]
    folder = s2ag(tmp_path / "dump", [*PAPERS, *bad_papers], [*CITATIONS, *bad_citations])
    found = made(folder, tmp_path / "corpus")
    assert dict(found.info.left_out) == {
        "line that cannot be read": 3,
        "paper without a number": 1,
        "paper told twice": 1,
        "citation of an unknown paper": 1,
        "self-citation": 1,
        "citation told twice": 1,
        "citation of a paper that is not in the dump": 1,
        "citation by a paper that is not in the dump": 1,
    }
    assert [one["title"] for one in rows(found, "papers")][1] == "DeepTreeNet, again"
    assert len(rows(found, "citations")) == 3


def test_sentences_stand_in_the_order_in_which_they_were_told(tmp_path: Path) -> None:
    told = [f"Sentence {number} names TreeNet." for number in (7, 3, 9, 1, 8, 2, 6, 4, 5)]
    citation = {**CITATIONS[0], "contexts": [*told, told[0]]}
    folder = s2ag(tmp_path / "dump", citations=[citation])
    corpus = made(folder, tmp_path / "corpus", sentences=True)
    assert [one["text"] for one in rows(corpus, "sentences")] == told


def test_signs_of_patterns_in_a_path_stand_for_themselves(tmp_path: Path) -> None:
    folder = tmp_path / "it's [new] * release=2026"
    corpus = made(s2ag(folder / "dump"), folder / "corpus", sentences=True)
    assert len(rows(corpus, "citations")) == 3
    assert len(rows(update(corpus.path, folder / "dump"), "papers")) == 3
    assert check(corpus) == []


def test_a_date_of_the_year_0_is_unknown(tmp_path: Path) -> None:
    paper = {**PAPERS[0], "externalids": {}, "year": 0, "publicationdate": "0000-00-00"}
    corpus = made(s2ag(tmp_path / "dump", [paper], []), tmp_path / "corpus")
    assert [one["first_day"] for one in rows(corpus, "papers")] == [None]


def test_a_file_that_ends_too_early_is_named_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = s2ag(tmp_path / "dump")
    cut = folder / "citations" / "citations-part0.jsonl.gz"
    whole = cut.read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(CorpusError, match=r"citations-part0\.jsonl\.gz: cannot be read"):
        made(folder, tmp_path / "corpus")
    with pytest.raises(CorpusError, match="half made"):
        Corpus(tmp_path / "corpus")
    cut.write_bytes(whole)
    read: list[str] = []
    real = staging.read

    def watched(task: staging.Task) -> Any:
        read.append(task.dataset)
        return real(task)

    monkeypatch.setattr(staging, "read", watched)
    corpus = made(folder, tmp_path / "corpus")
    assert "citations" in read
    assert len(read) < 3, "what was read is not read again"
    assert len(rows(corpus, "citations")) == 3


def test_many_processes_make_the_same_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = s2ag(tmp_path / "dump")
    alone = made(folder, tmp_path / "a")
    monkeypatch.setattr(importing, "_workers", lambda: 2)
    together = made(folder, tmp_path / "b")
    for table in ("papers", "citations", "cited_by", "ids", "abstracts"):
        assert rows(together, table) == rows(alone, table), table


def test_an_older_corpus_stays_until_the_new_one_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(s2ag(tmp_path / "one"), tmp_path / "corpus")

    def cut_off(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "_table", cut_off)
    with pytest.raises(KeyboardInterrupt):
        made(s2ag(tmp_path / "two", PAPERS[:2]), tmp_path / "corpus")
    assert len(rows(Corpus(tmp_path / "corpus"), "papers")) == 3
    monkeypatch.undo()
    corpus = made(tmp_path / "two", tmp_path / "corpus")
    assert len(rows(corpus, "papers")) == 2
    assert not (tmp_path / "corpus" / layout.WORK).exists()


def test_nothing_to_import_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no such folder"):
        made(tmp_path / "none", tmp_path / "corpus")
    write_lines(tmp_path / "dump" / "notes.txt", ["nothing"])
    with pytest.raises(CorpusError, match="no file of Semantic Scholar Academic Graph"):
        made(tmp_path / "dump", tmp_path / "corpus")


def test_too_little_disk_is_said_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=9))
    with pytest.raises(CorpusError, match="needs about"):
        made(s2ag(tmp_path / "dump"), tmp_path / "corpus")


def test_two_imports_into_one_corpus_are_not_possible(tmp_path: Path) -> None:
    folder = s2ag(tmp_path / "dump")
    with importing._held(tmp_path / "corpus"), pytest.raises(CorpusError, match="another process"):
        made(folder, tmp_path / "corpus")


def test_a_release_changes_adds_and_deletes(tmp_path: Path) -> None:
    out = tmp_path / "corpus"
    made(s2ag(tmp_path / "dump"), out, sentences=True, release="2026-01-01")
    diffs = tmp_path / "diffs"
    renamed = {**PAPERS[1], "title": "DeepTreeNet: A new title"}
    added = {**PAPERS[1], "corpusid": 104, "title": "Leaves", "externalids": {}, "url": ""}
    write_lines(diffs / "papers" / "updates" / "0.jsonl.gz", [renamed, added])
    write_lines(diffs / "papers" / "deletes" / "0.jsonl.gz", [{"corpusid": 103}])
    new = {**CITATIONS[0], "citingcorpusid": 104, "contexts": ["We extend TreeNet."]}
    write_lines(diffs / "citations" / "updates" / "0.jsonl.gz", [new])
    write_lines(diffs / "citations" / "deletes" / "0.jsonl.gz", [{"citationid": 9}])
    corpus = update(out, diffs, release="2026-02-01")
    assert [one["title"] for one in rows(corpus, "papers")] == [
        PAPERS[0]["title"],
        "DeepTreeNet: A new title",
        "Leaves",
    ]
    found = {(one["citing"], one["cited"]): one for one in rows(corpus, "citations")}
    assert found.keys() == {(102, 101), (104, 101)}
    assert [one["own_extends"] for one in found.values()] == [1.0, 1.0]
    assert corpus.info.release == "2026-02-01"
    assert corpus.info.left_out["deletion that names no paper"] == 1


def test_an_updated_corpus_is_the_one_that_an_import_makes(tmp_path: Path) -> None:
    made(s2ag(tmp_path / "first", PAPERS[:2], CITATIONS[:1], []), tmp_path / "a", sentences=True)
    diffs = s2ag(tmp_path / "later", PAPERS[2:], CITATIONS[1:])
    updated = update(tmp_path / "a", diffs)
    whole = made(s2ag(tmp_path / "whole"), tmp_path / "b", sentences=True)
    for table in ("papers", "citations", "cited_by", "ids", "abstracts", "sentences"):
        assert rows(updated, table) == rows(whole, table), table


def test_sentences_that_were_not_kept_are_not_lost_by_an_update(tmp_path: Path) -> None:
    made(s2ag(tmp_path / "dump"), tmp_path / "corpus")
    with pytest.raises(CorpusError, match="import the new release"):
        update(tmp_path / "corpus", tmp_path / "dump")


WORK = {
    "id": "https://openalex.org/W201",
    "doi": "https://doi.org/10.5555/first",
    "title": "TreeNet: Networks that grow like trees",
    "display_name": "TreeNet: Networks that grow like trees",
    "publication_year": 2015,
    "publication_date": "2015-01-02",
    "ids": {"openalex": "https://openalex.org/W201", "pmid": "https://pubmed.ncbi.nlm.nih.gov/77"},
    "authorships": [{"author": {"display_name": "Ada One"}, "raw_author_name": "Ada One"}],
    "primary_location": {"source": {"display_name": "Journal of Trees"}},
    "type": "article",
    "cited_by_count": 40,
    "is_retracted": False,
    "is_xpac": False,
    "referenced_works": [],
    "abstract_inverted_index": {"grow": [1], "Trees": [0]},
    "primary_topic": {"field": {"display_name": "Computer Science"}},
    "updated_date": "2026-01-01",
}
WORKS = (
    WORK,
    WORK
    | {
        "id": "https://openalex.org/W202",
        "doi": None,
        "ids": {},
        "title": "Deeper trees",
        "display_name": "Deeper trees",
        "publication_year": 2017,
        "publication_date": "2017-06-05",
        "referenced_works": ["https://openalex.org/W201", "https://openalex.org/W999", None],
    },
    WORK | {"id": "https://openalex.org/W203", "is_xpac": True},
)


@pytest.mark.parametrize("form", ["lines", "parquet"])
def test_works_of_openalex(tmp_path: Path, form: str) -> None:
    place = tmp_path / "snapshot" / "works" / "updated_date=2026-01-01"
    if form == "lines":
        write_lines(place / "part_0000.gz", WORKS)
    else:
        place.mkdir(parents=True)
        texts = [
            {**one, "abstract_inverted_index": json.dumps(one["abstract_inverted_index"])}
            for one in WORKS
        ]
        for one in texts:
            one["ids"] = json.dumps(one["ids"])
        parquet.write_table(pa.Table.from_pylist(texts), place / "part_0000.parquet")
    (tmp_path / "snapshot" / "works" / "manifest").write_text("{}")
    found = made(tmp_path / "snapshot", tmp_path / "corpus", DUMPS["openalex"])
    first, second = rows(found, "papers")
    assert (first["paper"], first["key"], first["fields"]) == (
        201,
        "doi:10.5555/first",
        ["Computer Science"],
    )
    assert (second["key"], second["year"]) == ("openalex:W202", 2017)
    assert [(one["citing"], one["cited"]) for one in rows(found, "citations")] == [(202, 201)]
    assert rows(found, "abstracts")[0]["abstract"] == "Trees grow"
    assert found.info.left_out["work of the unchecked extension (is_xpac)"] == 1
    assert found.info.left_out["citation of a paper that is not in the dump"] == 1


NEW_INDEX = """oci,citing,cited,creation,timespan,journal_sc,author_sc
a,omid:br/0601 doi:10.5555/second,omid:br/0602 doi:10.5555/first,2017-06,P2Y5M,no,no
b,omid:br/0603,,2019,P1Y,no,no
"""
OLD_INDEX = """oci,citing,cited,creation,timespan,journal_sc,author_sc
a,10.5555/second,10.5555/first,2017-06-05,P2Y,no,no
"""
META = """id,title,author,issue,volume,venue,page,pub_date,type,publisher,editor
doi:10.5555/first omid:br/0602,TreeNet: Networks,"One, Ada [omid:ra/1]; Two, Bo",,,Trees [issn:1],\
,2015-01-02,journal article,,
"""


def test_the_index_of_opencitations_of_both_generations(tmp_path: Path) -> None:
    for name, index in (("new", NEW_INDEX), ("old", OLD_INDEX)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "1.csv").write_text(index)
        found = made(folder, tmp_path / f"{name} corpus", DUMPS["opencitations"])
        papers = {one["key"]: one for one in rows(found, "papers")}
        assert papers["doi:10.5555/second"]["date"].startswith("2017-06")
        assert papers["doi:10.5555/first"]["date"].startswith("2015")
        assert len(rows(found, "citations")) == 1
        if name == "new":
            assert found.info.left_out == {"citation of an unknown paper": 1}


def test_titles_of_opencitations_meta_count_more_than_the_bare_index(tmp_path: Path) -> None:
    folder = tmp_path / "dump"
    (folder / "index").mkdir(parents=True)
    (folder / "index" / "1.csv").write_text(NEW_INDEX)
    with gzip.open(folder / "0.csv.gz", "wt") as stream:
        stream.write(META)
    found = made(folder, tmp_path / "corpus", DUMPS["opencitations"])
    titled = [one for one in rows(found, "papers") if one["title"]]
    assert [(one["title"], one["authors"], one["venue"]) for one in titled] == [
        ("TreeNet: Networks", ["Ada One", "Bo Two"], "Trees")
    ]
