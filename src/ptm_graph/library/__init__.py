"""The library: papers and citations in one SQLite file.

One process writes, any number read (write-ahead logging). Opening, reading and
writing live in modules of their own; :class:`Library` is their common face.
"""

from ptm_graph.library.store import Library

__all__ = ["Library"]
