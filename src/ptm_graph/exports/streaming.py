"""Writing many short lines without keeping them all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

_CHUNK = 1 << 16


def write_lines(lines: Iterable[str], out: BinaryIO) -> None:
    """Write lines as UTF-8, each with a line end, some thousand characters at a time."""
    pending: list[str] = []
    size = 0
    for line in lines:
        pending.append(line)
        size += len(line) + 1
        if size >= _CHUNK:
            out.write(("\n".join(pending) + "\n").encode("utf-8"))
            pending, size = [], 0
    if pending:
        out.write(("\n".join(pending) + "\n").encode("utf-8"))
