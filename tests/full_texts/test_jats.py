"""JATS of PubMed Central and publishers."""

from __future__ import annotations

from ptm_graph.full_texts import jats
from ptm_graph.full_texts.full_text import FullText, ListedReference

JOURNAL = (
    "<name><surname>Owl</surname><given-names>AB</given-names></name>"
    "<year>2006</year><article-title>On owls</article-title><source>Birds</source>"
    '<pub-id pub-id-type="doi">10.1234/A</pub-id><pub-id pub-id-type="pmid">123</pub-id>'
)


def entry(key: str, label: str = "", citation: str = "") -> str:
    number = f"<label>{label}</label>" if label else ""
    inner = (
        citation
        or f"<element-citation><article-title>Title {key}</article-title></element-citation>"
    )
    return f'<ref id="{key}">{number}{inner}</ref>'


LISTED = "".join(entry(f"B{n}", f"{n}.") for n in range(1, 8))


def paper(body: str, back: str = "", references: str = LISTED) -> FullText:
    data = f"""<!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" "JATS.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta>
<article-id pub-id-type="pmc">3166277</article-id><article-id pub-id-type="doi">10.1/X</article-id>
<article-id pub-id-type="doi">10.1234/X</article-id>
<title-group><article-title>Of <italic>owls</italic> &beta;</article-title></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>Lark</surname>
<given-names>A</given-names></name></contrib>
<contrib contrib-type="editor"><name><surname>Ed</surname></name></contrib>
</contrib-group><pub-date><year>2012</year></pub-date><pub-date><year>2011</year></pub-date>
<abstract abstract-type="graphical"><p>A picture.</p></abstract>
<abstract><sec><title>Aim</title><p>Owls.</p></sec></abstract></article-meta></front>
<body>{body}</body><back>{back}<ref-list>{references}</ref-list></back></article>"""
    (only,) = jats.read(data.encode(), "owls.nxml")
    return only


def cite(key: str, text: str) -> str:
    return f'<xref ref-type="bibr" rid="{key}">{text}</xref>'


def test_the_header() -> None:
    text = paper("")
    assert (text.title, text.abstract, text.year) == ("Of owls β", "Aim Owls.", 2011)
    assert text.authors == ("A Lark",)
    assert text.identifiers == {"pmcid": "PMC3166277", "doi": "10.1234/x"}


def test_a_reference_with_its_fields() -> None:
    (one,) = paper(
        "", references=entry("B1", "1", f"<mixed-citation>{JOURNAL}</mixed-citation>")
    ).references
    identifiers = {"doi": "10.1234/a", "pmid": "123"}
    assert one == ListedReference("B1", "On owls", ("AB Owl",), 2006, "Birds", identifiers)


def test_a_printed_reference_stays_as_it_is() -> None:
    bare = entry("B1", "1", "<mixed-citation>Owl A. Notes. 1999.</mixed-citation>")
    (one,) = paper("", references=bare).references
    assert (one.title, one.raw) == (None, "Owl A. Notes. 1999.")


def test_several_works_in_one_entry_are_all_cited() -> None:
    two = "<mixed-citation>One.</mixed-citation><mixed-citation>Two.</mixed-citation>"
    text = paper(f"<p>So {cite('B1', '1')}.</p>", references=entry("B1", "1", two))
    assert [one.key for one in text.references] == ["B1", "B1.2"]
    assert text.sentences[0].references == ("B1", "B1.2")


def test_alternatives_are_one_work() -> None:
    both = (
        "<citation-alternatives><mixed-citation>One.</mixed-citation>"
        f"<element-citation>{JOURNAL}</element-citation></citation-alternatives>"
    )
    assert [one.title for one in paper("", references=entry("B1", "1", both)).references] == [
        "On owls"
    ]


def test_ranges_lists_and_superscripts() -> None:
    text = paper(
        f"<p>So [{cite('B1', '1')}-{cite('B3', '3')}]. Also.<sup>{cite('B2', '2')},"
        f"{cite('B5', '5')}–{cite('B7', '7')}</sup> And {cite('B1 B4', '1, 4')}.</p>"
    )
    assert [one.references for one in text.sentences] == [
        ("B1", "B2", "B3"),
        ("B2", "B5", "B6", "B7"),
        ("B1", "B4"),
    ]
    assert text.sentences[0].text == "So [B1; B2; B3]."


def test_sections_floats_and_appendices() -> None:
    text = paper(
        f"<sec><title>Results</title><sec><title>Wings</title><p>Owls {cite('B1', '1')}"
        f"<fig><label>F1</label><caption><p>A wing {cite('B2', '2')}.</p></caption></fig> fly.</p>"
        f"</sec></sec><table-wrap><table><tr><td>{cite('B3', '3')}</td><td>7</td></tr></table>"
        f"</table-wrap>",
        f"<fn-group><fn><p>A note {cite('B4', '4')}.</p></fn></fn-group>"
        f"<app-group><app><title>Proofs</title><p>So {cite('B5', '5')}.</p></app></app-group>",
    )
    assert [(one.text, one.section, one.kind) for one in text.sentences] == [
        ("Owls [B1] fly.", "Results > Wings", "experiments"),
        ("A wing [B2].", "Results > Wings", "caption"),
        ("[B3]", None, "caption"),
        ("A note [B4].", None, "footnote"),
        ("So [B5].", "Proofs", "appendix"),
    ]
    assert text.headings == ("Results", "Results > Wings", "Proofs")


def test_reviews_beside_the_article_are_told() -> None:
    data = b"<article><front/><body><p>So.</p></body><sub-article/><sub-article/></article>"
    (text,) = jats.read(data, "x")
    assert [(one.what, one.reason) for one in text.unused] == [
        ("sub-article", "2 beside the article, not read")
    ]


def test_parts_within_parts_without_end_are_read_as_far_as_xml_goes() -> None:
    deep = "<sec><title>Owl</title><p>So.</p>" * 400 + "</sec>" * 400
    text = paper(f"<p>{cite('B1', '1')}</p>{deep}")
    assert [one.what for one in text.unused] == ["owls.nxml", "B1"]
    assert 100 < text.sentence_count <= 256
    assert "broken XML" in text.unused[0].reason
