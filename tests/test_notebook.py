"""A notebook shows tables and drawings, and nothing in them acts."""

from __future__ import annotations

import base64
import html
import html.parser
import re
from dataclasses import asdict
from pathlib import Path

import networkx as nx
import pytest
from lxml import etree

import ptm_graph as pg
from ptm_graph.lineage import Explanation, infer, relations, why
from ptm_graph.words.model import Evidence, Label, Paper, Relation, percent

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\x00]]>'


@pytest.fixture(scope="module")
def bundled_citations(bundled_library_path: Path) -> nx.DiGraph[str]:
    with pg.Library.open(bundled_library_path) as library:
        return pg.citation_graph(library)


@pytest.fixture(scope="module")
def bundled_lineage(bundled_citations: nx.DiGraph[str]) -> nx.DiGraph[str]:
    return pg.lineage_graph(bundled_citations)


class Tags(html.parser.HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.kinds: set[str] = set()
        self.names: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.kinds.add(tag)
        self.names.update(name for name, _ in attrs)


def graph_of(text: str) -> nx.DiGraph[str]:
    graph: nx.DiGraph[str] = nx.DiGraph(direction="parent-child", title=text)
    graph.add_node("a", title=text, name=text, family=text)
    graph.add_node("b", title="B")
    graph.add_edge("a", "b", label=text, reason=text, tier="A")
    return graph


def relation(text: str) -> Relation:
    return Relation(text, "child", 1.0, 0.73, "A", 1, (Label(text, "rule"),), text, Evidence())


def shown(thing: object, **options: bool) -> str:
    page = pg.show(thing, **options)._repr_html_()
    assert "http" not in page.replace("http://www.w3.org", "") or options
    return page


@pytest.mark.parametrize(
    "thing",
    [
        Paper("k", HOSTILE, (HOSTILE,), authors=(HOSTILE,), venue=HOSTILE),
        relation(HOSTILE),
        [relation(HOSTILE)],
        [Paper(HOSTILE, HOSTILE)],
        Explanation(HOSTILE, (), None, HOSTILE),
        graph_of(HOSTILE),
    ],
    ids=["paper", "relation", "relations", "papers", "explanation", "graph"],
)
def test_hostile_text_stays_text(thing: object) -> None:
    tags = Tags(shown(thing))
    assert tags.kinds <= {
        *("table", "caption", "thead", "tbody", "tr", "td", "th"),
        *("figure", "figcaption", "div", "img", "p"),
    }
    assert tags.names <= {"style", "dir", "alt", "src"}
    assert "alert(1)" in shown(thing)


def test_a_graph_is_a_picture_that_runs_nothing() -> None:
    page = shown(graph_of(HOSTILE))
    [source] = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    picture = etree.fromstring(base64.b64decode(source))
    assert etree.QName(picture).localname == "svg"
    assert not picture.findall(".//{*}script")


def test_the_interactive_graph_is_shut_off_from_the_notebook() -> None:
    page = shown(graph_of(HOSTILE), interactive=True)
    assert Tags(page).kinds == {"figure", "iframe", "figcaption"}
    assert 'sandbox="allow-scripts"' in page
    inner = html.unescape(page[page.index('srcdoc="') + 8 : page.rindex('"></iframe>')])
    assert "default-src 'none'" in inner and "<script>alert(1)" not in inner


def test_a_large_drawing_is_shown_whole_and_at_full_size_below(
    bundled_lineage: nx.DiGraph[str],
) -> None:
    page = shown(bundled_lineage)
    whole, full = page.split("<details>")
    assert "max-width:100%" in whole and "overflow" not in whole and "max-height:640px" in whole
    assert "overflow:auto" in full
    assert "<details>" not in shown(graph_of("small"))


def test_papers_and_relations_are_called_by_their_names(
    bundled_citations: nx.DiGraph[str], bundled_lineage: nx.DiGraph[str]
) -> None:
    [held] = [one for one in relations(bundled_lineage) if one.child == "arxiv:1906.08237"]
    explained = why(bundled_citations, held.child)
    for thing in (held, [held], explained):
        told = pg.show(thing).html
        assert "BERT" in told and "XLNet" in told
        assert "arxiv:" not in told
    assert "<p>Transformer-XL scores" in pg.show(explained).html
    assert "without a name" in pg.show(Relation("without a name", "c", 0.0, 0.5, "C")).html


def test_what_stands_alone_in_a_cell_is_one_short_line(
    bundled_library: pg.Library,
    bundled_citations: nx.DiGraph[str],
    bundled_lineage: nx.DiGraph[str],
) -> None:
    citations = bundled_citations
    [held] = [one for one in relations(bundled_lineage) if one.child == "arxiv:1906.08237"]
    explained = why(citations, held.child)
    bert = bundled_library.find("BERT")
    assert repr(bert) == "<Paper BERT (2018-10) arxiv:1810.04805>"
    assert repr(held) == "<Relation BERT → XLNet, 93%, the authors' words>"
    assert asdict(bert)["citation_count"] == bert.citation_count
    hostile = Paper("k", HOSTILE * 100, short_names=())
    for thing in (explained, explained.candidates[0], infer(citations), relation(HOSTILE), hostile):
        assert len(repr(thing)) < 250
        assert repr(thing).isprintable()


def test_a_relation_is_as_sure_in_a_table_as_in_the_lineage(
    bundled_citations: nx.DiGraph[str], bundled_lineage: nx.DiGraph[str]
) -> None:
    citations = bundled_citations
    stated = relations(bundled_lineage)
    for child in sorted({one.child for one in stated})[::9]:
        explained = {one.relation.parent: one.relation for one in why(citations, child).candidates}
        for one in stated:
            if one.child == child:
                assert explained[one.parent].confidence == one.confidence
                assert f">{percent(one.confidence)}<" in pg.show(one).html.replace("perhaps ", "")


def test_unknown_is_told_as_unknown() -> None:
    paper = pg.show(Paper("k", "A title"))
    assert "unknown" in paper.html and "Authors  unknown" in repr(paper)


def test_a_library_tells_its_size() -> None:
    library = pg.Library.in_memory()
    assert "Papers" in shown(library) and "in memory" in repr(pg.show(library))


def test_what_is_left_out_of_a_table_is_counted() -> None:
    assert "5 more rows are not shown" in shown([Paper(f"k{n}", "T") for n in range(25)])


@pytest.mark.parametrize("thing", [1, "text", [1], object()])
def test_what_has_no_view_is_refused(thing: object) -> None:
    with pytest.raises(TypeError):
        pg.show(thing)


def test_empty_and_single_graphs_are_drawn() -> None:
    empty: nx.DiGraph[str] = nx.DiGraph()
    single: nx.DiGraph[str] = nx.DiGraph()
    single.add_node("a", title="A")
    assert "0 papers" in repr(pg.show(empty)) and "1 papers" in repr(pg.show(single))


def test_a_library_shows_itself_in_a_notebook(bundled_library: pg.Library) -> None:
    assert bundled_library._repr_html_() == pg.show(bundled_library).html


def test_a_proposal_is_a_perhaps() -> None:
    stated, proposed = relation("a"), Relation("b", "child", -1.0, 0.27, "name only")
    page = shown([stated, proposed])
    assert "perhaps 27%" in page
    assert page.count("perhaps") == 1
    assert "name only" in page


def test_a_graph_says_how_many_of_its_relations_are_proposals() -> None:
    graph = graph_of("A")
    graph.add_edge("b", "c", proposal=True)
    assert "1 relation and 1 proposal" in shown(graph)
