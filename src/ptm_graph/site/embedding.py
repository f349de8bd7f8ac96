"""What others embed: a badge, an icon, and the lines to copy."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from ptm_graph.exports.arrows import edges_in_words
from ptm_graph.layout.palette import LIGHT
from ptm_graph.layout.text import text_width
from ptm_graph.site.telling import Teller
from ptm_graph.words.characters import one_line

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><g fill="none" stroke="#777" '
    'stroke-width="1.4"><path d="M4 4 12 6M4 4 11 12"/></g>'
    f'<g fill="{LIGHT.link}"><circle cx="4" cy="4" r="2.6"/></g>'
    f'<g fill="{LIGHT.good}"><circle cx="12" cy="6" r="2.2"/><circle cx="11" cy="12" r="2.2"/></g>'
    "</svg>"
)
_SIZE = 11.0


def badge_text(teller: Teller) -> str:
    """How many relations there are, and the month in which the services were asked."""
    relations = edges_in_words(teller.job.graph, "parent-child", teller.language)
    checked = teller.found.checked
    return (
        teller.say("site.checked", relations=relations, month=checked[:7]) if checked else relations
    )


def badge_width(teller: Teller) -> int:
    """Of the badge, in pixels."""
    return sum(_widths(teller))


def _widths(teller: Teller) -> tuple[int, int]:
    one, other = (
        round(text_width(text, _SIZE)) + 12
        for text in (teller.say("site.badge"), badge_text(teller))
    )
    return one, other


def badge(teller: Teller) -> str:
    """A badge as SVG, which is read on light and dark ground."""
    left, right = _widths(teller)
    name, text = escape(teller.say("site.badge")), escape(badge_text(teller))
    told = quoteattr(f"{teller.say('site.badge')}: {badge_text(teller)}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="20" role="img" '
        f"aria-label={told}>"
        f"<title>{name}: {text}</title>"
        f'<clipPath id="c"><rect width="{left + right}" height="20" rx="3"/></clipPath>'
        f'<g clip-path="url(#c)"><rect width="{left}" height="20" fill="#444"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{LIGHT.link}"/></g>'
        '<g fill="#fff" text-anchor="middle" font-family="\'DejaVu Sans\',Verdana,'
        f'\'Noto Sans CJK SC\',sans-serif" font-size="{_SIZE:g}">'
        f'<text x="{left / 2:g}" y="14" textLength="{left - 12}">{name}</text>'
        f'<text x="{left + right / 2:g}" y="14" textLength="{right - 12}">{text}</text></g></svg>'
    )


def snippets(teller: Teller, url: str | None) -> dict[str, str]:
    """The lines to copy, whole where it is known where the site is."""
    base, title = url or "https://example.org/lineage/", one_line(teller.job.about.title)
    name = title.replace("[", "(").replace("]", ")")
    frame = (
        f'<iframe src="{base}embed.html" title={quoteattr(title)} width="100%" height="520" '
        'style="border:0" loading="lazy"></iframe>'
    )
    return {
        "frame": frame,
        "markdown": f"[![{name}]({base}lineage.svg)]({base})\n"
        f"[![{badge_text(teller)}]({base}badge.svg)]({base})",
    }
