"""What a paper says, put together from its paragraphs."""

from __future__ import annotations

from ptm_graph.full_texts.assembling import Header, Paragraph, Part, full_text
from ptm_graph.full_texts.full_text import FullText, ListedReference, Unused

REFERENCES = (
    ListedReference("a", "OwlNet: nets for owls"),
    ListedReference("b", "A study of mice"),
    ListedReference("c", "Cats"),
)


def paper(*paragraphs: Paragraph, title: str = "Of owls") -> FullText:
    return full_text(Header(title), paragraphs, REFERENCES)


def said(*parts: Part) -> FullText:
    return paper(Paragraph(parts))


def test_citations_stand_in_a_sentence_by_their_keys() -> None:
    text = said("Owls eat mice ", ("b",), ". They fly", ("c", "a"), ". We do not.")
    assert [(one.text, one.references) for one in text.sentences] == [
        ("Owls eat mice [b].", ("b",)),
        ("They fly[c; a].", ("c", "a")),
    ]
    assert text.sentence_count == 3


def test_citations_at_one_place_are_one() -> None:
    text = said(
        "So [", ("a",), ", ", ("b",), "] and (", ("c",), "; ", ("a",), "). ", ("b",), " too"
    )
    assert text.sentences[0].text == "So [a; b] and [c; a]."
    apart = said("So ", ("a",), " and ", ("b",), ".")
    assert apart.sentences[0].text == "So [a] and [b]."


def test_a_key_that_is_not_listed_is_counted() -> None:
    text = said("Owls ", ("x",), " fly ", ("a", "x"), ". So ", ("y",), ".")
    assert [one.references for one in text.sentences] == [("a",)]
    assert text.unused == (
        Unused("x", "cited (2 times), but not in the reference list"),
        Unused("y", "cited, but not in the reference list"),
    )


def test_a_second_reference_with_a_key_is_unused() -> None:
    text = full_text(Header(), (), (*REFERENCES, ListedReference("a", "Another")))
    assert text.references == REFERENCES
    assert text.unused == (Unused("a", "a second reference with this key"),)


def test_a_name_without_a_citation_is_a_mention() -> None:
    text = said("We train OwlNet. We train OwlNet ", ("a",), ". We cite ", ("b",), " for OwlNet.")
    assert [(one.references, one.named) for one in text.sentences] == [
        ((), ("a",)),
        (("a",), ()),
        (("b",), ("a",)),
    ]


def test_the_own_name_of_the_paper_mentions_nobody() -> None:
    text = paper(Paragraph(["OwlNet is good."]), title="OwlNet: more of it")
    assert text.sentences == ()


def test_where_a_sentence_stands() -> None:
    text = paper(
        Paragraph(["Zero. Cites ", ("a",), "."]),
        Paragraph(["Cites ", ("a",), "."], ("2 Experiments", "2.1 Our model")),
        Paragraph(["Two owls ", ("b",), "."], ("2 Experiments",), "caption"),
        Paragraph(["The end ", ("b",), "."], ("Appendix", "Data")),
    )
    assert [(one.section, one.kind, one.place, one.paragraph) for one in text.sentences] == [
        (None, "introduction", 0.25, 0),
        ("2 Experiments > 2.1 Our model", "experiments", 0.5, 1),
        ("2 Experiments", "caption", 0.75, 2),
        ("Appendix > Data", "appendix", 1.0, 3),
    ]
    assert text.headings == (
        "2 Experiments",
        "2 Experiments > 2.1 Our model",
        "Appendix",
        "Appendix > Data",
    )


def test_what_the_authors_say_of_the_paper_itself() -> None:
    text = said("We propose to extend OwlNet ", ("a",), ". Owls fly. In this paper, we look.")
    assert text.own_statements == ("We propose to extend OwlNet .", "In this paper, we look.")


def test_ligatures_and_soft_hyphens_are_undone() -> None:
    text = said("An e\ufb03cient\u00ad ef\u00adfort ", ("a",), "\x07.")
    assert text.sentences[0].text == "An efficient effort [a]."
