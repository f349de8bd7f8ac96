"""Reading lists into the formats of reference managers; the readers of lists read them again."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ptm_graph.exports.formats import SeedWriter, seed_writer_of
from ptm_graph.files import write_bytes
from ptm_graph.plugs import loaded
from ptm_graph.words.model import SeedEntry


def export_seeds(
    entries: Iterable[SeedEntry], path: str | Path, *, format: str | None = None
) -> Path:
    """Write the entries of reading lists to a file.

    Parameters
    ----------
    entries : iterable of SeedEntry
        The seeds, in the order to write them.
    path : str or Path
        Where to write; its ending names the format.
    format : str, optional
        ``bib``, ``ris``, ``csl``, ``csv``, ``md`` or one that another package brings,
        where the ending does not tell.

    Returns
    -------
    Path
        What was written.

    Raises
    ------
    ExportError
        For a format that is unknown or holds no reading list, or a folder that cannot be
        written to.
    """
    target = Path(path)
    write_bytes(target, _written(entries, seed_writer_of(target, format)), "export")
    return target


def seeds_to_bytes(entries: Iterable[SeedEntry], format: str) -> bytes:
    """The content of the file that :func:`export_seeds` would write.

    Parameters
    ----------
    entries : iterable of SeedEntry
        The seeds, in the order to write them.
    format : str
        Name of the format.

    Returns
    -------
    bytes
        The same for the same entries.

    Raises
    ------
    ExportError
        For a format that is unknown or holds no reading list.
    """
    return _written(entries, seed_writer_of("", format))


def _written(entries: Iterable[SeedEntry], writer: SeedWriter) -> bytes:
    out = io.BytesIO()
    loaded(writer.write)(map(_for_others, entries), out)
    return out.getvalue()


def _for_others(entry: SeedEntry) -> SeedEntry:
    """Without the paths of its owner's disk, which tell others more than they open."""
    return replace(entry, resources=tuple(one for one in entry.resources if one.kind != "file"))
