import pytest

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.tables import read


def test_zoteros_columns_are_known() -> None:
    result = read(
        '"Key","Item Type","Publication Year","Author","Title","Publication Title","DOI",'
        '"Url","Extra"\n'
        '"A","preprint","2019","Devlin, Jacob; Chang, Ming-Wei","BERT: Pre-training, of","NAACL",'
        '"","http://arxiv.org/abs/1810.04805","arXiv:1810.04805 [cs]"\n',
        "z.csv",
    )
    (entry,) = result.entries
    assert (entry.title, dict(entry.identifiers)) == (
        "BERT: Pre-training, of",
        {"arxiv": "1810.04805"},
    )
    assert entry.authors == ("Jacob Devlin", "Ming-Wei Chang")
    assert (entry.year, entry.venue, entry.line) == (2019, "NAACL", 2)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_guessed(separator: str) -> None:
    text = "paperId\ttitle\tarxivId\n" + "a" * 40 + "\tA title here\t1810.04805\n"
    (entry,) = read(text.replace("\t", separator)).entries
    assert (entry.title, dict(entry.identifiers)) == (
        "A title here",
        {"arxiv": "1810.04805", "s2": "a" * 40},
    )


def test_a_table_without_header_is_told_by_its_content() -> None:
    result = read(
        "2019,Deep contextualized word representations,https://arxiv.org/abs/1802.05365\n"
        "2018,Attention is all you need,https://arxiv.org/abs/1706.03762\n"
    )
    assert [(entry.title, dict(entry.identifiers)) for entry in result.entries] == [
        ("Deep contextualized word representations", {"arxiv": "1802.05365"}),
        ("Attention is all you need", {"arxiv": "1706.03762"}),
    ]


def test_chinese_headers_and_quoted_line_breaks_are_understood() -> None:
    (one, two) = read('标题,链接\n"A title\nin two lines",\nB,10.1000/abc\n').entries
    assert (one.title, one.line) == ("A title in two lines", 2)
    assert (two.identifiers, two.line) == ({"doi": "10.1000/abc"}, 4)


def test_a_table_of_something_else_is_one_clear_error() -> None:
    with pytest.raises(ReadingListError, match=r"x\.csv:1: no column holds titles"):
        read("thing,price\nchair,3\n", "x.csv")
