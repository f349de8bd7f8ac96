"""Zip files whose bytes depend on nothing but their content."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import BinaryIO

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can hold."""


def write_zip(files: Iterable[tuple[str, Iterable[bytes]]], out: BinaryIO) -> None:
    """Write named files, given in pieces, without clock, user or system in the bytes."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, pieces in files:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as member:
                for piece in pieces:
                    member.write(piece)
