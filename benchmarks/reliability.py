"""Regenerate the tables of ``docs/reliability.md``.

``python benchmarks/reliability.py --write``; with ``--only NAME`` a single one.

Everything runs against the fake services of the tests on this machine; no network, no
key. The reading list ``seeds/ptm.yaml`` is served from the facts of the bundled snapshot.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "support")]

import robustness  # noqa: E402
from fake_services import FakeServices, serving  # noqa: E402
from killing import Refreshing  # noqa: E402
from refreshing import refresh_from  # noqa: E402
from synthetic_world import (  # noqa: E402
    Edge,
    World,
    reading_list,
    sha_of,
    synthetic_world,
)

from ptm_graph import bundled  # noqa: E402
from ptm_graph.enrich.report import RefreshReport  # noqa: E402
from ptm_graph.errors import PtmGraphError  # noqa: E402
from ptm_graph.library import Library  # noqa: E402
from ptm_graph.sources import snapshot, transport  # noqa: E402

PAGE = ROOT / "docs" / "reliability.md"
SEEDS, KILLS = 12, 25

FAULTS: dict[str, str] = {
    "400": "HTTP 400",
    "404": "HTTP 404",
    "429": "HTTP 429",
    "429ra": "HTTP 429 with Retry-After in seconds",
    "429date": "HTTP 429 with Retry-After as a date",
    "500": "HTTP 500",
    "502": "HTTP 502",
    "503": "HTTP 503",
    "504": "HTTP 504",
    "html": "an HTML page with status 200",
    "truncate": "body shorter than announced",
    "cut": "body cut in half, well framed",
    "fewer": "well-formed, an entry missing (only once: a list that stays short is short)",
    "garbage": "JSON that breaks off",
    "reset": "connection reset",
    "silent": "no answer at all",
    "drip": "a byte at a time",
    "null": "`data: null`",
    "hollow": "papers with nothing but an id",
    "empty": "an empty object",
    "error": "an error object with status 200",
    "error entry": "an arXiv error entry",
    "stranger": "the answer to another question",
    "big": "an answer of 10 MB",
}
"""Fault of the fake services → what it is."""

FINAL = {"400", "404"}
"""Never repeated, so they do not pass."""


def main() -> None:
    """Measure what is wanted, print its tables, and write them into the page."""
    tables: dict[str, Callable[[], str]] = {
        "faults": faults,
        "other": other_faults,
        "outages": robustness.outages,
        "hostile": robustness.hostile_values,
        "limits": robustness.limits,
        "kills": kills,
        "commands": robustness.kills_of_commands,
        "writers": robustness.writers,
        "requests": requests,
        "pace": pace,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=tables, metavar="NAME", help=", ".join(tables)
    )
    parser.add_argument("--write", action="store_true", help="write the tables into the page")
    options = parser.parse_args()
    for name in options.only or tables:
        table = tables[name]()
        print(f"{name}\n\n{table}\n", flush=True)
        if options.write:
            _write(name, table)


def _write(name: str, table: str) -> None:
    text = PAGE.read_text(encoding="utf-8")
    begin = f"<!-- {name} -->\n"
    before, found, rest = text.partition(begin)
    _, end, after = rest.partition("<!-- end -->")
    assert found and end and begin not in after, name
    PAGE.write_text(f"{before}{found}{table}\n{end}{after}", encoding="utf-8")


@contextmanager
def setting() -> Iterator[tuple[FakeServices, Path]]:
    """Fake services over a small synthetic world, and its reading list."""
    with tempfile.TemporaryDirectory() as folder, serving(synthetic_world(SEEDS, 40)) as services:
        seeds = Path(folder) / "seeds.yaml"
        seeds.write_text(reading_list(SEEDS), encoding="utf-8")
        yield services, seeds


def timed(
    services: FakeServices, library: Library, seeds: Path, **settings: Any
) -> tuple[RefreshReport | PtmGraphError, float]:
    """One refresh, how it ended, and how long it took."""
    started = time.monotonic()
    try:
        report = refresh_from(services, library, seeds, settings)
    except PtmGraphError as error:
        return error, time.monotonic() - started
    return report, time.monotonic() - started


# --- faults -------------------------------------------------------------------------------------


def faults() -> str:
    """Every fault twice on every request, and for ever on one paper."""
    rows = []
    with setting() as (services, seeds), hurried():
        with Library.in_memory() as library:
            refresh_from(services, library, seeds)
            right = library.dump()
        for kind, words in FAULTS.items():
            passing = "final, never repeated"
            if kind not in FINAL:
                passing = _passing(services, seeds, kind, right)
            rows.append(f"| {words} | {passing} | {_lasting(services, seeds, kind, right)} |")
    head = "| fault | on every request, twice | on one paper, for ever |\n|---|---|---|\n"
    return head + "\n".join(rows)


@contextmanager
def hurried() -> Iterator[None]:
    """Wait hundredths of seconds where a refresh waits seconds."""
    with (
        mock.patch.object(transport, "LONGEST_WAIT", 0.05),
        mock.patch.object(transport, "LONGEST_SILENCE", 2.0),
    ):
        yield


def _passing(services: FakeServices, seeds: Path, kind: str, right: str) -> str:
    services.heal()
    services.fail(kind, times=1 if kind == "fewer" else 2)
    with Library.in_memory() as library:
        report, seconds = timed(services, library, seeds, deadline=0.3)
        same = not isinstance(report, PtmGraphError) and library.dump() == right
    return f"{'identical library' if same else 'NOT IDENTICAL'}, {seconds:.1f} s"


def _lasting(services: FakeServices, seeds: Path, kind: str, right: str) -> str:
    services.heal()
    broken = sha_of("seed-2")
    naming = "1903.00003" if kind == "error entry" else f"{broken}/references"
    services.fail(kind, naming=naming)
    with Library.in_memory() as library:
        report, seconds = timed(services, library, seeds, deadline=0.3)
        if isinstance(report, PtmGraphError):
            return f"ended: {report}"
        marked = {problem.subject for problem in report.problems}
        complete = sum(p.references_state == "complete" for p in library.iter_papers())
        same = library.dump() == right
    if same:
        return f"identical library, {seconds:.1f} s"
    return f"{len(marked)} paper marked, {complete} of {SEEDS} lists complete, {seconds:.1f} s"


def other_faults() -> str:
    """Faults that have no paper: a wrong key, a service that is down, disk and database."""
    rows = []
    cases: list[tuple[str, Callable[[FakeServices], None]]] = [
        ("HTTP 401 from Semantic Scholar", lambda s: s.fail("401", naming="/graph/v1")),
        ("HTTP 403 from Semantic Scholar", lambda s: s.fail("403", naming="/graph/v1")),
        ("HTTP 403 from arXiv", lambda s: s.fail("403", naming="/api/query")),
        ("both services answer 503 only", lambda s: s.fail("503")),
        ("both services answer HTML only", lambda s: s.fail("html")),
        ("both services never answer", lambda s: s.fail("silent")),
    ]
    with setting() as (services, seeds), hurried():
        for words, break_it in cases:
            services.heal()
            break_it(services)
            with Library.in_memory() as library:
                ended, seconds = timed(services, library, seeds, deadline=0.3)
            rows.append(
                f"| {words} | {_ended(ended)} | {len(services.requests)} | {seconds:.1f} s |"
            )
        rows += _full_disk(services, seeds)
    head = "| fault | outcome | requests | time |\n|---|---|---|---|\n"
    return head + "\n".join(rows)


def _ended(ended: RefreshReport | PtmGraphError) -> str:
    if isinstance(ended, PtmGraphError):
        return f"ends at once, exit status {ended.exit_status}"
    failed = len({problem.subject for problem in ended.failures})
    return f"done, exit status {3 if failed else 0}, {failed} papers marked"


def _full_disk(services: FakeServices, seeds: Path) -> list[str]:
    services.heal()
    with Library.open(seeds.parent / "full.db", writable=True) as library:
        connection = library._connection
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 8}")
        ended, seconds = timed(services, library, seeds)
        kept, asked = library.paper_count(), len(services.requests)
        connection.execute("PRAGMA max_page_count = 1000000")
        refresh_from(services, library, seeds)
        with Library.in_memory() as fresh:
            refresh_from(services, fresh, seeds)
            same = fresh.dump() == library.dump()
    outcome = f"{_ended(ended)}, {kept} papers kept; with room again: "
    outcome += "identical library" if same else "NOT IDENTICAL"
    return [f"| the disk fills up | {outcome} | {asked} | {seconds:.1f} s |"]


# --- kills --------------------------------------------------------------------------------------


def kills() -> str:
    """Kill a refresh at random moments; the next one goes on."""
    chance = random.Random(7)
    with setting() as (services, seeds):
        with Library.in_memory() as library:
            refresh_from(services, library, seeds)
            right, needed = library.dump(), len(services.requests)
        survived = done = 0
        asked = []
        while done < KILLS:
            services.heal()
            path = seeds.parent / f"{survived}-{done}.db"
            refreshing = Refreshing(services.url, path, seeds)
            for _ in range(5):
                process, before = refreshing.start(), len(services.requests)
                enough, deadline = before + chance.randrange(4), time.monotonic() + 30
                while len(services.requests) <= enough and time.monotonic() < deadline:
                    time.sleep(0.0005)
                time.sleep(chance.uniform(0, 0.02))
                os.kill(process, signal.SIGKILL)
                done += refreshing.status() == -signal.SIGKILL
            refreshing.start()
            refreshing.status()
            refreshing.close()
            asked.append(len(services.requests))
            with Library.open(path) as library:
                survived += 5 * (library.dump() == right)
    return (
        "| kills (`kill -9`) | survived with the identical library | requests of an undisturbed "
        "run | most requests of a run killed five times |\n|---|---|---|---|\n"
        f"| {done} | {survived} | {needed} | {max(asked)} |"
    )


# --- requests -----------------------------------------------------------------------------------


def requests() -> str:
    """Requests and time for a cold, a warm and a stale run of the bundled reading list."""
    rows = []
    seeds = bundled.seed_list()
    with serving(_world_of_snapshot()) as services, Library.in_memory() as library:
        for words, age in (
            ("cold (empty library)", None),
            ("warm (all is fresh)", None),
            ("everything stale", datetime.timedelta(0)),
        ):
            services.heal()
            started = time.monotonic()
            options: dict[str, Any] = {} if age is None else {"max_age": age}
            report = refresh_from(services, library, seeds, **options)
            seconds = time.monotonic() - started
            counts = [sum(r.service == name for r in services.requests) for name in ("s2", "arxiv")]
            least = counts[0] * 1.0 + counts[1] * 3.0
            rows.append(
                f"| {words} | {counts[0]} | {counts[1]} | {seconds:.1f} s | {least / 60:.1f} min | "
                f"{report.papers} | {report.citations} |"
            )
    head = (
        "| run | to Semantic Scholar | to arXiv | without intervals | at the services' pace | "
        "papers | citations |\n|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(rows)


def _world_of_snapshot() -> World:
    held = snapshot.read_file(bundled.snapshot())
    world = World()
    shas = {
        key: paper.record.identifiers.get("s2") or sha_of(key) for key, paper in held.papers.items()
    }
    names = {"arxiv": "ArXiv", "doi": "DOI", "acl": "ACL", "corpus": "CorpusId", "mag": "MAG"}
    for key, paper in held.papers.items():
        record, sha = paper.record, shas[key]
        world.papers[sha] = {
            "paperId": sha,
            "corpusId": None,
            "externalIds": {
                names[kind]: value for kind, value in record.identifiers.items() if kind in names
            },
            "title": record.title,
            "abstract": None,
            "venue": record.venue,
            "year": record.year,
            "publicationDate": str(record.published) if record.published else None,
            "publicationTypes": list(record.publication_types or ()),
            "fieldsOfStudy": list(record.fields_of_study or ()),
            "authors": [{"name": name} for name in record.authors or ()],
            "influentialCitationCount": record.influential_citation_count,
            "citationCount": record.citation_count,
            "arxivDate": str(record.published.first_day if record.published else "2019-01-01"),
        }
        world.references[sha] = [
            Edge(
                sha,
                shas[one.cited],
                influential=bool(one.influential),
                intents=list(one.intents or ()),
            )
            for one in paper.references
        ] + [Edge(sha, None, title=title, year=year) for title, year, _ in paper.unresolved]
    return world


# --- pace ---------------------------------------------------------------------------------------

_PACES = {"s2": ("Semantic Scholar", 0.4), "arxiv": ("arXiv", 1.2)}


def pace() -> str:
    """Two processes at once: the shortest gap between requests that the services saw."""
    with setting() as (services, seeds):
        environment = {
            **os.environ,
            **services.environment(),
            "PTM_GRAPH_S2_INTERVAL": str(_PACES["s2"][1]),
            "PTM_GRAPH_ARXIV_INTERVAL": str(_PACES["arxiv"][1]),
            "XDG_STATE_HOME": str(seeds.parent / "state"),
            "PYTHONPATH": str(ROOT / "src"),
        }
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "ptm_graph", "refresh", str(seeds), "--library",
                 str(seeds.parent / f"{n}.db")],
                env=environment,
                stdout=subprocess.DEVNULL,
            )
            for n in range(2)
        ]  # fmt: skip
        for process in processes:
            assert process.wait(300) == 0
        rows = [
            f"| {words} | {interval:g} s | {sum(r.service == name for r in services.requests)} | "
            f"{min(services.gaps(name)):.3f} s |"
            for name, (words, interval) in _PACES.items()
        ]
    head = "| service | interval set | requests of both | shortest gap |\n|---|---|---|---|\n"
    return head + "\n".join(rows)


if __name__ == "__main__":
    main()
