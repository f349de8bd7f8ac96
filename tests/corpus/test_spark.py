"""The same lineage on a real cluster of Spark; ``make test-spark`` starts one."""

import os
import signal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from random_graph import random_graph
from same_lineage import assert_equal, every_signal_counts

from ptm_graph.cli import main
from ptm_graph.corpus.engines import engine
from ptm_graph.corpus.from_library import from_graph
from ptm_graph.corpus.lineage import relational
from ptm_graph.errors import CorpusError

CLUSTER = os.environ.get("PTM_GRAPH_SPARK", "")

needs_cluster = pytest.mark.skipif(
    not CLUSTER, reason="no cluster: “make test-spark” runs this on one"
)


@needs_cluster
def test_every_signal_is_the_same_on_a_cluster(tmp_path: Path) -> None:
    graph = random_graph(0)
    candidates, relations = assert_equal(
        graph, from_graph(graph, tmp_path), every_signal_counts(), CLUSTER
    )
    assert candidates > 400 and relations > 40


@needs_cluster
def test_the_command_writes_the_same_lineage_by_one_setting(tmp_path: Path) -> None:
    from_graph(random_graph(7), tmp_path / "corpus")
    command = ["corpus", "lineage", str(tmp_path / "corpus"), "-o"]
    assert main([*command, str(tmp_path / "here.parquet")]) == 0
    assert main([*command, str(tmp_path / "there.parquet"), "--engine", CLUSTER]) == 0
    here, there = (pq.read_table(tmp_path / f"{one}.parquet") for one in ("here", "there"))
    assert here.schema.equals(there.schema) and here.num_rows > 0
    for one, other in zip(here.to_pylist(), there.to_pylist(), strict=True):
        assert one == pytest.approx(other, abs=1e-9)


@needs_cluster
def test_a_worker_that_is_killed_in_the_middle_changes_nothing(tmp_path: Path) -> None:
    corpus = from_graph(random_graph(1), tmp_path / "corpus")
    with engine() as one:
        expected = one.arrow(relational(corpus, one).relations().select("child", "parent"))
    with engine(CLUSTER) as one:
        lineage = relational(corpus, one)
        one.arrow(lineage.parents.count().as_table())  # both workers hold parts of it now
        os.killpg(int(os.environ["PTM_GRAPH_SPARK_WORKER"]), signal.SIGKILL)
        found = one.arrow(lineage.relations().select("child", "parent"))
        one.write(lineage.relations(), (tmp_path / "written").as_uri())
    assert found.to_pylist() == expected.to_pylist() != []
    assert pq.read_table(tmp_path / "written").num_rows == expected.num_rows


@pytest.mark.skipif(bool(CLUSTER), reason="the client is there")
def test_without_the_client_it_is_said_what_to_install() -> None:
    pytest.importorskip("ibis")
    with pytest.raises(CorpusError, match=r"ptm-graph\[spark\]"), engine("sc://127.0.0.1:1"):
        pass


@needs_cluster
@pytest.mark.parametrize("address", ["sc://127.0.0.1:1", "sc://", "sc://127.0.0.1:99999"])
def test_a_cluster_that_does_not_answer_is_said_in_one_line(address: str) -> None:
    with pytest.raises(CorpusError, match="failed") as told, engine(address):
        pass
    assert "\n" not in str(told.value)
