"""Small files that grow large, deep or slow: read in a moment, or refused in one line."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from effort import seconds

from ptm_graph.cli.main import main
from ptm_graph.errors import InputError
from ptm_graph.evaluation.gold import read_gold
from ptm_graph.imports import read_graph
from ptm_graph.reading_lists import read_text
from ptm_graph.settings import Settings
from ptm_graph.words import doors
from ptm_graph.workflow import decisions


def refused(work: object) -> str:
    """The one line that says why something is not read."""
    with pytest.raises(InputError) as caught:
        work()  # type: ignore[operator]
    assert "\n" not in str(caught.value)
    return str(caught.value)


def zipped(path: Path, tables: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tables.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("sizes", [(5000,), (600, 600, 600)])
def test_what_is_unpacked_of_a_zip_is_limited_in_all(
    sizes: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ptm_graph.imports.tables.LARGEST", 1500)
    tables = {f"table{at}.csv": b"a" * size for at, size in enumerate(sizes)}
    bomb = zipped(tmp_path / "a.zip", {**tables, "edges.csv": b"citing,cited\na,b\n"})
    assert "MB" in refused(lambda: read_graph(bomb))


def test_a_zip_whose_data_are_damaged_is_refused(tmp_path: Path) -> None:
    table = b"citing,cited\n" + b"".join(b"a%d,b%d\n" % (at, at * at) for at in range(300))
    good = zipped(tmp_path / "a.zip", {"edges.csv": table}).read_bytes()
    for place in range(40, 400, 12):
        (tmp_path / "a.zip").write_bytes(good[:place] + b"\xff\xfe\xfd" + good[place + 3 :])
        assert "a.zip" in refused(lambda: read_graph(tmp_path / "a.zip"))


NODES = [{"id": str(at)} for at in range(30)]
XML = "".join(f'<node id="{at}"/>' for at in range(30))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps({"nodes": NODES, "links": []})),
        ("a.cyjs", json.dumps({"elements": {"nodes": [{"data": one} for one in NODES]}})),
        ("a.graphml", f"<graphml><graph>{XML}</graph></graphml>"),
        ("a.gexf", f"<gexf><graph><nodes>{XML}</nodes></graph></gexf>"),
        ("a.csv", "citing,cited\n" + "".join(f"a{at},b{at}\n" for at in range(30))),
    ],
)
def test_a_graph_of_too_many_papers_is_refused(
    name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for room in ("json_graphs", "xml_graphs", "tables"):
        monkeypatch.setattr(f"ptm_graph.imports.{room}.MOST_PAPERS", 20)
    (tmp_path / name).write_text(text, "utf-8")
    assert "more than 20 papers" in refused(lambda: read_graph(tmp_path / name))


def test_a_file_of_a_graph_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ptm_graph.imports.reading.LARGEST", 10)
    (tmp_path / "a.json").write_text('{"nodes": []}', "utf-8")
    assert "larger than" in refused(lambda: read_graph(tmp_path / "a.json"))
    assert doors.LARGEST == 128 * 2**20


@pytest.mark.parametrize("encoding", ["nonsense", "utf-7", "", "cp1"])
def test_xml_in_an_unknown_encoding_is_refused(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.graphml").write_text(
        f'<?xml version="1.0" encoding="{encoding}"?><graphml/>', "utf-8"
    )
    assert "a.graphml" in refused(lambda: read_graph(tmp_path / "a.graphml"))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "decisions: " + "[" * 20_000,
        "decisions: " + "{a: " * 20_000,
        "decisions:\n- {child: a, parent: b, verdict: set, at: 2020-13-45}\n",
        "decisions:\n- {child: a, parent: b, verdict: set, at: 2020-02-31T25:00:00Z}\n",
        "decisions: !!python/object:os.system x\n",
        "decisions:\n- !!timestamp nonsense\n",
        "decisions:\n- {child: !!int x, parent: b, verdict: set}\n",
        "decisions: 5\n",
        "decisions: text\n",
        "decisions: {a: b}\n",
        "decisions: [5]\n",
    ],
)
def test_no_file_of_decisions_takes_long_or_ends_in_a_trace(text: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    path.write_text(text, "utf-8")
    message = []
    assert seconds(lambda: message.append(refused(lambda: decisions.read(path)))) < 5
    assert "decisions.yaml" in message[0]


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("\n" * 60_000 + "Title", "rst"),
        ('title\n"' + "[](" * 20_000 + ')"\n', "csv"),
        ('title\n"' + "[a](" * 20_000 + ')"\n', "csv"),
    ],
)
def test_repeated_marks_are_read_in_linear_time(text: str, format: str) -> None:
    assert seconds(lambda: read_text(text, format)) < 10


@pytest.mark.parametrize("line", ["![a](b.png)", "![](x)", "![a](b.png)\n![c](d.png)"])
def test_a_line_of_an_image_costs_only_itself(line: str) -> None:
    text = f"{line}\nhttps://arxiv.org/abs/1810.04805\n\n{line}\n"
    assert [one.identifiers for one in read_text(text, "text").entries] == [{"arxiv": "1810.04805"}]


def test_decisions_as_a_table_run_nothing_and_come_back() -> None:
    import networkx as nx

    one = decisions.Decision("a", "b", "set", "me", "now", "=HYPERLINK(1)")
    text = decisions.as_gold([one])
    assert text.splitlines()[1] == "a,b,'=HYPERLINK(1)"
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from("ab", title="Title")
    assert read_gold(text, graph).relations[0].labels == ("=HYPERLINK(1)",)


def test_a_home_of_nobody_and_a_port_that_is_none_are_told_in_one_line() -> None:
    for variable, value in (
        ("PTM_GRAPH_LIBRARY", "~nosuchuser/library.db"),
        ("PTM_GRAPH_DECISIONS", "~nosuchuser/decisions.yaml"),
        ("PTM_GRAPH_S2_URL", "http://localhost:99999"),
    ):
        assert refused(lambda: Settings.from_environment({variable: value}))  # noqa: B023


def test_a_closed_output_is_no_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.stdout", None)
    assert main(["build", "--library", str(tmp_path / "a.db"), "-"]) in (0, 1)
    assert main(["lineage", "BERT", "--library", str(tmp_path / "none.db")]) == 1
