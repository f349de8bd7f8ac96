"""Works around a list are ranked by what the list's own papers look like from outside."""

import networkx as nx
import pytest

from ptm_graph.analysis.standing import FEWEST, standings


def grown(listed: int = 30, strangers: int = 60) -> "nx.DiGraph[str]":
    """A list whose papers cite three earlier ones each; two works alike, and many that are not."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for at in range(listed):
        graph.add_node(f"p{at:02}", title=f"lineage of graphs {at}", date=f"20{at % 20:02}-01-01")
        graph.add_edges_from((f"p{at:02}", f"p{other:02}") for other in range(max(0, at - 3), at))
    for at in range(strangers):
        graph.add_node(f"s{at:02}", title=f"something else entirely {at}", date="2021-01-01")
        graph.add_edge(f"s{at:02}", f"p{at % listed:02}")
    for name in ("alike", "alike too"):
        graph.add_node(name, title=f"a lineage of graphs, {name}", date="2020-06-01")
        graph.add_edges_from((name, f"p{at:02}") for at in (26, 27, 28, 29))
    return graph


LISTED = [f"p{at:02}" for at in range(30)]


def test_works_that_look_like_the_papers_of_the_list_come_first() -> None:
    found = standings(grown(), LISTED)
    assert {one.paper for one in found[:2]} == {"alike", "alike too"}
    assert len(found) == 62
    assert found[0].cites == ("p26", "p27", "p28", "p29")


def test_a_chance_is_a_share_of_works_that_were_counted() -> None:
    found = standings(grown(), LISTED)
    shares = [one.chance for one in found]
    told = [share for share in shares if share is not None and 0 <= share < 1]
    assert told == shares == sorted(told, reverse=True)
    counted = {(one.on_list, one.works) for one in found}
    assert sum(works or 0 for _, works in counted) <= 92


def test_a_list_of_few_papers_gives_no_chance() -> None:
    short = LISTED[: FEWEST - 1]
    assert {one.chance for one in standings(grown(), short)} == {None}
    (one, *_) = alone = standings(grown(), ["p29"])
    assert (one.paper, one.chance, len(alone)) == ("alike", None, 7)


def test_the_order_rests_on_the_content_alone() -> None:
    graph = grown()
    other: nx.DiGraph[str] = nx.DiGraph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges)))
    assert standings(graph, LISTED) == standings(other, LISTED[::-1])


def test_what_others_cite_is_not_read_where_nobody_asked_who_cites_the_list() -> None:
    graph = grown(strangers=0)
    graph.remove_nodes_from(["alike", "alike too"])
    graph.add_node("ancestor", title="lineage of old", date="1990")
    graph.add_edges_from((key, "ancestor") for key in LISTED[:10])
    (only,) = standings(graph, LISTED)
    assert (only.paper, only.cites, len(only.cited_by)) == ("ancestor", (), 10)


@pytest.mark.parametrize("listed", [[], ["p00"], ["nobody"]])
def test_a_list_without_citations_around_it_has_no_works(listed: list[str]) -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("p00", title="alone")
    assert standings(graph, listed) == ()
