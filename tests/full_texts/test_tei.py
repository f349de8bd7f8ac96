"""TEI as GROBID writes it."""

from __future__ import annotations

import pytest

from ptm_graph.errors import FullTextError
from ptm_graph.full_texts import tei
from ptm_graph.full_texts.full_text import FullText, ListedReference, Unused

NAMESPACE = 'xmlns="http://www.tei-c.org/ns/1.0"'


def biblio(key: str, title: str = "", more: str = "") -> str:
    name = f'<title level="a" type="main">{title}</title>' if title else ""
    return (
        f'<biblStruct xml:id="{key}"><analytic>{name}<author><persName><forename>A</forename>'
        f"<surname>Owl</surname></persName></author>{more}</analytic><monogr>"
        '<title level="j">Birds</title><imprint><date type="published" when="2019-05"/></imprint>'
        "</monogr></biblStruct>"
    )


REFERENCES = "".join(biblio(f"b{n}", f"On owl number {n + 1}") for n in range(7))


def document(body: str, back: str = "", references: str = REFERENCES) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<TEI xml:space="preserve" {NAMESPACE}><teiHeader><fileDesc><titleStmt>
<title level="a" type="main">Of owls</title></titleStmt><sourceDesc><biblStruct><analytic>
<author><persName><forename type="first">Ann</forename><surname>Lark</surname></persName></author>
</analytic><monogr><imprint><date when="2020-01-02"/></imprint></monogr>
<idno type="DOI">10.1234/OWLS</idno><idno type="arXiv">arXiv:2001.00001v2[cs.CL]</idno>
</biblStruct></sourceDesc></fileDesc><profileDesc><abstract><div><p>Owls are
birds.</p></div></abstract></profileDesc></teiHeader><text><body>{body}</body><back>{back}
<div type="references"><listBibl>{references}</listBibl></div></back></text></TEI>""".encode()


def paper(body: str, back: str = "", references: str = REFERENCES) -> FullText:
    (only,) = tei.read(document(body, back, references), "owls.tei.xml")
    return only


def ref(key: str | None, text: str) -> str:
    target = f' target="#{key}"' if key else ""
    return f'<ref type="bibr"{target}>{text}</ref>'


def cites(text: FullText) -> list[tuple[str, ...]]:
    return [one.references for one in text.sentences]


def test_the_header() -> None:
    text = paper("")
    assert (text.title, text.abstract, text.year) == ("Of owls", "Owls are birds.", 2020)
    assert text.authors == ("Ann Lark",)
    assert text.identifiers == {"doi": "10.1234/owls", "arxiv": "2001.00001"}


def test_a_reference_with_its_fields() -> None:
    more = '<idno type="DOI">10.18653/v1/N19-1423</idno>'
    (one,) = paper("", references=biblio("b0", "A title", more)).references
    assert one == ListedReference(
        "b0",
        "A title",
        ("A Owl",),
        2019,
        "Birds",
        {"doi": "10.18653/v1/n19-1423", "acl": "N19-1423"},
    )


def test_a_reference_without_a_title_keeps_what_is_printed() -> None:
    bare = (
        '<biblStruct xml:id="b0"><monogr><imprint><date/></imprint></monogr>'
        '<note type="raw_reference">Owl, personal notes</note></biblStruct>'
    )
    (one,) = paper("", references=bare).references
    assert (one.title, one.year, one.raw) == (None, None, "Owl, personal notes")


def test_a_reference_without_a_key_is_kept_and_told() -> None:
    text = paper("", references=biblio("b0", "A") + "<biblStruct/>" + biblio("b0", "B"))
    assert [one.key for one in text.references] == ["b0", "2", "3"]
    assert [one.what for one in text.unused][-2:] == ["reference 2", "reference 3"]


def test_sentences_with_their_sections() -> None:
    body = (
        f'<div><head n="1">Introduction</head><p>Owls fly {ref("b0", "[1]")}. They rest.</p></div>'
        f'<div><head n="2.">Model</head></div><div><head n="2.1">Wings</head>'
        f"<p>As in <formula>x=1</formula> {ref('b1', '[2]')}.</p></div>"
        f"<div><head>Results.</head><p>Good {ref('b2', '[3]')}.</p></div>"
        f"<div><head>7</head><p>More {ref('b3', '[4]')}.</p></div>"
    )
    found = [(one.text, one.section, one.kind) for one in paper(body).sentences]
    assert found == [
        ("Owls fly [b0].", "Introduction", "introduction"),
        ("As in [b1].", "Model > Wings", "method"),
        ("Good [b2].", "Model > Wings > Results.", "method"),
        ("More [b3].", "Model > Wings > Results.", "method"),
    ]


def test_captions_footnotes_and_appendices_are_such() -> None:
    body = (
        f"<div><p>Figure 2: Owls {ref('b0', '[1]')}.</p></div>"
        f"<figure><head>Figure 1</head><label>1</label><figDesc>Mice {ref('b1', '[2]')}.</figDesc>"
        f"<table><row><cell>9</cell></row></table></figure>"
        f'<note place="foot">A note {ref("b2", "[3]")}.</note>'
    )
    back = f'<div type="annex"><div><head>Proofs</head><p>So {ref("b3", "[4]")}.</p></div></div>'
    kinds = [(one.references, one.kind) for one in paper(body, back).sentences]
    assert kinds == [
        (("b0",), "caption"),
        (("b1",), "caption"),
        (("b2",), "footnote"),
        (("b3",), "appendix"),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (f"{ref('b1', '[2]')}–{ref('b4', '[5]')}", ("b1", "b2", "b3", "b4")),
        (f"{ref('b1', '[2')}-{ref('b4', '5]')}", ("b1", "b2", "b3", "b4")),
        (f"{ref('b1', '[2,')} {ref('b4', '5]')}", ("b1", "b4")),
        (f"{ref('b1', '[2–5]')}", ("b1", "b2", "b3", "b4")),
        (f"{ref('b1', '[2')}{ref('b4', '-5]')}", ("b1", "b2", "b3", "b4")),
        (f"{ref(None, '[2, 5]')}", ("b1", "b4")),
        (f"{ref('b1', '[2]')}–{ref(None, '[5]')}", ("b1", "b2", "b3", "b4")),
        (f"{ref('b1', '[2]')}–{ref('b0', '[1]')}", ("b1", "b0")),
        (f"{ref(None, '[99]')} {ref('b1', '[2]')}", ("b1",)),
    ],
)
def test_numbers_between_the_ends_of_a_range_are_cited(
    written: str, meant: tuple[str, ...]
) -> None:
    numbered = "".join(f"<p>One {ref(f'b{n}', f'[{n + 1}]')}.</p>" for n in range(6))
    text = paper(f"<div><p>Some {written}.</p>{numbered}</div>")
    assert cites(text)[0] == meant


def test_years_are_no_numbers_of_references() -> None:
    years = f"{ref('b0', '(2003)')}–{ref('b4', '(2007)')} {ref(None, '(Hawk, 4)')}"
    assert cites(paper(f"<div><p>Owl {years}.</p></div>")) == [("b0", "b4")]


def test_links_to_nothing_are_counted() -> None:
    text = paper(f"<div><p>So {ref(None, '(Owl, 1999)')}, {ref('b77', '[78]')}.</p></div>")
    assert text.sentences == ()
    assert text.unused == (
        Unused("citations", "1 linked to no reference"),
        Unused("b77", "cited, but not in the reference list"),
    )


def test_line_numbers_of_a_draft_are_no_text() -> None:
    lines = " ".join(f"{n} owls fly over the wide and silent wood at night" for n in range(70, 90))
    body = f"<div><p>{lines} {ref('b0', '[1]')} in 2019.</p></div>"
    assert not any(str(n) in paper(body).sentences[0].text for n in range(70, 90))
    assert "2019" in paper(body).sentences[0].text


def test_years_in_a_row_are_no_line_numbers() -> None:
    years = " and ".join(f"in {n} the owls flew over the wide wood" for n in (1999, 2004, 2010))
    assert "2004" in paper(f"<div><p>{years} {ref('b0', '[1]')}.</p></div>").sentences[0].text


def test_several_papers_in_one_file() -> None:
    one = document("").partition(b"?>")[2].decode()
    found = list(tei.read(f"<teiCorpus {NAMESPACE}>{one}{one}</teiCorpus>".encode(), "x"))
    assert [text.title for text in found] == ["Of owls", "Of owls"]


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    whole = document(f"<div><p>So {ref('b0', '[1]')}.</p><p>Then {ref('b1', '[2]')}.</p></div>")
    (text,) = tei.read(whole[: whole.index(b"<back>")], "cut.tei.xml")
    assert text.title == "Of owls"
    assert text.unused[0].what == "cut.tei.xml"
    assert "broken XML" in text.unused[0].reason


def test_what_is_no_tei_is_said_in_one_line() -> None:
    for data in (b"", b"no xml", b"<html/>", b"\xff\xfe\x00"):
        with pytest.raises(FullTextError) as told:
            list(tei.read(data, "x.xml"))
        assert "x.xml" in str(told.value)
        assert "\n" not in str(told.value)
