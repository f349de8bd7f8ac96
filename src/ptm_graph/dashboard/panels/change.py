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
from ptm_graph.words.notices import what
from ptm_graph.words.wording import Said
from ptm_graph.workflow.changes import Story


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


def story_block(frame: Frame, story: Story, number: int) -> None:
    """Show one thing that is new: its date, what happened, why, and a button that leads there."""
    opened, item, language = frame.opened, story.item, frame.words.language
    parent = item.other if story.part == "lineage" else story.parent
    is_edge = parent is not None and opened.family.has_edge(parent, item.key)
    with st.container(horizontal=True, gap="small", vertical_alignment="top"):
        st.html(f'<span class="pg-chip">{as_html(_day(frame.words, story), 20)}</span>', width=128)
        with st.container(gap=None):
            st.button(
                as_markdown(story.said(language), 300),
                key=f"change {number}",
                type="tertiary",
                icon=":material/arrow_outward:",
                on_click=show_edge if is_edge else show_paper,
                args=(parent, item.key) if is_edge else (item.key,),
                disabled=item.key not in opened.citations,
            )
            reason = story.reason(language)
            if reason:
                st.html(f'<div class="pg-muted">{as_html(reason, 600)}</div>')


def _day(words: Words, story: Story) -> str:
    """The date as the language writes it."""
    date = story.published if story.part == "new papers" else None
    return words.date(date) if date is not None else words.day(story.at)


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
                shortened(_after(words, c, c.new)) if c.new else None for c in changes
            ],
        }
    )


def _field(words: Words, change: Change) -> str | None:
    if change.field is None:
        return None
    if change.kind == "notice":
        return words.told(what(change.field))
    return words.named("field", label_of(change.field)).replace("_", " ")


_MOST_NAMES = 6


def value_text(words: Words, change: Change, text: str) -> str:
    """What stood or stands there, in the reader's language where it is ours to say."""
    if change.kind == "notice":
        return words.source(text)
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


def _after(words: Words, change: Change, text: str) -> str:
    """What stands there now; of a list of names, how it differs from what stood there."""
    old, new = _names(change.old), _names(text)
    if old is not None and new is not None:
        return _difference(words, old, new)
    return value_text(words, change, text)


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
    missing = [shortened(name, 60) for name in names if name not in known]
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
