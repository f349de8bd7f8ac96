"""Count what runs against the house: circles of rooms, and imports that run up a floor.

    python scripts/import_floors.py

Every import counts, those inside functions and those for types alone included. The floors
and what each is for are told in ``docs/architecture.md``; ``tests/test_architecture.py``
fails on anything that is not known there.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

PACKAGE = Path(__file__).parent.parent / "src" / "ptm_graph"

FLOORS: tuple[tuple[str, ...], ...] = (
    ("words", "errors", "settings", "files", "bundled", "plugs", "pdfs", "_version"),
    ("facts",),
    ("reading_lists", "full_texts", "sources", "library"),
    ("enrich",),
    ("graph",),
    ("lineage",),
    ("corpus",),
    ("analysis",),
    ("evaluation",),
    ("layout",),
    ("workflow",),
    ("exports", "imports", "site"),
    ("cli", "dashboard", "agents", "notebook", "selection", "__init__", "__main__"),
)
"""Rooms from the ground up; a room imports from its own floor and from those below."""

FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


@dataclass(frozen=True, slots=True, order=True)
class Import:
    """One import of a module of ours."""

    module: str
    """Who imports, without the package's name: ``library.store``."""
    target: str
    """What is imported, as it is written: ``sqlite3``, ``ptm_graph.enrich.build``."""

    @property
    def room(self) -> str:
        """Room of the module."""
        return self.module.split(".")[0]

    @property
    def target_room(self) -> str | None:
        """Room of the target; None for a library that is not ours."""
        package, _, rest = self.target.partition(".")
        if package != "ptm_graph":
            return None
        room = rest.split(".")[0]
        # a name that no room has is the package's own
        return room if room in FLOOR_OF else "__init__"


def imports(package: Path = PACKAGE) -> Iterator[Import]:
    """Give every import of every module of the package.

    Parameters
    ----------
    package : Path
        Folder of ``ptm_graph``.

    Yields
    ------
    Import
        Modules in the order of their paths.
    """
    for path in sorted(package.rglob("*.py")):
        module = ".".join(path.relative_to(package).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (Import(module, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module == "ptm_graph":
                yield from (Import(module, f"ptm_graph.{alias.name}") for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield Import(module, node.module)


def between_rooms(found: Iterable[Import]) -> list[Import]:
    """Keep the imports that lead from one room to another."""
    return [one for one in found if one.target_room not in (None, one.room)]


def upward(found: Iterable[Import]) -> list[Import]:
    """Keep the imports that lead to a higher floor, in order and each once.

    Raises
    ------
    KeyError
        For a room without a floor.
    """
    return sorted(
        {one for one in between_rooms(found) if FLOOR_OF[str(one.target_room)] > FLOOR_OF[one.room]}
    )


def circles(found: Iterable[Import]) -> list[list[str]]:
    """Find the sets of rooms that all lead to one another, in order."""
    graph: nx.DiGraph[str] = nx.DiGraph(
        (one.room, str(one.target_room)) for one in between_rooms(found)
    )
    return sorted(sorted(some) for some in nx.strongly_connected_components(graph) if len(some) > 1)


def main() -> None:
    """Print the counts."""
    found = list(imports())
    print(f"{len(between_rooms(found))} imports between {len({one.room for one in found})} rooms")
    round_and_round = circles(found)
    print(f"circles of rooms: {len(round_and_round)}")
    for rooms in round_and_round:
        print(f"  {', '.join(rooms)}")
    up = upward(found)
    print(f"imports that run up a floor: {len(up)}")
    for one in up:
        print(f"  {one.module} → {one.target}")


if __name__ == "__main__":
    main()
