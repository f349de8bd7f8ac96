"""The command line: arguments in, calls out, nothing else.

Each command is a module of its own that is imported only when it runs, so that
``ptm-graph --help`` answers at once.
"""

from ptm_graph.cli.main import main

__all__ = ["main"]
