"""``ptm-graph evaluate``."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ptm_graph.cli.options import (
    decided_lineage,
    decisions_option,
    decisions_path_from,
    json_option,
    library_option,
    open_library,
    print_json,
)
from ptm_graph.cli.screen import examples, say
from ptm_graph.errors import InputError
from ptm_graph.words.model import percent

if TYPE_CHECKING:
    from ptm_graph.evaluation.evaluating import Evaluation
    from ptm_graph.library import Library
    from ptm_graph.workflow.opening import DecidedLineage

STRESS = ("names", "hub", "sentences", "years")
"""What is taken away; see :mod:`ptm_graph.evaluation.stress`."""


@click.command("evaluate", epilog=examples("evaluate", "evaluate mine.csv --candidates all"))
@click.argument("gold", type=click.Path(path_type=Path), required=False)
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
@click.option(
    "--recalibrate/--no-recalibrate",
    default=None,
    help="Instead of measuring: fit the confidences of this library to your decisions and keep "
    "that in their file, or take it back.",
)
@library_option
@decisions_option
@json_option
def command(
    gold: Path | None,
    candidates: str,
    stress: str | None,
    partial: bool,
    recalibrate: bool | None,
    library_path: Path | None,
    decisions_path: Path | None,
    as_json: bool,
) -> None:
    """Measure how often the lineage agrees with relations drawn by people.

    GOLD is a CSV file “child,parent[,label]” with aliases, titles or identifiers. The
    figures are shown with 95 % bootstrap intervals and compared with simple rules. For
    comparison: on 500 papers from many fields the best candidate among all references was
    right for 38 %; on a diagram of pretrained models, among its papers, for 19 of 22
    (docs/lineage.md).

    If your decisions suggest that confidences are too high or too low for your library, this
    is said; --recalibrate fits them.
    """
    if (gold is None) == (recalibrate is None):
        raise click.UsageError("name GOLD, or give --recalibrate or --no-recalibrate")
    if gold is None:
        _recalibrate(library_path, decisions_path, take_back=not recalibrate)
        return
    from ptm_graph.evaluation.evaluating import evaluate
    from ptm_graph.evaluation.gold import read_gold
    from ptm_graph.evaluation.stress import STRESSES, hub_of
    from ptm_graph.graph.citations import citation_graph
    from ptm_graph.lineage.weights import recalibrated

    try:
        text = gold.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{gold}: cannot be read ({error})") from error
    with open_library(library_path) as library:
        citations = citation_graph(library)
        decided = _decided(library, decisions_path)
        found = decided_lineage(library, decisions_path) if decided else None
    drawn = read_gold(text, citations, str(gold))
    excluded = frozenset({hub_of(drawn)}) if stress == "hub" else frozenset()
    evaluation = evaluate(
        STRESSES[stress](citations) if stress and stress != "hub" else citations,
        drawn,
        candidates="all" if candidates == "all" else "list",
        complete_only=not partial,
        excluded=excluded,
        weights=recalibrated(found.recalibration) if found else None,
    )
    evaluation = dataclasses.replace(evaluation, stress=stress)
    if found is not None:
        _say_how_confidences_lie(found)
    if as_json:
        print_json(evaluation.as_dict())
        return
    for line in _left_out(evaluation):
        say(line, err=True)
    if not evaluation.children:
        raise InputError(f"{gold}: no child could be evaluated; see the reasons above")
    _print(evaluation)


def _decided(library: Library, given: Path | None) -> bool:
    """Whether anything was decided; else the lineage need not be inferred."""
    from ptm_graph.workflow.decisions import read

    return bool(read(decisions_path_from(given, library)))


def _say_how_confidences_lie(found: DecidedLineage) -> None:
    from ptm_graph.words.wording import Said
    from ptm_graph.workflow.recalibrating import learned

    if found.recalibration is not None:
        count = found.recalibration.decisions
        say(str(Said("confidence.recalibrated by", {"count": count})), err=True)
    what = learned(found)
    if what is not None and what.said is not None:
        say(str(what.said), err=True)


def _recalibrate(
    library_path: Path | None, decisions_path: Path | None, *, take_back: bool
) -> None:
    from ptm_graph.workflow import decisions
    from ptm_graph.workflow.recalibrating import ENOUGH, recalibrate

    with open_library(library_path) as library:
        path = decisions_path_from(decisions_path, library)
        if take_back:
            there = decisions.withdraw_recalibration(path)
            told = "confidences are as shipped again" if there else "there is no recalibration"
            say(f"{path}: {told}")
            return
        what = recalibrate(decided_lineage(library, decisions_path), decisions.person())
    if what is None:
        raise InputError(f"{path}: no decision is about a reference of its paper; nothing changed")
    count = what.recalibration.decisions
    say(f"{path}: recalibrated by {count} of your decisions")
    for before, after in what.moved():
        say(f"  {percent(before)} becomes {percent(after)}")
    if count < ENOUGH:
        say(f"  fewer than {ENOUGH} decisions: they move little")
    say("“ptm-graph evaluate --no-recalibrate” takes it back")


def _print(evaluation: Evaluation) -> None:
    data = evaluation.as_dict()
    intervals: dict[str, Any] = data["intervals"]
    say(f"{data['children']} children, candidates: {data['candidates']}")
    for name in ("hit@1", "hit@3", "mrr", "map", "coverage"):
        low_high = intervals.get(name)
        interval = f"  ({low_high[0]:.2f}–{low_high[1]:.2f})" if low_high else ""
        say(f"  {name:20} {data[name]:.3f}{interval}")
    for group in ("edges", "edges_macro", "ancestors", "precision_at_coverage", "labels"):
        for name, value in data[group].items():
            say(f"  {group + ' ' + name:34} {value:.3f}")
    say("rules to compare with:")
    for rule, figures in data["baselines"].items():
        listed = "  ".join(f"{name} {value:.3f}" for name, value in figures.items())
        say(f"  {rule:28} {listed}")


def _left_out(evaluation: Evaluation) -> Iterator[str]:
    for child, reason in evaluation.left_out.items():
        yield f"not evaluated: {child}: {reason}"
    for line in evaluation.unmatched:
        yield f"not used: {line}"
