"""Refreshes in processes of their own, to be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FORKING = """
import os, sys
from refreshing import prepare, refresh_file
prepare(sys.argv[3])  # once, so that every process starts at once
for _ in sys.stdin:
    process = os.fork()
    if process == 0:
        refresh_file(*sys.argv[1:])
        os._exit(0)
    print(process, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)
"""


class Refreshing:
    """Starts a refresh in a process of its own, over and over."""

    def __init__(self, url: str, library: Path, seeds: Path, *services: str):
        if not hasattr(os, "fork"):
            pytest.skip("needs fork")
        self._server = subprocess.Popen(
            [sys.executable, "-c", FORKING, url, str(library), str(seeds), *services],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(self) -> int:
        """Start one; give its process id."""
        assert self._server.stdin is not None
        self._server.stdin.write("go\n")
        self._server.stdin.flush()
        return self._line()

    def status(self) -> int:
        """Wait for the one that was started; give its exit status."""
        return self._line()

    def close(self) -> None:
        """End the process that starts them."""
        self._server.communicate()

    def _line(self) -> int:
        assert self._server.stdout is not None
        return int(self._server.stdout.readline())
