"""The table of all papers, and what its rows lead to."""

from pathlib import Path

from dashboard_driver import BERT, ROBERTA, Visit, asked, texts

from ptm_graph.analysis import ranks
from ptm_graph.dashboard.exporting import LIST_FORMATS, exported
from ptm_graph.dashboard.pages.papers import papers_graph
from ptm_graph.dashboard.reader import opened
from ptm_graph.dashboard.tabulating import ranked_table
from ptm_graph.library.searching import Wanted


def test_the_whole_library_is_listed(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "papers")
    assert not app.exception
    table = app.dataframe[0].value
    assert "BERT" in set(table["name"])
    assert len(table) > 50


def test_a_search_by_author_stands_in_the_address(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "papers", list="1")
    app.text_input[0].set_value("devlin").run()
    assert list(app.dataframe[0].value["name"]) == ["BERT"]
    assert asked(app, "q") == ["devlin"]


def test_a_search_that_finds_nothing_says_so(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "papers", q="no such paper at all")
    assert "No paper matches" in texts(app)


def test_ranks_within_the_list_stand_beside_the_counts_of_the_world(
    small_library_path: Path,
) -> None:
    library = opened(small_library_path)
    table, found = ranked_table(library, Wanted()), ranks(library.citations)
    assert table.loc[BERT, "list_rank"] == found[BERT].citations_rank
    assert table.loc[BERT, "pagerank_rank"] == found[BERT].pagerank_rank
    assert table.loc[BERT, "world_rank"] == found[BERT].world_rank
    outside = table.index[~table["seed"]][0]
    assert table["list_rank"].isna()[outside]
    complete = table["completeness"].dropna()
    assert complete.between(0, 1).all()
    assert complete.index.isin(table.index[table["references_known"].notna()]).all()


def test_papers_are_filtered_by_family_year_and_completeness(
    visit: Visit, small_library_path: Path
) -> None:
    app = visit(small_library_path, "papers", family="Masked language models", since="2019")
    assert not app.exception
    table = app.dataframe[0].value
    assert set(table["family"]) == {"Masked language models"}
    assert min(table["published"]) >= "2019"
    app = visit(small_library_path, "papers", state=["partial", "no such"])
    assert "has no meaning here" in texts(app)
    assert asked(app, "state") == ["partial"]


def test_two_ticked_papers_are_drawn_alone(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "papers", pick=[BERT, ROBERTA])
    assert not app.exception
    assert "2 ticked" in texts(app)
    app.button(key="draw picked").click().run()
    assert not app.exception
    assert asked(app, "only") == [BERT, ROBERTA]
    assert "2 papers and 1 arrow drawn" in texts(app)
    app.button(key="hidden filtered").click().run()
    assert "only" not in app.query_params


def test_one_ticked_paper_is_pinned(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "papers", pick=BERT)
    app.button(key="draw picked").click().run()
    assert asked(app, "paper") == [BERT]


def test_ticked_papers_are_read_and_lead_from_one_to_the_other(
    visit: Visit, small_library_path: Path
) -> None:
    app = visit(small_library_path, "papers", pick=[BERT, ROBERTA])
    app.button(key="order picked").click().run()
    assert not app.exception
    assert asked(app, "paper") == [BERT, ROBERTA]
    assert "you asked for it" in texts(app)
    app = visit(small_library_path, "papers", pick=[BERT, ROBERTA])
    app.button(key="routes picked").click().run()
    assert not app.exception
    assert (asked(app, "a"), asked(app, "b")) == ([BERT], [ROBERTA])
    assert "RoBERTa ← BERT, because" in texts(app)


def test_unticking_empties_the_link(visit: Visit, small_library_path: Path) -> None:
    app = visit(small_library_path, "papers", pick=[BERT, "arxiv:0000.00000"])
    assert "has no meaning here" in texts(app)
    assert asked(app, "pick") == [BERT]
    app.button(key="unpick").click().run()
    assert "pick" not in app.query_params


def test_ticked_papers_are_saved_in_every_format(small_library_path: Path) -> None:
    graph = papers_graph(opened(small_library_path), [BERT, ROBERTA])
    assert set(graph) == {BERT, ROBERTA}
    for name in LIST_FORMATS:
        content = exported(graph, name)
        if name != "csv":  # an archive
            text = content.decode("utf-8")
            assert "Robustly" in text
            assert "ALBERT" not in text
