"""The score and its terms."""

import networkx as nx
import pytest

from ptm_graph.lineage import infer


def test_the_terms_of_a_relation_add_up_to_its_score(family: "nx.DiGraph[str]") -> None:
    for relation in infer(family).relations:
        total = sum(term.points for term in relation.evidence.terms)
        assert total == pytest.approx(relation.score, abs=1e-3)
