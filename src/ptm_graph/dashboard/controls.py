"""The row of controls above the drawing."""

from __future__ import annotations

import datetime

import streamlit as st

from ptm_graph.dashboard.drawing.filtering import (
    EDGES,
    PAPERS,
    PROPOSALS,
    TIERS,
    Filters,
    Proposals,
    Selection,
)
from ptm_graph.dashboard.frame import Frame
from ptm_graph.dashboard.pinning import lock, pin_paper
from ptm_graph.dashboard.reader import MOST_ARRANGED
from ptm_graph.dashboard.safe_text import as_markdown, shortened
from ptm_graph.dashboard.time_travel import as_partial, date_of, month_ends
from ptm_graph.words.model import EVEN_ODDS, percent

_MOST_PAPERS, _MOST_EDGES = 2000, 4000
_DEEPEST = 12
COLOURS = ("family", "tag")
"""What the colours of the dots say."""


def find_paper(frame: Frame) -> None:
    """Search box over all papers: names, titles, authors' years; choosing one pins it.

    The box is empty again then, and what it offers is always the same: it is large, and the
    browser is not sent it anew.
    """
    words, options = frame.words, frame.opened.search_options
    key = frame.address.key("find")

    def chosen() -> None:
        pin_paper(frame, st.session_state.get(key))
        st.session_state[key] = None

    st.selectbox(
        words("find.label"),
        options.arranged()[:MOST_ARRANGED],
        index=None,
        format_func=lambda one: options[one],
        placeholder=words("find.placeholder"),
        filter_mode="contains",
        key=key,
        on_change=chosen,
        label_visibility="collapsed",
    )


def filters_from(frame: Frame) -> Filters:
    """The filters, in a menu; each is part of the address."""
    words, address = frame.words, frame.address
    with st.popover(words("filter.menu"), icon=":material/filter_alt:", width="stretch"):
        st.button(words("filter.reset"), key="reset", on_click=_reset, args=(frame,))
        confidence = _confidence(frame)
        tiers = _tiers(frame)
        proposals = _proposals(frame)
        families = _families(frame)
        tags = _tags(frame)
        since = _since(frame)
        _until(frame)
        unrelated = st.toggle(
            words("filter.unrelated"), address.flag("single"), key=address.key("single")
        )
        address.keep("single", "1" if unrelated else None)
        up, down = _depths(frame)
        _looks(frame)
        papers, edges = _budget(frame)
    return Filters(
        confidence=confidence / 100,
        tiers=tiers,
        proposals=proposals,
        families=families,
        tags=tags,
        since=since,
        only=filters_only(frame),
        unrelated=unrelated,
        lock=address.text("lock"),
        up=up,
        down=down,
        papers=papers,
        edges=edges,
    )


_FILTERS = (
    "conf",
    "tier",
    "proposals",
    "family",
    "tag",
    "since",
    "only",
    "single",
    "up",
    "down",
    "lock",
    "papers",
    "edges",
)
"""What hides papers or relations; the date travelled to is no filter."""
_MOST_ONLY = 100


def _reset(frame: Frame) -> None:
    for name in _FILTERS:
        frame.address.put(name)


def _confidence(frame: Frame) -> int:
    start = frame.address.number("conf", 0, 0, 100)
    value = st.slider(
        frame.words("filter.confidence"),
        0,
        100,
        start,
        step=5,
        format="%d%%",
        key=frame.address.key("conf"),
    )
    frame.address.keep("conf", str(value) if value else None)
    return int(value)


def _tiers(frame: Frame) -> tuple[str, ...]:
    words, address = frame.words, frame.address
    start = address.choices("tier", TIERS) or list(TIERS)
    chosen = st.pills(
        words("filter.tiers"),
        TIERS,
        selection_mode="multi",
        default=start,
        format_func=lambda tier: f"{words.named('tier_name', tier)} · {words.named('tier', tier)}",
        key=address.key("tier"),
    )
    kept = tuple(tier for tier in TIERS if tier in chosen) or TIERS
    address.keep("tier", *(kept if kept != TIERS else ()))
    return kept


