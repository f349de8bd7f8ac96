"""Imports: our own exports back without loss, and graphs from others with an account."""

from ptm_graph.imports.account import Imported
from ptm_graph.imports.reading import read_graph

__all__ = ["Imported", "read_graph"]
