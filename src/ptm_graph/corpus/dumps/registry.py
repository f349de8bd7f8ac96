"""The kinds of dumps there are."""

from __future__ import annotations

from collections.abc import Mapping

from ptm_graph.corpus.dumps import openalex, opencitations, s2ag
from ptm_graph.corpus.dumps.dump import Dump

DUMPS: Mapping[str, Dump] = {
    one.name: one for one in (s2ag.DUMP, openalex.DUMP, opencitations.DUMP)
}
"""By their names on the command line."""
