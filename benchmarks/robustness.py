"""Tables of ``docs/reliability.md`` about what must not be lost; see :mod:`reliability`."""

from __future__ import annotations

import contextlib
import datetime
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock

from fake_services import FakeServices
from hostile_trials import trying
from mortal import killed, writes
from mutating import VALUES
from refreshing import refresh_from
from richness import held, poorer
from synthetic_world import World, reading_list, synthetic_world, told_apart
from two_writers import NAMES, Writer, change_at_once
from unwired import URL, unwired

from ptm_graph.cli import main as command
from ptm_graph.exports import export
from ptm_graph.graph.citations import citation_graph
from ptm_graph.library import Library
from ptm_graph.workflow.opening import lineage_of

SEEDS, KILLS, ROUNDS = 8, 200, 20
EVERYTHING = datetime.timedelta(0)

# --- outages ------------------------------------------------------------------------------------

KINDS: dict[str, str] = {  # kinds that take turns are separated by commas
    "404": "HTTP 404",
    "429": "HTTP 429",
    "500, 502, 503, 504": "HTTP 500, 502, 503, 504 by turns",
    "html": "an HTML page with status 200",
    "truncate, reset, silent": "body shorter than announced, connection reset, no answer by turns",
    "cut": "body cut in half",
    "garbage": "JSON that breaks off",
    "fewer": "an entry missing",
    "null": "`data: null`",
    "hollow": "papers with nothing but an id",
    "empty": "an empty object",
    "empty list": "an empty list",
    "error": "an error object with status 200",
    "stranger": "the answer to another question",
    "permuted": "the right papers in the wrong order",
}
ENDPOINTS = {
    "records": "/paper/batch?fields=paperId,corpusId",
    "lists": "/references",
    "cited ids": "references.paperId",
    "citing papers": "/citations",
    "arXiv": "/api/query",
    "everything": "",
}
"""What is asked → what the requests for it contain."""


def _world() -> World:
    return told_apart(synthetic_world(SEEDS, 16))


def _night(services: FakeServices, library: Library, seeds: Path) -> bool:
    """Refresh a library; whether nothing was told as a failure."""
    return not refresh_from(services, library, seeds, max_age=EVERYTHING, citations=2).failed


def outages() -> str:
    """One night of each fault on each endpoint, in an empty and in a full library."""
    rows = []
    with tempfile.TemporaryDirectory() as name, unwired(_world()) as services:
        folder = Path(name)
        seeds = folder / "seeds.yaml"
        seeds.write_text(reading_list(SEEDS), encoding="utf-8")
        with Library.in_memory() as full:
            _night(services, full, seeds)
            right, had = _exported(full, folder), held(full)
            for kind, words in KINDS.items():
                cells = []
                for naming in ENDPOINTS.values():
                    ends = []
                    for start in (Library.in_memory, full.copy):
                        services.heal()
                        services.fail(*kind.split(", "), naming=naming)
                        with start() as library:
                            silent = _night(services, library, seeds)
                            lost = start == full.copy and any(poorer(had, library))
                            services.heal()
                            _night(services, library, seeds)
                            same = _exported(library, folder) == right
                        end = "LOST" if lost else "identical" if same else "NOT IDENTICAL"
                        ends.append(f"{end}{' *' * silent}")
                    cells.append(ends[0] if len(set(ends)) == 1 else " / ".join(ends))
                rows.append(f"| {words} | {' | '.join(cells)} |")
    head = f"| fault, for one night | {' | '.join(ENDPOINTS)} |\n|---{'|---' * len(ENDPOINTS)}|\n"
    return head + "\n".join(rows)


def _exported(library: Library, folder: Path) -> tuple[bytes, ...]:
    """Bytes of what is exported of a library, and all it knows."""
    graphs = citation_graph(library), lineage_of(library, folder / "none.yaml").graph
    files = [export(graph, folder / f"{at}.json").read_bytes() for at, graph in enumerate(graphs)]
    return (*files, library.dump().encode())


# --- hostile values -----------------------------------------------------------------------------


