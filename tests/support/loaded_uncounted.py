"""Other people's libraries, loaded while nobody counts lines, which would take twice as long.

Only where lines are counted; elsewhere each is loaded where it is needed, if at all.
"""

from __future__ import annotations

import importlib
import os

from coverage import Coverage

LARGE = (
    *("arxiv", "docutils.core", "igraph", "networkx", "pandas"),
    *("scipy.sparse.csgraph", "semanticscholar", "streamlit.testing.v1"),
)

counting = Coverage.current()
if counting is not None and "PYTEST_XDIST_WORKER" in os.environ:
    counting.stop()
    for name in LARGE:
        importlib.import_module(name)
    counting.start()
