"""The graphs of the exports, read back."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location(
    "export_graphs", Path(__file__).parents[1] / "exports" / "conftest.py"
)
assert _SPEC is not None and _SPEC.loader is not None
_GRAPHS = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_GRAPHS)

family, citations, hostile, any_graph = (
    _GRAPHS.family,
    _GRAPHS.citations,
    _GRAPHS.hostile,
    _GRAPHS.any_graph,
)
