"""Zotero's RDF, arXiv's answers and feeds of journals are read; hostile XML is only read."""

import pytest
from effort import within

from ptm_graph.errors import ReadingListError
from ptm_graph.reading_lists import read_text

RDF = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:link="http://purl.org/rss/1.0/modules/link/">
 <bib:Article rdf:about="#item_1">
  <z:itemType>journalArticle</z:itemType>
  <dcterms:isPartOf rdf:resource="urn:issn:1234"/>
  <bib:authors><rdf:Seq>
   <rdf:li><foaf:Person><foaf:surname>Doe</foaf:surname><foaf:givenName>Jane</foaf:givenName>
   </foaf:Person></rdf:li>
   <rdf:li><foaf:Person><foaf:surname>Owl Society</foaf:surname></foaf:Person></rdf:li>
  </rdf:Seq></bib:authors>
  <dcterms:isReferencedBy rdf:resource="#item_2"/>
  <link:link rdf:resource="#item_3"/>
  <dc:subject>to read</dc:subject>
  <dc:subject><z:AutomaticTag><rdf:value>Birds</rdf:value></z:AutomaticTag></dc:subject>
  <dc:title>Owls of the &lt;i&gt;far&lt;/i&gt; North</dc:title>
  <dcterms:abstract>Not kept.</dcterms:abstract>
  <dc:date>May 2019</dc:date>
  <dc:description>PMID: 29456894</dc:description>
  <dc:identifier><dcterms:URI><rdf:value>https://arxiv.org/abs/1901.00001</rdf:value></dcterms:URI>
  </dc:identifier>
 </bib:Article>
 <bib:Journal rdf:about="urn:issn:1234"><dc:title>Owl Letters</dc:title>
  <dc:identifier>DOI 10.1234/gadgets.1</dc:identifier></bib:Journal>
 <bib:Memo rdf:about="#item_2">
  <rdf:value>&lt;p&gt;Read &amp;amp; liked&lt;/p&gt;</rdf:value></bib:Memo>
 <z:Attachment rdf:about="#item_3">
  <z:itemType>attachment</z:itemType><link:type>text/html</link:type>
  <dc:title>Snapshot</dc:title></z:Attachment>
 <bib:Book rdf:about="#item_4"><z:itemType>book</z:itemType></bib:Book>
 <z:Collection rdf:about="#c1"><dc:title>Birds</dc:title><dcterms:hasPart rdf:resource="#c2"/>
 </z:Collection>
 <z:Collection rdf:about="#c2"><dc:title>Owls</dc:title><dcterms:hasPart rdf:resource="#item_1"/>
 </z:Collection>
</rdf:RDF>
"""


@pytest.mark.parametrize("name", ["list.rdf", "list.xml", None])
def test_an_item_of_zotero_has_what_other_nodes_say_of_it(name: str | None) -> None:
    result = read_text(RDF, file=name)
    (entry,) = result.entries
    assert entry.title == "Owls of the far North"
    assert entry.identifiers == {
        "arxiv": "1901.00001",
        "doi": "10.1234/gadgets.1",
        "pmid": "29456894",
    }
    assert (entry.year, entry.venue, entry.line) == (2019, "Owl Letters", 5)
    assert entry.authors == ("Jane Doe", "Owl Society")
    assert (entry.family, entry.tags, entry.note) == ("Birds / Owls", ("to read",), "Read & liked")
    assert [one.subject for one in result.unused] == ["#item_4"]


ATOM = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
 <id>http://arxiv.org/api/x</id><title>arXiv Query</title>
 <entry><id>http://arxiv.org/abs/1901.00001v2</id><updated>2020-02-02T00:00:00Z</updated>
  <published>2019-01-01T00:00:00Z</published><title>Owls of the far
   North: $O(n)$ &amp; more</title><summary>Not kept: doi:10.1234/other</summary>
  <author><name>Jane Doe</name><arxiv:affiliation>Owl Society</arxiv:affiliation></author>
  <author><name>Ann Roe</name></author><arxiv:doi>10.1234/owls</arxiv:doi>
  <link href="https://arxiv.org/pdf/1901.00001v2" rel="related"/>
  <link href="https://example.org/next" rel="next"/>
  <arxiv:journal_ref>Owl Lett. 3 (2019)</arxiv:journal_ref></entry>
 <entry><id>http://arxiv.org/abs/hep-th/0601001v1</id><title>Old owls</title></entry>
</feed>
"""


def test_an_answer_of_arxiv_is_its_entries() -> None:
    result = read_text(ATOM)
    new, old = result.entries
    assert new.title == "Owls of the far North: $O(n)$ & more"
    assert new.identifiers == {"arxiv": "1901.00001", "doi": "10.1234/owls"}
    assert (new.authors, new.year) == (("Jane Doe", "Ann Roe"), 2019)
    assert new.venue == "Owl Lett. 3 (2019)"
    assert (old.title, old.identifiers) == ("Old owls", {"arxiv": "hep-th/0601001"})
    assert (new.line, old.line, new.note, result.unused) == (4, 12, None, ())


def test_feeds_of_journals_are_read_and_videos_are_no_papers() -> None:
    result = read_text(
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>J</title>'
        "<item><title>Owls (arXiv:1901.00001v1 [cs.CL])</title><link>https://arxiv.org/abs/1901.00001"
        "</link><dc:creator>Jane Doe, Ann Roe</dc:creator></item>\n"
        "<item><title>Hunting</title><link>https://example.org/a</link><dc:identifier>"
        "doi:10.1234/hunting</dc:identifier><dc:date>2019-01-01</dc:date></item>\n"
        "<item><title>A film</title><link>https://www.youtube.com/watch?v=1</link></item>"
        "</channel></rss>"
    )
    assert [(one.title, dict(one.identifiers), one.year) for one in result.entries] == [
        ("Owls", {"arxiv": "1901.00001"}, None),
        ("Hunting", {"doi": "10.1234/hunting"}, 2019),
    ]
    assert result.entries[0].authors == ("Jane Doe", "Ann Roe")
    assert [(one.subject, one.line) for one in result.unused] == [("A film", 3)]


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 30))
HOSTILE = {
    "entities": f'<!DOCTYPE feed [<!ENTITY a0 "x">{BOMB}]><feed><entry><title>&a29;</title></entry>'
    "</feed>",
    "a file": '<!DOCTYPE feed [<!ENTITY f SYSTEM "file:///etc/passwd">]><feed><entry><title>&f;</title>'
    "</entry></feed>",
    "depth": "<feed><entry>" + "<a>" * 100_000,
    "nesting": "<opml>" + "<outline text='a'>" * 50_000,
    "broken": "<feed><entry><title>Owls & hawks</titel></entry><entry>",
    "circles": "<RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    "<Collection r:about='a'><hasPart r:resource='b'/></Collection>"
    "<Collection r:about='b'><hasPart r:resource='a'/></Collection></RDF>",
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("format", ["feed", "opml", "zotero-rdf"])
def test_hostile_xml_is_read_soon_and_shows_no_file(case: str, format: str) -> None:
    def read() -> None:
        try:
            result = read_text(HOSTILE[case], format, "x")
        except ReadingListError:
            return
        assert "root:" not in repr(result)
        assert len(repr(result)) < 100_000

    within(60, read)
