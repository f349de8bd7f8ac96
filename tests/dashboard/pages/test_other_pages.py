"""Routes, reading order, news, reading list, review and quality, each by its address."""

from pathlib import Path

import pandas as pd
import pytest
from dashboard_driver import BERT, ROBERTA, Visit, asked, texts

from ptm_graph.dashboard.catalogue import words
from ptm_graph.dashboard.pages import news, reading_list
from ptm_graph.dashboard.pages.reading_list import why
from ptm_graph.dashboard.read_marks import read_marks
from ptm_graph.dashboard.reader import opened, why_lost
from ptm_graph.library import Library
from ptm_graph.library.seed_status import SeedStatus
from ptm_graph.library.writing import Writer
from ptm_graph.lineage.recalibration import Recalibration
from ptm_graph.lineage.reliability import meaning, reliability
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.records import PaperRecord
from ptm_graph.workflow import decisions
from ptm_graph.workflow.schedule import Job, write_systemd_units

ELMO = "arxiv:1802.05365"


def test_a_route_is_drawn_and_said_in_sentences(visit: Visit, stated_library: Path) -> None:
    app = visit(stated_library, "routes", a=BERT, b=ROBERTA)
    assert not app.exception
    assert len(app.get("echarts_chart")) == 1
    assert "RoBERTa ← BERT, because" in texts(app)


def test_routes_over_citations_say_who_cites_whom(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "routes", a=BERT, b=ROBERTA, over="citations", kind="time")
    assert not app.exception
    assert "RoBERTa cites BERT" in texts(app)


def test_a_route_needs_two_papers_that_differ(visit: Visit, small_library_path: Path) -> None:
    assert "Choose two papers" in texts(visit(small_library_path, "routes", a=BERT))
    app = visit(small_library_path, "routes", a=BERT, b=BERT)
    assert not app.exception
    assert "two different papers" in texts(app)


def test_a_route_leads_to_the_edge_in_the_drawing(visit: Visit, stated_library: Path) -> None:
    app = visit(stated_library, "routes", a=BERT, b=ROBERTA)
    app.button(key="route 1 0").click().run()
    assert "Strongest reasons" in texts(app)


def test_reading_begins_with_what_others_descend_from(visit: Visit, stated_library: Path) -> None:
    app = visit(stated_library, "reading-order", **{"for": "paper", "paper": ROBERTA})
    assert not app.exception
    labels = [box.label for box in app.checkbox]
    assert labels[-1].endswith("RoBERTa")
    assert any("BERT" in label for label in labels[:-1])


def test_what_is_read_is_kept(visit: Visit, own_library: Path) -> None:
    app = visit(own_library, "reading-order")
    hours = next(progress for progress in app.get("progress"))
    assert "0 of" in hours.proto.text
    box = next(box for box in app.checkbox if "BERT" in box.label)
    box.check().run()
    assert not app.exception
    assert len(read_marks(own_library)) == 1
    assert "1 of" in next(iter(app.get("progress"))).proto.text
    again = visit(own_library, "reading-order", unread="1")
    assert len(again.checkbox) == len(app.checkbox) - 1


def test_a_tick_moves_on_to_the_next_paper_and_is_taken_back(
    visit: Visit, own_library: Path
) -> None:
    app = visit(own_library, "reading-order")
    first = texts(app).split("Read next: <b>")[1].split("<")[0]
    app.button(key="tick next").click().run()
    assert not app.exception and len(read_marks(own_library)) == 1
    assert texts(app).split("Read next: <b>")[1].split("<")[0] != first
    app.button(key="untick last").click().run()
    assert texts(app).split("Read next: <b>")[1].split("<")[0] == first
    assert not read_marks(own_library)


def test_the_ends_of_a_route_are_swapped(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "routes", a=BERT, b=ROBERTA)
    app.button(key="swap").click().run()
    assert (asked(app, "a"), asked(app, "b")) == ([ROBERTA], [BERT])


def test_a_family_can_be_read(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "reading-order", **{"for": "family", "family": "No such"})
    assert "has no meaning here" in texts(app)
    assert "Choose what you want" in texts(app)


def test_a_library_without_refreshes_says_so(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "news")
    assert not app.exception
    assert "has not been refreshed yet" in texts(app)
    assert app.button(key="refresh")


def test_changes_of_a_refresh_are_listed_and_lead_to_the_drawing(
    visit: Visit, own_library: Path
) -> None:
    end = "2026-01-02T03:05:05+00:00"
    with (
        Library.open(own_library, writable=True) as library,
        library.refreshing("2026-01-02T03:04:05+00:00"),
    ):
        with library.writing() as writer:
            _cite_both(writer, writer.store_paper(_record("A paper that is new")))
        library.end_refresh(at=end, seconds=60, outcome="done", requests={})
    app = visit(own_library, "news")
    assert not app.exception
    assert "2 Jan 2026 03:04" in "".join(app.selectbox[0].options)
    assert "A paper that is new" in app.button(key="change 0").label
    app.button(key="change 0").click().run()
    assert "A paper that is new" in texts(app)


