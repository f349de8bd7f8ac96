"""``ptm-graph why``."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from ptm_graph.cli.options import (
    decisions_option,
    decisions_path_from,
    json_option,
    library_option,
    open_library,
    print_json,
)
from ptm_graph.words.model import tier_in_words
from ptm_graph.words.wording import sure

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import networkx as nx

    from ptm_graph.lineage import Candidate, Explanation
    from ptm_graph.workflow.decisions import Decision
    from ptm_graph.workflow.quoting import Quote


NAME_ONLY = "its name stands in the child's title or abstract; no reference to it is known"


@click.command("why")
@click.argument("child")
@click.argument("parent", required=False)
@click.option(
    "--most", type=click.IntRange(min=1), default=5, show_default=True, help="Candidates to show."
)
@click.option(
    "--candidates",
    type=click.Choice(["list", "all"]),
    help="Which references can be chosen; all are ranked either way [default: those on the "
    "reading list, or all if there is none].",
)
@library_option
@decisions_option
@json_option
def command(
    child: str,
    parent: str | None,
    most: int,
    candidates: Literal["list", "all"] | None,
    library_path: Path | None,
    decisions_path: Path | None,
    as_json: bool,
) -> None:
    """Show why CHILD has the parents it has, or how PARENT fared among its references.

    Shows every candidate with all terms of its score, the citing sentences if the library
    has them (those of the paper itself with their section, in which [*] is the reference),
    and why the runner-up lost. A parent below 50% is marked “perhaps”; under each confidence
    stands what it means, as measured.
    """
    from ptm_graph.lineage import why
    from ptm_graph.lineage.weights import recalibrated
    from ptm_graph.workflow import decisions
    from ptm_graph.workflow.opening import candidates_of, citations_around
    from ptm_graph.workflow.quoting import link_of
    from ptm_graph.workflow.quoting import said as quoted

    with open_library(library_path) as library:
        child_key = library.find(child).key
        parent_key = library.find(parent).key if parent else None
        citations = citations_around(library, [child_key])
        among = candidates or candidates_of(library)
        held, moved = decisions.read_with_recalibration(
            decisions_path_from(decisions_path, library)
        )
        decided = {one.pair: one for one in held}
        weights = recalibrated(moved)
        explanation = why(citations, child_key, parent_key, candidates=among, weights=weights)
        relations = (candidate.relation for candidate in explanation.candidates)
        told = {one.parent: one.evidence.sentences for one in relations}
        said = quoted(library, child_key, told)
        link = link_of(library.paper(child_key))
    if as_json:
        print_json(_as_data(explanation, said))
        return
    _print(citations, explanation, decided, said, link, parent_key, most)


def _as_data(explanation: Explanation, said: Mapping[str, Sequence[Quote]]) -> dict[str, Any]:
    """An explanation as plain data, its verdicts and notes in English."""
    from ptm_graph.lineage.reliability import meaning
    from ptm_graph.workflow.quoting import notes

    data = dataclasses.asdict(explanation)
    for told, one in zip(data["candidates"], explanation.candidates, strict=True):
        told["verdict"] = str(one.verdict)
        del told["relation"]["names"]  # for people
        means = meaning(one.relation)
        told["relation"]["confidence_means"] = None if means is None else str(means)
        evidence, quoted = told["relation"]["evidence"], said[one.relation.parent]
        evidence["notes"] = [str(note) for note in notes(one.relation, quoted)]
        if all(quote.noted for quote in quoted):  # of a library that is to quote nothing
            evidence["sentences"] = []
        evidence["quotes"] = [dataclasses.asdict(quote) for quote in quoted]
    return data


def _print(
    citations: nx.DiGraph[str],
    explanation: Explanation,
    decided: Mapping[tuple[str, str], Decision],
    said: Mapping[str, Sequence[Quote]],
    link: str | None,
    parent: str | None,
    most: int,
) -> None:
    name = citations.nodes[explanation.child]["name"]
    shown = [
        (place, one)
        for place, one in enumerate(explanation.candidates, start=1)
        if (parent is None and place <= most) or one.relation.parent == parent
    ]
    if not shown:
        click.echo(f"{name}: no reference is known; “ptm-graph refresh” asks for them")
        return
    click.echo(f"{name}: {len(explanation.candidates)} candidates")
    for place, one in shown:
        decision = decided.get((one.relation.parent, explanation.child))
        _print_candidate(citations, place, one, decision, said[one.relation.parent])
    if link and any(not quote.noted for _, one in shown for quote in said[one.relation.parent]):
        click.echo(f"\nQuoted from {link}")
    if explanation.why_runner_up_lost:
        click.echo(f"\n{explanation.why_runner_up_lost}")
    gap = explanation.gap
    if gap is not None:
        known = "unknown" if gap.known is None else gap.known
        stated = "unknown" if gap.stated is None else gap.stated
        click.echo(f"\nThe reference list is {gap.state}: {known} of {stated} references known.")


def _print_candidate(
    citations: nx.DiGraph[str],
    place: int,
    one: Candidate,
    decision: Decision | None,
    quoted: Sequence[Quote],
) -> None:
    from ptm_graph.lineage.reliability import meaning
    from ptm_graph.workflow.quoting import notes

    relation = one.relation
    paper = citations.nodes[relation.parent]
    date = paper.get("date", "date unknown")
    if decision is not None:
        verdict = f"{decision.verdict} by {decision.by}"
    else:
        verdict = f"perhaps {one.verdict}" if one.chosen and relation.proposal else str(one.verdict)
    click.echo(
        f"\n{place}. {paper['name']} ({date})  {sure(relation.confidence, decision)}, "
        f"{tier_in_words(relation.tier)}  {verdict}"
    )
    means = None if decision is not None else meaning(relation)
    if means is not None:
        click.echo(f"   {means}")
    if relation.tier == "name only":
        click.echo(f"   {NAME_ONLY}")
    labels = " · ".join(label.text for label in relation.labels)
    if labels:
        click.echo(f"   changed: {labels}")
    if kind := relation.relation_type:
        said = f": “{kind.quote}”" if kind.quote else ""
        click.echo(f"   relation: {kind.text}{said}")
    for term in relation.evidence.terms:
        click.echo(f"   {term.points:+6.2f}  {term.explanation}")
    click.echo(f"   {relation.score:+6.2f}  in total")
    for quote in quoted:
        section = f"in {quote.section}: " if quote.section else ""
        click.echo(f"   {'your note: ' if quote.noted else section}“{quote.text}”")
    for note in notes(one.relation, quoted):
        click.echo(f"   ({note})")
