"""XML from outside as a tree: no network, no entities of its own, bounded; broken XML is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from typing import cast

from lxml import etree

from ptm_graph.errors import FullTextError
from ptm_graph.full_texts.full_text import Unused
from ptm_graph.full_texts.marks import Mark, Raw
from ptm_graph.words.titles import clean
from ptm_graph.words.wording import Said
from ptm_graph.words.xml import Element, meant, tree_of

LARGEST_XML = 64 * 1024 * 1024
"""Bytes of the largest XML that is read; the longest book of GROBID has 6 MB."""
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

_USUAL_NAMESPACE = b' xmlns="http://www.tei-c.org/ns/1.0"'
_IN_NAMESPACE = etree.XPath("//*[namespace-uri() != '']")


def parsed(data: bytes, file: str | None) -> tuple[Element, list[Unused]]:
    """Parse XML; where it is broken, as much as can be understood.

    Parameters
    ----------
    data : bytes
        The file. Its entities are not resolved, nothing is loaded, and elements nested
        more than 256 deep end the reading.

    Returns
    -------
    element, list of Unused
        The root without comments, its tags without namespace; what is wrong with the XML.

    Raises
    ------
    FullTextError
        If it is too large, or no XML at all.
    """
    name = file or "XML"
    if len(data) > LARGEST_XML:
        raise FullTextError(
            Said("full text.too large", {"file": name, "most": LARGEST_XML // 2**20})
        )
    wrong: list[Unused] = []
    data = data.replace(_USUAL_NAMESPACE, b"")  # quicker than to rename all its elements
    root, error = tree_of(data)
    if root is None:
        raise FullTextError(Said("full text.no xml", {"file": name})) from error
    if error is not None:
        wrong.append(Unused(name, f"broken XML, read as far as it goes: {clean(str(error))[:200]}"))
    own = {str(one.text) for one in root.iter(etree.Entity)}
    wrong.extend(
        Unused(one, "an entity that the file declares, not resolved")
        for one in sorted(own)
        if meant(one) == one
    )
    for element in cast(list[Element], _IN_NAMESPACE(root)):
        element.tag = element.tag.rpartition("}")[2]
    return root, wrong


def running(
    element: Element, link: Callable[[Element], Mark | None], silent: Container[str]
) -> list[Raw]:
    """The running text of an element, with marks where it cites.

    Parameters
    ----------
    element : Element
        A paragraph; what stands behind it is left out.
    link : callable
        The mark that an element is; None for anything else.
    silent : collection of str
        Tags of elements that are no running text: formulae, tables.
    """
    parts: list[Raw] = [element.text] if element.text else []
    for child in element:
        if child.tag is etree.Entity:
            parts.append(meant(str(child.text)))
        elif (mark := link(child)) is not None:
            parts.append(mark)
        elif child.tag in silent:
            parts.append(" ")
        else:
            parts.extend(running(child, link, silent))
        if child.tail:
            parts.append(child.tail)
    return parts


def year_in(text: str | None) -> int | None:
    """The first year of a text.

    >>> year_in("2019-05-03"), year_in("n. d.")
    (2019, None)
    """
    found = re.search(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", text or "")
    return int(found.group()) if found else None
