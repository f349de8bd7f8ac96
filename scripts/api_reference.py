"""Build the API reference from the docstrings: pages that load nothing from elsewhere.

    python scripts/api_reference.py [FOLDER]

The folder is build/api by default. ``make docs`` puts them into the documentation site
(``make_site.py``).
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from pathlib import Path

import pdoc
import pdoc.render

import ptm_graph

MODULES = (
    *("ptm_graph", "ptm_graph.errors", "ptm_graph.library", "ptm_graph.notebook"),
    *("ptm_graph.words.model", "ptm_graph.words.identifiers", "ptm_graph.words.titles"),
    *("ptm_graph.graph.citations", "ptm_graph.graph.selection", "ptm_graph.graph.frames"),
    *("ptm_graph.lineage", "ptm_graph.analysis", "ptm_graph.layout", "ptm_graph.exports"),
    *("ptm_graph.imports", "ptm_graph.enrich", "ptm_graph.reading_lists"),
    *("ptm_graph.workflow.opening", "ptm_graph.workflow.reading", "ptm_graph.workflow.building"),
    *("ptm_graph.workflow.adding", "ptm_graph.workflow.refreshing"),
    *("ptm_graph.workflow.decisions", "ptm_graph.workflow.changes"),
)
"""What a user of the library calls; everything else may change without notice."""


def build(folder: Path, modules: Iterable[str] = MODULES, documentation: str | None = None) -> None:
    """Write one page a module, an index and a search that runs in the page.

    ``documentation`` is where a link back to the documentation leads, seen from the folder.
    """
    for name in ptm_graph.__all__:
        # names are loaded when first used; pdoc looks only at those that are there
        vars(ptm_graph)[name] = getattr(ptm_graph, name)
    pdoc.render.configure(
        docformat="numpy",
        show_source=False,
        math=False,
        mermaid=False,
        template_directory=Path(__file__).parent / "api_pages",
    )
    pdoc.render.env.globals["documentation"] = documentation
    with warnings.catch_warnings():
        # “nx.DiGraph[str]” is a type for checkers only; it is shown as it is written
        warnings.filterwarnings("ignore", message="Error parsing type annotation")
        pdoc.pdoc(*modules, output_directory=folder)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("build/api")
    build(target)
    print(f"{target / 'index.html'}: {len(MODULES)} modules")
