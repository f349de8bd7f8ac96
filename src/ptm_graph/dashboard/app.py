"""The dashboard's entry: opens the library and leads to the pages."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import streamlit as st

from ptm_graph.dashboard import access, making, reader
from ptm_graph.dashboard import address as addresses
from ptm_graph.dashboard.catalogue import LANGUAGES, Words, words
from ptm_graph.dashboard.deciding import toast
from ptm_graph.dashboard.frame import Frame, browser_language, current_palette, style
from ptm_graph.dashboard.links import wanted_page
from ptm_graph.dashboard.safe_text import as_markdown
from ptm_graph.errors import LibraryBusyError, LibraryError, LibraryOlderError, PtmGraphError
from ptm_graph.settings import library_path
from ptm_graph.workflow.building import make_bundled

_ICON = Path(__file__).with_name("icon.svg")
_LANGUAGE = "ptm-graph language"
_ASKED = "ptm-graph asked language"
_SPOKEN = "ptm-graph spoken language"
_PAGE = "ptm-graph page"
_SEEN = "ptm-graph library seen"


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    icon: str
    module: str
    """Imported when the page is opened: most visits see one or two."""


_PAGES = (
    _Entry("lineage", ":material/account_tree:", "lineage"),
    _Entry("papers", ":material/table_rows:", "papers"),
    _Entry("routes", ":material/route:", "routes"),
    _Entry("reading-order", ":material/menu_book:", "reading_order"),
    _Entry("compare", ":material/compare_arrows:", "compare"),
    _Entry("news", ":material/update:", "news"),
    _Entry("reading-list", ":material/playlist_add:", "reading_list"),
    _Entry("proposals", ":material/add_chart:", "proposals"),
    _Entry("review", ":material/fact_check:", "review"),
    _Entry("quality", ":material/verified:", "quality"),
)


def main() -> None:
    """Draw the page that the browser asks for; run anew at every interaction."""
    st.set_page_config(page_title="ptm-graph", layout="wide", page_icon=str(_ICON))
    say = _language()
    if st.session_state.setdefault(_SPOKEN, say.language) != say.language:
        st.session_state[_SPOKEN] = say.language
        addresses.start_anew()
    style(current_palette())
    pages = {entry.name: _page(entry, say, first=not number) for number, entry in enumerate(_PAGES)}
    current = st.navigation(list(pages.values()), position="top")
    wanted = wanted_page()
    if wanted is not None and current is not pages[wanted]:
        st.switch_page(pages[wanted])
    current.run()


def _page(entry: _Entry, say: Words, *, first: bool) -> st.Page:
    return st.Page(
        lambda: _run(entry, say),
        title=say(f"page.{entry.name}"),
        icon=entry.icon,
        url_path=entry.name,
        default=first,
    )


def _run(entry: _Entry, say: Words) -> None:
    page = import_module(f"ptm_graph.dashboard.pages.{entry.module}")
    known = st.session_state.get(_PAGE) == entry.name
    st.session_state[_PAGE] = entry.name
    address = addresses.enter(entry.name, page.NAMES, known_page=known)
    opened = _opened(say)
    if opened is None:
        return
    access.prepare(say, entry.name)
    frame = Frame(say, address, opened, current_palette(), reader.read_only())
    if not opened.citations:
        st.info(say("state.empty"), icon=":material/database:")
        if entry.name != "reading-list":
            _top_bar(frame)
            return
    try:
        page.render(frame)
    except LibraryBusyError as error:
        _state(say("state.busy"), say.told(error), ":material/lock_clock:")
    except PtmGraphError as error:
        _state(say("state.error"), say.told(error), ":material/error:")
    toast(frame)
    language = frame.told_language()
    _top_bar(frame)
    addresses.write(address, language)
    # what we wrote ourselves is no wish of the reader's: the switch would not be heard
    st.session_state[_ASKED] = language


def _top_bar(frame: Frame) -> None:
    """The link of the view and the other language, in the corner of every page."""
    other = next(code for code in LANGUAGES if code != frame.words.language)
    with st.container(key="topbar", horizontal=True, gap="small", width="content"):
        with st.popover(frame.words("link.menu"), icon=":material/link:", type="tertiary"):
            st.caption(frame.words("link.explained"))
            st.code(frame.link(), language=None, wrap_lines=True)
        st.button(LANGUAGES[other], key="language", type="tertiary", on_click=_speak, args=(other,))


def _speak(language: str) -> None:
    st.session_state[_LANGUAGE] = language


def _language() -> Words:
    asked = addresses.asked_language()
    if asked != st.session_state.get(_ASKED):
        st.session_state[_ASKED] = asked
        if asked in LANGUAGES:
            st.session_state[_LANGUAGE] = asked
    if _LANGUAGE not in st.session_state:
        st.session_state[_LANGUAGE] = browser_language()
    return words(st.session_state[_LANGUAGE])


def _opened(say: Words) -> reader.Opened | None:
    """The library; where there is none yet, the bundled one is made first."""
    try:
        path = library_path()
        if not path.exists():
            return _first_library(path, say)
        st.session_state[_SEEN] = str(path)
        with st.spinner(say("state.opening"), show_time=True):
            return reader.opened(path)
    except LibraryBusyError as error:
        _state(say("state.busy"), say.told(error), ":material/lock_clock:")
    except LibraryError as error:
        _unreadable(say, error)
    except PtmGraphError as error:
        _state(say("state.error"), say.told(error), ":material/error:")
    st.button(say("state.again"), key="again", icon=":material/refresh:")
    return None


def _unreadable(say: Words, error: LibraryError) -> None:
    if isinstance(error, LibraryOlderError) and not reader.read_only():
        _state(say("state.older"), say.told(error), ":material/upgrade:")
        if st.button(say("state.upgrade"), key="upgrade", type="primary"):
            making.upgrade(library_path())
            st.rerun()
    else:
        _state(say("state.unreadable"), say.told(error), ":material/database_off:")


def _first_library(path: Path, say: Words) -> reader.Opened | None:
    if reader.read_only():
        st.warning(say("state.none_read_only"), icon=":material/database_off:")
        return None
    if st.session_state.get(_SEEN) == str(path):  # never put less where more was
        st.warning(say("state.gone"), icon=":material/database_off:")
        st.button(say("state.again"), key="again", icon=":material/refresh:")
        if not st.button(say("state.make"), key="make", icon=":material/add:"):
            return None
    with st.status(say("state.building")) as status:
        make_bundled(path)
        found = reader.opened(path)
        status.update(label=say("state.built"), state="complete")
    return found


def _state(heading: str, told: str, icon: str) -> None:
    st.error(f"**{heading}**  \n{as_markdown(told, 800)}", icon=icon)
