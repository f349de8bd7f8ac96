"""XML from outside: bounded, without entities and network."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ptm_graph.errors import FullTextError
from ptm_graph.facts.coined_names import words_of
from ptm_graph.full_texts import jats, tei, xml_trees
from ptm_graph.full_texts.xml_trees import parsed
from ptm_graph.words.xml import text_of


def test_a_file_that_an_entity_names_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    data = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>so &x;</a>'
    root, wrong = parsed(data.encode(), "a.xml")
    assert text_of(root) == "so &x;"
    assert [one.what for one in wrong] == ["&x;"]


def test_entities_that_double_stay_unresolved() -> None:
    laughs = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};">' for n in range(1, 40))
    data = f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><a>so &l39;</a>'
    root, wrong = parsed(data.encode(), None)
    assert len(text_of(root)) < 20
    assert wrong


def test_entities_that_everybody_knows_are_characters() -> None:
    root, wrong = parsed(b'<!DOCTYPE a SYSTEM "jats.dtd"><a>the &alpha; <b>&eacute;</b></a>', None)
    assert text_of(root) == "the α é"
    assert wrong == []


def test_deep_nesting_ends_the_reading_and_is_told() -> None:
    root, wrong = parsed(b"<a>so" + b"<b>" * 5000 + b"</b>" * 5000 + b"</a>", "deep.xml")
    assert text_of(root) == "so"
    assert "broken XML" in wrong[0].reason


def test_too_large_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_trees, "LARGEST_XML", 10)
    with pytest.raises(FullTextError, match="larger than"):
        parsed(b"<a>" + b" " * 20 + b"</a>", "big.xml")


TAGS = sorted(
    words_of(
        "text body back div head p ref figure note listBibl biblStruct title front sec xref"
        " ref-list mixed-citation fig caption fn"
    )
)
XML = st.recursive(
    st.text(alphabet="ab 1[2].–&;<", max_size=8),
    lambda inner: st.builds(
        "<{0} {1}>{2}</{0}>".format,
        st.sampled_from(TAGS),
        st.sampled_from(
            ("", 'type="bibr"', 'target="#b1"', 'ref-type="bibr" rid="b1 b2"', 'xml:id="b1"')
        ),
        st.lists(inner, max_size=4).map("".join),
    ),
    max_leaves=25,
)


@given(XML)
def test_any_xml_is_read_or_refused_in_one_line(inner: str) -> None:
    for read, root in ((tei.read, "TEI"), (jats.read, "article")):
        try:
            for text in read(f"<{root}>{inner}</{root}>".encode(), "x"):
                listed = {one.key for one in text.references}
                assert all(set(one.references) <= listed for one in text.sentences)
        except FullTextError as error:
            assert "\n" not in str(error)


@given(st.binary(max_size=200))
@example(b"<TEI")
def test_any_bytes_are_read_as_broken_or_refused_in_one_line(data: bytes) -> None:
    for read in (tei.read, jats.read):
        try:
            assert all(text.unused for text in read(data, "x"))
        except FullTextError as error:
            assert "\n" not in str(error)
