"""Works that the list may lack: each with its reason and its place, to accept or to decline."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import networkx as nx
import streamlit as st

from ptm_graph.dashboard.drawing import Style, chart_options, place
from ptm_graph.dashboard.drawing.chart import FOOT, RULER
from ptm_graph.dashboard.drawing.tips import edge_labels, edge_tips, paper_tips
from ptm_graph.dashboard.drawing.writing import labels_on_arrows
from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.reader import Opened, State
from ptm_graph.dashboard.safe_text import as_html, as_markdown, shortened
from ptm_graph.errors import InputError, PtmGraphError
from ptm_graph.library import Library
from ptm_graph.lineage import edge_attributes
from ptm_graph.lineage.graph import name_of
from ptm_graph.lineage.reliability import legend
from ptm_graph.words.model import percent
from ptm_graph.words.wording import Said
from ptm_graph.workflow import adding, growing
from ptm_graph.workflow.growing import Proposal, Proposals

NAMES = ("paper",)
_MOST = 50
_MOST_DECLINED = 30
_SAID = "ptm-graph proposals said"
_FAILED = "ptm-graph proposals failed"
_STEP = "ptm-graph proposals step"


def render(frame: Frame) -> None:
    """Show the page."""
    words = frame.words
    st.header(words("grow_page.title"), anchor=False)
    _show_said(frame)
    try:
        found = _proposals(frame.opened.state, frame.opened)
    except InputError as error:
        st.info(as_markdown(words.told(error)), icon=":material/playlist_add:")
        return
    st.html(f'<div class="pg-muted">{as_html(words.told(Said("grow.how")), 400)}</div>')
    chosen = _chosen(frame, found)
    show_notes(frame)
    if chosen is None:
        st.info(words("grow_page.none"), icon=":material/playlist_add_check:")
    else:
        told, drawn = st.columns([1, 1.6], gap="medium")
        with told:
            _told(frame, found, chosen)
            _buttons(frame, found, chosen)
        with drawn:
            _drawn(frame, found, chosen)
    _declined(frame, found)


@st.cache_resource(max_entries=4, show_spinner=False)
def _proposals(state: State, _opened: Opened) -> Proposals:
    """What a library in some state may lack; the state tells when it has to be asked anew."""
    with Library.open(_opened.path) as library:
        return growing.proposals(
            library, _opened.decisions_path, most=_MOST, decided=_opened.as_decided()
        )


def _chosen(frame: Frame, found: Proposals) -> Proposal | None:
    words, address = frame.words, frame.address
    of = {one.paper: one for one in found.made}
    if not of:
        return None
    start = address.text("paper")
    if start is not None and start not in of:
        address.refuse("paper", start)
        start = None
    options = list(of)
    key = st.selectbox(
        words("grow_page.which", count=words.number(len(of)), works=words.number(found.works)),
        options,
        index=options.index(start) if start is not None else 0,
        format_func=lambda one: _option(frame, found, of[one]),
        filter_mode="contains",
        key=address.key("paper"),
    )
    address.keep("paper", key if key != options[0] else None)
    return of.get(key, found.made[0])


def _option(frame: Frame, found: Proposals, one: Proposal) -> str:
    chance = frame.words("grow_page.unmeasured") if one.chance is None else percent(one.chance)
    return f"{shortened(name_of(found.citations, one.paper), 90)} ({chance})"


def _told(frame: Frame, found: Proposals, one: Proposal) -> None:
    words = frame.words
    data = found.citations.nodes[one.paper]
    lines = [
        f'<div class="pg-title">{as_html(str(data["title"]), 300)}</div>',
        f'<div class="pg-muted">{as_html(str(data.get("authors") or ""), 200)} '
        f"{as_html(str(data.get('date') or ''), 12)}</div>",
        f'<div class="pg-said">{as_html(words.told(one.reason), 400)}</div>',
    ]
    chance = "" if one.chance is None else f"<b>{percent(one.chance)}</b> · "
    lines.append(f'<div class="pg-body">{chance}{as_html(words.told(one.means), 300)}</div>')
    for name, relations in (("parents", one.parents), ("children", one.children)):
        ends = [(r.parent if name == "parents" else r.child, r) for r in relations]
        items = "".join(
            f"<li>{as_html(name_of(found.citations, key), 80)} · {percent(r.confidence)}</li>"
            for key, r in ends
        )
        if items:
            lines.append(f'<div class="pg-group">{words(f"grow_page.{name}")}</div>')
            lines.append(f"<ul>{items}</ul>")
    if one.family:
        family = as_html(frame.family_name(one.family), 120)
        lines.append(f'<div class="pg-muted">{words("grow_page.family", family=family)}</div>')
    for said in legend((*one.parents, *one.children)):
        lines.append(f'<div class="pg-muted">{as_html(words.told(said), 300)}</div>')
    st.html("".join(lines))


# --- its place --------------------------------------------------------------------------------


def preview(found: Proposals, one: Proposal) -> nx.DiGraph[str]:
    """A proposal among the parents and children that it would have, parent → child."""
    nodes = found.citations.nodes
    part: nx.DiGraph[str] = nx.DiGraph(**found.decided.graph.graph)
    family = {"family": one.family} if one.family else {}
    part.add_node(one.paper, **{**nodes[one.paper], **family, "seed": True})
    for relation in (*one.parents, *one.children):
        for key in (relation.parent, relation.child):
            if key not in part:
                part.add_node(key, **nodes[key])
        part.add_edge(relation.parent, relation.child, **edge_attributes(relation))
    near = [key for key in part if key != one.paper]
    for parent, child, data in found.decided.graph.subgraph(near).edges(data=True):
        part.add_edge(parent, child, **data)
    return part


def _drawn(frame: Frame, found: Proposals, one: Proposal) -> None:
    part = preview(found, one)
    if not part.number_of_edges():
        st.info(frame.words("grow_page.alone"), icon=":material/scatter_plot:")
        return
    sizes: Mapping[str, float | None] = {
        key: data.get("citation_count") for key, data in part.nodes(data=True)
    }
    placement = place(
        part,
        width=740,
        colours=frame.opened.colours,
        sizes=dict(sizes),
        other=frame.words("lineage.no_family"),
        names=frame.opened.family_names.get(frame.words.language),
    )
    drawing = Style(
        palette=frame.palette,
        paper_tips=paper_tips(part, frame.words, sizes),
        edge_tips=edge_tips(part, frame.words),
        labels=labels_on_arrows(part, placement, edge_labels(part, frame.words)),
    )
    st.echarts_chart(
        chart_options(part, placement, drawing),
        height=max(int(placement.height + RULER + FOOT), 140),
        alt=frame.words("grow_page.alt", papers=len(part), edges=part.number_of_edges()),
    )


# --- what is done -----------------------------------------------------------------------------


def _buttons(frame: Frame, found: Proposals, one: Proposal) -> None:
    words = frame.words
    if frame.read_only:
        st.info(words("state.read_only"), icon=":material/lock:")
        return
    with st.container(horizontal=True, gap="small"):
        for name, icon, act in (
            ("accept", ":material/check:", _accept),
            ("decline", ":material/block:", _decline),
        ):
            st.button(
                words(f"grow_page.{name}"),
                key=f"proposal {name}",
                icon=icon,
                type="primary" if name == "accept" else "secondary",
                on_click=_doing,
                args=(frame, lambda act=act: act(frame, found, one)),
            )


def _doing(frame: Frame, act: Callable[[], str]) -> None:
    """Do something and say it, or say why it could not be done."""
    st.session_state.pop(_STEP, None)
    try:
        st.session_state[_SAID] = act()
    except (PtmGraphError, OSError) as error:
        st.session_state[_FAILED] = frame.words.told(error)
        return
    _proposals.clear()
    frame.address.put("paper")


def _accept(frame: Frame, found: Proposals, one: Proposal) -> str:
    done = growing.accept(frame.opened.path, found.entries([one]))
    st.session_state[_STEP] = done.step
    name = name_of(found.citations, one.paper)
    return frame.words("grow_page.accepted", name=name, file=str(done.file))


def _decline(frame: Frame, found: Proposals, one: Proposal) -> str:
    name = name_of(found.citations, one.paper)
    with Library.open(frame.opened.path) as library:
        growing.decline(library, {one.paper: name}, frame.opened.decisions_path)
    return frame.words("grow_page.declined", name=name)


def _undo(frame: Frame, step: adding.Step) -> str:
    adding.take_back(frame.opened.path, step)
    return frame.words("list_page.undone")


def _forgive(frame: Frame, paper: str) -> str:
    with Library.open(frame.opened.path) as library:
        growing.take_back(library, {paper}, frame.opened.decisions_path)
    return frame.words("grow_page.forgiven")


def _show_said(frame: Frame) -> None:
    said, failed = st.session_state.pop(_SAID, None), st.session_state.pop(_FAILED, None)
    if failed:
        st.error(as_markdown(failed, 600), icon=":material/error:")
    if said:
        st.success(as_markdown(said, 600), icon=":material/check:")
    step = st.session_state.get(_STEP)
    if step is not None:
        st.button(
            frame.words("decide.undo"),
            key="undo proposal",
            icon=":material/undo:",
            on_click=_doing,
            args=(frame, lambda: _undo(frame, step)),
        )


def _declined(frame: Frame, found: Proposals) -> None:
    words = frame.words
    if not found.declined:
        return
    with st.expander(words("grow_page.were_declined", count=words.number(len(found.declined)))):
        for number, one in enumerate(found.declined[-_MOST_DECLINED:]):
            known = one.paper in found.citations
            name = name_of(found.citations, one.paper) if known else one.paper
            left, right = st.columns([3, 1], vertical_alignment="center")
            left.html(f'<div class="pg-body">{as_html(name, 160)}</div>')
            right.button(
                words("grow_page.forgive"),
                key=f"forgive {number}",
                type="tertiary",
                disabled=frame.read_only,
                on_click=_doing,
                args=(frame, lambda paper=one.paper: _forgive(frame, paper)),
            )
