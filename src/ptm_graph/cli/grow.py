"""``ptm-graph grow``: works that a list may lack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ptm_graph.cli.options import (
    corpus_option,
    decisions_option,
    json_option,
    library_option,
    library_path_from,
    open_library,
    print_json,
)
from ptm_graph.cli.screen import examples, say
from ptm_graph.words.model import percent

if TYPE_CHECKING:
    from ptm_graph.words.model import Relation
    from ptm_graph.workflow.growing import Proposal, Proposals

_SHOWN = 20
_KEYS = {"a": "accept", "d": "decline", "s": "skip", "q": "quit"}


@click.command(
    "grow",
    epilog=examples(
        "grow", "grow --ask", "grow --accept 0.6 --dry-run", "grow --accept 0.6 --diff README.md"
    ),
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=_SHOWN,
    show_default=True,
    metavar="N",
    help="Works to propose.",
)
@click.option("--ask", is_flag=True, help="Accept or decline them one by one, with a key each.")
@click.option(
    "--accept",
    "least",
    type=click.FloatRange(min=0, max=1),
    metavar="SHARE",
    help="Put all works on the list whose chance is at least this, such as 0.6; one whose chance "
    "was not measured never.",
)
@click.option("--dry-run", is_flag=True, help="With --accept: only show what would be accepted.")
@click.option(
    "--diff",
    "target",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="LIST",
    help="Write nothing but print a patch that adds the works to LIST in its own form, for "
    "“git apply” or a pull request; with --accept only those that it accepts.",
)
@click.option(
    "--decline",
    "unwanted",
    multiple=True,
    metavar="PAPER",
    help="Never propose this paper again. Can be repeated.",
)
@click.option(
    "--take-back",
    "forgiven",
    multiple=True,
    metavar="PAPER",
    help="Propose this declined paper again. Can be repeated.",
)
@click.option("--declined", "show_declined", is_flag=True, help="List what was declined.")
@click.option(
    "--refresh",
    "citing",
    type=click.IntRange(min=1),
    metavar="N",
    help="First ask the services for N works that cite each paper of the list.",
)
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    metavar="REQUESTS",
    help="With --refresh: the most requests it may take; if it needs more, nothing is asked.",
)
@corpus_option("With --refresh: take them from this corpus, and ask nobody.")
@library_option
@decisions_option
@json_option
def command(
    *,
    most: int,
    ask: bool,
    least: float | None,
    dry_run: bool,
    target: Path | None,
    unwanted: tuple[str, ...],
    forgiven: tuple[str, ...],
    show_declined: bool,
    citing: int | None,
    budget: int,
    corpus: Path | None,
    library_path: Path | None,
    decisions_path: Path | None,
    as_json: bool,
) -> None:
    """Propose papers that the reading list may lack, from what the library knows.

    Parents that its papers descend from, works that descend from its papers, and works that
    many of them cite; each with the reason, its place in the lineage, and a chance: the share of
    works standing like it to the list that are on the list. It is measured on your own list, each
    of whose papers is looked at as if it were not there; the share is no more than that. Asks
    nobody unless told to by --refresh.
    """
    if dry_run and least is None:
        raise click.UsageError("--dry-run shows what --accept would do; add it.")
    if ask and (least is not None or target is not None or as_json):
        raise click.UsageError("--ask goes with neither --accept, --diff nor --json.")
    if corpus is not None and citing is None:
        raise click.UsageError("--corpus says where --refresh takes works from; add it.")
    if unwanted or forgiven:
        _decide(library_path, decisions_path, unwanted, forgiven)
        return
    if show_declined:
        _show_declined(library_path, decisions_path, as_json=as_json)
        return
    if citing is not None:
        _refresh(library_path_from(library_path), decisions_path, citing, budget, corpus)
    from ptm_graph.workflow.growing import MOST, at_least, proposals

    with open_library(library_path) as library:
        found = proposals(library, decisions_path, most=most if least is None else max(most, MOST))
    made = found.made if least is None else at_least(found.made, least)
    if target is not None:
        _print_patch(found, made, target, as_json=as_json)
    elif as_json:
        print_json([_as_data(found, one) for one in made])
    elif ask:
        _ask(found, library_path, decisions_path)
    else:
        _print(found, made)
        if least is not None and not dry_run:
            _accept(found, made, library_path_from(library_path))


# --- one by one -------------------------------------------------------------------------------


def _ask(found: Proposals, library_path: Path | None, decisions_path: Path | None) -> None:
    """Ask about each proposal; what was said is done at the end, also if the reader stops."""
    accepted: list[Proposal] = []
    declined: list[Proposal] = []
    try:
        say(_how(), style="dim")
        for place, one in enumerate(found.made, start=1):
            say(f"\n{place} of {len(found.made)}")
            _print_one(found, one)
            key = _key()
            if key == "q":
                break
            if key == "a":
                accepted.append(one)
            elif key == "d":
                declined.append(one)
    finally:
        if declined:
            from ptm_graph.workflow.growing import decline

            with open_library(library_path) as library:
                names = {one.paper: _name(found, one.paper) for one in declined}
                place_kept = decline(library, names, decisions_path)
            say(f"{place_kept}: {len(declined)} declined")
        if accepted:
            _accept(found, accepted, library_path_from(library_path))


def _key() -> str:
    """One of the keys; the end of the input quits."""
    say("  ".join(f"[{key}] {does}" for key, does in _KEYS.items()))
    while True:
        try:
            pressed = click.getchar().casefold()
        except (EOFError, KeyboardInterrupt):
            return "q"
        if pressed in ("", "\x03", "\x04", "\x1b"):
            return "q"
        if pressed in _KEYS:
            return pressed


def _accept(found: Proposals, made: Sequence[Proposal], path: Path) -> None:
    from ptm_graph.workflow.growing import accept

    if not made:
        say("nothing to accept")
        return
    added = accept(path, found.entries(made))
    say(f"{added.file}: {added.added} papers added; “ptm-graph refresh” reads their references")


# --- what is declined -------------------------------------------------------------------------


def _decide(
    library_path: Path | None,
    decisions_path: Path | None,
    unwanted: Sequence[str],
    forgiven: Sequence[str],
) -> None:
    from ptm_graph.workflow.growing import decline, take_back

    with open_library(library_path) as library:
        if unwanted:
            papers = [library.find(query) for query in unwanted]
            place = decline(library, {one.key: one.name for one in papers}, decisions_path)
            say(f"{place}: declined {', '.join(one.name for one in papers)}")
        if forgiven:
            papers = [library.find(query) for query in forgiven]
            count = take_back(library, {one.key for one in papers}, decisions_path)
            say(f"{count} of {len(papers)} may be proposed again")


def _show_declined(
    library_path: Path | None, decisions_path: Path | None, *, as_json: bool
) -> None:
    import dataclasses

    from ptm_graph.workflow.growing import declined_papers

    with open_library(library_path) as library:
        held = declined_papers(library, decisions_path)
        names = {paper.key: paper.name for paper in library.iter_papers()}
    if as_json:
        print_json([dataclasses.asdict(one) for one in held])
        return
    say(f"{len(held)} declined")
    for one in held:
        say(f"  {names.get(one.paper, 'not here')}  {one.paper}  ({one.by}, {one.at})")


# --- asking the services ----------------------------------------------------------------------


def _refresh(
    path: Path, decisions_path: Path | None, citing: int, budget: int, corpus: Path | None
) -> None:
    from ptm_graph.cli.refresh import watched
    from ptm_graph.workflow.refreshing import plan_refresh, refresh_library
    from ptm_graph.workflow.sourcing import openers, settings_asking

    settings = settings_asking(None, corpus)
    services = openers(settings, alone=True)
    planned = plan_refresh(path, citations=citing, settings=settings, services=services)
    say(f"{planned.bounds[1]} requests at most, about {planned.seconds / 60:.0f} min", err=True)
    _, most = planned.bounds
    if most > budget:
        raise click.UsageError(
            f"{most} requests are more than the budget of {budget}; nothing was "
            f"asked. Allow more with --budget {most}."
        )
    with watched() as progress:
        done = refresh_library(
            path,
            citations=citing,
            decisions_file=decisions_path,
            settings=settings,
            progress=progress,
            services=services,
        )
    if done.report.failed:
        say(f"{done.report.failed} papers could not be asked about", err=True)


# --- what is shown ----------------------------------------------------------------------------


def _name(found: Proposals, key: str) -> str:
    from ptm_graph.lineage.graph import name_of

    return name_of(found.citations, key)


def _print(found: Proposals, made: Sequence[Proposal]) -> None:
    say(f"{len(made)} proposals from {found.works} works around the list")
    if found.declined:
        say(f"{len(found.declined)} declined earlier; --declined lists them", style="dim")
    for one in made:
        say("")
        _print_one(found, one)
    if made:
        say(f"\n{_how()}", style="dim")
        say("To decide one by one: ptm-graph grow --ask", style="dim")


def _how() -> str:
    from ptm_graph.words.wording import Said

    return str(Said("grow.how"))


def _print_one(found: Proposals, one: Proposal) -> None:
    from rich.text import Text

    data = found.citations.nodes[one.paper]
    name, title = _name(found, one.paper), str(data["title"])
    head = Text(name, style="bold").append(f" ({data.get('date', 'date unknown')})", style="none")
    head.append(f"  {_chance(one)}", style="cyan")
    say(head)
    if title != name:
        say(f"  {title}")
    say(f"  {one.reason}")
    parents = ", ".join(_related(found, it.parent, it) for it in one.parents)
    children = ", ".join(_related(found, it.child, it) for it in one.children)
    if parents:
        say(f"  descends from {parents}")
    if children:
        say(f"  led to {children}")
    if one.family:
        say(f"  family: {one.family}")
    say(f"  {one.means}", style="dim")
    say(f"  {one.paper}", style="dim")


def _related(found: Proposals, key: str, relation: Relation) -> str:
    return f"{_name(found, key)} ({percent(relation.confidence)})"


def _chance(one: Proposal) -> str:
    return "chance not measured" if one.chance is None else percent(one.chance)


def _as_data(found: Proposals, one: Proposal) -> dict[str, Any]:
    data = found.citations.nodes[one.paper]
    return {
        "key": one.paper,
        **{name: data.get(name) for name in ("name", "title", "date", "authors", "venue")},
        "kind": one.kind,
        "reason": str(one.reason),
        "chance": one.chance,
        "chance_means": str(one.means),
        "family": one.family,
        "cites": list(one.standing.cites),
        "cited_by": list(one.standing.cited_by),
        "parents": [_relation(relation, relation.parent) for relation in one.parents],
        "children": [_relation(relation, relation.child) for relation in one.children],
    }


def _relation(relation: Relation, other: str) -> dict[str, Any]:
    from ptm_graph.lineage.reliability import meaning

    means = meaning(relation)
    return {
        "key": other,
        "confidence": relation.confidence,
        "confidence_means": None if means is None else str(means),
        "tier": relation.tier,
        "reason": relation.reason,
    }


def _print_patch(
    found: Proposals, made: Sequence[Proposal], target: Path, *, as_json: bool
) -> None:
    """The patch alone on the output, what it adds and what it leaves out on the other."""
    from ptm_graph.workflow.growing import patch_of

    told = patch_of(found, made, target)
    of = {found.entries([one])[0].title: one for one in made}
    added = [of[one.entry.title] for one in told.added]
    left = [(of[one.entry.title], said) for one, said in told.left]
    if as_json:
        print_json(
            {
                "patch": told.difference.decode("utf-8", "replace"),
                "added": [_as_data(found, one) for one in added],
                "left": [{"key": one.paper, "reason": str(said)} for one, said in left],
            }
        )
        return
    click.echo(told.difference, nl=False)
    say(f"{len(added)} of {len(made)} added to {target}", err=True)
    for one in added:
        say(f"  {_name(found, one.paper)} ({_chance(one)}): {one.reason}", err=True)
    for reason in dict.fromkeys(str(said) for _, said in left):
        names = [_name(found, one.paper) for one, said in left if str(said) == reason]
        say(f"{len(names)} left out: {reason}: {', '.join(names)}", err=True)