def test_without_a_scheduled_refresh_the_command_for_one_is_given(
    visit: Visit, small_library_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no crontab
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    app = visit(small_library_path, "news")
    assert "None is scheduled" in texts(app)
    assert f"schedule --install --library {small_library_path}" in app.code[0].value
    monkeypatch.setattr(news, "default_library_path", lambda: small_library_path)
    app = visit(small_library_path, "news")
    assert app.code[0].value == "ptm-graph schedule --install"


def test_the_next_scheduled_refresh_is_told(
    visit: Visit, small_library_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    write_systemd_units(Job(small_library_path, every="hour"), tmp_path / "systemd" / "user")
    app = visit(small_library_path, "news")
    assert "systemd timer" in texts(app)
    assert "has not been started" in texts(app)
    assert all("--install" not in one.value for one in app.code)


def _record(title: str, number: int = 1) -> PaperRecord:
    return PaperRecord("semantic scholar", {"arxiv": f"2601.0000{number}"}, title=title)


def _cite_both(writer: Writer, citing: int) -> None:
    pairs = [(citing, writer.number(key)) for key in (BERT, ROBERTA)]
    writer.store_citing_pairs(pairs, "semantic scholar")


def test_entries_of_the_list_are_shown_with_their_state(
    visit: Visit, small_library_path: Path
) -> None:
    app = visit(small_library_path, "reading-list")
    assert not app.exception
    assert "BERT" in set(app.dataframe[0].value["Name"])


def test_a_pasted_list_is_understood_line_by_line_and_saved(
    visit: Visit, own_library: Path
) -> None:
    app = visit(own_library, "reading-list", part="add")
    pasted = (
        "- [Reformer](https://arxiv.org/abs/2001.04451)\n- [x](https://arxiv.org/abs/9999.99)\n"
    )
    app.text_area(key="pasted").set_value(pasted).run()
    assert not app.exception
    assert "1 entry understood" in texts(app)
    app.button(key="save list").click().run()
    assert not app.exception
    with Library.open(own_library) as library:
        assert library.paper("arxiv:2001.04451").seed
        assert library.find("BERT").seed
    assert (own_library.parent / "reading-list.yaml").exists()


def test_a_list_that_cannot_be_read_is_one_clear_line(visit: Visit, own_library: Path) -> None:
    app = visit(own_library, "reading-list", part="add")
    app.text_area(key="pasted").set_value("papers:\n  - {").run()
    assert not app.exception
    assert app.error


def test_a_decision_is_written_seen_again_and_taken_back(visit: Visit, own_library: Path) -> None:
    app = visit(own_library, **{"from": BERT, "to": ROBERTA})
    app.button(key="accept").click().run()
    assert not app.exception
    path = own_library.parent / "decisions.yaml"
    assert [one.verdict for one in decisions.read(path)] == ["accepted"]
    again = visit(own_library, **{"from": BERT, "to": ROBERTA})
    assert "accepted by a person" in texts(again)
    again.button(key="undo").click().run()
    assert decisions.read(path) == ()


def test_a_rejected_relation_is_gone_from_the_drawing(visit: Visit, own_library: Path) -> None:
    app = visit(own_library, **{"from": BERT, "to": ROBERTA})
    app.button(key="reject").click().run()
    assert not app.exception
    again = visit(own_library, paper=ROBERTA)
    assert f"why {BERT}→{ROBERTA}" not in {one.key for one in again.button}


def test_quality_counts_what_was_dropped_and_credits_the_sources(
    visit: Visit, small_library_path: Path
) -> None:
    app = visit(small_library_path, "quality")
    assert not app.exception
    said = texts(app)
    assert "Semantic Scholar" in said
    assert "ODC" in said
    assert "References of the list" in said
    assert len(app.metric) == 7


def test_quality_tells_what_confidences_mean_for_each_state_of_knowledge(
    visit: Visit, own_library: Path
) -> None:
    decisions.store_recalibration(
        own_library.parent / "decisions.yaml", Recalibration(0.8, 0.4, 42), "ada", "2026-01-01"
    )
    said = texts(visit(own_library, "quality"))
    for state, table in reliability().items():
        assert words("en").named("knowledge", state) in said
        for group in table.best:
            assert f"{group.low:.0%}–{group.high:.0%}" in said
            assert f"{group.right:.0%}" in said
    assert "recalibrated by 42 of your decisions" in said


def test_a_confidence_is_told_in_words_until_a_person_decides(
    visit: Visit, own_library: Path
) -> None:
    app = visit(own_library, **{"from": BERT, "to": ROBERTA})
    means = meaning(opened(own_library).family.edges[BERT, ROBERTA])
    assert means is not None and str(means) in texts(app)
    assert "此类关系" in texts(visit(own_library, **{"from": BERT, "to": ROBERTA, "lang": "zh"}))
    assert str(means) in texts(visit(own_library, paper=ROBERTA))
    app.button(key="accept").click().run()
    said = texts(visit(own_library, **{"from": BERT, "to": ROBERTA}))
    assert "your decision" in said
    assert str(means) not in said and "confidence" not in said
    button = visit(own_library, paper=ROBERTA).button(key=f"why {BERT}→{ROBERTA}")
    assert "your decision" in button.label


def test_a_recalibration_counts_on_the_page_and_in_its_table_of_candidates(
    visit: Visit, own_library: Path
) -> None:
    before = opened(own_library).family.edges[BERT, ROBERTA]["confidence"]
    decisions.store_recalibration(
        own_library.parent / "decisions.yaml", Recalibration(0.5, 0.0, 42), "ada", "2026-01-01"
    )
    after = opened(own_library).family.edges[BERT, ROBERTA]
    assert after["confidence"] < before
    candidates = why_lost(opened(own_library), BERT, ROBERTA)[1]
    assert {one.relation.parent: one.relation.confidence for one in candidates}[BERT] == (
        after["confidence"]
    )
    app = visit(own_library, **{"from": BERT, "to": ROBERTA})
    assert "recalibrated by 42 of your decisions" in texts(app)


def test_accuracy_is_measured_against_decisions(visit: Visit, own_library: Path) -> None:
    first = visit(own_library, **{"from": BERT, "to": ROBERTA})
    first.button(key="accept").click().run()
    app = visit(own_library, "quality")
    app.toggle(key="measure").set_value(True).run()
    assert not app.exception
    assert "hit@1" in texts(app)


def test_why_entries_stand_as_they_do_is_told_in_the_readers_language() -> None:
    entry = SeedEntry(title="A paper")
    failed = SeedStatus(entry, "key", "unresolved", "HTTP 500", "failed")
    waiting = SeedStatus(entry, "key", "not asked yet", "“ptm-graph refresh” asks the services")
    found = SeedStatus(entry, "key", "resolved")
    older = SeedStatus(entry, "key", "unresolved", "as it was told before codes")
    told = [why(words("zh"), one) for one in (failed, waiting, found, older)]
    assert told[0] == "查询失败：出错（HTTP 500）"
    assert told[1] == "“ptm-graph refresh” 会查询各服务"
    assert told[2:] == ["", "as it was told before codes"]
    english = [why(words("en"), one) for one in (failed, waiting, found, older)]
    assert english == [one.reason or "" for one in (failed, waiting, found, older)]


def test_a_list_that_cannot_be_read_is_told_in_the_readers_language(
    visit: Visit, own_library: Path
) -> None:
    app = visit(own_library, "reading-list", part="add", lang="zh")
    app.text_area(key="pasted").set_value("papers:\n  - {").run()
    assert "无法读取书单" in app.error[0].value


def test_a_candidate_is_taken_for_an_entry_that_nobody_could_resolve_and_taken_back(
    visit: Visit, own_library: Path
) -> None:
    entry = SeedEntry(title="A paper that two services know otherwise")
    found = PaperRecord(
        "semantic scholar", {"arxiv": "2101.00001"}, title="A paper known otherwise", year=2021
    )
    with Library.open(own_library, writable=True) as library, library.writing() as writer:
        number = writer.replace_entries([entry])[0]
        writer.replace_candidates(number, [found])
        writer.mark_checked([number], "resolve", "2026-01-02T03:04:05+00:00", "no sure match")
    app = visit(own_library, "reading-list", state="unresolved")
    assert "arxiv:2101.00001" in texts(app)
    app.button(key="take 0 0").click().run()
    assert not app.exception
    own = own_library.with_name("reading-list.yaml")
    assert "2101.00001" in own.read_text(encoding="utf-8")
    with Library.open(own_library) as library:
        assert library.find("2101.00001").title == entry.title
        assert len(library.seed_entries()) == 1, "an entry that is settled is no second one"
    app.button(key="undo list").click().run()
    assert not app.exception
    assert "the list is as it was" in texts(app)
    assert not own.exists()
    with Library.open(own_library) as library:
        assert [one for one, _ in library.seed_entries()] == [entry]
    assert "undo list" not in {one.key for one in app.button}


PASTED = """\
# Detection

- Fast R-CNN: a method for detecting objects in images
- RoBERTa: A Robustly Optimized BERT Pretraining Approach

# Other things

- A paper about the growth of stones in gardens
"""


def test_a_pasted_list_is_shown_line_by_line_under_its_headings_and_can_be_taken_back(
    visit: Visit, own_library: Path
) -> None:
    app = visit(own_library, "reading-list", part="add")
    app.text_area(key="pasted").set_value(PASTED).run()
    assert not app.exception
    assert "All 5 lines: 3 with entries, 2 headings." in texts(app)
    headings = [box for box in app.checkbox if "**" in box.label]
    assert [box.label for box in headings] == ["**Detection** (2)", "**Other things** (1)"]
    save = app.button(key="save list")
    assert save.label == "Add 3 entries to the library"
    (which,) = [box for box in app.selectbox if box.label.startswith("Which paper is RoBERTa")]
    assert len(which.options) == 1 and which.value is None
    which.set_value(which.options[0]).run()
    headings = [box for box in app.checkbox if "**" in box.label]
    headings[1].uncheck().run()
    assert app.button(key="save list").label == "Add 2 entries to the library"
    with Library.open(own_library) as library:
        before = library.seed_entries()
    app.button(key="save list").click().run()
    assert not app.exception
    own = own_library.with_name("reading-list.yaml")
    text = own.read_text(encoding="utf-8")
    assert "1907.11692" in text and "growth of stones" not in text
    assert app.text_area(key="pasted").value == ""
    app.button(key="undo list").click().run()
    assert not app.exception
    assert not own.exists()
    assert app.text_area(key="pasted").value == PASTED
    with Library.open(own_library) as library:
        assert library.seed_entries() == before


def test_what_is_no_identifier_is_told_and_changes_nothing() -> None:
    entries = [SeedEntry(title="One", identifiers={"arxiv": "2101.00001"})]
    row = {"take": True, "title": "One", "arxiv": "not one", "doi": None, "family": None}
    kept, refused = reading_list._corrected(entries, pd.DataFrame([row]))
    assert refused == ["not one"]
    assert kept == entries


def test_corrections_belong_to_the_list_that_was_pasted() -> None:
    one = [SeedEntry(title="One", line=1), SeedEntry(title="Two", line=2)]
    other = [SeedEntry(title="Three", line=1), SeedEntry(title="Four", line=2)]
    assert reading_list._signature(one) == reading_list._signature(list(one))
    assert reading_list._signature(one) != reading_list._signature(other)


def test_the_same_paper_twice_is_no_route(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "routes", a=BERT, b=BERT, lang="zh")
    assert "请选择两篇不同的论文" in "".join(one.value for one in app.info)


def test_the_newest_refresh_is_shown_when_one_has_ended(visit: Visit, own_library: Path) -> None:
    def refreshed(day: int, title: str) -> None:
        with (
            Library.open(own_library, writable=True) as library,
            library.refreshing(f"2026-01-0{day}T03:04:05+00:00"),
        ):
            with library.writing() as writer:
                _cite_both(writer, writer.store_paper(_record(title, day)))
            end = f"2026-01-0{day}T03:05:05+00:00"
            library.end_refresh(at=end, seconds=60, outcome="done", requests={})

    refreshed(2, "One that came first")
    app = visit(own_library, "news")
    refreshed(3, "One that came then")
    app.run()
    assert "3 Jan 2026" in app.selectbox[0].options[app.selectbox[0].index or 0]
    assert "since" not in app.query_params
    assert "One that came then" in app.button(key="change 0").label


def test_a_reading_order_counts_proposals_only_on_wish(
    visit: Visit, proposed_library: Path
) -> None:
    app = visit(proposed_library, "reading-order")
    assert not app.exception
    assert "left out: " in texts(app)
    assert "descend from it" not in texts(app)
    next(one for one in app.toggle if "Count proposals" in one.label).set_value(True).run()
    assert not app.exception
    assert asked(app, "proposals") == ["1"]
    assert "left out: " not in texts(app)
    assert "descends from perhaps BERT (" in texts(app)


def test_routes_take_proposals_only_on_wish(visit: Visit, proposed_library: Path) -> None:
    app = visit(proposed_library, "routes", a=BERT, b=ROBERTA)
    assert not app.exception
    assert "No route leads" in texts(app)
    assert "left out: " in texts(app)
    again = visit(proposed_library, "routes", a=BERT, b=ROBERTA, proposals="1")
    assert "perhaps RoBERTa ← BERT, because" in texts(again)


def test_quality_counts_proposals_apart(visit: Visit, proposed_library: Path) -> None:
    figures = {one.label: one.value for one in visit(proposed_library, "quality").metric}
    assert figures["Relations"] == "0"
    assert int(figures["Proposals"]) > 0
