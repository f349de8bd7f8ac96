"""The answer to “why?”."""

import networkx as nx
import pytest

from ptm_graph.errors import QueryError
from ptm_graph.lineage import why


def test_why_ranks_all_candidates_and_says_why_the_runner_up_lost(
    family: "nx.DiGraph[str]",
) -> None:
    answer = why(family, "gamma")
    assert answer.candidates[0].relation.parent == "beta"
    assert answer.candidates[0].chosen and not answer.candidates[1].chosen
    assert answer.why_runner_up_lost is not None and "below" in answer.why_runner_up_lost
    gap = answer.candidates[0].relation.score - answer.candidates[1].relation.score
    assert sum(points for _, points in answer.difference) == pytest.approx(gap, abs=1e-2)


def test_why_refuses_a_parent_that_is_not_cited(family: "nx.DiGraph[str]") -> None:
    with pytest.raises(QueryError, match="no reference"):
        why(family, "alpha", "gamma")
    with pytest.raises(QueryError, match="no paper “nobody”"):
        why(family, "nobody")
