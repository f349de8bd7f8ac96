"""Records from outside are shown as text."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ptm_graph.dashboard.safe_text import (
    as_html,
    as_markdown,
    as_tip,
    authors_line,
    shortened,
)
from ptm_graph.words.addresses import web_address
from ptm_graph.words.titles import clean


@given(st.text(max_size=300))
def test_markdown_gives_the_text_back_as_it_is(text: str) -> None:
    shown = MarkdownIt().renderInline(as_markdown(text))
    assert html.unescape(shown).replace("\u2060", "") == html.unescape(html.escape(shortened(text)))


@pytest.mark.parametrize(
    "text",
    [
        "<b>x</b>",
        "**bold**",
        "$x^2$",
        "[a](javascript:alert(1))",
        ":red[x]",
        ":smile:",
        "`c`",
        "# h",
    ],
)
def test_no_markup_survives_in_a_label(text: str) -> None:
    shown = MarkdownIt().render(as_markdown(text))
    assert shown.count("<") == 2  # the paragraph alone


def test_shortcodes_are_broken() -> None:
    assert ":smile:" not in as_markdown(":smile:").replace("\\", "")
    assert ":material/home:" not in as_markdown(":material/home:").replace("\\", "")


@pytest.mark.parametrize(
    "text",
    ["see http://a.example", "https://a.example", "www.a.example", "mail a@b.example", "a -> b"],
)
def test_names_lead_nowhere_and_stay_as_they_are_written(text: str) -> None:
    said = as_markdown(text).replace("\\", "")
    for sign in ("http://", "https://", "www.", "@b", "->"):
        assert sign not in said
    assert said.replace("\u2060", "") == text


@given(st.text(max_size=300))
def test_html_has_no_markup_of_the_record(text: str) -> None:
    assert "<" not in as_html(text)
    assert html.unescape(as_html(text)) == shortened(text)


def test_tooltips_hold_no_templates() -> None:
    assert "{" not in as_tip("{b} {@[0]} <i>")


def test_invisible_and_reversing_characters_are_gone() -> None:
    assert shortened("a\u202eb\u0000c\nd") == clean("a\u202eb\u0000c\nd") == "a b c d"


def test_long_fields_are_cut() -> None:
    assert len(shortened("x" * 9000)) == 400
    line = authors_line(tuple(f"Author {number}" for number in range(3000)))
    assert line is not None
    assert line.endswith("+2988")
    assert authors_line(None) is None
    assert authors_line(()) == ""


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//host/x", "ftp://h/x", "http:///x", "x", ""],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert web_address(url) is None


def test_an_address_cannot_leave_its_attribute() -> None:
    found = web_address('https://example.org/a"onclick="x<>')
    assert found is not None
    assert not set('"<>') & set(found)
