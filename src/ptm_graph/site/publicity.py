"""What programs read of a site: a text for language models, sitemap and feed."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from lxml import etree

from ptm_graph.site.telling import Teller
from ptm_graph.words.characters import one_line
from ptm_graph.words.markup import escaped
from ptm_graph.workflow.changes.atom import as_atom

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def card_of(path: str) -> str:
    """Where the card of a page is."""
    return f"cards/{path.removesuffix('.html')}.png"


def llms(teller: Teller, url: str | None) -> str:
    """The site as Markdown for a language model: what it is, and a line for each paper."""
    about, base = teller.job.about, f"{url or ''}{teller.language}/"
    lines = [f"# {escaped(about.title)}", ""]
    lines += [f"> {teller.say('site.inferred')}", "", *map(escaped, about.lines), ""]
    files = [("lineage.json", "node-link"), ("lineage.md", "Markdown"), ("lineage.bib", "BibTeX")]
    lines += [f"## {teller.say('site.downloads')}", ""]
    lines += [f"- [{name}]({url or ''}downloads/{name}): {told}" for name, told in files]
    for family in teller.families:
        lines += ["", f"## {escaped(family['name'])}", ""]
        for paper in family["papers"]:
            address = base + quote(paper["address"])
            told = escaped(one_line(paper["told"]))
            lines.append(f"- [{escaped(paper['name'])}]({address}) ({paper['date']}): {told}")
    return "\n".join(lines) + "\n"


def sitemap(url: str, paths: Sequence[str]) -> bytes:
    """All pages with their whole addresses."""
    root = etree.Element(f"{{{_SITEMAP}}}urlset", nsmap={None: _SITEMAP})  # type: ignore[dict-item]
    for path in paths:
        place = etree.SubElement(root, f"{{{_SITEMAP}}}url")
        etree.SubElement(place, f"{{{_SITEMAP}}}loc").text = url + quote(path)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def feed(teller: Teller) -> bytes:
    """What is new as an Atom feed."""
    found = teller.found
    return as_atom(found.news, teller.job.about.title, found.born, teller.language)
