"""The library's reading list: what became of each entry, and adding to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from ptm_graph.dashboard.catalogue import Words
from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.safe_text import as_html, as_markdown, shortened
from ptm_graph.errors import PtmGraphError
from ptm_graph.library import Library
from ptm_graph.library.seed_status import Candidate, SeedStatus
from ptm_graph.reading_lists import ReadingList, read_bytes, read_text
from ptm_graph.words.identifiers import find_identifier
from ptm_graph.words.model import SeedEntry
from ptm_graph.words.wording import understood
from ptm_graph.workflow.adding import add_entries

NAMES = ("part", "state")
PARTS = ("entries", "add")
STATES = ("resolved", "doubtful", "unresolved", "not asked yet")
_LARGEST = 2_000_000
"""Characters of a list that is pasted; as much as Markdown of ten thousand entries."""
_EDITED = ("title", "arxiv", "doi", "family")
_MOST_UNRESOLVED = 30
_SAVED = "ptm-graph list saved"
_FAILED = "ptm-graph list not saved"


def render(frame: Frame) -> None:
    """Show the page."""
    words, address = frame.words, frame.address
    st.header(words("list_page.title"), anchor=False)
    part = address.choice("part", PARTS, "entries")
    chosen = st.segmented_control(
        words("list_page.part"),
        PARTS,
        default=part,
        required=True,
        format_func=lambda one: words.named("list_part", one),
        key=address.key("part"),
        label_visibility="collapsed",
    )
    part = chosen or part
    address.keep("part", part if part == "add" else None)
    show_notes(frame)
    if part == "add":
        _add(frame)
    else:
        _entries(frame)


def _entries(frame: Frame) -> None:
    words, address = frame.words, frame.address
    with Library.open(frame.opened.path) as library:
        statuses = library.seed_status()
    if not statuses:
        st.info(words("list_page.empty"), icon=":material/playlist_add:")
        return
    counts = {state: sum(one.state == state for one in statuses) for state in STATES}
    start = address.choices("state", STATES)
    chosen = st.pills(
        words("list_page.states"),
        [state for state in STATES if counts[state]],
        selection_mode="multi",
        default=[state for state in start if counts[state]],
        format_func=lambda one: f"{words.named('seed_state', one)} ({counts[one]})",
        key=address.key("state"),
    )
    address.keep("state", *chosen)
    shown = [one for one in statuses if not chosen or one.state in chosen]
    st.dataframe(
        _status_table(frame, shown),
        hide_index=True,
        height=min(560, 38 + 35 * len(shown)),
        alt=words("list_page.alt"),
    )
    _candidates(frame, [one for one in shown if one.candidates])


def _status_table(frame: Frame, statuses: Sequence[SeedStatus]) -> pd.DataFrame:
    words = frame.words
    return pd.DataFrame(
        {
            words("column.name"): [shortened(one.entry.name, 80) for one in statuses],
            words("column.title"): [shortened(one.entry.title or "") for one in statuses],
            words("column.family"): [shortened(one.entry.family or "") for one in statuses],
            words("column.state"): [words.named("seed_state", one.state) for one in statuses],
            words("column.reason"): [shortened(why(words, one)) for one in statuses],
            words("column.line"): [one.entry.line for one in statuses],
        }
    ).astype({words("column.line"): "Int64"})


def why(words: Words, one: SeedStatus) -> str:
    """Why an entry stands as it does."""
    if one.code is None and words.has(f"seed_reason.{one.state}"):
        return words.named("seed_reason", one.state) if one.reason else ""
    return words.reply(one.code, one.reason)


def _candidates(frame: Frame, statuses: Sequence[SeedStatus]) -> None:
    """What entries may be; a reader who knows takes one, and the next refresh asks for it."""
    words = frame.words
    _show_said()
    if not statuses:
        return
    st.html(f"<b>{words('list_page.candidates')}</b>")
    for number, one in enumerate(statuses[:_MOST_UNRESOLVED]):
        st.html(f'<div class="pg-body">{as_html(one.entry.name, 120)}</div>')
        for place, candidate in enumerate(one.candidates[:5]):
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.html(
                    f'<div class="pg-muted">{as_html(candidate.title or "–", 160)} '
                    f"({candidate.year or words('unknown')}, "
                    f"{as_html(words.source(candidate.source), 30)}): "
                    + as_html(" ".join(f"{k}:{v}" for k, v in candidate.identifiers.items()), 120)
                    + "</div>",
                    width="content",
                )
                # the identifier of a doubtful entry contradicts its title: only its file can say
                if one.state == "unresolved" and candidate.identifiers and not frame.read_only:
                    st.button(
                        words("list_page.take"),
                        key=f"take {number} {place}",
                        type="tertiary",
                        icon=":material/check:",
                        on_click=_take,
                        args=(frame, one.entry, candidate),
                    )
    if len(statuses) > _MOST_UNRESOLVED:
        more = words.number(len(statuses) - _MOST_UNRESOLVED)
        st.html(f'<div class="pg-muted">{words("paper.more", count=more)}</div>')


def _take(frame: Frame, entry: SeedEntry, candidate: Candidate) -> None:
    """Say in our own list which record an entry means."""
    identifiers = {**candidate.identifiers, **entry.identifiers}
    _save(frame, [replace(entry, identifiers=identifiers)])


def _add(frame: Frame) -> None:
    words = frame.words
    if frame.read_only:
        st.info(words("state.read_only"), icon=":material/lock:")
        return
    _show_said()
    row = st.columns(2, gap="large")
    with row[0]:
        text = st.text_area(
            words("list_page.paste"),
            height=160,
            key="pasted",
            placeholder=words("list_page.paste_placeholder"),
        )
    with row[1]:
        st.html(_uploader(words))
        dropped = st.file_uploader(
            words("list_page.drop"), max_upload_size=5, key="dropped", help=words("list_page.kinds")
        )
    try:
        if dropped is not None:
            listed = read_bytes(dropped.getvalue(), Path(dropped.name).name)
        elif len(text) > _LARGEST:
            limit = words.number(_LARGEST)
            st.error(words("list_page.too_long", limit=limit), icon=":material/error:")
            return
        elif text.strip():
            listed = read_text(text)
        else:
            return
    except PtmGraphError as error:
        why = as_markdown(words.told(error), 600)
        st.error(words("list_page.unreadable", why=why), icon=":material/error:")
        return
    _understood(frame, listed)


def _uploader(words: Words) -> str:
    """The reader's language for two texts of the uploader that Streamlit has in English only."""
    place = "[data-testid=stFileUploaderDropzone]"
    texts = (("button p", words("list_page.upload")), ("> div span", words("list_page.limit")))
    rules = "".join(
        f"{place} {part} {{font-size: 0}}"
        f'{place} {part}::after {{content: "{text}"; font-size: 0.875rem}}'
        for part, text in texts
    )
    return f"<style>{rules}</style>"


