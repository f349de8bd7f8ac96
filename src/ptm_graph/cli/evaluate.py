"""``ptm-graph evaluate``."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ptm_graph.cli.options import json_option, library_option, open_library, print_json
from ptm_graph.errors import InputError

if TYPE_CHECKING:
    from ptm_graph.evaluation.evaluating import Evaluation

STRESS = ("names", "hub", "sentences", "years")
"""What is taken away; see :mod:`ptm_graph.evaluation.stress`."""


@click.command("evaluate")
@click.argument("gold", type=click.Path(path_type=Path))
@click.option(
    "--candidates",
    type=click.Choice(["list", "all"]),
    default="list",
    show_default=True,
    help="Look for parents among the papers of GOLD (easier), or among all references of a child "
    "(what to expect for a list of your own).",
)
@click.option(
    "--stress",
    type=click.Choice(STRESS),
    help="Make it harder: hide all names, leave out the most frequent parent or half of the "
    "sentences, or shuffle the years.",
)
@click.option(
    "--partial",
    is_flag=True,
    help="Also evaluate children with incomplete reference lists.",
)
@library_option
@json_option
def command(
    gold: Path,
    candidates: str,
    stress: str | None,
    partial: bool,
    library_path: Path | None,
    as_json: bool,
) -> None:
    """Measure how often the lineage agrees with relations drawn by people.

    GOLD is a CSV file “child,parent[,label]” with aliases, titles or identifiers. The
    figures are shown with 95 % bootstrap intervals and compared with simple rules. For
    comparison: on 500 papers from many fields the best candidate among all references was
    right for 38 %; on a diagram of pretrained models, among its papers, for 19 of 22
    (docs/lineage.md).
    """
    from ptm_graph.evaluation.evaluating import evaluate
    from ptm_graph.evaluation.gold import read_gold
    from ptm_graph.evaluation.stress import STRESSES, hub_of
    from ptm_graph.graph.citations import citation_graph

    try:
        text = gold.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{gold}: cannot be read ({error})") from error
    with open_library(library_path) as library:
        citations = citation_graph(library)
    drawn = read_gold(text, citations, str(gold))
    excluded = frozenset({hub_of(drawn)}) if stress == "hub" else frozenset()
    evaluation = evaluate(
        STRESSES[stress](citations) if stress and stress != "hub" else citations,
        drawn,
        candidates="all" if candidates == "all" else "list",
        complete_only=not partial,
        excluded=excluded,
    )
    evaluation = dataclasses.replace(evaluation, stress=stress)
    if as_json:
        print_json(evaluation.as_dict())
        return
    for line in _left_out(evaluation):
        click.echo(line, err=True)
    if not evaluation.children:
        raise InputError(f"{gold}: no child could be evaluated; see the reasons above")
    _print(evaluation)


def _print(evaluation: Evaluation) -> None:
    data = evaluation.as_dict()
    intervals: dict[str, Any] = data["intervals"]
    click.echo(f"{data['children']} children, candidates: {data['candidates']}")
    for name in ("hit@1", "hit@3", "mrr", "map", "coverage"):
        low_high = intervals.get(name)
        interval = f"  ({low_high[0]:.2f}–{low_high[1]:.2f})" if low_high else ""
        click.echo(f"  {name:20} {data[name]:.3f}{interval}")
    for group in ("edges", "edges_macro", "ancestors", "precision_at_coverage", "labels"):
        for name, value in data[group].items():
            click.echo(f"  {group + ' ' + name:34} {value:.3f}")
    click.echo("rules to compare with:")
    for rule, figures in data["baselines"].items():
        listed = "  ".join(f"{name} {value:.3f}" for name, value in figures.items())
        click.echo(f"  {rule:28} {listed}")


def _left_out(evaluation: Evaluation) -> Iterator[str]:
    for child, reason in evaluation.left_out.items():
        yield f"not evaluated: {child}: {reason}"
    for line in evaluation.unmatched:
        yield f"not used: {line}"
