"""Papers are read from their sources: on demand, a few a night, and each answer is remembered."""

from __future__ import annotations

import datetime
import gzip
import os
import stat
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from fake_services import FakeServices, Source, packed
from keeping_time import Time
from refreshing import Refreshed, refresh_from
from synthetic_world import reading_list, sha_of, synthetic_world

from ptm_graph.enrich import text_stages
from ptm_graph.enrich.full_texts import Adding, Reading
from ptm_graph.enrich.planning import plan
from ptm_graph.enrich.report import TextCounts
from ptm_graph.enrich.staleness import Due
from ptm_graph.enrich.text_stages import TextWishes
from ptm_graph.full_texts import latex
from ptm_graph.library import Library
from ptm_graph.library.writing import Writer
from ptm_graph.sources import arxiv, transport
from ptm_graph.words.records import FULL_TEXT, FullTextReading
from ptm_graph.workflow.quoting import Quote, quotes
from ptm_graph.workflow.reading import read_lists

FIRST, *OTHERS = ("1901.00001", "1902.00002", "1903.00003", "1904.00004", "1905.00005")
WISHES = TextWishes()
ALWAYS = datetime.timedelta(0)


def paper(number: int = 0, *cited: str) -> str:
    """A made-up paper in LaTeX, which cites titles."""
    keys = [f"made{n}" for n in range(len(cited))]
    said = " ".join(f"In this step we build on the idea of it \\cite{{{key}}}." for key in keys)
    items = "\n".join(
        f"\\bibitem{{{key}}} A.~Maker. \\newblock {title}. \\newblock Made-up Letters, 2018."
        for key, title in zip(keys, cited, strict=True)
    )
    return (
        "\\documentclass{article}\n\\title{A Made-up Paper " + str(number) + "}\n"
        "\\begin{document}\\maketitle\n\\section{Method}\n" + said + "\n"
        "\\begin{thebibliography}{9}\n" + items + "\n\\end{thebibliography}\n\\end{document}\n"
    )


ARCHIVE = packed(paper(0, "Birds of the Made-up Shore and Their Songs"))


@pytest.fixture
def sources(services: FakeServices) -> dict[str, Source]:
    """A source for every seed."""
    named = {"Content_Disposition": 'attachment; filename="arXiv-1901.00001v2.tar.gz"'}
    for number, arxiv_id in enumerate((FIRST, *OTHERS)):
        services.sources[arxiv_id] = Source(packed(paper(number, "Made-up Birds")), headers=named)
    return services.sources


def asked(services: FakeServices) -> list[str]:
    return [path.removeprefix("/src/") for path in services.paths("/src/")]


def reading(library: Library, arxiv_id: str = FIRST) -> FullTextReading:
    (one,) = library.full_texts(f"arxiv:{arxiv_id}")
    return one


def test_nobody_asks_for_sources_unless_they_are_wanted(
    services: FakeServices, sources: dict[str, Source], refreshed: Refreshed
) -> None:
    assert refreshed().full_texts is None
    assert asked(services) == []


def test_sources_are_read_once_and_remembered_with_their_version(
    services: FakeServices, sources: dict[str, Source], library: Library, refreshed: Refreshed
) -> None:
    report = refreshed(texts=WISHES)
    assert report.full_texts == TextCounts(read=5)
    assert sorted(asked(services)) == [FIRST, *OTHERS]
    known = reading(library)
    assert (known.source, known.format, known.version) == ("arxiv", "latex", "v2")
    assert known.counts["references"] == 1
    services.heal()
    before = library.dump()
    assert refreshed(texts=WISHES).full_texts == TextCounts()
    assert (services.requests, library.dump()) == ([], before)