def _understood(frame: Frame, listed: ReadingList) -> None:
    words = frame.words
    st.html(
        f"<b>{words('list_page.understood', entries=len(listed.entries))}</b> "
        f'<span class="pg-muted">'
        + words("list_page.rest", mentions=len(listed.mentions), unused=len(listed.unused))
        + "</span>"
    )
    edited = _editor(frame, listed.entries) if listed.entries else None
    if listed.mentions:
        with st.expander(words("list_page.mentions", count=len(listed.mentions))):
            st.dataframe(
                pd.DataFrame(
                    {
                        words("column.line"): [one.line for one in listed.mentions],
                        words("column.name"): [shortened(one.text) for one in listed.mentions],
                    }
                ),
                hide_index=True,
            )
    if listed.unused:
        with st.expander(words("list_page.unused", count=len(listed.unused)), expanded=True):
            st.dataframe(
                pd.DataFrame(
                    {
                        words("column.line"): [one.line for one in listed.unused],
                        words("column.name"): [shortened(one.subject) for one in listed.unused],
                        words("column.reason"): [
                            shortened(words.told(understood(one.reason))) for one in listed.unused
                        ],
                    }
                ),
                hide_index=True,
            )
    if edited is not None:
        entries, refused = _corrected(listed.entries, edited)
        if refused:
            wrong = words.list(as_markdown(one, 60) for one in refused[:5])
            st.warning(words("list_page.refused", wrong=wrong), icon=":material/error:")
        st.button(
            words("list_page.save", count=len(entries)),
            key="save list",
            type="primary",
            icon=":material/save:",
            disabled=not entries,
            on_click=_save,
            args=(frame, entries),
        )


def _editor(frame: Frame, entries: Sequence[SeedEntry]) -> pd.DataFrame:
    words = frame.words
    table = pd.DataFrame(
        [
            {
                "take": True,
                "line": one.line,
                "name": shortened(one.name, 80),
                "title": one.title,
                "arxiv": one.identifiers.get("arxiv"),
                "doi": one.identifiers.get("doi"),
                "family": one.family,
            }
            for one in entries
        ]
    ).astype({"line": "Int64"})
    columns: dict[str, Any] = {
        name: words(f"column.{name}") for name in ("take", "line", "name", *_EDITED)
    }
    return st.data_editor(
        table,
        hide_index=True,
        disabled=("line", "name"),
        column_config=columns,
        key=f"edit {_signature(entries)}",
    )


def _signature(entries: Sequence[SeedEntry]) -> int:
    """Changes with what was pasted: corrections belong to one list."""
    return hash(tuple((one.line, one.title, *sorted(one.identifiers.items())) for one in entries))


def _corrected(
    entries: Sequence[SeedEntry], edited: pd.DataFrame
) -> tuple[list[SeedEntry], list[str]]:
    """The entries as the reader left them in the table, and identifiers that are none."""
    kept, refused = [], []
    for entry, row in zip(entries, edited.to_dict("records"), strict=True):
        if not row["take"]:
            continue
        identifiers = dict(entry.identifiers)
        for kind in ("arxiv", "doi"):
            value = row[kind]
            if not isinstance(value, str) or not value.strip():
                identifiers.pop(kind, None)
                continue
            found = find_identifier(f"{kind}:{value.strip()}") or find_identifier(value)
            if found is not None and found.kind == kind:
                identifiers[kind] = found.value
            else:
                refused.append(value.strip())
        title, family = (
            row[name].strip() if isinstance(row[name], str) and row[name].strip() else None
            for name in ("title", "family")
        )
        if title or identifiers:
            kept.append(replace(entry, title=title, family=family, identifiers=identifiers))
    return kept, refused


def _save(frame: Frame, entries: Sequence[SeedEntry]) -> None:
    words = frame.words
    try:
        done = add_entries(frame.opened.path, entries)
    except (PtmGraphError, OSError) as error:
        st.session_state[_FAILED] = words(
            "list_page.failed", why=as_markdown(words.told(error), 600)
        )
        return
    said = words("list_page.saved", added=done.added, file=as_markdown(str(done.file), 200))
    if done.known:
        said += " " + words("list_page.known", count=done.known)
    st.session_state[_SAVED] = said


def _show_said() -> None:
    """What became of the last entries that were added."""
    said, failed = (st.session_state.pop(name, None) for name in (_SAVED, _FAILED))
    if said:
        st.success(said, icon=":material/check:")
    if failed:
        st.error(failed, icon=":material/error:")
