"""News as an Atom feed (RFC 4287), one entry for each refresh that changed something."""

from __future__ import annotations

import html
import uuid
from collections.abc import Sequence

from lxml import etree

from ptm_graph.workflow.changes.collecting import HEADINGS, News
from ptm_graph.workflow.changes.telling import MOST_LINES, line, totals

MOST_ENTRIES = 100
"""Entries in the feed, newest first."""

_ATOM = "http://www.w3.org/2005/Atom"
_EPOCH = "1970-01-01T00:00:00+00:00"


def as_atom(all_news: Sequence[News], name: str, born: str | None = None) -> bytes:
    """Give the feed as a UTF-8 document.

    Parameters
    ----------
    all_news : sequence of News
        Oldest first.
    name : str
        What the feed is about, for its title: the library's file name.
    born : str, optional
        When the library's history begins. With the name it makes the feed's id, so that a
        reader sees one feed however often it is written.
    """
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"ptm-graph:{name}:{born or _EPOCH}")
    telling = [news for news in all_news if news.items or news.refresh.first_fill]
    telling = telling[-MOST_ENTRIES:]
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]
    _add(feed, "id", identity.urn)
    _add(feed, "title", f"What changed in {name}")
    _add(feed, "updated", _time(telling[-1]) if telling else born or _EPOCH)
    _add(_add(feed, "author"), "name", "ptm-graph")
    _add(feed, "generator", "ptm-graph")
    for news in reversed(telling):
        entry = _add(feed, "entry")
        _add(entry, "id", uuid.uuid5(identity, str(news.refresh.number)).urn)
        _add(entry, "title", f"Refresh {news.refresh.number}: {totals(news)}")
        _add(entry, "updated", _time(news))
        _add(entry, "published", news.refresh.started)
        content = _add(entry, "content", _as_html(news))
        content.set("type", "html")
    return bytes(etree.tostring(feed, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _time(news: News) -> str:
    return news.refresh.ended or news.refresh.started


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = text
    return element


def _as_html(news: News) -> str:
    parts = [f"<p>{html.escape(totals(news))}</p>"]
    for kind, items in news.by_kind().items():
        listed = "".join(f"<li>{html.escape(line(item))}</li>" for item in items[:MOST_LINES])
        hidden = len(items) - MOST_LINES
        more = f"<li>… and {hidden} more</li>" if hidden > 0 else ""
        parts.append(f"<h3>{html.escape(HEADINGS[kind])}</h3><ul>{listed}{more}</ul>")
    return "".join(parts)
