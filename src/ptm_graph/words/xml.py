"""XML from outside as a tree: no network, no entities of its own, bounded; broken XML is kept."""

from __future__ import annotations

from html.entities import html5

from lxml import etree

from ptm_graph.words.titles import clean

Element = etree._Element


def tree_of(
    data: bytes, encoding: str | None = None
) -> tuple[Element | None, etree.XMLSyntaxError | None]:
    """Parse XML; where it is broken, as much as can be understood.

    Parameters
    ----------
    data : bytes
        The file. Its entities are not resolved, nothing is loaded, and elements nested
        more than 256 deep end the reading.
    encoding : str, optional
        What it is in, whatever it declares.

    Returns
    -------
    element or None, error or None
        The root without comments, None where there is none; what is wrong with the XML.
    """
    try:
        return etree.fromstring(data, _parser(encoding, recover=False)), None
    except etree.XMLSyntaxError as error:
        wrong = error
    try:
        root = etree.fromstring(data, _parser(encoding, recover=True))
    except etree.XMLSyntaxError:
        return None, wrong
    return root if root is not None and isinstance(root.tag, str) else None, wrong


def _parser(encoding: str | None, *, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding=encoding,
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def text_of(element: Element | None) -> str:
    """All text of an element on one line; empty without one."""
    if element is None:
        return ""
    if len(element) == 0:
        return clean(element.text or "")
    return clean("".join(texts(element)))


def texts(element: Element) -> list[str]:
    """The pieces of text of an element, with the characters that well-known entities name."""
    return [
        meant(piece) if piece.startswith("&") else piece for piece in map(str, element.itertext())
    ]


def meant(piece: str) -> str:
    """What an unresolved entity stands for: the character of HTML's, else its name."""
    return html5.get(piece[1:], piece)
