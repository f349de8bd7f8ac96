"""Everything the library knows about one paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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
from ptm_graph.dashboard.panels.names import completeness, name_of
from ptm_graph.dashboard.safe_text import (
    anchor,
    as_html,
    as_markdown,
    authors_line,
)
from ptm_graph.dashboard.time_travel import OpenedThen, similar_then
from ptm_graph.facts.change_classes import CHANGE_CLASSES
from ptm_graph.library import Library
from ptm_graph.library.history import Counted
from ptm_graph.lineage import relations
from ptm_graph.lineage.saying import paper_sentence
from ptm_graph.words.addresses import web_address
from ptm_graph.words.identifiers import KINDS, url_of
from ptm_graph.words.model import Notice, Paper, Relation
from ptm_graph.words.notices import SIGNS, notices_of
from ptm_graph.words.notices import said as notice_said
from ptm_graph.workflow.evidence import references_said

_MOST_RELATIONS = 12
_ABSTRACT = 6000
_MOST_NOTES = 200
_FIRST_AUTHORS = 2
"""Authors named at the top; all of them stand further down."""

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
        given = references_said(library, paper.key, frame.words.language)
    said = paper_sentence(frame.opened.family, key, frame.words.language)
    st.html(
        f'<div class="pg-title">{as_html(paper.title)}</div>'
        f'<div class="pg-said">{as_html(said)}</div>'
        + _own_words(frame.words, paper)
        + _head(frame.words, paper, _cited(frame, paper))
    )
    _relations(frame, key, pin_paper, pin_edge)
    _about(frame.words, paper)
    _abstract(frame.words, paper)
    _resources(frame.words, paper)
    _beside(frame, key, pin_paper)
    _completeness(frame.words, paper)
    if given:
        st.html(f'<div class="pg-muted">{as_html(given, 300)}</div>')
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
    lines = []
    lines += [_notice(words, one) for one in notices_of(paper)]
    if paper.withdrawn:
        lines.append(f'<div class="pg-muted">{as_html(paper.comment or "", 300)}</div>')
    names = [one for one in paper.aliases if one != paper.name]
    if names:
        chips = "".join(f'<span class="pg-chip">{as_html(one, 60)}</span>' for one in names)
        lines.append(f"<div>{chips}</div>")
    authors = authors_line(paper.authors, _FIRST_AUTHORS)
    facts = [
        as_html(authors, 200) if authors else words("paper.no_authors"),
        words.date(paper.published) if paper.published else words("paper.no_date"),
        as_html(paper.venue, 120) if paper.venue else "",
        cited,
    ]
    lines.append(f'<div class="pg-muted">{" · ".join(fact for fact in facts if fact)}</div>')
    lines.append(f'<div class="pg-muted">{_identifiers(paper)}</div>')
    return "".join(lines)


def _notice(words: Words, notice: Notice) -> str:
    """What became of the paper, who says so and when, and where that is to be read."""
    told = f"{SIGNS[notice.kind]} {as_html(words.told(notice_said(notice)), 200)}"
    address = web_address(notice.link or "")
    link = f" {anchor(address, words('paper.notice'))}" if address else ""
    return f'<div class="pg-body"><b>{told}</b>{link}</div>'


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
    tags = "".join(f'<span class="pg-chip">{as_html(one, 60)}</span>' for one in paper.tags)
    return "".join(
        (
            said if parts else "",
            f'<div class="pg-muted">{words("paper.tags")} {tags}</div>' if tags else "",
        )
    )


def _about(words: Words, paper: Paper) -> None:
    """All authors, and what the list states of it as name and value."""
    authors = authors_line(paper.authors)
    if authors and len(paper.authors or ()) > _FIRST_AUTHORS:
        told = f"<b>{words('column.authors')}</b> {as_html(authors, 900)}"
        st.html(f'<div class="pg-body">{told}</div>')
    rows = "".join(
        f'<tr><th scope="row">{as_html(name, 60)}</th><td>{as_html(value, 200)}</td></tr>'
        for name, value in paper.properties.items()
    )
    if rows:
        st.html(f'<table class="pg-terms"><tbody>{rows}</tbody></table>')


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
    state = completeness(words, paper.references_state, known, stated)
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
    with st.expander(words("paper.resources", count=len(paper.resources))):
        st.html(f'<div class="pg-body">{groups}</div>')


def _relations(frame: Frame, key: str, pin_paper: PinPaper, pin_edge: PinEdge) -> None:
    words, family = frame.words, frame.opened.family
    if key not in family:  # the sentence says so
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
    """Children by what they changed: those surest of all, or all of one group."""
    words, groups = frame.words, by_change(children)
    chosen, several = None, [one for one, held in groups.items() if len(held) > 1]
    if len(children) > _MOST_RELATIONS and len(several) > 1:
        chosen = st.pills(
            words("paper.by_change"),
            several,
            format_func=lambda one: f"{_change(words, one)} {len(groups[one])}",
            key=f"changes {name}",
            label_visibility="collapsed",
        )
    held = children if chosen is None else groups[chosen]
    ordered = sorted(held, key=lambda one: (-one.confidence, one.child))
    _grouped(frame, by_change(ordered[:_MOST_RELATIONS]), pin_paper, pin_edge)
    rest = ordered[_MOST_RELATIONS:]
    # a toggle, because what an expander hides is made and sent all the same
    if rest and st.toggle(words("paper.more", count=len(rest)), key=f"all children {name}"):
        _grouped(frame, by_change(rest), pin_paper, pin_edge)


def by_change(children: Sequence[Relation]) -> dict[str, list[Relation]]:
    """Relations by the first class of change of each, the largest group first.

    Those of which only their authors' own words tell the change, and those of which nothing
    does, come last.
    """
    groups: dict[str, list[Relation]] = defaultdict(list)
    for one in children:
        told = (label.text for label in one.labels if label.rule in CHANGE_CLASSES)
        groups[next(told, _OWN_WORDS if one.labels else _UNTOLD)].append(one)
    order = sorted(groups, key=lambda one: (_LAST.get(one, 0), -len(groups[one]), one))
    return {one: groups[one] for one in order}


_OWN_WORDS, _UNTOLD = "own words", "untold"
_LAST = {_OWN_WORDS: 1, _UNTOLD: 2}


def _change(words: Words, group: str) -> str:
    return words.named("change_group", group) if group in _LAST else words.named("label", group)


def _grouped(
    frame: Frame,
    groups: Mapping[str, Sequence[Relation]],
    pin_paper: PinPaper,
    pin_edge: PinEdge,
) -> None:
    for group, held in groups.items():
        if list(groups) != [_UNTOLD]:
            st.html(f'<div class="pg-group">{as_html(_change(frame.words, group), 60)}</div>')
        for relation in held:
            _buttons(frame, relation, relation.child, pin_paper, pin_edge)
            said = _changes(frame.words, relation, besides=group)
            if said:
                st.html(f'<div class="pg-muted">{said}</div>')


def _changes(words: Words, relation: Relation, *, besides: str = "") -> str:
    texts = [label.text for label in relation.labels if label.text != besides]
    return " · ".join(as_html(label_text(words, text), 60) for text in texts)


def _relation(
    frame: Frame, relation: Relation, other: str, pin_paper: PinPaper, pin_edge: PinEdge
) -> None:
    _buttons(frame, relation, other, pin_paper, pin_edge)
    changed = _changes(frame.words, relation)
    st.html(
        f'<div class="pg-muted">{f"<b>{changed}</b> – " if changed else ""}'
        f"{as_html(reason_text(frame.words, relation))}</div>"
    )


def _buttons(
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