def _proposals(frame: Frame) -> Proposals:
    words, address = frame.words, frame.address
    chosen = st.segmented_control(
        words("proposals.label", odds=percent(EVEN_ODDS)),
        PROPOSALS,
        default=proposals_of(frame),
        required=True,
        format_func=lambda one: words.named("proposals", one),
        key=address.key("proposals"),
        help=words("proposals.help", odds=percent(EVEN_ODDS)),
    )
    address.keep("proposals", chosen if chosen != PROPOSALS[0] else None)
    return chosen


def proposals_of(frame: Frame) -> Proposals:
    """What becomes of proposals in the drawing, as the address says."""
    named = frame.address.choice("proposals", PROPOSALS, PROPOSALS[0])
    return next(one for one in PROPOSALS if one == named)


def count_proposals(frame: Frame) -> bool:
    """A switch: whether proposals count as descent on this page."""
    words, address = frame.words, frame.address
    chosen = st.toggle(
        words("proposals.count", odds=percent(EVEN_ODDS)),
        address.flag("proposals"),
        key=address.key("proposals"),
    )
    address.keep("proposals", "1" if chosen else None)
    return bool(chosen)


def left_out(frame: Frame, proposals: int) -> None:
    """Say how many proposals an answer leaves out."""
    if proposals:
        count = frame.words.number(proposals)
        text = frame.words("proposals.left_out", count=count, odds=percent(EVEN_ODDS))
        st.html(f'<div class="pg-muted">{text}</div>')


def _families(frame: Frame) -> tuple[str, ...]:
    address = frame.address
    options = list(frame.opened.colours)
    start = address.choices("family", options)
    chosen = st.multiselect(
        frame.words("filter.families"),
        options,
        start,
        format_func=lambda one: as_markdown_option(frame.family_name(one)),
        placeholder=frame.words("filter.all"),
        filter_mode="contains",
        key=address.key("family"),
    )
    address.keep("family", *chosen)
    return tuple(chosen)


def _tags(frame: Frame) -> tuple[str, ...]:
    """Tags of the reading list, the most frequent first; nothing is asked where there are none."""
    address, options = frame.address, list(frame.opened.tags)
    start = address.choices("tag", options)
    if not options:
        return ()
    chosen = st.multiselect(
        frame.words("filter.tags"),
        options,
        start,
        format_func=as_markdown_option,
        placeholder=frame.words("filter.all"),
        filter_mode="contains",
        key=address.key("tag"),
    )
    address.keep("tag", *chosen)
    return tuple(chosen)


def as_markdown_option(text: str) -> str:
    """An option of a list, which Streamlit shows as plain text."""
    return shortened(text, 120)


def _since(frame: Frame) -> int | None:
    """First year that is drawn."""
    address = frame.address
    first, last = frame.opened.years
    if first is None or last is None or first >= last:
        return None
    start = address.number("since", first, first, last)
    year = int(st.slider(frame.words("filter.since"), first, last, start, key=address.key("since")))
    address.keep("since", str(year) if year > first else None)
    return year if year > first else None


_TODAY = ""


def _until(frame: Frame) -> None:
    """The date travelled to, to the month; links may name a day or a year, too."""
    words, address = frame.words, frame.address
    held = address.text("until")
    date = None if held is None else date_of(held)
    if held is not None and (
        date is None or date > datetime.date.today().replace(month=12, day=31)
    ):
        address.refuse("until", held)
        held = None
    options = month_ends(frame.opened)
    if held is not None and held not in options:
        options = sorted([*options, held])
    if not options:
        return

    def named(one: str) -> str:
        date = date_of(one)
        return words("travel.today") if date is None else words.date(as_partial(date))

    chosen = st.select_slider(
        words("travel.label"),
        [*options, _TODAY],
        held or _TODAY,
        format_func=named,
        key=address.key("until"),
        help=words("travel.help"),
    )
    address.keep("until", chosen or None)


def filters_only(frame: Frame) -> tuple[str, ...]:
    """Papers chosen elsewhere; those the library does not have are noted."""
    return tuple(frame.address.choices("only", frame.opened.citations)[:_MOST_ONLY])


