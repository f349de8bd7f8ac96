"""A process that dies while it writes, without a process."""

from __future__ import annotations

import contextlib
import functools
import os
import sqlite3
from collections.abc import Iterator
from typing import Any
from unittest import mock

_WRITES = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE", "CREATE", "PRAGMA USER_VERSION")


class DeadError(BaseException):
    """The process is dead: no code after this is its own."""


class _Life:
    def __init__(self, left: int):
        self.left = left

    def step(self) -> None:
        """Live on, or die."""
        self.left -= 1
        if self.left < 0:
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
    life, connect, sync = _Life(after), sqlite3.connect, os.fsync
    open_ones: list[sqlite3.Connection] = []

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
        try:
            yield died
        except DeadError:
            died.append(True)
            for one in open_ones:  # with the process
                one.close()
