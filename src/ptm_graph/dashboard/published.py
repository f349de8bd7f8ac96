"""The accuracy of the lineage as it was published: the table of ``docs/lineage.md``.

The document is the only place where the figures are written; it ships with the package.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_FIRST = "measured on"
"""Head of the first column of the table that sums the results up."""
_PACKED = Path(__file__).parent.parent / "data" / "lineage.md"
_CHECKOUT = Path(__file__).parents[3] / "docs" / "lineage.md"


@dataclass(frozen=True, slots=True)
class Table:
    """Figures as text, as they were published."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def published_accuracy() -> Table | None:
    """How well the lineage agrees with what people drew; None where the document is missing."""
    path = _PACKED if _PACKED.exists() else _CHECKOUT
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    return table_beginning(lines, _FIRST)


def table_beginning(lines: Iterable[str], first: str) -> Table | None:
    """The first Markdown table whose first column is headed so; None where there is none."""
    heads: tuple[str, ...] | None = None
    rows: list[tuple[str, ...]] = []
    for line in lines:
        cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
        if heads is None:
            if line.lstrip().startswith("|") and cells[0] == first:
                heads = cells
        elif not line.lstrip().startswith("|"):
            break
        elif any(cell.strip("-: ") for cell in cells) and len(cells) == len(heads):
            rows.append(cells)
    return Table(heads, tuple(rows)) if heads and rows else None
