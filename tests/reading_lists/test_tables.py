import pytest

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists.formats import guess_format
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


EXPORTS = {
    "Web of Science": (
        "PT\tAU\tAF\tTI\tSO\tDE\tAB\tPY\tDI\tPM\tUT\n"
        "J\tDoe, J; Roe, R\tDoe, Jane; Roe, Richard\tWidgets in rivers\tJ WIDG\twater; mud\t"
        "Seen, and told.\t2015\t10.1234/w.6\t00123456\tWOS:1\n"
    ),
    "Web of Science in full": (
        "Publication Type\tAuthors\tAuthor Full Names\tArticle Title\tSource Title\t"
        "Author Keywords\t"
        "Cited References\tPublication Year\tDOI\tBook DOI\tPubmed Id\tUT (Unique WOS ID)\n"
        "J\tDoe, J; Roe, R\tDoe, Jane; Roe, Richard\tWidgets in rivers\tJ WIDG\twater; mud\t"
        "Moe 2001 DOI 10.1/x\t2015\t10.1234/w.6\t\t123456\tWOS:1\n"
    ),
    "Scopus": (
        '"Authors","Author full names","Author(s) ID","Title","Year","Source title","DOI","Link",'
        '"Author Keywords","PubMed ID","EID"\n'
        '"Doe J.; Roe R.","Doe, Jane (57190000001); Roe, Richard (57190000002)","57190000001",'
        '"Widgets in rivers","2015","J WIDG","10.1234/w.6","","water; mud","123456","2-s2.0-1"\n'
    ),
    "IEEE Xplore": (
        '"Document Title",Authors,"Author Affiliations","Publication Title","Publication Year",'
        '"DOI","PDF Link","Author Keywords"\n'
        '"Widgets in rivers","Jane Doe; Richard Roe","A, B","J WIDG","2015","10.1234/w.6","",'
        '"water;mud"\n'
    ),
    "Dimensions": (
        '"About the data: Exported on Jan 1, 2020. Criteria: ""widgets""."\n'
        "Rank,Publication ID,DOI,PMID,Title,Source title/Anthology title,PubYear,Authors,"
        "Dimensions URL\n"
        '1,pub.1,10.1234/w.6,123456,Widgets in rivers,J WIDG,2015,"Doe, Jane; Roe, Richard",\n'
    ),
    "Lens": (
        "Lens ID,Title,Date Published,Publication Year,Source Title,Author/s,Abstract,Keywords,"
        "PMID,DOI\n"
        "000-1,Widgets in rivers,2015-01-02,2015,J WIDG,Jane Doe; Richard Roe,,water; mud,123456,"
        "10.1234/w.6\n"
    ),
    "Publish or Perish": (
        '"Cites","Authors","Title","Year","Source","Publisher","ArticleURL","CitesURL","DOI"\n'
        '7,"Jane Doe, Richard Roe","Widgets in rivers",2015,"J WIDG","P",'
        '"https://doi.org/10.1234/w.6","https://doi.org/10.1234/cites",""\n'
    ),
    "Rayyan": (
        "key,title,year,journal,authors,notes,doi,keywords,pubmed_id,pmc_id\n"
        'rayyan-1,Widgets in rivers,2015,J WIDG,"Jane Doe and Richard Roe",'
        '"RAYYAN-INCLUSION: {""Jane""=>""Included""} | RAYYAN-LABELS: water,mud | USER-NOTES: '
        '{""Jane""=>[""read first""]}",10.1234/w.6,,123456.0,\n'
    ),
    "Covidence": (
        "Title,Authors,Abstract,Published Year,Journal,DOI,Covidence #,Notes,Tags\n"
        'Widgets in rivers,"Doe, Jane; Roe, Richard",,2015,J WIDG,10.1234/w.6,#1,'
        "read first,water; mud\n"
    ),
    "Embase": (
        "Title,Author Names,Source,Publication Year,Open URL Link,Medline PMID\n"
        '"Widgets in rivers","Jane Doe, Richard Roe","J WIDG",2015,'
        '"http://resolver.example/openurl?sid=EMBASE&id=doi:10.1234%2Fw.6&atitle=Widgets",123456\n'
    ),
    "Springer": (
        "Item Title,Publication Title,Book Series Title,Item DOI,Authors,Publication Year,URL\n"
        '"Widgets in rivers","J WIDG",,10.1234/w.6,"Jane DoeRichard Roe",2015,\n'
    ),
    "PubMed": (
        "PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year,PMCID,DOI\n"
        '123456,Widgets in rivers.,"Jane Doe, Richard Roe","J.",Doe J,J WIDG,2015,,10.1234/w.6\n'
    ),
    "somebody": (
        "Nr;Paper Name;Wer;Jahr;Wo steht es?\n1;Widgets in rivers;?;2015;10.1234/w.6\n"
        "2;Gadgets in deep lakes;?;2016;10.1234/w.7\n"
    ),
}


@pytest.mark.parametrize("service", EXPORTS)
def test_the_columns_of_every_service_are_known(service: str) -> None:
    text = EXPORTS[service]
    found = read(text, "x.csv")
    one = found.entries[0]
    assert (one.title, one.year) == ("Widgets in rivers", 2015)
    assert one.identifiers["doi"] == "10.1234/w.6"
    assert one.identifiers.get("pmid", "123456") == "123456"
    assert ("pmid" in one.identifiers) == ("123456" in text)
    if service != "somebody":
        assert (one.authors, one.venue) == (("Jane Doe", "Richard Roe"), "J WIDG")
    assert one.tags == (("water", "mud") if "mud" in text else ())
    assert one.note == ("read first" if "read first" in text else None)
    assert one.resources == ()
    if service != "Dimensions":  # its first line is no header
        assert guess_format(text, "savedrecs.txt").name == "csv"
        assert found.unused == ()
    else:
        assert [problem.line for problem in found.unused] == [1]


def test_authors_who_are_glued_are_parted_where_a_name_begins() -> None:
    head = "Item Title,Authors\nWidgets in rivers,"
    (one,) = read(f"{head}Jane McDoeJ. R. RoeÅsa DeMoe\n").entries
    assert one.authors == ("Jane McDoe", "J. R. Roe", "Åsa DeMoe")


def test_two_letters_are_tags_of_web_of_science_only_among_others() -> None:
    (one,) = read("title,PM,AU\nWidgets in rivers,Jane,x\n").entries
    assert (one.identifiers, one.authors) == ({}, None)
