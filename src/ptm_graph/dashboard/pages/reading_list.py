"""The library's reading list: what became of each entry, and adding to it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from ptm_graph.dashboard.catalogue import Words
from ptm_graph.dashboard.frame import Frame, show_notes, table_height
from ptm_graph.dashboard.panels.start import start_panel
from ptm_graph.dashboard.reader import Opened
from ptm_graph.dashboard.safe_text import as_html, as_markdown, shortened
from ptm_graph.errors import PtmGraphError
from ptm_graph.library import Library
from ptm_graph.library.seed_status import Candidate, SeedStatus
from ptm_graph.reading_lists import Mention, ReadingList, read_bytes, read_text
from ptm_graph.reading_lists.result import USES
from ptm_graph.words.identifiers import find_identifier, paper_key
from ptm_graph.words.model import Problem, SeedEntry
from ptm_graph.words.notices import sign
from ptm_graph.words.wording import understood
from ptm_graph.workflow.adding import (
    Step,
    add_entries,
    entry_of,
    likely,
    take_back,
    take_candidate,
)
from ptm_graph.workflow.opening import Stamp

NAMES = ("part", "state")
PARTS = ("entries", "add")
STATES = ("resolved", "doubtful", "unresolved", "not asked yet")
_LARGEST = 2_000_000
"""Characters of a list that is pasted; as much as Markdown of ten thousand entries."""
_EDITED = ("title", "arxiv", "doi", "family")
_MOST_UNRESOLVED = 30
_SAVED = "ptm-graph list saved"
_FAILED = "ptm-graph list not saved"
_TOLD = "ptm-graph list change told"
_PASTED = "ptm-graph list pasted"
"""The text of what was added, which comes back with Undo."""
_STEP = "ptm-graph list change"
_MOST_FAMILIES = 40


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
    _show_said(frame)
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
    start_panel(frame, empty=not statuses)
    if not statuses:
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
    # what waits for the reader stands above what needs nothing
    _candidates(frame, [one for one in shown if one.candidates])
    reasons = [why(words, one) for one in shown]
    common = reasons[0] if len(set(reasons)) == 1 < len(reasons) else ""
    if common:  # said once above the table instead of in each row
        st.html(f'<div class="pg-muted">{as_html(common, 300)}</div>')
    st.dataframe(
        _status_table(frame, shown, [] if common else reasons),
        hide_index=True,
        height=table_height(len(shown), 560),
        alt=words("list_page.alt"),
    )


def _status_table(
    frame: Frame, statuses: Sequence[SeedStatus], reasons: Sequence[str]
) -> pd.DataFrame:
    """The entries as rows; a column that says nothing is left out."""
    words = frame.words
    names = [one.entry.name for one in statuses]
    titles = [one.entry.title or "" for one in statuses]
    signs = _signs(frame, statuses)
    told = {
        "name": [shortened(name, 80) for name in names] if names != titles else [],
        "title": [shortened(title) + mark for title, mark in zip(titles, signs, strict=True)],
        "family": [shortened(one.entry.family or "") for one in statuses],
        "state": [words.named("seed_state", one.state) for one in statuses],
        "reason": [shortened(reason) for reason in reasons],
    }
    table = pd.DataFrame({words(f"column.{name}"): row for name, row in told.items() if any(row)})
    lines = [one.entry.line for one in statuses]
    return table.assign(**{words("column.line"): pd.array(lines, dtype="Int64")})


def _signs(frame: Frame, statuses: Sequence[SeedStatus]) -> list[str]:
    """What stands behind the titles of papers that were retracted, corrected …"""
    papers = frame.opened.citations.nodes
    return [sign(papers[one.key]) if one.key in papers else "" for one in statuses]


def why(words: Words, one: SeedStatus) -> str:
    """Why an entry stands as it does."""
    if one.code is None and words.has(f"seed_reason.{one.state}"):
        return words.named("seed_reason", one.state) if one.reason else ""
    return words.reply(one.code, one.reason)


def _candidates(frame: Frame, statuses: Sequence[SeedStatus]) -> None:
    """Each entry that is not sure, and beside it what it may be; the reader takes one."""
    words = frame.words
    if not statuses:
        return
    st.markdown(f"##### {words('list_page.candidates')}")
    for number, one in enumerate(statuses[:_MOST_UNRESOLVED]):
        with st.container(border=True):
            left, right = st.columns([1, 1.6], gap="medium")
            with left:
                place = f"{Path(one.entry.file).name}:{one.entry.line}" if one.entry.file else ""
                st.html(
                    f'<div class="pg-body"><b>{as_html(one.entry.title or one.entry.name, 200)}</b>'
                    f'</div><div class="pg-muted">{as_html(place, 80)}</div>'
                    f'<div class="pg-muted">{as_html(_short_why(words, one), 200)}</div>'
                )
            with right:
                for rank, candidate in enumerate(one.candidates[:5]):
                    _candidate(frame, one, candidate, f"take {number} {rank}")
    if len(statuses) > _MOST_UNRESOLVED:
        more = words.number(len(statuses) - _MOST_UNRESOLVED)
        st.html(f'<div class="pg-muted">{words("paper.more", count=more)}</div>')


def _short_why(words: Words, one: SeedStatus) -> str:
    """Why an entry is open, without the candidates, which stand beside it."""
    told = words.named("list_why", one.code or "")
    return why(words, one) if told == (one.code or "") else told


def _candidate(frame: Frame, one: SeedStatus, candidate: Candidate, key: str) -> None:
    words = frame.words
    told = [
        as_html(words.list((candidate.authors or ())[:3]), 90),
        str(candidate.year or words("unknown")),
        as_html(words.source(candidate.source), 30),
        as_html(_best(candidate), 60),
    ]
    # the identifier of a doubtful entry contradicts its title: only its file can say
    takes = one.state == "unresolved" and candidate.identifiers and not frame.read_only
    button, about = st.columns([1, 3.2], gap="small", vertical_alignment="center")
    with button:
        if takes:
            st.button(
                words("list_page.take"),
                key=key,
                icon=":material/check:",
                on_click=_take,
                args=(frame, one.entry, candidate),
            )
    with about:
        st.html(
            f'<div class="pg-body">{as_html(candidate.title or "–", 160)}</div>'
            f'<div class="pg-muted">{" · ".join(filter(None, told))}</div>'
        )


def _best(candidate: Candidate) -> str:
    return paper_key(candidate.identifiers, None) if candidate.identifiers else ""


def _take(frame: Frame, entry: SeedEntry, candidate: Candidate) -> None:
    """Say in the entry itself which record it means."""
    words = frame.words
    with _saving(frame):
        st.session_state.pop(_PASTED, None)
        done = take_candidate(frame.opened.path, entry, candidate.identifiers)
        place = as_markdown(str(done.file), 200)
        name = as_markdown(entry.name, 80)
        _say(words("list_page.taken", name=name, file=place), done.step)


def _add(frame: Frame) -> None:
    words = frame.words
    if frame.read_only:
        st.info(words("state.read_only"), icon=":material/lock:")
        return
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
    seeded = any(data.get("seed") for _, data in frame.opened.citations.nodes(data=True))
    start_panel(frame, empty=not seeded)
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
        f'<span class="pg-muted">{_account(words, listed)}</span>'
    )
    kept: list[SeedEntry] = []
    refused: list[str] = []
    for place, (family, entries) in enumerate(_by_family(listed.entries)):
        chosen, wrong = _family(frame, place, family, entries)
        kept += chosen
        refused += wrong
    kept += _mentions(frame, listed.mentions)
    kept += _unused(frame, listed.unused)
    if refused:
        wrong_ones = words.list(as_markdown(one, 60) for one in refused[:5])
        st.warning(words("list_page.refused", wrong=wrong_ones), icon=":material/error:")
    if listed.entries or listed.mentions or listed.unused:
        st.button(
            words("list_page.save", count=len(kept)),
            key="save list",
            type="primary",
            icon=":material/save:",
            disabled=not kept,
            on_click=_save,
            args=(frame, kept),
        )


def _account(words: Words, listed: ReadingList) -> str:
    """What became of every line, in one sentence; of a format without lines, of every item."""
    if not listed.lines:
        return words("list_page.rest", mentions=len(listed.mentions), unused=len(listed.unused))
    used = [
        words(f"line_use.{use}", count=listed.lines[use]) for use in USES if listed.lines.get(use)
    ]
    total = sum(listed.lines.values())
    return words("list_page.account", total=words.number(total), uses=words.list(used))


def _by_family(entries: Sequence[SeedEntry]) -> list[tuple[str | None, list[SeedEntry]]]:
    """Entries under their headings, in the order of the list; too many headings are a column."""
    found: dict[str | None, list[SeedEntry]] = {}
    for entry in entries:
        found.setdefault(entry.family, []).append(entry)
    if len(found) > _MOST_FAMILIES:
        return [(None, list(entries))]
    return list(found.items())


def _family(
    frame: Frame, place: int, family: str | None, entries: Sequence[SeedEntry]
) -> tuple[list[SeedEntry], list[str]]:
    """One heading with its entries: a tick for all of them, one for each, which may be corrected.

    Gives what is to be added, and identifiers that are none.
    """
    words = frame.words
    signature = _signature(entries)
    all_of_it = True
    if family is not None:
        all_of_it = st.checkbox(
            f"**{as_markdown(family, 120)}** ({len(entries)})",
            value=True,
            key=f"family {place} {signature}",
            help=words("list_page.family"),
        )
    elif place:
        st.html(f"<b>{words('list_page.no_family')}</b>")
    if not all_of_it:
        return [], []
    kept, refused = _corrected(entries, _editor(frame, entries, place))
    return _chosen(frame, kept, place), refused


def _chosen(frame: Frame, entries: Sequence[SeedEntry], place: int) -> list[SeedEntry]:
    """Beside each entry without an identifier the papers of the library that it may be."""
    words, found = frame.words, list(entries)
    open_ones = [one for one in entries if not one.identifiers and one.title]
    near = _likely(
        frame.opened,
        str(frame.opened.path),
        frame.opened.stamp,
        tuple(one.title or "" for one in open_ones[:_MOST_UNRESOLVED]),
    )
    told = [one for one in open_ones[:_MOST_UNRESOLVED] if near.get(one.title or "")]
    if not told:
        return found
    st.html(f'<div class="pg-muted">{words("list_page.which")}</div>')
    for number, one in enumerate(told):
        left, right = st.columns([1, 1.6], gap="medium", vertical_alignment="center")
        left.html(f'<div class="pg-body">{as_html(one.title or "", 160)}</div>')
        keys = near[one.title or ""]
        key = right.selectbox(
            words("list_page.which_one", name=as_markdown(one.title or "", 60)),
            keys,
            index=None,
            placeholder=words("list_page.later"),
            format_func=frame.opened.search_options.__getitem__,
            key=f"which {place} {number} {_signature([one])}",
            label_visibility="collapsed",
        )
        if key is not None:
            kind, _, value = str(key).partition(":")  # a key is a paper's best identifier
            found[found.index(one)] = replace(one, identifiers={kind: value})
    return found


@st.cache_resource(max_entries=8, show_spinner=False)
def _likely(
    _opened: Opened, path: str, state: Stamp, wanted: tuple[str, ...]
) -> dict[str, list[str]]:
    """Title → keys of the papers of the library that it may mean."""
    nodes = _opened.citations.nodes(data=True)
    known = {key: str(data.get("title") or "") for key, data in nodes if key[:6] != "title:"}
    return likely(known, wanted)


def _editor(frame: Frame, entries: Sequence[SeedEntry], place: int) -> pd.DataFrame:
    words = frame.words
    table = pd.DataFrame(
        [
            {
                "take": True,
                "line": one.line,
                "name": shortened(one.name, 80),
                "title": one.title,
                "arxiv": one.identifiers.get("arxiv", ""),
                "doi": one.identifiers.get("doi", ""),
                "family": one.family or "",
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
        key=f"edit {place} {_signature(entries)}",
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


def _mentions(frame: Frame, mentions: Sequence[Mention]) -> list[SeedEntry]:
    """Names without a link, none ticked; those that are ticked become entries."""
    if not mentions:
        return []
    with st.expander(frame.words("list_page.mentions", count=len(mentions))):
        return _ticked(frame, mentions, "family", [one.family or "" for one in mentions])


def _unused(frame: Frame, unused: Sequence[Problem]) -> list[SeedEntry]:
    """Lines that were not used, each with its reason; a tick makes a title of one all the same."""
    words = frame.words
    if not unused:
        return []
    with st.expander(words("list_page.unused", count=len(unused)), expanded=True):
        lines = [Mention(one.subject, one.file, one.line) for one in unused]
        why = [words.told(understood(one.reason)) for one in unused]
        return _ticked(frame, lines, "reason", why)


def _ticked(
    frame: Frame, lines: Sequence[Mention], beside: str, told: Sequence[str]
) -> list[SeedEntry]:
    """A table of lines with what is told beside each; the ticked ones as entries."""
    table = pd.DataFrame(
        {
            "take": False,
            "line": pd.array([one.line for one in lines], dtype="Int64"),
            "name": [shortened(one.text) for one in lines],
            beside: [shortened(one) for one in told],
        }
    )
    edited = st.data_editor(
        table,
        hide_index=True,
        disabled=("line", "name", beside),
        column_config={name: frame.words(f"column.{name}") for name in table.columns},
        key=f"lines {beside} {hash(tuple((one.line, one.text) for one in lines))}",
    )
    return [entry_of(one) for one, take in zip(lines, edited["take"], strict=True) if take]


def _save(frame: Frame, entries: Sequence[SeedEntry]) -> None:
    words = frame.words
    with _saving(frame):
        done = add_entries(frame.opened.path, entries)
        said = words("list_page.saved", added=done.added, file=as_markdown(str(done.file), 200))
        if done.known:
            said += " " + words("list_page.known", count=done.known)
        _say(said, done.step)
        st.session_state[_PASTED] = st.session_state.get("pasted", "")
        st.session_state["pasted"] = ""


@contextlib.contextmanager
def _saving(frame: Frame) -> Iterator[None]:
    """Say why a list could not be written."""
    try:
        yield
    except (PtmGraphError, OSError) as error:
        why = as_markdown(frame.words.told(error), 600)
        st.session_state[_FAILED] = frame.words("list_page.failed", why=why)


def _say(said: str, step: Step | None) -> None:
    st.session_state[_SAVED], st.session_state[_STEP] = said, step


def _undo(frame: Frame) -> None:
    """Take the last change of the list back."""
    step = st.session_state.pop(_STEP, None)
    if step is None:
        return
    with _saving(frame):
        take_back(frame.opened.path, step)
        if pasted := st.session_state.pop(_PASTED, ""):
            st.session_state["pasted"] = pasted
        _say(frame.words("list_page.undone"), None)


def _show_said(frame: Frame) -> None:
    """What became of the last change, with a button that takes it back; until the next one."""
    said, failed = st.session_state.pop(_SAVED, None), st.session_state.pop(_FAILED, None)
    if failed:
        st.error(failed, icon=":material/error:")
    if said:
        st.session_state[_TOLD] = said
    if st.session_state.get(_STEP) is None:
        if said:
            st.success(said, icon=":material/check:")
        return
    with st.container(key="undoing"):
        st.success(st.session_state[_TOLD], icon=":material/check:")
        st.button(
            frame.words("decide.undo"),
            key="undo list",
            icon=":material/undo:",
            on_click=_undo,
            args=(frame,),
        )
