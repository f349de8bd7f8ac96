"""What the sources of the package say, parsed once for all tests that look at them."""

from __future__ import annotations

import ast
import functools
import gc
from pathlib import Path

import ptm_graph

SOURCE = Path(ptm_graph.__file__).parent


@functools.cache
def trees() -> dict[str, ast.Module]:
    """Path of a module within the package → its syntax tree; not to be changed."""
    found = {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
    }
    gc.freeze()  # they stay to the end; no search for garbage has to go through them
    return found
