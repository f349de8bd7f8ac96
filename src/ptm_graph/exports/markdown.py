"""A readable account in Markdown: families, papers in order, parents, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ptm_graph.exports.about_paper import links, references_known
from ptm_graph.exports.arrows import PERHAPS, TIER_WORDS, edges_in_words
from ptm_graph.exports.job import Job
from ptm_graph.exports.streaming import write_lines
from ptm_graph.exports.values import Scalar, list_of, notes_in, shown_name, text_of
from ptm_graph.graph.selection import is_proposal, proposal_count
from ptm_graph.words import lists
from ptm_graph.words.markup import escaped
from ptm_graph.words.model import EVEN_ODDS, percent, tier_in_words


def write(job: Job, out: BinaryIO) -> None:
    """Write the account; texts of papers are escaped and cannot become markup."""
    write_lines(_lines(job), out)


def _lines(job: Job) -> Iterator[str]:
    lineage = job.about.direction == "parent-child"
    yield f"# {escaped(job.about.title)}"
    yield ""
    yield f"{len(job.keys)} papers, {edges_in_words(job.graph, job.about.direction)}."
    if proposal_count(job.graph):
        yield ""
        yield f"*{PERHAPS}*: {_PROPOSAL}"
    related = _related(job, lineage)
    for number, band in enumerate(job.layout.bands):
        yield ""
        yield f"## {escaped(band.name)}"
        members = [key for key in job.keys if job.place(key).band == number]
        for key in sorted(members, key=lambda key: (job.place(key).day, key)):
            yield ""
            yield from _paper(key, job.paper(key), related.get(key, ()), lineage)
    yield ""
    yield "---"
    yield ""
    for line in job.about.lines:
        yield f"- {escaped(line)}"


_Related = tuple[str, Mapping[str, Scalar]]


def _related(job: Job, lineage: bool) -> dict[str, list[_Related]]:
    names = {key: shown_name(key, paper) for key, paper in job.papers()}
    found: dict[str, list[_Related]] = {}
    for tail, head, data in job.edges():
        listed, other = (head, tail) if lineage else (tail, head)
        found.setdefault(listed, []).append((names[other], data))
    return found


def _paper(
    key: str, paper: Mapping[str, Scalar], related: list[_Related] | tuple[()], lineage: bool
) -> Iterator[str]:
    name, title = shown_name(key, paper), text_of(paper, "title")
    yield f"### {escaped(name)}"
    yield ""
    date = text_of(paper, "date") or text_of(paper, "year") or "date unknown"
    known = references_known(paper)
    told = [
        f"*{escaped(title)}*" if title and title != name else None,
        escaped(list_of(paper, "authors") or "") or None,
        escaped(text_of(paper, "venue") or "") or None,
        escaped(date),
        f"references: {escaped(known)}" if known else None,
        " ".join(f"[{kind}](<{url}>)" for kind, url in links(paper)) or None,
    ]
    yield " · ".join(filter(None, told))
    for note in notes_in(paper):
        yield ""
        yield f"> {escaped(note)}"
    pairs = {**lists.split_pairs(text_of(paper, "properties")), "Tags": list_of(paper, "tags")}
    stated = [f"{escaped(name)}: {escaped(value)}" for name, value in pairs.items() if value]
    if stated:
        yield ""
        yield " · ".join(stated)
    if related:
        yield ""
    for other, data in related:
        words = [text_of(data, "label"), text_of(data, "reason")]
        strength = data.get("confidence")
        if isinstance(strength, float | int):
            means, decided = text_of(data, "confidence_means"), text_of(data, "decision")
            held = f"confidence {percent(strength)}" + (f": {means}" if means else "")
            sure = (means or decided) if decided else held
            words.append(f"{_tier(text_of(data, 'tier'))}, {sure}")
        because = "; ".join(escaped(word) for word in words if word)
        perhaps = f"*{PERHAPS}* " if is_proposal(data) else ""
        yield f"- {perhaps}{'from' if lineage else 'cites'} **{escaped(other)}**" + (
            f": {because}" if because else ""
        )


def _tier(tier: str | None) -> str:
    return TIER_WORDS["name only"] if tier == "name only" else tier_in_words(tier)


_PROPOSAL = f"a proposal below {percent(EVEN_ODDS)} that nobody confirmed; not counted as descent."
