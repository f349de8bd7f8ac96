"""``ptm-graph relation``: a person's decisions about relations."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ptm_graph.cli.options import (
    decisions_option,
    decisions_path_from,
    json_option,
    library_option,
    open_library,
    print_json,
)
from ptm_graph.cli.screen import examples, say

if TYPE_CHECKING:
    from ptm_graph.workflow.decisions import Verdict


def _person() -> str:
    from ptm_graph.workflow.decisions import person

    return person()


_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group("relation", epilog=examples("relation accept RoBERTa BERT", "relation list"))
def command() -> None:
    """Accept, reject or set a relation; decisions are kept in a file you can commit.

    Every inferred relation is a proposal to confirm. A decision overrides it, and never changes
    how other relations are scored. “ptm-graph lineage --parentless” lists what is still open:
    papers without a parent, and proposals.
    """


def _options(wrapped: _Command) -> _Command:
    return library_option(decisions_option(wrapped))


def _deciding(wrapped: _Command) -> _Command:
    for option in (
        click.option("--note", help="The reason, for others to read."),
        click.option("--by", default=_person, help="Who decides [default: you]."),
        click.option("--label", help="What the child changed, in your own words."),
        click.argument("parent"),
        click.argument("child"),
    ):
        wrapped = option(wrapped)
    return _options(wrapped)


@command.command("accept", epilog=examples('relation accept RoBERTa BERT --note "see section 3"'))
@_deciding
def accept(**values: Any) -> None:
    """Say that CHILD descends from PARENT."""
    _decide("accepted", **values)


@command.command("reject", epilog=examples("relation reject RoBERTa GPT-2"))
@_deciding
def reject(**values: Any) -> None:
    """Say that CHILD does not descend from PARENT."""
    _decide("rejected", **values)


@command.command("set", epilog=examples("relation set GPT-3 GPT-2"))
@_deciding
def set_parent(**values: Any) -> None:
    """Say that PARENT is the parent of CHILD, in place of what was inferred."""
    _decide("set", **values)


def _decide(
    verdict: Verdict,
    *,
    child: str,
    parent: str,
    label: str | None,
    by: str,
    note: str | None,
    library_path: Path | None,
    decisions_path: Path | None,
) -> None:
    from ptm_graph.errors import InputError
    from ptm_graph.workflow.decisions import Decision, record

    with open_library(library_path) as library:
        papers = library.find(child), library.find(parent)
        path = decisions_path_from(decisions_path, library)
    if papers[0].key == papers[1].key:
        raise InputError(
            f"“{child}” and “{parent}” are the same paper; name a child and its parent"
        )
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    decision = Decision(papers[0].key, papers[1].key, verdict, by, now, label, note)
    record(path, decision, [paper.name for paper in papers])
    say(f"{path}: {verdict} {papers[1].name} → {papers[0].name}")


@command.command("undo", epilog=examples("relation undo GPT-3 GPT-2"))
@click.argument("child")
@click.argument("parent")
@_options
def undo(child: str, parent: str, library_path: Path | None, decisions_path: Path | None) -> None:
    """Take the decision about CHILD and PARENT back."""
    from ptm_graph.workflow.decisions import follow, withdraw

    with open_library(library_path) as library:
        papers = library.find(child), library.find(parent)
        path = decisions_path_from(decisions_path, library)
        follow(path, library.former_keys())
    taken = withdraw(path, *(paper.key for paper in papers))
    say(f"{path}: no longer {taken.verdict}: {papers[1].name} → {papers[0].name}")


@command.command("list", epilog=examples("relation list"))
@_options
@json_option
def show(library_path: Path | None, decisions_path: Path | None, as_json: bool) -> None:
    """List all decisions."""
    from ptm_graph.workflow.decisions import read

    with open_library(library_path) as library:
        path = decisions_path_from(decisions_path, library)
        decisions = read(path)
        names = {paper.key: paper.name for paper in library.iter_papers()}
    if as_json:
        print_json([dataclasses.asdict(one) for one in decisions])
        return
    say(f"{path}: {len(decisions)} decisions")
    for one in decisions:
        parent, child = (names.get(key, f"{key} (not here)") for key in one.pair)
        label = f"  {one.label}" if one.label else ""
        say(f"  {one.verdict:8}  {parent} → {child}{label}  ({one.by}, {one.at})")


@command.command("export", epilog=examples("relation export mine.csv"))
@click.argument("out", type=click.Path(path_type=Path))
@_options
def export(out: Path, library_path: Path | None, decisions_path: Path | None) -> None:
    """Write accepted and set relations to OUT as a gold set for “ptm-graph evaluate”."""
    from ptm_graph.files import write_text
    from ptm_graph.workflow.decisions import as_gold, read

    with open_library(library_path) as library:
        decisions = read(decisions_path_from(decisions_path, library))
    write_text(out, as_gold(decisions), "decisions")
    say(f"{out}: {sum(one.verdict != 'rejected' for one in decisions)} relations")
