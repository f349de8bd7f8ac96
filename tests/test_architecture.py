"""Data flows up the floors of the house: no import goes down to where it must not look."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ptm_graph

PACKAGE = Path(str(ptm_graph.__file__)).parent

FLOORS = {
    "_version": 0,
    "workflow": 4,
    "evaluation": 3,
    "graph": 2,
    "facts": 1,
    "words": 0,
    "model": 0, "records": 0, "identifiers": 0, "titles": 0, "errors": 0, "settings": 0,
    "characters": 0,
    "palette": 0,
    "files": 1, "bundled": 1, "reading_lists": 1, "sources": 1, "library": 1,
    "citation_facts": 1, "citation_cues": 1, "change_classes": 1, "coined_names": 1,
    "key_phrases": 1,
    "enrich": 2, "graphs": 2, "snapshot": 2,
    "lineage": 3, "analysis": 3, "layout": 3, "selection": 5,
    "exports": 4, "imports": 4, "dashboard": 4, "changes": 4, "schedule": 4, "decisions": 4,
    "frames": 4, "notebook": 5,
    "cli": 5, "__init__": 5, "__main__": 5,
}  # fmt: skip

FORBIDDEN = {
    "lineage": {"library", "sources", "enrich", "reading_lists", "sqlite3", "httpx", "streamlit"},
    "analysis": {"library", "sources", "enrich", "reading_lists", "sqlite3", "httpx", "streamlit"},
    "layout": {"library", "sources", "enrich", "reading_lists", "sqlite3", "httpx", "streamlit"},
    "library": {"sources", "reading_lists", "httpx"},
    "reading_lists": {"sources", "library", "httpx", "sqlite3"},
    "sources": {"library", "reading_lists", "sqlite3"},
    "exports": {"sqlite3", "httpx", "enrich"},
}
"""Rooms that must not know others although these are no higher."""

LOOKING_UP = {("library", "enrich"), ("library", "notebook")}
"""Library.bundled() is where a newcomer looks for it, and a notebook asks the object itself
for its view; both only call what lies above."""


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    """Rooms and libraries a module imports when it runs (not only for its types)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "ptm_graph":
            yield from (f"ptm_graph.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_from_its_floor_or_below(path: Path) -> None:
    room = room_of(path)
    for name in imports_of(path):
        parts = name.split(".")
        target = parts[1] if parts[0] == "ptm_graph" and len(parts) > 1 else parts[0]
        assert target not in FORBIDDEN.get(room, ()), f"{room} must not know {target}"
        if parts[0] == "ptm_graph" and target in FLOORS and (room, target) not in LOOKING_UP:
            assert FLOORS[target] <= FLOORS[room], f"{room} looks up at {target}"


def test_every_room_has_its_floor() -> None:
    assert {room_of(path) for path in MODULES} <= set(FLOORS)


def test_every_room_has_its_tests() -> None:
    tests = Path(__file__).parent
    for room in {room_of(path) for path in MODULES} - {"__init__", "__main__", "_version"}:
        assert (tests / room).is_dir() or (tests / f"test_{room}.py").exists(), room
