"""Which formats there are, and which one a file name means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from ptm_graph.errors import ExportError


@dataclass(frozen=True, slots=True)
class Format:
    """One export format."""

    name: str
    suffixes: tuple[str, ...]
    """File name endings that mean it, the usual one first."""
    module: str
    """Module of :mod:`ptm_graph.exports` with its ``write(job, out)``."""
    media_type: str
    purpose: str
    """One line for a menu."""


_ALL = (
    Format("html", (".html", ".htm"), "html", "text/html", "one page that opens from disk"),
    Format("graphml", (".graphml",), "graphml", "application/xml", "yEd, Gephi, igraph, networkx"),
    Format("gexf", (".gexf",), "gexf", "application/xml", "Gephi, with dates and positions"),
    Format("json", (".json",), "node_link", "application/json", "node-link as networkx reads it"),
    Format("cyjs", (".cyjs",), "cytoscape", "application/json", "Cytoscape"),
    Format("vos", (".vos.json",), "vosviewer", "application/json", "VOSviewer"),
    Format(
        "csv",
        (".csv", ".csv.zip", ".zip"),
        "tables",
        "application/zip",
        "tables of papers and edges",
    ),
    Format("bib", (".bib",), "bibtex", "application/x-bibtex", "BibTeX"),
    Format(
        "ris", (".ris",), "ris", "application/x-research-info-systems", "Zotero, EndNote, Mendeley"
    ),
    Format("csl", (".csl.json",), "csl", "application/vnd.citationstyles.csl+json", "CSL-JSON"),
    Format("dot", (".dot", ".gv"), "dot", "text/vnd.graphviz", "Graphviz"),
    Format("mmd", (".mmd", ".mermaid"), "mermaid", "text/vnd.mermaid", "Mermaid"),
    Format("svg", (".svg",), "svg", "image/svg+xml", "a figure to edit or embed"),
    Format("png", (".png",), "png", "image/png", "a picture"),
    Format("pdf", (".pdf",), "pdf", "application/pdf", "a figure for a paper"),
    Format("md", (".md", ".markdown"), "markdown", "text/markdown", "a readable account"),
    Format(
        "pptx",
        (".pptx",),
        "slides",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "a slide to edit",
    ),
)

FORMATS: Mapping[str, Format] = MappingProxyType({known.name: known for known in _ALL})
"""Name of the format → the format."""


def format_of(path: str | Path, name: str | None = None) -> Format:
    """Find the format by its name, or else by the ending of the file name.

    The longest ending that fits wins: ``family.csl.json`` is CSL, not node-link.

    Parameters
    ----------
    path : str or Path
        A file name; the file need not be there.
    name : str, optional
        Name of a format or one of its endings, where the file name does not tell.

    Returns
    -------
    Format
        One of :data:`FORMATS`.

    Raises
    ------
    ExportError
        If the name or the ending is unknown; the message lists those known.
    """
    if name is not None:
        wanted = name.lower().lstrip(".")
        if wanted in FORMATS:
            return FORMATS[wanted]
        found = _by_ending(f"x.{wanted}")
        if found is None:
            raise ExportError(f"“{name}” is no export format; use one of {', '.join(FORMATS)}")
        return found
    found = _by_ending(Path(path).name.lower())
    if found is None:
        endings = " ".join(ending for known in _ALL for ending in known.suffixes)
        raise ExportError(
            f"{path}: the ending names no export format; use one of {endings} or name the format"
        )
    return found


def _by_ending(file_name: str) -> Format | None:
    fitting = [
        (len(ending), known)
        for known in _ALL
        for ending in known.suffixes
        if file_name.endswith(ending)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None