def hostile_values() -> str:
    """Each hostile value in each field of each answer, cold and over good data.

    It takes a quarter of an hour; with HOSTILE_EVERY=19 in the environment every nineteenth
    of them is tried.
    """
    every = int(os.environ.get("HOSTILE_EVERY", "1"))
    tried: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    fields: dict[str, set[str]] = {}
    with trying() as trials:
        for mutation in trials.mutations()[::every]:
            endpoint, field = mutation.place.kind
            fields.setdefault(endpoint, set()).add(field)
            for cold in (True, False):
                found = trials.wrongs(mutation, cold=cold)
                tried[endpoint] += 1
                wrong[endpoint] += bool(found)
                for one in found:
                    print(f"{mutation}: {one}", file=sys.stderr)
    rows = [
        f"| {name} | {len(fields[name])} | {len(VALUES)} | {tried[name]} | {wrong[name]} |"
        for name in fields
    ]
    head = (
        "| answer | fields | values | runs | crashed, lost something, kept silent, or not "
        "mended by the next night |\n|---|---|---|---|---|\n"
    )
    return head + "\n".join(rows)


# --- kills --------------------------------------------------------------------------------------


_TIME = re.compile(r"\d{4}-\d\d-\d\d[T\d:+.Z]*")


class _Desk:
    """A folder with a library, its list and its decisions, which is laid out anew each time."""

    def __init__(self, root: Path, services: FakeServices):
        self.base, self.folder = root / "base", root / "desk"
        self.folder.mkdir()
        (self.folder / "seeds.yaml").write_text(reading_list(SEEDS), encoding="utf-8")
        (self.folder / "more.yaml").write_text(
            "papers:\n  - title: Encoders Nobody Has Listed\n", encoding="utf-8"
        )
        with Library.open(self.folder / "library.db", writable=True) as library:
            _night(services, library, self.folder / "seeds.yaml")
            export(citation_graph(library), self.folder / "graph.json")
            export(lineage_of(library, root / "none.yaml").graph, self.folder / "lineage.json")
        assert self.run(["snapshot", "snapshot.jsonl", "--library", "library.db"]) == 0
        shutil.copytree(self.folder, self.base)  # the library knows where its list is

    def lay_out(self, before: Sequence[Sequence[str]]) -> None:
        """Everything as it was, and after some commands."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.base, self.folder)
        for one in before:
            assert self.run(one) == 0, one

    def run(self, arguments: Sequence[str], after: int | None = None) -> int:
        """Run a command in a process of its own; its status, negative where it was killed."""
        process = os.fork()
        if process == 0:
            status = 70
            try:
                os.chdir(self.folder)
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, 1)
                os.dup2(null, 2)
                with contextlib.nullcontext() if after is None else killed(after):
                    status = command(list(arguments))
            finally:
                os._exit(status)
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])

    def writes(self, arguments: Sequence[str]) -> int:
        """How many writes a command takes."""
        here = Path.cwd()
        os.chdir(self.folder)
        try:
            with open(os.devnull, "w") as null, contextlib.redirect_stdout(null):  # noqa: PTH123
                return writes(lambda: command(list(arguments)))
        finally:
            os.chdir(here)

    def state(self) -> dict[str, str]:
        """All that is in the folder, without times of day and without what a kill leaves."""
        found = {}
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and ".db" not in path.name and not path.name.startswith("."):
                text = path.read_text(encoding="utf-8")
                found[str(path.relative_to(self.folder))] = re.sub(
                    r"\d{4}-\d\d-\d\d[T\d:+.Z]*", "", text
                )
        with Library.open(self.folder / "library.db") as library:
            assert not library.faults()
            found["library"] = library.dump()
        return found


_LISTED = ("arxiv:1902.00002", "arxiv:1903.00003")
COMMANDS: dict[str, tuple[list[str], list[list[str]]]] = {
    "build": (["build", "seeds.yaml", "--snapshot", "snapshot.jsonl"], []),
    "refresh": (["refresh", "seeds.yaml", "--max-age", "0"], []),
    "seeds add": (["seeds", "add", "more.yaml", "-o", "seeds.yaml", "--yes"], []),
    "relation accept": (["relation", "accept", *_LISTED], []),
    "relation undo": (["relation", "undo", *_LISTED], [["relation", "accept", *_LISTED]]),
    "merge": (["merge", *_LISTED], []),
    "split": (["split", "1"], [["merge", *_LISTED]]),
    "import": (["import", "graph.json"], []),
    "import --accept-as": (["import", "lineage.json", "--accept-as", "Ada"], []),
    "export": (["export", "citations.graphml"], []),
    "snapshot": (["snapshot", "taken.jsonl"], []),
    "schedule": (["schedule", "seeds.yaml", "--install"], []),
}
"""Name → the command, and those that come before it."""


def kills_of_commands() -> str:
    """Kill each writing command at many of its writes; run again, it ends as if undisturbed."""
    chance, rows, totals = random.Random(7), [], [0, 0]
    with tempfile.TemporaryDirectory() as name, unwired(_world()) as services:
        root = Path(name)
        _own_crontab(root)
        with mock.patch.dict(os.environ, _environment(root)):
            desk = _Desk(root, services)
            for what, (arguments, earlier) in COMMANDS.items():
                with_library = [*arguments, *_library(arguments)]
                before = [[*one, *_library(one)] for one in earlier]
                desk.lay_out(before)
                count = desk.writes(with_library)
                right = desk.state()
                each = -(-KILLS // len(COMMANDS))
                points = sorted(chance.choices(range(count), k=each)) if count else []
                survived = 0
                for after in points:
                    desk.lay_out(before)
                    (root / "table").unlink(missing_ok=True)
                    assert desk.run(with_library, after) == -signal.SIGKILL, (what, after)
                    desk.run(with_library)
                    survived += desk.state() == right
                rows.append(f"| `{what}` | {count} | {len(points)} | {survived} |")
                totals = [totals[0] + len(points), totals[1] + survived]
    rows.append(f"| all | | {totals[0]} | {totals[1]} |")
    head = (
        "| command | writes to disk | kills (`kill -9`), each at a write | run again: the same "
        "library and files as undisturbed |\n|---|---|---|---|\n"
    )
    return head + "\n".join(rows)


def _library(arguments: Sequence[str]) -> list[str]:
    return [] if arguments[0] == "seeds" else ["--library", "library.db"]


def _environment(root: Path) -> dict[str, str]:
    return {
        **{f"PTM_GRAPH_{name}_URL": URL for name in ("S2", "ARXIV")},
        **{f"PTM_GRAPH_{name}_INTERVAL": "0" for name in ("S2", "ARXIV")},
        **{f"XDG_{name}_HOME": str(root / "desk" / name) for name in ("DATA", "CONFIG")},
        "XDG_STATE_HOME": str(root / "state"),
        "PATH": f"{root / 'bin'}:/usr/bin:/bin",
    }


def _own_crontab(root: Path) -> Path:
    """A stand-in for ``crontab`` that keeps the table in a file."""
    table, program = root / "table", root / "bin" / "crontab"
    program.parent.mkdir(exist_ok=True)
    program.write_text(
        f'#!/bin/sh\nif [ "$1" = -l ]; then [ -e "{table}" ] && exec cat "{table}"; '
        'echo "no crontab for you" >&2; exit 1; fi\n'
        f'exec cat > "{table}"\n'
    )
    program.chmod(0o755)
    program.with_name("systemctl").symlink_to("/bin/true")
    return table


# --- two writers --------------------------------------------------------------------------------

CHANGES: dict[str, tuple[str, tuple[str, str], str]] = {
    "two accept relations": ("decisions", ("decide", "decide"), "decisions.yaml"),
    "two mark papers as read": ("marks of papers read", ("mark", "mark"), "library.read.json"),
    "two `seeds add`": ("reading list", ("seeds", "seeds"), "mine.yaml"),
    "page and `seeds add`": ("reading list", ("page", "seeds"), "reading-list.yaml"),
    "`seeds add` and page": ("reading list", ("seeds", "page"), "reading-list.yaml"),
    "two schedules": ("crontab", ("crontab", "crontab"), "table"),
}


def writers() -> str:
    """Two processes change each file, the second while the first has read it."""
    rows = []
    first, second = Writer(), Writer()
    for what, (file, how, name) in CHANGES.items():
        both = 0
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / name
                _own_crontab(Path(folder))
                if "page" in how:
                    Library.open(path.with_name("library.db"), writable=True).close()
                said = change_at_once(first, second, how, path)
                text = path.read_text(encoding="utf-8")
                both += said == ["done", "done"] and all(one in text for one in NAMES)
        rows.append(f"| {file} | {what} | {ROUNDS} | {both} |")
    for one in (first, second):
        one.close()
    head = "| file | who writes | times | both changes kept |\n|---|---|---|---|\n"
    return head + "\n".join(rows)


# --- limits -------------------------------------------------------------------------------------

_MEASURED = """
import resource, sys, time
from ptm_graph.cli import main
status = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(status, used.ru_maxrss // 1024, round(used.ru_utime + used.ru_stime, 1), file=sys.stderr)
"""


def _zip(sizes: Sequence[int]) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        block = b"a" * 2**24
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for at, size in enumerate(sizes):
                with archive.open(f"table{at}.csv", "w", force_zip64=True) as table:
                    for _ in range(size // len(block)):
                        table.write(block)
            archive.writestr("edges.csv", "citing,cited\na,b\n")

    return make


def _text(text: str) -> Callable[[Path], None]:
    return lambda path: void(path.write_text(text, encoding="utf-8"))


def void(_: object) -> None:
    """Nothing."""


def _many_nodes(path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.write('{"nodes": [')
        out.write(",".join(f'{{"id": "{at}"}}' for at in range(1_500_000)))
        out.write('], "links": []}')


_IMPORT, _READ = ("import", "{}", "--library", "{}.db"), ("seeds", "read", "{}")
LIMITS: dict[str, tuple[str, Sequence[str], Callable[[Path], None]]] = {
    "a table of one line": ("a.csv", _IMPORT, _text("citing,cited\na,b\n")),
    "a zip with a table of 1.9 GB": ("a.zip", _IMPORT, _zip([1_900_000_000])),
    "a zip with 12 tables of 100 MB": ("b.zip", _IMPORT, _zip([100_000_000] * 12)),
    "1,500,000 nodes": ("a.json", _IMPORT, _many_nodes),
    "JSON, 100,000 lists deep": ("b.json", _IMPORT, _text("[" * 100_000)),
    "XML, 100,000 elements deep": ("a.graphml", _IMPORT, _text("<graphml>" + "<a>" * 100_000)),
    "a year of 5,000 digits": (
        "c.json",
        _IMPORT,
        _text(f'{{"nodes": [{{"id": "a", "year": {"9" * 5000}}}], "links": []}}'),
    ),
    "decisions, 20,000 lists deep": (
        "decisions.yaml",
        ("relation", "list", "--decisions", "{}", "--library", "empty.db"),
        _text("decisions: " + "[" * 20_000),
    ),
    "reStructuredText, 100,000 empty lines": ("a.rst", _READ, _text("\n" * 100_000)),
    "a title of 50,000 links that begin and do not end": (
        "b.csv",
        _READ,
        _text("title\n" + "[](" * 50_000 + "\n"),
    ),
    "Markdown, 20,000 quotes deep": ("a.md", _READ, _text(">" * 20_000 + " a\n")),
}
"""What → file, command and what makes the file."""


def limits() -> str:
    """Small files that would grow: what becomes of them, and the memory of the process."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        Library.open(folder / "empty.db", writable=True).close()
        for what, (file, arguments, make) in LIMITS.items():
            make(folder / file)
            size = (folder / file).stat().st_size
            done = subprocess.run(
                [sys.executable, "-c", _MEASURED, *(one.format(file) for one in arguments)],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
                preexec_fn=_bounded,
            )
            status, memory, seconds = done.stderr.split("\n")[-2].split()
            ends = {"0": "read", "1": "refused in one line"}.get(status, f"exit status {status}")
            if "Traceback" in done.stderr:
                ends = "TRACE"
            rows.append(f"| {what} | {_size(size)} | {ends} | {seconds} s | {memory} MB |")
            (folder / file).unlink()
    head = "| file | size | outcome | processor | memory |\n|---|---|---|---|---|\n"
    return head + "\n".join(rows)


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (8 * 2**30, 8 * 2**30))


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size > 1e5 else f"{size / 1e3:.1f} kB"
