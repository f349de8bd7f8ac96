"""A program written for the first place of ``select`` still runs."""

from ptm_graph import selection
from ptm_graph.graph.selection import select


def test_the_first_place_leads_to_the_same_function() -> None:
    assert selection.select is select
