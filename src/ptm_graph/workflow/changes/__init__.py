"""What refreshes changed: collected from the history, told as text, mail, Markdown, JSON, Atom."""

from ptm_graph.workflow.changes.collecting import Item, News, collect
from ptm_graph.workflow.changes.digest import Digest, Story, digest, digests

__all__ = ["Digest", "Item", "News", "Story", "collect", "digest", "digests"]
