"""``ptm-graph schedule``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ptm_graph.cli.options import library_option, library_path_from, seeds_argument
from ptm_graph.cli.screen import examples, say
from ptm_graph.errors import InputError
from ptm_graph.settings import passed_on
from ptm_graph.words.zotero import address_of
from ptm_graph.workflow.schedule import Every, Job


@click.command("schedule", epilog=examples("schedule --every day --at 03:30"))
@seeds_argument
@click.option(
    "--every",
    type=click.Choice(["hour", "day", "week", "month"]),
    help="How often.  [default: day; with --github-actions: week]",
)
@click.option("--at", default="03:30", show_default=True, metavar="HH:MM", help="Time of day.")
@click.option(
    "--log",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Append output to FILE [default: cron mails it].",
)
@click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="File that contains the Semantic Scholar key (mode 600).",
)
@click.option(
    "--zotero-key-file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The same for the key of zotero.org.",
)
@click.option(
    "--citations", type=click.IntRange(min=0), metavar="N", help="As for “ptm-graph refresh”."
)
@click.option(
    "--max-age", type=click.FloatRange(min=0), metavar="DAYS", help="As for “ptm-graph refresh”."
)
@click.option(
    "--full-texts", is_flag=True, help="As for “ptm-graph refresh”: at most 100 papers a run."
)
@click.option("--install", "action", flag_value="install", help="Add the line to your crontab.")
@click.option("--remove", "action", flag_value="remove", help="Remove it from crontab and timers.")
@click.option(
    "--systemd", "action", flag_value="systemd", help="Write a systemd user service and timer."
)
@click.option(
    "--github-actions",
    "action",
    flag_value="github",
    help="Write .github/workflows/ptm-graph.yml: a weekly upkeep of SEEDS, files of the repository "
    "that this is run at the top of.",
)
@click.option("--pages", is_flag=True, help="With --github-actions: publish the site, too.")
@click.option(
    "--url", metavar="URL", help="With --pages: where it will be [default: on github.io]."
)
@click.option(
    "--propose",
    is_flag=True,
    help="With --github-actions: a pull request for papers that the list may lack.",
)
@click.option(
    "--chance",
    type=click.FloatRange(min=0, max=1),
    metavar="SHARE",
    help="With --propose: their least measured chance.  [default: 0.8]",
)
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    metavar="REQUESTS",
    help="With --github-actions: the most requests of one run.  [default: 1000]",
)
@click.option(
    "--from",
    "package",
    metavar="PACKAGE",
    help="With --github-actions: what pip installs, such as ptm-graph==1.2, a wheel in the "
    "repository or git+https://….  [default: ptm-graph]",
)
@library_option
def command(
    *,
    seeds: tuple[Path, ...],
    every: Every | None,
    at: str,
    log: Path | None,
    key_file: Path | None,
    zotero_key_file: Path | None,
    citations: int | None,
    max_age: float | None,
    full_texts: bool,
    action: str | None,
    pages: bool,
    url: str | None,
    propose: bool,
    chance: float | None,
    budget: int | None,
    package: str | None,
    library_path: Path | None,
) -> None:
    """Refresh automatically: print a crontab line, install it, or write a GitHub workflow.

    The line works from cron's bare environment. SEEDS are reading lists (default: those the
    library was last refreshed with). The settings PTM_GRAPH_*, HTTPS_PROXY, NO_PROXY,
    SSL_CERT_FILE and REQUESTS_CA_BUNDLE of this shell are passed on; keys are not: name the
    files that contain them.
    """
    from ptm_graph.workflow import schedule
    from ptm_graph.workflow.upkeep import BUDGET, LEAST

    if full_texts and action == "github":
        raise click.UsageError("--full-texts is for your own machine, as arXiv's terms demand")
    if action != "github" and (pages or propose or budget or package):
        raise click.UsageError("--pages, --propose, --budget and --from go with --github-actions")
    if (url and not pages) or (chance is not None and not propose):
        raise click.UsageError("--url goes with --pages, and --chance with --propose")
    library = library_path_from(library_path).absolute()
    if action == "remove":
        for place in schedule.remove(library) or ("",):
            say(f"removed from {place}" if place else f"{library}: was not scheduled here")
        return
    options = [f"--citations={citations}"] if citations else []
    options += [f"--max-age={max_age:g}"] if max_age is not None else []
    options += ["--full-texts"] if full_texts else []
    job = schedule.Job(
        library=library,
        seeds=tuple(_existing(path) for path in seeds) if action != "github" else (),
        every=every or ("week" if action == "github" else "day"),
        at=at,
        log=log,
        key_file=key_file,
        zotero_key_file=zotero_key_file,
        options=tuple(options),
        environment=passed_on(os.environ),
    )
    if action == "install":
        new = schedule.install(job)
        click.echo(f"{'added to' if new else 'is already in'} your crontab:")
        click.echo(schedule.installed_line(job))
    elif action == "systemd":
        _write_units(job)
    elif action == "github":
        wishes = schedule.Wishes(
            package=package or "ptm-graph",
            pages=pages,
            url=url,
            propose=(LEAST if chance is None else chance) if propose else None,
            budget=budget or BUDGET,
        )
        text = schedule.github_workflow(job, [path.as_posix() for path in seeds], wishes)
        say(f"wrote {schedule.write_workflow(text)}; commit it, and see docs/upkeep.md")
    else:
        click.echo(schedule.crontab_line(job))


def _existing(path: Path) -> str | Path:
    if (address := address_of(path)) is not None:
        return address
    if not path.exists():
        raise InputError(f"{path}: there is no such reading list")
    return path.absolute()


def _write_units(job: Job) -> None:
    from ptm_graph.workflow import schedule

    paths = schedule.write_systemd_units(job)
    for path in paths:
        say(f"wrote {path}")
    click.echo(
        "start it with: systemctl --user daemon-reload && "
        f"systemctl --user enable --now {paths[-1].name}"
    )
    say("it runs only while you are logged in; to run it always: loginctl enable-linger")
