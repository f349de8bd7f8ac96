"""A view asked for again is the same drawing, until something that it shows has changed."""

from dataclasses import replace
from pathlib import Path

import pytest
from dashboard_driver import BERT, ROBERTA

from ptm_graph.dashboard.drawing.composing import View, compose
from ptm_graph.dashboard.drawing.filtering import Filters
from ptm_graph.dashboard.reader import Opened, opened

PLAIN = View("lineage", Filters())


@pytest.fixture
def library(small_library_path: Path) -> Opened:
    return opened(small_library_path)


def test_a_view_asked_for_again_is_not_computed_again(library: Opened) -> None:
    assert compose(library, PLAIN) is compose(library, View("lineage", Filters()))


def test_a_click_leaves_the_drawing_as_it_is(library: Opened) -> None:
    clicked = replace(PLAIN, paper=BERT, marked=False)
    assert compose(library, clicked) is compose(library, PLAIN)
    edge = replace(PLAIN, edge=(BERT, ROBERTA), marked=False)
    assert compose(library, edge) is compose(library, PLAIN)


def test_what_a_link_pins_is_marked(library: Opened) -> None:
    marked = compose(library, replace(PLAIN, paper=BERT))
    assert marked.options != compose(library, PLAIN).options
    assert marked.signature == compose(library, PLAIN).signature


def test_what_is_pinned_is_drawn_whatever_the_filters_say(library: Opened) -> None:
    none = replace(PLAIN, filters=Filters(families=("no such",)))
    assert compose(library, none).options == {}
    pinned = replace(none, paper=BERT, marked=False)
    assert list(compose(library, pinned).selection.graph) == [BERT]


def test_every_part_of_a_view_counts(library: Opened) -> None:
    views = [
        PLAIN,
        replace(PLAIN, show="citations"),
        replace(PLAIN, language="zh"),
        replace(PLAIN, dark=True),
        replace(PLAIN, local=True),
        replace(PLAIN, dense=False),
        replace(PLAIN, filters=Filters(tiers=("A",))),
    ]
    drawn = [str(compose(library, view).options) for view in views]
    assert len(set(drawn)) == len(views)


def test_a_decision_draws_anew(library: Opened) -> None:
    decided = replace(library, decided=(("decisions.yaml", 1, 1),))
    assert compose(decided, PLAIN) is not compose(library, PLAIN)
