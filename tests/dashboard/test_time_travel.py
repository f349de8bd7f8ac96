"""The library as it stood at a date, using nothing later."""

import datetime
from pathlib import Path

import pytest
from dashboard_driver import BERT, ROBERTA, Visit, asked, texts

from ptm_graph.dashboard.drawing.filtering import day_of
from ptm_graph.dashboard.reader import Opened, opened
from ptm_graph.dashboard.time_travel import (
    as_partial,
    candidates_then,
    date_of,
    month_ends,
    opened_at,
    similar_then,
)

THEN = datetime.date(2019, 6, 30)


@pytest.fixture(scope="module")
def library(bundled_library_path: Path) -> Opened:
    return opened(bundled_library_path)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019", datetime.date(2019, 12, 31)),
        ("2019-06", THEN),
        ("2019-06-19", datetime.date(2019, 6, 19)),
        ("", None),
        ("2019-13", None),
        ("2019-6", None),
        ("yesterday", None),
        ("0000", None),
    ],
)
def test_a_date_in_a_link_means_its_last_day(text: str, date: datetime.date | None) -> None:
    assert date_of(text) == date


def test_a_whole_month_is_said_as_a_month() -> None:
    assert str(as_partial(THEN)) == "2019-06"
    assert str(as_partial(datetime.date(2019, 6, 19))) == "2019-06-19"


def test_nothing_later_is_drawn_or_counted(library: Opened) -> None:
    then = opened_at(library, THEN)
    assert 0 < len(then.family) < len(library.family)
    for show in ("lineage", "citations", "reduced", "main-path"):
        graph = then.graph(show)
        assert graph.number_of_edges()
        assert all(day_of(data) <= THEN for _, data in graph.nodes(data=True))
        assert all("citation_count" not in data for _, data in graph.nodes(data=True))
    sizes = then.sizes(local=False)
    assert sizes[BERT] == then.citations.in_degree(BERT)
    assert 0 < then.citations.in_degree(BERT) < library.citations.in_degree(BERT)
    assert then.later + then.undated + len(then.citations) == len(library.citations)


def test_relations_are_inferred_anew(library: Opened) -> None:
    then = opened_at(library, THEN)
    later = {(one.parent, one.child) for one in library.lineage.relations}
    scores = {(one.parent, one.child): one.score for one in library.lineage.relations}
    kept = [one for one in then.lineage.relations if (one.parent, one.child) in later]
    assert kept
    assert any(one.score != scores[one.parent, one.child] for one in kept)
    relation = kept[0]
    ranked = candidates_then(then, relation.parent, relation.child, 50)
    assert all(one.relation.parent in then.citations for one in ranked)
    assert all(one.paper in then.citations for one in similar_then(then, BERT))


def test_it_is_made_once(library: Opened) -> None:
    assert opened_at(library, THEN).family is opened_at(library, THEN).family


def test_months_span_the_reading_list(library: Opened) -> None:
    months = month_ends(library)
    assert months[0] == f"{library.years[0]}-01"
    assert months[-1] == f"{library.years[1]}-12"


def test_a_link_leads_to_a_date_and_back(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, until="2019-06", paper=BERT)
    assert not app.exception
    said = texts(app)
    assert "As it stood at the end of <b>Jun 2019</b>" in said
    assert asked(app, "until") == ["2019-06"]
    assert {one.key for one in app.button} & {"accept", "reject"} == set()
    app.button(key="back to today").click().run()
    assert "until" not in app.query_params
    assert "As it stood at the end" not in texts(app)


def test_the_slider_travels(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path)
    slider = next(one for one in app.select_slider if one.label == "As it stood at")
    slider.set_value("2019-03").run()
    assert not app.exception
    assert asked(app, "until") == ["2019-03"]
    assert "Mar 2019" in texts(app)


def test_what_came_later_is_told_and_not_drawn(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, until="2019-06", paper=ROBERTA)
    assert not app.exception
    assert "did not exist yet" in texts(app)
    assert asked(app, "paper") == [ROBERTA]
    edge = visit(small_library_path, until="2019-06", **{"from": BERT, "to": ROBERTA})
    assert not edge.exception
    assert "did not exist yet" in texts(edge)


def test_a_date_that_is_none_is_noted(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, until="soon")
    assert "has no meaning here" in texts(app)
    assert "until" not in app.query_params
