"""A process that dies while it writes, without a process."""

from __future__ import annotations

import contextlib
import functools
import os
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

_WRITES = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE", "CREATE", "PRAGMA USER_VERSION")


class DeadError(BaseException):
    """The process is dead: no code after this is its own."""


class _Life:
    def __init__(self, left: int, *, killed: bool):
        self.left = left
        self._killed = killed

    def step(self) -> None:
        """Live on, or die."""
        self.left -= 1
        if self.left >= 0:
            return
        if self._killed:
            os.kill(os.getpid(), signal.SIGKILL)
        raise DeadError


class _Connection(sqlite3.Connection):
    """A connection over which nothing is said any more when its process is dead."""

    life: _Life | None = None

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        self._live(sql)
        return super().execute(sql, *values)

    def executemany(self, sql: str, *values: Any) -> sqlite3.Cursor:
        self._live(sql)
        return super().executemany(sql, *values)

    def _live(self, sql: str) -> None:
        if self.life is not None and (
            sql.lstrip().upper().startswith(_WRITES) or self.life.left < 0
        ):
            self.life.step()


@contextlib.contextmanager
def dying(after: int | None) -> Iterator[list[bool]]:
    """Within the block, die at the first write after so many to libraries and other files.

    What was not committed is gone with the connection, as it is with a process; if the block
    needs fewer writes (or ``after`` is None), it ends well. Yields a list that is not empty
    when it did not.
    """
    died: list[bool] = []
    if after is None:
        yield died
        return
    open_ones: list[sqlite3.Connection] = []
    with _living(_Life(after, killed=False), open_ones):
        try:
            yield died
        except DeadError:
            died.append(True)
            for one in open_ones:  # with the process
                one.close()


@contextlib.contextmanager
def killed(after: int) -> Iterator[None]:
    """Within the block, kill this very process at the first write after so many."""
    with _living(_Life(after, killed=True), []):
        yield


def writes(work: Callable[[], object]) -> int:
    """How many writes some work takes."""
    life = _Life(sys.maxsize, killed=False)
    with _living(life, []):
        work()
    return sys.maxsize - life.left


@contextlib.contextmanager
def _living(life: _Life, open_ones: list[sqlite3.Connection]) -> Iterator[None]:
    connect, sync = sqlite3.connect, os.fsync

    def connected(*args: Any, **options: Any) -> sqlite3.Connection:
        made = connect(*args, factory=_Connection, **options)
        made.life = life
        open_ones.append(made)
        return made

    def synced(file: int) -> None:
        life.step()
        sync(file)

    with (
        mock.patch.object(sqlite3, "connect", functools.wraps(connect)(connected)),
        mock.patch.object(os, "fsync", synced),
    ):
        yield
