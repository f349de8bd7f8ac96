"""A menu that saves papers and relations as a file, in any format of the exports."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping, Sequence

import networkx as nx
import streamlit as st

from ptm_graph.dashboard.catalogue import DEFAULT, Words
from ptm_graph.dashboard.frame import Frame
from ptm_graph.exports import known_formats, to_bytes
from ptm_graph.exports.figure import WIDTHS

YED = "yed"
"""GraphML with labels, colours and positions for yEd: an option, shown as a format."""
GRAPH_FORMATS = tuple(
    name for known in known_formats() for name in ((known, YED) if known == "graphml" else (known,))
)
LIST_FORMATS = tuple(known.name for known in known_formats().values() if known.listing)
"""Formats that make sense for a list of papers."""
FIGURES = ("svg", "png", "tikz", "pdf")
"""Formats that draw a figure of a chosen width."""
_NEEDS = {"pptx": "pptx", **dict.fromkeys(("ttl", "jsonld", "nq"), "rdflib")}
"""Format → the library of an extra that it needs."""

Part = Callable[[], "nx.DiGraph[str]"]


def export_menu(
    frame: Frame, parts: Mapping[str, Part], choices: Sequence[str], *, stem: str
) -> None:
    """Choose what and how, and save it; the file is made only when it is asked for.

    Parameters
    ----------
    frame : Frame
        The run.
    parts : mapping of str to callable
        Name of a part (a word of the group ``part``) → what makes its graph.
    choices : sequence of str
        Names of formats to choose from.
    stem : str
        Name of the file without its ending.
    """
    words = frame.words
    with st.popover(words("download.menu"), icon=":material/download:", width="stretch"):
        part = next(iter(parts))
        if len(parts) > 1:
            part = st.radio(
                words("download.what"),
                list(parts),
                format_func=lambda one: words.named("part", one),
                key=f"{stem} part {len(parts)} {words.language}",
            )
        name = st.selectbox(
            words("download.how"),
            available(choices),
            format_func=lambda one: _purpose(words, one),
            key=f"{stem} format {words.language}",
        )
        width = "auto"
        if name in FIGURES:
            width = st.radio(
                words("download.width"),
                ("auto", *WIDTHS),
                format_func=lambda one: words.named("width", one),
                key=f"{stem} width {words.language}",
            )
        st.download_button(
            words("download.save"),
            data=lambda: exported(parts[part](), name, width, words.language),
            file_name=stem + ending(name),
            mime=known_formats()[_format(name)].media_type,
            key=f"{stem} save",
            on_click="ignore",
            type="primary",
            icon=":material/download:",
            width="stretch",
        )


def _purpose(words: Words, name: str) -> str:
    told = words.named("format", name)
    known = known_formats().get(name)
    # what another package brings has no words in our catalogue
    return f"{name} – {known.purpose}" if told == name and known is not None else told


def exported(
    graph: nx.DiGraph[str], name: str, width: str = "auto", language: str = DEFAULT
) -> bytes:
    """The content of the file; ``width`` is that of a figure.

    Raises
    ------
    ExportError
        If the graph cannot be written in the format.
    """
    if name == YED:
        return to_bytes(graph, "graphml", yed=True)
    return to_bytes(graph, name, width=width, language=language)


def ending(name: str) -> str:
    """The ending of a file of a format; what is a folder comes as one archive."""
    known = known_formats()[_format(name)]
    return next(
        (one for one in known.suffixes if known.folder and one.endswith(".zip")), known.suffixes[0]
    )


def available(choices: Sequence[str]) -> list[str]:
    """Formats whose libraries are installed."""
    return [
        name
        for name in choices
        if name not in _NEEDS or importlib.util.find_spec(_NEEDS[name]) is not None
    ]


def of_kind(graph: nx.DiGraph[str], kind: str) -> nx.DiGraph[str]:
    """A copy that says which graph it is, as the command line's exports do."""
    copied: nx.DiGraph[str] = graph.copy()
    copied.graph["kind"] = kind
    return copied


def _format(name: str) -> str:
    return "graphml" if name == YED else name
