from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ptm_graph.words.characters import encodable, one_line, xml_valid

TEXT = st.text(st.characters(exclude_categories=()))
"""Lone surrogates included."""


@given(TEXT)
def test_any_text_can_be_encoded_afterwards(text: str) -> None:
    assert len(encodable(text).encode("utf-8")) >= len(text)


@given(TEXT)
def test_an_xml_parser_takes_any_text_afterwards(text: str) -> None:
    element = etree.Element("a")
    element.text = xml_valid(text)
    assert etree.parse(io.BytesIO(etree.tostring(element))) is not None


@given(TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    for clean in (encodable, xml_valid, one_line):
        assert clean(clean(text)) == clean(text)


@given(TEXT)
def test_one_line_has_no_line_end_and_no_mark_that_turns_it(text: str) -> None:
    assert not set(one_line(text)) & set("\n\r\t\x0b\x0c\x85\u2028\u2029\u202e\u2066\u200f")


def test_ordinary_text_stays_as_it_is() -> None:
    for text in ("BERT: Pre-training", "预训练语言模型", "naïve café", "👩‍🔬"):
        assert encodable(text) == xml_valid(text) == one_line(text) == text
