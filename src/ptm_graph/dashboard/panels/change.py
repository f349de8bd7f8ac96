"""What a refresh changed about a paper or a relation, in the reader's words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from ptm_graph.dashboard.catalogue import Words
from ptm_graph.dashboard.explaining import label_text
from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.links import show_edge, show_paper
from ptm_graph.dashboard.panels.names import name_of
from ptm_graph.dashboard.safe_text import as_html, as_markdown, shortened
from ptm_graph.library.history import DECIDED, Change, described
from ptm_graph.lineage.saying import joined
from ptm_graph.words.identifiers import label_of
from ptm_graph.words.wording import Said

_LONGEST = 160
_MOST_NAMES = 6
_MOST_LINES = 6


def net(changes: Sequence[Change]) -> list[Change]:
    """Of what was changed several times, the first value and the last; back again is nothing.

    Two records of one work may each have a title of their own, and are asked for in turn.
    """
    found: dict[tuple[str, str, str], Change] = {}
    kept: list[Change] = []
    for one in changes:
        if one.kind != "field" or one.field is None:
            kept.append(one)
            continue
        place = (one.kind, one.paper, one.field)
        before = found.get(place)
        found[place] = one if before is None else replace(before, new=one.new)
    return [*kept, *(one for one in found.values() if one.old != one.new)]


def grouped(changes: Sequence[Change]) -> list[list[Change]]:
    """Changes of one paper together; each relation by itself, for it is one link."""
    groups: dict[tuple[str, str | None], list[Change]] = {}
    for one in changes:
        other = one.other if one.kind.startswith("relation") else None
        groups.setdefault((one.paper, other), []).append(one)
    return list(groups.values())


def change_block(frame: Frame, changes: Sequence[Change], number: int) -> None:
    """Show what changed about one paper, or one relation, with a button that leads there."""
    opened, change = frame.opened, changes[0]
    edge = (change.other or "", change.paper)
    is_edge = change.kind.startswith("relation") and opened.family.has_edge(*edge)
    other = f"{name_of(opened, change.other)} → " if is_edge and change.other else ""
    with st.container(gap=None):
        st.button(
            as_markdown(f"{other}{name_of(opened, change.paper)}", 90),
            key=f"change {number}",
            type="tertiary",
            icon=":material/arrow_outward:",
            on_click=show_edge if is_edge else show_paper,
            args=edge if is_edge else (change.paper,),
            disabled=change.paper not in opened.citations,
        )
        lines = [_line(frame, one, is_edge=is_edge) for one in changes[:_MOST_LINES]]
        rest = len(changes) - len(lines)
        if rest:
            lines.append(frame.words("paper.more", count=frame.words.number(rest)))
        told = "".join(f'<div class="pg-muted">{line}</div>' for line in lines if line)
        if told:
            st.html(told)


def changes_table(frame: Frame, changes: Sequence[Change]) -> pd.DataFrame:
    """The same as rows, for more of them than are worth a button each."""
    words = frame.words
    return pd.DataFrame(
        {
            words("column.name"): [shortened(name_of(frame.opened, c.paper)) for c in changes],
            words("column.other"): [
                shortened(name_of(frame.opened, c.other)) if c.other else None for c in changes
            ],
            words("column.field"): [_field(words, c) for c in changes],
            words("column.old"): [
                shortened(value_text(words, c, c.old)) if c.old else None for c in changes
            ],
            words("column.new"): [
                shortened(value_text(words, c, c.new)) if c.new else None for c in changes
            ],
        }
    )


def _line(frame: Frame, change: Change, *, is_edge: bool) -> str:
    words = frame.words
    parts = []
    if change.other and not is_edge:
        parts.append(as_html(name_of(frame.opened, change.other), 60))
    field = _field(words, change)
    if field:
        parts.append(as_html(field, 40))
    told = _told(words, change)
    return " · ".join([*parts, told] if told else parts)


def _field(words: Words, change: Change) -> str | None:
    if change.field is None:
        return None
    return words.named("field", label_of(change.field)).replace("_", " ")


def _told(words: Words, change: Change) -> str:
    old, new = _names(change.old), _names(change.new)
    if old is not None and new is not None:
        return _difference(words, old, new)
    if change.old is None and change.new is None:
        return ""
    before, after = (
        as_html(value_text(words, change, text) if text else "–", _LONGEST)
        for text in (change.old, change.new)
    )
    return after if change.old is None else f"{before} → {after}"


def value_text(words: Words, change: Change, text: str) -> str:
    """What stood or stands there, in the reader's language where it is ours to say."""
    if change.field == "references_state":
        return words.named("state", text)
    told = described(text) if change.kind.startswith("relation") else None
    if told is None:
        return _plain(text)
    perhaps = words("edge.perhaps") if told.proposal else ""
    tier = words.named("tier_name", told.tier)
    label = f", {label_text(words, told.label)}" if told.label else ""
    decided = told.confidence == DECIDED
    sure = words.told(Said("confidence.decided")) if decided else told.confidence
    said = words("news.relation", confidence=sure, tier=tier, rank=told.rank)
    return f"{perhaps}{said}{label}"


def _difference(words: Words, old: Sequence[str], new: Sequence[str]) -> str:
    """How one list of names differs from another."""
    added, removed = _missing(new, old), _missing(old, new)
    parts = []
    if added:
        parts.append(words("news.added", names=added))
    if removed:
        parts.append(words("news.removed", names=removed))
    return joined(parts, words.language) or words("news.reordered")


def _missing(names: Sequence[str], other: Sequence[str]) -> str:
    """The names that another list does not have."""
    known = set(other)
    missing = [as_html(name, 60) for name in names if name not in known]
    return ", ".join([*missing[:_MOST_NAMES], *(["…"] if len(missing) > _MOST_NAMES else [])])


def _names(text: str | None) -> list[str] | None:
    """The names of a stored list; None for any other value."""
    if text is None or not text.startswith("["):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return [str(one) for one in found] if isinstance(found, list) else None


def _plain(text: str) -> str:
    names = _names(text)
    return text if names is None else ", ".join(names)
