"""Mermaid: the family diagram as text that GitHub and GitLab draw."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ptm_graph.exports.arrows import Arrow, arrows
from ptm_graph.exports.job import Job
from ptm_graph.exports.streaming import write_lines
from ptm_graph.exports.values import shown_name
from ptm_graph.layout.palette import LIGHT, ArrowKind

_SPECIAL = re.compile(r"[^\w .,:()/+\-]", re.ASCII)
_LINES: Mapping[ArrowKind, tuple[str, str]] = {
    "A": ("==>", "==="),
    "proposal": ("-.->", "-.-"),
    "name only proposal": ("-.->", "-.-"),
}
"""Kind of arrow → its line with a head and without."""
_PLAIN = ("-->", "---")


def write(job: Job, out: BinaryIO) -> None:
    """Write a flowchart: families are subgraphs, siblings with one label share one arrow.

    Mermaid has thick, thin and broken lines: tier A is thick, a proposal broken; tiers B
    and C and relations by name only are thin, the last ones with a word.
    """
    write_lines(_lines(job), out)


def _lines(job: Job) -> Iterator[str]:
    numbers = {key: f"n{number}" for number, key in enumerate(job.keys)}
    yield "---"
    yield f"title: {json.dumps(job.about.title)}"
    yield "---"
    for line in job.about.lines:
        yield f"%% {line.translate({ord('{'): '(', ord('}'): ')'})}"  # %%{ begins a directive
    yield "flowchart LR"
    for index, band in enumerate(job.layout.bands):
        yield f"  subgraph f{index} [{_quoted(job.band_name(band.name))}]"
        for key in job.keys:
            if job.place(key).band == index:
                yield f"    {numbers[key]}({_quoted(shown_name(key, job.paper(key)))})"
        yield "  end"
        colour = LIGHT.family(band.colour_index)
        yield f"  style f{index} fill:{LIGHT.tint(band.colour_index, 0.08)},stroke:{colour}"
    for number, arrow in enumerate(arrows(job)):
        yield from _arrow(arrow, numbers, f"j{number}")


def _arrow(arrow: Arrow, numbers: dict[str, str], junction: str) -> Iterator[str]:
    line, headless = _LINES.get(arrow.kind, _PLAIN)
    label = f"|{_quoted(arrow.label)}|" if arrow.label else ""
    tail = numbers[arrow.tail]
    if len(arrow.heads) == 1:
        yield f"  {tail} {line}{label} {numbers[arrow.heads[0]]}"
        return
    yield f"  {junction}(( ))"
    yield f"  {tail} {headless}{label} {junction}"
    for head in arrow.heads:
        yield f"  {junction} {line} {numbers[head]}"


def _quoted(text: str) -> str:
    """A quoted text; everything with a meaning in Mermaid or HTML as a character code."""
    coded = _SPECIAL.sub(
        lambda match: f"#{ord(match[0])};" if ord(match[0]) < 128 else match[0], text
    )
    return f'"{coded or " "}"'
