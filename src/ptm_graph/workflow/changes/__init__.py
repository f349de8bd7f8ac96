"""What refreshes changed: collected from the history, told as text, Markdown, JSON, Atom."""

from ptm_graph.workflow.changes.collecting import Item, News, collect

__all__ = ["Item", "News", "collect"]
