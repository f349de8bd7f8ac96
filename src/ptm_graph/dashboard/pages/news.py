"""What refreshes changed, and a refresh to start from here."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from ptm_graph.dashboard.catalogue import Words
from ptm_graph.dashboard.frame import Frame, show_notes
from ptm_graph.dashboard.panels.change import changes_table, net, story_block
from ptm_graph.dashboard.panels.job import watched
from ptm_graph.dashboard.reader import Opened
from ptm_graph.dashboard.refreshing import Line, RefreshJob, job_of
from ptm_graph.dashboard.safe_text import as_html, as_markdown, shortened
from ptm_graph.dashboard.scheduled import scheduled
from ptm_graph.library import Library
from ptm_graph.library.history import Refresh
from ptm_graph.settings import default_library_path
from ptm_graph.words.wording import understood
from ptm_graph.workflow.changes import Digest, digest
from ptm_graph.workflow.changes.telling import besides, blocks, totals

NAMES = ("since", "kind")
KINDS = (
    "paper",
    "relation gained",
    "relation changed",
    "relation lost",
    "citation",
    "citation gone",
    "field",
    "identifier",
    "notice",
    "merged",
)
_MOST = 30


def render(frame: Frame) -> None:
    """Show the page."""
    words = frame.words
    st.header(words("news.title"), anchor=False)
    with Library.open(frame.opened.path) as library:
        refreshes = library.history.refreshes()
    show_notes(frame)
    left, right = st.columns([2.2, 1], gap="large")
    with left:
        since = _since(frame, refreshes)
        if since is None:
            st.info(words("news.never"), icon=":material/update:")
        else:
            with st.container(key="feed"):
                _feed(frame, since)
            _all_changes(frame, since)
    with right:
        _refresh(frame)
        _next(frame)
        _past(frame, refreshes)


@st.cache_resource(max_entries=4, show_spinner=False)
def _digest(_opened: Opened, path: str, state: object, since: int) -> Digest:
    """What is new since a refresh; the same until a file changes."""
    with Library.open(Path(path)) as library:
        return digest(library, str(since), lambda: (_opened.family, _opened.citations))


def _feed(frame: Frame, since: int) -> None:
    """What is new, the lineage first, each part newest first."""
    words, opened = frame.words, frame.opened
    told = _digest(opened, str(opened.path), (opened.stamp, opened.decided), since)
    number = 0
    for title, stories, more in blocks(told, words.language, _MOST):
        st.markdown(f"##### {title}")
        for story in stories:
            story_block(frame, story, number)
            number += 1
        if more:
            st.html(f'<div class="pg-muted">{more}</div>')
    if not told.stories:
        said = totals(told, words.language)
        st.info(f"{said[:1].upper()}{said[1:]}", icon=":material/check:")
    counted = besides(told, words.language)
    if counted:
        st.html(f'<div class="pg-muted">{as_html(counted, 600)}</div>')


def _since(frame: Frame, refreshes: Sequence[Refresh]) -> int | None:
    if not refreshes:
        return None
    numbers = [str(one.number) for one in reversed(refreshes)]
    started = {str(one.number): one.started for one in refreshes}
    start = frame.address.choice("since", numbers, numbers[0])
    chosen = st.selectbox(
        frame.words("news.since"),
        numbers,
        index=numbers.index(start),
        format_func=lambda one: frame.words.moment(started[one]),
        # with a refresh that has just ended the choice starts anew, at it
        key=f"{frame.address.key('since')}:{numbers[0]}",
    )
    frame.address.keep("since", chosen if chosen != numbers[0] else None)
    return int(chosen)


def _all_changes(frame: Frame, since: int) -> None:
    """Everything that was changed, as a table of one kind at a time; read only when opened."""
    words = frame.words
    if not st.toggle(
        words("news.all"), value=frame.address.text("kind") is not None, key="all changes"
    ):
        frame.address.keep("kind", None)
        return
    with Library.open(frame.opened.path) as library:
        changes = net(library.history.changes(since))
    counts = {kind: sum(one.kind == kind for one in changes) for kind in KINDS}
    present = [kind for kind in KINDS if counts[kind]]
    if not present:
        st.html(f'<div class="pg-muted">{words("news.none")}</div>')
        return
    kind = frame.address.choice("kind", present, present[0])
    chosen = st.pills(
        words("news.kinds"),
        present,
        default=kind,
        required=True,
        format_func=lambda one: f"{words.named('change', one)} ({words.number(counts[one])})",
        key=frame.address.key("kind"),
    )
    kind = chosen or kind
    frame.address.keep("kind", kind)
    shown = [one for one in changes if one.kind == kind]
    st.dataframe(changes_table(frame, shown), hide_index=True)


def _refresh(frame: Frame) -> None:
    words = frame.words
    st.html(f"<b>{words('refresh.title')}</b>")
    if frame.read_only:
        st.html(f'<div class="pg-muted">{words("state.read_only")}</div>')
        return
    job = job_of(str(frame.opened.path))
    if not job.running:
        _result(frame, job)
        st.button(
            words("refresh.start"),
            key="refresh",
            icon=":material/refresh:",
            on_click=job.start,
            help=words("refresh.help"),
        )
        return
    watched(frame, job)


def _result(frame: Frame, job: RefreshJob) -> None:
    words = frame.words
    if job.error:
        st.error(f"{words('refresh.failed')} {as_markdown(words.told(job.error), 600)}")
    elif job.cancelled:
        st.info(words("refresh.cancelled"))
    elif job.brought is not None:
        papers, citations = (words.number(count) for count in job.brought)
        st.success(words("refresh.done", papers=papers, citations=citations))
    if job.log:
        with st.expander(words("refresh.log")):
            st.code("\n".join(_logged(words, line) for line in job.log), language=None)


def _logged(words: Words, line: Line) -> str:
    if line.stage is not None:
        told = f"{words.named('stage', line.stage)}: {line.values['total']}"
    else:
        told = words(f"logged.{line.outcome}", **line.values)
    return shortened(f"{line.at}  {told}", 300)


def _failure(words: Words, text: str) -> str:
    """A failure as the history keeps it, “stage: subject: reason”; a subject may have colons."""
    stage, *parts = text.split(": ")
    for at in range(1, len(parts)):
        reason = understood(": ".join(parts[at:]))
        if reason.code is not None:
            return ": ".join([words.named("stage", stage), *parts[:at], words.told(reason)])
    return text


def _next(frame: Frame) -> None:
    """When the next automatic refresh runs, or how to schedule one."""
    words, path = frame.words, frame.opened.path
    st.html(f"<b>{words('schedule.title')}</b>")
    found = scheduled(path, datetime.datetime.now())
    if found is None:
        st.html(f'<div class="pg-muted">{words("schedule.none")}</div>')
        if not frame.read_only:
            st.html(f'<div class="pg-muted">{words("schedule.how")}</div>')
            st.code(_command(path), language=None, wrap_lines=True)
        return
    where = words.named("schedule", found.where)
    when = (
        words("schedule.times", times=as_html(found.times, 60))
        if found.at is None
        else f"<b>{words.moment(found.at.isoformat())}</b>"
    )
    st.html(f'<div class="pg-body">{when} <span class="pg-muted">({where})</span></div>')
    if not found.enabled:
        st.html(f'<div class="pg-note">{words("schedule.stopped")}</div>')


def _command(library: Path) -> str:
    """What to type for a daily refresh of a library."""
    command = "ptm-graph schedule --install"
    if library.absolute() == default_library_path().absolute():
        return command
    return f"{command} --library {shlex.quote(str(library.absolute()))}"


def _signed(words: Words, count: int) -> str:
    return words.number(count) if count < 0 else f"+{words.number(count)}"


def _past(frame: Frame, refreshes: Sequence[Refresh]) -> None:
    words = frame.words
    if not refreshes:
        return
    st.html(f"<b>{words('refresh.past')}</b>")
    rows = "".join(
        f'<tr><th scope="row">{as_html(words.moment(one.started), 40)}</th>'
        f"<td>{words.named('outcome', str(one.outcome or 'running'))}</td>"
        f'<td class="pg-points">{_signed(words, one.new_papers or 0)}</td></tr>'
        for one in list(reversed(refreshes))[:10]
    )
    st.html(f'<table class="pg-terms"><tbody>{rows}</tbody></table>')
    for failure in refreshes[-1].failures[:5]:
        st.html(f'<div class="pg-muted">{as_html(_failure(words, failure), 300)}</div>')
