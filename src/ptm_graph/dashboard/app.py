"""The dashboard's entry: opens the library and leads to the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from ptm_graph.dashboard import address as addresses
from ptm_graph.dashboard import reader
from ptm_graph.dashboard.catalogue import DEFAULT, LANGUAGES, Words, words
from ptm_graph.dashboard.frame import Frame, current_palette, style
from ptm_graph.dashboard.pages import lineage, papers
from ptm_graph.dashboard.safe_text import as_markdown
from ptm_graph.errors import LibraryBusyError, LibraryError, PtmGraphError

_ICON = Path(__file__).with_name("icon.svg")
_LANGUAGE = "ptm-graph language"
_PAGE = "ptm-graph page"


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    icon: str
    names: Iterable[str]
    render: Callable[[Frame], None]


_PAGES = (
    _Entry("lineage", ":material/account_tree:", lineage.NAMES, lineage.render),
    _Entry("papers", ":material/table_rows:", papers.NAMES, papers.render),
)


def main() -> None:
    """Draw the page that the browser asks for; run anew at every interaction."""
    st.set_page_config(page_title="ptm-graph", layout="wide", page_icon=str(_ICON))
    say = _language()
    palette = current_palette()
    style(palette)
    pages = [_page(entry, say, first=not number) for number, entry in enumerate(_PAGES)]
    st.navigation(pages, position="top").run()


def _page(entry: _Entry, say: Words, *, first: bool) -> st.Page:
    return st.Page(
        lambda: _run(entry, say),
        title=say(f"page.{entry.name}"),
        icon=entry.icon,
        url_path=entry.name,
        default=first,
    )


def _run(entry: _Entry, say: Words) -> None:
    known = st.session_state.get(_PAGE) == entry.name
    st.session_state[_PAGE] = entry.name
    address = addresses.enter(entry.name, entry.names, known_page=known)
    opened = _opened(say)
    if opened is None:
        return
    entry.render(Frame(say, address, opened, current_palette(), reader.read_only()))
    addresses.write(address, None if say.language == DEFAULT else say.language)


def _language() -> Words:
    asked = addresses.asked_language()
    if asked in LANGUAGES:
        st.session_state[_LANGUAGE] = asked
    elif _LANGUAGE not in st.session_state:
        locale = str(st.context.locale or "")
        st.session_state[_LANGUAGE] = "zh" if locale.lower().startswith("zh") else DEFAULT
    return words(st.session_state[_LANGUAGE])


def _opened(say: Words) -> reader.Opened | None:
    """The library; where there is none yet, the bundled one is made first."""
    try:
        path = reader.library_path()
        if not path.exists():
            return _first_library(path, say)
        with st.spinner(say("state.opening"), show_time=True):
            return reader.opened(path)
    except LibraryBusyError as error:
        _state(say("state.busy"), error, ":material/lock_clock:")
    except LibraryError as error:
        _state(say("state.unreadable"), error, ":material/database_off:")
    except PtmGraphError as error:
        _state(say("state.error"), error, ":material/error:")
    st.button(say("state.again"), key="again", icon=":material/refresh:")
    return None


def _first_library(path: Path, say: Words) -> reader.Opened | None:
    if reader.read_only():
        st.warning(say("state.none_read_only"), icon=":material/database_off:")
        return None
    with st.status(say("state.building")) as status:
        reader.build_bundled(path)
        found = reader.opened(path)
        status.update(label=say("state.built"), state="complete")
    return found


def _state(heading: str, error: PtmGraphError, icon: str) -> None:
    st.error(f"**{heading}**  \n{as_markdown(str(error), 800)}", icon=icon)


if __name__ == "__main__":
    main()
