"""Two processes that change one file, each stopped between reading and writing it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

NAMES = ("Oak", "Elm")
"""What the two of them add."""


class Writer:
    """A process that changes files as it is told, and says how far it is."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "two_writers"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def change(self, how: str, path: Path, name: str) -> str:
        """Begin a change; how far it came: it is about to write, or waits for another."""
        self._tell(f"{how}\t{path}\t{name}")
        return self.said()

    def go_on(self) -> str:
        """Let it write; what it says in the end."""
        self._tell("")
        return self.said()

    def said(self) -> str:
        """What it says next."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()


def change_at_once(first: Writer, second: Writer, how: tuple[str, str], path: Path) -> list[str]:
    """Let the second change a file while the first has read it; what both say in the end."""
    assert first.change(how[0], path, NAMES[0]) == "writing"
    there = second.change(how[1], path, NAMES[1])
    ends = [first.go_on()]
    if there == "waiting":
        there = second.said()
    assert there == "writing"
    return [*ends, second.go_on()]


# --- in the process ------------------------------------------------------------------------


def _decide(path: Path, name: str) -> None:
    from ptm_graph.workflow.decisions import Decision, record

    record(path, Decision(name, "Root", "accepted", "Ada", "2026-01-02T03:04:05+00:00"))


def _undecide(path: Path, name: str) -> None:
    from ptm_graph.workflow.decisions import withdraw

    withdraw(path, "Old", "Root")


def _mark(path: Path, name: str) -> None:
    from ptm_graph.dashboard.read_marks import mark

    mark(path.with_name("library.db"), name, read=True)


def _seeds(path: Path, name: str) -> None:
    from ptm_graph.cli import main

    listed = path.with_name(f"{name}.yaml")
    listed.write_text(f"papers:\n  - title: {name} of the Northern Woods\n", encoding="utf-8")
    sys.stdout, kept = sys.stderr, sys.stdout
    try:
        assert main(["seeds", "add", str(listed), "-o", str(path), "--yes"]) == 0
    finally:
        sys.stdout = kept


def _page(path: Path, name: str) -> None:
    from ptm_graph.words.model import SeedEntry
    from ptm_graph.workflow import adding

    setattr(adding, "fill", lambda *_: None)  # noqa: B010 (the file is what matters here)
    adding.add_entries(
        path.with_name("library.db"), [SeedEntry(title=f"{name} of the Northern Woods")]
    )


def _crontab(path: Path, name: str) -> None:
    from ptm_graph.workflow.schedule import Job, install

    os.environ["PATH"] = f"{path.parent / 'bin'}:/usr/bin:/bin"
    os.environ["XDG_DATA_HOME"] = os.environ["XDG_STATE_HOME"] = str(path.parent)
    install(Job(path.with_name(name)))


HOW: dict[str, Callable[[Path, str], None]] = {
    "decide": _decide,
    "undecide": _undecide,
    "mark": _mark,
    "seeds": _seeds,
    "page": _page,
    "crontab": _crontab,
}


def _main() -> None:
    from ptm_graph import files
    from ptm_graph.workflow.schedule import cron

    speak, listen = sys.stdout, sys.stdin
    real_file, real_crontab, real_sleep = files.new_file, cron._write_crontab, time.sleep

    def say(word: str) -> None:
        print(word, file=speak, flush=True)

    def stopped() -> None:
        say("writing")
        listen.readline()

    def slow_file(path: Path, what: files.What = "file", **options: Any) -> object:
        if what != "schedule":
            stopped()
        return real_file(path, what, **options)

    def slow_crontab(text: str) -> None:
        stopped()
        real_crontab(text)

    def sleep(seconds: float) -> None:
        if not waiting:
            waiting.append(True)
            say("waiting")
        real_sleep(seconds)

    for room, name, slow in (
        (files, "new_file", slow_file),
        (cron, "_write_crontab", slow_crontab),
        (time, "sleep", sleep),
    ):
        setattr(room, name, slow)
    for line in listen:
        waiting: list[bool] = []
        how, path, name = line.rstrip("\n").split("\t")
        try:
            HOW[how](Path(path), name)
            say("done")
        except Exception as error:
            say(f"failed: {error!r}")


if __name__ == "__main__":
    _main()
