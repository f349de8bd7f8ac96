"""The API reference: built from docstrings that say what goes in and what comes out."""

from __future__ import annotations

import html.parser
import importlib
import importlib.util
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "api_reference.py"
OURS = ("ptm_graph", "ptm_graph.exports", "ptm_graph.graph.frames", "ptm_graph.notebook")


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = loaded(SCRIPT)


def public(name: str) -> Iterator[tuple[str, Any]]:
    module = importlib.import_module(name)
    listed = getattr(module, "__all__", None) or [
        found
        for found, value in vars(module).items()
        if not found.startswith("_") and getattr(value, "__module__", None) == name
    ]
    yield from ((found, getattr(module, found)) for found in listed)


def gives(function: Any) -> bool:
    return inspect.signature(function).return_annotation not in (None, "None")


@pytest.mark.parametrize("module", REFERENCE.MODULES)
def test_every_public_name_is_documented(module: str) -> None:
    assert inspect.getdoc(importlib.import_module(module))
    for name, value in public(module):
        if inspect.isclass(value) or inspect.isfunction(value):
            assert value.__doc__, f"{module}.{name}"
        if inspect.isclass(value):
            for part, method in vars(value).items():
                if not part.startswith("_") and inspect.isfunction(method):
                    assert method.__doc__, f"{module}.{name}.{part}"


@pytest.mark.parametrize("module", (*OURS, "ptm_graph.imports", "ptm_graph.graph.selection"))
def test_functions_tell_what_they_take_and_give(module: str) -> None:
    for name, value in public(module):
        if not inspect.isfunction(value):
            continue
        told = inspect.getdoc(value) or ""
        if inspect.signature(value).parameters:
            assert "Parameters\n----------" in told, f"{module}.{name}"
        if gives(value):
            assert "Returns\n-------" in told, f"{module}.{name}"


class Loaded(html.parser.HTMLParser):
    """What a browser would ask for when it opens a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "a":
            self.found += [value or "" for name, value in attrs if name in ("src", "href")]


def test_the_pages_render_numpydoc_and_load_nothing_from_elsewhere(tmp_path: Path) -> None:
    REFERENCE.build(tmp_path, OURS)
    pages = sorted(tmp_path.rglob("*.html"))
    assert {"index.html", "ptm_graph.html", "exports.html"} <= {page.name for page in pages}
    for page in pages:
        text = page.read_text("utf-8")
        assert [asked for asked in Loaded(text).found if "//" in asked.split(",")[0]] == []
        assert "@import" not in text and "url(http" not in text
    shown = (tmp_path / "ptm_graph.html").read_text("utf-8")
    assert 'id="lineage_graph"' in shown and ">Parameters</h6>" in shown
    assert "-----" not in shown  # an underline of numpydoc that was not understood
