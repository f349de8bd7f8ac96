"""Lists in XML: PubMed's and EndNote's, whole, joined, broken and hostile."""

import pytest
from effort import calls, within
from hypothesis import given
from hypothesis import strategies as st

from ptm_graph.reading_lists import read_bytes, read_text
from ptm_graph.reading_lists.formats import guess_format

PUBMED = """<?xml version="1.0" ?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2019//EN" "x.dtd">
<PubmedArticleSet>
<PubmedArticle>
    <MedlineCitation Status="MEDLINE" Owner="NLM">
        <PMID Version="1">27191382</PMID>
        <Article PubModel="Print-Electronic">
            <Journal>
                <JournalIssue CitedMedium="Internet">
                    <PubDate><MedlineDate>2019 Jan-Feb</MedlineDate></PubDate>
                </JournalIssue>
                <Title>Journal of widgets</Title>
                <ISOAbbreviation>J Widg</ISOAbbreviation>
            </Journal>
            <ArticleTitle>Widgets &amp; CO<sub>2</sub> in <i>Flies</i>: p &lt; 0.05.</ArticleTitle>
            <ELocationID EIdType="pii" ValidYN="Y">S0000-1</ELocationID>
            <ELocationID EIdType="doi" ValidYN="Y">10.1234/w.43</ELocationID>
            <Abstract><AbstractText>Nobody knows doi:10.1234/other why.</AbstractText></Abstract>
            <AuthorList CompleteYN="Y">
                <Author><LastName>Doe</LastName><ForeName>Jane M</ForeName>
                <Suffix>Jr</Suffix></Author>
                <Author><CollectiveName>The Widget Study Group</CollectiveName></Author>
                <Author><LastName>Müller</LastName><Initials>A</Initials></Author>
            </AuthorList>
            <ArticleDate DateType="Electronic"><Year>2018</Year></ArticleDate>
        </Article>
        <CommentsCorrectionsList>
            <CommentsCorrections RefType="ErratumIn"><PMID>99</PMID></CommentsCorrections>
        </CommentsCorrectionsList>
        <MeshHeadingList>
            <MeshHeading><DescriptorName MajorTopicYN="N">Humans</DescriptorName></MeshHeading>
            <MeshHeading><DescriptorName MajorTopicYN="Y">Gadgets</DescriptorName></MeshHeading>
        </MeshHeadingList>
        <KeywordList Owner="NOTNLM"><Keyword>river <i>widgets</i></Keyword></KeywordList>
    </MedlineCitation>
    <PubmedData>
        <ArticleIdList>
            <ArticleId IdType="pubmed">27191382</ArticleId>
            <ArticleId IdType="pmc">PMC7654321</ArticleId>
        </ArticleIdList>
        <ReferenceList><Reference><ArticleIdList>
            <ArticleId IdType="doi">10.1234/cited</ArticleId>
        </ArticleIdList></Reference></ReferenceList>
    </PubmedData>
</PubmedArticle>
<PubmedBookArticle>
    <BookDocument>
        <PMID Version="1">20301425</PMID>
        <ArticleIdList><ArticleId IdType="bookaccession">NBK1</ArticleId></ArticleIdList>
        <Book>
            <Publisher><PublisherName>Press of Widgets</PublisherName></Publisher>
            <BookTitle book="w">All Widgets</BookTitle>
            <PubDate><Year>1993</Year></PubDate>
        </Book>
        <ArticleTitle book="w">A Chapter on Widgets</ArticleTitle>
        <AuthorList Type="authors"><Author><LastName>Roe</LastName></Author></AuthorList>
    </BookDocument>
</PubmedBookArticle>
</PubmedArticleSet>
"""

ENDNOTE = """<?xml version="1.0" encoding="UTF-8" ?><xml><records><record>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors>
<author><style face="normal" font="default" size="100%">Doe, Jane</style></author>
<author>World Widget Organization,</author>
</authors></contributors>
<titles>
<title><style face="normal">On CO</style><style face="subscript">2</style><style face="normal"> in
 Widgets &lt; 5 cm</style></title>
<secondary-title><style face="normal">J Widg</style></secondary-title></titles>
<keywords><keyword>water</keyword><keyword><style>rivers</style></keyword></keywords>
<dates><pub-dates><date>Sep 30, 2004</date></pub-dates></dates>
<accession-num>15450156</accession-num>
<abstract>Nobody knows doi:10.1234/other why.</abstract>
<notes>Doe, Jane&#xD;PMC: PMC7654321&#xD;Widg. 2004</notes>
<research-notes>read this first</research-notes>
<urls><related-urls><url>https://example.org/a?b=1&amp;c=2&#xD;https://example.org/d</url>
</related-urls><pdf-urls><url>internal-pdf://123/Doe.pdf</url></pdf-urls></urls>
<electronic-resource-num>10.1234/w.9&#xD;S0896 [pii]</electronic-resource-num>
<remote-database-provider>NLM</remote-database-provider>
</record><record><titles><title>Second</title></titles>
<accession-num>WOS:000000000000001</accession-num></record></records></xml>
"""


