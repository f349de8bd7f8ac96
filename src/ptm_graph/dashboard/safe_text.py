"""Text from outside, made harmless for the three places it is shown in.

``st.text`` and data frames show text as it is. Labels of widgets are Markdown,
``st.html`` and tooltips are HTML: for these every record passes through here.
"""

from __future__ import annotations

import html
import re

from ptm_graph.words.titles import clean

LONGEST = 400
"""Characters of a field that are shown; hostile ones have thousands."""
MOST_AUTHORS = 12

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_BROKEN = "\u2060"
"""An invisible joiner: what it stands in is none of the things below any more."""
_MEANS_MORE = re.compile(
    r":(?=[\w+-]+(?:/[\w]+)?:)"  # a shortcode, as :smile:
    r"|(?i:https?:)(?=//)|(?i:www)(?=\.)|@(?=[-\w])"  # an address of a page or of a person
    r"|[-<>~](?=[-=>])"  # signs that become an arrow, a dash or a relation
)


def shortened(text: str, longest: int = LONGEST) -> str:
    """One visible line of at most so many characters."""
    line = clean(text[: 4 * longest])
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def as_html(text: str, longest: int = LONGEST) -> str:
    """Text for ``st.html``: a shortened line, escaped."""
    return html.escape(shortened(text, longest))


def as_markdown(text: str, longest: int = LONGEST) -> str:
    """Text for a Markdown label: a shortened line that stays as it is written."""
    line = _MEANS_MORE.sub(lambda found: found[0] + _BROKEN, shortened(text, longest))
    return _PUNCTUATION.sub(r"\\\1", line)


def as_tip(text: str, longest: int = LONGEST) -> str:
    """Text for a tooltip of the drawing: HTML without anything ECharts would replace."""
    return as_html(text, longest).replace("{", "&#123;").replace("}", "&#125;")


def authors_line(authors: tuple[str, ...] | None, longest: int = MOST_AUTHORS) -> str | None:
    """Names in one line, the rest counted; None where nothing is known."""
    if authors is None:
        return None
    named = ", ".join(shortened(author, 60) for author in authors[:longest])
    rest = len(authors) - longest
    return f"{named} … +{rest}" if rest > 0 else named


def anchor(address: str, shown: str) -> str:
    """A link that opens beside the page, of an address and HTML that are safe already."""
    return f'<a href="{address}" target="_blank" rel="noopener noreferrer">{shown}</a>'