def _depths(frame: Frame) -> tuple[int | None, int | None]:
    """Generations shown of a locked lineage; only then there is something to choose."""
    address = frame.address
    if address.text("lock") is None:
        return None, None
    depths: list[int | None] = []
    for name in ("up", "down"):
        start = address.number(name, _DEEPEST, 0, _DEEPEST)
        value = st.slider(frame.words(f"filter.{name}"), 0, _DEEPEST, start, key=address.key(name))
        address.keep(name, str(value) if value < _DEEPEST else None)
        depths.append(value if value < _DEEPEST else None)
    return depths[0], depths[1]


def _looks(frame: Frame) -> None:
    words, address = frame.words, frame.address
    size = st.radio(
        words("filter.size"),
        ("world", "local"),
        index=("world", "local").index(address.choice("size", ("world", "local"), "world")),
        format_func=lambda name: words.named("size", name),
        key=address.key("size"),
        horizontal=True,
    )
    address.keep("size", size if size == "local" else None)
    if frame.opened.tags:
        colour = st.radio(
            words("filter.colour"),
            COLOURS,
            index=COLOURS.index(address.choice("colour", COLOURS, COLOURS[0])),
            format_func=lambda name: words.named("colour", name),
            key=address.key("colour"),
            horizontal=True,
        )
        address.keep("colour", colour if colour != COLOURS[0] else None)
    even = st.toggle(
        words("filter.even"),
        address.choice("scale", ("dense", "even"), "dense") == "even",
        key=address.key("scale"),
    )
    address.keep("scale", "even" if even else None)


def _budget(frame: Frame) -> tuple[int, int]:
    address, found = frame.address, []
    for name, default, most in (("papers", PAPERS, _MOST_PAPERS), ("edges", EDGES, _MOST_EDGES)):
        start = address.number(name, default, 10, most)
        value = int(
            st.number_input(
                frame.words(f"filter.{name}"), 10, most, start, step=50, key=address.key(name)
            )
        )
        address.keep(name, str(value) if value != default else None)
        found.append(value)
    return found[0], found[1]


def hidden_line(frame: Frame, selection: Selection) -> None:
    """Say what is not drawn, each with a button that shows it."""
    words, address = frame.words, frame.address
    hidden = [
        ("unrelated", selection.unrelated, ("single", "1")),
        ("papers_over", selection.papers_over, ("papers", str(_MOST_PAPERS))),
        ("edges_over", selection.edges_over, ("edges", str(_MOST_EDGES))),
        ("proposals", selection.proposals_hidden, ("proposals",)),
        ("not_followed", selection.not_followed, ("proposals", "counted")),
    ]
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="hidden"):
        st.html(
            '<div class="pg-muted">'
            + words(
                "hidden.drawn",
                papers=words.number(len(selection.graph)),
                edges=words.number(selection.graph.number_of_edges()),
            )
            + _proposed(frame, selection)
            + "</div>",
            width="content",
        )
        for name, count, change in hidden:
            if count:
                st.button(
                    words(f"hidden.{name}", count=words.number(count)),
                    key=f"hidden {name}",
                    type="tertiary",
                    on_click=address.put,
                    args=change,
                )
        locked = address.text("lock")
        if locked is not None and locked in selection.graph:
            name = as_markdown(str(selection.graph.nodes[locked].get("name") or locked), 40)
            st.button(
                words("hidden.locked", name=name),
                key="hidden locked",
                icon=":material/lock:",
                type="tertiary",
                on_click=lock,
                args=(frame, None),
            )
        absent = sum(key not in selection.graph for key in address.values.get("only", ()))
        if absent:
            st.html(
                f'<div class="pg-muted">{words("hidden.absent", count=words.number(absent))}</div>',
                width="content",
            )
        if selection.filtered:
            st.button(
                words("hidden.filtered", count=words.number(selection.filtered)),
                key="hidden filtered",
                type="tertiary",
                on_click=_reset,
                args=(frame,),
            )


def _proposed(frame: Frame, selection: Selection) -> str:
    """How many of the arrows are proposals."""
    if not selection.proposals:
        return ""
    return " " + frame.words("hidden.proposed", count=frame.words.number(selection.proposals))