@pytest.mark.parametrize(
    ("source", "code", "reason"),
    [
        (None, "no source", "has no LaTeX source"),
        (Source(b"%PDF-1.5 made up", "application/pdf"), "no source", "PDF"),
        (
            Source(b"%PDF-1.5", "application/x-eprint", {"Content_Encoding": "x-gzip"}),
            "no source",
            "PDF",
        ),
        (Source(b"%PDF-1.5", headers={"Content_Encoding": "gzip"}), "no source", "PDF"),
        (Source(b"<!DOCTYPE html><html>withdrawn</html>", "text/html"), "no source", "web page"),
        (Source(gzip.compress(b"%!PS-Adobe-2.0")), "no source", "PostScript"),
        (Source(packed("no document")), "source not read", "no document"),
        (Source(b"\x1f\x8b broken, whatever is asked"), "source not read", "archive"),
        (Source(ARCHIVE, "application/x-eprint-tar", {"Content_Encoding": "x-gzip"}), "ok", ""),
        (Source(gzip.decompress(ARCHIVE), headers={"Content_Encoding": "gzip"}), "ok", ""),
        (Source(gzip.compress(paper().encode()), "application/x-eprint"), "ok", ""),
        (Source(ARCHIVE, "text/html"), "ok", ""),
    ],
)
def test_each_answer_is_remembered_with_its_reason(
    services: FakeServices,
    library: Library,
    refreshed: Refreshed,
    source: Source | None,
    code: str,
    reason: str,
) -> None:
    if source is not None:
        services.sources[FIRST] = source
    report = refreshed(texts=WISHES)
    reply = library.replies("sources")[f"arxiv:{FIRST}"]
    assert (reply.code, reason in (reply.reason or "")) == (code, True), reply
    assert asked(services).count(FIRST) == 1, "an answer is no outage"
    listed = [one.subject for one in report.problems if one.stage == "sources"]
    assert len(listed) == (code == "source not read")
    assert not report.failed
    services.heal()
    assert [one for one in refreshed(texts=WISHES).problems if one.stage == "sources"] == [
        one for one in report.problems if one.stage == "sources"
    ]
    assert services.requests == []


def test_that_most_papers_have_no_source_is_an_answer_too(
    services: FakeServices, library: Library, tmp_path: Path, time: Time
) -> None:
    services.world = synthetic_world(seeds=12)
    seeds = tmp_path / "many.yaml"
    seeds.write_text(reading_list(12), encoding="utf-8")
    report = refresh_from(services, library, seeds, texts=WISHES)
    assert (report.full_texts, report.failed) == (TextCounts(without_source=12), False)
    services.heal()
    refresh_from(services, library, seeds, texts=WISHES)
    assert services.requests == []


@pytest.mark.parametrize("fault", ["403", "429", "500", "503", "truncate", "reset"])
def test_an_outage_is_no_answer_and_the_paper_is_asked_for_again(
    services: FakeServices,
    sources: dict[str, Source],
    library: Library,
    refreshed: Refreshed,
    fault: str,
) -> None:
    services.fail(fault, naming=f"/src/{FIRST}")
    report = refreshed(texts=WISHES)
    assert report.full_texts == TextCounts(read=4)
    assert [one.stage for one in report.failures] == ["sources"]
    services.heal()
    assert refreshed(texts=WISHES).full_texts == TextCounts(read=1)
    assert asked(services) == [FIRST]


def test_an_empty_answer_is_an_outage(
    services: FakeServices, sources: dict[str, Source], library: Library, refreshed: Refreshed
) -> None:
    sources[FIRST] = Source(b"")
    report = refreshed(texts=WISHES)
    assert "the answer is empty" in report.failures[0].reason
    assert f"arxiv:{FIRST}" not in library.replies("sources")


@pytest.mark.parametrize("fault", ["403", "503"])
def test_a_host_that_refuses_all_sources_is_soon_left_alone(
    services: FakeServices, sources: dict[str, Source], refreshed: Refreshed, fault: str
) -> None:
    services.fail(fault, naming="/src/")
    report = refreshed(texts=WISHES)
    assert len(report.failures) == 5
    assert len(set(asked(services))) == transport.FAILURES_TO_OPEN


