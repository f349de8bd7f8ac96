"""Papers with all that belongs to them, from their rows."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ptm_graph.library import rows
from ptm_graph.library.columns import Columns
from ptm_graph.words.model import Paper, SeedEntry


def papers(
    connection: sqlite3.Connection, name: str, query: str, values: Sequence[object]
) -> Iterator[Paper]:
    """Papers whose rows a query of the table ``paper`` gives, in its order."""
    found = connection.execute(query, values).fetchall()
    numbers = [found[0]["id"]] if len(found) == 1 else None
    columns = Columns(connection, name)
    identifiers, known = columns.identifiers(numbers), columns.references_known(numbers)
    entries: dict[int, list[SeedEntry]] = defaultdict(list)
    where = "" if numbers is None else "WHERE paper = ?"
    for row in connection.execute(f"SELECT * FROM seed {where} ORDER BY position", numbers or ()):
        entries[row["paper"]].append(rows.seed_entry(row))
    notices = columns.notices(numbers)
    for row in found:
        number = row["id"]
        asked = row["references_state"] != "unknown"
        yield rows.paper(
            row,
            identifiers.get(number, {}),
            entries.get(number, ()),
            known.get(number, 0 if asked else None),
            notices.get(number),
        )
