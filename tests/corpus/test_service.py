"""A corpus answers what services are asked, and the services only what it lacks."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from made_up_dumps import s2ag

from ptm_graph.cli import main
from ptm_graph.corpus import importing
from ptm_graph.corpus.dumps.registry import DUMPS
from ptm_graph.corpus.service import CorpusService
from ptm_graph.enrich.refresh import refresh
from ptm_graph.enrich.table import stages
from ptm_graph.errors import NotFoundError
from ptm_graph.library import Library
from ptm_graph.settings import Settings
from ptm_graph.sources.arxiv import Arxiv
from ptm_graph.sources.batches import Looked
from ptm_graph.sources.semantic_scholar import SemanticScholar
from ptm_graph.sources.service import Offer, Service
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import SOURCES, PaperRecord, ReferenceList
from ptm_graph.workflow.refreshing import plan_refresh

FIRST, SECOND, THIRD = (f"s2:{letter * 40}" for letter in "abc")


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], Path]:
    """The same three papers, with their sentences or with the numbers of them alone."""
    folder = tmp_path_factory.mktemp("corpora")
    made: dict[bool, Path] = {}
    dump = s2ag(folder / "dump")

    def corpus(sentences: bool) -> Path:
        if sentences not in made:
            made[sentences] = folder / str(sentences)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(importing, "_workers", lambda: 1)
                importing.import_dump(
                    DUMPS["s2ag"], dump, made[sentences], sentences=sentences, release="2026-11-03"
                )
        return made[sentences]

    return corpus


@pytest.fixture
def corpus(corpora: Callable[[bool], Path]) -> Path:
    return corpora(True)


@pytest.fixture
def service(corpus: Path) -> Iterator[CorpusService]:
    from ptm_graph.corpus.service import opener

    opened = opener(corpus)(Settings())
    assert isinstance(opened, CorpusService)
    yield opened
    opened.close()


def test_a_paper_is_found_by_any_identifier_and_none_by_an_unknown_one(
    service: CorpusService,
) -> None:
    by_doi, by_none = "doi:10.5555/second", "doi:10.5555/none"
    found = service.papers([by_doi, by_none, f"{by_none} {FIRST}"]).found
    assert set(found) == {by_doi, f"{by_none} {FIRST}"}
    record = found[by_doi]
    assert record.title == "DeepTreeNet: Trees that grow deeper"
    assert record.identifiers == {"doi": "10.5555/second", "s2": "b" * 40}
    assert (record.year, str(record.published), record.venue) == (2017, "2017-06-05", "Forests")
    assert record.abstract == "We present DeepTreeNet, which extends TreeNet."
    assert record.fields_of_study is None  # unknown, not none


def test_references_come_with_sentences_and_facts(service: CorpusService) -> None:
    (reference,) = service.references(SECOND).references
    assert reference.cited is not None
    assert reference.cited.identifiers["arxiv"] == "1501.00001"
    assert reference.sentences == ("We extend TreeNet (One et al., 2015) by more layers.",)
    assert (reference.influential, reference.intents) == (True, ("methodology",))
    assert reference.facts is not None
    assert reference.facts["own_extends"] > 0
    with pytest.raises(NotFoundError):
        service.references("doi:10.5555/none")


def test_citing_papers_come_those_cited_most_first(service: CorpusService) -> None:
    found = service.citations(FIRST)
    assert [one.citing.title for one in found] == [
        "DeepTreeNet: Trees that grow deeper",
        "A survey of trees",
    ]
    assert [one.influential for one in found] == [True, None]


@pytest.mark.parametrize(
    "title",
    [
        "TreeNet: Networks that grow like trees",
        "TREENET – networks that grow like trees.",
        "TreeNet: networks that grow like treees",
        "TreeNet",
    ],
)
def test_titles_are_looked_up_whatever_their_end(service: CorpusService, title: str) -> None:
    assert [one.identifiers["s2"] for one in service.titled(title)] == ["a" * 40]


@pytest.mark.parametrize("title", ["", "…", "'; DROP TABLE ids; --", "x" * 10_000])
def test_a_title_that_nothing_has_finds_nothing(service: CorpusService, title: str) -> None:
    assert list(service.titled(title)) == []


def test_many_are_looked_up_together(
    service: CorpusService, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    query = service.reader.rows

    def counted(text: str, **values: Any) -> list[tuple[Any, ...]]:
        asked.append(text)
        return query(text, **values)

    monkeypatch.setattr(service.reader, "rows", counted)
    service.ahead("references", [SECOND, THIRD, FIRST])
    before = len(asked)
    lists = [service.references(one).references for one in (SECOND, THIRD, FIRST)]
    assert [len(one) for one in lists] == [1, 2, 0]
    assert before > 0
    assert len(asked) == before


def test_numbers_reach_a_library_where_no_sentences_are_kept(
    corpora: Callable[[bool], Path], tmp_path: Path
) -> None:
    entries = [SeedEntry(identifiers={"doi": "10.5555/second"})]
    told = []
    for sentences in (True, False):
        from ptm_graph.corpus.service import opener

        with Library.open(tmp_path / f"{sentences}.db", writable=True) as library:
            service = opener(corpora(sentences))(Settings())
            refresh(library, entries, service)
            service.close()
            (citation,) = library.iter_citations()
            assert bool(citation.sentences) == sentences
            assert citation.facts is not None
            told.append((citation.facts["own_extends"], citation.sentence_numbers))
    assert told[0] == told[1]


def test_build_takes_a_list_from_a_corpus_and_asks_nobody(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list.yaml"
    listed.write_text(
        "- title: 'DeepTreeNet: Trees that grow deeper'\n- title: A paper that nobody wrote\n"
    )
    library = tmp_path / "library.db"
    assert main(["build", str(listed), "--corpus", str(corpus), "--library", str(library)]) == 0
    out, err = capsys.readouterr()
    assert "2 papers of the reading list, 3 with those they cite, 1 citations" in out
    assert "A paper that nobody wrote" in err
    with Library.open(library) as opened:
        found = opened.find("DeepTreeNet")
        assert found.provenance["title"] == "corpus: Semantic Scholar Academic Graph (ODC-BY)"
        assert {one.state for one in opened.seed_status()} == {"resolved", "unresolved"}


def test_services_are_asked_only_for_what_the_corpus_lacks(corpus: Path, tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    listed = tmp_path / "list.txt"
    listed.write_text("https://arxiv.org/abs/1501.00001\nhttps://arxiv.org/abs/1501.00002\n")
    settings = Settings(corpus=corpus)
    assert main(["build", str(listed), "--corpus", str(corpus), "--library", str(path)]) == 0
    planned = plan_refresh(path, settings=settings)
    asked = {(step.what, step.service): step.papers for step in planned.steps}
    assert asked["metadata", "Semantic Scholar"] == 1
    assert not [name for _, name in asked if "corpus" in name]


class Live(Service):
    """A service far away that remembers what it was asked, and knows nothing."""

    source = SOURCES["semantic scholar"]
    own_kind = "s2"
    understands = {"s2": "{value}", "arxiv": "{value}"}  # noqa: RUF012
    offers = {  # noqa: RUF012
        "titles": Offer("resolve", "titles"),
        "records": Offer("metadata", "metadata", batch=10),
        "references": Offer("references", "reference lists"),
    }
    interval = 0.0

    def __init__(self) -> None:
        self.asked: list[str] = []

    @property
    def requests(self) -> int:
        return len(self.asked)

    def titled(self, title: str) -> list[PaperRecord]:
        self.asked.append(title)
        return []

    def papers(self, ids: Sequence[str]) -> Looked[PaperRecord]:
        self.asked += ids
        return Looked()

    def references(self, paper_id: str, stated_count: int | None = None) -> ReferenceList:
        self.asked.append(f"references of {paper_id}")
        raise NotFoundError("unknown")

    def close(self) -> None:
        self.asked.clear()


def test_what_the_corpus_has_is_asked_of_nobody_else(service: CorpusService) -> None:
    live = Live()
    entries = [
        SeedEntry(title="TreeNet: Networks that grow like trees"),
        SeedEntry(identifiers={"doi": "10.5555/second"}),
        # under another identifier than those that the corpus has
        SeedEntry("DeepTreeNet: Trees that grow deeper", identifiers={"arxiv": "1706.00002"}),
        SeedEntry(identifiers={"arxiv": "1501.00009"}),
        SeedEntry(title="A paper that nobody wrote"),
    ]
    with Library.in_memory() as library:
        report = refresh(library, entries, live, service)
        # the corpus has no list of the first paper, and neither the fourth nor the last
        listless = f"references of {'a' * 40}"
        assert live.asked == ["A paper that nobody wrote", "1501.00009", listless]
        assert report.requests == {"Semantic Scholar": 3}
        assert library.citation_count() == 1
        states = [one.state for one in library.seed_status()]
        assert states == ["resolved"] * 3 + ["unresolved"] * 2


def test_a_live_service_outranks_a_corpus_but_is_asked_after_it(service: CorpusService) -> None:
    live: list[Service] = [SemanticScholar(Settings()), Arxiv(Settings())]
    order = [one.service for one in stages([*live, service])]
    assert service.source.rank < min(one.source.rank for one in live)
    assert set(order[1:5]) == {service}


def test_a_trace_goes_through_a_corpus_without_a_request(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "traced.db"
    arguments = ["trace", "doi:10.5555/second", "--corpus", str(corpus), "-o", str(out)]
    assert main([*arguments, "--dry-run"]) == 0
    assert "no requests" in capsys.readouterr().out
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert "requests: none" in told
    assert "TreeNet" in told
    assert main([*arguments, "--full-texts"]) == 2
