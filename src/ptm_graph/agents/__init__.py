"""What agents ask a library, and get as small answers that name every source.

:class:`Answers` needs no other library; :mod:`ptm_graph.agents.server` offers it by the Model
Context Protocol (``pip install "ptm-graph[mcp]"``).
"""

from ptm_graph.agents.answers import Answers

__all__ = ["Answers"]