def test_pubmeds_xml_gives_articles_and_books_with_their_own_numbers() -> None:
    found = read_text(PUBMED)
    one, two = found.entries
    assert one.title == "Widgets & CO₂ in Flies: p < 0.05"
    assert one.identifiers == {"doi": "10.1234/w.43", "pmid": "27191382", "pmcid": "PMC7654321"}
    assert one.authors == ("Jane M Doe Jr", "The Widget Study Group", "A Müller")
    assert (one.year, one.venue, one.line) == (2019, "Journal of widgets", 5)
    assert one.tags == ("river widgets", "Gadgets")
    assert (two.title, two.identifiers) == ("A Chapter on Widgets", {"pmid": "20301425"})
    assert (two.year, two.venue, two.authors) == (1993, "All Widgets", ("Roe",))
    assert found.unused == ()


def test_endnotes_xml_gives_titles_without_its_styles() -> None:
    found = read_text(ENDNOTE)
    one, two = found.entries
    assert one.title == "On CO₂ in Widgets < 5 cm"
    assert one.identifiers == {"doi": "10.1234/w.9", "pmid": "15450156", "pmcid": "PMC7654321"}
    assert one.authors == ("Jane Doe", "World Widget Organization")
    assert (one.year, one.venue, one.note) == (2004, "J Widg", "read this first")
    assert one.tags == ("water", "rivers")
    addresses = ["https://example.org/a?b=1&c=2", "https://example.org/d"]
    assert [each.url for each in one.resources] == addresses
    assert (two.title, two.identifiers) == ("Second", {})
    assert found.unused == ()


@pytest.mark.parametrize(("text", "format"), [(PUBMED, "pubmed-xml"), (ENDNOTE, "endnote-xml")])
def test_joined_files_parts_and_broken_ones_are_read(text: str, format: str) -> None:
    assert guess_format(text, "list.txt").name == format
    titles = [one.title for one in read_text(text).entries]
    assert [one.title for one in read_text(text + text).entries] == titles * 2
    assert [one.title for one in read_bytes(text.encode("utf-16")).entries] == titles
    record = "PubmedArticle>" if format == "pubmed-xml" else "record>"
    part = text[text.index("<" + record) : text.index("</" + record)] + "</" + record
    assert [one.title for one in read_text(part, format).entries] == titles[:1]

    cut = read_text(text[: text.index("</" + record)], format, "cut.xml")
    assert [one.title for one in cut.entries] == titles[:1]
    (problem,) = cut.unused
    assert problem.reason.startswith("broken XML, read as far as it goes: ")
    assert problem.line == text[: text.index("</" + record)].count("\n") + 1


def test_entities_and_signs_that_xml_does_not_know_spoil_nothing() -> None:
    text = "<xml><records><record><title>Caf&eacute; &nbsp;R&D &unknown; \x0b&#11;&#233;</title>"
    found = read_text(text + "</record></records></xml>")
    assert found.entries[0].title == "Café R&D &unknown; é"
    assert found.unused == ()


def test_the_encoding_that_a_file_declares_is_not_what_it_is_in() -> None:
    text = ENDNOTE.replace("Second", "Zweites über Räder")
    assert read_bytes(text.encode(), "a.xml").entries[1].title == "Zweites über Räder"
    wrong = text.replace('"UTF-8"', '"ISO-8859-1"')
    assert read_bytes(wrong.encode(), "a.xml").entries[1].title == "Zweites über Räder"


HOSTILE = {
    "laughter": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "'
    + "&a;" * 50
    + '">]>'
    + "<PubmedArticleSet><PubmedArticle><MedlineCitation><Article><ArticleTitle>&b; T"
    "</ArticleTitle></Article></MedlineCitation></PubmedArticle></PubmedArticleSet>",
    "a file of this machine": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    "<PubmedArticleSet><MedlineCitation><Article><ArticleTitle>&a; T</ArticleTitle></Article>"
    "</MedlineCitation></PubmedArticleSet>",
    "depth": "<PubmedArticleSet>" + "<MedlineCitation>" * 20_000,
    "beginnings": "<PubmedArticleSet>" + "<!DOCTYPE [" * 20_000 + "<?" * 20_000 + "<!--" * 20_000,
    "ampersands": "<PubmedArticleSet>" + "&" * 200_000,
    "one long title": "<PubmedArticleSet><MedlineCitation><Article><ArticleTitle>"
    + "<i>a</i>" * 40_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_xml_is_read_as_text_or_told_soon(case: str) -> None:
    found = within(60, lambda: read_text(HOSTILE[case], "pubmed-xml", "x.xml"))
    assert all(len(one.title or "") <= 2_000 for one in found.entries)
    if case in ("laughter", "a file of this machine"):
        assert [str(one.title)[-1] for one in found.entries] == ["T"]
        assert "&" in str(found.entries[0].title)


def test_work_grows_with_the_number_of_records() -> None:
    start, end = PUBMED.index("<PubmedArticle>"), PUBMED.index("</PubmedArticleSet>")

    def work(number: int) -> int:
        text = PUBMED[:start] + PUBMED[start:end] * number + "</PubmedArticleSet>"
        return calls(lambda: read_text(text))

    work(1)
    assert work(80) < 12 * work(10)


@pytest.mark.parametrize("text", [PUBMED, ENDNOTE])
@given(data=st.data())
def test_any_damage_gives_entries_or_is_told(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    piece = data.draw(st.text(max_size=8) | st.sampled_from(["<record>", "]]>", "<![CDATA[", "<a"]))
    format = "pubmed-xml" if text is PUBMED else "endnote-xml"
    found = read_text(text[:start] + piece + text[end:], format, "x")
    assert all(one.title or one.identifiers for one in found.entries)
