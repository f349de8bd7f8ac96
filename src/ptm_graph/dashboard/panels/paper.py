"""Everything the library knows about one paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import PurePath

import streamlit as st

from ptm_graph.dashboard.catalogue import Words
from ptm_graph.dashboard.deciding import parent_chooser
from ptm_graph.dashboard.explaining import (
    abstention_text,
    label_text,
    reason_text,
    references_text,
    show_legend,
    sure_text,
)
from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.safe_text import (
    anchor,
    as_html,
    as_markdown,
    authors_line,
    web_address,
)
from ptm_graph.dashboard.time_travel import OpenedThen, similar_then
from ptm_graph.library import Library
from ptm_graph.library.history import Counted
from ptm_graph.lineage import relations
from ptm_graph.words.identifiers import KINDS, url_of
from ptm_graph.words.model import Paper, Relation

_MOST_RELATIONS = 12
_ABSTRACT = 6000
_MOST_NOTES = 200

PinPaper = Callable[[str], None]
PinEdge = Callable[[str, str], None]


def paper_panel(frame: Frame, key: str, pin_paper: PinPaper, pin_edge: PinEdge) -> None:
    """Show one paper.

    Parameters
    ----------
    frame : Frame
        The run.
    key : str
        The paper; it must be in the library.
    pin_paper, pin_edge : callable
        Called when the reader goes on to another paper, or to an edge.
    """
    with Library.open(frame.opened.path) as library:
        paper = library.paper(key)
        counted = library.history.citation_counts().get(paper.key, ())
    st.html(_head(frame.words, paper, _cited(frame, paper)) + _own_words(frame.words, paper))
    _completeness(frame.words, paper)
    _abstract(frame.words, paper)
    _resources(frame.words, paper)
    _relations(frame, key, pin_paper, pin_edge)
    _beside(frame, key, pin_paper)
    _counted(frame.words, counted)


def _counted(words: Words, counted: Sequence[Counted]) -> None:
    """How often the paper was cited at each refresh."""
    known = [one for one in counted if one.citation_count is not None]
    if len(known) < 2:
        return
    st.html(f"<b>{words('paper.history')}</b>")
    rows = "".join(
        f'<tr><th scope="row">{as_html(words.day(one.at), 20)}</th>'
        f'<td class="pg-points">{words.number(one.citation_count)}</td></tr>'
        for one in known[-8:]
    )
    st.html(f'<table class="pg-terms"><tbody>{rows}</tbody></table>')


def _cited(frame: Frame, paper: Paper) -> str:
    """How often it is cited: in the whole world, or by the library at a date before today."""
    words, citations = frame.words, frame.opened.citations
    if isinstance(frame.opened, OpenedThen) and paper.key in citations:
        return words("paper.cited_here", count=words.number(citations.in_degree(paper.key)))
    return words("paper.citations", count=words.number(paper.citation_count))


def _head(words: Words, paper: Paper, cited: str) -> str:
    lines = [f'<div class="pg-title">{as_html(paper.title)}</div>']
    if paper.withdrawn:
        said = f"⊘ {words('paper.withdrawn')}: {as_html(paper.comment or '', 300)}"
        lines.append(f'<div class="pg-body"><b>{said}</b></div>')
    if paper.aliases:
        chips = "".join(f'<span class="pg-chip">{as_html(one, 60)}</span>' for one in paper.aliases)
        lines.append(f"<div>{chips}</div>")
    authors = authors_line(paper.authors)
    facts = [
        words.date(paper.published) if paper.published else words("paper.no_date"),
        as_html(paper.venue, 120) if paper.venue else "",
        cited,
    ]
    lines.append(
        f'<div class="pg-body">{as_html(authors, 900) if authors else words("paper.no_authors")}'
        f'</div><div class="pg-muted">{" · ".join(fact for fact in facts if fact)}</div>'
    )
    lines.append(f'<div class="pg-muted">{_identifiers(paper)}</div>')
    return "".join(lines)


def _own_words(words: Words, paper: Paper) -> str:
    """What the owner of the list says, before anything else is told."""
    parts = []
    for note in paper.notes[:_MOST_NOTES]:
        title = ""
        if note.file and note.line:
            file = as_html(PurePath(note.file).name, 60)
            title = f' title="{words("paper.note_place", file=file, line=note.line)}"'
        parts.append(f"<div{title}>{as_html(note.text, _ABSTRACT)}</div>")
    said = f'<b>{words("paper.note")}</b><div class="pg-note">{"".join(parts)}</div>'
    rows = "".join(
        f'<tr><th scope="row">{as_html(name, 60)}</th><td>{as_html(value, 200)}</td></tr>'
        for name, value in paper.properties.items()
    )
    tags = "".join(f'<span class="pg-chip">{as_html(one, 60)}</span>' for one in paper.tags)
    return "".join(
        (
            said if parts else "",
            f'<table class="pg-terms"><tbody>{rows}</tbody></table>' if rows else "",
            f'<div class="pg-muted">{words("paper.tags")} {tags}</div>' if tags else "",
        )
    )


def _identifiers(paper: Paper) -> str:
    found = []
    for kind in KINDS:
        value = paper.identifiers.get(kind.name)
        if not value:
            continue
        url = url_of(kind.name, value)
        address = web_address(url) if url else None
        label = as_html(kind.label, 40)
        shown = label if kind.long else f"{label} {as_html(value, 40)}"
        found.append(anchor(address, shown) if address else shown)
    return " · ".join(found)


def _completeness(words: Words, paper: Paper) -> None:
    known, stated = paper.references_known, paper.reference_count
    if known is None:
        text = (
            words("paper.references_none")
            if stated is None
            else words("paper.references_stated", stated=words.number(stated))
        )
        st.html(f'<div class="pg-muted">◯ {text}</div>')
        return
    text = references_text(words, known, stated)
    share = min(known / stated, 1.0) if stated else 1.0 if known else 0.0
    state = words.named("state", paper.references_state)
    st.html(
        f'<div class="pg-muted">{text} ({state})</div>'
        f'<div class="pg-meter" aria-hidden="true"><div style="width:{share:.0%}"></div></div>'
    )


def _abstract(words: Words, paper: Paper) -> None:
    if paper.abstract:
        with st.expander(words("paper.abstract")):
            st.html(f'<div class="pg-body">{as_html(paper.abstract, _ABSTRACT)}</div>')


def _resources(words: Words, paper: Paper) -> None:
    if not paper.resources:
        return
    by_kind: dict[str, list[str]] = defaultdict(list)
    for resource in paper.resources:
        address = web_address(resource.url)
        shown = as_html(resource.title or resource.url, 90)
        language = f" ({as_html(resource.language, 8)})" if resource.language else ""
        item = anchor(address, shown) if address else shown
        by_kind[resource.kind].append(f"<li>{item}{language}</li>")
    groups = "".join(
        f'<div class="pg-muted">{as_html(words.named("resource", kind))}</div>'
        f"<ul>{''.join(items)}</ul>"
        for kind, items in by_kind.items()
    )
    st.html(
        f"<b>{words('paper.resources', count=len(paper.resources))}</b>"
        f'<div class="pg-body">{groups}</div>'
    )


def _relations(frame: Frame, key: str, pin_paper: PinPaper, pin_edge: PinEdge) -> None:
    words, family = frame.words, frame.opened.family
    if key not in family:
        st.html(f'<div class="pg-muted">{words("paper.not_in_lineage")}</div>')
        return
    parents, perhaps_parents = _apart(relations(family.edge_subgraph(family.in_edges(key))))
    children, perhaps_children = _apart(relations(family.edge_subgraph(family.out_edges(key))))
    st.html(f"<b>{words('paper.parents', count=len(parents))}</b>")
    if not parents and not perhaps_parents:
        reason = abstention_text(words, frame.opened, key)
        st.html(f'<div class="pg-muted">{as_html(reason)}</div>')
    for relation in sorted(parents, key=lambda one: one.rank):
        _relation(frame, relation, relation.parent, pin_paper, pin_edge)
    if perhaps_parents:
        st.html(f"<b>{words('paper.perhaps_parents', count=len(perhaps_parents))}</b>")
    for relation in sorted(perhaps_parents, key=lambda one: one.rank):
        _relation(frame, relation, relation.parent, pin_paper, pin_edge)
    parent_chooser(frame, key)
    if children:
        st.html(f"<b>{words('paper.children', count=len(children))}</b>")
        _children(frame, key, children, pin_paper, pin_edge)
    if perhaps_children:
        st.html(f"<b>{words('paper.perhaps_children', count=len(perhaps_children))}</b>")
        _children(frame, f"perhaps {key}", perhaps_children, pin_paper, pin_edge)
    show_legend(words, [*parents, *perhaps_parents, *children, *perhaps_children])


def _apart(found: Sequence[Relation]) -> tuple[list[Relation], list[Relation]]:
    """What is stated, and what is only proposed."""
    return [one for one in found if not one.proposal], [one for one in found if one.proposal]


def _children(
    frame: Frame, name: str, children: Sequence[Relation], pin_paper: PinPaper, pin_edge: PinEdge
) -> None:
    ordered = sorted(children, key=lambda one: (-one.confidence, one.child))
    for relation in ordered[:_MOST_RELATIONS]:
        _relation(frame, relation, relation.child, pin_paper, pin_edge)
    rest = ordered[_MOST_RELATIONS:]
    # a toggle, because what an expander hides is made and sent all the same
    if rest and st.toggle(frame.words("paper.more", count=len(rest)), key=f"all children {name}"):
        for relation in rest:
            _relation(frame, relation, relation.child, pin_paper, pin_edge)


def _relation(
    frame: Frame, relation: Relation, other: str, pin_paper: PinPaper, pin_edge: PinEdge
) -> None:
    words = frame.words
    name = name_of(frame.opened, other)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            as_markdown(name, 40),
            key=f"to {relation.parent}→{relation.child} {other}",
            type="tertiary",
            on_click=pin_paper,
            args=(other,),
            help=as_markdown(str(frame.opened.family.nodes[other].get("title") or ""), 200),
        )
        st.button(
            words("paper.why", percent=sure_text(words, relation)),
            key=f"why {relation.parent}→{relation.child}",
            type="tertiary",
            icon=":material/help:",
            on_click=pin_edge,
            args=(relation.parent, relation.child),
        )
    changed = " · ".join(as_html(label_text(words, label.text), 60) for label in relation.labels)
    st.html(
        f'<div class="pg-muted">{f"<b>{changed}</b> – " if changed else ""}'
        f"{as_html(reason_text(words, relation))}</div>"
    )


def _beside(frame: Frame, key: str, pin_paper: PinPaper) -> None:
    """Concurrent work, and better parents outside the list."""
    words, lineage = frame.words, frame.opened.lineage
    concurrent = [
        pair.other if pair.one == key else pair.one
        for pair in lineage.concurrent
        if key in (pair.one, pair.other)
    ]
    missing = [one.paper for one in lineage.missing_parents if key in one.children]
    _listed(frame, words("paper.concurrent"), concurrent, "concurrent", pin_paper)
    _listed(frame, words("paper.missing_parents"), missing, "missing", pin_paper)
    near = [one.paper for one in similar_then(frame.opened, key)]
    _listed(frame, words("paper.similar"), near, "similar", pin_paper)


def _listed(
    frame: Frame, heading: str, keys: Iterable[str], group: str, pin_paper: PinPaper
) -> None:
    keys = list(dict.fromkeys(keys))
    if not keys:
        return
    st.html(f"<b>{heading}</b>")
    with st.container(horizontal=True, gap="small"):
        for key in keys[:_MOST_RELATIONS]:
            st.button(
                as_markdown(name_of(frame.opened, key), 60),
                key=f"{group} {key}",
                type="tertiary",
                on_click=pin_paper,
                args=(key,),
            )
