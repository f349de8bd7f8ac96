"""Which formats there are, and which one a file name means.

To add one: a module with ``write(job, out)``, and an entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO, Literal

from ptm_graph.errors import ExportError
from ptm_graph.plugs import plugs
from ptm_graph.words.model import SeedEntry

if TYPE_CHECKING:
    from ptm_graph.exports.job import Job

Direction = Literal["parent-child", "citing-cited"]
"""What an edge means: a lineage or citations."""


@dataclass(frozen=True, slots=True)
class SeedWriter:
    """How a format holds a reading list, which has papers and no edges."""

    suffixes: tuple[str, ...]
    """Endings that mean it for a reading list."""
    write: str | Callable[[Iterable[SeedEntry], BinaryIO], None]
    """What writes it, or ``module:name`` of it."""


@dataclass(frozen=True, slots=True)
class Format:
    """One export format."""

    name: str
    suffixes: tuple[str, ...]
    """File name endings that mean it, the usual one first."""
    write: str | Callable[[Job, BinaryIO], None]
    """What writes it, or ``module:name`` of it: imported when the format is asked for."""
    media_type: str
    purpose: str
    """One line for a menu."""
    takes: tuple[Direction, ...] = ("parent-child", "citing-cited")
    """Which graphs it can write."""
    listing: bool = False
    """Whether it also makes sense for a mere list of papers."""
    speaks: bool = False
    """Whether people read it: its texts are in the language that is asked for."""
    seeds: SeedWriter | None = None
    """How it holds a reading list, if it can."""
    also: tuple[str, ...] = ()
    """Other names by which it may be asked for."""
    folder: str | Callable[[Job, Path], None] | None = None
    """What writes it as a folder, where the file name does not end with ``.zip``."""


_HERE = "ptm_graph.exports"

_ALL = (
    Format(
        "html",
        (".html", ".htm"),
        f"{_HERE}.html:write",
        "text/html",
        "one page that opens from disk",
        speaks=True,
    ),
    Format(
        "graphml",
        (".graphml",),
        f"{_HERE}.graphml:write",
        "application/xml",
        "yEd, Gephi, igraph, networkx",
    ),
    Format(
        "gexf",
        (".gexf",),
        f"{_HERE}.gexf:write",
        "application/xml",
        "Gephi, with dates and positions",
    ),
    Format(
        "json",
        (".json",),
        f"{_HERE}.node_link:write",
        "application/json",
        "node-link as networkx reads it",
        listing=True,
    ),
    Format("cyjs", (".cyjs",), f"{_HERE}.cytoscape:write", "application/json", "Cytoscape"),
    Format("vos", (".vos.json",), f"{_HERE}.vosviewer:write", "application/json", "VOSviewer"),
    Format(
        "csv",
        (".csv", ".csv.zip", ".zip"),
        f"{_HERE}.tables:write",
        "application/zip",
        "tables of papers and edges",
        listing=True,
        seeds=SeedWriter((".csv",), f"{_HERE}.seed_table:write_seeds"),
        folder=f"{_HERE}.disk:write_tables",
    ),
    Format(
        "bib",
        (".bib",),
        f"{_HERE}.bibtex:write",
        "application/x-bibtex",
        "BibTeX",
        listing=True,
        seeds=SeedWriter((".bib",), f"{_HERE}.bibtex:write_seeds"),
        also=("bibtex",),
    ),
    Format(
        "ris",
        (".ris",),
        f"{_HERE}.ris:write",
        "application/x-research-info-systems",
        "Zotero, EndNote, Mendeley",
        listing=True,
        seeds=SeedWriter((".ris",), f"{_HERE}.ris:write_seeds"),
    ),
    Format(
        "csl",
        (".csl.json",),
        f"{_HERE}.csl:write",
        "application/vnd.citationstyles.csl+json",
        "CSL-JSON",
        listing=True,
        seeds=SeedWriter((".json",), f"{_HERE}.csl:write_seeds"),
        also=("csl-json",),
    ),
    Format(
        "dot", (".dot", ".gv"), f"{_HERE}.dot:write", "text/vnd.graphviz", "Graphviz", speaks=True
    ),
    Format(
        "mmd",
        (".mmd", ".mermaid"),
        f"{_HERE}.mermaid:write",
        "text/vnd.mermaid",
        "Mermaid",
        speaks=True,
    ),
    Format(
        "svg",
        (".svg",),
        f"{_HERE}.svg:write",
        "image/svg+xml",
        "a figure to edit or embed",
        speaks=True,
    ),
    Format("png", (".png",), f"{_HERE}.png:write", "image/png", "a picture", speaks=True),
    Format(
        "tikz",
        (".tex",),
        f"{_HERE}.tikz:write",
        "application/x-tex",
        "a figure that LaTeX draws",
        also=("latex",),
        speaks=True,
    ),
    Format(
        "pdf",
        (".pdf",),
        f"{_HERE}.pdf:write",
        "application/pdf",
        "a figure for a paper",
        speaks=True,
    ),
    Format(
        "md",
        (".md", ".markdown"),
        f"{_HERE}.markdown:write",
        "text/markdown",
        "a readable account",
        listing=True,
        seeds=SeedWriter((".md", ".markdown"), f"{_HERE}.seed_list:write_seeds"),
        also=("markdown",),
        speaks=True,
    ),
    Format(
        "pptx",
        (".pptx",),
        f"{_HERE}.slides:write",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "a slide to edit",
        speaks=True,
    ),
    Format(
        "ttl",
        (".ttl",),
        f"{_HERE}.rdf:write_turtle",
        "text/turtle",
        "linked data (RDF) as Turtle",
        also=("turtle",),
    ),
    Format(
        "jsonld",
        (".jsonld",),
        f"{_HERE}.rdf:write_json_ld",
        "application/ld+json",
        "linked data (RDF) as JSON-LD",
        also=("json-ld",),
    ),
    Format(
        "nq",
        (".nq",),
        f"{_HERE}.rdf:write_quads",
        "application/n-quads",
        "linked data (RDF) in named graphs",
        also=("nquads", "n-quads"),
    ),
    Format(
        "vault",
        (".vault", ".vault.zip"),
        f"{_HERE}.vault:write",
        "application/zip",
        "notes for Obsidian",
        speaks=True,
        also=("obsidian",),
        folder=f"{_HERE}.vault:write_folder",
    ),
)

FORMATS: Mapping[str, Format] = MappingProxyType({known.name: known for known in _ALL})
"""Name of the format → the format, for those of this package."""


@cache
def known_formats() -> Mapping[str, Format]:
    """Name → format, those of other installed packages included.

    They are looked for once, when a format is first asked for.
    """
    taken = {name for known in _ALL for name in (known.name, *known.also)}
    strangers = plugs("ptm_graph.exports", Format, taken)
    return MappingProxyType({known.name: known for known in (*_ALL, *strangers)})


def format_of(path: str | Path, name: str | None = None) -> Format:
    """Find the format by its name, or else by the ending of the file name.

    The longest ending that fits wins: ``family.csl.json`` is CSL, not node-link. Of two
    formats with one ending ours wins.

    Parameters
    ----------
    path : str or Path
        A file name; the file need not be there.
    name : str, optional
        Name of a format or one of its endings, where the file name does not tell.

    Returns
    -------
    Format
        One of :func:`known_formats`.

    Raises
    ------
    ExportError
        If the name or the ending is unknown; the message lists those known.
    """
    known = known_formats()
    return _chosen(path, name, known, {one.name: one.suffixes for one in known.values()})


def seed_writer_of(path: str | Path, name: str | None = None) -> SeedWriter:
    """Find how to write a reading list; parameters and errors are those of :func:`format_of`."""
    writers = {one.name: one.seeds for one in known_formats().values() if one.seeds is not None}
    known = {of: known_formats()[of] for of in writers}
    suffixes = {of: writer.suffixes for of, writer in writers.items()}
    return writers[_chosen(path, name, known, suffixes).name]


def _chosen(
    path: str | Path,
    name: str | None,
    known: Mapping[str, Format],
    suffixes: Mapping[str, tuple[str, ...]],
) -> Format:
    endings = {ending: known[of] for of in reversed(tuple(suffixes)) for ending in suffixes[of]}
    if name is not None:
        wanted = name.lower().lstrip(".")
        named = known.get(wanted) or next((k for k in known.values() if wanted in k.also), None)
        found = named or _by_ending(f"x.{wanted}", endings)
        if found is None:
            raise ExportError(f"“{name}” is not an export format; use one of {', '.join(known)}")
        return found
    found = _by_ending(Path(path).name.lower(), endings)
    if found is None:
        listed = " ".join(ending for some in suffixes.values() for ending in some)
        raise ExportError(
            f"{path}: the extension does not name an export format; use one of {listed} "
            "or name the format"
        )
    return found


def _by_ending(file_name: str, endings: Mapping[str, Format]) -> Format | None:
    fitting = [ending for ending in endings if file_name.endswith(ending)]
    return endings[max(fitting, key=len)] if fitting else None
