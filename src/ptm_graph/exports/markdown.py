"""A readable account in Markdown: families, papers in order, parents, what changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from ptm_graph.exports.about_paper import links, references_known
from ptm_graph.exports.arrows import counted, kind_words, sure_words, tier_words
from ptm_graph.exports.job import Job
from ptm_graph.exports.streaming import write_lines
from ptm_graph.exports.values import Scalar, list_of, notes_in, shown_name, text_of
from ptm_graph.graph.selection import is_proposal, proposal_count
from ptm_graph.lineage.in_words import named
from ptm_graph.words import lists
from ptm_graph.words.markup import escaped
from ptm_graph.words.model import tier_in_words
from ptm_graph.words.wording import phrase


def write(job: Job, out: BinaryIO) -> None:
    """Write the account; texts of papers are escaped and cannot become markup."""
    write_lines(_lines(job), out)


def _lines(job: Job) -> Iterator[str]:
    lineage = job.about.direction == "parent-child"
    yield f"# {escaped(job.about.title)}"
    yield ""
    yield counted(job)
    if proposal_count(job.graph):
        yield ""
        proposal = job.say("panel.no descent", said=kind_words("proposal", job.language))
        yield re.sub(r"^\w+", lambda found: f"*{found.group()}*", proposal)
    related = _related(job, lineage)
    for number, band in enumerate(job.layout.bands):
        yield ""
        yield f"## {escaped(job.band_name(band.name))}"
        members = [key for key in job.keys if job.place(key).band == number]
        for key in sorted(members, key=lambda key: (job.place(key).day, key)):
            yield ""
            yield from _paper(job, key, related.get(key, ()), lineage)
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


def _paper(job: Job, key: str, related: list[_Related] | tuple[()], lineage: bool) -> Iterator[str]:
    paper, language = job.paper(key), job.language
    name, title = shown_name(key, paper), text_of(paper, "title")
    yield f"### {escaped(name)}"
    yield ""
    date = text_of(paper, "date") or text_of(paper, "year")
    known = references_known(paper, language)
    told = [
        f"*{escaped(title)}*" if title and title != name else None,
        escaped(list_of(paper, "authors") or "") or None,
        escaped(text_of(paper, "venue") or "") or None,
        escaped(date or job.say("export.date unknown")),
        job.say("export.references", said=escaped(known)) if known else None,
        " ".join(f"[{kind}](<{url}>)" for kind, url in links(paper)) or None,
    ]
    yield " · ".join(filter(None, told))
    for note in notes_in(paper):
        yield ""
        yield f"> {escaped(note)}"
    pairs = {
        **lists.split_pairs(text_of(paper, "properties")),
        job.say("compare.tags"): list_of(paper, "tags"),
    }
    stated = [
        job.say("reason.colon", name=escaped(name), meaning=escaped(value))
        for name, value in pairs.items()
        if value
    ]
    if stated:
        yield ""
        yield " · ".join(stated)
    if related:
        yield ""
    for other, data in related:
        why = phrase("reason.and", language).join(map(escaped, because(data, language)))
        said = [
            f"*{job.say('export.may be')}*" if is_proposal(data) else None,
            job.say("page.descends" if lineage else "page.cites"),
            job.say("reason.colon", name=f"**{escaped(other)}**", meaning=why)
            if why
            else f"**{escaped(other)}**",
        ]
        yield f"- {' '.join(filter(None, said))}"


def because(data: Mapping[str, Scalar], language: str) -> list[str]:
    """What an edge rests on, in words: what changed, why, and how sure that is."""
    words = [text_of(data, "label"), text_of(data, "reason")]
    if isinstance(data.get("confidence"), float | int):
        tier = _tier(text_of(data, "tier"), language)
        sure = sure_words(data, language) or ""
        words.append(phrase("reason.comma", language).join((tier, sure)))
    return [word for word in words if word]


def _tier(tier: str | None, language: str) -> str:
    if tier == "name only":
        return tier_words(tier, language)
    return named("tier_name", tier, language) if tier else tier_in_words(tier)