def test_a_source_that_is_too_large_is_not_asked_for_again(
    services: FakeServices,
    sources: dict[str, Source],
    library: Library,
    refreshed: Refreshed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refreshed()
    monkeypatch.setattr(transport, "LARGEST_ANSWER", 100_000)
    services.fail("big", naming=f"/src/{FIRST}")
    assert refreshed(texts=WISHES).full_texts == TextCounts(read=4, not_read=1)
    assert asked(services).count(FIRST) == 1
    assert "larger" in (library.replies("sources")[f"arxiv:{FIRST}"].reason or "")


def test_a_reader_that_fails_ends_no_refresh(
    sources: dict[str, Source], refreshed: Refreshed, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = latex.read_latex

    def failing(data: bytes, name: str) -> object:
        if name == FIRST:
            raise RecursionError
        return read(data, name)

    monkeypatch.setattr(text_stages, "read_latex", failing)
    report = refreshed(texts=WISHES)
    assert report.full_texts == TextCounts(read=4, not_read=1)
    (problem,) = (one for one in report.problems if one.stage == "sources")
    assert problem.code == "source not read"
    assert "RecursionError" in problem.reason


def test_a_text_that_cannot_be_stored_leaves_no_trace_and_ends_no_refresh(
    sources: dict[str, Source],
    library: Library,
    refreshed: Refreshed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add = Adding.add

    def failing(self: Adding, writer: Writer, one: Reading) -> object:
        added = add(self, writer, one)
        if one.file == FIRST:
            raise ValueError
        return added

    monkeypatch.setattr(Adding, "add", failing)
    assert refreshed(texts=WISHES).full_texts == TextCounts(read=4, not_read=1)
    assert library.full_texts(f"arxiv:{FIRST}") == ()
    assert library.replies("sources")[f"arxiv:{FIRST}"].code == "source not read"


def test_a_night_reads_no_more_than_wished_and_the_next_goes_on(
    services: FakeServices, sources: dict[str, Source], refreshed: Refreshed
) -> None:
    wishes = TextWishes(most=2)
    nights = [refreshed(texts=wishes).full_texts for _ in range(4)]
    assert nights == [
        TextCounts(read=2, left=3),
        TextCounts(read=2, left=1),
        TextCounts(read=1),
        TextCounts(),
    ]
    assert sorted(asked(services)) == [FIRST, *OTHERS]


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(
    services: FakeServices,
    sources: dict[str, Source],
    refreshed: Refreshed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = arxiv.Arxiv.full_text

    def cut_off(self: arxiv.Arxiv, paper_id: str) -> object:
        if len(asked(services)) == 3:
            raise KeyboardInterrupt
        return read(self, paper_id)

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(arxiv.Arxiv, "full_text", cut_off)
        refreshed(texts=WISHES)
    assert refreshed(texts=WISHES).full_texts == TextCounts(read=2)
    assert len(set(asked(services))) == len(asked(services)) == 5


def test_a_source_is_stale_after_twelve_times_the_age_of_other_answers(
    services: FakeServices, sources: dict[str, Source], refreshed: Refreshed
) -> None:
    now = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    for days, reads in ((0, 5), (83, 0), (84, 5)):
        later = now + datetime.timedelta(days=days)
        counts = refreshed(texts=WISHES, now=lambda later=later: later).full_texts
        assert counts == TextCounts(read=reads), days


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
def test_sources_are_kept_only_on_wish_and_for_the_user_alone(
    services: FakeServices, sources: dict[str, Source], refreshed: Refreshed, tmp_path: Path
) -> None:
    sources[OTHERS[0]] = Source(b"%PDF-1.5", "application/pdf")
    sources[OTHERS[1]] = Source(gzip.decompress(ARCHIVE))
    folder = tmp_path / "library.db.sources"
    refreshed(texts=TextWishes(keep=folder))
    kept = {one.name: one for one in folder.iterdir()}
    assert sorted(kept) == sorted(f"{one}.gz" for one in (FIRST, *OTHERS) if one != OTHERS[0])
    assert {stat.S_IMODE(one.stat().st_mode) for one in kept.values()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert kept[f"{FIRST}.gz"].read_bytes() == sources[FIRST].body
    assert gzip.decompress(kept[f"{OTHERS[1]}.gz"].read_bytes()) == sources[OTHERS[1]].body


def test_an_old_name_with_a_slash_leads_nowhere_else(tmp_path: Path) -> None:
    text_stages.keep(ARCHIVE, tmp_path / "kept", "math.GT/../0301001")
    assert [one.name for one in (tmp_path / "kept").iterdir()] == ["math.GT_.._0301001.gz"]


def test_feeds_and_sources_keep_one_pace(
    services: FakeServices,
    sources: dict[str, Source],
    refreshed: Refreshed,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    refreshed(texts=WISHES, settings={"arxiv_interval": 0.05})
    assert len(services.gaps("arxiv")) == 5
    assert min(services.gaps("arxiv")) >= 0.045


def test_what_would_be_asked_is_counted_with_its_time(
    services: FakeServices, library: Library, seeds: Path, refreshed: Refreshed
) -> None:
    def planned(texts: TextWishes | None) -> list[tuple[int, int, float]]:
        found = plan(
            library,
            read_lists([seeds]).entries,
            services.settings(arxiv_interval=3.0),
            lambda copied: Due(
                copied, datetime.timedelta(days=7), datetime.datetime.now(datetime.UTC)
            ),
            texts=texts,
        )
        return [
            (one.papers, one.requests, one.seconds)
            for one in found.steps
            if one.what == arxiv.Arxiv.offers["full texts"].title
        ]

    assert planned(None) == []
    assert planned(WISHES) == [(5, 5, 15.0)]
    assert planned(TextWishes(most=3)) == [(3, 3, 9.0)]
    refreshed(texts=TextWishes(most=3))
    assert planned(WISHES) == [(2, 2, 6.0)]


# --- titles that only the papers list -------------------------------------------------------------

FAR = "A Study of Faraway Islands and Their Harbours"
UNKNOWN = "An Unprinted Manuscript about Lighthouses"
NIGHT = datetime.timedelta(days=1)
EVENING = datetime.datetime(2026, 1, 1, 21, tzinfo=datetime.UTC)


@pytest.fixture
def withheld(services: FakeServices) -> FakeServices:
    """One seed whose list is withheld and whose source cites what no service connects with it."""
    services.world.elided.add(sha_of("seed-0"))
    services.world.papers[sha_of("seed-0")]["referenceCount"] = 2
    services.world.add("far", FAR, year=2018, authors=[{"authorId": "7", "name": "Ada Maker"}])
    services.sources[FIRST] = Source(packed(paper(0, UNKNOWN, FAR)))
    return services


def looked_up(services: FakeServices) -> list[str]:
    return [unquote_plus(one) for one in services.paths("search/match")]


def test_a_title_that_a_service_knows_becomes_a_citation_with_what_is_said(
    withheld: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    report = refreshed(texts=WISHES)
    (citation,) = (one for one in library.iter_citations() if one.citing == f"arxiv:{FIRST}")
    assert library.paper(citation.cited).title == FAR
    assert (citation.source, citation.givers) == (FULL_TEXT, (FULL_TEXT,))
    assert [one.kind for one in citation.passages or ()] == ["method"]
    assert citation.facts, "the facts of the sentences are there, too"
    listed = [one.title for one in library.unresolved_references(f"arxiv:{FIRST}")]
    assert listed == [UNKNOWN]
    known = library.paper(f"arxiv:{FIRST}")
    assert (known.references_state, known.references_known) == ("complete", 2)
    assert [one for one in report.problems if one.stage == "references"] == []


def test_a_title_is_looked_up_once_however_many_papers_list_it(
    withheld: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    for number, arxiv_id in enumerate(OTHERS, 1):
        withheld.sources[arxiv_id] = Source(packed(paper(number, UNKNOWN, FAR)))
    refreshed(texts=WISHES)
    assert len(looked_up(withheld)) == 2
    found = library.find(FAR).key
    citing = {one.citing for one in library.iter_citations() if one.cited == found}
    assert citing == {f"arxiv:{one}" for one in (FIRST, *OTHERS)}
    withheld.heal()
    refreshed(texts=WISHES)
    assert withheld.requests == []


def test_a_night_looks_up_no_more_titles_than_wished_and_the_next_goes_on(
    withheld: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    wishes = TextWishes(most=1)

    def night(later: datetime.timedelta) -> int:
        withheld.heal()
        refreshed(texts=wishes, now=lambda: EVENING + later)
        return len(looked_up(withheld))

    hour = datetime.timedelta(hours=1)
    assert [night(one) for one in (0 * NIGHT, hour, NIGHT, NIGHT + hour, 2 * NIGHT)] == [
        1, 0, 1, 0, 0,
    ]  # fmt: skip
    assert [one.title for one in library.unresolved_references(f"arxiv:{FIRST}")] == [UNKNOWN]
    assert len([one for one in library.iter_citations() if one.source == FULL_TEXT]) == 1


def test_a_title_for_which_the_service_failed_is_looked_up_again(
    withheld: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    withheld.fail("503", naming="search/match")
    assert refreshed(texts=WISHES).failed
    assert len(library.unresolved_references(f"arxiv:{FIRST}")) == 2
    withheld.heal()
    assert not refreshed(texts=WISHES).failed
    assert [one.title for one in library.unresolved_references(f"arxiv:{FIRST}")] == [UNKNOWN]


def test_the_titles_that_are_cited_most_come_first(
    withheld: FakeServices, refreshed: Refreshed
) -> None:
    often = paper(0, UNKNOWN, FAR).replace("{made0}.", "{made0}. Others do \\cite{made1}.", 1)
    withheld.sources[FIRST] = Source(packed(often))
    refreshed(texts=TextWishes(most=1))
    (asked_for,) = looked_up(withheld)
    assert FAR in asked_for


def test_a_run_that_was_cut_off_after_a_title_was_found_has_its_citation(
    withheld: FakeServices,
    library: Library,
    refreshed: Refreshed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def cut_off(self: text_stages.ReferenceTitles, library: Library) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(text_stages.ReferenceTitles, "finish", cut_off)
        refreshed(texts=WISHES)
    cited = [one.cited for one in library.iter_citations() if one.citing == f"arxiv:{FIRST}"]
    assert cited == [library.find(FAR).key]
    withheld.heal()
    refreshed(texts=WISHES)
    assert looked_up(withheld) == []


def test_what_was_read_can_be_quoted(
    withheld: FakeServices, library: Library, refreshed: Refreshed
) -> None:
    refreshed(texts=WISHES)
    (quote,) = quotes(library, f"arxiv:{FIRST}")[library.find(FAR).key]
    assert quote == Quote("In this step we build on the idea of it [*].", "Method")
