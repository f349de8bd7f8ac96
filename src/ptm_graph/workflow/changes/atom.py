"""What is new as an Atom feed (RFC 4287), one entry for each refresh that brought news."""

from __future__ import annotations

import html
import uuid
from collections.abc import Sequence

from lxml import etree

from ptm_graph.words.characters import one_line
from ptm_graph.words.wording import Said, sentence
from ptm_graph.workflow.changes.digest import Digest
from ptm_graph.workflow.changes.telling import besides, blocks, totals

MOST_ENTRIES = 100
"""Entries in the feed, newest first."""

_ATOM = "http://www.w3.org/2005/Atom"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_EPOCH = "1970-01-01T00:00:00+00:00"


def as_atom(
    digests: Sequence[Digest], name: str, born: str | None = None, language: str = "en"
) -> bytes:
    """Give the feed as a UTF-8 document.

    Parameters
    ----------
    digests : sequence of Digest
        One for each refresh, oldest first; those without a story make no entry.
    name : str
        What the feed is about, for its title: the library's file name.
    born : str, optional
        When the library's history begins. With the name it makes the feed's id, so that a
        reader sees one feed however often it is written.
    language : str, default "en"
        ``en`` or ``zh``.
    """
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"ptm-graph:{name}:{born or _EPOCH}")
    telling = [one for one in digests if one.stories][-MOST_ENTRIES:]
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]
    feed.set(_XML_LANG, language)
    _add(feed, "id", identity.urn)
    _add(feed, "title", sentence(Said("digest.of", {"name": one_line(name)}), language))
    _add(feed, "updated", _time(telling[-1]) if telling else born or _EPOCH)
    _add(_add(feed, "author"), "name", "ptm-graph")
    _add(feed, "generator", "ptm-graph")
    for one in reversed(telling):
        entry = _add(feed, "entry")
        refresh = one.refreshes[-1]
        _add(entry, "id", uuid.uuid5(identity, str(refresh.number)).urn)
        _add(entry, "title", f"{refresh.started[:10]}: {totals(one, language)}")
        _add(entry, "updated", _time(one))
        _add(entry, "published", refresh.started)
        content = _add(entry, "content", _as_html(one, language))
        content.set("type", "html")
    return bytes(etree.tostring(feed, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _time(one: Digest) -> str:
    return one.refreshes[-1].ended or one.refreshes[-1].started


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = text
    return element


def _as_html(digest: Digest, language: str) -> str:
    parts = []
    for title, stories, more in blocks(digest, language):
        listed = "".join(
            f"<li>{one.day()}: {_text(one.said(language))}"
            + (f"<br>{_text(reason)}" if (reason := one.reason(language)) else "")
            + "</li>"
            for one in stories
        )
        rest = f"<li>{_text(more)}</li>" if more else ""
        parts.append(f"<h3>{_text(title)}</h3><ul>{listed}{rest}</ul>")
    told = besides(digest, language)
    return "".join([*parts, f"<p>{_text(told)}</p>" if told else ""])


def _text(text: str) -> str:
    return html.escape(one_line(text))
