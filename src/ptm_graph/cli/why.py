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
from ptm_graph.cli.screen import examples

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ptm_graph.lineage import Explanation
    from ptm_graph.workflow.quoting import Quote


_MOST = 5


@click.command("why", epilog=examples("why RoBERTa", "why RoBERTa XLNet", "why RoBERTa --all"))
@click.argument("child")
@click.argument("parent", required=False)
@click.option(
    "--all", "everything", is_flag=True, help="All terms of the best candidates, and all quotes."
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    help=f"Candidates to show with --all [default: {_MOST}]; implies it.",
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
    *,
    child: str,
    parent: str | None,
    everything: bool,
    most: int | None,
    candidates: Literal["list", "all"] | None,
    library_path: Path | None,
    decisions_path: Path | None,
    as_json: bool,
) -> None:
    """Show why CHILD has the parents it has, or how PARENT fared among its references.

    For each parent: how sure it is and what that means, as measured; what changed; the three
    strongest reasons; the best sentence about it, with its section, in which [*] is the
    reference. Then why the runner-up lost. A parent below 50% is marked “perhaps”. --all shows
    every term of the score, for the best candidates or for PARENT.
    """
    from ptm_graph.cli.explained import Told
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
    answer = Told(citations, explanation, decided, said, link)
    if everything or most is not None:
        answer.all(parent_key, most or _MOST)
    else:
        answer.short(parent_key)


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
