"""The register of signals."""

import numpy as np
from citation_graphs import listed

from ptm_graph.lineage.score import SIGNAL_NAMES
from ptm_graph.lineage.signals import SIGNALS
from ptm_graph.lineage.weights import default_weights


def test_every_signal_gives_one_number_a_reference_and_copes_with_nothing_known() -> None:
    references = listed({}, {}, {}, {})
    for signal in SIGNALS:
        values = signal.compute(references)
        assert values.shape == (3,), signal.name
        assert not np.isinf(values).any(), signal.name
        assert signal.say(1.0), signal.name


def test_every_weight_belongs_to_a_signal() -> None:
    assert set(default_weights().weights) == set(SIGNAL_NAMES)
