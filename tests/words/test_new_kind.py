"""A kind of identifier is added in one file: its row, and everything else knows it."""

from __future__ import annotations

import subprocess
import sys
import textwrap

ROW = """
    Kind(
        "toy",
        "Toy Index",
        form=r"(T\\d{4})",
        example="T1234",
        normal=str.upper,
        prefixes=("toyid",),
        columns=("toy id",),
        in_text=True,
        places=(Place(r"https://toys\\.example/(T\\d{4})"),),
        marks=("toys.example",),
        page="https://toys.example/{value}",
        sureness=50,
        asked_as={"semantic scholar": "TOY:{digits}"},
        given_as={"semantic scholar": "Toy"},
    ),
)
"""
PROLOGUE = """
import importlib.util, sys
from pathlib import Path

name = "ptm_graph.words.identifiers"
spec = importlib.util.find_spec(name)
assert name not in sys.modules
source = Path(spec.origin).read_text(encoding="utf-8")
head, mark, tail = source.partition('''\\n)\\n\"\"\"Every kind, in the order''')
assert mark
module = importlib.util.module_from_spec(spec)
sys.modules[name] = module
changed = head + ROW + mark.removeprefix("\\n)\\n") + tail
exec(compile(changed, spec.origin, "exec"), module.__dict__)
"""


def run(script: str) -> None:
    """Run a script in a process that knows the toy kind; what it asserts must hold."""
    text = f"ROW = {ROW!r}\n{PROLOGUE}\n{textwrap.dedent(script)}\nprint('done')"
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


def test_every_form_of_list_understands_a_new_kind() -> None:
    run("""
    import json
    from ptm_graph.reading_lists import read_text

    def found(text, form):
        (entry,) = read_text(text, None, form).entries
        return dict(entry.identifiers)

    expected = {"toy": "T1234"}
    title = "A Paper with a Title of Its Own"
    assert found(f"- [{title}](https://toys.example/t1234)", "markdown") == expected
    assert found(f"- {title}. ToyId: t1234.", "markdown") == expected
    assert found(f"title,toy id\\n{title},t1234\\n", "csv") == expected
    assert found("@article{a, title={%s}, toy={T1234}}" % title, "bibtex") == expected
    assert found(json.dumps([{"title": title, "TOY": "T1234"}]), "csl-json") == expected
    yaml = f"papers:\\n  - title: {title}\\n    identifiers: {{toy: t1234}}\\n"
    assert found(yaml, "yaml") == expected
    """)


def test_library_graph_and_exports_know_a_new_kind() -> None:
    run("""
    from ptm_graph.exports.about_paper import links
    from ptm_graph.graph.citations import citation_graph
    from ptm_graph.imports.meaning import adopt
    from ptm_graph.words.doors import Tally
    from ptm_graph.evaluation.gold import read_gold
    from ptm_graph.library import Library
    from ptm_graph.words.model import SeedEntry
    from ptm_graph.words.records import PaperRecord
    import networkx as nx

    with Library.in_memory() as library:
        with library.writing() as writer:
            writer.replace_entries([SeedEntry("A Paper", (), {"toy": "T1234"})])
            writer.replace_entries([SeedEntry("A Paper", (), {"toy": "T1234"}), SeedEntry("Other")])
        for query in ("toy:t1234", "https://toys.example/T1234", "ToyId: T1234"):
            assert library.find(query).key == "toy:T1234", query
        library.store_paper(PaperRecord("arxiv", {"toy": "T1234", "arxiv": "1901.00001"}))
        assert library.find("toy:T1234").key == "arxiv:1901.00001"
        assert list(library.papers()["toy"].dropna()) == ["T1234"]
        graph = citation_graph(library)
    paper = graph.nodes["arxiv:1901.00001"]
    assert paper["toy"] == "T1234"
    assert ("Toy Index", "https://toys.example/T1234") in links(paper)
    assert read_gold("child,parent\\ntoy:T1234,Other\\n", graph).unmatched == ()
    foreign = nx.DiGraph()
    foreign.add_node("n", toy_id="t1234")
    adopt(foreign, Tally('import', 'toys'))
    assert foreign.nodes["n"]["toy"] == "T1234"
    """)


def test_a_service_is_asked_by_a_new_kind_and_gives_it() -> None:
    run("""
    from ptm_graph.settings import Settings
    from ptm_graph.sources.scholar_records import record
    from ptm_graph.sources.semantic_scholar import SemanticScholar

    assert SemanticScholar(Settings()).asked_as({"toy": "T1234"}) == "TOY:1234"
    given = record({"paperId": "a" * 40, "externalIds": {"Toy": "t1234"}})
    assert given.identifiers["toy"] == "T1234"
    """)
