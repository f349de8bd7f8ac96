"""Texts inside XML: element content and attribute values."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from ptm_graph.words.characters import xml_valid


def content(text: str) -> str:
    """A text as the content of an element; carriage returns survive.

    >>> content("a < b & c")
    'a &lt; b &amp; c'
    """
    # Most texts hold nothing to escape, and looking costs less than replacing.
    if text.isprintable():
        return escape(text) if "&" in text or "<" in text or ">" in text else text
    return escape(xml_valid(text), {"\r": "&#13;"})


def attribute(text: str) -> str:
    r"""A text as an attribute value, with its quotation marks; line ends survive.

    >>> attribute('a "b" & c')
    '\'a "b" &amp; c\''
    """
    if text.isprintable() and '"' not in text:
        return f'"{content(text)}"'
    return quoteattr(xml_valid(text))
