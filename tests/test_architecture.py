"""Data flows up the floors of the house: no import goes to a floor it must not know."""

from __future__ import annotations

import functools
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "import_floors.py"


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


FLOORS = loaded(SCRIPT)


@functools.cache
def imports() -> list[Any]:
    """Every import of the package; not asked for while tests are collected, by each process."""
    return list(FLOORS.imports())


FETCHED_OR_SHOWN = {
    *("library", "sources", "enrich", "reading_lists"),
    *("sqlite3", "httpx", "streamlit", "click"),
}
FORBIDDEN = {
    "words": {"settings", "files", "bundled", "networkx", "sqlite3", "httpx"},
    "facts": {"settings", "files", "bundled", "networkx", "sqlite3", "httpx"},
    "library": {"sources", "reading_lists", "httpx"},
    "reading_lists": {"sources", "library", "httpx", "sqlite3"},
    "sources": {"library", "reading_lists", "sqlite3"},
    "lineage": FETCHED_OR_SHOWN,
    "analysis": FETCHED_OR_SHOWN,
    "evaluation": FETCHED_OR_SHOWN,
    "layout": FETCHED_OR_SHOWN,
    "workflow": {"sqlite3", "httpx", "streamlit", "click", "rich"},
    "exports": {"sqlite3", "httpx", "enrich"},
    # a face calls the workflow; it puts no refresh together itself
    "cli": {"enrich", "sources", "sqlite3", "httpx", "streamlit"},
    "dashboard": {"enrich", "sqlite3", "httpx", "click"},
    "notebook": {"enrich", "sources", "reading_lists", "sqlite3", "httpx", "streamlit", "click"},
}
"""Rooms that must not know others although these are no higher."""


def test_no_import_runs_up_a_floor() -> None:
    assert FLOORS.upward(imports()) == []


def test_no_rooms_stand_in_a_circle() -> None:
    assert FLOORS.circles(imports()) == []


@pytest.mark.parametrize("room", sorted(FORBIDDEN))
def test_a_room_does_not_know_what_it_must_not(room: str) -> None:
    known = {
        one.target_room or one.target.split(".")[0] for one in imports() if one.room == room
    } - {room}
    assert known, f"{room} imports nothing: is it still there?"
    assert known & FORBIDDEN[room] == set()


def test_faces_know_no_service_and_write_no_rows_themselves() -> None:
    found = {
        one.target
        for one in imports()
        if one.room in ("cli", "dashboard", "notebook")
        and one.target.startswith(("ptm_graph.sources", "ptm_graph.library.writing"))
    }
    assert found <= {"ptm_graph.sources.snapshot"}  # whom to credit


def test_every_room_has_its_floor_and_every_floor_its_rooms() -> None:
    there = {
        path.relative_to(FLOORS.PACKAGE).parts[0].removesuffix(".py")
        for path in FLOORS.PACKAGE.rglob("*.py")
    }
    assert there == set(FLOORS.FLOOR_OF)


def test_every_room_has_its_tests() -> None:
    tests = Path(__file__).parent
    for room in set(FLOORS.FLOOR_OF) - {"__init__", "__main__", "_version"}:
        assert (tests / room).is_dir() or (tests / f"test_{room}.py").exists(), room


def test_an_import_that_runs_up_is_found_inside_a_function_and_for_types(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "model.py").write_text(
        "from typing import TYPE_CHECKING\n"
        "if TYPE_CHECKING:\n    from ptm_graph.graph.citations import citation_graph\n"
        "def late():\n    from ptm_graph import lineage, errors\n",
        encoding="utf-8",
    )
    (tmp_path / "lineage.py").write_text("import ptm_graph.words.model\n", encoding="utf-8")
    found = list(FLOORS.imports(tmp_path))
    assert {one.target for one in FLOORS.upward(found)} == {
        "ptm_graph.graph.citations",
        "ptm_graph.lineage",
    }
    assert FLOORS.circles(found) == [["lineage", "words"]]
