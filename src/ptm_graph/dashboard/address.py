"""The address of a view: everything that makes it, in the query string.

What a page shows follows from its address alone, so that a link restores it. Widgets
start from the address and write back to it; a link followed or “back” pressed in the
browser starts them anew.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import streamlit as st

LANGUAGE = "lang"
_HELD = "ptm-graph addresses"
_LAST = "ptm-graph last written"
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_LONGEST = 300
"""Characters of a value that are looked at; longer ones are not ours."""


@dataclass(slots=True)
class Note:
    """Something in the address that could not be used."""

    name: str
    value: str


@dataclass(slots=True)
class Address:
    """The values of one page, and which widgets they belong to."""

    page: str
    names: frozenset[str]
    """Names the page knows; others are dropped with a note."""
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)
    generation: int = 0
    notes: list[Note] = field(default_factory=list)

    # --- reading -------------------------------------------------------------------------

    def text(self, name: str) -> str | None:
        """The value of a name; None where the address does not have it."""
        held = self.values.get(name)
        return held[0] if held else None

    def choice(self, name: str, options: Collection[str], default: str) -> str:
        """One of the options; anything else is noted and replaced by the default."""
        value = self.text(name)
        if value is None or value in options:
            return value or default
        self.refuse(name, value)
        return default

    def choices(self, name: str, options: Collection[str]) -> list[str]:
        """Those of the values that are options; the others are noted."""
        kept = []
        for value in self.values.get(name, ()):
            if value in kept:
                continue
            if value in options:
                kept.append(value)
            else:
                self.refuse(name, value, kept)
        return kept

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number within limits; anything else is noted."""
        value = self.text(name)
        if value is None:
            return default
        if _WHOLE.fullmatch(value) and least <= int(value) <= most:
            return int(value)
        self.refuse(name, value)
        return default

    def flag(self, name: str, default: bool = False) -> bool:
        """A switch, written as 1 or 0."""
        return self.choice(name, ("0", "1"), "1" if default else "0") == "1"

    def refuse(self, name: str, value: str, kept: Sequence[str] = ()) -> None:
        """Drop a value that has no meaning here, and say so."""
        self.notes.append(Note(name, value[:_LONGEST]))
        self.keep(name, *kept)

    # --- writing -------------------------------------------------------------------------

    def keep(self, name: str, *values: str | None) -> None:
        """Store what a widget says; None and nothing at all remove the name."""
        held = tuple(value for value in values if value is not None)
        if held:
            self.values[name] = held
        else:
            self.values.pop(name, None)

    def put(self, name: str, *values: str | None) -> None:
        """Store a value that did not come from its own widget, which starts anew."""
        self.keep(name, *values)
        self.revisions[name] = self.revisions.get(name, 0) + 1

    def key(self, name: str) -> str:
        """Key of the widget of a name; changes when the widget has to start anew."""
        return f"{self.page}:{name}:{self.generation}:{self.revisions.get(name, 0)}"

    def query(self, language: str | None = None) -> str:
        """The query string of this view."""
        pairs = [(name, value) for name in sorted(self.values) for value in self.values[name]]
        if language:
            pairs.append((LANGUAGE, language))
        return urlencode(pairs)


def enter(page: str, names: Iterable[str], *, known_page: bool, follow: bool = True) -> Address:
    """The address of a page at the begin of a run.

    Parameters
    ----------
    page : str
        Name of the page.
    names : iterable of str
        Names its views use.
    known_page : bool
        Whether the run before showed the same page; then an empty query string is
        a view of its own and not the trace of changing pages.
    follow : bool, default True
        Whether the browser's address is that of this page.
    """
    held: dict[str, Address] = st.session_state.setdefault(_HELD, {})
    address = held.get(page) or Address(page, frozenset(names))
    held[page] = address
    address.notes = []
    query = _query()
    if follow and query != st.session_state.get(_LAST) and (query or known_page):
        address.values = {}
        address.generation += 1
        for name, values in query.items():
            if name == LANGUAGE:
                continue
            if name in address.names:
                address.values[name] = values
            else:
                address.notes.append(Note(name, values[0][:_LONGEST]))
    return address


def start_anew() -> None:
    """Let all widgets begin with their address again.

    In another language a widget's choice, which the browser sends as text, is none of the
    options any more.
    """
    held: dict[str, Address] = st.session_state.get(_HELD, {})
    for address in held.values():
        address.generation += 1


def write(address: Address, language: str | None) -> None:
    """Make the browser's address that of the view."""
    values: dict[str, tuple[str, ...]] = dict(address.values)
    if language:
        values[LANGUAGE] = (language,)
    if values != _query():
        st.query_params.from_dict({name: list(held) for name, held in sorted(values.items())})
    st.session_state[_LAST] = values


def _query() -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(value[: 4 * _LONGEST] for value in st.query_params.get_all(name))
        for name in sorted(set(st.query_params))
    }


def asked_language() -> str | None:
    """The language the address names, whatever it is."""
    values = st.query_params.get_all(LANGUAGE)
    return values[0] if values else None


def state(event: Any) -> Mapping[str, Any]:
    """The selection state of a chart or table as a mapping, empty where there is none."""
    return event if isinstance(event, Mapping) else {}
